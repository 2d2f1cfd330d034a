"""NAME.people.csv: who works here, in what role and pattern, and from when to when. A row is a working term."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from shared.domain.calendar import span_in_words
from shared.domain.people import SESSION_MINUTES, Letter, Pattern, Person, overlap
from shared.intake import words
from shared.intake.faults import Report, rather, shown
from shared.intake.rows import Cells, place
from shared.intake.tables import Row
from shared.intake.words import Wrong

COLUMNS = (
    "code", "name", "role", "site", "wte", "pattern", "pattern_b", "flexible_days_per_week", "annual_leave_sessions",
    "flags",
)  # fmt: skip
# What may be left out, and what a cell says when it is.
OPTIONAL: Mapping[str, str] = {"starts": "", "ends": "", "session_minutes": str(SESSION_MINUTES), "groups": ""}
MOST_WTE = 2
MOST_DAYS = 5
MOST_LEAVE_SESSIONS = 1000
LEAST_MINUTES, MOST_MINUTES = 30, 720
LONGEST_GROUP = 60
NO_GROUPS: frozenset[str] = frozenset()
OPEN: tuple[date | None] = (None,)

Letters = tuple[Letter, ...]


class _Span(NamedTuple):
    """The dates of a row, both included; None: open. Known even where the row has other faults."""

    starts: date | None
    ends: date | None


class _Term(NamedTuple):
    """One row, as far as it can be read."""

    code: str
    name: str | None
    groups: frozenset[str] | None
    span: _Span | None
    person: Person | None
    cells: Cells


def people_of(rows: Sequence[Row], report: Report, *, sites: Collection[str] | None, anchor: date) -> list[Person]:
    """Everyone's working terms in the order of the rows; faulty rows are reported and left out.

    Somebody's terms stand together where the first of them stands, oldest first. `sites` None: not known, so
    nobody's site is called wrong. `anchor` is the Monday alternating patterns count from.
    """
    by_code: dict[str, list[_Term]] = {}
    for row in rows:
        term = _term(Cells(row, report), sites, anchor)
        if term is not None:
            by_code.setdefault(term.code, []).append(term)
    for terms in by_code.values():
        _check_together(terms)
    return [person for terms in by_code.values() for person in _in_turn(terms)]


def _in_turn(terms: Iterable[_Term]) -> list[Person]:
    people = (term.person for term in terms if term.person is not None)
    return sorted(people, key=lambda person: person.starts or date.min)


def _term(cells: Cells, sites: Collection[str] | None, anchor: date) -> _Term | None:
    code = cells.read("code", words.code)
    name = cells.read("name", words.plain)
    groups = cells.read_if_given("groups", _groups, NO_GROUPS)
    span = _span(cells)
    person = _person(code, name, groups, span, cells, sites, anchor)
    return None if code is None else _Term(code, name, groups, span, person, cells)


def _span(cells: Cells) -> _Span | None:
    """From when to when; None when a date is faulty."""
    starts = cells.read_if_given("starts", _some_day, OPEN)
    ends = cells.read_if_given("ends", _some_day, OPEN)
    if starts is None or ends is None:
        return None
    span = _Span(*starts, *ends)
    if span.starts is not None and span.ends is not None and span.ends < span.starts:
        cells.fault("ends", "The term ends before it starts.", f"Write {span.starts.isoformat()} or later.")
        return None
    return span


def _some_day(text: str) -> tuple[date | None]:
    """A date, wrapped as an open end is: None itself says that the cell is faulty."""
    return (words.day(text),)


def _person(
    code: str | None,
    name: str | None,
    groups: frozenset[str] | None,
    span: _Span | None,
    cells: Cells,
    sites: Collection[str] | None,
    anchor: date,
) -> Person | None:
    role = cells.read("role", words.role)
    site = cells.read("site", _site_among(sites))
    wte = cells.read("wte", lambda text: words.number(text, low=0, high=MOST_WTE))
    pattern = cells.read("pattern", words.pattern)
    pattern_b = cells.read("pattern_b", _other_week)
    flexible = cells.read("flexible_days_per_week", _flexible_days)
    leave = cells.read("annual_leave_sessions", _leave_sessions)
    flags = cells.read("flags", words.flags)
    minutes = cells.read_if_given("session_minutes", _minutes, SESSION_MINUTES)
    if code is None or name is None or role is None or site is None or wte is None or pattern is None:
        return None
    if pattern_b is None or flexible is None or leave is None or flags is None or minutes is None:
        return None
    if groups is None or span is None:
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
        starts=span.starts,
        ends=span.ends,
        session_minutes=minutes,
        groups=groups,
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


def _minutes(text: str) -> int:
    """The length of one session: whole minutes."""
    found = words.number(text, low=LEAST_MINUTES, high=MOST_MINUTES)
    if found != int(found):
        raise Wrong(f"{shown(text)} is not a whole number of minutes.", f"Write {int(found)} or {int(found) + 1}.")
    return int(found)


def _groups(text: str) -> frozenset[str]:
    """Groups joined by |."""
    found = [each.strip() for each in text.split("|")]
    wrong = [shown(each) for each in found if not each or not each.isprintable() or len(each) > LONGEST_GROUP]
    if wrong:
        raise Wrong(f"Not a group: {', '.join(wrong)}.", "Write the groups' names joined by |, as Diabetes|Minor ops.")
    return frozenset(found)


def _check_target(person: Person, cells: Cells) -> None:
    """Somebody with a "?" needs a target: their own, or full-time days times their WTE."""
    if person.pattern.flexible and person.is_generated and person.flexible_days_per_week is None and person.wte == 0:
        cells.fault(
            "flexible_days_per_week",
            f"{person.code} has a ? in the pattern, and neither days a week nor a WTE says how many to give.",
            "Write the whole days a week they should work, as 3.5, or their WTE.",
        )


# -- several terms of one person ---------------------------------------------------------------------------------


def _check_together(terms: Sequence[_Term]) -> None:
    """Rows of one code are one person's terms: one name, the same groups, and no day in two of them."""
    for at, below in enumerate(terms):
        if at and not _is_same_person(terms[0], below):
            continue
        above = next((above for above in terms[:at] if _share_a_day(above, below)), None)
        if above is not None:
            _report_overlap(above, below)


def _is_same_person(first: _Term, below: _Term) -> bool:
    """Whether two rows can be one person's; reported when they cannot."""
    if first.name is not None and below.name is not None and first.name != below.name:
        _report_taken(first, below)
        return False
    if first.groups is not None and below.groups is not None and first.groups != below.groups:
        below.cells.fault(
            "groups",
            f"{below.code} is in other groups by {place(first.cells.row)}.",
            "Write the same groups in each row of one person.",
        )
    return True


def _share_a_day(above: _Term, below: _Term) -> bool:
    return above.span is not None and below.span is not None and overlap(above.span, below.span)


def _report_overlap(above: _Term, below: _Term) -> None:
    spans = [term.span for term in (above, below) if term.span is not None]
    if not any(day for span in spans for day in span):
        _report_taken(above, below)
        return
    starts = max((span.starts for span in spans if span.starts), default=None)
    ends = min((span.ends for span in spans if span.ends), default=None)
    below.cells.fault(
        "starts",
        f"{below.code} has a working term already by {place(above.cells.row)}: "
        f"both cover {span_in_words(starts, ends)}.",
        "End the earlier term the day before the later one starts.",
    )


def _report_taken(above: _Term, below: _Term) -> None:
    below.cells.fault(
        "code",
        f"The code {below.code} is taken by {place(above.cells.row)}.",
        "Give each person a code of their own.",
    )


# -- writing -----------------------------------------------------------------------------------------------------


def row_of(person: Person) -> dict[str, str]:
    """A working term as a row of the table, with the optional columns; reading it gives the same term."""
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
        "starts": "" if person.starts is None else person.starts.isoformat(),
        "ends": "" if person.ends is None else person.ends.isoformat(),
        "session_minutes": str(person.session_minutes),
        "groups": "|".join(sorted(person.groups)),
    }


def columns_of(rows: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    """The columns a file of these rows needs: the optional ones only where somebody has something to say in them."""
    return (*COLUMNS, *(each for each, usual in OPTIONAL.items() if any(row.get(each, usual) != usual for row in rows)))
