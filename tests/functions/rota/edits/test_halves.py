"""Half a flexible day given by hand, and what is not as the pattern has it though nobody decided so."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from functions.rota.departures import newly_departing
from functions.rota.edits.cannot import Ground
from functions.rota.edits.cells import OFF as KEPT_OFF
from functions.rota.edits.cells import CellChange, Cells, CellState
from functions.rota.edits.halves import with_other_halves
from shared.domain.problem import Problem
from shared.domain.rota import Activity
from shared.standing import Slot, Standing
from tests.builders import line, person, problem, problems, session
from tests.cast import PEOPLE, PRIYA, Client, House
from tests.edits import CLINIC, EMPTY, MONDAY, OFF, THURSDAY, cell, does, edit, page, state, waiting
from tests.functions.rota.edits.rotas import slots_of, standings
from tests.functions.rota.edits.test_board import weeks_of

PINNED = CellState(Activity.CLINIC, "MAIN", pinned=True)


def others(asked: Problem, code: str, when: str, standing: Standing | None = None) -> list[tuple[str, str]]:
    """The halves that are kept off with one that is given."""
    ground, cells = Ground(asked.practice, asked.horizon.days()), Cells(standing or Standing())
    slot = Slot(code, session(when))
    found = with_other_halves(ground, cells, [CellChange(slot, cells[slot], PINNED)])
    assert all(change.now == KEPT_OFF for change in found[1:])
    return [(change.code, str(change.slot.session)) for change in found[1:]]


def test_it_works() -> None:
    flexible = problem(person("A", "??????????", days="2"))
    assert others(flexible, "A", "Tue AM") == [("A", "Tue 5 Jan PM")]
    assert others(flexible, "A", "Tue PM") == [("A", "Tue 5 Jan AM")]


def test_a_half_that_is_worked_anyway_stays() -> None:
    flexible = problem(person("A", "??????????", days="2"))
    assert others(flexible, "A", "Tue AM", Standing((line("A", "Tue PM"),))) == []


def test_where_nothing_would_be_given_nothing_is_kept_off() -> None:
    assert others(problem(person("A", "SSSS------")), "A", "Fri AM") == []
    assert others(problem(person("A", "??????????", flags="by-hand")), "A", "Fri AM") == []


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), asked=problems())
def test_giving_a_pinned_session_never_leaves_another_as_nobody_decided(data: st.DataObject, asked: Problem) -> None:
    standing = data.draw(standings(asked))
    cells, ground = Cells(standing), Ground(asked.practice, asked.horizon.days())
    slot = data.draw(st.sampled_from(slots_of(asked)))
    assume(cells[slot] != PINNED)
    found = with_other_halves(ground, cells, [CellChange(slot, cells[slot], PINNED)])
    after = cells.with_({change.slot: change.now for change in found})
    for week in weeks_of(asked):
        assert newly_departing(asked.practice, week, standing, after) == {}


FLEXIBLE = PEOPLE + "FX,Dr Fay Xu,Salaried,ELM,0.4,??????????,,1,20,duty\n"


async def editor(house: House) -> Client:
    """An administrator of a practice in which Dr Xu has flexible days, of which the draft gave her all."""
    await (await house.with_practice(people=FLEXIBLE)).published()
    priya = await house.as_(PRIYA)
    await edit(priya, cell("FX", MONDAY, "AM", CLINIC, OFF), cell("FX", MONDAY, "PM", CLINIC, OFF))
    return priya


async def told(client: Client, *cells: dict[str, Any]) -> list[str]:
    answer = await client.post("/rota/edits", {"cells": list(cells)})
    assert answer.status_code == 422, answer.text
    preview = (await client.post("/rota/edits/previews", {"cells": list(cells)})).json
    assert preview["allowed"] is False
    assert [each["message"] for each in preview["reasons"]] == [each["message"] for each in answer.json["errors"]]
    return [each["message"] for each in answer.json["errors"]]


async def test_half_a_flexible_day_given_by_hand_is_one_act_with_the_other_half(house: House) -> None:
    priya = await editor(house)
    freed = await edit(priya, *(cell("FX", MONDAY, half, OFF, EMPTY) for half in ("AM", "PM")))
    given_half = await edit(priya, cell("FX", MONDAY, "AM", EMPTY, CLINIC | {"pinned": True}))
    assert given_half["edit"]["words"] == "Dr Fay Xu given clinic on Mon 4 Jan AM"
    assert given_half["edit"]["cells"][1] == cell("FX", MONDAY, "PM", EMPTY, OFF)
    assert does(await page(house), "FX", MONDAY) == "clinic"
    await priya.put(f"/rota/edits/{given_half['edit']['id']}/undoing")
    assert [each["id"] for each in await waiting(priya)][-1] == freed["edit"]["id"]


async def test_what_departs_from_the_pattern_keeps_its_pin(house: House) -> None:
    priya = await editor(house)
    extra = await edit(priya, cell("BH", THURSDAY, "PM", EMPTY, CLINIC | {"pinned": True}))
    assert await told(priya, cell("BH", THURSDAY, "PM", CLINIC | {"pinned": True}, CLINIC)) == [
        "Dr Ben Hughes does not work then (Thu 7 Jan PM): pin it, or take it back."
    ]
    assert extra["edit"]["words"] == "Dr Ben Hughes given clinic on Thu 7 Jan PM"


async def test_who_was_taken_off_a_fixed_session_is_kept_off_or_put_back(house: House) -> None:
    priya = await editor(house)
    await edit(priya, cell("CW", MONDAY, "AM", CLINIC, OFF))
    (reason,) = await told(priya, cell("CW", MONDAY, "AM", OFF, EMPTY))
    assert reason.endswith("(Mon 4 Jan AM): keep them off by hand, or put the session back.")
    back = await edit(priya, cell("CW", MONDAY, "AM", OFF, CLINIC | {"pinned": True}))
    assert back["edit"]["words"] == "Dr Cara West given clinic on Mon 4 Jan AM"
    unpinned = await edit(priya, cell("CW", MONDAY, "AM", CLINIC | {"pinned": True}, CLINIC))
    assert unpinned["edit"]["words"] == "Dr Cara West's clinic on Mon 4 Jan AM no longer pinned"


async def test_an_undo_leaves_nothing_nobody_decided(house: House) -> None:
    """The morning of a flexible day given by hand, the afternoon kept off; then both taken back in another order."""
    priya = await editor(house)
    both = await edit(priya, cell("FX", MONDAY, "AM", OFF, state("clinic", pinned=True)))
    off = await edit(priya, cell("FX", MONDAY, "AM", state("clinic", pinned=True), OFF))
    freed = await edit(priya, cell("FX", MONDAY, "PM", OFF, EMPTY))
    refused = await priya.put(f"/rota/edits/{off['edit']['id']}/undoing")
    assert refused.status_code == 422, refused.text
    assert "Mon 4 Jan PM" in refused.json["errors"][0]["message"]
    for each in (freed, off, both):
        assert (await priya.put(f"/rota/edits/{each['edit']['id']}/undoing")).status_code == 200
