"""Lines of a hand-off, as arithmetic: what is ticked goes, what changes comes, and ticking all brings both in step."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from functions.rota.hand_off.policy import Does, to_do
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
systems = st.dictionaries(slots, st.none() | does)


@given(rotas, systems)
def test_the_lines_are_exactly_the_differences(rota: dict[Slot, Does], synced: dict[Slot, Does | None]) -> None:
    lines = to_do(rota, synced, {}, {}, None)
    for slot in rota.keys() | synced.keys():
        found = [line for line in lines if line.slot == slot]
        assert len(found) == (rota.get(slot) != synced.get(slot))
        assert all((line.was, line.now) == (synced.get(slot), rota.get(slot)) for line in found)
    assert [line.slot.session for line in lines] == sorted(line.slot.session for line in lines)


@given(rotas, systems)
def test_when_every_line_is_ticked_nothing_is_left(rota: dict[Slot, Does], synced: dict[Slot, Does | None]) -> None:
    ticked = synced | {line.slot: line.now for line in to_do(rota, synced, {}, {}, None)}
    assert to_do(rota, ticked, {}, {}, None) == []


@given(rotas, systems)
def test_each_line_says_what_to_do(rota: dict[Slot, Does], synced: dict[Slot, Does | None]) -> None:
    for line in to_do(rota, synced, {}, {}, None):
        assert (
            line.act
            == {(True, False): "add", (False, True): "remove", (False, False): "change"}[
                line.was is None, line.now is None
            ]
        )
