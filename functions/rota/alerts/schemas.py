"""What is asked of, and answered by, alerts and the naming of supervisors."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, Field, RootModel

from functions.rota.alerts.nouns import Happened, Kept, Layer, Severity, Status, What
from functions.rota.alerts.queries import Wanted
from shared.domain.calendar import Half
from shared.http import In, Out, Query

FIRST, LAST = date(2000, 1, 3), date(2099, 12, 28)
LONGEST_REASON = 1000
NO_NUL = r"^[^\x00]*$"


def _said(text: str) -> str:
    if not (stripped := text.strip()):
        raise ValueError("Say why.")
    return stripped


class AlertsQuery(Query):
    """Which alerts: of the published rota, unless told otherwise; from and to are dates, both included."""

    layer: Layer = Layer.PUBLISHED
    status: Status | None = None
    severity: Severity | None = None
    rule: str | None = Field(None, max_length=40, pattern=NO_NUL)
    code: str | None = Field(None, max_length=40, pattern=NO_NUL)
    since: date | None = Field(None, alias="from", ge=FIRST, le=LAST)
    until: date | None = Field(None, alias="to", ge=FIRST, le=LAST)

    def wanted(self) -> Wanted:
        return Wanted(self.layer, self.status, self.since, self.until, self.rule, self.code, self.severity)


class AlertOut(Out):
    """Something that needs somebody. `because` says why, never with a kind of leave. `name`: of the person of `code`.

    `need` and `have` count people, where the rule says how many something needs.
    """

    id: int
    layer: Layer
    rule: str
    severity: Severity
    date: date
    half: Half | None
    code: str | None
    name: str | None
    site: str | None
    need: int | None
    have: int | None
    because: str
    status: Status
    raised_at: datetime
    resolved_at: datetime | None
    dismissed_by: str | None
    dismissed_at: datetime | None
    dismissed_reason: str | None

    @classmethod
    def of(cls, kept: Kept) -> AlertOut:
        return cls.model_validate({field: getattr(kept, field) for field in AlertOut.model_fields})


class HappenedOut(Out):
    """`by` None: the system itself."""

    at: datetime
    what: What
    because: str
    by: str | None

    @classmethod
    def of(cls, happened: Happened) -> HappenedOut:
        return cls(at=happened.at, what=What(happened.what), because=happened.because, by=happened.by)


class AlertWithHistoryOut(AlertOut):
    """An alert and what happened to it, oldest first."""

    history: list[HappenedOut]


class CountsOut(Out):
    """How many there are of each severity."""

    critical: int
    warning: int


class AlertsOut(Out):
    """By date. `counts` are of what was asked for, whatever the severity. `left_out`: alerts beyond those listed."""

    alerts: list[AlertOut]
    counts: CountsOut
    left_out: int


class DismissalIn(In):
    """Why it may be, for those who ask later."""

    reason: Annotated[str, Field(max_length=LONGEST_REASON, pattern=NO_NUL), AfterValidator(_said)]


class WeeksQuery(Query):
    """`start`: any day of the first week; this week when left out."""

    start: date | None = Field(None, ge=FIRST, le=LAST)
    weeks: int = Field(4, ge=1, le=53)


class NamedSupervisorOut(Out):
    """Who looks after a trainee in one session, and where; None: nobody is there who could."""

    date: date
    half: Half
    trainee: str
    supervisor: str | None
    site: str


class SupervisionOut(RootModel[list[NamedSupervisorOut]]):
    """In calendar order, of one session by trainee."""
