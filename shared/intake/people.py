"""NAME.people.csv: who works here, in what role and pattern."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from decimal import Decimal

from shared.domain.people import Letter, Pattern, Person
from shared.intake import words
from shared.intake.faults import Report, rather, shown
from shared.intake.rows import Cells, place
from shared.intake.tables import Row
from shared.intake.words import Wrong

COLUMNS = (
    "code", "name", "role", "site", "wte", "pattern", "pattern_b", "flexible_days_per_week", "annual_leave_sessions",
    "flags",
)  # fmt: skip
MOST_WTE = 2
MOST_DAYS = 5
MOST_LEAVE_SESSIONS = 1000

Letters = tuple[Letter, ...]


def people_of(rows: Sequence[Row], report: Report, *, sites: Collection[str] | None, anchor: date) -> list[Person]:
    """Everyone, in the order of the rows; faulty rows are reported and left out.

    `sites` None: not known, so nobody's site is called wrong. `anchor` is the Monday alternating patterns count from.
    """
    seen: dict[str, Row] = {}
    people = []
    for row in rows:
        cells = Cells(row, report)
        code = cells.read("code", words.code)
        if code is not None and code in seen:
            cells.fault(
                "code", f"The code {code} is taken by {place(seen[code])}.", "Give each person a code of their own."
            )
            continue
        if code is not None:
            seen[code] = row
        if (person := _person(code, cells, sites, anchor)) is not None:
            people.append(person)
    return people


def _person(code: str | None, cells: Cells, sites: Collection[str] | None, anchor: date) -> Person | None:
    name = cells.read("name", words.plain)
    role = cells.read("role", words.role)
    site = cells.read("site", _site_among(sites))
    wte = cells.read("wte", lambda text: words.number(text, low=0, high=MOST_WTE))
    pattern = cells.read("pattern", words.pattern)
    pattern_b = cells.read("pattern_b", _other_week)
    flexible = cells.read("flexible_days_per_week", _flexible_days)
    leave = cells.read("annual_leave_sessions", _leave_sessions)
    flags = cells.read("flags", words.flags)
    if code is None or name is None or role is None or site is None or wte is None or pattern is None:
        return None
    if pattern_b is None or flexible is None or leave is None or flags is None:
        return None
    person = Person(
        code=code,
        name=name,
        role=role,
        site=site,
        wte=wte,
        pattern=Pattern((pattern, *pattern_b), anchor),
        flexible_days_per_week=flexible[0] if flexible else None,
        annual_leave_sessions=leave,
        flags=flags,
    )
    _check_target(person, cells)
    return person


def _site_among(sites: Collection[str] | None) -> Callable[[str], str]:
    def read(text: str) -> str:
        if sites is not None and text not in sites:
            raise Wrong(f"There is no site {shown(text)} in the practice's file.", rather(text, sites))
        return text

    return read


def _other_week(text: str) -> tuple[Letters, ...]:
    """The second week of an alternating pair; nothing when every week is alike."""
    return (words.pattern(text),) if text else ()


def _flexible_days(text: str) -> tuple[Decimal, ...]:
    """A target of whole days a week; nothing when none is given."""
    return (words.number(text, low=0, high=MOST_DAYS),) if text else ()


def _leave_sessions(text: str) -> Decimal:
    return words.number(text, low=0, high=MOST_LEAVE_SESSIONS) if text else Decimal(0)


def _check_target(person: Person, cells: Cells) -> None:
    """Somebody with a "?" needs a target: their own, or full-time days times their WTE."""
    if person.pattern.flexible and person.is_generated and person.flexible_days_per_week is None and person.wte == 0:
        cells.fault(
            "flexible_days_per_week",
            f"{person.code} has a ? in the pattern, and neither days a week nor a WTE says how many to give.",
            "Write the whole days a week they should work, as 3.5, or their WTE.",
        )


def row_of(person: Person) -> dict[str, str]:
    """Somebody as a row of the table; reading it gives the same person."""
    first, *others = ("".join(week) for week in person.pattern.weeks)
    flexible = person.flexible_days_per_week
    return {
        "code": person.code,
        "name": person.name,
        "role": person.role,
        "site": person.site,
        "wte": format(person.wte, "f"),
        "pattern": first,
        "pattern_b": others[0] if others else "",
        "flexible_days_per_week": "" if flexible is None else format(flexible, "f"),
        "annual_leave_sessions": format(person.annual_leave_sessions, "f"),
        "flags": "|".join(sorted(person.flags)),
    }
