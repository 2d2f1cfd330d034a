"""Every SQL statement about the fairness ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from functions.rota.fairness.nouns import Entry, EntryKind, Line
from shared.db import Tx
from shared.domain.duty_ledger import DutyWeights
from shared.domain.people import Letter
from shared.domain.problem import DutyRule, Wish
from shared.duty_weeks import Closed, Rule


async def hold(tx: Tx) -> None:
    """Let one transaction at a time count weeks or post to the ledger. After every other lock but that of edits."""
    await tx.execute("select pg_advisory_xact_lock(hashtext('duty-ledger'))")


async def closed_weeks(tx: Tx, *, start: date | None = None, end: date | None = None) -> list[Closed]:
    """The weeks that are closed, oldest first; of a range, those with a day in it."""
    cursor = await tx.execute(
        """
        select week, weights, rule from duty_week
        where (%(start)s::date is null or week + 6 >= %(start)s) and (%(end)s::date is null or week <= %(end)s)
        order by week
        """,
        {"start": start, "end": end},
    )
    return [Closed(week, _rule(rule, weights)) for week, weights, rule in await cursor.fetchall()]


async def last_closed(tx: Tx) -> Closed | None:
    """The week that was closed last; None before the first."""
    weeks = await closed_weeks(tx)
    return weeks[-1] if weeks else None


async def close(tx: Tx, *, closed: Closed) -> None:
    """Have a week closed, by these weights and this rule for good."""
    await tx.execute(
        "insert into duty_week (week, weights, rule) values (%s, %s, %s)",
        (closed.week, Jsonb(asdict(closed.weights)), Jsonb(_rule_document(closed.rule))),
    )


def _rule_document(rule: Rule) -> dict[str, Any]:
    """The rule without its weights, which have a column of their own."""
    document = {**asdict(rule.duty), "full_time_days_per_week": rule.full_time_days_per_week}
    del document["weights"]
    return document


def _rule(document: dict[str, Any], weights: dict[str, int]) -> Rule:
    days = document.pop("full_time_days_per_week")
    read: dict[str, Any] = {
        "not_on": tuple(map(Letter, document.pop("not_on"))),
        "same_person_both_halves": Wish(document.pop("same_person_both_halves")),
        "spread_sites": Wish(document.pop("spread_sites")),
        "weights": DutyWeights(**weights),
    }
    return Rule(DutyRule(**document, **read), days)


async def dates_of_version(tx: Tx, *, version_id: UUID) -> tuple[date, date] | None:
    """The first and the last day of a version."""
    cursor = await tx.execute("select start_date, end_date from rota_version where id = %s", (version_id,))
    return await cursor.fetchone()


async def dates_of_leave(tx: Tx, *, leave_id: UUID) -> tuple[date, date] | None:
    """The first and the last day of a leave."""
    cursor = await tx.execute("select start_date, end_date from leave_request where id = %s", (leave_id,))
    return await cursor.fetchone()


# -- entries -------------------------------------------------------------------------------------------------------

_ENTRY = """
    select e.id, e.at, e.person_code, e.kind, e.week, e.about, e.held, e.part, e.points, e.reason, e.detail,
           a.display_name
    from duty_entry e left join account a on a.id = e.by_account
"""


async def entries(tx: Tx) -> list[Entry]:
    """Everything posted, oldest first, without detail."""
    cursor = await tx.execute(_ENTRY.replace("e.detail", "'{}'::jsonb") + "order by e.id")
    return [_entry(row) for row in await cursor.fetchall()]


async def entries_of(tx: Tx, *, code: str) -> list[Entry]:
    """Everything posted for one person, oldest first."""
    cursor = await tx.execute(_ENTRY + "where e.person_code = %s order by e.id", (code,))
    return [_entry(row) for row in await cursor.fetchall()]


def _entry(row: Sequence[Any]) -> Entry:
    id_, at, code, kind, week, about, held, part, points, reason, detail, by = row
    return Entry(code, EntryKind(kind), week, points, about, held, part, reason, detail, id_, at, by)


async def post(tx: Tx, *, lines: Iterable[Line], by: UUID | None) -> list[int]:
    """Post lines, and give the entries' ids."""
    ids = []
    for line in lines:
        cursor = await tx.execute(
            """
            insert into duty_entry (person_code, kind, week, about, held, part, points, reason, detail, by_account)
            values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) returning id
            """,
            (
                line.code, line.kind.value, line.week, line.about, line.held, line.part, line.points, line.reason,
                Jsonb(dict(line.detail)), by,
            ),
        )  # fmt: skip
        row = await cursor.fetchone()
        assert row is not None  # noqa: S101  # `returning` gives the row it inserted
        ids.append(int(row[0]))
    return ids
