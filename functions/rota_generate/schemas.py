"""What is asked of, and answered by, the room that makes rotas."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field, RootModel

from functions.rota_generate.policy import Difference, Mode
from functions.rota_generate.queries import Run
from shared.domain.calendar import Half
from shared.domain.problem import Decide
from shared.grid import GapOut
from shared.http import In, Out, Query

FIRST, LAST = date(2000, 1, 3), date(2099, 12, 28)


class RunIn(In):
    """What to make a rota for. `start` and `weeks`: the practice's horizon when left out.

    `effort` limits the search in units of work instead of seconds, for results that repeat exactly. `mode`: when left
    out, stay close to the published rota where there is one for these weeks, else make it afresh.
    """

    start: date | None = Field(None, ge=FIRST, le=LAST)
    weeks: int | None = Field(None, ge=1, le=53)
    seconds: float | None = Field(None, gt=0, le=86_400)
    effort: float | None = Field(None, gt=0, le=100_000)
    seed: int = Field(1, ge=0, le=2**31 - 1)
    workers: int | None = Field(None, ge=1, le=128)
    decide: list[Decide] = Field([Decide.DAYS, Decide.DUTY], min_length=1, max_length=len(Decide))
    mode: Mode | None = None


class ProgressOut(Out):
    """`objective` and `gaps` are None until there is a first draft; `bound` is the least any rota could cost."""

    seconds: float
    objective: int | None
    bound: int
    gaps: int | None
    gap_percent: float | None


class SummaryOut(Out):
    """What a run came to. `gap_percent`: how far from the best possible the draft can be at most."""

    gaps: int
    objective: int
    bound: int
    gap_percent: float
    proved: bool
    stopped: bool
    seconds: float


class RunOut(Out):
    """A run. `queue_position`: runs ahead of it, None when it is not waiting. `error` is for people to read."""

    id: UUID
    status: Literal["queued", "running", "done", "stopped", "failed", "refused"]
    start: date
    weeks: int
    seconds: float | None
    effort: float | None
    seed: int
    workers: int
    decide: list[Decide]
    mode: Mode
    requested_at: datetime
    requested_by: str | None
    started_at: datetime | None
    finished_at: datetime | None
    attempt: int
    queue_position: int | None
    stop_requested: bool
    progress: ProgressOut | None
    summary: SummaryOut | None
    error: str | None
    has_draft: bool
    published: bool

    @classmethod
    def of(cls, run: Run) -> RunOut:
        known = run.progress and "bound" in run.progress
        return cls(
            id=run.id,
            status=run.status,
            start=run.start_date,
            weeks=run.weeks,
            seconds=run.seconds,
            effort=run.scope.get("effort"),
            seed=run.seed,
            workers=run.workers,
            decide=[Decide(each) for each in run.scope["decide"]],
            mode=Mode(run.mode),
            requested_at=run.requested_at,
            requested_by=run.requested_by,
            started_at=run.started_at,
            finished_at=run.finished_at,
            attempt=run.attempt,
            queue_position=run.queue_position,
            stop_requested=run.stop_requested,
            progress=ProgressOut.model_validate(run.progress) if known else None,
            summary=SummaryOut.model_validate(run.summary) if run.summary else None,
            error=run.error,
            has_draft=run.has_draft,
            published=run.published,
        )


class RunsOut(RootModel[list[RunOut]]):
    """Newest first."""


class LineOut(Out):
    """Somebody's session in a draft."""

    code: str
    date: date
    half: Half
    activity: str
    site: str


class BreachOut(Out):
    """A rule not kept, once, and what it costs."""

    rule: str
    level: Literal["hard", "soft"]
    points: int
    date: date | None
    half: Half | None
    code: str | None
    site: str | None
    because: str


class DraftOut(Out):
    """The documented draft, as `rotacc generate` writes it."""

    practice: str
    start: date
    weeks: int
    seed: int
    workers: int
    version: str
    assignments: list[LineOut]
    gaps: list[GapOut]
    breaches: list[BreachOut]
    objective: int
    bound: int
    gap_percent: float
    proved: bool
    stopped: bool
    seconds: float


class DiffQuery(Query):
    against: Literal["published"] = "published"


class CellOut(Out):
    activity: str
    site: str


class ChangeOut(Out):
    """One session that differs. None: not at work in it."""

    date: date
    half: Half
    was: CellOut | None
    now: CellOut | None


class PersonChangesOut(Out):
    code: str
    name: str
    changes: list[ChangeOut]


class DayChangesOut(Out):
    date: date
    changes: int


class DiffOut(Out):
    """What publishing the draft would change. `against`: numbers of the versions people see in those weeks now."""

    against: list[int]
    changed: int
    people: int
    by_person: list[PersonChangesOut]
    by_day: list[DayChangesOut]

    @classmethod
    def of(cls, difference: Difference, *, against: list[int], names: dict[str, str]) -> DiffOut:
        return cls(
            against=against,
            changed=len(difference.changes),
            people=len(difference.by_person),
            by_person=[
                PersonChangesOut(
                    code=code,
                    name=names.get(code, code),
                    changes=[
                        ChangeOut(
                            date=change.date,
                            half=Half(change.half),
                            was=CellOut(activity=change.was[0], site=change.was[1]) if change.was else None,
                            now=CellOut(activity=change.now[0], site=change.now[1]) if change.now else None,
                        )
                        for change in changes
                    ],
                )
                for code, changes in difference.by_person.items()
            ],
            by_day=[DayChangesOut(date=day, changes=count) for day, count in difference.by_day.items()],
        )


class ProblemOut(RootModel[dict[str, Any]]):
    """The frozen problem a run worked on, whole: enough to repeat the run anywhere."""
