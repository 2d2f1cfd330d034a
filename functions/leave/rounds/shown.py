"""A round as somebody may see it: administrators all of it, others their own bid and their own results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from functions.leave.rounds import policy, queries
from functions.leave.rounds.policy import Place
from functions.leave.rounds.queries import Bid, Kept, Round
from functions.leave.rounds.schemas import BidOut, PreviewOut, ResultOut, RoundOut, WeekOut
from shared import clock
from shared.access import Caller
from shared.db import Tx
from shared.domain.problem import Practice


async def round_out(tx: Tx, practice: Practice, offer: Round, caller: Caller) -> RoundOut:
    """One round for this caller."""
    bids = await queries.bids(tx, round_id=offer.id)
    places = await queries.places(tx, round_id=offer.id)
    results = _results(practice, offer, bids, places)
    mine = next((bid for bid in bids if bid.person_code == caller.person_code), None)
    everything = caller.is_administrator
    return RoundOut(
        id=offer.id,
        label=offer.label,
        closes_on=offer.closes_on,
        status=offer.status,
        weeks=_weeks(offer, bids, places, caller.person_code),
        places=offer.places,
        groups=offer.groups,
        first_flag=offer.first_flag,
        most_weeks=offer.most_weeks,
        seed=offer.seed,
        rule=list(policy.rule_in_words(offer.first_flag, offer.seed)),
        bids_are_open=offer.status == "open" and clock.today() <= offer.closes_on,
        bidders=len(bids),
        may_bid=[
            week
            for week in offer.mondays
            if caller.person_code and policy.may_bid(practice, caller.person_code, week, offer.groups)
        ],
        my_bid=mine and mine.choices,
        my_results=[result for result in results if result.code == caller.person_code],
        bids=[_bid_out(practice, bid) for bid in bids] if everything else None,
        results=results if everything else None,
        allocated_at=offer.allocated_at,
        version=offer.version,
    )


def preview_out(offer: Round, practice: Practice, order: Sequence[Bid], places: Sequence[Place]) -> PreviewOut:
    """How the places would go: nobody has been told anything yet."""
    would = [
        Kept(offer.id, p.week, p.code, "given" if p.given else "waiting", p.position, p.turn, None, None)
        for p in places
    ]
    return PreviewOut(order=[_bid_out(practice, bid) for bid in order], results=_results(practice, offer, order, would))


def _weeks(offer: Round, bids: Sequence[Bid], places: Sequence[Kept], code: str | None) -> list[WeekOut]:
    asked = Counter(week for bid in bids for week in bid.choices)
    given = Counter(place.week for place in places if place.status == "given")
    mine = {place.week for place in places if place.status == "given" and place.person_code == code}
    return [
        WeekOut(start=start, label=week["label"], asked=asked[start], given=given[start], mine=start in mine)
        for start, week in zip(offer.mondays, offer.weeks, strict=True)
    ]


def _results(practice: Practice, offer: Round, bids: Sequence[Bid], places: Sequence[Kept]) -> list[ResultOut]:
    taken = Counter(place.week for place in places if place.status == "given")
    waiting = Counter(place.week for place in places if place.status == "waiting")
    choices = {bid.person_code: bid.choices for bid in bids}
    return [
        ResultOut(
            code=place.person_code,
            name=_name(practice, place.person_code),
            week=place.week,
            status=place.status,
            position=place.position,
            of=offer.places if place.status == "given" else waiting[place.week],
            turn=place.turn,
            next_best=None if place.status == "given" else _next_best(offer, place, choices, taken),
            request_id=place.request_id,
            because=place.because,
        )
        for place in places
    ]


def _next_best(offer: Round, place: Kept, choices: dict[str, list[date]], taken: Counter[date]) -> date | None:
    return policy.next_best(
        place.week,
        choices=choices.get(place.person_code, []),
        weeks=offer.mondays,
        taken=taken,
        places=offer.places,
    )


def _bid_out(practice: Practice, bid: Bid) -> BidOut:
    return BidOut(code=bid.person_code, name=_name(practice, bid.person_code), choices=bid.choices, at=bid.at)


def _name(practice: Practice, code: str) -> str:
    terms = practice.terms_of(code)
    return terms[-1].name if terms else code
