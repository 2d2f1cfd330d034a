"""The whole practice from its three parts, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Any

from shared.domain.people import Person
from shared.domain.problem import Leave, Practice
from shared.intake import leave as leave_table
from shared.intake import people as people_table
from shared.intake.faults import BadInput, Fault, Files, Report
from shared.intake.located import Located, parse
from shared.intake.settings import Settings, settings_of, site_codes
from shared.intake.settings_written import settings_parts
from shared.intake.tables import Row, rows_of, written
from shared.intake.text import text_of

SOME_MONDAY = date(2000, 1, 3)  # stands in for the anchor of patterns that nobody will see, because of other faults
Parts = tuple[dict[str, Any], list[dict[str, str]], list[dict[str, str]]]


def read_practice(files: Files) -> Practice:
    """The practice the three files describe; raises BadInput with every fault of all three."""
    practice, faults = examine(files)
    if practice is None:
        raise BadInput(faults)
    return practice


def examine(files: Files) -> tuple[Practice | None, tuple[Fault, ...]]:
    """The practice, or None and every fault of all three files."""
    about = _Reports(*(Report(files.name_of(part)) for part in ("practice", "people", "leave")))
    document = _document(files.practice, about.practice)
    people = (
        None
        if files.people is None
        else rows_of(files.people, people_table.COLUMNS, about.people, optional=tuple(people_table.OPTIONAL))
    )
    leave = None if files.leave is None else rows_of(files.leave, leave_table.COLUMNS, about.leave)
    return _put_together(document, people, leave, about)


def practice_from_parts(
    settings: Mapping[str, Any], people: Sequence[Mapping[str, str]], leave: Sequence[Mapping[str, str]]
) -> Practice:
    """The practice from its settings as parsed JSON and its tables as rows; raises BadInput like `read_practice`.

    It may have no people yet, as after set-up, and rules for groups nobody is in just now; in files both are slips.
    """
    about = _Reports(Report("practice"), Report("people"), Report("leave"))
    practice, faults = _put_together(
        Located(dict(settings)),
        [Row(None, row) for row in people],
        [Row(None, row) for row in leave],
        about,
        stored=True,
    )
    if practice is None:
        raise BadInput(faults)
    return practice


def parts_of(practice: Practice) -> Parts:
    """What `practice_from_parts` makes this practice of: settings, people, leave."""
    return (
        settings_parts(practice),
        [people_table.row_of(person) for person in practice.people],
        [leave_table.row_of(leave) for leave in practice.leave],
    )


def write_practice(practice: Practice, *, stem: str = "practice") -> Files:
    """The practice as its three files; reading them gives the same practice."""
    settings, people, leave = parts_of(practice)
    return Files(
        stem,
        json.dumps(settings, indent=2, ensure_ascii=False).encode() + b"\n",
        written(people_table.columns_of(people), people),
        written(leave_table.COLUMNS, leave),
    )


class _Reports:
    """One report a file."""

    def __init__(self, practice: Report, people: Report, leave: Report) -> None:
        self.practice, self.people, self.leave = practice, people, leave

    def all(self) -> tuple[Fault, ...]:
        """Every fault, file by file."""
        return tuple(chain.from_iterable(report.in_order() for report in (self.practice, self.people, self.leave)))


def _document(data: bytes | None, report: Report) -> Located | None:
    if data is None:
        return None
    text = text_of(data, report, when_empty='Write at least { "name": ..., "sites": [...], "horizon": {...} }.')
    return None if text is None else parse(text, report)


def _put_together(
    document: Located | None,
    people: Sequence[Row] | None,
    leave: Sequence[Row] | None,
    about: _Reports,
    *,
    stored: bool = False,
) -> tuple[Practice | None, tuple[Fault, ...]]:
    """The practice, or every fault. A part that is None was reported elsewhere; the others are still checked."""
    groups = None if stored or people is None else _groups(people)
    settings = settings_of(document, about.practice, groups=groups) if document else None
    sites = site_codes(document) if document else None
    staff = people_table.people_of(
        people or (), about.people, sites=sites, anchor=settings.anchor if settings else SOME_MONDAY
    )
    if people == [] and not stored and not about.people.faults:
        about.people.add("There is nobody in it.", "Write a line for each person, below the first.")
    spells = leave_table.leave_of(leave or (), about.leave, codes=_codes(people))
    faults = about.all()
    if faults or settings is None or people is None or leave is None:
        return None, faults
    return _practice(settings, people=staff, leave=spells), ()


def _codes(people: Sequence[Row] | None) -> set[str] | None:
    """Everybody's code, also of people whose row has other faults; None when the table could not be read at all."""
    codes = {row.cells.get("code", "") for row in people or ()} - {""}
    return codes or None


def _groups(people: Sequence[Row]) -> set[str]:
    """The practice's own groups, as people name them."""
    return {group.strip() for row in people for group in row.cells.get("groups", "").split("|")} - {""}


def _practice(settings: Settings, *, people: Sequence[Person], leave: Sequence[Leave]) -> Practice:
    return Practice(
        name=settings.name,
        nation=settings.nation,
        horizon=settings.horizon,
        sites=settings.sites,
        rules=settings.rules,
        closures=settings.closures,
        people=tuple(people),
        leave=tuple(leave),
        list_size=settings.list_size,
        week_a_starts=settings.week_a_starts,
        notes=settings.notes,
        leave_rules=settings.leave_rules,
        holidays=settings.holidays,
        kept=settings.kept,
    )
