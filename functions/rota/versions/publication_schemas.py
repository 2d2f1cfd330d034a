"""What is asked and answered about publishing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator

from functions.rota.versions import service
from functions.rota.versions.notice import Noticed, by_person
from functions.rota.versions.planning import Plan
from functions.rota.versions.reads import Version
from functions.rota.versions.unsupervised import Place, Unsupervised
from shared.difference import Does
from shared.domain.calendar import Half
from shared.domain.outcome import gap_document
from shared.grid import GapOut, Viewer
from shared.http import Fault, In, Out


class OverrideIn(In):
    """Why the trainees of a session at a site (null: at all sites together) have no supervisor."""

    date: date
    half: Half
    site: str | None = Field(None, max_length=40)
    reason: str = Field(max_length=500)

    @property
    def place(self) -> Place:
        return self.date, self.half, self.site


class PublicationIn(In):
    """Why, in words, for those who look it up later."""

    reason: str | None = Field(None, max_length=500)
    overrides: list[OverrideIn] = Field([], max_length=2000)

    @property
    def words(self) -> dict[Place, str]:
        """The reasons of trainees' sessions without a supervisor."""
        return {each.place: each.reason for each in self.overrides}


class SubjectIn(In):
    """What is to be published: a run's draft, or changes that wait; neither given: all that wait."""

    edits: list[Annotated[int, Field(ge=1, le=2**63 - 1)]] | None = Field(None, min_length=1, max_length=5000)
    run: UUID | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if self.edits is not None and self.run is not None:
            raise ValueError("Publish a run's draft or changes that wait, one after the other.")
        return self


class NewPublicationIn(SubjectIn, PublicationIn):
    """A publication, and why."""


class WeeksOut(Out):
    start: date
    weeks: int


class DoesOut(Out):
    """What somebody does in a session, and where."""

    activity: str
    site: str

    @classmethod
    def of(cls, does: Does | None) -> DoesOut | None:
        return None if does is None else cls(activity=does[0], site=does[1])


class NoticedOut(Out):
    """A session that changes (null: not at work), the days from telling to it, and the days that are due."""

    date: date
    half: Half
    was: DoesOut | None
    now: DoesOut | None
    notice_days: int
    window_days: int

    @classmethod
    def of(cls, noticed: Noticed) -> NoticedOut:
        change = noticed.change
        return cls(
            date=change.date,
            half=Half(change.half),
            was=DoesOut.of(change.was),
            now=DoesOut.of(change.now),
            notice_days=noticed.notice_days,
            window_days=noticed.window_days,
        )


class ToldOut(Out):
    """Somebody whose sessions change."""

    code: str
    name: str
    changes: list[NoticedOut]
    shortest_notice: int


class UnsupervisedOut(Out):
    """Trainees who would have no supervisor; `field` is how a refusal calls the reason that is asked for."""

    date: date
    half: Half
    site: str | None
    trainees: list[str]
    need: int
    have: int
    because: str
    field: str

    @classmethod
    def of(cls, gap: Unsupervised) -> UnsupervisedOut:
        day, half, site = gap.place
        return cls(
            date=day, half=half, site=site, trainees=list(gap.trainees.values()), need=gap.breach.need or 0,
            have=gap.breach.have or 0, because=gap.breach.because, field=service.field_of(gap.place),
        )  # fmt: skip


class PreviewOut(Out):
    """What a publication would do. `people`: who has least notice first. `inside_window`: changes with less notice
    than is due. `first`: nothing was published for these weeks until now. `refusals`: why it cannot be done as it is.
    """

    range: list[WeeksOut]
    edits: list[int]
    first: bool
    changes: int
    people: list[ToldOut]
    inside_window: int
    reason_required: bool
    refusals: list[Fault]
    supervision: list[UnsupervisedOut]
    also_waiting: int
    gaps: list[GapOut]
    new_gaps: list[GapOut]

    @classmethod
    def of(cls, plan: Plan, names: Mapping[str, str]) -> PreviewOut:
        found = plan.findings
        return cls(
            range=[WeeksOut(start=plan.horizon.start, weeks=plan.horizon.weeks)],
            edits=list(plan.edits),
            first=not plan.publishing.covered,
            changes=len(found.changes),
            people=[
                ToldOut(
                    code=code,
                    name=names.get(code, code),
                    changes=[NoticedOut.of(each) for each in changes],
                    shortest_notice=min(each.notice_days for each in changes),
                )
                for code, changes in by_person(found.changes).items()
            ],
            inside_window=found.inside_window,
            reason_required=found.inside_window > 0,
            refusals=[Fault(message=reason.message, code=reason.code) for reason in plan.refusals],
            supervision=[UnsupervisedOut.of(gap) for gap in found.unsupervised],
            also_waiting=plan.also_waiting,
            gaps=[GapOut.model_validate(gap) for gap in plan.gaps],
            new_gaps=[GapOut.model_validate(gap_document(gap)) for gap in found.new_gaps],
        )


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
