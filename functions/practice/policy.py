"""What an import changes. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

Row = dict[str, str]

NUMBERS = frozenset({"wte", "flexible_days_per_week", "annual_leave_sessions"})


@dataclass(frozen=True, slots=True)
class Parts:
    """A practice as its three files say it: settings, people, leave."""

    settings: dict[str, Any]
    people: list[Row]
    leave: list[Row]


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between two practices. Settings by key, people by code, leave by line."""

    settings: tuple[str, ...]
    added: tuple[str, ...]
    changed: tuple[str, ...]
    left: tuple[str, ...]
    leave_added: int
    leave_removed: int
    order: bool  # the same people, in another order

    @property
    def any(self) -> bool:
        return bool(
            self.settings
            or self.added
            or self.changed
            or self.left
            or self.leave_added
            or self.leave_removed
            or self.order
        )


def changes(old: Parts, new: Parts) -> Changes:
    """What an import would change. Order of columns and of leave does not matter, nor 0.5 written 0.50."""
    was = {row["code"]: _plain(row) for row in old.people}
    now = {row["code"]: _plain(row) for row in new.people}
    keys = old.settings.keys() | new.settings.keys()
    leave_was, leave_now = Counter(map(_plain, old.leave)), Counter(map(_plain, new.leave))
    return Changes(
        settings=tuple(sorted(key for key in keys if old.settings.get(key) != new.settings.get(key))),
        added=tuple(code for code in now if code not in was),
        changed=tuple(code for code in now if code in was and was[code] != now[code]),
        left=tuple(code for code in was if code not in now),
        leave_added=(leave_now - leave_was).total(),
        leave_removed=(leave_was - leave_now).total(),
        order=was.keys() == now.keys() and list(was) != list(now),
    )


def _plain(row: Row) -> frozenset[tuple[str, str]]:
    return frozenset((column, _number(value) if column in NUMBERS else value) for column, value in row.items() if value)


def _number(value: str) -> str:
    try:
        return format(Decimal(value).normalize(), "f")
    except InvalidOperation:
        return value
