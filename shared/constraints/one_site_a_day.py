"""Nobody changes sites at lunchtime unless they must."""

from __future__ import annotations

from collections.abc import Iterator

from shared.constraints.linear import Linear, total
from shared.constraints.rule import Model
from shared.constraints.weights import points
from shared.domain.breach import Breach, Level
from shared.domain.calendar import Half, Session
from shared.domain.people import Person
from shared.domain.problem import Problem
from shared.domain.rota import Rota

ID = "one-site-a-day"
LABEL = "Nobody changes sites at lunchtime"
LEVEL = Level.SOFT
SOURCE = "ours: being sent elsewhere for a whole day is kinder than to and fro"


def check(problem: Problem, rota: Rota) -> list[Breach]:
    facts, each = problem.facts, points(problem, ID)
    found = []
    for day in facts.days if each else ():
        afternoon = {person.code: cell for person, cell in facts.at_work(rota, Session(day, Half.PM))}
        for person, cell in facts.at_work(rota, Session(day, Half.AM)):
            later = afternoon.get(person.code)
            if later is not None and later.site != cell.site:
                here, there = facts.site_name(cell.site), facts.site_name(later.site)
                words = f"{person.name} is at {here} in the morning and at {there} in the afternoon"
                found.append(Breach(ID, LEVEL, each, words, day, code=person.code))
    return found


def post(problem: Problem, model: Model) -> None:
    """Somewhere in the morning, at work in the afternoon, and not there: that is a change."""
    facts = problem.facts
    if len(facts.sites) < 2:
        return
    for day in facts.days:
        morning, afternoon = Session(day, Half.AM), Session(day, Half.PM)
        later = _by_site(model, afternoon)
        for person, places in _by_person(_by_site(model, morning)):
            at_work = model.at_work(person.code, afternoon)
            changes = {site: there - later.get((person, site), Linear()) for site, there in places.items()}
            # Away from home altogether, as well as site by site: nobody can then be half here and half there.
            away = total(change for site, change in changes.items() if site != person.site)
            model.penalise(ID, points(problem, ID), *(change + at_work - 1 for change in (away, *changes.values())))


def _by_site(model: Model, session: Session) -> dict[tuple[Person, str], Linear]:
    """(person, site) -> 1 when they are at work there."""
    there: dict[tuple[Person, str], Linear] = {}
    for person, cell, amount in model.cells(session):
        there[person, cell.site] = there.get((person, cell.site), Linear()) + amount
    return there


def _by_person(there: dict[tuple[Person, str], Linear]) -> Iterator[tuple[Person, dict[str, Linear]]]:
    people: dict[Person, dict[str, Linear]] = {}
    for (person, site), amount in there.items():
        people.setdefault(person, {})[site] = amount
    return iter(people.items())
