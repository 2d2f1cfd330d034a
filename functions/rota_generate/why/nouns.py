"""One session of somebody, and the rota it is looked at in. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from types import MappingProxyType
from typing import Any

from shared.domain.calendar import Half, Horizon, Session, in_words, monday_of
from shared.domain.facts import Facts
from shared.domain.people import Person
from shared.domain.problem import Practice, Problem
from shared.domain.rota import ABSENT, Activity, Cell, Rota, as_rota
from shared.standing import Slot, Standing, as_it_stands, to_be_changed

A_WEEK = timedelta(days=6)

# What one person can do in place of another. The rest is from everybody's own pattern.
CHANGES_HANDS = frozenset({Activity.DUTY, Activity.CLINIC})


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody's session, and who might have it instead."""

    slot: Slot
    instead: str

    def as_document(self) -> dict[str, Any]:
        code, session = self.slot
        return {"code": code, "date": session.date.isoformat(), "half": session.half.value, "instead": self.instead}

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Asked:
        session = Session(date.fromisoformat(document["date"]), Half(document["half"]))
        return cls(Slot(document["code"], session), document["instead"])


@dataclass(frozen=True)
class Stand:
    """The rota as it stands in the period a session belongs to. `carried`: the ledger's balances, in hundredths of a
    half-day, by code."""

    practice: Practice
    horizon: Horizon
    standing: Standing
    carried: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    @cached_property
    def rota(self) -> Rota:
        return as_rota(self.standing.lines)

    @cached_property
    def checked(self) -> Problem:
        """The question a check asks of it."""
        return as_it_stands(self.practice, self.horizon, self.standing)

    @cached_property
    def facts(self) -> Facts:
        """What is settled for the solver: what was decided by hand stays."""
        return to_be_changed(self.practice, self.horizon, self.standing).facts

    def in_week_of(self, session: Session) -> Stand:
        """The week of a session by itself."""
        week = week_of(session)
        return Stand(self.practice, week, self.standing.between(week.start, week.end), self.carried)

    def at_work(self, slot: Slot) -> Cell | None:
        """What somebody does in a session; None when they are not at work, whatever the reason."""
        cell = self.rota.get(slot)
        return None if cell is None or cell.activity in ABSENT else cell

    def name(self, code: str) -> str:
        return next((person.name for person in self.practice.people if person.code == code), code)

    def term(self, code: str, day: date) -> Person | None:
        """Somebody as their working term that covers a day, or the nearest one to it, describes them."""
        terms = self.practice.terms_of(code)
        return min(terms, key=lambda term: _days_from(term, day), default=None)

    def site(self, code: str) -> str:
        site = self.facts.sites.get(code)
        return site.name if site else code


def _days_from(term: Person, day: date) -> int:
    """Days between a day and a working term; nought within it."""
    if term.starts is not None and day < term.starts:
        return (term.starts - day).days
    if term.ends is not None and day > term.ends:
        return (day - term.ends).days
    return 0


def week_of(session: Session) -> Horizon:
    """The week a session is in."""
    return Horizon(monday_of(session.date), 1)


def weekly(session: Session) -> str:
    """'Thu PM': the session of any week."""
    return f"{in_words(session.date)[:3]} {session.half.value}"
