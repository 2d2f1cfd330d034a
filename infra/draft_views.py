"""A draft as people and programs read it: text, CSV, a web page, or the documented JSON. Each gives the whole file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from types import MappingProxyType

import orjson

from infra.draft_page import as_page
from infra.draft_text import as_lines
from shared.domain.outcome import Outcome, as_document
from shared.domain.problem import Problem
from shared.spreadsheet import safe

CSV_COLUMNS = ("code", "name", "date", "half", "activity", "site")


def as_json(problem: Problem, outcome: Outcome) -> bytes:
    """The documented draft, the same as the API's."""
    return orjson.dumps(as_document(problem, outcome), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def as_csv(problem: Problem, outcome: Outcome) -> bytes:
    """One assignment a line, in calendar order."""
    names = {person.code: safe(person.name) for person in problem.practice.people}
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    for a in outcome.assignments:
        day, half = a.session.date.isoformat(), a.session.half.value
        writer.writerow((a.code, names[a.code], day, half, a.activity.value, a.site))
    return out.getvalue().encode()


def as_text(problem: Problem, outcome: Outcome) -> bytes:
    """A grid a fortnight wide, the gaps on top, for a terminal."""
    return ("\n".join(as_lines(problem, outcome)) + "\n").encode()


def as_html(problem: Problem, outcome: Outcome) -> bytes:
    """One page that needs nothing else, for a browser and for paper."""
    return as_page(problem, outcome).encode()


FORMATS: Mapping[str, Callable[[Problem, Outcome], bytes]] = MappingProxyType(
    {"text": as_text, "json": as_json, "csv": as_csv, "html": as_html}
)
