"""Trainees' sessions that a publication would leave without a supervisor. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from shared.constraints import supervision
from shared.domain.breach import Breach
from shared.domain.calendar import Half, Session
from shared.domain.problem import Problem
from shared.domain.rota import as_rota
from shared.standing import Standing

Place = tuple[date, Half, str | None]  # the last: the site; None where all sites count together


@dataclass(frozen=True, slots=True)
class Unsupervised:
    """A gap in supervision, and the trainees it is about."""

    breach: Breach
    place: Place
    trainees: dict[str, str]  # name by code


def new(
    asked: Problem, now: Standing, asked_before: Problem, was: Standing, covered: Collection[date]
) -> tuple[Unsupervised, ...]:
    """Each gap that was not there on the rota people see: more are short of a supervisor, or somebody else is."""
    known = {each.place: each for each in _gaps(asked_before, was) if each.place[0] in covered}
    return tuple(each for each in _gaps(asked, now) if _is_new(each, known.get(each.place)))


def _is_new(gap: Unsupervised, was: Unsupervised | None) -> bool:
    return was is None or _missing(gap.breach) > _missing(was.breach) or not gap.trainees.keys() <= was.trainees.keys()


def _missing(breach: Breach) -> int:
    return (breach.need or 0) - (breach.have or 0)


def _gaps(problem: Problem, standing: Standing) -> Iterator[Unsupervised]:
    rota = as_rota(standing.lines)
    for breach in supervision.check(problem, rota):
        if breach.date is None or breach.half is None:
            continue
        here = problem.facts.at_work(rota, Session(breach.date, breach.half))
        trainees = {
            person.code: person.name
            for person, cell in here
            if supervision.needs_supervision(person, cell) and breach.site in (None, cell.site)
        }
        yield Unsupervised(breach, (breach.date, breach.half, breach.site), trainees)
