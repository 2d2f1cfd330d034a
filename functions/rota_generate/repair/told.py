"""Who must be told what, session by session, as one would say it on the telephone. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from functions.rota_generate.repair.measured import Scale
from shared.domain.calendar import Half, Session, in_words
from shared.domain.problem import Problem
from shared.domain.rota import ABSENT, Activity, Cell, Rota
from shared.standing import Slot


@dataclass(frozen=True, slots=True)
class Told:
    """One person and everything that changes for them. `away`: it is whose absence is asked about, once back."""

    code: str
    name: str
    what: tuple[str, ...]
    away: bool = False


def told(scale: Scale, rota: Rota) -> list[Told]:
    """Everybody whose sessions change, whoever is needed first first."""
    people: dict[str, list[Slot]] = {}
    for slot in scale.changed(rota):
        people.setdefault(slot.code, []).append(slot)
    return [
        Told(code, name_of(scale.problem, code), tuple(_sentences(scale, rota, slots)), scale.is_absent(code))
        for code, slots in people.items()
    ]


def takers(scale: Scale, rota: Rota) -> list[str]:
    """The names of those who hold duty or come in where they did not, in the order of the calendar."""
    names = {}
    for slot in scale.changed(rota):
        before, after = _at_work(scale.was.get(slot)), _at_work(rota.get(slot))
        if after and (before is None or (after.activity is Activity.DUTY and before.activity is not Activity.DUTY)):
            names[slot.code] = name_of(scale.problem, slot.code)
    return list(names.values())


def name_of(problem: Problem, code: str) -> str:
    """What somebody is called."""
    return next((person.name for person in problem.practice.people if person.code == code), code)


def _sentences(scale: Scale, rota: Rota, slots: list[Slot]) -> Iterator[str]:
    """What changes for one person; what is the same all day is said once."""
    said = [(slot.session, _words(scale.problem, scale.was.get(slot), rota.get(slot))) for slot in slots]
    for _, same_day in groupby(said, key=lambda each: (each[0].date, each[1])):
        halves = list(same_day)
        (session, (does, was)) = halves[0]
        yield f"{name_of(scale.problem, slots[0].code)} {does} on {_when(session, len(halves))}{was}"


def _when(session: Session, halves: int) -> str:
    return f"{in_words(session.date)}, all day" if halves == len(Half) else str(session)


def _words(problem: Problem, was: Cell | None, now: Cell | None) -> tuple[str, str]:
    """What somebody does instead, and what it was."""
    before, after = _at_work(was), _at_work(now)
    if after is None:
        return "does not come in", f"; was {_doing(problem, was)}"
    at = f" at {site_of(problem, after.site)}"
    if before is None:
        return f"comes in for {_what(after)}{at}", "; was not working"
    elsewhere = at if before.site != after.site else ""
    if after.activity is Activity.DUTY and before.activity is not Activity.DUTY:
        return f"takes duty{elsewhere}", f"; was {_doing(problem, before, elsewhere)}"
    if before.activity is Activity.DUTY and after.activity is not Activity.DUTY:
        return f"hands over duty and does {_what(after)}{elsewhere}", f"; was {_doing(problem, before, elsewhere)}"
    if before.activity is not after.activity:
        return f"does {_what(after)}{elsewhere}", f"; was {_doing(problem, before, elsewhere)}"
    return f"is at {site_of(problem, after.site)}", f"; was at {site_of(problem, before.site)}"


def _doing(problem: Problem, cell: Cell | None, elsewhere: str = "") -> str:
    """'clinic', 'clinic at Main' where the site changes too; nothing about why somebody is away."""
    if cell is None or cell.activity in ABSENT:
        return "away"
    return f"{_what(cell)} at {site_of(problem, cell.site)}" if elsewhere else _what(cell)


def _what(cell: Cell) -> str:
    return cell.activity.value.replace("-", " ")


def site_of(problem: Problem, code: str) -> str:
    """What a site is called."""
    site = problem.facts.sites.get(code)
    return site.name if site else code


def _at_work(cell: Cell | None) -> Cell | None:
    return None if cell is None or cell.activity in ABSENT else cell
