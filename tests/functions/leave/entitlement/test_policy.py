"""The ledger without its table: whatever happens to terms, rules and requests, what is posted follows, and adds up."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.leave.entitlement.balance import balance
from functions.leave.entitlement.nouns import Entry, EntryKind, Line, OnRecord, request_key
from functions.leave.entitlement.policy import Ledger
from functions.leave.entitlement.statement import statement
from shared import clock
from shared.domain.calendar import Half, Session
from shared.domain.entitlement import LeaveYear, charge
from shared.domain.leave import DayOfYear, LeaveKind, LeaveRules, Rounding
from shared.domain.people import Person
from shared.domain.problem import Practice
from tests.builders import person, problem

TODAY = date(2027, 6, 15)
_numbers = itertools.count(1)


def practice_of(people: Iterable[Person], rules: LeaveRules) -> Practice:
    return replace(problem(*people).practice, leave_rules=rules)


def with_posted(ledger: Ledger) -> Ledger:
    """The ledger after a reconciliation of every year."""
    new = [
        entry_of(ledger, year, line)
        for year in ledger.years
        for line in (ledger.rules_to_post(year), *ledger.differences(year))
        if line
    ]
    return replace(ledger, entries=(*ledger.entries, *new), _left={})


def entry_of(ledger: Ledger, year: LeaveYear, line: Line) -> Entry:
    return Entry(
        next(_numbers), ledger.code, year.start, line.kind.value, line.key, line.minutes, line.session_minutes,
        line.effective, line.reason, line.detail, None, None, clock.now(),
    )  # fmt: skip


days = st.dates(date(2027, 1, 1), date(2028, 12, 31))
one_term = st.builds(
    lambda pattern, days, leave, length: replace(
        person("A", pattern, days=days), annual_leave_sessions=leave, session_minutes=length
    ),
    st.sampled_from(("SSSSSSSSSS", "SS--SA--SS", "SS????--??", "??????????", "S---------")),
    st.sampled_from(("1.5", "3.5")),
    st.decimals(0, 70, places=1),
    st.sampled_from((240, 250)),
)


@st.composite
def terms(draw: st.DrawFn) -> tuple[Person, ...]:
    """One to three terms in a row, the last perhaps open."""
    borders = sorted(draw(st.sets(days, min_size=0, max_size=2)))
    found: list[Person] = []
    for index, one in enumerate(draw(st.lists(one_term, min_size=len(borders) + 1, max_size=len(borders) + 1))):
        starts = borders[index - 1] if index else None
        ends = borders[index] - timedelta(days=1) if index < len(borders) else None
        found.append(replace(one, starts=starts, ends=ends))
    return tuple(found)


@st.composite
def spells(draw: st.DrawFn) -> tuple[OnRecord, ...]:
    """Leave that does not overlap, some of it approved."""
    borders = sorted(draw(st.sets(days, max_size=8)))
    return tuple(
        OnRecord(
            UUID(int=number),
            "A",
            draw(st.sampled_from((LeaveKind.ANNUAL, LeaveKind.TOIL))),
            draw(st.booleans()),
            Session(first, draw(st.sampled_from(Half))),
            Session(last, Half.PM),
            None,
        )
        for number, (first, last) in enumerate(zip(borders[::2], borders[1::2], strict=False))
    )


rules = st.builds(
    LeaveRules,
    year_start=st.sampled_from((DayOfYear(1, 1), DayOfYear(4, 1))),
    bank_holiday_pro_rata=st.booleans(),
    rounding=st.sampled_from(Rounding),
    carry_over_sessions=st.sampled_from((Decimal(0), Decimal(5), Decimal("2.5"))),
)
worlds = st.tuples(terms(), rules, spells(), st.sampled_from((TODAY, date(2028, 2, 1))))


World = tuple[tuple[Person, ...], LeaveRules, tuple[OnRecord, ...], date]


def ledger_of(world: World) -> Ledger:
    people, rules, leave, today = world
    return Ledger(practice_of(people, rules), "A", (), leave, today)


@settings(max_examples=40, deadline=None)
@given(worlds)
def test_reconciling_twice_posts_nothing_the_second_time(world: World) -> None:
    ledger = ledger_of(world)
    posted = with_posted(ledger)
    assert with_posted(posted).entries == posted.entries
    for year in ledger.years:
        assert posted.left(year) == ledger.left(year) == sum(entry.minutes for entry in posted.posted(year))


@settings(max_examples=40, deadline=None)
@given(worlds, worlds)
def test_after_any_change_the_ledger_is_as_if_it_had_always_been_so(before: World, after: World) -> None:
    """Posted for one world, reconciled in another: the same left as if the first had never been."""
    (people, rules, leave, _), today = after, TODAY  # no year is over, so none keeps its old rules
    was = with_posted(ledger_of((*before[:3], today)))
    fresh = Ledger(practice_of(people, rules), "A", (), leave, today)
    now = Ledger(fresh.practice, "A", was.entries, leave, today)
    posted = with_posted(now)
    assert posted.entries[: len(was.entries)] == was.entries
    for year in fresh.years:
        if was.began == fresh.began:
            assert posted.left(year) == now.left(year) == fresh.left(year)


@pytest.mark.long
@settings(max_examples=1000, deadline=None)
@given(worlds)
def test_ledger_and_calendar_agree(world: World) -> None:
    """What leave takes from the years is what the sessions in the calendar are worth."""
    ledger = with_posted(ledger_of(world))
    for leave in ledger.on_record:
        costs = charge(ledger.practice, "A", leave.start, leave.end, leave.part_minutes)
        posted = [entry for entry in ledger.entries if entry.key == request_key(leave.id)]
        began = ledger.began.start  # what was before it is history
        assert -sum(entry.minutes for entry in posted) == sum(
            minutes for session, minutes in costs.sessions if session.date >= began
        )


@settings(max_examples=40, deadline=None)
@given(worlds)
def test_asking_then_cancelling_changes_nothing(world: World) -> None:
    ledger = ledger_of(world)
    without = replace(ledger, on_record=(), _left={})
    asked = with_posted(ledger)
    cancelled = with_posted(replace(asked, on_record=(), _left={}))
    for year in without.years:
        assert cancelled.left(year) == without.left(year)
    assert cancelled.entries[: len(asked.entries)] == asked.entries


@settings(max_examples=40, deadline=None)
@given(worlds)
def test_every_statement_adds_up(world: World) -> None:
    ledger = ledger_of(world)
    for each in (ledger, with_posted(ledger)):
        for year in each.years:
            found, sums = statement(each, year), balance(each, year)
            assert sum(line.amount.minutes for line in found.lines) == sums.left == each.left(year)
            if found.lines:
                assert found.lines[-1].running.minutes == sums.left
            assert sums.taken >= 0 and sums.booked >= 0 and sums.pending >= 0


@settings(max_examples=25, deadline=None)
@given(worlds, days)
def test_splitting_a_term_posts_nothing(world: World, at: date) -> None:
    ledger = with_posted(ledger_of(world))
    split = [
        half
        for term in ledger.practice.people
        for half in (
            (replace(term, ends=at - timedelta(days=1)), replace(term, starts=at))
            if (term.starts or date.min) < at <= (term.ends or date.max)
            else (term,)
        )
    ]
    again = replace(ledger, practice=replace(ledger.practice, people=tuple(split)), _left={})
    assert with_posted(again).entries == ledger.entries


def test_leave_years_that_begin_in_april_move_everything_to_where_it_belongs() -> None:
    """What was posted for 2027 counts in 2026/27 and is taken back there; 2027/28 is granted anew."""
    ledger = with_posted(Ledger(practice_of([person("A")], LeaveRules()), "A", (), (), TODAY))
    april = replace(ledger.practice, leave_rules=LeaveRules(year_start=DayOfYear(4, 1)))
    moved = with_posted(replace(ledger, practice=april, _left={}))
    assert [(year.words, moved.left(year)) for year in moved.years] == [("2026/27", 9000), ("2027/28", 9000)]
    assert sum(entry.minutes for entry in moved.entries) == 18_000
    assert {entry.kind for entry in moved.entries} == {EntryKind.RULES, EntryKind.GRANT}


def test_leave_before_the_ledger_began_costs_nothing() -> None:
    """Asked for and cancelled, or imported years later, it begins no year and carries nothing over."""
    old = OnRecord(UUID(int=1), "A", LeaveKind.ANNUAL, True, Session(date(2025, 6, 2), Half.AM),
                   Session(date(2025, 6, 6), Half.PM), None)  # fmt: skip
    ledger = with_posted(Ledger(practice_of([person("A")], LeaveRules()), "A", (), (old,), TODAY))
    assert [year.words for year in ledger.years] == ["2027"]
    assert {entry.kind for entry in ledger.entries} == {EntryKind.RULES, EntryKind.GRANT}


def test_a_term_that_begins_after_new_year_carries_nothing_over() -> None:
    """Somebody who comes back after a break begins with nothing from before."""
    people = replace(person("A"), ends=date(2027, 12, 1)), replace(person("A"), starts=date(2028, 3, 1))
    rules = LeaveRules(carry_over_sessions=Decimal(5))
    entries = with_posted(Ledger(practice_of(people, rules), "A", (), (), TODAY)).entries
    later = Ledger(practice_of(people, rules), "A", entries, (), date(2028, 4, 1))
    assert EntryKind.CARRY_OVER not in {line.kind for year in later.years for line in later.differences(year)}
