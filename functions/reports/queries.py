"""Every read of the audit. Rows are written by shared/audit.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.rows import class_row

from shared.db import Tx


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries. None: all. since and until are moments, until not included; text is looked for everywhere."""

    account_id: UUID | None = None
    by_system: bool = False
    action: str | None = None
    entity: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    text: str | None = None
    before: int | None = None
    hidden: tuple[str, ...] = ()  # entities this caller reads nothing about


@dataclass(frozen=True, slots=True)
class Entry:
    """One change. by None: the system itself. about: the name of whom or what it was done to, where it has one."""

    id: int
    at: datetime
    account_id: UUID | None
    by: str | None
    action: str
    entity: str
    entity_id: str
    about: str | None
    old: Any
    new: Any
    reason: str | None
    request_id: str | None


_FROM = """
    from audit a
    left join account who on who.id = a.account_id
    left join leave_request asked on a.entity = 'leave_request' and asked.id::text = a.entity_id
    left join person p
        on p.code = case when a.entity in ('person', 'term', 'ledger') then a.entity_id else asked.person_code end
    left join account subject on a.entity = 'account' and subject.id::text = a.entity_id
    where (%(account_id)s::uuid is null or a.account_id = %(account_id)s)
      and (not %(by_system)s or a.account_id is null)
      and (%(action)s::text is null or a.action = %(action)s)
      and (%(entity)s::text is null or a.entity = %(entity)s)
      and (%(since)s::timestamptz is null or a.at >= %(since)s)
      and (%(until)s::timestamptz is null or a.at < %(until)s)
      and (%(before)s::bigint is null or a.id < %(before)s)
      and a.entity <> all(%(hidden)s)
      and (%(text)s::text is null or concat_ws(
            ' ', a.entity_id, a.reason, a.old::text, a.new::text, who.display_name, p.name, subject.display_name,
            a.request_id
          ) ilike %(text)s)
"""


async def entries(tx: Tx, *, wanted: Wanted, limit: int) -> list[Entry]:
    """The newest entries that are wanted."""
    async with tx.cursor(row_factory=class_row(Entry)) as cursor:
        await cursor.execute(
            f"""
            select a.id, a.at, a.account_id, who.display_name as by, a.action, a.entity, a.entity_id,
                   coalesce(p.name, subject.display_name) as about, a.old, a.new, a.reason, a.request_id
            {_FROM}
            order by a.id desc limit %(limit)s
            """,
            _parts(wanted) | {"limit": limit},
        )
        return await cursor.fetchall()


async def count_up_to(tx: Tx, *, wanted: Wanted, most: int) -> int:
    """How many entries are wanted; counting ends above `most`."""
    cursor = await tx.execute(
        f"select count(*) from (select 1 {_FROM} limit %(most)s + 1) found",  # noqa: S608  # our own constant
        _parts(wanted) | {"most": most},
    )
    row = await cursor.fetchone()
    return 0 if row is None else int(row[0])


async def authors(tx: Tx) -> list[tuple[UUID, str]]:
    """Everybody with an account, by name: who a change can be by."""
    cursor = await tx.execute("select id, display_name from account order by display_name, id")
    return [(account_id, name) for account_id, name in await cursor.fetchall()]


def _parts(wanted: Wanted) -> dict[str, Any]:
    text = wanted.text and "%" + wanted.text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
    return {
        "account_id": wanted.account_id,
        "by_system": wanted.by_system,
        "action": wanted.action,
        "entity": wanted.entity,
        "since": wanted.since,
        "until": wanted.until,
        "before": wanted.before,
        "hidden": list(wanted.hidden),
        "text": text or None,
    }
