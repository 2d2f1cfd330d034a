"""What hangs on a person beyond their terms: account, leave to come, and what happened to them so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from shared.db import Tx


@dataclass(frozen=True, slots=True)
class AccountOf:
    """The account of somebody who works here."""

    person_code: str
    username: str
    display_name: str
    roles: list[str]
    active: bool


@dataclass(frozen=True, slots=True)
class LeaveAhead:
    """Leave that is asked for or approved and not over yet."""

    kind: str
    start_date: date
    start_half: str
    end_date: date
    end_half: str
    status: str


@dataclass(frozen=True, slots=True)
class Happened:
    """One change, as the audit has it."""

    at: datetime
    by: str | None
    action: str
    reason: str | None
    old: dict[str, Any] | None
    new: dict[str, Any] | None


async def accounts(tx: Tx) -> dict[str, AccountOf]:
    """Who can sign in, by the code of the person they are. Of several accounts the active one, then the oldest."""
    async with tx.cursor(row_factory=class_row(AccountOf)) as cursor:
        await cursor.execute(
            """
            select distinct on (person_code) person_code, username, display_name, roles, active
            from account where person_code is not null
            order by person_code, active desc, created_at
            """
        )
        return {account.person_code: account for account in await cursor.fetchall()}


async def leave_ahead(tx: Tx, *, code: str, today: date) -> list[LeaveAhead]:
    """Somebody's leave that is not over, in calendar order."""
    async with tx.cursor(row_factory=class_row(LeaveAhead)) as cursor:
        await cursor.execute(
            """
            select kind, start_date, start_half, end_date, end_half, status
            from leave_request
            where person_code = %s and end_date >= %s and status in ('requested', 'approved')
            order by start_date, start_half
            """,
            (code, today),
        )
        return await cursor.fetchall()


async def last_published_day(tx: Tx) -> date | None:
    """The last day any published rota covers; None before the first."""
    cursor = await tx.execute("select max(end_date) from rota_version")
    row = await cursor.fetchone()
    return None if row is None else row[0]


async def history(tx: Tx, *, code: str, most: int = 100) -> list[Happened]:
    """What was changed about one person, newest first: by hand, and by imports that changed their lines."""
    async with tx.cursor(row_factory=class_row(Happened)) as cursor:
        await cursor.execute(
            """
            select u.at, a.display_name as by, u.action, u.reason, u.old, u.new
            from (
                select id, at, account_id, action, reason, old, new
                from audit where entity = 'person' and entity_id = %(code)s
                union all
                select id, at, account_id, action, reason,
                       jsonb_build_object('terms', lines.was), jsonb_build_object('terms', lines.now)
                from audit
                cross join lateral (
                    select jsonb_path_query_array(
                               coalesce(old, '{}'), '$.people[*] ? (@.code == $code)', %(vars)s
                           ) as was,
                           jsonb_path_query_array(
                               coalesce(new, '{}'), '$.people[*] ? (@.code == $code)', %(vars)s
                           ) as now
                ) lines
                where entity = 'practice' and action = 'practice-imported' and lines.was <> lines.now
            ) u left join account a on a.id = u.account_id
            order by u.id desc limit %(most)s
            """,
            {"code": code, "vars": Jsonb({"code": code}), "most": most},
        )
        return await cursor.fetchall()
