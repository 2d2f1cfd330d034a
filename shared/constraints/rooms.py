"""Nobody is in clinic or on duty without a room."""

from __future__ import annotations

from shared.constraints.linear import total
from shared.constraints.rule import Model
from shared.constraints.weights import points
from shared.domain.breach import Breach, Level
from shared.domain.people import Person
from shared.domain.problem import Problem
from shared.domain.rota import NEEDS_ROOM, Cell, Rota

ID = "rooms"
LABEL = "Everybody in clinic has a room"
LEVEL = Level.SOFT
SOURCE = "docs/input.md `sites`, `remote-ok`"


def takes_room(person: Person, cell: Cell) -> bool:
    return person.needs_room and cell.activity in NEEDS_ROOM


def check(problem: Problem, rota: Rota) -> list[Breach]:
    facts, each = problem.facts, points(problem, ID)
    found = []
    for session in facts.sessions if each else ():
        cells = list(facts.at_work(rota, session))
        for code, site in facts.sites.items():
            here = sum(cell.site == code and takes_room(person, cell) for person, cell in cells)
            if here > site.rooms:
                words = f"{site.name} has {here} people for {site.rooms} {'room' if site.rooms == 1 else 'rooms'}"
                cost = (here - site.rooms) * each
                found.append(Breach(ID, LEVEL, cost, words, session.date, session.half, site=code))
    return found


def post(problem: Problem, model: Model) -> None:
    facts = problem.facts
    for session in facts.sessions:
        cells = model.cells(session)
        for code, site in facts.sites.items():
            here = total(amount for person, cell, amount in cells if cell.site == code and takes_room(person, cell))
            model.penalise(ID, points(problem, ID), here - site.rooms)
