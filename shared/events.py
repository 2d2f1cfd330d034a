"""Facts the rooms tell each other, in the past tense, and who listens to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, TypeVar
from uuid import UUID

import orjson
from pydantic import TypeAdapter

from shared.db import Tx


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. NAME is how it is stored, and is never changed once released."""

    NAME: ClassVar[str] = ""


@dataclass(frozen=True, slots=True)
class RunRequested(Event):
    """Somebody asked for a rota; the solver takes it from here."""

    NAME: ClassVar[str] = "run-requested"
    run_id: UUID


@dataclass(frozen=True, slots=True)
class DraftReady(Event):
    """A run ended with a draft."""

    NAME: ClassVar[str] = "draft-ready"
    run_id: UUID


@dataclass(frozen=True, slots=True)
class RotaPublished(Event):
    """A version became the rota people see."""

    NAME: ClassVar[str] = "rota-published"
    version_id: UUID
    number: int


@dataclass(frozen=True, slots=True)
class PracticeImported(Event):
    """The practice's files were read in; `version` is the practice's new one."""

    NAME: ClassVar[str] = "practice-imported"
    version: int


@dataclass(frozen=True, slots=True)
class TermsChanged(Event):
    """Somebody's working terms are no longer what they were."""

    NAME: ClassVar[str] = "terms-changed"
    person_code: str


@dataclass(frozen=True, slots=True)
class SettingsChanged(Event):
    """The practice's settings were saved; `version` is the practice's new one."""

    NAME: ClassVar[str] = "settings-changed"
    version: int


@dataclass(frozen=True, slots=True)
class LeaveRequested(Event):
    """Somebody asked for leave, and a person has to decide."""

    NAME: ClassVar[str] = "leave-requested"
    request_id: UUID


@dataclass(frozen=True, slots=True)
class LeaveDecided(Event):
    """A request was approved or not, by a person or by passing every check; or an approval was taken back."""

    NAME: ClassVar[str] = "leave-decided"
    request_id: UUID
    approved: bool


@dataclass(frozen=True, slots=True)
class LeaveCancelled(Event):
    """Leave that was asked for or approved is not taken."""

    NAME: ClassVar[str] = "leave-cancelled"
    request_id: UUID


@dataclass(frozen=True, slots=True)
class RoundAllocated(Event):
    """The places of popular weeks were given out."""

    NAME: ClassVar[str] = "round-allocated"
    round_id: UUID


@dataclass(frozen=True, slots=True)
class QuestionAsked(Event):
    """Somebody wants to know something of the rota at once; the solver takes it from here."""

    NAME: ClassVar[str] = "question-asked"
    question_id: UUID


@dataclass(frozen=True, slots=True)
class MailPosted(Event):
    """A message waits to be sent."""

    NAME: ClassVar[str] = "mail-posted"
    mail_id: UUID


@dataclass(frozen=True, slots=True)
class ResetAsked(Event):
    """Somebody wants a new password for an address; whether there is an account is for the worker to find out."""

    NAME: ClassVar[str] = "reset-asked"
    ask_id: UUID


@dataclass(frozen=True, slots=True)
class BackupDue(Event):
    """A backup waits to be made."""

    NAME: ClassVar[str] = "backup-due"
    backup_id: UUID


@dataclass(frozen=True, slots=True)
class ProofDue(Event):
    """A backup waits to be proved by restoring it."""

    NAME: ClassVar[str] = "proof-due"
    backup_id: UUID


@dataclass(frozen=True, slots=True)
class JobDue(Event):
    """A job's turn has come: the one that begins at `slot`."""

    NAME: ClassVar[str] = "job-due"
    name: str
    slot: datetime


EVENTS: dict[str, type[Event]] = {
    kind.NAME: kind
    for kind in (
        RunRequested, DraftReady, RotaPublished, PracticeImported, TermsChanged, SettingsChanged, LeaveRequested,
        LeaveDecided, LeaveCancelled, RoundAllocated, QuestionAsked, MailPosted, ResetAsked, BackupDue, ProofDue,
        JobDue,
    )
}  # fmt: skip

E = TypeVar("E", bound=Event)
Handler = Callable[[Tx, Any], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Subscription:
    """One listener. Its name is remembered with each event it has heard: rename a handler, and it may hear again."""

    name: str
    handler: Handler


_SUBSCRIPTIONS: dict[str, list[Subscription]] = defaultdict(list)


def subscribe(kind: type[E]) -> Callable[[Callable[[Tx, E], Awaitable[None]]], Callable[[Tx, E], Awaitable[None]]]:
    """Have a function called once for each event of this kind, in a transaction of its own."""

    def remember(handler: Callable[[Tx, E], Awaitable[None]]) -> Callable[[Tx, E], Awaitable[None]]:
        name = f"{handler.__module__}:{handler.__qualname__}"
        known = _SUBSCRIPTIONS[kind.NAME]
        if all(subscription.name != name for subscription in known):
            known.append(Subscription(name, handler))
        return handler

    return remember


def subscriptions(name: str) -> tuple[Subscription, ...]:
    """Who listens to the events of this name."""
    return tuple(_SUBSCRIPTIONS.get(name, ()))


def payload(event: Event) -> bytes:
    """The event as JSON, to be stored."""
    return orjson.dumps(event)


def revive(name: str, stored: dict[str, Any]) -> Event:
    """The event that was stored under this name. Raises KeyError for a name this version does not know."""
    return TypeAdapter(EVENTS[name]).validate_python(stored)
