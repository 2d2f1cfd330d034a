"""What a locum would have to work where gaps stay, and what that may cost. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median_low

from functions.rota_generate.repair.told import site_of
from shared.domain.breach import Breach
from shared.domain.calendar import Half, in_words
from shared.domain.problem import Problem
from shared.standing import Standing

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


def cost(standing: Standing, sessions: Sequence[Wanted]) -> int | None:
    """What they may cost in pence, going by what a locum's session usually costs here; None: nothing to go by."""
    known = [locum.cost_pence for locum in standing.locums.values() if locum.cost_pence is not None]
    return median_low(known) * sum(each.people for each in sessions) if known and sessions else None


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
