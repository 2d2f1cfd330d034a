"""Popular weeks: opening a round, changing it, and bidding. Giving the places out is in `allocation`."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from functions.leave.rounds import policy, queries
from functions.leave.rounds.queries import Round
from functions.leave.rounds.schemas import RoundIn
from shared import audit, clock, log
from shared.db import Tx
from shared.domain.people import GROUPS
from shared.domain.problem import Practice
from shared.errors import NotFound, Reason, Refused, Stale

logger = log.get("rotacc.leave")

MOST_SEED = 1_000_000
OVER = "Bids for this round are closed."


async def open_round(tx: Tx, practice: Practice, asked: RoundIn, *, by: UUID | None, request_id: str | None) -> Round:
    """Offer popular weeks. Raises Refused with everything wrong with the offer."""
    values = _values(practice, asked)
    round_id = await queries.insert_round(tx, values=values, made_by=by)
    await note(tx, round_id, "round-opened", by, request_id, new=_plain(values))
    return await the_round(tx, round_id)


async def change_round(
    tx: Tx, practice: Practice, round_id: UUID, asked: RoundIn, *, by: UUID | None, request_id: str | None
) -> Round:
    """Change an offer nobody has been given a place of yet. Bids for weeks it no longer has are taken out."""
    was = await locked(tx, round_id, asked.version)
    must_be_open(was)
    values = _values(practice, asked, seed=was.seed)
    await queries.update_round(tx, round_id=round_id, values=values)
    await queries.drop_weeks(tx, round_id=round_id, weeks=[week.start for week in asked.weeks])
    old = {key: getattr(was, key) for key in values}
    await note(tx, round_id, "round-changed", by, request_id, old=_plain(old), new=_plain(values))
    return await the_round(tx, round_id)


async def cancel_round(tx: Tx, round_id: UUID, *, version: int, by: UUID | None, request_id: str | None) -> Round:
    """Take an offer back before places are given out. Bids stay on record."""
    was = await locked(tx, round_id, version)
    if was.status != "cancelled":
        must_be_open(was)
        await queries.set_status(tx, round_id=round_id, status="cancelled")
        await note(tx, round_id, "round-cancelled", by, request_id, old={"status": "open"}, new={"status": "cancelled"})
    return await the_round(tx, round_id)


async def put_bid(
    tx: Tx,
    practice: Practice,
    round_id: UUID,
    *,
    code: str,
    choices: Sequence[date],
    by: UUID | None,
    request_id: str | None,
) -> None:
    """Have somebody's bid say this, best first. Raises Refused with everything wrong with it."""
    offer = await locked(tx, round_id)
    _must_take_bids(offer)
    found = policy.faults_of_bid(practice, code, choices, weeks=offer.mondays, groups=offer.groups)
    if found:
        raise Refused("bid", "This bid cannot be taken.", reasons=found)
    was = next((bid for bid in await queries.bids(tx, round_id=round_id) if bid.person_code == code), None)
    if was is not None and was.choices == list(choices):
        return
    await queries.put_bid(tx, round_id=round_id, code=code, choices=list(choices))
    await note(
        tx, round_id, "bid-made", by, request_id, old=_bid(code, was.choices) if was else None, new=_bid(code, choices)
    )


async def withdraw_bid(tx: Tx, round_id: UUID, *, code: str, by: UUID | None, request_id: str | None) -> None:
    """Take somebody's bid back. Without one nothing happens."""
    _must_take_bids(await locked(tx, round_id))
    was = next((bid for bid in await queries.bids(tx, round_id=round_id) if bid.person_code == code), None)
    if was is not None and await queries.delete_bid(tx, round_id=round_id, code=code):
        await note(tx, round_id, "bid-withdrawn", by, request_id, old=_bid(code, was.choices))


async def the_round(tx: Tx, round_id: UUID) -> Round:
    """One round. Raises NotFound."""
    found = await queries.the_round(tx, round_id=round_id)
    if found is None:
        raise NotFound("There is no such round.")
    return found


def _values(practice: Practice, asked: RoundIn, *, seed: int | None = None) -> dict[str, Any]:
    """A round as it is stored. Raises Refused with everything wrong with it."""
    found = [
        *policy.faults_of_round(
            label=asked.label,
            closes_on=asked.closes_on,
            weeks=[week.start for week in asked.weeks],
            first_flag=asked.first_flag,
            today=clock.today(),
        ),
        *(
            Reason(f"There is no group {group!r}.", "no-such-group", "groups")
            for group in asked.groups
            if group.lower() not in known_groups(practice)
        ),
    ]
    if found:
        raise Refused("round", "This round cannot be offered.", reasons=found)
    drawn = secrets.randbelow(MOST_SEED) if seed is None else seed
    return {
        "label": asked.label.strip(),
        "closes_on": asked.closes_on,
        "weeks": [{"start": w.start.isoformat(), "label": w.label.strip()} for w in sorted(asked.weeks, key=_start)],
        "places": asked.places,
        "groups": list(asked.groups),
        "first_flag": asked.first_flag and asked.first_flag.strip(),
        "most_weeks": asked.most_weeks,
        "seed": drawn if asked.seed is None else asked.seed,
    }


def _start(week: Any) -> date:
    start: date = week.start
    return start


def known_groups(practice: Practice) -> frozenset[str]:
    """Names a round's places can be for, lower case: the trade's role groups and the practice's own."""
    own = {group.lower() for person in practice.people for group in person.groups}
    return frozenset(GROUPS) | own | {person.base_role.lower() for person in practice.people}


async def locked(tx: Tx, round_id: UUID, version: int | None = None) -> Round:
    """The round, ours alone until the transaction ends. Raises NotFound, or Stale when another version was meant."""
    found = await queries.the_round(tx, round_id=round_id, lock=True)
    if found is None:
        raise NotFound("There is no such round.")
    if version is not None and found.version != version:
        raise stale(found)
    return found


def stale(offer: Round) -> Stale:
    newer = {"version": offer.version, "status": offer.status}
    return Stale("Somebody has changed this round since you looked. Reload it and try again.", newer=newer)


def must_be_open(offer: Round) -> None:
    if offer.status != "open":
        words = "Its places have been given out." if offer.status == "allocated" else "It was taken back."
        raise Stale(f"This round can no longer be changed. {words}", newer={"status": offer.status})


def _must_take_bids(offer: Round) -> None:
    must_be_open(offer)
    if clock.today() > offer.closes_on:
        raise Refused("closed", OVER)


def _bid(code: str, choices: Sequence[date]) -> dict[str, Any]:
    return {"person": code, "choices": [week.isoformat() for week in choices]}


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in values.items()}


async def note(
    tx: Tx,
    round_id: UUID,
    action: str,
    by: UUID | None,
    request_id: str | None,
    *,
    old: dict[str, Any] | None = None,
    new: dict[str, Any] | None = None,
) -> None:
    await audit.record(
        tx,
        account_id=by,
        action=action,
        entity="leave_round",
        entity_id=str(round_id),
        old=old,
        new=new,
        request_id=request_id,
    )
