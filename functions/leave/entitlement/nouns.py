"""What the ledger is made of: entries as posted, lines as they should be, and leave on record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from shared.domain.calendar import Session
from shared.domain.leave import LeaveKind


class EntryKind(StrEnum):
    """What an entry of the ledger is. Stored; never renamed once released."""

    RULES = "rules"  # nought minutes: the leave rules this year is reckoned by
    GRANT = "grant"
    CREDIT = "bank-holiday-credit"
    CHARGE = "bank-holiday-charge"
    ROUNDING = "rounding"
    CARRY_OVER = "carry-over"
    TOIL = "toil"
    SICK_COMPENSATION = "sick-compensation"
    ADJUSTMENT = "adjustment"
    PENDING = "pending"
    BOOKED = "booked"


# Entries a person makes, with a reason, and may take back. All others follow from terms, settings and requests.
BY_HAND = frozenset({EntryKind.TOIL, EntryKind.SICK_COMPENSATION, EntryKind.ADJUSTMENT})
EARNED = (EntryKind.GRANT, EntryKind.CREDIT, EntryKind.CHARGE, EntryKind.ROUNDING)
USED = frozenset({EntryKind.PENDING, EntryKind.BOOKED})

Key = tuple[str, str]  # kind and key: what an entry is about


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the ledger. Minutes are signed: what is earned is above nought, what is used below."""

    id: int
    person_code: str
    leave_year: date
    kind: str
    key: str
    minutes: int
    session_minutes: int
    effective: date
    reason: str
    detail: Mapping[str, Any]
    reverses: int | None
    by: str | None
    at: datetime

    @property
    def about(self) -> Key:
        return self.kind, self.key


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sum, or what is still to be posted of it. `facts` is what a later change is compared with."""

    kind: EntryKind
    key: str
    effective: date
    minutes: int
    session_minutes: int
    what: str
    working: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""

    @property
    def about(self) -> Key:
        return self.kind.value, self.key

    @property
    def detail(self) -> dict[str, Any]:
        """What is stored with the entry: its words, its working, its facts."""
        return {"what": self.what, "working": list(self.working), "facts": dict(self.facts)}


@dataclass(frozen=True, slots=True)
class OnRecord:
    """Leave that is asked for or approved and uses the entitlement."""

    id: UUID
    code: str
    kind: LeaveKind
    approved: bool
    start: Session
    end: Session
    part_minutes: int | None


def request_key(request_id: UUID) -> str:
    """The key of all that is posted for one request."""
    return f"request:{request_id}"
