"""Reading a practice in: all of it, or none and every reason."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from functions.practice import policy, queries
from functions.practice.policy import Changes, Parts
from shared import audit, outbox, registry
from shared.db import Tx
from shared.domain.problem import Practice
from shared.errors import Reason, Refused
from shared.events import PracticeImported
from shared.intake import BadInput, Files, parts_of, read_practice
from shared.queries import practice as reads

NOTHING = Parts({}, [], [])


def read(files: Files) -> Practice:
    """The practice the files describe. Raises Refused with every fault: file, line, what is wrong, what to write."""
    try:
        return read_practice(files)
    except BadInput as bad:
        count = len(bad.faults)
        raise Refused(
            "bad-input",
            f"The files have {count} fault{'s' if count > 1 else ''}. Nothing was changed.",
            reasons=[
                Reason(f.message, code="bad-input", field=f.field, file=f.file, line=f.line, instead=f.instead)
                for f in bad.faults
            ],
        ) from None


async def import_practice(
    tx: Tx, practice: Practice, *, preview: bool, by: UUID | None, request_id: str | None = None
) -> tuple[Changes, int]:
    """What the import changes, and the version of the practice afterwards. The same files again change nothing.

    People who are not in the files stay on record, inactive; working terms are replaced; other rooms take their part
    of the files in the same transaction (`Function.takes_in`).
    """
    await queries.lock_practice(tx)
    version = await reads.practice_version(tx) or 0
    old = await _stored(tx) if version else NOTHING
    new = Parts(*parts_of(practice))
    found = policy.changes(old, new)
    if preview or (version and not found.any):
        return found, version
    await _replace(tx, practice, new, version + 1)
    for name in registry.known():
        if take_in := registry.manifest(name).takes_in:
            await registry.load(take_in)(tx, practice, by=by, request_id=request_id)
    await audit.record(
        tx,
        account_id=by,
        action="practice-imported",
        entity="practice",
        entity_id="1",
        old=asdict(old) if version else None,
        new=asdict(new),
        request_id=request_id,
    )
    await outbox.announce(tx, PracticeImported(version=version + 1))
    return found, version + 1


async def _stored(tx: Tx) -> Parts:
    settings: dict[str, Any] = await reads.practice_settings(tx)
    return Parts(settings, await reads.people_parts(tx), await reads.leave_parts(tx))


async def _replace(tx: Tx, practice: Practice, new: Parts, version: int) -> None:
    await queries.put_practice(
        tx, name=practice.name, nation=practice.nation, settings=new.settings, at_version=version
    )
    await queries.clear_terms(tx)
    await queries.put_sites(tx, sites=[(site.code, site.name, site.rooms) for site in practice.sites])
    await queries.put_people(tx, people=[(person.code, person.name) for person in practice.people])
    await queries.insert_terms(tx, rows=new.people)
