"""How mail fares, as administrators see it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from shared.http import In, Out, Query
from shared.queries.mail import Posted, Trouble

Status = Literal["waiting", "sending", "sent", "failed", "uncertain"]


class MailQuery(Query):
    status: Status | None = Field(None, description="Only messages that fare so.")


class MailItemOut(Out):
    """One message without its text. `due_at`: when it is tried next; `said`: what the server, or we, had to say.

    `kept`: its text is, so it can be sent again as it was. `settled_at`: when somebody saw to one that was given up.
    """

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
    kept: bool
    settled_at: datetime | None

    @classmethod
    def of(cls, posted: Posted) -> MailItemOut:
        return cls(to=posted.to_address, **{n: getattr(posted, n) for n in cls.model_fields if n != "to"})


class AgainIn(In):
    may_arrive_twice: bool = Field(
        False, description="For a message of which nobody knows whether it arrived: it is sent all the same."
    )


class TroubleOut(Out):
    """`given_up`: messages nobody has seen to. `held_up`: messages that wait for more than an hour. `said`: what stood
    in the way last."""

    given_up: int
    held_up: int
    said: str | None

    @classmethod
    def of(cls, trouble: Trouble) -> TroubleOut:
        return cls(given_up=trouble.given_up, held_up=trouble.held_up, said=trouble.said)


class MailOut(Out):
    """Newest first, at most 500. `counts`: how many there are of each status, in all."""

    counts: dict[Status, int]
    mail: list[MailItemOut]
