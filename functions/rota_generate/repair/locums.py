"""What locums would have to work where gaps stay, who of the practice's own could come, and what it may cost. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from statistics import median_low

from functions.rota_generate.repair.measured import Scale, place_of
from functions.rota_generate.repair.policy import Stand
from functions.rota_generate.repair.told import site_of
from shared.constraints import duty_cover, supervision
from shared.domain.breach import Breach
from shared.domain.calendar import Half, Session, in_words
from shared.domain.people import TermType
from shared.domain.problem import Problem
from shared.domain.rota import Activity, Cell, Rota
from shared.standing import Locum, Slot, Standing

NEEDED = {
    "duty": "duty",
    "minimum-doctors": "a doctor in",
    "supervision": "a supervisor for trainees",
    "site-cover": "cover",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A session to find a locum for. `half` None: either half of the day. `people`: how many are missing."""

    date: date
    half: Half | None
    site: str | None
    people: int
    words: str


def wanted(problem: Problem, gaps: Iterable[Breach]) -> list[Wanted]:
    """The sessions to find locums for, in the order of the calendar, each with everything it would mend.

    Whoever covers one half of a day is a doctor in that day, so that a day that is short as a whole is asked for on its
    own only as far as its halves do not mend it.
    """
    by_half: dict[tuple[date, Half | None], list[Breach]] = {}
    for gap in gaps:
        if gap.date is not None:
            by_half.setdefault((gap.date, gap.half), []).append(gap)
    found: list[Wanted] = []
    for (day, half), same in sorted(by_half.items(), key=lambda each: (each[0][0], each[0][1] or "~")):
        people = max(map(_missing, same))
        if half is None:
            people -= max((each.people for each in found if each.date == day), default=0)
        if people > 0:
            found.append(Wanted(day, half, _site(same), people, _words(problem, day, half, same, people)))
    return found


def cost(standing: Standing, sessions: int) -> int | None:
    """What so many sessions may cost in pence, going by what a locum's usually costs here; None: nothing to go by."""
    known = [locum.cost_pence for locum in standing.locums.values() if locum.cost_pence is not None]
    return median_low(known) * sessions if known and sessions else None


def as_a_locum(stand: Stand) -> Locum:
    """How a session is marked that a locum comes in for: in whose place, and what it usually costs."""
    return Locum(stand.absence.code if stand.absence else None, cost(stand.standing, 1))


def who_come_in(scale: Scale, *, has_time: Callable[[], bool]) -> Rota:
    """The sessions of locums of the practice's own in what is short, as far as they are free; nobody else moves.

    Each comes in only where that leaves less short than before, by the plain checks. When there is no more time, what
    was found until then.
    """
    come: dict[tuple[str, Session], Cell] = {}
    left = scale.trouble(scale.was)
    for gap in sorted(scale.short, key=_all_day_last):
        for slot, cell in _who_could(scale, gap):
            if slot in scale.was or slot in come:
                continue
            if not has_time():
                return come
            more = {**come, slot: cell}
            after = scale.given(more)
            if (still := after.trouble({**scale.was, **more})) < left:
                come, left = more, still
            if place_of(gap) not in map(place_of, after.gaps({**scale.was, **come})):
                break
    return come


def _all_day_last(gap: Breach) -> tuple[bool, bool]:
    """Duty first: whoever holds it is a doctor in, too."""
    return gap.half is None, gap.rule != duty_cover.ID


def _who_could(scale: Scale, gap: Breach) -> Iterator[tuple[Slot, Cell]]:
    """Every locum who works here then, with what they would do; a locum does not look after trainees."""
    if gap.date is None or gap.rule == supervision.ID:
        return
    activity = Activity.DUTY if gap.rule == duty_cover.ID else Activity.CLINIC
    for half in (gap.half,) if gap.half else tuple(Half):
        session = Session(gap.date, half)
        for person in scale.stand.practice.people:
            here = person.term is TermType.LOCUM and person.in_term_on(gap.date) and not scale.is_absent(person.code)
            if here and not _is_away(scale.stand, person.code, session):
                yield Slot(person.code, session), Cell(activity, gap.site or person.site)


def _is_away(stand: Stand, code: str, session: Session) -> bool:
    return any(leave.approved and leave.code == code and leave.covers(session) for leave in stand.practice.leave)


def _missing(gap: Breach) -> int:
    return (gap.need or 0) - (gap.have or 0)


def _site(gaps: Iterable[Breach]) -> str | None:
    return next((gap.site for gap in gaps if gap.site is not None), None)


def _words(problem: Problem, day: date, half: Half | None, gaps: Iterable[Breach], people: int) -> str:
    """'Mon 8 Feb AM: duty, cover at Main'."""
    parts = dict.fromkeys(
        NEEDED[gap.rule] + (f" at {site_of(problem, gap.site)}" if gap.site is not None else "") for gap in gaps
    )
    several = f"{people} people, " if people > 1 else ""
    return f"{in_words(day)}{f' {half.value}' if half else ''}: {several}{', '.join(parts)}"
