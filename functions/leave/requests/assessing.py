"""Looking at a leave: what is known of it loaded, and put together with what the rules say."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from functions.leave.entitlement import postings
from functions.leave.requests import policy, queries
from functions.leave.requests.cover import Cover, Standing, as_cells, weeks_of
from functions.leave.requests.kinds import KINDS
from functions.leave.requests.nouns import LONGEST_DAYS, Against, Outcome, Situation, Taken, Wanted
from functions.leave.requests.queries import Request
from functions.leave.requests.spells import remaining
from shared import clock
from shared.access import Caller
from shared.db import Tx
from shared.domain.calendar import Half, Horizon, Session
from shared.domain.entitlement import charge
from shared.domain.leave import LeaveKind
from shared.domain.problem import Leave, Practice
from shared.queries import rota

# Sickness in leave of these kinds cuts it: what somebody was too ill for is not used up.
CUT_BY_SICKNESS = frozenset(
    {LeaveKind.ANNUAL, LeaveKind.TOIL, LeaveKind.STUDY, LeaveKind.CORONERS, LeaveKind.DAY_NOT_WORKING}
)


@dataclass(frozen=True, slots=True)
class Assessed:
    """A leave looked at. `cuts`: leave that this sickness falls in."""

    wanted: Wanted
    known: Situation
    reasons: tuple[Against, ...]
    outcome: Outcome
    cuts: tuple[Request, ...] = ()

    @property
    def stopping(self) -> tuple[Against, ...]:
        return tuple(reason for reason in self.reasons if policy.stops(reason, on_behalf=self.known.on_behalf))


def acts_for_another(caller: Caller, code: str) -> bool:
    """Whether an administrator acts on somebody else's leave. Nobody decides on their own."""
    return caller.is_administrator and caller.person_code != code


async def standing(tx: Tx, horizon: Horizon) -> Standing:
    """The rota of these weeks as it stands."""
    covering = await rota.versions_covering(tx, start=horizon.start, end=horizon.end)
    lines = await rota.published_lines(tx, start=horizon.start, end=horizon.end) if covering else []
    versions = {day: version.number for version, days in covering for day in days if day.weekday() < 5}
    return Standing(horizon, as_cells(rota.as_assignment(line) for line in lines), versions)


async def assess(
    tx: Tx, practice: Practice, wanted: Wanted, caller: Caller, *, existing: Request | None = None
) -> Assessed:
    """Look at a leave as `caller` would ask for it, or decide on it. `existing`: the request it is already."""
    on_behalf = acts_for_another(caller, wanted.code)
    taken = await _taken(tx, wanted, besides=existing.id if existing else None)
    cuts = tuple(each for each in taken if wanted.kind is LeaveKind.SICK and _is_cut(each, wanted))
    practice = _after_cuts(practice, cuts, wanted)
    cost = charge(practice, wanted.code, wanted.start, wanted.end, wanted.part_minutes)
    leave = wanted.as_leave(approved=True)
    there = await _standing_for(tx, wanted)
    known = Situation(
        practice=practice,
        today=clock.today(),
        charge=cost,
        cover=Cover(practice, there, leave, removed=wanted.part_minutes is None),
        taken=[Taken(each.start, each.end, each.status == "approved") for each in taken if each not in cuts],
        left=await _left(tx, practice, wanted, cost.by_year, existing),
        administrator=caller.is_administrator,
        on_behalf=on_behalf,
    )
    reasons = await asyncio.to_thread(_reasons, wanted, known)  # other requests are answered meanwhile
    return Assessed(wanted, known, reasons, policy.outcome(wanted, reasons, on_behalf=on_behalf), cuts)


async def _standing_for(tx: Tx, wanted: Wanted) -> Standing:
    """The rota of a leave's weeks. Leave nobody chooses may be long: only its weeks with a rota are looked at."""
    sane = wanted.start <= wanted.end and (wanted.end.date - wanted.start.date).days < LONGEST_DAYS
    found = await standing(tx, weeks_of(wanted.start.date, wanted.end.date if sane else wanted.start.date))
    if KINDS[wanted.kind].chosen:
        return found
    days = list(found.versions) or [wanted.start.date]
    return replace(found, horizon=weeks_of(min(days), max(days)))


def _reasons(wanted: Wanted, known: Situation) -> tuple[Against, ...]:
    found = policy.against(wanted, known)
    _ = known.cover.verdict, known.cover.stranded  # worked out here, beside the event loop, and kept
    return found


async def _taken(tx: Tx, wanted: Wanted, *, besides: UUID | None) -> Sequence[Request]:
    if wanted.end < wanted.start:
        return []
    found = await queries.overlapping(tx, code=wanted.code, start=wanted.start, end=wanted.end)
    return [each for each in found if each.id != besides]


def _after_cuts(practice: Practice, cuts: Sequence[Request], sick: Wanted) -> Practice:
    """The practice with the leave that sickness falls in cut around it."""
    whole = {(each.leave_kind, each.start, each.end) for each in cuts}
    kept: list[Leave] = []
    for leave in practice.leave if cuts else ():
        if leave.code == sick.code and (leave.kind, leave.start, leave.end) in whole:
            parts = remaining(leave.start, leave.end, sick.start, sick.end)
            kept += [replace(leave, start=start, end=end) for start, end in parts]
        else:
            kept.append(leave)
    return replace(practice, leave=tuple(kept)) if cuts else practice


def _is_cut(taken: Request, sick: Wanted) -> bool:
    return taken.leave_kind in CUT_BY_SICKNESS and sick.part_minutes is None


async def _left(
    tx: Tx, practice: Practice, wanted: Wanted, years: Mapping[date, int], existing: Request | None
) -> dict[date, int] | None:
    """Minutes left in each leave year, without this leave; None for a kind that uses none."""
    if not KINDS[wanted.kind].uses_entitlement or not practice.terms_of(wanted.code):
        return None
    own: Mapping[date, int] = {}
    if existing is not None and existing.counts:
        own = charge(practice, wanted.code, existing.start, existing.end, existing.part_minutes).by_year
    today = clock.today()
    return {
        year: await postings.left(tx, practice, wanted.code, year, today=today) + own.get(year, 0) for year in years
    }


def wanted_of(request: Request) -> Wanted:
    """A stored request as it was asked for."""
    return Wanted(
        request.person_code,
        request.leave_kind,
        Session(request.start_date, Half(request.start_half)),
        Session(request.end_date, Half(request.end_half)),
        request.part_minutes,
        request.note,
        request.buddy_code,
    )
