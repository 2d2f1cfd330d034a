"""A grab sheet as one web page: no script, nothing to fetch, fit for paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import escape
from pathlib import Path

from functions.backup.sheet.nouns import GrabSheet, day, short
from shared.domain.calendar import Half

STYLE = Path(__file__).with_name("sheet.css")


def as_page(sheet: GrabSheet) -> str:
    """The page's HTML."""
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en-GB">',
            '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(sheet.title)}</title>",
            f"<style>\n{STYLE.read_text(encoding='utf-8')}</style></head>",
            "<body><main>",
            *_body(sheet),
            "</main></body>",
            "</html>",
            "",
        ]
    )


def _body(sheet: GrabSheet) -> Iterator[str]:
    yield f"<h1>{escape(sheet.title)}</h1>"
    yield f"<p>{escape(sheet.made)} Who is not listed for a session is not at work in it.</p>"
    if sheet.contact:
        yield f"<p>{escape(' · '.join(sheet.contact))}</p>"
    if len(sheet.sites) > 1:
        yield f"<p>{escape(', '.join(f'{code}: {name}' for code, name in sheet.sites.items()))}</p>"
    for monday in sheet.mondays():
        yield from _week(sheet, monday)


def _week(sheet: GrabSheet, monday: date) -> Iterator[str]:
    days, people = sheet.days(monday), sheet.at_work(monday)
    yield f"<section><h2>Week of {escape(day(monday))}</h2>"
    if not people:
        yield "<p>No rota is published for this week.</p></section>"
        return
    yield '<table><thead><tr><th scope="col">Who</th>'
    yield "".join(f'<th scope="col">{escape(short(each))}</th>' for each in days)
    yield "</tr></thead><tbody>"
    for half in Half:
        cells = "".join(f"<td>{escape(sheet.on_duty(each, half))}</td>" for each in days)
        yield f'<tr class="duty"><th scope="row">On duty, {half}</th>{cells}</tr>'
    for code in people:
        cells = "".join(_cell(sheet.said(code, each)) for each in days)
        yield f'<tr><th scope="row">{escape(sheet.people[code])}</th>{cells}</tr>'
    yield "</tbody></table></section>"


def _cell(said: tuple[str, ...]) -> str:
    duty = ' class="duty"' if any("DUTY" in each for each in said) else ""
    return f"<td{duty}>{''.join(f'<span>{escape(each)}</span>' for each in said)}</td>"
