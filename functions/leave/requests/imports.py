"""The leave file's part in an import of the practice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from functions.leave.entitlement import postings
from functions.leave.requests import cancellations, decisions, effects, queries
from functions.leave.requests.assessing import standing
from functions.leave.requests.cover import Standing, weeks_of
from functions.leave.requests.nouns import Wanted
from functions.leave.requests.queries import Line
from shared import audit, clock, rota_changes
from shared.db import Tx
from shared.domain.calendar import Half, Session
from shared.domain.entitlement import Charge, charge
from shared.domain.facts import Facts
from shared.domain.leave import LeaveKind
from shared.domain.problem import Practice, Problem
from shared.errors import Reason, Refused
from shared.intake import parts_of
from shared.queries import practice as reads

IMPORTED_AWAY = "No longer in the leave file that was imported."
APPROVED, REQUESTED = "approved", "requested"


@dataclass(frozen=True)
class Import:
    """One import of the leave file: the practice as it is now, and the rota its lines are about."""

    practice: Practice
    standing: Standing
    by: UUID | None
    request_id: str | None

    @cached_property
    def facts(self) -> Facts:
        return Problem(self.practice, self.standing.horizon).facts


async def take_in(tx: Tx, practice: Practice, *, by: UUID | None, request_id: str | None) -> None:
    """Have just the leave of the files that is asked for or approved; the rest is cancelled, and stays on record.

    Raises Refused for a line over part of a session somebody has leave for.
    """
    await queries.hold(tx)
    was = Counter(tuple(row.values()) for row in await reads.leave_parts(tx))
    now = Counter(tuple(row.values()) for row in parts_of(practice)[2])
    gone, new = list((was - now).elements()), list((now - was).elements())
    if not gone and not new:
        return
    await queries.count_up(tx)
    approved = [line for line in new if _waiting(line) in gone]
    taken = Import(practice, await _rota_of(tx, gone + new), by, request_id)
    await _cancel(tx, taken, [line for line in gone if line not in {_waiting(each) for each in approved}])
    for line in approved:
        await _approve(tx, taken, line)
    fresh = [line for line in new if line not in approved]
    await _refuse_over_parts(tx, fresh)
    for line in fresh:
        await _add(tx, taken, line)


def _waiting(line: Line) -> Line:
    """The same line, not yet decided on."""
    return (*line[:-1], REQUESTED)


async def _rota_of(tx: Tx, lines: Sequence[Line]) -> Standing:
    days = [date.fromisoformat(day) for line in lines for day in (line[2], line[4])]
    return await standing(tx, weeks_of(min(days), max(days)))


async def _cancel(tx: Tx, taken: Import, lines: Sequence[Line]) -> None:
    for request in await queries.with_lines(tx, lines=lines):
        await cancellations.make_cancelled(
            tx, taken.practice, request, by=taken.by, reason=IMPORTED_AWAY, request_id=taken.request_id,
            told=request.source != "import",
        )  # fmt: skip


async def _refuse_over_parts(tx: Tx, lines: Sequence[Line]) -> None:
    if parts := await queries.parts_within(tx, lines=lines):
        reasons = [
            Reason(f"{each.person_name} has leave for part of {each.start}. Cancel it first.", "overlap")
            for each in parts
        ]
        raise Refused("overlap", "The leave file overlaps leave for part of a session.", reasons=reasons)


async def _approve(tx: Tx, taken: Import, line: Line) -> None:
    """A line that waited here, and is approved in the file."""
    for request in await queries.with_lines(tx, lines=[_waiting(line)]):
        await queries.decide(tx, leave_id=request.id, status=APPROVED, by=taken.by, reason=None)
        wanted = _wanted(line)
        cost = charge(taken.practice, wanted.code, wanted.start, wanted.end, None)
        await _post(tx, taken, wanted, request.id, cost, approved=True)
        await _note(tx, taken, request.id, "leave-approved", {"status": REQUESTED}, {"status": APPROVED})


async def _add(tx: Tx, taken: Import, line: Line) -> None:
    wanted = _wanted(line)
    approved = line[-1] == APPROVED
    cost = charge(taken.practice, wanted.code, wanted.start, wanted.end, None)
    leave_id = await queries.insert_request(tx, values=_values(taken, wanted, cost.minutes, approved=approved))
    await _post(tx, taken, wanted, leave_id, cost, approved=approved)
    await _note(tx, taken, leave_id, "leave-imported", None, decisions.plain(wanted) | {"status": line[-1]})


async def _post(tx: Tx, taken: Import, wanted: Wanted, leave_id: UUID, cost: Charge, *, approved: bool) -> None:
    """Have it in the ledger and, once approved, on the rota there is."""
    post = postings.book if approved else postings.reserve
    await post(tx, taken.practice, request_id=leave_id, code=wanted.code, charge=cost, kind=wanted.kind, by=taken.by)
    if approved and taken.standing.versions:
        changes = effects.on_approval(wanted.as_leave(approved=True), taken.standing, taken.facts)
        await rota_changes.record(tx, changes=changes, cause=effects.LEAVE, cause_id=str(leave_id), by=taken.by)


def _wanted(line: Line) -> Wanted:
    code, kind, start, start_half, end, end_half, _ = line
    return Wanted(
        code,
        LeaveKind(kind),
        Session(date.fromisoformat(start), Half(start_half)),
        Session(date.fromisoformat(end), Half(end_half)),
    )


def _values(taken: Import, wanted: Wanted, minutes: int, *, approved: bool) -> dict[str, Any]:
    decided_at = clock.now() if approved else None
    return {
        "person_code": wanted.code,
        "kind": wanted.kind.value,
        "start_date": wanted.start.date,
        "start_half": wanted.start.half.value,
        "end_date": wanted.end.date,
        "end_half": wanted.end.half.value,
        "part_minutes": None,
        "status": APPROVED if approved else REQUESTED,
        "source": "import",
        "minutes": minutes,
        "note": "",
        "buddy_code": None,
        "asked_by": taken.by,
        "asked_at": clock.now(),
        "decided_by": taken.by if approved else None,
        "decided_at": decided_at,
        "approved_at": decided_at,
        "decision_reason": None,
        "automatic": False,
        "assessment": {},
    }


async def _note(
    tx: Tx, taken: Import, leave_id: UUID, action: str, old: dict[str, Any] | None, new: dict[str, Any]
) -> None:
    await audit.record(
        tx, account_id=taken.by, action=action, entity="leave_request", entity_id=str(leave_id), old=old, new=new,
        request_id=taken.request_id,
    )  # fmt: skip
