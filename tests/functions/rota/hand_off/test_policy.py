"""Lines of a hand-off, as arithmetic: what is ticked goes, what changes comes, and ticking all brings both in step."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.rota.hand_off.policy import Does, Line, next_working_day, to_do, waits_since
from shared.domain.calendar import Half, Session
from shared.standing import Slot
from tests.builders import MONDAY

slots = st.builds(
    lambda code, day, half: Slot(code, Session(MONDAY + timedelta(days=day), half)),
    st.sampled_from("ABC"),
    st.integers(0, 4),
    st.sampled_from(Half),
)
does = st.builds(Does, st.sampled_from(["clinic", "duty", "admin"]), st.sampled_from(["MAIN", "BRANCH"]))
rotas = st.dictionaries(slots, does)
BEGUN = datetime(2026, 12, 1, 9, tzinfo=UTC)
BEGUN_THEN = waits_since({}, {}, BEGUN)
SLOT = Slot("A", Session(MONDAY, Half.AM))
systems = st.dictionaries(slots, st.none() | does)


@given(rotas, systems)
def test_the_lines_are_exactly_the_differences(rota: dict[Slot, Does], synced: dict[Slot, Does | None]) -> None:
    lines = to_do(rota, synced, BEGUN_THEN, {}, None)
    for slot in rota.keys() | synced.keys():
        found = [line for line in lines if line.slot == slot]
        assert len(found) == (rota.get(slot) != synced.get(slot))
        assert all((line.was, line.now) == (synced.get(slot), rota.get(slot)) for line in found)
    assert [line.slot.session for line in lines] == sorted(line.slot.session for line in lines)


@given(rotas, systems)
def test_when_every_line_is_ticked_nothing_is_left(rota: dict[Slot, Does], synced: dict[Slot, Does | None]) -> None:
    ticked = synced | {line.slot: line.now for line in to_do(rota, synced, BEGUN_THEN, {}, None)}
    assert to_do(rota, ticked, BEGUN_THEN, {}, None) == []


@given(rotas, systems)
def test_each_line_says_what_to_do(rota: dict[Slot, Does], synced: dict[Slot, Does | None]) -> None:
    for line in to_do(rota, synced, BEGUN_THEN, {}, None):
        assert (
            line.act
            == {(True, False): "add", (False, True): "remove", (False, False): "change"}[
                line.was is None, line.now is None
            ]
        )


def test_a_line_waits_since_its_session_changed_or_was_first_published_but_never_from_before_the_list() -> None:
    published, changed = BEGUN + timedelta(days=1), BEGUN + timedelta(days=2)
    assert waits_since({SLOT: changed}, {MONDAY: published}, BEGUN)(SLOT) == changed
    assert waits_since({}, {MONDAY: published}, BEGUN)(SLOT) == published
    assert waits_since({}, {MONDAY: BEGUN - timedelta(days=9)}, BEGUN)(SLOT) == BEGUN
    assert waits_since({}, {}, BEGUN)(SLOT) == BEGUN


@pytest.mark.parametrize(
    ("day", "after"), [("2027-01-04", "2027-01-05"), *((f"2027-01-{day:02}", "2027-01-11") for day in (8, 9, 10))]
)
def test_on_a_friday_monday_is_near(day: str, after: str) -> None:
    assert next_working_day(date.fromisoformat(day)) == date.fromisoformat(after)


def test_what_changed_just_now_is_overdue_when_its_session_is_near() -> None:
    line = Line(SLOT, None, Does("clinic", "MAIN"), BEGUN)
    friday = MONDAY - timedelta(days=3)
    assert line.is_overdue(BEGUN, friday)
    assert not line.is_overdue(BEGUN, friday - timedelta(days=1))
    assert line.is_overdue(BEGUN + timedelta(days=3, seconds=1), friday - timedelta(days=30))
