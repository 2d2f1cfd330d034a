"""Any sequence of adding, splitting and ending leaves terms that never overlap, and every day works as was asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.practice.people import policy
from functions.practice.people.policy import ONE_DAY
from functions.practice.people.records import TermRow, dates_in_words
from functions.practice.people.warnings import uncovered, warnings_of
from shared.errors import Refused
from tests.functions.practice.somebody import TODAY

FIRST = date(2027, 1, 1)
SPAN = 60  # days looked at, one by one
DAYS = st.integers(0, SPAN - 1).map(lambda n: FIRST + timedelta(days=n))
WTES = st.sampled_from([Decimal("0.2"), Decimal("0.5"), Decimal("0.8")])


def term(
    starts: date | None = None, ends: date | None = None, *, wte: str = "0.5", id: int = 1, **more: Any
) -> TermRow:
    return replace(
        TermRow(
            id, "BH", starts, ends, "Salaried", "ELM", Decimal(wte), "SSSS------", None, None, Decimal(30), [], 250, ""
        ),
        **more,
    )


@st.composite
def steps(draw: st.DrawFn) -> list[tuple[str, date, date | None, Decimal, int]]:
    """What somebody does, one after the other: add, change from a date (for a while), end; and to which term."""
    kinds = st.sampled_from(["add", "change", "end"])
    return draw(st.lists(st.tuples(kinds, DAYS, st.none() | DAYS, WTES, st.integers(0, 5)), max_size=12))


@settings(max_examples=300, deadline=None)
@given(steps())
def test_whatever_is_done_terms_never_overlap_and_each_day_is_as_asked(
    asked: list[tuple[str, date, date | None, Decimal, int]],
) -> None:
    terms: list[TermRow] = []
    works: dict[date, Decimal] = {}  # what each day should be, kept beside, day by day
    days = [FIRST + timedelta(days=n) for n in range(SPAN)]
    for number, (kind, first, last, wte, which) in enumerate(asked, 1):
        try:
            if kind == "add":
                wanted = term(first, last, id=number * 10, wte=str(wte))
                if last is not None and last < first:
                    continue
                policy.refuse_overlap("Ben", terms, wanted)
                terms.append(wanted)
                works |= {day: wte for day in days if wanted.covers(day)}
            elif terms:
                chosen = terms[which % len(terms)]
                if kind == "end":
                    now = policy.ended(chosen, last)
                    policy.refuse_overlap("Ben", terms, now)
                    new = [now]
                else:
                    pieces = policy.split(chosen, replace(chosen, wte=wte), first=first, last=last)
                    new = [replace(piece, id=piece.id or number * 10 + n) for n, piece in enumerate(pieces.all)]
                    works |= {day: wte for day in days if first <= day <= (last or date.max) and chosen.covers(day)}
                terms = [each for each in terms if each.id != chosen.id] + new
                if kind == "end":
                    works = {day: value for day, value in works.items() if not chosen.covers(day) or now.covers(day)}
                    works |= {day: chosen.wte for day in days if now.covers(day)}
        except Refused:
            pass  # and nothing has changed
        covering = {day: [each for each in terms if each.covers(day)] for day in days}
        assert all(len(found) <= 1 for found in covering.values())
        assert {day: found[0].wte for day, found in covering.items() if found} == works
        assert len({each.id for each in terms}) == len(terms)


@given(DAYS, st.none() | DAYS, st.none() | DAYS, st.none() | DAYS)
def test_a_split_covers_the_same_days_and_the_first_piece_keeps_its_identity(
    first: date, last: date | None, starts: date | None, ends: date | None
) -> None:
    if starts and ends and ends < starts:
        starts, ends = ends, starts
    whole = term(starts, ends)
    try:
        pieces = policy.split(whole, replace(whole, wte=Decimal(1)), first=first, last=last)
    except Refused:
        assert not whole.covers(first) or (last is not None and (last < first or not whole.covers(last)))
        return
    assert pieces.kept.id == whole.id
    assert pieces.all[0].starts == starts and pieces.all[-1].ends == ends
    for before, after in zip(pieces.all, pieces.all[1:], strict=False):
        assert before.ends is not None and before.ends + ONE_DAY == after.starts


@given(DAYS)
def test_the_past_is_rewritten_when_a_day_gone_by_changes(first: date) -> None:
    whole = term(None, None)
    pieces = policy.split(whole, replace(whole, wte=Decimal(1)), first=first)
    assert policy.first_difference([whole], pieces.all) == first
    if first < TODAY:
        with pytest.raises(Refused):
            policy.refuse_rewriting([whole], pieces.all, today=TODAY, corrects_past=False)
    else:
        policy.refuse_rewriting([whole], pieces.all, today=TODAY, corrects_past=False)


def test_splitting_without_a_change_rewrites_nothing() -> None:
    whole = term(None, None)
    halves = [replace(whole, ends=date(2026, 6, 30)), replace(whole, id=2, starts=date(2026, 7, 1))]
    assert policy.first_difference([whole], halves) is None


@pytest.mark.parametrize(
    ("terms", "kinds"),
    [
        ([term()], []),
        ([term(None, TODAY + timedelta(weeks=8))], ["expiring"]),
        ([term(None, TODAY + timedelta(weeks=8, days=1))], []),
        ([term(None, TODAY), term(TODAY + ONE_DAY, None, id=2)], []),
        ([term(None, TODAY), term(TODAY + 2 * ONE_DAY, None, id=2)], ["gap"]),
        ([term(TODAY + ONE_DAY, None)], ["not-started"]),
        ([term(None, TODAY - ONE_DAY)], ["missing"]),
        ([], ["missing"]),
    ],
)
def test_what_is_warned_of(terms: list[TermRow], kinds: list[str]) -> None:
    assert [each.kind for each in warnings_of("Ben", terms, today=TODAY)] == kinds


def test_days_no_term_covers_are_named_to_the_day() -> None:
    terms = [term(date(2027, 1, 5), date(2027, 1, 8)), term(date(2027, 1, 12), date(2027, 1, 20), id=2)]
    assert [each.words for each in uncovered("Ben", terms, first=date(2027, 1, 4), last=date(2027, 1, 22))] == [
        "Ben has no term on 4 Jan 2027.",
        "Ben has no term from 9 Jan 2027 to 11 Jan 2027.",
        "Ben has no term after 20 Jan 2027.",
    ]


def test_dates_are_said_as_people_say_them() -> None:
    day = date(2027, 3, 1)
    assert [dates_in_words(*each) for each in ((day, day), (day, None), (None, day), (None, None))] == [
        "on 1 Mar 2027",
        "from 1 Mar 2027 on",
        "until 1 Mar 2027",
        "without a start or an end",
    ]


def test_alternate_weeks_count_as_their_mean() -> None:
    both = term(pattern="SSSS------", pattern_b="SSSSSS??--")
    assert both.weekly_sessions == 5
