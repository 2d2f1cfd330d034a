"""Questions about a leave, asked and answered in a line."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from functions.rota_generate.questions import lane
from functions.rota_generate.solver.search import solve
from shared.queries.practice import Practices
from tests.cast import Client, House

WHAT_IFS = "/rota-generate/what-ifs"


def leave(start: str, end: str | None = None, **more: Any) -> dict[str, Any]:
    """Whole days of annual leave of one's own, as a form sends it."""
    asked = {"person_code": None, "kind": "annual", "start": start, "start_half": "AM", "end": end or start}
    return asked | {"end_half": "PM", "part_minutes": None, "note": "", "buddy_code": None} | more


async def answered(house: House, client: Client, question: dict[str, Any]) -> dict[str, Any]:
    """The answer to a question, worked out by the real solver."""
    asked = await client.post(WHAT_IFS, question)
    assert asked.status_code == 202, asked.text
    await work_out(house, asked.json["id"])
    answer: dict[str, Any] = (await client.get(f"{WHAT_IFS}/{asked.json['id']}")).json
    return answer


async def work_out(house: House, what_if_id: str, **more: Any) -> None:
    """What the solver's process does when it is told of a question."""
    with_solver: dict[str, Any] = {"solve": solve, "practices": Practices()} | more
    await lane.answer(UUID(what_if_id), database=house.db, **with_solver)
