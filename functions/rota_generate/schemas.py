"""What is asked of, and answered by, the room that makes rotas."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, RootModel

from functions.rota_generate.asking import words
from functions.rota_generate.asking.words import Called
from functions.rota_generate.history import State
from functions.rota_generate.policy import Mode, Wanted
from functions.rota_generate.queries import Run
from shared.domain.problem import Decide
from shared.http import In, Out, Query

FIRST, LAST = date(2000, 1, 3), date(2099, 12, 28)
MOST_PEOPLE = 500
Code = Annotated[str, Field(min_length=1, max_length=80)]


class RunIn(In):
    """What to make a rota for. `start` and `weeks`: the practice's horizon when left out. `since`: the first day that
    may change, any day of those weeks; without a start, the weeks begin with its own.

    `effort` limits the search in units of work instead of seconds, for results that repeat exactly. `mode`: when left
    out, stay close to the published rota where there is one for these weeks, else make it afresh. `decide`: everything
    when left out, but duty alone to rebalance. `people` and `groups`, by code: whose rota may change; everybody's when
    both are left out. `replace`: sessions on the rota may be made afresh. `acknowledge_fixed_period` needs a `reason`.
    """

    start: date | None = Field(None, ge=FIRST, le=LAST)
    weeks: int | None = Field(None, ge=1, le=53)
    seconds: float | None = Field(None, gt=0, le=86_400)
    effort: float | None = Field(None, gt=0, le=100_000)
    seed: int = Field(1, ge=0, le=2**31 - 1)
    workers: int | None = Field(None, ge=1, le=128)
    decide: list[Decide] | None = Field(None, min_length=1, max_length=len(Decide))
    mode: Mode | None = None
    people: list[Code] | None = Field(None, max_length=MOST_PEOPLE)
    groups: list[Code] | None = Field(None, max_length=MOST_PEOPLE)
    since: date | None = Field(None, ge=FIRST, le=LAST)
    replace: bool = False
    acknowledge_fixed_period: bool = False
    reason: str | None = Field(None, max_length=500)

    def wanted(self) -> Wanted:
        """The same, as the trade says it."""
        said = self.model_dump(exclude={"decide", "people", "groups"})
        return Wanted(
            **said,
            decide=None if self.decide is None else frozenset(self.decide),
            people=None if self.people is None else tuple(self.people),
            groups=None if self.groups is None else tuple(self.groups),
        )


class RunsQuery(Query):
    """Which runs: those in a state, of a mode, older than another run. Those set aside only when they are asked for."""

    state: State | None = None
    mode: Mode | None = None
    before: UUID | None = None
    most: int = Field(50, ge=1, le=200)


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


class FixedPeriodOut(Out):
    """That sessions people know of may change in the fixed period: until when it was, how many could, and why."""

    until: date
    sessions: int
    reason: str


class RunOut(Out):
    """A run. `words`: what was asked. `queue_position`: runs ahead of it, None when it is not waiting. `error` is for
    people to read. `repeats`: the run whose question this one asks again; `repeatable`: asked again it gives the same
    draft, because its search ended by itself or after a measured amount of work. `set_aside`: left out of the list.
    """

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
    people: list[str] | None
    groups: list[str] | None
    since: date | None
    replace: bool
    fixed_period: FixedPeriodOut | None
    words: str
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
    set_aside: bool
    repeats: UUID | None
    repeatable: bool

    @classmethod
    def of(cls, run: Run, called: Called) -> RunOut:
        """A run, in words."""
        scope, summary = run.scope, run.summary or {}
        known = run.progress and "bound" in run.progress
        return cls(
            id=run.id,
            status=run.status,
            start=run.start_date,
            weeks=run.weeks,
            seconds=run.seconds,
            effort=scope.get("effort"),
            seed=run.seed,
            workers=run.workers,
            decide=[Decide(each) for each in scope["decide"]],
            mode=Mode(run.mode),
            people=scope.get("people"),
            groups=scope.get("groups"),
            since=scope.get("since"),
            replace=scope.get("replace", False),
            fixed_period=FixedPeriodOut(**fixed) if (fixed := scope.get("fixed_period")) else None,
            words=_in_words(run, called),
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
            set_aside=run.set_aside,
            repeats=run.repeats,
            repeatable=bool(summary.get("proved")) or (scope.get("effort") is not None and run.status == "done"),
        )


def _in_words(run: Run, called: Called) -> str:
    scope = run.scope
    whom = called.those(scope.get("people"), scope.get("groups"))
    since = scope.get("since")
    decide = [Decide(each) for each in scope["decide"]]
    return words.asked(Mode(run.mode), decide, whom, date.fromisoformat(since) if since else None)


class RunsOut(RootModel[list[RunOut]]):
    """Newest first."""
