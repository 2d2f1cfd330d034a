"""Working terms: somebody is on the rota as the term that covers the day describes them, and not at all without one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.rota_generate.solver.model import RotaModel
from functions.rota_generate.solver.search import solve
from functions.rota_generate.solver.sending import useful_sending
from shared.constraints import check_all
from shared.domain.calendar import Half, Session
from shared.domain.codec import from_document, to_document
from shared.domain.people import Pattern, Person, in_group, overlap
from shared.domain.problem import DutyRule, Problem, SiteCover, Supervision
from shared.domain.rota import Activity, Cell
from tests.builders import (
    ALIKE,
    BRANCH,
    EASTER,
    MAIN,
    MONDAY,
    as_planned,
    leave,
    line,
    lines_of,
    person,
    problem,
    problems,
    rotas,
    session,
    split,
)

WEDNESDAY = MONDAY + timedelta(days=2)
SECOND_WEEK = MONDAY + timedelta(days=7)
SLOWLY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def planned(asked: Problem, code: str, words: str, week: int = 0) -> Activity | None:
    return asked.facts.plan(code, session(words, week)).activity


def targets(asked: Problem, code: str = "A") -> list[float]:
    """Half-days asked for, week by week."""
    return [float(week.target) for week in asked.facts.week_targets(code)]


# -- the term in force ---------------------------------------------------------------------------------------------


def test_it_works() -> None:
    first, then = split(person("A", "SS--------", role="ST2"), SECOND_WEEK, role="Salaried", site="BRANCH")
    facts = problem(first, then, weeks=2, sites=(MAIN, BRANCH)).facts
    assert [one.code for one in facts.people] == ["A"]
    assert facts.as_of("A", MONDAY) == first
    assert facts.as_of("A", SECOND_WEEK) == then
    assert facts.plan("A", session("Mon AM")).site == "MAIN"
    assert facts.plan("A", session("Mon AM", 1)).site == "BRANCH"


def test_a_joiner_and_a_leaver_are_there_on_their_first_and_last_day_and_on_no_other() -> None:
    asked = problem(person("A", ends=WEDNESDAY), person("B", starts=WEDNESDAY))
    days = ("Mon AM", "Tue AM", "Wed AM", "Thu AM", "Fri AM")
    assert [planned(asked, "A", words) is not None for words in days] == [True, True, True, False, False]
    assert [planned(asked, "B", words) is not None for words in days] == [False, False, True, True, True]
    assert [[one.code for one in asked.facts.on(day)] for day in asked.facts.days[1:4]] == [["A"], ["A", "B"], ["B"]]


def test_between_two_terms_somebody_is_not_on_the_rota() -> None:
    away = person("A", ends=MONDAY), person("A", starts=MONDAY + timedelta(days=3))
    asked = problem(*away)
    assert [planned(asked, "A", f"{day} AM") is not None for day in ("Mon", "Tue", "Wed", "Thu")] == [
        True, False, False, True,
    ]  # fmt: skip


def test_terms_outside_the_weeks_asked_for_do_not_count() -> None:
    gone, to_come = person("A", ends=MONDAY - timedelta(days=1)), person("B", starts=SECOND_WEEK)
    facts = problem(gone, to_come, person("C")).facts
    assert [one.code for one in facts.people] == ["C"]


def test_somebody_is_named_once_by_the_first_term_of_the_weeks() -> None:
    first, then = split(person("A"), WEDNESDAY, role="Salaried")
    facts = problem(then, person("B"), first).facts
    assert facts.people == (first, person("B"))


def test_the_order_of_people_is_that_of_their_first_line() -> None:
    first, then = split(person("A"), WEDNESDAY)
    assert [one.code for one in problem(person("B"), then, first).facts.people] == ["B", "A"]


def test_a_term_by_hand_is_planned_by_nobody_and_the_next_one_is() -> None:
    first, then = split(person("A", flags="by-hand"), WEDNESDAY, flags=frozenset())
    asked = problem(first, then)
    assert [planned(asked, "A", words) for words in ("Tue AM", "Wed AM")] == [None, Activity.CLINIC]


def test_alternating_weeks_count_from_the_same_monday_in_each_term() -> None:
    first, then = split(person("A", "SS--------", pattern_b="--SS------"), SECOND_WEEK)
    asked = problem(first, then, weeks=2)
    assert planned(asked, "A", "Mon AM", 1) is None
    assert planned(asked, "A", "Tue AM", 1) is Activity.CLINIC


# -- splitting changes nothing -------------------------------------------------------------------------------------


@st.composite
def with_a_split(draw: st.DrawFn, weeks: int = 2, people: int = 5) -> tuple[Problem, Problem]:
    """A problem, and the same with terms cut in two that stay the same on both sides."""
    asked = draw(problems(weeks, people))
    terms: list[Person] = []
    for term in asked.practice.people:
        day = asked.horizon.start + timedelta(days=draw(st.integers(-3, 7 * asked.horizon.weeks + 3)))
        first, then = split(term, day)
        whole = not (term.in_term_on(day) and term.in_term_on(day - timedelta(days=1)))
        terms += [term] if whole else [first, then]
    return asked, replace(asked, practice=replace(asked.practice, people=tuple(terms)))


@SLOWLY
@given(data=st.data(), both=with_a_split())
def test_a_term_cut_in_two_changes_nothing(data: st.DataObject, both: tuple[Problem, Problem]) -> None:
    whole, cut = both
    assert cut.verify() == ()
    assert whole.facts._plans == cut.facts._plans
    assert whole.facts._week_targets == cut.facts._week_targets
    assert whole.facts.duty_shares == cut.facts.duty_shares
    assert whole.facts.monday_shares == cut.facts.monday_shares
    assert useful_sending(whole) == useful_sending(cut)
    rota = data.draw(rotas(whole, useful_sending(whole)))
    assert check_all(whole, lines_of(rota)) == check_all(cut, lines_of(rota))
    one, other = RotaModel(whole).build(), RotaModel(cut).build()
    assert (one.names, one.low, one.high, one.settled_cost) == (other.names, other.low, other.high, other.settled_cost)
    assert [(p.rule, p.points, *map(repr, p.amounts)) for p in one.penalties] == [
        (p.rule, p.points, *map(repr, p.amounts)) for p in other.penalties
    ]


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(both=with_a_split(weeks=1, people=3))
def test_a_term_cut_in_two_is_solved_to_the_same(both: tuple[Problem, Problem]) -> None:
    one, other = (solve(asked, seed=1, seconds=10, workers=1) for asked in both)
    assert one.proved and other.proved
    assert one.objective == other.objective


@SLOWLY
@given(problems())
def test_a_problem_with_terms_goes_to_json_and_back(asked: Problem) -> None:
    assert from_document(orjson.loads(orjson.dumps(to_document(asked)))) == asked


@SLOWLY
@given(data=st.data(), asked=problems())
def test_nobody_is_listed_on_a_day_no_term_covers(data: st.DataObject, asked: Problem) -> None:
    rota = data.draw(rotas(asked, {}))
    assert all(asked.practice.term_on(code, when.date) is not None for code, when in rota)


# -- flexible days and duty pro rata -------------------------------------------------------------------------------


def test_a_joiner_s_first_week_asks_for_its_share_rounded_up_to_a_day() -> None:
    asked = problem(person("A", "??????????", days="3", starts=WEDNESDAY), weeks=2)
    assert targets(asked) == [4.0, 6.0]  # three of five days of 3: 1.8, so 2 days; then 3


def test_a_leaver_is_asked_for_nothing_afterwards() -> None:
    asked = problem(person("A", "??????????", days="3", ends=WEDNESDAY - timedelta(days=1)), weeks=2)
    assert targets(asked) == [4.0, 0.0]


def test_a_change_of_days_on_a_monday_changes_the_target_from_that_week() -> None:
    asked = problem(*split(person("A", "??????????", days="3"), SECOND_WEEK, flexible_days_per_week=2), weeks=2)
    assert targets(asked) == [6.0, 4.0]


def test_a_change_of_days_within_a_week_asks_for_the_part_of_each_term() -> None:
    asked = problem(*split(person("A", "??????????", days="4"), WEDNESDAY, flexible_days_per_week=2))
    (week,) = asked.facts.week_targets("A")
    assert week.target == 2 * (Fraction(4 * 2, 5) + Fraction(2 * 3, 5))  # 2.8 days
    assert (week.low, week.high) == (4, 6)


def test_a_term_with_fixed_letters_settles_its_part_of_the_week() -> None:
    fixed = Pattern(person("A", "SSSSSSSSSS").pattern.weeks, MONDAY)
    asked = problem(*split(person("A", "??????????", days="2"), WEDNESDAY, pattern=fixed))
    (week,) = asked.facts.week_targets("A")
    # Two of five days of 2, rounded up to a whole day, and three fixed days.
    assert (float(week.target), week.low, week.high) == (8.0, 8, 8)


def test_a_joiner_s_part_of_the_duty_is_pro_rata_to_their_days() -> None:
    asked = problem(person("A", flags="duty"), person("B", flags="duty", starts=SECOND_WEEK), weeks=2, duty=ALIKE)
    assert asked.facts.duty_shares["A"].expected == 10 + 5
    assert asked.facts.duty_shares["B"].expected == 5


def test_duty_counts_from_the_term_that_brings_the_skill() -> None:
    asked = problem(
        *split(person("A"), SECOND_WEEK, flags=frozenset({"duty"})), person("B", flags="duty"), weeks=2,
        duty=ALIKE,
    )  # fmt: skip
    assert not asked.facts.plan("A", session("Mon AM")).may_hold_duty
    assert asked.facts.plan("A", session("Mon AM", 1)).may_hold_duty
    assert asked.facts.duty_shares["A"].expected == 5


# -- the rules see the term of the day -----------------------------------------------------------------------------


def broken(asked: Problem, rule: str, *changes: object) -> list[tuple[date | None, str | None]]:
    """Date and code of every breach of a rule in the rota as planned, with these lines changed."""
    rota = as_planned(asked, *changes)  # type: ignore[arg-type]  # lines
    return [(breach.date, breach.code) for breach in check_all(asked, lines_of(rota)) if breach.rule == rule]


def test_being_listed_outside_a_term_breaks_the_pattern_in_words() -> None:
    asked = problem(person("A", ends=MONDAY), person("B", starts=SECOND_WEEK), weeks=1)
    tuesday = MONDAY + timedelta(days=1)
    extra = (line("A", "Tue AM"), line("B", "Tue AM"))
    assert broken(asked, "pattern", *extra) == [(tuesday, "A"), (tuesday, "B")]
    found = check_all(asked, lines_of(as_planned(asked, *extra)))
    assert [breach.because for breach in found if breach.rule == "pattern"] == [
        "Dr A has no working term then",
        "Dr B has no working term then",
    ]


def test_being_listed_outside_a_hand_written_term_breaks_the_pattern_and_within_it_does_not() -> None:
    tuesday = MONDAY + timedelta(days=1)
    asked = problem(
        person("A"), person("L", flags="by-hand", starts=tuesday, ends=tuesday),
        person("M", flags="by-hand", ends=MONDAY - timedelta(days=1)), weeks=1,
    )  # fmt: skip
    extra = (line("L", "Mon AM"), line("L", "Tue AM"), line("L", "Wed PM"), line("M", "Mon AM"))
    outside = [(MONDAY, "L"), (MONDAY, "M"), (tuesday + timedelta(days=1), "L")]
    assert broken(asked, "pattern", *extra) == outside
    pinned = replace(asked, pins=(line("L", "Tue AM"),))
    assert broken(pinned, "pattern", *extra) == outside


def test_a_trainee_who_becomes_a_partner_is_supervised_before_and_may_supervise_after() -> None:
    terms = split(
        person("A", "SS--------", role="ST3", flags="supervise"), SECOND_WEEK, role="Partner",
    )  # fmt: skip
    trainee = person("B", "SS--------", role="ST2")
    asked = problem(*terms, trainee, weeks=2, supervision=Supervision(1))
    assert {day for day, _ in broken(asked, "supervision")} == {MONDAY}


def test_a_doctor_who_leaves_is_missing_from_the_minimum_and_named_no_more() -> None:
    asked = problem(person("A", ends=MONDAY), minimum_doctors=(1, 1, 0, 0, 0))
    (gap,) = [b for b in check_all(asked, lines_of(as_planned(asked))) if b.rule == "minimum-doctors"]
    assert gap.date == MONDAY + timedelta(days=1)
    assert gap.because == "need 1, have 0: there are no other doctors"


def test_site_cover_counts_at_the_site_of_the_day_s_term() -> None:
    asked = problem(
        *split(person("A", "SSSS------"), MONDAY + timedelta(days=1), site="BRANCH"), sites=(MAIN, BRANCH),
        site_cover=(SiteCover("BRANCH", "gp", 1, None),),
    )  # fmt: skip
    missing = {day for day, _ in broken(asked, "site-cover")}
    assert MONDAY in missing
    assert MONDAY + timedelta(days=1) not in missing
    assert broken(asked, "sent-elsewhere") == []


def test_a_practice_s_own_group_covers_a_site() -> None:
    insiders = person("A", "SS--------", role="Nurse", groups="Wound care")
    assert in_group(insiders, "Wound care")
    assert not in_group(insiders, "Minor ops")
    assert in_group(insiders, "nurse")
    asked = problem(insiders, site_cover=(SiteCover("MAIN", "Wound care", 1, None),))
    assert MONDAY not in {day for day, _ in broken(asked, "site-cover")}


# -- what contradicts itself ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        (
            (person("A", ends=WEDNESDAY), person("A", starts=WEDNESDAY)),
            "Two working terms of Dr A (A) overlap: both cover 6 Jan 2027.",
        ),
        (
            (person("A"), person("A", starts=WEDNESDAY)),
            "Two working terms of Dr A (A) overlap: both cover all days from 6 Jan 2027.",
        ),
        (
            (person("A", ends=MONDAY), person("A", ends=WEDNESDAY)),
            "Two working terms of Dr A (A) overlap: both cover all days to 4 Jan 2027.",
        ),
        ((person("A"), person("A")), "The person A is listed 2 times."),
        ((person("A", starts=WEDNESDAY, ends=MONDAY),), "A working term of Dr A (A) ends before it starts."),
        (
            (person("A", ends=MONDAY), replace(person("A", starts=WEDNESDAY), name="Dr Z")),
            "The code A is both Dr A's and Dr Z's.",
        ),
    ],
)
def test_terms_that_cannot_be_are_refused_in_a_sentence(terms: tuple[Person, ...], words: str) -> None:
    assert problem(*terms).verify() == (words,)


def test_terms_that_touch_are_not_refused() -> None:
    assert problem(*split(person("A"), WEDNESDAY)).verify() == ()


def test_a_fault_that_two_terms_share_is_said_once() -> None:
    asked = problem(*split(person("A", site="MOON"), WEDNESDAY))
    assert asked.verify() == ("Dr A (A) belongs to the site MOON, which the practice does not have.",)


@pytest.mark.parametrize("terms", [(person("A", ends=MONDAY),), (person("A", starts=SECOND_WEEK),)])
def test_a_pin_outside_the_terms_is_refused(terms: tuple[Person, ...]) -> None:
    asked = problem(*terms, person("B"), pins=[line("A", "Tue AM")])
    assert asked.verify() == ("Dr A's pin on Tue 5 Jan AM is on a day none of their working terms covers.",)


def test_a_pin_for_duty_needs_the_skill_on_that_day() -> None:
    terms = split(person("A"), SECOND_WEEK, flags=frozenset({"duty"}))
    pins = [line("A", "Mon AM", Activity.DUTY), line("A", "Mon AM", Activity.DUTY, week=1)]
    asked = problem(*terms, weeks=2, pins=pins, duty=DutyRule(1))
    assert asked.verify() == ("Dr A's pin on Mon 4 Jan AM is for duty, which they may not hold.",)


def test_leave_outside_the_terms_keeps_nobody_away() -> None:
    asked = problem(person("A", "SS--------", ends=MONDAY), leave=[leave("A", "Mon AM", "Fri PM")])
    assert asked.verify() == ()
    assert asked.facts.plan("A", session("Mon AM")).cell is None
    assert broken(asked, "absence") == []


# -- practice and people -------------------------------------------------------------------------------------------


def test_a_practice_tells_the_term_of_a_day_and_the_first_of_a_range() -> None:
    first, then = split(person("A"), SECOND_WEEK)
    practice = problem(then, first).practice
    assert practice.terms_of("A") == (first, then)
    assert practice.by_code() == {"A": (first, then)}
    assert practice.term_on("A", MONDAY) == first
    assert practice.term_between("A", SECOND_WEEK, EASTER) == then
    assert practice.term_between("A", MONDAY, EASTER) == first
    assert practice.term_between("Z", MONDAY, EASTER) is None


@given(st.tuples(*[st.none() | st.dates(date(2027, 1, 1), date(2027, 1, 9))] * 4))
def test_two_terms_overlap_when_some_day_is_in_both(ends: tuple[date | None, ...]) -> None:
    one, other = person("A", starts=ends[0], ends=ends[1]), person("A", starts=ends[2], ends=ends[3])
    days = [date(2026, 12, 1) + timedelta(days=number) for number in range(90)]
    if all(term.starts is None or term.ends is None or term.starts <= term.ends for term in (one, other)):
        assert overlap(one, other) == any(one.in_term_on(day) and other.in_term_on(day) for day in days)


def test_a_session_is_a_date_and_a_half_whatever_the_term() -> None:
    first, then = split(person("A"), WEDNESDAY)
    facts = problem(first, then).facts
    rota = {("A", Session(WEDNESDAY, half)): Cell(Activity.CLINIC, "MAIN") for half in Half}
    assert [who for half in Half for who, _ in facts.at_work(rota, Session(WEDNESDAY, half))] == [then, then]
