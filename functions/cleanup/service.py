"""Forgetting what is old, and making leavers nameless."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import ModuleType

from functions.cleanup import policy, queries
from functions.cleanup.policy import Gone
from shared import audit, clock, mail, outbox, registry
from shared.access import Caller
from shared.db import Tx
from shared.errors import NotFound, Reason, Refused
from shared.forgetting import PERIODS, Leaver


async def forget(tx: Tx) -> dict[str, int]:
    """Have every room forget what is old; how much of what. Kept, so that anybody can look it up."""
    counts = await _forget(tx)
    await queries.keep_result(tx, counts=counts)
    return counts


async def preview(tx: Tx) -> dict[str, int]:
    """What `forget` would remove now: the same statements, and everything taken back."""
    async with tx.transaction(force_rollback=True):
        return await _forget(tx)


async def _forget(tx: Tx) -> dict[str, int]:
    days = policy.days_kept(await queries.chosen(tx))
    counts = {"audit": await audit.forget_old(tx, days=days["audit"])}
    for room in _rooms("forget"):
        counts |= await room.forget(tx, days)
    counts["mail"] = await mail.forget_old(tx, days=days["mail"])  # after the invitations that refer to it
    counts["outbox"] = await queries.count_facts(tx, days=days["facts"])
    await outbox.forget_old(tx, days=days["facts"])
    return counts


async def choose(tx: Tx, caller: Caller, wanted: Mapping[str, int]) -> dict[str, int]:
    """Keep things for so many days from now on. Raises Refused with every period that cannot be."""
    policy.require_periods(wanted)
    before = policy.days_kept(await queries.chosen(tx))
    await queries.choose(tx, days=wanted, by=caller.account_id)
    after = policy.days_kept(await queries.chosen(tx))
    if changed := [what for what in PERIODS if before[what] != after[what]]:
        await audit.record(
            tx,
            account_id=caller.account_id,
            action="retention-changed",
            entity="retention",
            entity_id="1",
            old={what: before[what] for what in changed},
            new={what: after[what] for what in changed},
        )
    return after


async def leavers(tx: Tx) -> Sequence[tuple[Gone, Sequence[Reason]]]:
    """Everybody who works here no more, with what stands in the way of making them nameless."""
    days = policy.days_kept(await queries.chosen(tx))["leavers"]
    today = clock.today()
    return [(each, policy.obstacles(each, days=days, today=today)) for each in await queries.gone(tx, today=today)]


async def make_nameless(tx: Tx, caller: Caller, *, code: str, confirm: str) -> Leaver:
    """Take away who somebody was, in every room. It cannot be had back. Raises NotFound or Refused."""
    await queries.keep_everybody_out(tx)
    gone = await _gone(tx, code)
    days = policy.days_kept(await queries.chosen(tx))["leavers"]
    policy.require_nameless(gone, days=days, today=clock.today(), confirmed=confirm)
    number = await queries.next_number(tx)
    leaver = Leaver(code, f"Former clinician {number}", number, tuple(await queries.known_by(tx, code=code)))
    for room in _rooms("make_nameless"):
        await room.make_nameless(tx, leaver)
    await mail.make_nameless(tx, leaver)
    await audit.make_nameless(tx, leaver)
    await audit.record(
        tx,
        account_id=caller.account_id,
        action="person-made-nameless",
        entity="person",
        entity_id=code,
        new={"name": leaver.becomes},
    )
    return leaver


async def _gone(tx: Tx, code: str) -> Gone:
    for each in await queries.gone(tx, today=clock.today(), code=code):
        return each
    if await queries.is_nameless(tx, code=code):
        raise Refused("nameless", "This person is nameless already.")
    raise NotFound("There is no such person.")


def _rooms(verb: str) -> Iterator[ModuleType]:
    """The modules of rooms that do this."""
    for name in registry.known():
        if where := registry.manifest(name).forgets:
            module = registry.load_module(where)
            if hasattr(module, verb):
                yield module
