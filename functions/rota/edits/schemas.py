"""What changes by hand answer; what is asked of them stands in `asked`."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from functions.rota.alerts.nouns import Alert, Severity
from functions.rota.alerts.schemas import AlertOut
from functions.rota.edits.asked import Cause
from functions.rota.edits.cells import CellChange, CellState, Edit
from functions.rota.edits.effects import Effects
from functions.rota.edits.policy import Overtaken
from functions.rota.edits.reads import Waiting
from functions.rota.edits.service import Preview, Staged
from functions.rota.edits.targets import Target
from shared.domain.calendar import Half
from shared.domain.rota import Activity
from shared.errors import Reason
from shared.http import Fault, Out


class LocumOut(Out):
    covers: str | None
    cost_pence: int | None
    agency: str


class CellStateOut(Out):
    """What somebody does in a session. No activity: not at work, and pinned then means kept off."""

    activity: Activity | None
    site: str | None
    pinned: bool
    locum: LocumOut | None

    @classmethod
    def of(cls, state: CellState) -> CellStateOut:
        return cls.model_validate(state.as_document())


class CellChangeOut(Out):
    code: str
    date: date
    half: Half
    was: CellStateOut
    now: CellStateOut

    @classmethod
    def of(cls, cell: CellChange) -> CellChangeOut:
        when = cell.slot.session
        was, now = CellStateOut.of(cell.was), CellStateOut.of(cell.now)
        return cls(code=cell.code, date=when.date, half=when.half, was=was, now=now)


class OvertakenOut(Out):
    """A session of a change that is not in the working copy as it was meant, or can no longer be; and why."""

    code: str
    date: date
    half: Half
    because: str

    @classmethod
    def of(cls, late: Overtaken) -> OvertakenOut:
        when = late.slot.session
        return cls(code=late.slot.code, date=when.date, half=when.half, because=late.because)


class EditOut(Out):
    """One act that waits, or was undone. `mine`: the caller's own."""

    id: int
    at: datetime
    by: UUID | None
    by_name: str | None
    mine: bool
    words: str
    cause: Cause
    cells: list[CellChangeOut]
    overtaken: list[OvertakenOut]

    @classmethod
    def of(cls, edit: Edit, caller: UUID, late: tuple[Overtaken, ...] = ()) -> EditOut:
        return cls.model_validate(
            {
                "id": edit.id, "at": edit.at, "by": edit.by, "by_name": edit.by_name, "mine": edit.by == caller,
                "words": edit.words, "cause": edit.cause, "cells": [CellChangeOut.of(cell) for cell in edit.cells],
                "overtaken": [OvertakenOut.of(each) for each in late],
            }
        )  # fmt: skip


class ComparedOut(Out):
    """Alerts publishing the changes would raise, and mend."""

    new: list[AlertOut]
    mended: list[AlertOut]


class EditsOut(Out):
    """The changes that wait, oldest first. Asked with `after` and unchanged since, all but `stamp` is null.

    `published`: grows whenever the published rota underneath has changed. `undone`: those undone last, newest first;
    they can be done again.
    """

    stamp: int
    published: int | None = None
    edits: list[EditOut] | None = None
    undone: list[EditOut] | None = None
    alerts: ComparedOut | None = None

    @classmethod
    def of(cls, found: Waiting | int, caller: UUID) -> EditsOut:
        if isinstance(found, int):
            return cls(stamp=found)
        return cls(
            stamp=found.stamp,
            published=found.published,
            edits=[EditOut.of(edit, caller, found.overtaken.get(edit.id, ())) for edit in found.edits],
            undone=[EditOut.of(edit, caller) for edit in found.undone],
            alerts=ComparedOut(
                new=[AlertOut.of(kept) for kept in found.alerts.new],
                mended=[AlertOut.of(kept) for kept in found.alerts.mended],
            ),
        )


class BreachOut(Out):
    """A rule not kept, or kept with nothing to spare. `need` and `have` count people."""

    rule: str
    severity: Severity
    date: date
    half: Half | None
    code: str | None
    site: str | None
    need: int | None
    have: int | None
    because: str

    @classmethod
    def of(cls, alert: Alert) -> BreachOut:
        return cls.model_validate({field: getattr(alert, field) for field in BreachOut.model_fields})


class BreachesOut(Out):
    """new: what becomes wrong, or worse; mended: what is put right, or better."""

    new: list[BreachOut]
    mended: list[BreachOut]

    @classmethod
    def of(cls, done: Effects) -> BreachesOut:
        return cls(new=[BreachOut.of(each) for each in done.new], mended=[BreachOut.of(each) for each in done.mended])


class FairnessOut(Out):
    """Half-days of duty somebody holds beyond their part of the whole rota's; below nought: less than it."""

    code: str
    name: str
    before: float
    after: float

    @classmethod
    def all_of(cls, done: Effects, names: dict[str, str]) -> list[FairnessOut]:
        return [
            cls(
                code=share.code,
                name=names.get(share.code, share.code),
                before=round(float(share.before), 2),
                after=round(float(share.after), 2),
            )
            for share in done.fairness
        ]


class StagedOut(Out):
    """A change that waits now, and what it does to the rota."""

    edit: EditOut
    stamp: int
    breaches: BreachesOut
    fairness: list[FairnessOut]

    @classmethod
    def of(cls, staged: Staged, caller: UUID) -> StagedOut:
        return cls(
            edit=EditOut.of(staged.edit, caller),
            stamp=staged.stamp,
            breaches=BreachesOut.of(staged.effects),
            fairness=FairnessOut.all_of(staged.effects, staged.names),
        )


class PreviewOut(Out):
    """What a change would do; `reasons`: all that stands against it."""

    allowed: bool
    reasons: list[Fault]
    breaches: BreachesOut
    fairness: list[FairnessOut]

    @classmethod
    def of(cls, preview: Preview) -> PreviewOut:
        return cls(
            allowed=not preview.reasons,
            reasons=[_fault(reason) for reason in preview.reasons],
            breaches=BreachesOut.of(preview.effects),
            fairness=FairnessOut.all_of(preview.effects, preview.names),
        )


def _fault(reason: Reason) -> Fault:
    return Fault(message=reason.message, code=reason.code, field=reason.field)


class StampOut(Out):
    """How far the working copy has come."""

    stamp: int


class DiscardedOut(StampOut):
    """`undone`: the changes that waited, oldest first."""

    undone: list[int]


class TargetsOut(Out):
    """Where a picked-up session could go: [person, date, half, allowed 0 or 1, cover, fairness, reason].

    cover: people of cover gained (+) or lost (-) in what is needed; fairness: half-days held beyond fair parts, more
    (+) or fewer (-); reason: why not, empty where it is allowed.
    """

    rows: list[tuple[str, date, Half, int, int, float, str]]


def row_of(target: Target) -> tuple[str, date, Half, int, int, float, str]:
    """A target as a row: there are thousands, too many for models."""
    when = target.slot.session
    fairness = round(float(target.fairness), 2)
    return target.slot.code, when.date, when.half, int(target.allowed), target.cover, fairness, target.reason
