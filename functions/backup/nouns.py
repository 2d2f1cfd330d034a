"""A backup from being asked for until it is cleared away, and what can go wrong with one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal
from uuid import UUID

Status = Literal["waiting", "working", "made", "failed", "gone"]
Proof = Literal["none", "waiting", "working", "proved", "failed"]


class Kind(StrEnum):
    """What is backed up: the whole database, or what the practice owns as a portable document."""

    DATABASE = "database"
    EXPORT = "export"


class Cause(StrEnum):
    """Why there is a backup."""

    NIGHTLY = "nightly"
    BY_HAND = "by-hand"
    BEFORE_RESTORE = "before-restore"
    BEFORE_UPDATE = "before-update"
    FOUND = "found"


class Failure(Exception):
    """Something did not work, in words for the person who must mend it. `again`: trying later may help."""

    def __init__(self, message: str, *, again: bool = True) -> None:
        super().__init__(message)
        self.message = message
        self.again = again


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup as it stands in the table."""

    id: UUID
    kind: str
    cause: str
    name: str | None
    status: Status
    asked_at: datetime
    asked_by: str | None
    attempts: int
    due_at: datetime
    made_at: datetime | None
    size: int | None
    sha256: str | None
    encrypted: bool
    schema_id: str | None
    measured: dict[str, Any] | None
    is_local: bool
    in_bucket: bool
    has_sheet: bool
    trouble: str | None
    proof: Proof
    proof_attempts: int
    proof_at: datetime | None
    proof_seconds: float | None
    proof_trouble: str | None
    gone_at: datetime | None

    @property
    def is_made(self) -> bool:
        """Whether there is something to restore."""
        return self.made_at is not None and (self.is_local or self.in_bucket)

    @property
    def dump_name(self) -> str:
        """The dump's file: what is encrypted says so."""
        return f"{self.name}.dump.enc" if self.encrypted else f"{self.name}.dump"

    @property
    def export_name(self) -> str:
        """The same for an export."""
        return f"{self.name}.zip.enc" if self.encrypted else f"{self.name}.zip"


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that was written whole: how large, and its SHA-256."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Measured:
    """What a database holds, at one moment: enough to tell whether another holds the same.

    rows by table; minutes of leave and hundredths of duty by person; the hash of each published version, worked out
    from its lines. `schema_id`: the last migration applied.
    """

    schema_id: str
    rows: dict[str, int]
    leave: dict[str, int]
    duty: dict[str, int]
    versions: dict[str, str]

    def as_document(self) -> dict[str, Any]:
        return {"rows": self.rows, "leave": self.leave, "duty": self.duty, "versions": self.versions}

    @classmethod
    def of(cls, schema_id: str, document: dict[str, Any]) -> Measured:
        return cls(schema_id, document["rows"], document["leave"], document["duty"], document["versions"])
