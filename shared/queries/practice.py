"""The practice as it stands, put together from its rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from shared.db import Tx
from shared.domain.problem import Practice
from shared.errors import Busy
from shared.intake import practice_from_parts

PATIENCE = 10  # readings; a change commits in milliseconds


class Stamp(NamedTuple):
    """Two counters: changes of the practice, and changes of leave. While both stay, so does what was read."""

    version: int
    leave: int


@dataclass(frozen=True, slots=True)
class Known:
    """A practice as it stood at a stamp."""

    practice: Practice
    stamp: Stamp

    @property
    def version(self) -> int:
        return self.stamp.version


class Practices:
    """The practice of this deployment, kept in memory until it, or somebody's leave, changes."""

    def __init__(self) -> None:
        self._known: Known | None = None

    async def current(self, tx: Tx) -> Known | None:
        """The practice as it stands; None before the first import."""
        stamp = await practice_stamp(tx)
        if stamp is None:
            return None
        if (kept := self._known) is not None and kept.stamp == stamp:
            return kept
        # What this transaction has written itself may still be undone, and its stamp given to another change.
        committed = not await _has_written(tx)
        known = await load_practice(tx)
        if committed:
            self._known = known
        return known


async def _has_written(tx: Tx) -> bool:
    """Whether this transaction has changed anything."""
    cursor = await tx.execute("select pg_current_xact_id_if_assigned() is not null")
    row = await cursor.fetchone()
    return bool(row and row[0])


async def practice_stamp(tx: Tx) -> Stamp | None:
    """How often the practice and its leave have changed; None before the first import or set-up."""
    cursor = await tx.execute("select version, (select number from leave_stamp) from practice where id = 1")
    row = await cursor.fetchone()
    return None if row is None else Stamp(*row)


async def practice_version(tx: Tx) -> int | None:
    """How many imports have changed the practice; None before the first."""
    cursor = await tx.execute("select version from practice where id = 1")
    row = await cursor.fetchone()
    return None if row is None else int(row[0])


async def practice_settings(tx: Tx) -> dict[str, Any]:
    """The practice's settings file as it was read in; empty before the first import."""
    cursor = await tx.execute("select settings from practice where id = 1")
    row = await cursor.fetchone()
    return {} if row is None else dict(row[0])


async def practice_name(tx: Tx) -> str | None:
    """What the practice is called; None before the first import."""
    cursor = await tx.execute("select name from practice where id = 1")
    row = await cursor.fetchone()
    return None if row is None else str(row[0])


async def load_practice(tx: Tx) -> Known | None:
    """The practice from its rows, all as they stood at one moment. Raises Busy when it never stands still.

    No lock: every change counts a stamp up in its own transaction, so rows between two equal stamps belong together.
    """
    for _ in range(PATIENCE):
        stamp = await practice_stamp(tx)
        if stamp is None:
            return None
        parts = await practice_settings(tx), await people_parts(tx), await leave_parts(tx)
        if await practice_stamp(tx) == stamp:
            return Known(practice_from_parts(*parts), stamp)
    raise Busy("The practice is being changed; please try again in a moment.")


async def people_parts(tx: Tx) -> list[dict[str, str]]:
    """Every working term, past and to come, of the people who work here, in their order, as the people file's columns.

    PostgreSQL keeps the day after a term's last; the file writes the last.
    """
    cursor = await tx.execute(
        """
        select p.code, p.name, t.role, t.site_code, t.wte, t.pattern, t.pattern_b,
               t.flexible_days_per_week, t.annual_leave_sessions, t.flags,
               lower(t.valid), upper(t.valid) - 1, t.session_minutes,
               array(
                   select m.group_code from staff_group_member m
                   where m.person_code = p.code order by m.group_code collate "C"
               )
        from working_term t join person p on p.code = t.person_code
        where p.active
        order by p.position, p.code, lower(t.valid) nulls first
        """
    )
    columns = (
        "code", "name", "role", "site", "wte", "pattern", "pattern_b",
        "flexible_days_per_week", "annual_leave_sessions", "flags",
        "starts", "ends", "session_minutes", "groups",
    )  # fmt: skip
    return [dict(zip(columns, map(_text, row), strict=True)) for row in await cursor.fetchall()]


async def leave_parts(tx: Tx) -> list[dict[str, str]]:
    """Leave that is asked for or approved, in calendar order, as the leave file's columns.

    Part of a session is left out: the person works that session, and the rota with it. So is the leave of people who
    have left, and of those without any term: no part of the practice knows them.
    """
    cursor = await tx.execute(
        """
        select person_code, kind, start_date, start_half, end_date, end_half, status
        from leave_request
        where status in ('approved', 'requested') and part_minutes is null
          and exists (
              select from working_term t join person p on p.code = t.person_code
              where p.active and p.code = leave_request.person_code
          )
        order by start_date, start_half, person_code
        """
    )
    columns = ("code", "kind", "start", "start_half", "end", "end_half", "status")
    return [dict(zip(columns, map(_text, row), strict=True)) for row in await cursor.fetchall()]


async def names(tx: Tx) -> dict[str, str]:
    """Everybody who works or has worked here, by code."""
    cursor = await tx.execute("select code, name from person")
    return dict(await cursor.fetchall())


async def former_names(tx: Tx) -> dict[str, str]:
    """People who have left, by code: older versions of the rota still name them."""
    cursor = await tx.execute("select code, name from person where not active")
    return dict(await cursor.fetchall())


def _text(value: Any) -> str:
    """A column as the file writes it."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, list):
        return "|".join(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
