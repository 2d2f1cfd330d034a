"""Every SQL statement about alerts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from psycopg.rows import class_row

from functions.rota.alerts.nouns import Alert, Happened, Kept, Layer, Severity, Status, What
from shared.db import Tx

_KEPT = """
    select a.id, a.layer, a.key, a.rule, a.severity, a.points, a.date, a.half, a.person_code as code, p.name, a.site,
           a.need, a.have, a.because, a.status, a.raised_at, a.resolved_at, who.display_name as dismissed_by,
           a.dismissed_at, a.dismissed_reason, a.dismissed_points
    from alert a left join person p on p.code = a.person_code left join account who on who.id = a.dismissed_by
"""


async def lock(tx: Tx, layer: Layer) -> None:
    """Let one at a time look at the alerts of a layer and then write them. The last lock anybody takes."""
    await tx.execute("select pg_advisory_xact_lock(hashtext('alerts-' || %s))", (layer,))


# -- which weeks -------------------------------------------------------------------------------------------------------


async def covered_weeks(tx: Tx, *, start: date, end: date) -> list[date]:
    """The Mondays from one to another whose week some published rota covers, in order."""
    cursor = await tx.execute(
        """
        select distinct d::date
        from generate_series(%s::date, %s::date, interval '7 days') d
        join rota_version v on d::date between v.start_date and v.end_date
        order by 1
        """,
        (start, end),
    )
    return [monday for (monday,) in await cursor.fetchall()]


async def edited_weeks(tx: Tx) -> frozenset[date]:
    """The Mondays of weeks that edits wait for."""
    cursor = await tx.execute(
        """
        select distinct date_trunc('week', c.date)::date
        from rota_edit e join rota_edit_cell c on c.edit_id = e.id
        where e.undone_at is null and e.version_id is null
        """
    )
    return frozenset(monday for (monday,) in await cursor.fetchall())


async def weeks_with_alerts(tx: Tx) -> frozenset[date]:
    """The Mondays of weeks with alerts that are not resolved, of any layer."""
    cursor = await tx.execute("select distinct date_trunc('week', date)::date from alert where status <> 'resolved'")
    return frozenset(monday for (monday,) in await cursor.fetchall())


# -- what is kept ------------------------------------------------------------------------------------------------------


async def open_alerts(tx: Tx, *, layer: Layer, mondays: Collection[date]) -> list[Kept]:
    """The alerts of some weeks that are not resolved, in the order they were raised."""
    async with tx.cursor(row_factory=class_row(Kept)) as cursor:
        await cursor.execute(
            _KEPT + "where a.layer = %s and a.status <> 'resolved' and date_trunc('week', a.date)::date = any(%s) "
            "order by a.id",
            (layer, list(mondays)),
        )
        return await cursor.fetchall()


async def by_ids(tx: Tx, ids: Sequence[int]) -> list[Kept]:
    """These alerts, by date."""
    async with tx.cursor(row_factory=class_row(Kept)) as cursor:
        await cursor.execute(_KEPT + "where a.id = any(%s) order by a.date, a.half nulls first, a.id", (list(ids),))
        return await cursor.fetchall()


async def open_by_keys(tx: Tx, *, layer: Layer, keys: Collection[str]) -> list[Kept]:
    """The alerts of a layer with these keys that are not resolved."""
    async with tx.cursor(row_factory=class_row(Kept)) as cursor:
        await cursor.execute(
            _KEPT + "where a.layer = %s and a.status <> 'resolved' and a.key = any(%s) order by a.id",
            (layer, list(keys)),
        )
        return await cursor.fetchall()


async def one(tx: Tx, *, alert_id: int) -> Kept | None:
    return next(iter(await by_ids(tx, [alert_id])), None)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which alerts of a layer. None: all. With a status or a range: only those."""

    layer: Layer = Layer.PUBLISHED
    status: Status | None = None
    since: date | None = None
    until: date | None = None
    rule: str | None = None
    code: str | None = None
    severity: Severity | None = None


_WANTED = """
    where a.layer = %(layer)s
      and (%(status)s::text is null or a.status = %(status)s)
      and (%(since)s::date is null or a.date >= %(since)s)
      and (%(until)s::date is null or a.date <= %(until)s)
      and (%(rule)s::text is null or a.rule = %(rule)s)
      and (%(code)s::text is null or a.person_code = %(code)s)
"""


async def listed(tx: Tx, *, wanted: Wanted, limit: int) -> list[Kept]:
    """The alerts that are wanted by date, of one date the critical first; of resolved ones the latest dates first."""
    async with tx.cursor(row_factory=class_row(Kept)) as cursor:
        down = "desc" if wanted.status is Status.RESOLVED else "asc"
        await cursor.execute(
            f"""{_KEPT} {_WANTED} and (%(severity)s::text is null or a.severity = %(severity)s)
            order by a.date {down}, a.severity, a.half nulls first, a.rule, a.person_code, a.id limit %(limit)s""",
            _parts(wanted) | {"severity": wanted.severity, "limit": limit},
        )
        return await cursor.fetchall()


async def counts(tx: Tx, *, wanted: Wanted) -> dict[str, int]:
    """How many there are of each severity of what is wanted, whatever severity is."""
    counted = "select a.severity, count(*) from alert a" + _WANTED + "group by 1"  # noqa: S608  # our own constant
    cursor = await tx.execute(counted, _parts(wanted))
    return {severity.value: 0 for severity in Severity} | dict(await cursor.fetchall())


def _parts(wanted: Wanted) -> dict[str, object]:
    return {
        "layer": wanted.layer,
        "status": wanted.status,
        "since": wanted.since,
        "until": wanted.until,
        "rule": wanted.rule,
        "code": wanted.code,
    }


async def history(tx: Tx, *, alert_id: int) -> list[Happened]:
    """What happened to an alert, oldest first."""
    async with tx.cursor(row_factory=class_row(Happened)) as cursor:
        await cursor.execute(
            """
            select e.at, e.what, e.because, a.display_name as by
            from alert_event e left join account a on a.id = e.by_account
            where e.alert_id = %s order by e.id
            """,
            (alert_id,),
        )
        return await cursor.fetchall()


# -- what is written ---------------------------------------------------------------------------------------------------


async def raise_new(tx: Tx, *, layer: Layer, alerts: Sequence[Alert]) -> list[int]:
    """Keep new alerts; their ids."""
    fields = ("key", "rule", "severity", "points", "because", "date", "half", "code", "site", "need", "have")
    columns = [[getattr(alert, field) for alert in alerts] for field in fields]
    cursor = await tx.execute(
        """
        insert into alert (layer, key, rule, severity, points, because, date, half, person_code, site, need, have)
        select %s, * from unnest(%s::text[], %s::text[], %s::text[], %s::integer[], %s::text[], %s::date[], %s::text[],
                                 %s::text[], %s::text[], %s::integer[], %s::integer[])
        returning id
        """,
        (layer, *columns),
    )
    ids = [alert_id for (alert_id,) in await cursor.fetchall()]
    await _happened(tx, ids=ids, what=What.RAISED, words=[alert.because for alert in alerts])
    return ids


async def change(tx: Tx, *, ids: Sequence[int], alerts: Sequence[Alert]) -> None:
    """Alerts read otherwise than they did."""
    await _reword(tx, ids, alerts)
    await _happened(tx, ids=ids, what=What.CHANGED, words=[alert.because for alert in alerts])


async def bring_back(tx: Tx, *, ids: Sequence[int], alerts: Sequence[Alert]) -> None:
    """Dismissed alerts have become worse."""
    await _reword(tx, ids, alerts)
    await _activate(tx, ids)
    words = [f"Worse than when it was dismissed: {alert.because}" for alert in alerts]
    await _happened(tx, ids=ids, what=What.RESTORED, words=words)


async def resolve(tx: Tx, *, ids: Sequence[int]) -> None:
    """Alerts are no more. Those that were dismissed keep by whom and why."""
    await tx.execute("update alert set status = 'resolved', resolved_at = now() where id = any(%s)", (list(ids),))
    await _happened(tx, ids=ids, what=What.RESOLVED, words=[""] * len(ids))


async def dismiss(tx: Tx, *, alert_id: int, reason: str, by: UUID | None) -> None:
    """Somebody says an alert may be, as bad as it is now."""
    await tx.execute(
        """
        update alert
        set status = 'dismissed', dismissed_at = now(), dismissed_by = %s, dismissed_reason = %s,
            dismissed_points = points
        where id = %s
        """,
        (by, reason, alert_id),
    )
    await _happened(tx, ids=[alert_id], what=What.DISMISSED, words=[reason], by=by)


async def restore(tx: Tx, *, alert_id: int, by: UUID | None) -> None:
    """Somebody takes a dismissal back."""
    await _activate(tx, [alert_id])
    await _happened(tx, ids=[alert_id], what=What.RESTORED, words=[""], by=by)


async def _activate(tx: Tx, ids: Sequence[int]) -> None:
    await tx.execute(
        """
        update alert
        set status = 'active', dismissed_at = null, dismissed_by = null, dismissed_reason = null,
            dismissed_points = null
        where id = any(%s)
        """,
        (list(ids),),
    )


async def _reword(tx: Tx, ids: Sequence[int], alerts: Sequence[Alert]) -> None:
    fields = ("severity", "points", "because", "need", "have")
    columns = [[getattr(alert, field) for alert in alerts] for field in fields]
    await tx.execute(
        """
        update alert
        set severity = now.severity, points = now.points, because = now.because, need = now.need, have = now.have
        from unnest(%s::bigint[], %s::text[], %s::integer[], %s::text[], %s::integer[], %s::integer[])
             as now (id, severity, points, because, need, have)
        where alert.id = now.id
        """,
        (list(ids), *columns),
    )


async def _happened(tx: Tx, *, ids: Sequence[int], what: What, words: Sequence[str], by: UUID | None = None) -> None:
    await tx.execute(
        """
        insert into alert_event (alert_id, what, because, by_account)
        select id, %s, because, %s from unnest(%s::bigint[], %s::text[]) as now (id, because)
        """,
        (what, by, list(ids), list(words)),
    )
