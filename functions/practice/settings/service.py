"""Reading, trying out and saving the settings; and the first set-up. All of it, or none and every reason."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from functions.practice import queries as rows
from functions.practice.settings import policy, queries
from functions.practice.settings.effects import Published, effects
from functions.practice.settings.policy import Change
from shared import audit, outbox
from shared.db import Tx
from shared.domain.problem import Practice
from shared.errors import NotFound, Reason, Refused, Stale
from shared.events import SettingsChanged
from shared.intake import BadInput, Fault, parts_of, practice_from_parts
from shared.intake.faults import Report
from shared.intake.located import parse
from shared.intake.settings import site_codes
from shared.queries import practice as reads
from shared.queries import rota

NO_PRACTICE = "There is no practice yet. Set one up first."
CHANGED = "Somebody has saved the settings since you read them. Nothing was changed."
LONGEST_VIEW = timedelta(weeks=104)

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Saved:
    """The settings as they are stored, and what the saving changed."""

    settings: Document
    version: int
    changes: tuple[Change, ...]


async def read(tx: Tx) -> tuple[Document, int]:
    """The document and its own version, which changes of people leave alone. Raises NotFound before set-up."""
    version = await queries.settings_version(tx)
    if version is None:
        raise NotFound(NO_PRACTICE)
    return await reads.practice_settings(tx), version


async def preview(tx: Tx, settings: Document, *, today: date) -> tuple[tuple[Change, ...], tuple[str, ...]]:
    """What would change and what that does. Raises Refused with every fault."""
    old, _ = await read(tx)
    after = await _practice_by(tx, settings, instead_of=old, today=today)
    before = practice_from_parts(old, await reads.people_parts(tx), await reads.leave_parts(tx))
    found = policy.changes(old, parts_of(after)[0])
    published = await published_from(tx, today)
    keys = [change.field for change in found]
    # A large practice takes a while to look through; other requests are answered meanwhile.
    return found, await asyncio.to_thread(effects, before, after, keys, published)


async def save(
    tx: Tx,
    settings: Document,
    *,
    at_version: int,
    reason: str | None,
    today: date,
    by: UUID | None,
    request_id: str | None = None,
) -> Saved:
    """Store the settings. Raises Stale when they are no longer at that version, Refused with every fault.

    Settings that say the same as before change nothing, not even the version.
    """
    await rows.lock_practice(tx)
    old, version = await read(tx)
    if version != at_version:
        raise Stale(CHANGED, newer={"settings": old, "version": version})
    practice = await _practice_by(tx, settings, instead_of=old, today=today)
    new = parts_of(practice)[0]
    found = policy.changes(old, new)
    if not found:
        return Saved(old, version, ())
    practice_version = (await reads.practice_version(tx) or 0) + 1
    await _write(tx, practice, new, practice_version)
    await audit.record(
        tx,
        account_id=by,
        action="settings-changed",
        entity="practice",
        entity_id="1",
        old={change.field: change.old for change in found},
        new={change.field: change.new for change in found},
        reason=reason,
        request_id=request_id,
    )
    await outbox.announce(tx, SettingsChanged(version=practice_version))
    return Saved(new, version + 1, found)


async def set_up(tx: Tx, settings: Document, *, today: date, by: UUID | None, request_id: str | None = None) -> Saved:
    """The practice's first settings, with nobody in it yet. Raises Refused when there is a practice already."""
    await rows.lock_practice(tx)
    if (name := await reads.practice_name(tx)) is not None:
        message = f"There is a practice already: {name}. Change it in the settings."
        raise Refused("already-set-up", message, reasons=[Reason(message, "already-set-up")])
    practice = await _practice_by(tx, policy.start_with(today) | settings, instead_of={}, today=today)
    new = parts_of(practice)[0]
    await _write(tx, practice, new, 1)
    await audit.record(
        tx,
        account_id=by,
        action="practice-set-up",
        entity="practice",
        entity_id="1",
        new=policy.flat(new),
        request_id=request_id,
    )
    await outbox.announce(tx, SettingsChanged(version=1))
    return Saved(new, 1, ())


async def published_from(tx: Tx, since: date) -> Published:
    """What the published rota has from a day on."""
    spans = await queries.published_spans(tx, since=since)
    if not spans:
        return Published(since, frozenset(), ())
    until = min(max(end for _, end in spans), since + LONGEST_VIEW)
    days = {
        day
        for n in range((until - since).days + 1)
        if (day := since + timedelta(days=n)).weekday() < 5 and any(start <= day <= end for start, end in spans)
    }
    return Published(since, frozenset(days), tuple(await rota.published_lines(tx, start=since, end=until)))


async def _write(tx: Tx, practice: Practice, settings: Document, version: int) -> None:
    await rows.put_practice(tx, name=practice.name, nation=practice.nation, settings=settings, at_version=version)
    await rows.put_sites(tx, sites=[(site.code, site.name, site.rooms) for site in practice.sites])


async def _practice_by(tx: Tx, settings: Document, *, instead_of: Document, today: date) -> Practice:
    """The practice with these settings and the people and leave there are. Raises Refused with every fault."""
    report = Report("practice")
    document = parse(json.dumps(settings), report)
    if document is None:
        raise _refused([], report.faults)
    here = site_codes(document)
    removed = [] if here is None else [code for code in policy.sites_of(instead_of) if code not in here]
    needed = policy.still_needed(removed, await queries.based_at(tx, sites=removed, today=today)) if removed else ()
    try:
        practice = practice_from_parts(document.value, await reads.people_parts(tx), await reads.leave_parts(tx))
    except BadInput as bad:
        # People whose site would go are named once, together, and not one by one.
        told = [fault for fault in bad.faults if not (needed and fault.file == "people" and fault.field == "site")]
        raise _refused(needed, told) from None
    wrong = (*needed, *policy.unknown_groups(parts_of(practice)[0], (code for code, _ in await queries.groups(tx))))
    if wrong:
        raise _refused(wrong, [])
    return practice


def _refused(needed: tuple[Reason, ...] | list[Reason], faults: list[Fault]) -> Refused:
    reasons = [*needed, *(Reason(f.message, "bad-setting", f.field, instead=f.instead) for f in faults)]
    count = len(reasons)
    return Refused(
        "bad-settings",
        f"{count} thing{'s stand' if count > 1 else ' stands'} in the way. Nothing was changed.",
        reasons=reasons,
    )
