"""A draft as one web page: no script, nothing to fetch, light and dark, fit for paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from html import escape
from importlib.resources import files
from itertools import chain

from infra.draft_sheet import AWAY, CLOSED, LETTERS, NOT_WORKING, Sheet, Square
from shared.domain.calendar import Half, Session, in_words
from shared.domain.outcome import Outcome
from shared.domain.people import Person
from shared.domain.problem import Problem

KINDS = {AWAY: "away", CLOSED: "closed", NOT_WORKING: "not-working"}


def as_page(problem: Problem, outcome: Outcome) -> str:
    """The page's HTML."""
    sheet = Sheet(problem, outcome)
    style = files("infra").joinpath("draft_page.css").read_text(encoding="utf-8")
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en-GB">',
            '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(sheet.title)}</title>",
            f"<style>\n{style}</style></head>",
            "<body><main>",
            *_body(sheet),
            "</main></body>",
            "</html>",
            "",
        ]
    )


def _body(sheet: Sheet) -> Iterator[str]:
    yield f"<h1>{escape(sheet.title)}</h1>"
    yield f"<p>{escape(sheet.summary)}</p>"
    yield from _gaps(sheet)
    yield from _key()
    for week in chain.from_iterable(sheet.fortnights()):
        yield from _week(sheet, week)
    yield from _fairness(sheet)
    yield from _soft(sheet)


def _gaps(sheet: Sheet) -> Iterator[str]:
    if gaps := sheet.gaps():
        yield '<section class="gaps"><h2>Gaps</h2>'
        yield from _items(gaps)
        yield "</section>"


def _items(entries: Iterable[str]) -> Iterator[str]:
    yield "<ul>"
    yield from (f"<li>{escape(entry)}</li>" for entry in entries)
    yield "</ul>"


def _key() -> Iterator[str]:
    yield "<h2>Letters</h2>"
    yield '<p class="key">'
    yield from (f'<span class="{activity.value}">{sign} {activity.value}</span>' for activity, sign in LETTERS.items())
    yield f'<span class="away">{AWAY} away</span><span class="closed">{CLOSED} closed</span>'
    yield '<span class="elsewhere">dashed: at another site</span></p>'


def _week(sheet: Sheet, days: list[date]) -> Iterator[str]:
    yield f"<section><h2>Week of {escape(in_words(days[0]))} {days[0].year}</h2>"
    yield '<div class="scroll"><table class="grid"><thead><tr><th scope="col">Person</th>'
    yield from (f'<th scope="colgroup" colspan="2">{_day(sheet, day)}</th>' for day in days)
    yield "</tr></thead><tbody>"
    yield from _duty_row(sheet, days)
    yield from (_person_row(sheet, person, days) for person in sheet.people)
    yield "</tbody></table></div></section>"


def _day(sheet: Sheet, day: date) -> str:
    return "<br>".join(map(escape, [in_words(day), *sheet.shut(day)]))


def _duty_row(sheet: Sheet, days: list[date]) -> Iterator[str]:
    if sheet.problem.practice.rules.duty is not None:
        cells = (f"<td>{_holders(sheet, Session(day, half))}</td>" for day in days for half in Half)
        yield f'<tr class="holders"><th scope="row">Duty</th>{"".join(cells)}</tr>'


def _holders(sheet: Sheet, session: Session) -> str:
    names = [escape(name) for name in sheet.duty(session)]
    missing = sheet.missing_duty(session)
    return "<br>".join([*names, *([f'<span class="missing">{missing} missing</span>'] if missing else [])])


def _person_row(sheet: Sheet, person: Person, days: list[date]) -> str:
    cells = (_cell(sheet.square(person, Session(day, half)), half) for day in days for half in Half)
    return f'<tr><th scope="row">{escape(person.name)}</th>{"".join(cells)}</tr>'


def _cell(square: Square, half: Half) -> str:
    """A letter and its words for those who point at it or listen."""
    if square.cell is None:
        kind = KINDS[square.sign]
        sign = "" if square.sign == NOT_WORKING else square.sign
        return f'<td class="{kind}" title="{half.value}: {kind.replace("-", " ")}">{sign}</td>'
    classes = f"{square.cell.activity.value} elsewhere" if square.elsewhere else square.cell.activity.value
    where = f" at {escape(square.cell.site)}" if square.elsewhere else ""
    return f'<td class="{classes}" title="{half.value}: {square.cell.activity.value}{where}">{square.sign}</td>'


def _fairness(sheet: Sheet) -> Iterator[str]:
    if not (rows := sheet.fairness()):
        return
    yield "<section><h2>Duty, in half-days</h2><table><thead><tr>"
    heads = ("Person", "Held", "Counts for", "Fair part", "Mondays", "Fair part of Mondays")
    yield from (f'<th scope="col">{head}</th>' for head in heads)
    yield "</tr></thead><tbody>"
    for fair in rows:
        cells = (str(fair.held), f"{fair.counts:g}", f"{fair.share:.1f}", str(fair.mondays), f"{fair.monday_share:.1f}")
        row = "".join(f"<td>{cell}</td>" for cell in cells)
        yield f'<tr><th scope="row">{escape(fair.person.name)}</th>{row}</tr>'
    yield "</tbody></table></section>"


def _soft(sheet: Sheet) -> Iterator[str]:
    if soft := sheet.soft():
        yield "<section><h2>Better avoided</h2>"
        yield from _items(
            f"{label}: {'once' if n == 1 else f'{n} times'}, {points} points" for label, n, points in soft
        )
        yield "</section>"
