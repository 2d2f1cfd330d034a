"""What an entry of the audit changed, field by field; and its table. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from functions.reports.queries import Entry
from functions.reports.words import action_in_words, entity_in_words, field_in_words
from shared.clock import LONDON
from shared.spreadsheet import table as spreadsheet

MOST_CHANGES = 100  # of one entry, on the page; an import of a whole practice has thousands
LONGEST_VALUE = 500
COLUMNS = ("when", "who", "what", "about", "id", "field", "from", "to", "reason", "request")


@dataclass(frozen=True, slots=True)
class Change:
    """One field. None: there was, or is, nothing."""

    field: str
    old: str | None
    new: str | None


def changes(old: Any, new: Any) -> tuple[Change, ...]:
    """What differs between an entry's old and new, field by field."""
    was, now = _flat(old), _flat(new)
    keys = [*was, *(key for key in now if key not in was)]
    return tuple(_change(key, was.get(key), now.get(key)) for key in keys if was.get(key) != now.get(key))


def _flat(value: Any, at: str = "") -> dict[str, Any]:
    """Values by dotted key; lists are values."""
    if not isinstance(value, Mapping):
        return {} if value is None else {at: value}
    found: dict[str, Any] = {}
    for key, each in value.items():
        found |= _flat(each, f"{at}.{key}" if at else str(key))
    return found


def _change(field: str, old: Any, new: Any) -> Change:
    if isinstance(old, list) and isinstance(new, list):
        return Change(field, _list([e for e in old if e not in new]), _list([e for e in new if e not in old]))
    return Change(field, _words(old), _words(new))


def _list(entries: list[Any]) -> str | None:
    return _words(entries) if entries else None


def _words(value: Any) -> str | None:
    """A value as people read it."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(_words(each) or "nothing" for each in value) or "none"
    if isinstance(value, Mapping):
        return ", ".join(
            f"{field_in_words(str(key))} {_words(each)}" for key, each in value.items() if each not in (None, "")
        )
    return str(value)


def shortened(text: str | None) -> str | None:
    """A value short enough for the page."""
    return text if text is None or len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


def table(entries: Iterable[Entry]) -> bytes:
    """The entries as CSV: a line for each field that changed, or one for an entry without any."""
    nothing = (Change("", None, None),)
    return spreadsheet(
        COLUMNS,
        (_cells(entry, change) for entry in entries for change in changes(entry.old, entry.new) or nothing),
    )


def _cells(entry: Entry, change: Change) -> tuple[str, ...]:
    return (
        entry.at.astimezone(LONDON).strftime("%Y-%m-%d %H:%M:%S"),
        entry.by or "the system",
        action_in_words(entry.action),
        entry.about or entity_in_words(entry.entity),
        entry.entity_id,
        field_in_words(change.field),
        change.old or "",
        change.new or "",
        entry.reason or "",
        entry.request_id or "",
    )
