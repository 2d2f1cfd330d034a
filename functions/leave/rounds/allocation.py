"""Giving out the places of popular weeks, and passing on what is given up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from functions.leave.rounds import granting, policy, queries
from functions.leave.rounds.policy import Bidder, Place
from functions.leave.rounds.queries import Bid, Kept, Round
from functions.leave.rounds.service import locked, must_be_open, note, stale, the_round
from shared import clock, log, outbox
from shared.db import Tx
from shared.domain.problem import Practice
from shared.errors import Refused
from shared.events import RoundAllocated
from shared.queries.practice import load_practice

logger = log.get("rotacc.leave")


async def preview(tx: Tx, practice: Practice, offer: Round) -> tuple[list[Bid], tuple[Place, ...]]:
    """How the places would go if bids closed now: the bids in the order of choosing, and what each would have."""
    bids = await queries.bids(tx, round_id=offer.id)
    bidders = _bidders(practice, offer, bids, await queries.given_before(tx, round_id=offer.id))
    by_code = {bid.person_code: bid for bid in bids}
    order = [by_code[bidder.code] for bidder in policy.in_order(bidders, offer.seed)]
    return order, _allocation(offer, bidders)


async def allocate(
    tx: Tx,
    round_id: UUID,
    *,
    early: bool,
    by: UUID | None,
    request_id: str | None,
    version: int | None = None,
) -> Round:
    """Give the places out, once: each becomes approved leave; one that cannot goes to the next in line.

    Asked again, it stays as it is. Raises Refused while bids are open, unless `early`.
    """
    offer = await locked(tx, round_id, None)
    if offer.status == "allocated":
        return offer
    if version is not None and offer.version != version:
        raise stale(offer)
    must_be_open(offer)
    if not early and clock.today() <= offer.closes_on:
        raise Refused("bids-are-open", "Bids are still open: wait until they close, or say that you mean to be early.")
    practice = await _practice(tx)
    bids = await queries.bids(tx, round_id=round_id)
    bidders = _bidders(practice, offer, bids, await queries.given_before(tx, round_id=round_id))
    places = _allocation(offer, bidders)
    await queries.insert_places(tx, round_id=round_id, places=places)
    await queries.set_status(tx, round_id=round_id, status="allocated")
    for place in sorted((p for p in places if p.given), key=lambda p: p.turn):
        if not await _grant(tx, offer, place.week, place.code, by=by, request_id=request_id):
            await _pass_on(tx, offer, place.week, by=by, request_id=request_id)
    kept = await queries.places(tx, round_id=round_id)
    new = {"seed": offer.seed, "order": [b.code for b in policy.in_order(bidders, offer.seed)], "places": _told(kept)}
    await note(tx, round_id, "round-allocated", by, request_id, old={"status": "open"}, new=new)
    await outbox.announce(tx, RoundAllocated(round_id))
    return await the_round(tx, round_id)


async def allocate_due(tx: Tx) -> list[UUID]:
    """Give out the places of every round whose last day for bids is over; which those were."""
    due = await queries.due(tx, today=clock.today())
    for round_id in due:
        await allocate(tx, round_id, early=False, by=None, request_id=None)
        logger.info("popular weeks given out", round_id=str(round_id))
    return due


async def give_up(tx: Tx, *, leave_id: UUID) -> None:
    """A leave that came from a round is not taken: its place goes to the next in line. Anything else is left alone."""
    place = await queries.place_of_request(tx, request_id=leave_id)
    if place is None or place.status != "given":
        return
    offer = await locked(tx, place.round_id)
    await _set(tx, offer, place.week, place.person_code, "given-up", None, "The leave was cancelled.")
    await _pass_on(tx, offer, place.week, by=None, request_id=None)


async def _pass_on(tx: Tx, offer: Round, week: date, *, by: UUID | None, request_id: str | None) -> None:
    """Offer a free place of a week down its waiting list, until somebody can have it."""
    if week <= clock.today():
        return
    have = Counter(p.person_code for p in await queries.places(tx, round_id=offer.id) if p.status == "given")
    for place in await queries.places(tx, round_id=offer.id):
        waits = place.week == week and place.status == "waiting" and have[place.person_code] < offer.most_weeks
        if waits and await _grant(tx, offer, week, place.person_code, by=by, request_id=request_id):
            return


async def _grant(tx: Tx, offer: Round, week: date, code: str, *, by: UUID | None, request_id: str | None) -> bool:
    """Make a place leave. False when the person cannot have it, which is written down with the reason."""
    try:
        async with tx.transaction():
            leave_id = await granting.grant(tx, offer, code=code, week=week, by=by, request_id=request_id)
    except Refused as refusal:
        because = " ".join(reason.message for reason in refusal.reasons) or refusal.message
        await _set(tx, offer, week, code, "refused", None, because)
        return False
    await _set(tx, offer, week, code, "given", leave_id, None)
    return True


async def _set(
    tx: Tx, offer: Round, week: date, code: str, status: str, leave_id: UUID | None, because: str | None
) -> None:
    await queries.set_place(
        tx, round_id=offer.id, week=week, code=code, status=status, request_id=leave_id, because=because
    )


def _bidders(practice: Practice, offer: Round, bids: Sequence[Bid], before: dict[str, int]) -> list[Bidder]:
    """The bidders as the rule sees them, with the choices that are still theirs to make."""
    found = []
    for bid in bids:
        choices = tuple(w for w in bid.choices if policy.may_bid(practice, bid.person_code, w, offer.groups))
        if choices:
            flags = {flag for person in practice.terms_of(bid.person_code) for flag in person.flags}
            first = offer.first_flag is not None and offer.first_flag in flags
            found.append(Bidder(bid.person_code, choices, first, before.get(bid.person_code, 0)))
    return found


def _allocation(offer: Round, bidders: Sequence[Bidder]) -> tuple[Place, ...]:
    return policy.allocate(
        bidders, weeks=offer.mondays, places=offer.places, most_weeks=offer.most_weeks, seed=offer.seed
    )


async def _practice(tx: Tx) -> Practice:
    known = await load_practice(tx)
    if known is None:
        raise Refused("no-practice", "There is no practice yet.")
    return known.practice


def _told(places: Sequence[Kept]) -> list[dict[str, Any]]:
    return [
        {key: str(value) for key, value in asdict(place).items() if key != "round_id" and value is not None}
        for place in places
    ]
