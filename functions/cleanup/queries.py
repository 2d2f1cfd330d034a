"""Every SQL statement of cleanup."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from functions.cleanup.policy import Gone
from shared.db import Tx


async def chosen(tx: Tx) -> dict[str, int]:
    """The periods somebody has chosen."""
    cursor = await tx.execute("select what, days from retention")
    return dict(await cursor.fetchall())


async def choose(tx: Tx, *, days: Mapping[str, int], by: UUID) -> None:
    async with tx.cursor() as cursor:
        await cursor.executemany(
            """
            insert into retention (what, days, set_by) values (%s, %s, %s)
            on conflict (what) do update set days = excluded.days, set_by = excluded.set_by, set_at = now()
            """,
            [(what, each, by) for what, each in days.items()],
        )


async def keep_result(tx: Tx, *, counts: Mapping[str, int]) -> None:
    """Write down what a night removed, and forget nights of more than two years ago."""
    await tx.execute("insert into cleanup_run (counts) values (%s)", (Jsonb(dict(counts)),))
    await tx.execute("delete from cleanup_run where at < now() - interval '2 years'")


async def last_results(tx: Tx) -> list[tuple[datetime, dict[str, int]]]:
    """The newest nights first, at most thirty."""
    cursor = await tx.execute("select at, counts from cleanup_run order by id desc limit 30")
    return [(row[0], row[1]) for row in await cursor.fetchall()]


async def count_facts(tx: Tx, *, days: int) -> int:
    """How many facts are relayed and so old."""
    return await _number(
        tx, "select count(*) from outbox where relayed_at < now() - make_interval(days => %s)", (days,)
    )


async def gone(tx: Tx, *, today: date, code: str | None = None) -> list[Gone]:
    """Everybody with a name who has no term today, or one person whatever they have; who left first, first."""
    async with tx.cursor(row_factory=class_row(Gone)) as cursor:
        await cursor.execute(
            """
            select person.code, person.name, terms.last_day, coalesce(terms.works, false) as works,
                   exists (select from account where person_code = person.code and active) as account_works,
                   (select count(*) from leave_request where person_code = person.code and (status = 'requested'
                     or (status = 'approved' and end_date >= %(today)s))) as leave,
                   (select count(*) from supervision_link where person.code in (trainee_code, supervisor_code)
                     and (upper(valid) is null or upper(valid) > %(today)s)) as supervises,
                   exists (select from account where person_code = person.code and (
                     id in (select owner from hand_off) or id in (select owner from hand_off_owner))) as hands_off
            from person left join lateral (
                select max(upper(valid)) - 1 as last_day,
                       bool_or(upper(valid) is null or upper(valid) > %(today)s) as works
                from working_term where person_code = person.code
            ) as terms on true
            where nameless_at is null and (%(code)s::text is not distinct from person.code
                or (%(code)s::text is null and not coalesce(terms.works, false)))
            order by terms.last_day nulls last, person.code
            """,
            {"today": today, "code": code},
        )
        return await cursor.fetchall()


async def is_nameless(tx: Tx, *, code: str) -> bool:
    """Whether somebody of this code was made nameless."""
    return await _number(tx, "select count(*) from person where code = %s and nameless_at is not null", (code,)) > 0


async def known_by(tx: Tx, *, code: str) -> list[str]:
    """Every name and address somebody has had here that is long enough to be theirs alone, longest first."""
    cursor = await tx.execute(
        """
        with names (name) as (
            select unnest(array[name, email]) from person where code = %(code)s
            union select unnest(array[display_name, email, username]) from account where person_code = %(code)s
            union select unnest(array[display_name, email]) from invitation where person_code = %(code)s
               or account_id in (select id from account where person_code = %(code)s)
            union select email from account_link
               where account_id in (select id from account where person_code = %(code)s)
            union select unnest(array[old ->> 'name', new ->> 'name', old ->> 'email', new ->> 'email'])
                from audit where entity = 'person' and entity_id = %(code)s
        )
        select name from names where length(trim(name)) > 3 order by length(name) desc, name
        """,
        {"code": code},
    )
    return [row[0] for row in await cursor.fetchall()]


async def next_number(tx: Tx) -> int:
    """The number of the next nameless person."""
    return await _number(tx, "select nextval('leaver_number')", ())


async def keep_everybody_out(tx: Tx) -> None:
    """Let no import, no change of a person and no change of an account come between."""
    await tx.execute("select pg_advisory_xact_lock(hashtext('practice'))")
    await tx.execute("select pg_advisory_xact_lock(hashtext('account'))")


async def _number(tx: Tx, question: str, told: tuple[Any, ...]) -> int:
    cursor = await tx.execute(question, told)
    row = await cursor.fetchone()
    assert row is not None  # noqa: S101  # each gives one row
    return int(row[0])
