"""How mail fares, as administrators see it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from shared.http import Out, Query
from shared.mail import Posted

Status = Literal["waiting", "sending", "sent", "failed", "uncertain"]


class MailQuery(Query):
    status: Status | None = Field(None, description="Only messages that fare so.")


class MailItemOut(Out):
    """One message without its text. `due_at`: when it is tried next; `said`: what the server, or we, had to say."""

    id: UUID
    kind: str
    about: str | None
    to: str
    subject: str
    status: Status
    attempts: int
    posted_at: datetime
    due_at: datetime | None
    ended_at: datetime | None
    said: str | None

    @classmethod
    def of(cls, posted: Posted) -> MailItemOut:
        return cls(to=posted.to_address, **{n: getattr(posted, n) for n in cls.model_fields if n != "to"})


class MailOut(Out):
    """Newest first, at most 500. `counts`: how many there are of each status, in all."""

    counts: dict[Status, int]
    mail: list[MailItemOut]
