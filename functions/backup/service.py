"""Asking for backups, for proofs, and how they fare."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from functions.backup import policy, queries, reads
from functions.backup.nouns import Backup, Cause, Kind
from functions.backup.turns import is_anybodys_turn
from shared import audit, clock
from shared.db import Tx
from shared.errors import NotFound, Reason, Refused
from shared.events import BackupDue, ProofDue
from shared.outbox import announce
from shared.queries.backups import last_made, last_proved

NIGHTLY_AT = timedelta(hours=3)  # UTC


@dataclass(frozen=True, slots=True)
class Fares:
    """How backups fare. `trouble`: the sentence administrators see on every page."""

    last: Backup | None
    last_proved: datetime | None
    trouble: str | None


async def ask(
    tx: Tx,
    *,
    cause: Cause,
    kind: Kind = Kind.DATABASE,
    by: UUID | None = None,
    wants_proof: bool = True,
    request_id: str | None = None,
) -> Backup:
    """Have a backup, or an export, made. While one waits to be made, that is the one."""
    if (already := await reads.unfinished(tx, kind=kind)) is not None:
        await announce(tx, BackupDue(already.id))
        return already
    backup_id = await queries.insert(tx, kind=kind, cause=cause, asked_by=by, wants_proof=wants_proof)
    await announce(tx, BackupDue(backup_id))
    await _audit(
        tx, "backup-asked" if kind == Kind.DATABASE else "export-asked", backup_id, by=by, request_id=request_id
    )
    return await one(tx, backup_id=backup_id)


async def ask_nightly(tx: Tx) -> None:
    """The daily job. A system that was set up after this night's turn has nothing yet that could be lost."""
    installed = await reads.installed_at(tx)
    if installed is not None and installed >= _last_turn(clock.now()):
        return
    await ask(tx, cause=Cause.NIGHTLY)


def _last_turn(now: datetime) -> datetime:
    turn = datetime(now.year, now.month, now.day, tzinfo=UTC) + NIGHTLY_AT
    return turn if turn <= now else turn - timedelta(days=1)


async def ask_again(tx: Tx) -> None:
    """The job of every minute: announce again what is due, or was left behind by a worker that died."""
    if await is_anybodys_turn(tx):
        return
    for backup_id in await reads.overdue(tx):
        await announce(tx, BackupDue(backup_id))
    for backup_id in await reads.overdue_proofs(tx):
        await announce(tx, ProofDue(backup_id))


async def ask_proof(tx: Tx, *, backup_id: UUID, by: UUID | None, request_id: str | None = None) -> Backup:
    """Have a backup proved. Raises NotFound, and Refused for one that lies nowhere."""
    backup = await one(tx, backup_id=backup_id)
    if backup.status != "made" or not backup.is_made:
        reason = Reason("There is nothing to restore: it is not made, or cleared away.", "nothing-to-prove")
        raise Refused("nothing-to-prove", "This backup cannot be proved.", reasons=[reason])
    if backup.proof not in ("waiting", "working"):
        await queries.want_proof(tx, backup_id=backup_id)
        await _audit(tx, "backup-proof-asked", backup_id, by=by, request_id=request_id)
    await announce(tx, ProofDue(backup_id))
    return await one(tx, backup_id=backup_id)


async def one(tx: Tx, *, backup_id: UUID) -> Backup:
    """Raises NotFound."""
    backup = await reads.find(tx, backup_id=backup_id)
    if backup is None:
        raise NotFound("There is no such backup.")
    return backup


async def take_export(tx: Tx, *, backup_id: UUID, by: UUID, request_id: str | None) -> Backup:
    """An export for whoever takes it away with them, which is on record. Raises NotFound when there is none."""
    backup = await one(tx, backup_id=backup_id)
    if backup.kind != Kind.EXPORT or not backup.is_made:
        raise NotFound("There is no such export, or no more.")
    await _audit(tx, "export-taken", backup_id, by=by, request_id=request_id)
    return backup


async def fares(tx: Tx) -> Fares:
    """How backups fare at this moment."""
    proved = await last_proved(tx)
    failed, failed_at = await _newest_failure(tx)
    record = policy.Record(
        since=await reads.installed_at(tx),
        last_made=await last_made(tx),
        last_proved=proved,
        failed=failed,
        failed_at=failed_at,
    )
    said = policy.trouble(record, now=clock.now(), hours=policy.PROOF_HOURS)
    return Fares(await reads.newest_made(tx), proved, said)


async def _newest_failure(tx: Tx) -> tuple[str | None, datetime | None]:
    """What the newest nightly backup, or the newest proof, failed with; nothing when what came after it is well."""
    if (judged := await reads.newest_judged(tx)) is not None and judged.proof == "failed":
        return f"The backup {judged.name} could not be proved: {judged.proof_trouble}", judged.proof_at
    nightly = await reads.newest_nightly(tx)
    made = await reads.newest_made(tx)
    if nightly is None or (made is not None and made.asked_at > nightly.asked_at):
        return None, None
    if nightly.status == "failed":
        return f"The last backup failed: {nightly.trouble}", nightly.asked_at
    if nightly.trouble and nightly.is_made:
        return f"The last backup was made, but not copied: {nightly.trouble}", nightly.asked_at
    return None, None


async def choose_notice(tx: Tx, *, account_id: UUID, wanted: bool, request_id: str | None) -> None:
    """Be told when a backup fails, or not."""
    before = await reads.wants_notice(tx, account_id=account_id)
    await queries.choose_notice(tx, account_id=account_id, wanted=wanted)
    if before != wanted:
        await audit.record(
            tx,
            account_id=account_id,
            action="backup-notice-chosen",
            entity="backup",
            entity_id=str(account_id),
            old={"told": before},
            new={"told": wanted},
            request_id=request_id,
        )


async def _audit(tx: Tx, action: str, backup_id: UUID, *, by: UUID | None, request_id: str | None) -> None:
    backup = await one(tx, backup_id=backup_id)
    await audit.record(
        tx,
        account_id=by,
        action=action,
        entity="backup",
        entity_id=str(backup_id),
        new={"cause": backup.cause, "name": backup.name},
        request_id=request_id,
    )
