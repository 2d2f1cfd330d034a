"""When a backup was last made and last proved."""

from __future__ import annotations

from datetime import UTC, datetime

from shared.db import Database
from shared.queries.backups import last_made, last_proved

EARLY, LATE = datetime(2027, 1, 5, 3, tzinfo=UTC), datetime(2027, 1, 6, 3, tzinfo=UTC)


async def test_nothing_is_known_of_what_never_was(db: Database) -> None:
    async with db.tx() as tx:
        assert (await last_made(tx), await last_proved(tx)) == (None, None)


async def test_the_newest_that_is_there_and_the_newest_that_was_proved(db: Database) -> None:
    rows = [
        ("a", "made", EARLY, "proved", EARLY),
        ("b", "made", LATE, "failed", LATE),
        ("c", "gone", LATE, "none", None),
    ]
    async with db.tx() as tx:
        for name, status, made_at, proof, proof_at in rows:
            await tx.execute(
                """insert into backup (cause, name, status, made_at, sha256, proof, proof_at)
                   values ('nightly', %s, %s, %s, 'x', %s, %s)""",
                (name, status, made_at, proof, proof_at),
            )
        assert (await last_made(tx), await last_proved(tx)) == (LATE, EARLY)
