"""Nobody is in two places, or doing two things, at once."""

from __future__ import annotations

from collections import Counter

from shared.constraints.rule import Model
from shared.constraints.weights import points
from shared.domain.breach import Breach, Level
from shared.domain.problem import Problem
from shared.domain.rota import Assignment, Rota

ID = "one-place"
LABEL = "Nobody is in two places at once"
LEVEL = Level.HARD
SOURCE = "docs/words.md: an assignment is one person in one place"


def check_lines(problem: Problem, assignments: tuple[Assignment, ...]) -> list[Breach]:
    """A person listed more than once for a session. Needs the lines: a `Rota` can hold only one."""
    facts = problem.facts
    lines = Counter((a.session, a.code) for a in assignments)
    return [
        Breach(
            ID,
            LEVEL,
            points(problem, ID),
            f"{_name(problem, code)} is listed {times} times",
            session.date,
            session.half,
            code,
        )
        for (session, code), times in sorted(lines.items())
        if times > 1 and session in facts.sessions
    ]


def _name(problem: Problem, code: str) -> str:
    person = problem.facts.person.get(code)
    return person.name if person else code


def check(problem: Problem, rota: Rota) -> list[Breach]:
    """A site that does not exist is no place to be; the rest `check_lines` sees."""
    facts = problem.facts
    return [
        Breach(
            ID,
            LEVEL,
            points(problem, ID),
            f"{person.name} is at {cell.site}, which the practice does not have",
            session.date,
            session.half,
            person.code,
        )
        for session in facts.sessions
        for person, cell in facts.at_work(rota, session)
        if cell.site not in facts.sites
    ]


def post(problem: Problem, model: Model) -> None:
    """Nothing: everybody has one cell in a session, by the way the model is built."""
