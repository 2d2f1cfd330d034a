"""What an import changes, and which stored term each line of the people file is. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple, TypeVar

from shared.domain.people import Dated, overlap

Row = dict[str, str]
D = TypeVar("D", bound=Dated)

NUMBERS = frozenset({"wte", "flexible_days_per_week", "annual_leave_sessions", "session_minutes"})
USUAL = {"annual_leave_sessions": "0", "session_minutes": "250"}  # what an empty cell says
DATES = ("starts", "ends")


@dataclass(frozen=True, slots=True)
class Parts:
    """A practice as its three files say it: settings, people, leave."""

    settings: dict[str, Any]
    people: list[Row]
    leave: list[Row]


class Field(NamedTuple):
    """One cell that says something else."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class TermChange:
    """What becomes of one term: added, removed or changed. Dates as after the change; as before it, where removed."""

    what: str
    starts: str
    ends: str
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonChange:
    """What becomes of one person: added, changed or deactivated."""

    what: str
    code: str
    name: str
    terms: tuple[TermChange, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between two practices. Settings by key, people by code, leave by line."""

    settings: tuple[str, ...]
    people: tuple[PersonChange, ...]
    unchanged: int
    leave_added: int
    leave_removed: int
    order: bool  # the same people, in another order

    def codes(self, what: str) -> list[str]:
        """The people something becomes of: 'added', 'changed' or 'deactivated'."""
        return [person.code for person in self.people if person.what == what]

    @property
    def any(self) -> bool:
        return bool(self.settings or self.people or self.leave_added or self.leave_removed or self.order)


def changes(old: Parts, new: Parts) -> Changes:
    """What an import would change. Order of columns and of leave does not matter, nor 0.5 written 0.50."""
    was, now = _by_code(old.people), _by_code(new.people)
    keys = old.settings.keys() | new.settings.keys()
    leave_was, leave_now = Counter(map(_plain, old.leave)), Counter(map(_plain, new.leave))
    people = [
        *(_person("changed" if code in was else "added", was.get(code, []), rows) for code, rows in now.items()),
        *(_person("deactivated", rows, []) for code, rows in was.items() if code not in now),
    ]
    differing = tuple(person for person in people if person.terms)
    return Changes(
        settings=tuple(sorted(key for key in keys if old.settings.get(key) != new.settings.get(key))),
        people=differing,
        unchanged=len(people) - len(differing),
        leave_added=(leave_now - leave_was).total(),
        leave_removed=(leave_was - leave_now).total(),
        order=was.keys() == now.keys() and list(was) != list(now),
    )


class _Line(NamedTuple):
    """A line of the people file with its dates read."""

    starts: date | None
    ends: date | None
    row: Row


def _person(what: str, old: Sequence[Row], new: Sequence[Row]) -> PersonChange:
    pairs = paired([_line(row) for row in old], [_line(row) for row in new], lambda a, b: a.row == b.row)
    terms = [_term(a and a.row, b and b.row) for a, b in pairs]
    code, name = next((row["code"], row["name"]) for row in (*new, *old))
    return PersonChange(what, code, name, tuple(term for term in terms if term is not None))


def _line(row: Row) -> _Line:
    starts, ends = (date.fromisoformat(row[column]) if row.get(column) else None for column in DATES)
    return _Line(starts, ends, {column: plain_cell(column, value) for column, value in row.items()})


def _term(old: Row | None, new: Row | None) -> TermChange | None:
    """What became of one term; None when nothing did."""
    row = new or old or {}
    starts, ends = row.get("starts", ""), row.get("ends", "")
    if old is None or new is None:
        return TermChange("removed" if new is None else "added", starts, ends)
    fields = tuple(
        Field(column, old.get(column, ""), new.get(column, ""))
        for column in dict.fromkeys((*new, *old))
        if old.get(column, "") != new.get(column, "")
    )
    return TermChange("changed", starts, ends, fields) if fields else None


def paired(have: Sequence[D], want: Sequence[D], same: Callable[[D, D], bool]) -> list[tuple[D | None, D | None]]:
    """Which of one person's terms becomes which: those alike, then those that start on one day, then those that
    overlap. What is left over is None on the other side.
    """
    pairs: list[tuple[D | None, D | None]] = []
    left, wanted = list(have), list(want)
    for alike in (same, lambda a, b: a.starts == b.starts, overlap):
        for term in list(wanted):
            if (found := next((each for each in left if alike(each, term)), None)) is not None:
                left.remove(found)
                wanted.remove(term)
                pairs.append((found, term))
    return [*pairs, *((term, None) for term in left), *((None, term) for term in wanted)]


def filled(people: Iterable[Row], *, absent: Collection[str], stored: Sequence[Row], today: date) -> list[Row]:
    """The people file with what it leaves out taken from what is stored.

    A file without dates describes the term each person is in: it keeps its dates, and their other terms stay. A file
    without groups or lengths of sessions leaves those as they are. `absent`: optional columns the file does not have.
    """
    known = _by_code(stored)
    rows: list[Row] = []
    for row in people:
        terms = known.get(row["code"])
        rows += [row] if not terms else _filled(row, terms, absent, today)
    return rows


def _filled(row: Row, terms: Sequence[Row], absent: Collection[str], today: date) -> list[Row]:
    undated = set(DATES) <= set(absent)
    meant = _in_term(terms, today) if undated else terms[0]
    kept = [column for column in absent if column not in DATES or undated]
    others = [other for other in terms if other is not meant] if undated else []
    name = {"name": row["name"]} | ({} if "groups" in absent else {"groups": row.get("groups", "")})
    return [row | {column: meant.get(column, "") for column in kept}, *(other | name for other in others)]


def _in_term(terms: Sequence[Row], today: date) -> Row:
    """The term of today, else the next, else the last; oldest first."""
    return next((row for row in terms if not row.get("ends") or row["ends"] >= today.isoformat()), terms[-1])


def _by_code(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["code"], []).append(row)
    return found


def _plain(row: Mapping[str, str]) -> frozenset[tuple[str, str]]:
    return frozenset((column, value) for column, value in row.items() if value)


def plain_cell(column: str, value: str) -> str:
    """A cell without what makes no difference: zeros at the end of a number, and the usual where nothing is written."""
    if column not in NUMBERS or not (value or column in USUAL):
        return value
    try:
        return format(Decimal(value or USUAL[column]).normalize(), "f")
    except InvalidOperation:
        return value
