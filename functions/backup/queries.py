"""The tables backup and backup_notice: the only place that writes them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from functions.backup import reads
from functions.backup.nouns import Backup, Measured, Stored
from shared.db import Tx


async def insert(tx: Tx, *, kind: str, cause: str, asked_by: UUID | None, wants_proof: bool) -> UUID:
    """Ask for a backup, or an export."""
    row = await _row(
        tx,
        "insert into backup (kind, cause, asked_by, proof) values (%s, %s, %s, %s) returning id",
        kind,
        cause,
        asked_by,
        "waiting" if wants_proof else "none",
    )
    backup_id: UUID = row[0]
    return backup_id


async def claim(tx: Tx, *, backup_id: UUID, name: str) -> Backup | None:
    """Take a backup that is due, to make what it still lacks; None when there is nothing to do.

    Only for who holds the lock of backups: then a row that says working belongs to somebody who died.
    """
    done = await tx.execute(
        """
        update backup set status = 'working', attempts = attempts + 1, name = coalesce(name, %s)
        where id = %s and (status = 'working' or (status = 'waiting' and due_at <= now()))
        """,
        (name, backup_id),
    )
    return await reads.find(tx, backup_id=backup_id) if done.rowcount else None


async def made(tx: Tx, *, backup_id: UUID, at: datetime, stored: Stored, encrypted: bool, measured: Measured) -> None:
    """The dump is in the folder under its own name."""
    await tx.execute(
        """
        update backup set made_at = %s, size = %s, sha256 = %s, encrypted = %s, schema_id = %s, measured = %s,
                          is_local = true
        where id = %s
        """,
        (at, stored.size, stored.sha256, encrypted, measured.schema_id, Jsonb(measured.as_document()), backup_id),
    )


async def copied(tx: Tx, *, backup_id: UUID) -> None:
    await tx.execute("update backup set in_bucket = true where id = %s", (backup_id,))


async def has_sheet(tx: Tx, *, backup_id: UUID) -> None:
    await tx.execute("update backup set has_sheet = true where id = %s", (backup_id,))


async def finished(tx: Tx, *, backup_id: UUID) -> None:
    """Everything that was wanted is done."""
    await tx.execute("update backup set status = 'made', trouble = null where id = %s", (backup_id,))


async def put_off(tx: Tx, *, backup_id: UUID, due_at: datetime, trouble: str) -> None:
    await tx.execute(
        "update backup set status = 'waiting', due_at = %s, trouble = %s where id = %s", (due_at, trouble, backup_id)
    )


async def give_up(tx: Tx, *, backup_id: UUID, trouble: str) -> None:
    """It is not tried again. A dump that was made, and only not copied, is made all the same."""
    await tx.execute(
        """
        update backup set status = case when made_at is null then 'failed' else 'made' end, trouble = %s,
                          proof = case when made_at is null then 'none' else proof end
        where id = %s
        """,
        (trouble, backup_id),
    )


async def want_proof(tx: Tx, *, backup_id: UUID) -> None:
    await tx.execute(
        "update backup set proof = 'waiting', proof_attempts = 0, proof_due_at = now() where id = %s", (backup_id,)
    )


async def claim_proof(tx: Tx, *, backup_id: UUID) -> Backup | None:
    """Take a backup whose proof is due; None when there is nothing to do. Only for who holds the lock of backups."""
    done = await tx.execute(
        """
        update backup set proof = 'working', proof_attempts = proof_attempts + 1
        where id = %s and status = 'made' and (is_local or in_bucket)
          and (proof = 'working' or (proof = 'waiting' and coalesce(proof_due_at, now()) <= now()))
        """,
        (backup_id,),
    )
    return await reads.find(tx, backup_id=backup_id) if done.rowcount else None


async def judged(tx: Tx, *, backup_id: UUID, proof: str, seconds: float, trouble: str | None) -> None:
    """How a proof ended."""
    await tx.execute(
        "update backup set proof = %s, proof_at = now(), proof_seconds = %s, proof_trouble = %s where id = %s",
        (proof, seconds, trouble, backup_id),
    )


async def put_off_proof(tx: Tx, *, backup_id: UUID, due_at: datetime, trouble: str) -> None:
    await tx.execute(
        "update backup set proof = 'waiting', proof_due_at = %s, proof_trouble = %s where id = %s",
        (due_at, trouble, backup_id),
    )


async def adopt(
    tx: Tx, *, name: str, made_at: datetime, stored: Stored, found: dict[str, Any], local: bool, copied: bool
) -> bool:
    """Know of a backup that lies there and that no row is about, or whose row says that it is gone. Whether it was."""
    done = await tx.execute(
        """
        insert into backup (kind, cause, name, status, asked_at, made_at, size, sha256, encrypted, schema_id, measured,
                            is_local, in_bucket)
        values ('database', 'found', %(name)s, 'made', %(at)s, %(at)s, %(size)s, %(sha256)s, %(encrypted)s,
                %(schema_id)s, %(measured)s, %(local)s, %(copied)s)
        on conflict (name) do update
            set status = 'made', is_local = excluded.is_local, in_bucket = excluded.in_bucket, gone_at = null,
                trouble = null, made_at = excluded.made_at, size = excluded.size, sha256 = excluded.sha256,
                encrypted = excluded.encrypted, schema_id = excluded.schema_id, measured = excluded.measured,
                proof = case when backup.sha256 = excluded.sha256 then backup.proof else 'none' end
            where backup.status in ('gone', 'failed', 'waiting', 'working')
        """,
        {
            "name": name, "at": made_at, "size": stored.size, "sha256": stored.sha256,
            "encrypted": bool(found.get("encrypted")), "schema_id": found.get("schema"),
            "measured": Jsonb(found["measured"]) if found.get("measured") else None,
            "local": local, "copied": copied,
        },
    )  # fmt: skip
    return done.rowcount == 1


async def lies(tx: Tx, *, backup_id: UUID, local: bool, copied: bool, trouble: str | None) -> None:
    """Where a backup is by now."""
    await tx.execute(
        "update backup set is_local = %s, in_bucket = %s, trouble = coalesce(%s, trouble) where id = %s",
        (local, copied, trouble, backup_id),
    )


async def gone(tx: Tx, *, ids: Collection[UUID], trouble: str | None = None) -> None:
    """Cleared away; lost, when there is trouble."""
    await tx.execute(
        """
        update backup set status = 'gone', is_local = false, in_bucket = false, has_sheet = false, gone_at = now(),
                          trouble = coalesce(%s, trouble)
        where id = any(%s)
        """,
        (trouble, list(ids)),
    )


async def interrupt(tx: Tx, *, trouble: str) -> None:
    """Nobody makes or proves any more what was under way."""
    await tx.execute(
        """
        update backup set status = case when made_at is null then 'failed' else 'made' end, trouble = %s
        where status in ('waiting', 'working')
        """,
        (trouble,),
    )
    await tx.execute("update backup set proof = 'none' where proof in ('waiting', 'working')")


async def forget_old(tx: Tx, *, days: int) -> None:
    await tx.execute("delete from backup where gone_at < now() - make_interval(days => %s)", (days,))


async def choose_notice(tx: Tx, *, account_id: UUID, wanted: bool) -> None:
    await tx.execute(
        """
        insert into backup_notice (account_id, wanted) values (%s, %s)
        on conflict (account_id) do update set wanted = excluded.wanted
        """,
        (account_id, wanted),
    )


async def _row(tx: Tx, question: str, *values: object) -> Any:
    return await (await tx.execute(question, values)).fetchone()
