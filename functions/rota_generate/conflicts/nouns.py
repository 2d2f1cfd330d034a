"""A gap, the rota it is in, and the question whether it could be closed. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import Any
from uuid import UUID

from functions.rota_generate.conflicts.cover import AsItStands, Asked, Place, asked_for
from shared.domain.calendar import Half, Horizon, Session
from shared.domain.problem import Problem
from shared.domain.rota import Assignment, Rota, as_rota


@dataclass(frozen=True, slots=True)
class Gap:
    """Where something is short. `half` None: all day."""

    rule: str
    date: date
    half: Half | None
    site: str | None

    def as_document(self) -> dict[str, Any]:
        half = self.half.value if self.half else None
        return {"rule": self.rule, "date": self.date.isoformat(), "half": half, "site": self.site}

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Gap:
        half = Half(document["half"]) if document["half"] else None
        return cls(document["rule"], date.fromisoformat(document["date"]), half, document["site"])

    @property
    def sessions(self) -> tuple[Session, ...]:
        halves = (self.half,) if self.half else tuple(Half)
        return tuple(Session(self.date, half) for half in halves)


@dataclass(frozen=True, slots=True)
class Enquiry:
    """A gap somebody asks about, and the rota it is in: that of a run's draft, as it stands, or (`edited`) with the
    changes by hand that wait. `longer`: they can wait for the answer."""

    gap: Gap
    run_id: UUID | None = None
    edited: bool = False
    longer: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """Whether a gap can be closed in one week, all else being kept. `accepted`: cover that may be left short;
    `more_days`: people who may work other than their flexible days come to."""

    problem: Problem
    accepted: frozenset[Place] = frozenset()
    more_days: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Ground:
    """The week of a gap as it stands. `problem` asks for it, `lines` are its rota. `left`: half-days that the rest of
    the period leaves to people with flexible days, above or below what this week asks of them. `days`: those that
    are looked at."""

    gap: Gap
    problem: Problem
    lines: tuple[Assignment, ...]
    left: Mapping[str, Fraction] = field(default_factory=lambda: MappingProxyType({}))
    days: frozenset[date] = frozenset()

    @cached_property
    def rota(self) -> Rota:
        return as_rota(self.lines)

    @cached_property
    def week(self) -> Horizon:
        return self.problem.horizon

    @cached_property
    def places(self) -> tuple[Asked, ...]:
        """Everything that is asked of the days looked at, and what there is."""
        asked = asked_for(self.problem, AsItStands(self.problem.facts, self.rota))
        return tuple(each for each in asked if each.place.date in self.days)

    @cached_property
    def meant(self) -> tuple[Asked, ...]:
        """The places the gap is in: more than one where a site has several covers."""
        gap = self.gap
        here = (gap.rule, gap.date, gap.half, gap.site)
        return tuple(each for each in self.places if each.place[:4] == here)

    @property
    def need(self) -> int:
        return sum(each.need.constant for each in self.meant)

    @property
    def have(self) -> int:
        return sum(each.have.constant for each in self.meant)

    @property
    def missing(self) -> int:
        return sum(max(0, each.missing.constant) for each in self.meant)

    @property
    def question(self) -> Question:
        return Question(self.problem)

    def name(self, code: str) -> str:
        return next((person.name for person in self.problem.practice.people if person.code == code), code)

    def site(self, code: str | None) -> str:
        site = self.problem.facts.sites.get(code or "")
        return site.name if site else code or ""
