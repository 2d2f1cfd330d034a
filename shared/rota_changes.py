"""What changes on a published rota: one session of one person at a time, each with its cause. The versions themselves
stay as they were published; a change holds as long as the version it was made on covers its date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from shared.db import Tx
from shared.domain.calendar import Session
from shared.domain.rota import Cell


@dataclass(frozen=True, slots=True)
class Change:
    """One session of one person: what it was, and what it is now. None: not listed."""

    version_number: int
    code: str
    session: Session
    was: Cell | None
    now: Cell | None
    pinned: bool = False


async def record(tx: Tx, *, changes: Iterable[Change], cause: str, cause_id: str, by: UUID | None) -> None:
    """Write changes down. `cause` is what made them ("leave", "leave-cancelled"), `cause_id` which one.

    One transaction at a time, so that ids grow in the order of commits and a reader can tell whether any is new.
    """
    await tx.execute("select pg_advisory_xact_lock(hashtext('rota-changes'))")
    async with tx.cursor() as cursor:
        await cursor.executemany(
            """
            insert into rota_change
              (by_account, version_number, person_code, date, half, was_activity, was_site, activity, site, pinned,
               cause, cause_id)
            values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
            """,
            [
                (
                    by,
                    change.version_number,
                    change.code,
                    change.session.date,
                    change.session.half,
                    change.was and change.was.activity,
                    change.was and change.was.site,
                    change.now and change.now.activity,
                    change.now and change.now.site,
                    change.pinned,
                    cause,
                    cause_id,
                )
                for change in changes
            ],
        )
