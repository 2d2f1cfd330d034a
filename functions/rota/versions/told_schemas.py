"""What is asked and answered about who was told what, and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from pydantic import Field, RootModel

from functions.rota.schemas import FIRST, LAST
from functions.rota.versions.notice import Noticed
from functions.rota.versions.publication_schemas import NoticedOut
from functions.rota.versions.reads import Version
from shared.http import Out, Query


class VersionChangesOut(Out):
    """What one version changed for me. `reason` is for administrators: it may say why a colleague is away."""

    version_id: UUID
    number: int
    published_at: datetime
    reason: str | None
    changes: list[NoticedOut]
    acknowledged_at: datetime | None

    @classmethod
    def of(
        cls, version: Version, changes: Sequence[Noticed], acknowledged_at: datetime | None, *, with_reason: bool
    ) -> VersionChangesOut:
        return cls(
            version_id=version.id,
            number=version.number,
            published_at=version.published_at,
            reason=version.reason if with_reason else None,
            changes=[NoticedOut.of(each) for each in changes],
            acknowledged_at=acknowledged_at,
        )


class ChangesForMeOut(RootModel[list[VersionChangesOut]]):
    """The newest version first."""


class AcknowledgedOut(Out):
    acknowledged_at: datetime


class NoticeQuery(Query):
    """The days the changed sessions are on; three months before and after today when left out."""

    start: date | None = Field(None, ge=FIRST, le=LAST)
    end: date | None = Field(None, ge=FIRST, le=LAST)


class NoticeRowOut(NoticedOut):
    """A change with less notice than was due: whose, of which version, by whom, and the reason that was given."""

    code: str
    name: str
    version_id: UUID
    number: int
    published_at: datetime
    published_by: str | None
    reason: str | None

    @classmethod
    def row(cls, version: Version, noticed: Noticed, names: Mapping[str, str]) -> NoticeRowOut:
        code = noticed.change.code
        return cls(
            **NoticedOut.of(noticed).model_dump(),
            code=code,
            name=names.get(code, code),
            version_id=version.id,
            number=version.number,
            published_at=version.published_at,
            published_by=version.published_by,
            reason=version.reason,
        )


class NoticeOut(Out):
    """In the order of the calendar."""

    start: date
    end: date
    rows: list[NoticeRowOut]
