from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest

from functions.rota_generate.solver.search import solve
from shared.constraints import duty_fairness
from shared.domain.calendar import WEEKDAYS, Half, Horizon
from shared.domain.facts import held, most_behind
from shared.domain.problem import DutyRule, Wish
from shared.domain.rota import Activity, as_rota, duties_of
from tests.builders import as_planned, leave, line, lines_of, person, problem

HALVES = [f"{day} {half}" for day in WEEKDAYS for half in Half]


def test_duty_is_shared_pro_rata_to_sessions_available() -> None:
    full, half = person("A", flags="duty"), person("B", "SSSS------", flags="duty")
    away = [leave("A", "Mon AM", "Wed AM", week=1)]
    asked = problem(full, half, weeks=2, leave=away, duty=DutyRule(1))
    shares = asked.facts.duty_shares
    week_one = Fraction(45, 4) * Fraction(10, 14)
    week_two = Fraction(41, 4) * Fraction(5, 9)  # Monday and Tuesday have B alone, Wednesday morning nobody
    assert (shares["A"].available, shares["B"].available) == (15, 8)
    assert shares["A"].expected == week_one + week_two


def test_who_holds_too_much_pays_more_for_each_further_one() -> None:
    staff = [person(code, flags="duty") for code in "ABC"]
    asked = problem(*staff, weeks=3, duty=DutyRule(1))
    everything = [line("A", words, Activity.DUTY, week=week) for week in range(3) for words in HALVES]
    breaches = duty_fairness.check(asked, as_planned(asked, *everything))
    assert breaches[0].because == "Dr A holds duty that counts for 33.75 half-days, where 11.2 would be their part"
    assert [breach.code for breach in breaches] == ["A", "B", "C"]


@pytest.mark.parametrize(("off", "times"), [(-3, 0), (0, 0), (1, 1), (2, 4), (3, 9), (4, 14)])
def test_unfairness_grows_faster_than_what_somebody_is_off(off: int, times: int) -> None:
    assert duty_fairness.unfairness(off) == times


def test_the_bands_hold_a_share_out_in_whole_days() -> None:
    expected = {"A": Fraction(11, 2), "B": Fraction(11, 2), "C": Fraction(5)}  # 16 half-days
    behind = most_behind(expected, unit=2)
    whole = [[n for n in range(0, 20, 2) if -behind <= n - part <= 2 - behind] for part in expected.values()]
    assert 16 in {sum(choice) for choice in itertools.product(*whole)}


def test_the_most_and_the_least_burdened_are_at_most_a_day_apart_after_pro_rating() -> None:
    staff = [
        person("A", flags="duty"),
        person("B", "SS--SS--SS", flags="duty"),
        person("C", "--SSSSSS--", flags="duty"),
        person("D", "SSSS----SS", flags="duty"),
    ]
    asked = problem(*staff, weeks=8, duty=DutyRule(1, mondays=2, same_person_both_halves=Wish.PREFER))
    outcome = solve(asked, seed=1, seconds=10, workers=2)
    theirs = held(duties_of(as_rota(outcome.assignments)), asked.facts.duty_counts)
    off = [theirs[code] - share.expected for code, share in asked.facts.duty_shares.items()]
    assert max(off) - min(off) <= 2


def test_fair_parts_are_the_same_however_little_a_run_may_change() -> None:
    staff = [person("A", "SSSSSSSSSA", flags="duty"), person("B", "SSSS------", flags="duty"), person("C")]
    duties = [line("A", words, Activity.DUTY, week=week) for week in range(2) for words in HALVES]
    asked = problem(*staff, weeks=2, duty=DutyRule(1))
    asked = replace(asked, published=lines_of(as_planned(asked, *duties)))
    first_week = replace(asked, only=Horizon(asked.horizon.start, 1))
    from_thursday = replace(asked, since=asked.horizon.start + timedelta(days=3))
    for little in (first_week, from_thursday, replace(asked, only_people=frozenset({"C"}))):
        assert little.facts.duty_shares == asked.facts.duty_shares
        assert little.facts.monday_shares == asked.facts.monday_shares
