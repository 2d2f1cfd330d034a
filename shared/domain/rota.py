"""The rota: who does what in which session."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from shared.domain.calendar import Session
from shared.domain.people import Letter


class Activity(StrEnum):
    """What is done in a session."""

    CLINIC = "clinic"
    DUTY = "duty"
    VISITS = "visits"
    ADMIN = "admin"
    TUTORIAL = "tutorial"
    EDUCATION = "education"
    SELF_DIRECTED = "self-directed"
    STUDY_LEAVE = "study-leave"
    CORONERS = "coroners"


# What each activity counts as, see decision 0004: "gives cover" is patients seen; a tutorial or admin does not.
GIVES_COVER = frozenset({Activity.CLINIC, Activity.DUTY, Activity.VISITS})
IN_THE_BUILDING = frozenset({Activity.CLINIC, Activity.DUTY, Activity.ADMIN, Activity.TUTORIAL})
NEEDS_ROOM = frozenset({Activity.CLINIC, Activity.DUTY})
ABSENT = frozenset({Activity.STUDY_LEAVE, Activity.CORONERS})

BY_LETTER: Mapping[Letter, Activity] = MappingProxyType(
    {
        Letter.CLINIC: Activity.CLINIC,
        Letter.ADMIN: Activity.ADMIN,
        Letter.TUTORIAL: Activity.TUTORIAL,
        Letter.EDUCATION: Activity.EDUCATION,
        Letter.SELF_DIRECTED: Activity.SELF_DIRECTED,
        Letter.VISITS: Activity.VISITS,
        Letter.FLEXIBLE: Activity.CLINIC,
    }
)


class Cell(NamedTuple):
    """What one person does in one session, and where."""

    activity: Activity
    site: str


# (person's code, session) -> cell. Someone not listed for a session is not at work in it.
Rota = Mapping[tuple[str, Session], Cell]


@dataclass(frozen=True, slots=True, order=True)
class Assignment:
    """One line of a rota. Sorts by date, half, then code."""

    session: Session
    code: str
    activity: Activity
    site: str


def duties_of(rota: Rota) -> Iterator[tuple[str, Session]]:
    """Who holds duty when."""
    return (slot for slot, cell in rota.items() if cell.activity is Activity.DUTY)


def as_rota(assignments: tuple[Assignment, ...]) -> Rota:
    return MappingProxyType({(a.code, a.session): Cell(a.activity, a.site) for a in assignments})


def as_assignments(rota: Rota) -> tuple[Assignment, ...]:
    return tuple(sorted(Assignment(s, code, cell.activity, cell.site) for (code, s), cell in rota.items()))
