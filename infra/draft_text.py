"""A draft as plain text, a grid a fortnight wide: 92 columns for names of usual length."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain

from infra.draft_sheet import AWAY, CLOSED, LETTERS, NOT_WORKING, Sheet
from shared.domain.calendar import Half, Session, in_words
from shared.domain.outcome import Outcome
from shared.domain.people import Person
from shared.domain.problem import Problem

LONGEST_NAME = 18
COLUMN = 7  # a day: "Mon 11 ", "S  D   "


def as_lines(problem: Problem, outcome: Outcome) -> Iterator[str]:
    """The lines of the text."""
    sheet = Sheet(problem, outcome)
    yield sheet.title
    yield sheet.summary
    yield from _list("Gaps", sheet.gaps())
    yield ""
    yield "  ".join(f"{sign} {activity.value}" for activity, sign in LETTERS.items())
    yield f"{AWAY} away  {CLOSED} closed  {NOT_WORKING} not working  a small letter: at another site"
    for fortnight in sheet.fortnights():
        yield from _fortnight(sheet, fortnight)
    yield from _fairness(sheet)
    yield from _list("Better avoided", [f"{label}: {_times(n)}, {points} points" for label, n, points in sheet.soft()])


def _list(heading: str, entries: Iterable[str]) -> Iterator[str]:
    """A heading and its entries; nothing when there are none."""
    if lines := [f"  {entry}" for entry in entries]:
        yield from ("", heading, *lines)


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _fortnight(sheet: Sheet, weeks: list[list[date]]) -> Iterator[str]:
    days = list(chain.from_iterable(weeks))
    yield from ("", f"{in_words(days[0])} to {in_words(days[-1])}")
    yield _line("", [[f"{day:%a} {day.day}" for day in week] for week in weeks])
    for person in sheet.people:
        yield _line(person.name, [[_squares(sheet, person, day) for day in week] for week in weeks])
    for heading, entries in (
        ("Closed", {day: ", ".join(sheet.shut(day)) for day in days}),
        ("Duty", {day: _duty(sheet, day) for day in days}),
        ("At another site", {day: ", ".join(sheet.sent(day)) for day in days}),
    ):
        told = [f"{in_words(day)}: {words}" for day, words in entries.items() if words]
        yield from (f"  {heading if at == 0 else '':<16}{line}" for at, line in enumerate(told))


def _line(name: str, weeks: list[list[str]]) -> str:
    short = name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"
    parts = ["".join(f"{cell:<{COLUMN}}" for cell in week) for week in weeks]
    return f"{short:<{LONGEST_NAME}}  {' '.join(parts)}".rstrip()


def _squares(sheet: Sheet, person: Person, day: date) -> str:
    squares = [sheet.square(person, Session(day, half)) for half in Half]
    return " ".join(square.sign.lower() if square.elsewhere else square.sign for square in squares)


def _duty(sheet: Sheet, day: date) -> str:
    """'AM Dr Ash, Dr Elder; PM Dr Ash, 1 missing'; once for both halves when they are alike."""
    halves = {half: _holders(sheet, Session(day, half)) for half in Half}
    if len(set(halves.values())) == 1:
        return halves[Half.AM]
    return "; ".join(f"{half.value} {holders}" for half, holders in halves.items() if holders)


def _holders(sheet: Sheet, session: Session) -> str:
    missing = sheet.missing_duty(session)
    return ", ".join([*sheet.duty(session), *([f"{missing} MISSING"] if missing else [])])


def _fairness(sheet: Sheet) -> Iterator[str]:
    if rows := sheet.fairness():
        yield from (
            "",
            "Duty, in half-days",
            f"  {'':<{LONGEST_NAME}}  held  counts for  fair part   Mondays  fair part",
        )
    for fair in rows:
        name = fair.person.name[:LONGEST_NAME]
        duty = f"{fair.held:4}  {fair.counts:10g}  {fair.share:9.1f}"
        yield f"  {name:<{LONGEST_NAME}}  {duty}  {fair.mondays:8}  {fair.monday_share:9.1f}"
