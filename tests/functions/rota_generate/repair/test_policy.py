"""The question of a repair: which weeks it is about, what is away in it, and what makes no sense."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.rota_generate.repair import policy
from functions.rota_generate.repair.policy import Absence, Asked
from shared.domain.calendar import Half, Session
from shared.domain.leave import LeaveKind
from shared.domain.problem import DutyRule
from shared.domain.rota import Activity
from shared.standing import Slot, Standing
from tests.builders import as_planned, leave, line, lines_of, person, problem, session
from tests.repairs import asked_about, away, stand_on

WEDNESDAY = date(2027, 1, 6)


def test_it_works() -> None:
    asked = Asked(date(2027, 1, 12), date(2027, 1, 20))
    weeks = asked.weeks(date(2026, 12, 1))
    assert (weeks.start, weeks.weeks) == (date(2027, 1, 11), 2)


@pytest.mark.parametrize(
    ("today", "start", "weeks"),
    [
        (date(2027, 1, 13), date(2027, 1, 11), 2),
        (date(2027, 1, 16), date(2027, 1, 18), 1),  # a Saturday: the week is over
        (date(2027, 1, 18), date(2027, 1, 18), 1),
        (date(2027, 2, 1), date(2027, 2, 1), 0),
    ],
)
def test_weeks_that_are_over_are_left_out(today: date, start: date, weeks: int) -> None:
    found = Asked(date(2027, 1, 12), date(2027, 1, 20)).weeks(today)
    assert (found.start, found.weeks) == (start, weeks)


sessions = st.builds(Session, st.dates(date(2027, 1, 4), date(2027, 3, 5)), st.sampled_from(Half))
absences = st.builds(lambda code, one, other: Absence(code, *sorted((one, other))), st.text(), sessions, sessions)


@given(
    st.builds(
        lambda days, absence: Asked(min(days), max(days), absence),
        st.tuples(st.dates(), st.dates()),
        st.none() | absences,
    )
)
def test_a_question_comes_back_from_its_document(asked: Asked) -> None:
    assert policy.from_document(policy.as_document(asked)) == asked


def test_an_absence_takes_only_what_no_leave_on_record_takes_already() -> None:
    known = leave("A", "Mon AM", "Mon PM", kind=LeaveKind.ANNUAL)
    asked = problem(person("A"), person("B"), leave=[known])
    practice = policy.with_absence(asked.practice, away("A", "Mon PM", "Tue PM"))
    new = [each for each in practice.leave if each is not known]
    assert [str(each.start) for each in new] == ["Tue 5 Jan AM", "Tue 5 Jan PM"]
    assert {each.kind for each in new} == {LeaveKind.SICK}


def test_what_is_listed_as_an_absence_stays_listed() -> None:
    asked = problem(person("A"), leave=[leave("A", "Mon AM", kind=LeaveKind.STUDY)])
    standing = Standing((line("A", "Mon AM", Activity.STUDY_LEAVE), line("A", "Mon PM")))
    stand = stand_on(asked, standing, asked_about(away("A", "Mon AM", "Mon PM")))
    assert [each.activity for each in stand.standing.lines] == [Activity.STUDY_LEAVE]
    assert stand.is_only_thought_of


def test_an_absence_on_record_is_not_only_thought_of() -> None:
    asked = problem(person("A"), leave=[leave("A", "Mon AM", "Mon PM", kind=LeaveKind.SICK)])
    lines = lines_of(as_planned(asked))
    assert not stand_on(asked, lines, asked_about(away("A", "Mon AM", "Mon PM"))).is_only_thought_of


def test_sessions_kept_as_they_are_are_no_decisions() -> None:
    asked = problem(person("A"), person("B", "??--------", flags="duty"), duty=DutyRule(1))
    lines = lines_of(as_planned(asked, out=(("B", "Mon AM"), ("B", "Mon PM"))))
    stand = stand_on(asked, lines, asked_about(away("A", "Mon AM", "Mon PM")))
    slots = frozenset({Slot("A", session("Tue AM")), Slot("B", session("Mon AM"))})
    kept = policy.kept_as_they_are(policy.period(stand), stand, slots)
    assert kept.facts.plan("A", session("Tue AM")).pinned
    assert kept.facts.plan("B", session("Mon AM")).activity is None
    assert kept.verify() == ()


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        (Asked(date(2027, 1, 12), date(2027, 1, 11)), ["ends-before-start"]),
        (Asked(date(2026, 1, 12), date(2026, 1, 13)), ["in-the-past"]),
        (Asked(date(2027, 1, 4), date(2027, 6, 4)), ["too-long"]),
        (
            Asked(date(2027, 1, 6), date(2027, 1, 6), Absence("X", session("Tue AM"), session("Mon AM"))),
            ["absence-ends-before-start", "unknown-person"],
        ),
        (Asked(date(2027, 1, 9), date(2027, 1, 9)), []),
        (Asked(date(2027, 1, 4), date(2027, 1, 4), away("A", "Mon AM", "Thu AM")), []),
        (Asked(date(2026, 12, 28), date(2027, 1, 6)), []),
    ],
)
def test_all_that_makes_no_sense_is_said_at_once(asked: Asked, codes: list[str]) -> None:
    found = policy.faults(problem(person("A")).practice, asked, WEDNESDAY)
    assert [fault.code for fault in found] == codes
