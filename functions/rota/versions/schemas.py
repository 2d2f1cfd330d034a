"""What is answered about versions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import RootModel

from functions.rota.edits.schemas import EditOut
from functions.rota.versions.reads import Listed, Version
from functions.rota.versions.restoring import Restored
from shared.domain.calendar import Half
from shared.grid import GapOut, Viewer
from shared.http import Out
from shared.standing import Slot, Standing

Kind = Literal["run", "edits"]


class VersionSummaryOut(Out):
    """A published rota without its lines. `summary` is what its run came to, or how many gaps edits left."""

    id: UUID
    number: int
    kind: Kind
    start: date
    end: date
    weeks: int
    published_at: datetime
    published_by: str | None
    summary: dict[str, Any]


class ListedOut(VersionSummaryOut):
    """A version in the list. `changes` of sessions and `people` they are of, against the rota until then.

    `reason` and `acknowledged` (how many of the people have said they have seen it) are for administrators.
    """

    reason: str | None
    changes: int
    people: int
    acknowledged: int | None

    @classmethod
    def of(cls, version: Listed, viewer: Viewer) -> ListedOut:
        everything = viewer.everything
        return cls(
            **_summary(version),
            reason=version.reason if everything else None,
            changes=version.changes_in_all if everything else version.changes,
            people=version.people_in_all if everything else version.people,
            acknowledged=version.acknowledged if everything else None,
        )


class VersionsOut(RootModel[list[ListedOut]]):
    """Newest first."""


class FingerprintOut(Out):
    """sha256 of all a version says: as it was when it was published, and of what is kept of it now."""

    published: str
    now: str
    same: bool


class AssignmentOut(Out):
    code: str
    date: date
    half: Half
    activity: str
    site: str


class MarkOut(Out):
    """A session of somebody that was decided by hand."""

    code: str
    date: date
    half: Half

    @classmethod
    def of(cls, slot: Slot) -> MarkOut:
        return cls(code=slot.code, date=slot.session.date, half=slot.session.half)


class LocumMarkOut(MarkOut):
    """A session a locum works. `covers`: whose place it is."""

    covers: str | None
    cost_pence: int | None
    agency: str


class OverrideOut(Out):
    """A trainee session published without a supervisor, and why."""

    date: date
    half: Half
    site: str | None
    trainees: list[str]
    reason: str


class VersionOut(VersionSummaryOut):
    """A published rota as it was published.

    Others than administrators get no `breaches`, no `content_hash`, nothing of what was decided by hand, and of
    colleagues not the lines that say why somebody is away: naming those would tell their kind of leave from all
    others, and so would a sum over them.
    """

    practice: str
    content_hash: str | None
    reason: str | None
    assignments: list[AssignmentOut]
    pinned: list[MarkOut]
    off: list[MarkOut]
    locums: list[LocumMarkOut]
    overrides: list[OverrideOut]
    gaps: list[GapOut]
    breaches: list[dict[str, Any]]

    @classmethod
    def whole(cls, version: Version, rota: Standing, viewer: Viewer, *, practice: str) -> VersionOut:
        everything = viewer.everything
        return cls(
            **_summary(version),
            practice=practice,
            content_hash=version.content_hash if everything else None,
            reason=version.reason if everything else None,
            assignments=[
                AssignmentOut(
                    code=line.code,
                    date=line.session.date,
                    half=line.session.half,
                    activity=line.activity,
                    site=line.site,
                )
                for line in rota.lines
                if viewer.may_see(line.code, line.activity)
            ],
            gaps=[GapOut.model_validate(gap) for gap in version.gaps],
            breaches=version.breaches if everything else [],
            **_marks(version, rota if everything else Standing(), everything),
        )


class LeftOutOut(MarkOut):
    """A session that stays as it is, and why."""

    because: str


class RestorationOut(Out):
    """The change that waits now, and what could not be made as it was."""

    edit: EditOut
    left_out: list[LeftOutOut]

    @classmethod
    def of(cls, restored: Restored, caller: UUID) -> RestorationOut:
        return cls(
            edit=EditOut.of(restored.staged.edit, caller),
            left_out=[
                LeftOutOut(**MarkOut.of(each.slot).model_dump(), because=each.because) for each in restored.left_out
            ],
        )


def _summary(version: Version | Listed) -> dict[str, Any]:
    return {
        "id": version.id,
        "number": version.number,
        "kind": version.kind,
        "start": version.start_date,
        "end": version.end_date,
        "weeks": version.weeks,
        "published_at": version.published_at,
        "published_by": version.published_by,
        "summary": version.summary,
    }


def _marks(version: Version, rota: Standing, everything: bool) -> dict[str, Any]:
    return {
        "pinned": [MarkOut.of(slot) for slot in _in_order(rota.pinned)],
        "off": [MarkOut.of(slot) for slot in _in_order(rota.off)],
        "locums": [
            LocumMarkOut(**MarkOut.of(slot).model_dump(), **rota.locums[slot].as_document())
            for slot in _in_order(rota.locums)
        ],
        "overrides": version.overrides if everything else [],
    }


def _in_order(slots: Any) -> list[Slot]:
    return sorted(slots, key=lambda slot: (slot.session, slot.code))
