"""Keeping the list, ticking its lines, and saying who sees to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from functions.rota.hand_off import policy, queries
from functions.rota.hand_off.policy import Does, Line
from functions.rota.hand_off.queries import HandOff
from shared import audit, clock
from shared.db import Tx
from shared.errors import NotFound, Reason, Refused, Stale
from shared.queries import rota
from shared.standing import Slot

Baseline = Literal["as-it-stands", "nothing"]


@dataclass(frozen=True, slots=True)
class Tick:
    """What the clinical system has in a session now, and what the rota said when somebody looked."""

    slot: Slot
    has: Does | None
    stands: Does | None


async def the_list(tx: Tx) -> tuple[HandOff | None, list[Line]]:
    """The list as it is now; no lines while none is kept."""
    kept = await queries.hand_off(tx)
    if kept is None:
        return None, []
    today = clock.today()
    lines = policy.to_do(
        await _stands(tx),
        await queries.synced(tx, start=today),
        policy.waits_since(
            await queries.changed_at(tx, start=today), await queries.first_published(tx, start=today), kept.since
        ),
        await queries.owners(tx, start=today),
        kept.owner,
    )
    return kept, lines


async def overdue(tx: Tx) -> list[Line]:
    """The lines that have waited too long, or whose session is near."""
    _, lines = await the_list(tx)
    now, today = clock.now(), clock.today()
    return [line for line in lines if line.is_overdue(now, today)]


async def keep(tx: Tx, *, owner: UUID | None, baseline: Baseline | None, by: UUID, request_id: str | None) -> None:
    """Begin to keep the list, or give it another owner. Raises Refused for an owner who cannot, or no baseline."""
    await queries.lock(tx)
    was = await queries.hand_off(tx)
    reasons = await _of_owner(tx, owner)
    if was is None and baseline is None:
        reasons.append(Reason("Say what the clinical system has today.", "no-baseline", "baseline"))
    if was is not None and baseline is not None:
        reasons.append(Reason("The list is kept already; tick what is done.", "kept-already", "baseline"))
    if reasons:
        raise Refused("cannot-be-kept", "The hand-off cannot be kept like this.", reasons=reasons)
    await queries.keep(tx, owner=owner)
    if baseline == "as-it-stands":
        await queries.record(tx, has=(await _stands(tx)).items(), by=by)
    await audit.record(
        tx, account_id=by, action="hand-off-begun" if was is None else "hand-off-owner-changed", entity="hand_off",
        entity_id="list", old=None if was is None else {"owner": _text(was.owner)},
        new={"owner": _text(owner)} | ({} if baseline is None else {"baseline": baseline}), request_id=request_id,
    )  # fmt: skip


async def tick(tx: Tx, *, ticks: Sequence[Tick], by: UUID, request_id: str | None) -> int:
    """Write down what the clinical system has now in some sessions. Raises Stale, and writes nothing, when the rota of
    any has changed since it was looked at."""
    await queries.lock(tx)
    if await queries.hand_off(tx) is None:
        raise NotFound("No hand-off is kept yet.")
    now, had = await _stands(tx), await queries.synced(tx, start=clock.today())
    moved = [each.slot for each in ticks if now.get(each.slot) != each.stands]
    if moved:
        reasons = [Reason(f"{slot.code}, {slot.session}: the rota has changed since.", "moved") for slot in moved]
        raise Stale("Some lines are no longer what they were. Look again before ticking them.", reasons=reasons)
    await queries.record(tx, has=[(each.slot, each.has) for each in ticks], by=by)
    for each in ticks:
        await audit.record(
            tx, account_id=by, action="hand-off-ticked", entity="hand_off",
            entity_id=f"{each.slot.code} {each.slot.session.date.isoformat()} {each.slot.session.half.value}",
            old=_document(had.get(each.slot)), new=_document(each.has), request_id=request_id,
        )  # fmt: skip
    return len(ticks)


async def set_owner(tx: Tx, *, slots: Sequence[Slot], owner: UUID | None, by: UUID, request_id: str | None) -> None:
    """Have somebody see to some lines. Raises Refused for an owner who cannot."""
    await queries.lock(tx)
    if reasons := await _of_owner(tx, owner):
        raise Refused("no-such-owner", "They cannot see to the hand-off.", reasons=reasons)
    await queries.set_owner(tx, slots=slots, owner=owner)
    await audit.record(
        tx, account_id=by, action="hand-off-owner-changed", entity="hand_off", entity_id="lines",
        new={"owner": _text(owner), "lines": [f"{slot.code} {slot.session}" for slot in slots]}, request_id=request_id,
    )  # fmt: skip


async def _stands(tx: Tx) -> dict[Slot, Does]:
    """The published rota from today on, as an appointment book minds it."""
    last = await queries.last_published(tx)
    today = clock.today()
    if last is None or last < today:
        return {}
    return policy.stands((await rota.standing(tx, start=today, end=last)).lines)


async def _of_owner(tx: Tx, owner: UUID | None) -> list[Reason]:
    if owner is None or owner in await queries.administrators(tx):
        return []
    return [Reason("Only a rota administrator can see to the hand-off.", "no-such-owner", "owner")]


def _text(owner: UUID | None) -> str | None:
    return None if owner is None else str(owner)


def _document(does: Does | None) -> dict[str, str | None]:
    return {"activity": does and does.activity, "site": does and does.site}
