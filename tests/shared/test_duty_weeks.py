"""A week counted from a rota as it stands."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from shared.domain.people import Person
from shared.domain.problem import DutyRule, Leave, Practice, Problem
from shared.domain.rota import Activity, Assignment
from shared.duty_weeks import Week, closing, count
from shared.standing import Locum, Slot, Standing
from tests.builders import MONDAY, leave, line, lines_of, person, problem, problems, rotas

DUTY = DutyRule(1)


def practice(*people: Person, away: tuple[Leave, ...] = (), duty: DutyRule = DUTY) -> Practice:
    return problem(*people, weeks=1, leave=list(away), duty=duty).practice


def held_by(code: str, *words: str) -> list[Assignment]:
    return [line(code, each, Activity.DUTY) for each in words]


def counted(practice: Practice, *lines: Assignment, locums: frozenset[Slot] = frozenset()) -> Week:
    standing = Standing(tuple(sorted(lines)), locums=dict.fromkeys(locums, Locum()))
    return count(practice, closing(practice, MONDAY), standing)


def test_it_works() -> None:
    two = practice(person("A", flags="duty"), person("B", "SSSSS-----", flags="duty"))
    week = counted(two, *held_by("A", "Mon AM", "Mon PM"), *held_by("B", "Tue AM"))
    assert week.available == {"A": 10, "B": 5}
    assert week.counts["A"] == (300, 267) and week.counts["B"] == (100, 133)
    assert [held.points for held in week.duties["A"]] == [150, 150]


def test_who_is_away_owes_nothing_for_it() -> None:
    staff = person("A", flags="duty"), person("B", flags="duty")
    away = leave("B", "Mon AM", "Wed PM")
    week = counted(practice(*staff, away=(away,)), *held_by("A", "Mon AM", "Tue AM"))
    assert week.available == {"A": 10, "B": 4}


def test_giving_a_duty_away_moves_what_two_people_held_and_nobodys_part() -> None:
    three = practice(person("A", flags="duty"), person("B", flags="duty"), person("C", flags="duty"))
    before = counted(three, *held_by("A", "Mon AM", "Mon PM"), *held_by("B", "Tue AM"))
    after = counted(three, *held_by("A", "Mon AM"), *held_by("B", "Mon PM", "Tue AM"))
    assert {code: each.part for code, each in before.counts.items()} == {
        code: each.part for code, each in after.counts.items()
    }
    assert after.counts["A"].held == 150


def test_duty_of_a_locum_and_of_people_written_by_hand_counts_for_nobody() -> None:
    staff = practice(person("A", flags="duty"), person("B", flags="duty"), person("H", flags="duty|by-hand"))
    lines = [*held_by("A", "Mon AM", "Tue AM"), *held_by("H", "Wed AM")]
    week = counted(staff, *lines, locums=frozenset({Slot("A", lines[0].session)}))
    assert week.counts.keys() == {"A", "B"}
    assert {code: each.held for code, each in week.counts.items()} == {"A": 100, "B": 0}


def test_who_may_not_hold_duty_is_not_in_it_whatever_a_rota_says() -> None:
    week = counted(practice(person("A", flags="duty"), person("B")), *held_by("B", "Mon AM"))
    assert week.counts == {"A": (0, 0)}


def test_a_week_keeps_the_rule_it_was_closed_by() -> None:
    now = practice(person("A", flags="duty"), person("B", flags="duty"))
    closed = closing(now, MONDAY)
    later = replace(now, rules=replace(now.rules, duty=DutyRule(1, skill="on-call")))
    standing = Standing(tuple(held_by("A", "Mon AM")))
    assert count(later, closed, standing) == count(now, closed, standing)
    none = replace(now, rules=replace(now.rules, duty=None))
    assert count(none, closed, standing) == count(now, closed, standing)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), asked=problems(weeks=1))
def test_any_rota_counts_to_nought_whatever_the_order_of_people(data: st.DataObject, asked: Problem) -> None:
    assume(asked.practice.rules.duty is not None)
    standing = Standing(lines_of(data.draw(rotas(asked, {}))))
    closed = closing(asked.practice, asked.horizon.start)
    week = count(asked.practice, closed, standing)
    assert sum(each.points for each in week.counts.values()) == 0
    other = replace(asked.practice, people=tuple(reversed(asked.practice.people)))
    assert count(other, closed, standing).counts == week.counts
    assert sum(week.available.values(), Fraction(0)) <= 10 * len(week.counts)
