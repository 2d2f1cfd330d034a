"""What is asked of, and answered by, the reports."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from shared.http import Out, Query

SYSTEM = "system"
NO_NUL = r"^[^\x00]*$"  # no text in the database has one
FIRST, LAST = date(2000, 1, 1), date(2200, 1, 1)


class FilterQuery(Query):
    """Which entries. `who` is an account's id, or 'system'; from and to are dates in London, both included."""

    who: str | None = None
    what: str | None = Field(None, max_length=100, pattern=NO_NUL)
    entity: str | None = Field(None, max_length=100, pattern=NO_NUL)
    since: date | None = Field(None, alias="from", ge=FIRST, le=LAST)
    until: date | None = Field(None, alias="to", ge=FIRST, le=LAST)
    q: str | None = Field(None, max_length=200, pattern=NO_NUL)


class AuditQuery(FilterQuery):
    """`before`: entries older than that one, as `next` of the answer before."""

    before: int | None = Field(None, ge=1, lt=2**63)
    limit: int = Field(50, ge=1, le=200)


class NamedOut(Out):
    """Something to choose, by what it is called."""

    key: str
    words: str


class ChangeOut(Out):
    """One field that changed, in words. None: there was, or is, nothing."""

    field: str
    words: str
    old: str | None
    new: str | None


class EntryOut(Out):
    """One change. `by` None: the system itself. `more`: changed fields beyond those listed."""

    id: int
    at: datetime
    by: str | None
    account_id: UUID | None
    action: str
    action_words: str
    entity: str
    entity_words: str
    entity_id: str
    about: str | None
    changes: list[ChangeOut]
    more: int
    reason: str | None
    request_id: str | None


class AuditOut(Out):
    """Newest first. `next` is what to ask `before` for older ones; None: there are none."""

    entries: list[EntryOut]
    next: int | None
    people: list[NamedOut]
    actions: list[NamedOut]
    entities: list[NamedOut]
