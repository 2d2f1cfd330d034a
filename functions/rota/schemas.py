"""What is asked of, and answered by, the room that keeps the rota."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import Field, RootModel

from shared.domain.calendar import Half
from shared.grid import GapOut, Viewer
from shared.http import In, Out, Query
from shared.queries.rota import Version

FIRST, LAST = date(2000, 1, 3), date(2099, 12, 28)


class RangeQuery(Query):
    """`start`: any day of the first week; this week when left out."""

    start: date | None = Field(None, ge=FIRST, le=LAST)
    weeks: int = Field(4, ge=1, le=53)


class VersionSummaryOut(Out):
    """A published rota without its lines. `summary` is what its run came to."""

    id: UUID
    number: int
    start: date
    end: date
    weeks: int
    published_at: datetime
    published_by: str | None
    summary: dict[str, Any]

    @classmethod
    def of(cls, version: Version) -> VersionSummaryOut:
        return cls(
            id=version.id,
            number=version.number,
            start=version.start_date,
            end=version.end_date,
            weeks=version.weeks,
            published_at=version.published_at,
            published_by=version.published_by,
            summary=version.summary,
        )


class VersionsOut(RootModel[list[VersionSummaryOut]]):
    """Newest first."""


class AssignmentOut(Out):
    code: str
    date: date
    half: Half
    activity: str
    site: str


class VersionOut(VersionSummaryOut):
    """A published rota as it was published.

    Others than administrators get no `breaches`, no `content_hash`, and of colleagues not the lines that say why
    somebody is away: naming those would tell their kind of leave from all others, and so would a sum over them.
    """

    practice: str
    content_hash: str | None
    reason: str | None
    assignments: list[AssignmentOut]
    gaps: list[GapOut]
    breaches: list[dict[str, Any]]


class PublicationIn(In):
    """Why, in words, for those who look it up later."""

    reason: str | None = Field(None, max_length=500)


class PublicationOut(Out):
    """Whether, when and by whom a draft was published. `content_hash`: sha256 of its lines, for administrators."""

    published: bool
    id: UUID | None = None
    number: int | None = None
    published_at: datetime | None = None
    published_by: str | None = None
    content_hash: str | None = None

    @classmethod
    def of(cls, version: Version | None, viewer: Viewer) -> PublicationOut:
        if version is None:
            return cls(published=False)
        return cls(
            published=True,
            id=version.id,
            number=version.number,
            published_at=version.published_at,
            published_by=version.published_by,
            content_hash=version.content_hash if viewer.everything else None,
        )
