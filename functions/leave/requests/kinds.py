"""The kinds of leave as data: who may ask, in what unit, who decides, and what it does to the rota. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from shared.domain.entitlement import uses_entitlement
from shared.domain.leave import LeaveKind, LeaveRules, Unit
from shared.domain.people import Person, TermType


class Who(StrEnum):
    """Who may ask for a kind of leave."""

    EVERYONE = "everyone"
    PARTNERS = "partners"
    ADMINISTRATORS = "administrators"  # on somebody's behalf


class DecidedBy(StrEnum):
    """Who says yes: the checks, when all pass; always a person; or whoever records it."""

    CHECKS = "checks"
    A_PERSON = "a person"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of leave. `planned`: notice is asked for. `chosen`: a matter of choice, so a shortage can stop it."""

    kind: LeaveKind
    words: str
    explains: str
    who: Who = Who.ADMINISTRATORS
    decided_by: DecidedBy = DecidedBy.CHECKS
    unit: Unit | None = Unit.SESSION  # None: as the practice's rules say for the person's role
    chosen: bool = False

    @property
    def uses_entitlement(self) -> bool:
        return uses_entitlement(self.kind)

    @property
    def administrators_only(self) -> bool:
        return self.who is Who.ADMINISTRATORS

    def open_to(self, person: Person) -> bool:
        """Whether somebody in this working term may have it at all."""
        return self.who is not Who.PARTNERS or person.term is TermType.PARTNER

    def notice_weeks(self, rules: LeaveRules) -> int:
        """Weeks ahead it is to be asked for."""
        if not self.chosen:
            return 0
        return rules.study_notice_weeks if self.kind in LISTED else rules.notice_weeks

    def unit_of(self, person: Person, rules: LeaveRules) -> Unit:
        """The least somebody in this working term can book of it."""
        if self.unit is not None:
            return self.unit
        if person.term is TermType.PARTNER:
            return rules.partner_unit
        return rules.salaried_unit if person.term is TermType.SALARIED else rules.other_unit


LISTED = frozenset({LeaveKind.STUDY, LeaveKind.CORONERS})  # on the rota as something done, pinned

_BY_ADMINISTRATORS = "An administrator records it."

_ALL = (
    Kind(LeaveKind.ANNUAL, "Annual leave",
         "Comes off your entitlement. Approved at once when every check passes; otherwise a person decides.",
         who=Who.EVERYONE, unit=None, chosen=True),
    Kind(LeaveKind.STUDY, "Study leave",
         "Shown on the rota as study leave. Does not come off your entitlement. A person always decides.",
         who=Who.EVERYONE, decided_by=DecidedBy.A_PERSON, chosen=True),
    Kind(LeaveKind.CORONERS, "Coroner's court",
         "Counts as work, and gives the practice no cover. A person always decides.",
         who=Who.EVERYONE, decided_by=DecidedBy.A_PERSON, chosen=True),
    Kind(LeaveKind.DAY_NOT_WORKING, "Day not working",
         "For partners. Does not come off your entitlement. Approved at once when every check passes.",
         who=Who.PARTNERS, unit=Unit.DAY, chosen=True),
    Kind(LeaveKind.SICK, "Sick leave",
         f"{_BY_ADMINISTRATORS} Annual leave it falls in is cut around it and given back."),
    Kind(LeaveKind.MATERNITY, "Maternity leave", _BY_ADMINISTRATORS),
    Kind(LeaveKind.PATERNITY, "Paternity leave", _BY_ADMINISTRATORS),
    Kind(LeaveKind.PARENTAL, "Parental leave", _BY_ADMINISTRATORS),
    Kind(LeaveKind.COMPASSIONATE, "Compassionate leave", _BY_ADMINISTRATORS),
    Kind(LeaveKind.CARERS, "Carer's leave", _BY_ADMINISTRATORS),
    Kind(LeaveKind.TOIL, "Time off in lieu", f"{_BY_ADMINISTRATORS} Comes off the time in lieu that was credited."),
    Kind(LeaveKind.UNPAID, "Unpaid leave", _BY_ADMINISTRATORS),
    Kind(LeaveKind.OTHER, "Other leave", _BY_ADMINISTRATORS),
)  # fmt: skip

KINDS: Mapping[LeaveKind, Kind] = MappingProxyType({kind.kind: kind for kind in _ALL})


def words_of(kind: str) -> str:
    """What a kind is called."""
    return KINDS[LeaveKind(kind)].words


def askable(person: Person, *, administrator: bool) -> Iterator[Kind]:
    """The kinds that may be asked for somebody in this working term, those anybody may ask for first."""
    for kind in KINDS.values():
        if kind.open_to(person) and (administrator or not kind.administrators_only):
            yield kind
