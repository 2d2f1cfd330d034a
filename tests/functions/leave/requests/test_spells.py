"""Stretches of half-days."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from functions.leave.requests.spells import after, before, joined, remaining, sessions_in
from shared.domain.calendar import Half, Session

FIRST = date(2027, 1, 4)
HALF_DAYS = st.builds(
    lambda n, half: Session(FIRST + timedelta(days=n), half), st.integers(0, 20), st.sampled_from(Half)
)
SPANS = st.tuples(HALF_DAYS, HALF_DAYS).map(lambda pair: (min(pair), max(pair)))


@given(HALF_DAYS)
def test_before_and_after_undo_each_other(session: Session) -> None:
    assert after(before(session)) == before(after(session)) == session
    assert before(session) < session < after(session)


@given(SPANS, SPANS)
def test_what_remains_and_what_is_taken_out_are_the_whole(
    spell: tuple[Session, Session], out: tuple[Session, Session]
) -> None:
    whole, taken = set(sessions_in(*spell)), set(sessions_in(*out))
    parts = [set(sessions_in(*part)) for part in remaining(*spell, *out)]
    assert set().union(*parts) == whole - taken
    assert sum(map(len, parts)) == len(whole - taken)
    assert all(start <= end for start, end in remaining(*spell, *out))


@given(st.lists(SPANS, max_size=6))
def test_joined_spans_cover_the_same_working_half_days_once(spans: list[tuple[Session, Session]]) -> None:
    made = joined(spans)
    assert {s for span in made for s in sessions_in(*span)} == {s for span in spans for s in sessions_in(*span)}
    for (_, end), (start, _) in pairwise(made):
        assert end < start
        assert set(sessions_in(end, start)) - {end, start}  # work lies between, or they would be one
