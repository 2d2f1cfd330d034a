"""Who works here, in what role, and in which sessions of the week."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from shared.domain.calendar import Half, Session, monday_of


class TermType(StrEnum):
    """What a working term is, as the trade says it."""

    PARTNER = "partner"
    SALARIED = "salaried"
    RETAINED = "retained"
    LOCUM = "locum"
    FY = "FY doctor"
    ST = "ST doctor"
    ANP = "ANP"
    NURSE = "nurse"
    HCA = "HCA"
    PARAMEDIC = "paramedic"
    PHARMACIST = "pharmacist"
    PHYSIO = "physio"
    OTHER = "other"


TRAINEE_TERMS = frozenset({TermType.FY, TermType.ST})
GP_TERMS = frozenset({TermType.PARTNER, TermType.SALARIED, TermType.RETAINED, TermType.LOCUM})
DOCTOR_TERMS = GP_TERMS | TRAINEE_TERMS

# The plain role names a practice may write, lower case, and the term type each stands for.
ROLES: dict[str, TermType] = {
    "partner": TermType.PARTNER,
    "salaried": TermType.SALARIED,
    "retained": TermType.RETAINED,
    "locum": TermType.LOCUM,
    "fy1": TermType.FY,
    "fy2": TermType.FY,
    "st1": TermType.ST,
    "st2": TermType.ST,
    "st3": TermType.ST,
    "st4": TermType.ST,
    "registrar": TermType.ST,
    "anp": TermType.ANP,
    "acp": TermType.ANP,
    "anp/acp": TermType.ANP,
    "nurse": TermType.NURSE,
    "practice nurse": TermType.NURSE,
    "nursing associate": TermType.NURSE,
    "nurse associate": TermType.NURSE,
    "hca": TermType.HCA,
    "paramedic": TermType.PARAMEDIC,
    "pharmacist": TermType.PHARMACIST,
    "pharmacy technician": TermType.PHARMACIST,
    "physio": TermType.PHYSIO,
    "fcp physio": TermType.PHYSIO,
    "physician associate": TermType.OTHER,
    "social prescriber": TermType.OTHER,
    "mental health practitioner": TermType.OTHER,
    "other": TermType.OTHER,
}

# "(ARRS)", "(regular)", "LTFT80", "ITP": how someone is employed or trained, not what they are.
_QUALIFIER = re.compile(r"\s*(\([^)]*\)|LTFT\s*\d*%?|ITP)\s*$", re.IGNORECASE)


def base_role(role: str) -> str:
    """The role without its qualifiers: 'ST3 LTFT80' is 'ST3', 'Locum (regular)' is 'Locum'."""
    plain = role.strip()
    while (shorter := _QUALIFIER.sub("", plain)) != plain:
        plain = shorter
    return plain


def term_type(role: str) -> TermType | None:
    """The term type of a role, or None when nobody in general practice is called that."""
    return ROLES.get(base_role(role).lower())


class Letter(StrEnum):
    """One session of a weekly pattern."""

    CLINIC = "S"
    ADMIN = "A"
    TUTORIAL = "T"
    EDUCATION = "E"
    SELF_DIRECTED = "L"
    VISITS = "V"
    FLEXIBLE = "?"  # the generator may give a clinic here
    NEVER = "-"


@dataclass(frozen=True, slots=True)
class Pattern:
    """Which sessions of the week someone works. `weeks` holds one week of ten letters, or two that alternate.

    Week A of an alternating pair is any week a whole even number of weeks from `anchor`, a Monday.
    """

    weeks: tuple[tuple[Letter, ...], ...]
    anchor: date

    def at(self, session: Session) -> Letter:
        """The letter of one session."""
        turn = (monday_of(session.date) - self.anchor).days // 7 % len(self.weeks)
        return self.weeks[turn][session.weekday * 2 + (session.half is Half.PM)]

    @property
    def flexible(self) -> bool:
        return any(Letter.FLEXIBLE in week for week in self.weeks)


SESSION_MINUTES = 250  # 4 h 10, the usual session; see docs/words.md


class Dated(Protocol):
    """Something with a first and a last day, both included; None: open."""

    @property
    def starts(self) -> date | None: ...

    @property
    def ends(self) -> date | None: ...


def overlap(one: Dated, other: Dated) -> bool:
    """Whether two spells share a day."""
    return _begins(one) <= _finishes(other) and _begins(other) <= _finishes(one)


def _begins(dated: Dated) -> date:
    return dated.starts or date.min


def _finishes(dated: Dated) -> date:
    return dated.ends or date.max


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on the rota, as one of their working terms describes them. Terms of one person never overlap."""

    code: str
    name: str
    role: str  # as the practice writes it
    site: str  # home site's code
    wte: Decimal
    pattern: Pattern
    flexible_days_per_week: Decimal | None  # whole days a week for someone with "?"; fixed letters count toward it
    annual_leave_sessions: Decimal
    flags: frozenset[str]
    starts: date | None = None  # first day of this working term; None: always has been
    ends: date | None = None  # last day of it; None: without end
    session_minutes: int = SESSION_MINUTES  # length of one session
    groups: frozenset[str] = frozenset()  # named sets of the practice's own

    def in_term_on(self, day: date) -> bool:
        """Whether this working term covers a day."""
        return _begins(self) <= day <= _finishes(self)

    def in_term_between(self, first: date, last: date) -> bool:
        """Whether this working term covers some day of a range, both ends included."""
        return _begins(self) <= last and first <= _finishes(self)

    @property
    def term(self) -> TermType:
        return term_type(self.role) or TermType.OTHER

    @property
    def base_role(self) -> str:
        return base_role(self.role)

    @property
    def is_trainee(self) -> bool:
        return "trainee" in self.flags or self.term in TRAINEE_TERMS

    @property
    def is_gp(self) -> bool:
        """A qualified general practitioner: counts toward site cover."""
        return self.term in GP_TERMS and not self.is_trainee

    @property
    def may_supervise(self) -> bool:
        return "supervise" in self.flags and not self.is_trainee

    @property
    def needs_room(self) -> bool:
        return "remote-ok" not in self.flags

    @property
    def is_generated(self) -> bool:
        """False for someone whose rota is only ever written by hand."""
        return "by-hand" not in self.flags

    def may_hold_duty(self, skill: str) -> bool:
        return skill in self.flags and "no-duty" not in self.flags and not self.is_trainee


GROUPS: dict[str, frozenset[TermType]] = {
    "gp": GP_TERMS,
    "doctor": DOCTOR_TERMS,
    "trainee": TRAINEE_TERMS,
    **{term.value.lower(): frozenset({term}) for term in TermType},
}


def in_group(person: Person, group: str) -> bool:
    """Whether somebody belongs to a group: the practice's own, 'gp', 'doctor', 'trainee', a term type, or a role."""
    if group in person.groups:
        return True
    if group.lower() == "gp":
        return person.is_gp
    if (terms := GROUPS.get(group.lower())) is not None:
        return person.term in terms
    return base_role(group).lower() == person.base_role.lower()
