"""What an alert is: a breach somebody watches, and what has become of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from shared.domain.calendar import Half


class Severity(StrEnum):
    """Critical: a rule that must be kept is not. Warning: it is kept, with nothing to spare."""

    CRITICAL = "critical"
    WARNING = "warning"


class Layer(StrEnum):
    """Which rota: as published, or the same with the edits that wait."""

    PUBLISHED = "published"
    EDITS = "edits"


class Status(StrEnum):
    """Active: needs somebody. Dismissed: somebody said it may be. Resolved: it is no more."""

    ACTIVE = "active"
    DISMISSED = "dismissed"
    RESOLVED = "resolved"


class What(StrEnum):
    """What happened to an alert."""

    RAISED = "raised"
    CHANGED = "changed"
    RESOLVED = "resolved"
    DISMISSED = "dismissed"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class Alert:
    """Something found in one week of a rota.

    `key` says which it is: the same thing found again has the same one, however bad it has become. `points` says how
    bad: of two findings with one key the one with more is worse. `because` never tells the kind of somebody's leave.
    """

    key: str
    rule: str
    severity: Severity
    points: int
    because: str
    date: date
    half: Half | None = None
    code: str | None = None
    site: str | None = None
    need: int | None = None
    have: int | None = None


class Watched(Protocol):
    """An alert as it was left when somebody last looked."""

    @property
    def key(self) -> str: ...

    @property
    def severity(self) -> str: ...

    @property
    def points(self) -> int: ...

    @property
    def because(self) -> str: ...

    @property
    def need(self) -> int | None: ...

    @property
    def have(self) -> int | None: ...

    @property
    def status(self) -> str: ...

    @property
    def dismissed_points(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Kept:
    """An alert as it is stored. name: of the person, where it is about one."""

    id: int
    layer: str
    key: str
    rule: str
    severity: str
    points: int
    date: date
    half: str | None
    code: str | None
    name: str | None
    site: str | None
    need: int | None
    have: int | None
    because: str
    status: str
    raised_at: datetime
    resolved_at: datetime | None
    dismissed_by: str | None
    dismissed_at: datetime | None
    dismissed_reason: str | None
    dismissed_points: int | None


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened to an alert. by None: the system itself."""

    at: datetime
    what: str
    because: str
    by: str | None
