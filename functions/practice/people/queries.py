"""Every SQL statement about people, their terms, groups and supervision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import psycopg
from psycopg.rows import class_row

from functions.practice.people.records import GroupRow, LinkRow, PersonRow, TermRow
from shared.db import Tx


class Overlapping(Exception):
    """Another transaction has written a spell that shares a day with this one."""


class Taken(Exception):
    """Another transaction has taken the code or name."""


# -- locks ------------------------------------------------------------------------------------------------------------


async def keep_imports_out(tx: Tx) -> None:
    """Let no import look or write until this transaction ends. Any number of edits may hold this at once."""
    await tx.execute("select pg_advisory_xact_lock_shared(hashtext('practice'))")


async def claim(tx: Tx, *, code: str, version: int) -> bool:
    """Count somebody's version up, if it still is this one. Whoever claims second waits, and is told no."""
    done = await tx.execute("update person set version = version + 1 where code = %s and version = %s", (code, version))
    return done.rowcount == 1


async def touch(tx: Tx, *, codes: Iterable[str]) -> None:
    """Count these people's versions up, in one order, so that two who touch the same people never wait in a ring."""
    await tx.execute(
        """
        update person set version = version + 1
        where code in (select code from person where code = any(%s) order by code for update)
        """,
        (sorted(codes),),
    )


async def count_up(tx: Tx) -> None:
    """Say that the practice has changed. Last of all: the row is held until the transaction ends."""
    await tx.execute("update practice set version = version + 1, updated_at = now() where id = 1")


# -- people -----------------------------------------------------------------------------------------------------------

_PERSON = "select code, name, email, note, active, version from person"


async def person(tx: Tx, *, code: str) -> PersonRow | None:
    """Somebody on record."""
    async with tx.cursor(row_factory=class_row(PersonRow)) as cursor:
        await cursor.execute(f"{_PERSON} where code = %s", (code,))
        return await cursor.fetchone()


async def people(tx: Tx) -> list[PersonRow]:
    """Everybody on record, in the order of the people file."""
    async with tx.cursor(row_factory=class_row(PersonRow)) as cursor:
        await cursor.execute(f"{_PERSON} order by position, code")
        return await cursor.fetchall()


async def is_nameless(tx: Tx, *, code: str) -> bool:
    """Whether somebody's name was taken away."""
    cursor = await tx.execute("select nameless_at is not null from person where code = %s", (code,))
    row = await cursor.fetchone()
    return bool(row and row[0])


async def insert_person(tx: Tx, *, code: str, name: str, email: str | None, note: str) -> None:
    """Add somebody at the end of the list. Raises Taken."""
    try:
        async with tx.transaction():
            await tx.execute(
                """
                insert into person (code, name, email, note, position)
                values (%s, %s, %s, %s, (select coalesce(max(position), 0) + 1 from person))
                """,
                (code, name, email, note),
            )
    except psycopg.errors.UniqueViolation:
        raise Taken from None


async def update_person(tx: Tx, *, code: str, name: str, email: str | None, note: str) -> None:
    """Change somebody's details."""
    await tx.execute("update person set name = %s, email = %s, note = %s where code = %s", (name, email, note, code))


async def set_active(tx: Tx, *, code: str, active: bool) -> None:
    """Have somebody be, or be no longer, one of those who work here."""
    await tx.execute("update person set active = %s where code = %s", (active, code))


# -- terms ------------------------------------------------------------------------------------------------------------

_TERM = """
    select id, person_code, lower(valid) as starts, upper(valid) - 1 as ends, role, site_code as site, wte, pattern,
           pattern_b, flexible_days_per_week, annual_leave_sessions, flags, session_minutes, note
    from working_term
"""


async def terms(tx: Tx, *, code: str) -> list[TermRow]:
    """Somebody's terms, oldest first."""
    async with tx.cursor(row_factory=class_row(TermRow)) as cursor:
        await cursor.execute(f"{_TERM} where person_code = %s order by lower(valid) nulls first", (code,))
        return await cursor.fetchall()


async def all_terms(tx: Tx) -> dict[str, list[TermRow]]:
    """Everybody's terms by code, oldest first."""
    found: dict[str, list[TermRow]] = defaultdict(list)
    async with tx.cursor(row_factory=class_row(TermRow)) as cursor:
        await cursor.execute(f"{_TERM} order by person_code, lower(valid) nulls first")
        for term in await cursor.fetchall():
            found[term.person_code].append(term)
    return dict(found)


async def write_terms(
    tx: Tx, *, deleted: Iterable[int] = (), updated: Iterable[TermRow] = (), inserted: Iterable[TermRow] = ()
) -> None:
    """Write terms, looking at overlaps only when all are written. Raises Overlapping, and nothing is written then."""
    try:
        async with tx.transaction(), tx.cursor() as cursor:
            await cursor.execute("set constraints working_term_overlap deferred")
            await cursor.execute("delete from working_term where id = any(%s)", (list(deleted),))
            await cursor.executemany(_UPDATE_TERM, [_values(term) for term in updated])
            await cursor.executemany(_INSERT_TERM, [_values(term) for term in inserted])
            await cursor.execute("set constraints working_term_overlap immediate")
    except psycopg.errors.ExclusionViolation:
        raise Overlapping from None


_UPDATE_TERM = """
    update working_term
    set valid = daterange(%(starts)s, %(ends)s, '[]'), role = %(role)s, site_code = %(site)s, wte = %(wte)s,
        pattern = %(pattern)s, pattern_b = %(pattern_b)s, flexible_days_per_week = %(flexible_days_per_week)s,
        annual_leave_sessions = %(annual_leave_sessions)s, flags = %(flags)s, session_minutes = %(session_minutes)s,
        note = %(note)s
    where id = %(id)s
"""

_INSERT_TERM = """
    insert into working_term
      (person_code, valid, role, site_code, wte, pattern, pattern_b, flexible_days_per_week, annual_leave_sessions,
       flags, session_minutes, note)
    values
      (%(person_code)s, daterange(%(starts)s, %(ends)s, '[]'), %(role)s, %(site)s, %(wte)s, %(pattern)s, %(pattern_b)s,
       %(flexible_days_per_week)s, %(annual_leave_sessions)s, %(flags)s, %(session_minutes)s, %(note)s)
"""


def _values(term: TermRow) -> dict[str, Any]:
    return asdict(term)


# -- groups -----------------------------------------------------------------------------------------------------------


async def groups(tx: Tx) -> list[GroupRow]:
    """Every group, by name."""
    async with tx.cursor(row_factory=class_row(GroupRow)) as cursor:
        await cursor.execute("select code, name, version from staff_group order by lower(name)")
        return await cursor.fetchall()


async def group(tx: Tx, *, code: str) -> GroupRow | None:
    """One group."""
    async with tx.cursor(row_factory=class_row(GroupRow)) as cursor:
        await cursor.execute("select code, name, version from staff_group where code = %s", (code,))
        return await cursor.fetchone()


async def insert_group(tx: Tx, *, code: str, name: str) -> None:
    """Add a group. Raises Taken."""
    try:
        async with tx.transaction():
            await tx.execute("insert into staff_group (code, name) values (%s, %s)", (code, name))
    except psycopg.errors.UniqueViolation:
        raise Taken from None


async def insert_missing_groups(tx: Tx, *, codes: Iterable[str]) -> None:
    """Add groups a file names and nobody has made yet, called as their codes are."""
    async with tx.cursor() as cursor:
        await cursor.executemany(
            "insert into staff_group (code, name) values (%s, %s) on conflict do nothing",
            [(code, code) for code in codes],
        )


async def rename_group(tx: Tx, *, code: str, name: str) -> None:
    """Call a group something else. Raises Taken."""
    try:
        async with tx.transaction():
            await tx.execute("update staff_group set name = %s where code = %s", (name, code))
    except psycopg.errors.UniqueViolation:
        raise Taken from None


async def delete_group(tx: Tx, *, code: str) -> None:
    """Remove a group and who was in it."""
    await tx.execute("delete from staff_group where code = %s", (code,))


async def claim_group(tx: Tx, *, code: str, version: int) -> bool:
    """Count a group's version up, if it still is this one."""
    done = await tx.execute(
        "update staff_group set version = version + 1 where code = %s and version = %s", (code, version)
    )
    return done.rowcount == 1


async def members(tx: Tx) -> dict[str, list[str]]:
    """Who is in each group: codes of people, in the order of the people file, by the group's code."""
    cursor = await tx.execute(
        """
        select m.group_code, m.person_code
        from staff_group_member m join person p on p.code = m.person_code
        order by p.position, p.code
        """
    )
    found: dict[str, list[str]] = defaultdict(list)
    for group_code, person_code in await cursor.fetchall():
        found[group_code].append(person_code)
    return dict(found)


async def set_members(tx: Tx, *, group_code: str, people: Iterable[str]) -> None:
    """Have just these people in a group."""
    codes = list(people)
    await tx.execute(
        "delete from staff_group_member where group_code = %s and person_code <> all(%s)", (group_code, codes)
    )
    async with tx.cursor() as cursor:
        await cursor.executemany(
            "insert into staff_group_member (group_code, person_code) values (%s, %s) on conflict do nothing",
            [(group_code, code) for code in codes],
        )


async def set_groups(tx: Tx, *, person_code: str, groups: Iterable[str]) -> None:
    """Have somebody in just these groups."""
    codes = list(groups)
    await tx.execute(
        "delete from staff_group_member where person_code = %s and group_code <> all(%s)", (person_code, codes)
    )
    async with tx.cursor() as cursor:
        await cursor.executemany(
            "insert into staff_group_member (group_code, person_code) values (%s, %s) on conflict do nothing",
            [(code, person_code) for code in codes],
        )


# -- supervision ------------------------------------------------------------------------------------------------------

_LINK = """
    select id, trainee_code, supervisor_code, kind, lower(valid) as starts, upper(valid) - 1 as ends
    from supervision_link
"""


async def links(tx: Tx, *, code: str | None = None) -> list[LinkRow]:
    """Supervision somebody gives or gets (None: everybody), oldest first."""
    async with tx.cursor(row_factory=class_row(LinkRow)) as cursor:
        await cursor.execute(
            _LINK
            + """
            where %(code)s::text is null or trainee_code = %(code)s or supervisor_code = %(code)s
            order by lower(valid) nulls first, id
            """,
            {"code": code},
        )
        return await cursor.fetchall()


async def insert_link(tx: Tx, *, link: LinkRow) -> None:
    """Add a link. Raises Overlapping."""
    try:
        async with tx.transaction():
            await tx.execute(
                """
                insert into supervision_link (trainee_code, supervisor_code, kind, valid)
                values (%(trainee_code)s, %(supervisor_code)s, %(kind)s, daterange(%(starts)s, %(ends)s, '[]'))
                """,
                asdict(link),
            )
    except psycopg.errors.ExclusionViolation:
        raise Overlapping from None


async def update_link(tx: Tx, *, link: LinkRow) -> None:
    """Change a link's dates. Raises Overlapping."""
    try:
        async with tx.transaction():
            await tx.execute(
                "update supervision_link set valid = daterange(%(starts)s, %(ends)s, '[]') where id = %(id)s",
                asdict(link),
            )
    except psycopg.errors.ExclusionViolation:
        raise Overlapping from None


async def delete_link(tx: Tx, *, link_id: int) -> None:
    """Remove a link that was a mistake; one that was true is ended instead."""
    await tx.execute("delete from supervision_link where id = %s", (link_id,))
