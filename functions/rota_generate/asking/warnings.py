"""What somebody should know before a run is started. None of it keeps the run from starting. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from functions.rota_generate.asking.existing import Scope
from functions.rota_generate.asking.words import Called, counted
from shared.domain.calendar import in_words, practice_holidays, span_in_words
from shared.domain.people import Person
from shared.domain.problem import Practice

ONE_DAY = timedelta(days=1)


class Warned(NamedTuple):
    """code: missing-term, gap-in-terms, expiring-term, past, by-hand, edits-wait, runs-wait."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Around:
    """What else goes on. names: everybody who works here now, by code; edits: changes by hand in these weeks that wait
    to be published; runs: runs ahead of this one."""

    today: date
    called: Called
    names: Mapping[str, str]
    edits: int = 0
    runs: int = 0


def warnings(practice: Practice, scope: Scope, around: Around) -> list[Warned]:
    """Everything worth a warning, the most pressing first."""
    return [*_of_the_dates(scope, around), *_of_terms(practice, scope, around), *_of_others(practice, scope, around)]


def _of_the_dates(scope: Scope, around: Around) -> Iterator[Warned]:
    first = scope.since or scope.horizon.start
    if first < around.today:
        yield Warned("past", f"It starts in the past, on {in_words(first)}.")


def _of_terms(practice: Practice, scope: Scope, around: Around) -> Iterator[Warned]:
    """Whose working terms do not cover what is asked for."""
    first, last = scope.since or scope.horizon.start, scope.horizon.end
    terms = practice.by_code()
    for code, name in sorted(around.names.items(), key=lambda each: each[1]):
        if scope.people is None or code in scope.people:
            yield from _uncovered(name, terms.get(code, ()), first, last)


def _uncovered(name: str, terms: tuple[Person, ...], first: date, last: date) -> Iterator[Warned]:
    within = [term for term in terms if term.in_term_between(first, last)]
    if not within:
        yield Warned("missing-term", f"{name} has no working term then: not on the rota.")
        return
    day = first
    for term in within:
        if term.starts and term.starts > day:
            span = span_in_words(day, term.starts - ONE_DAY)
            yield Warned("gap-in-terms", f"{name} has no working term {span}: not on the rota then.")
        day = (term.ends or last) + ONE_DAY
    if day <= last:
        yield Warned(
            "expiring-term", f"{name}’s working term ends on {in_words(day - ONE_DAY)}: not on the rota after."
        )


def _of_others(practice: Practice, scope: Scope, around: Around) -> Iterator[Warned]:
    for code in sorted((scope.people or frozenset()) & _only_by_hand(practice)):
        yield Warned(
            "by-hand", f"{around.names.get(code, code)}’s rota is only written by hand; a run leaves it alone."
        )
    if around.edits:
        waits = "waits" if around.edits == 1 else "wait"
        words = f"{counted(around.edits, 'change')} by hand {waits} to be published. A run does not know of them."
        yield Warned("edits-wait", words)
    if around.runs:
        yield Warned("runs-wait", "Another run is being worked on; this one waits for its turn.")


def _only_by_hand(practice: Practice) -> frozenset[str]:
    return frozenset(code for code, terms in practice.by_code().items() if not any(each.is_generated for each in terms))


def notes(practice: Practice, scope: Scope) -> list[str]:
    """What is settled for these weeks: days that are shut, and leave."""
    first, last = scope.since or scope.horizon.start, scope.horizon.end
    shut = dict(practice_holidays(practice, first, last))
    for closure in practice.closures:
        half = f" {closure.half.value}" if closure.half else ""
        shut |= {day: closure.label + half for day in closure.dates if first <= day <= last and day not in shut}
    away = {
        leave.code
        for leave in practice.leave
        if leave.approved and leave.start.date <= last and first <= leave.end.date
        and (scope.people is None or leave.code in scope.people)
    }  # fmt: skip
    found = []
    if shut:
        found.append(f"Closed: {', '.join(f'{in_words(day)} {shut[day]}' for day in sorted(shut))}.")
    if away:
        has = "has" if len(away) == 1 else "have"
        found.append(f"{counted(len(away), 'person', 'people')} {has} approved leave then; it is kept.")
    return found
