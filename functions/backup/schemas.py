"""Backups as the page sees them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from functions.backup.nouns import Backup
from functions.backup.service import Fares
from shared.http import In, Out, Query


class BackupsQuery(Query):
    cause: Literal["nightly", "by-hand", "before-restore", "before-update", "found"] | None = None
    proof: Literal["none", "waiting", "working", "proved", "failed"] | None = None
    status: Literal["waiting", "working", "made", "failed", "gone"] | None = None


class BackupOut(Out):
    """One backup. `rows`: how many rows of all tables it holds; `kept_until`: how long that is certain, null while it
    is the newest; `trouble` and `proof_trouble` are sentences."""

    id: UUID
    kind: Literal["database", "export"]
    cause: Literal["nightly", "by-hand", "before-restore", "before-update", "found"]
    name: str | None
    status: Literal["waiting", "working", "made", "failed", "gone"]
    asked_at: datetime
    asked_by: str | None
    attempts: int
    due_at: datetime | None
    made_at: datetime | None
    size: int | None
    sha256: str | None
    encrypted: bool
    schema_id: str | None
    rows: int | None
    is_local: bool
    in_bucket: bool
    has_sheet: bool
    trouble: str | None
    proof: Literal["none", "waiting", "working", "proved", "failed"]
    proof_at: datetime | None
    proof_seconds: float | None
    proof_trouble: str | None
    kept_until: datetime | None = None
    gone_at: datetime | None

    @classmethod
    def of(cls, backup: Backup, kept_until: datetime | None = None) -> BackupOut:
        told = {name: getattr(backup, name) for name in cls.model_fields if hasattr(backup, name)}
        told["due_at"] = backup.due_at if backup.status == "waiting" else None
        rows = None if backup.measured is None else sum(backup.measured["rows"].values())
        return cls(**told, rows=rows, kept_until=kept_until)


class ExportsOut(Out):
    """Newest first. `days`: how long an export is kept; `encrypted`: whether it lies encrypted on the server."""

    exports: list[BackupOut]
    days: int
    encrypted: bool


class TiersOut(Out):
    """For how long backups are kept: all, then one a week, then one a month."""

    days: int
    weeks: int
    months: int


class BackupsOut(Out):
    """Newest first. `folder` and `bucket`: where they lie; bucket null: in no bucket."""

    backups: list[BackupOut]
    tiers: TiersOut
    folder: str
    bucket: str | None
    encrypted: bool


class LastOut(Out):
    """The newest backup there is."""

    id: UUID
    name: str | None
    made_at: datetime | None
    size: int | None
    encrypted: bool
    in_bucket: bool
    proof: Literal["none", "waiting", "working", "proved", "failed"]


class StatusOut(Out):
    """How backups fare. `trouble`: the sentence every administrator sees on every page; null while all is well."""

    last: LastOut | None
    last_proved: datetime | None
    trouble: str | None
    told: bool

    @classmethod
    def of(cls, fares: Fares, *, told: bool) -> StatusOut:
        last = fares.last
        shown = None if last is None else LastOut(**{name: getattr(last, name) for name in LastOut.model_fields})
        return cls(last=shown, last_proved=fares.last_proved, trouble=fares.trouble, told=told)


class NoticeIn(In):
    """Whether to be told by mail when a backup fails."""

    wanted: bool


class NoticeOut(Out):
    wanted: bool
