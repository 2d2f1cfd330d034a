"""Sicknesses and their repairs, said in a line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from functions.rota_generate.questions import lane
from functions.rota_generate.questions.clock import Clock
from functions.rota_generate.repair import policy
from functions.rota_generate.repair.measured import Scale
from functions.rota_generate.repair.policy import Absence, Asked, Stand
from functions.rota_generate.repair.search import Found, Search
from functions.rota_generate.solver.search import solve
from shared.domain.calendar import Half, Horizon, Session
from shared.domain.problem import Problem
from shared.domain.rota import Activity, Assignment, Cell
from shared.queries.practice import Practices
from shared.standing import Slot, Standing
from tests.builders import session
from tests.cast import Client, House

REPAIRS = "/rota-generate/repairs"
LONG_AGO = date(2026, 12, 1)
Lines = tuple[Assignment, ...]


def away(code: str, first: str, last: str | None = None) -> Absence:
    """Somebody away from 'Mon AM' to 'Fri PM' of the first week."""
    return Absence(code, session(first), session(last or first))


def days_off(code: str, first: date, days: int = 1) -> Absence:
    """Somebody away for whole days."""
    return Absence(code, Session(first, Half.AM), Session(first + timedelta(days=days - 1), Half.PM))


def asked_about(absence: Absence) -> Asked:
    """A repair of the days somebody is away."""
    return Asked(absence.start.date, absence.end.date, absence)


def stand_on(problem: Problem, standing: Standing | Lines, asked: Asked, today: date = LONG_AGO) -> Stand:
    """The rota of a whole published period around a question."""
    whole = standing if isinstance(standing, Standing) else Standing(standing)
    weeks, period = asked.weeks(today), problem.horizon
    last = min(weeks.end, period.end)
    only = Horizon(max(weeks.start, period.start), (last - max(weeks.start, period.start)).days // 7 + 1)
    return policy.stand_of(problem.practice, asked, whole, horizon=period, only=only, today=today)


def repaired(stand: Stand, seconds: float = 20) -> tuple[Scale, Found]:
    """Every option, by the real solver."""
    scale = Scale(stand)
    return scale, Search(stand, scale, solve=solve, clock=Clock(seconds)).options()


def applied(standing: Standing, cells: Iterable[Mapping[str, Any]]) -> Standing:
    """The rota with an option's cells put in by hand, told without the code that applies edits."""
    lines = {Slot(line.code, line.session): Cell(line.activity, line.site) for line in standing.lines}
    pinned, off = set(standing.pinned), set(standing.off)
    for cell in cells:
        slot, was, now = _slot(cell), cell["was"], cell["now"]
        stood = lines.get(slot)
        assert (was["activity"], was["site"]) == ((stood.activity, stood.site) if stood else (None, None))
        assert was["pinned"] == (slot in pinned or slot in off)
        assert now["pinned"]
        pinned.discard(slot)
        off.discard(slot)
        if now["activity"] is None:
            lines.pop(slot, None)
            off.add(slot)
        else:
            lines[slot] = Cell(Activity(now["activity"]), now["site"])
            pinned.add(slot)
    put = tuple(sorted(Assignment(slot.session, slot.code, *cell) for slot, cell in lines.items()))
    return Standing(put, frozenset(pinned), frozenset(off), standing.locums)


def _slot(cell: Mapping[str, Any]) -> Slot:
    return Slot(cell["code"], Session(date.fromisoformat(cell["date"]), Half(cell["half"])))


def sick(code: str, start: str, end: str | None = None, *, halves: tuple[str, str] = ("AM", "PM")) -> dict[str, Any]:
    """The question as the page sends it, about somebody who is away."""
    absence = {"code": code, "start": start, "start_half": halves[0], "end": end or start, "end_half": halves[1]}
    return {"start": start, "end": end or start, "absence": absence}


async def answered(house: House, client: Client, question: dict[str, Any]) -> dict[str, Any]:
    """The answer to a question, worked out by the real solver."""
    asked = await client.post(REPAIRS, question)
    assert asked.status_code == 202, asked.text
    await work_out(house, asked.json["id"])
    answer: dict[str, Any] = (await client.get(f"{REPAIRS}/{asked.json['id']}")).json
    return answer


async def work_out(house: House, repair_id: str, **more: Any) -> None:
    """What the solver's process does when it is told of a question."""
    with_solver: dict[str, Any] = {"solve": solve, "practices": Practices()} | more
    await lane.answer(UUID(repair_id), database=house.db, **with_solver)
