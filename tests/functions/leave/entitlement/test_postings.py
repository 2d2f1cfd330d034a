"""What requests post: reserved, booked, released; each once, and never the same minutes twice."""

from __future__ import annotations

import asyncio
from datetime import date
from uuid import UUID, uuid4

from functions.leave.entitlement import postings, queries
from functions.leave.entitlement.nouns import request_key
from shared.db import Tx
from shared.domain.calendar import Half, Session
from shared.domain.entitlement import Charge, charge
from shared.domain.leave import LeaveKind
from shared.domain.problem import Practice
from shared.queries.practice import load_practice
from tests.cast import House
from tests.functions.leave.entitlement.conftest import TODAY, YEAR

MONDAY, WEDNESDAY = date(2027, 6, 7), date(2027, 6, 9)


async def practice_of(tx: Tx) -> Practice:
    known = await load_practice(tx)
    assert known is not None
    return known.practice


def a_week(practice: Practice, last: date = WEDNESDAY) -> Charge:
    """Ben's Monday to Wednesday: six sessions."""
    return charge(practice, "BH", Session(MONDAY, Half.AM), Session(last, Half.PM), None)


async def left(house: House, year: date = YEAR) -> int:
    async with house.db.tx() as tx:
        return await postings.left(tx, await practice_of(tx), "BH", year, today=TODAY)


async def post(house: House, verb: str, request_id: UUID, last: date = WEDNESDAY) -> None:
    """What asking for leave, or approving it, does to the ledger; the request is on record as it would be."""
    async with house.db.tx() as tx:
        practice = await practice_of(tx)
        await on_record(tx, request_id, "requested" if verb == "reserve" else "approved", last)
        do, costs = getattr(postings, verb), a_week(practice, last)
        await do(tx, practice, request_id=request_id, code="BH", charge=costs, kind=LeaveKind.ANNUAL, by=None)


async def release(house: House, request_id: UUID) -> None:
    async with house.db.tx() as tx:
        await on_record(tx, request_id, "cancelled", WEDNESDAY)
        await postings.release(tx, request_id=request_id, by=None, reason="Not needed")


async def on_record(tx: Tx, request_id: UUID, status: str, last: date, *, first: date = MONDAY) -> None:
    await tx.execute(
        """
        insert into leave_request
          (id, person_code, kind, start_date, start_half, end_date, end_half, status, source)
        values (%s, 'BH', 'annual', %s, 'AM', %s, 'PM', %s, 'asked')
        on conflict (id) do update set status = excluded.status, end_date = excluded.end_date
        """,
        (request_id, first, last, status),
    )


async def posted(house: House, request_id: UUID) -> list[tuple[str, int, str]]:
    async with house.db.tx() as tx:
        found = await queries.entries_under(tx, code="BH", key=request_key(request_id))
    return [(entry.kind, entry.minutes, entry.reason) for entry in found]


async def test_asking_takes_it_off_at_once(house: House) -> None:
    await house.with_practice()
    request_id = uuid4()
    assert await left(house) == 10_000
    await post(house, "reserve", request_id)
    assert await left(house) == 8_500
    assert await posted(house, request_id) == [("pending", -1500, "Asked for.")]


async def test_asking_then_cancelling_changes_nothing(house: House) -> None:
    await house.with_practice()
    request_id = uuid4()
    await post(house, "reserve", request_id)
    await release(house, request_id)
    assert await left(house) == 10_000
    assert await posted(house, request_id) == [("pending", -1500, "Asked for."), ("pending", 1500, "Not needed")]


async def test_approving_gives_back_what_was_reserved_and_books_it(house: House) -> None:
    await house.with_practice()
    request_id = uuid4()
    await post(house, "reserve", request_id)
    await post(house, "book", request_id)
    assert await left(house) == 8_500
    assert await posted(house, request_id) == [
        ("pending", -1500, "Asked for."), ("pending", 1500, "Approved."), ("booked", -1500, "Approved."),
    ]  # fmt: skip
    await release(house, request_id)
    assert await left(house) == 10_000


async def test_doing_anything_twice_posts_it_once(house: House) -> None:
    await house.with_practice()
    request_id = uuid4()
    for verb in ("reserve", "reserve", "book", "book"):
        await post(house, verb, request_id)
    assert len(await posted(house, request_id)) == 3
    await release(house, request_id)
    await release(house, request_id)
    assert len(await posted(house, request_id)) == 4
    await release(house, uuid4())


async def test_leave_cut_short_gives_the_rest_back(house: House) -> None:
    """Approved Monday to Wednesday, of which sickness takes Wednesday."""
    await house.with_practice()
    request_id = uuid4()
    await post(house, "book", request_id)
    await post(house, "book", request_id, date(2027, 6, 8))
    assert (await posted(house, request_id))[-1] == ("booked", 500, "Approved.")
    assert await left(house) == 9_000


async def test_kinds_that_use_no_entitlement_post_nothing(house: House) -> None:
    await house.with_practice()
    async with house.db.tx() as tx:
        practice = await practice_of(tx)
        await postings.book(
            tx, practice, request_id=uuid4(), code="BH", charge=a_week(practice), kind=LeaveKind.STUDY, by=None
        )
    assert await left(house) == 10_000


async def test_leave_across_new_year_is_posted_to_both_years(house: House) -> None:
    await house.with_practice()
    request_id = uuid4()
    async with house.db.tx() as tx:
        practice = await practice_of(tx)
        first, last = Session(date(2027, 12, 29), Half.AM), Session(date(2028, 1, 4), Half.PM)
        await on_record(tx, request_id, "requested", last.date, first=first.date)
        costs = charge(practice, "BH", first, last, None)
        await postings.reserve(
            tx, practice, request_id=request_id, code="BH", charge=costs, kind=LeaveKind.ANNUAL, by=None
        )
    assert costs.by_year == {date(2027, 1, 1): 500, date(2028, 1, 1): 500}
    assert await left(house) == 9_500
    assert await left(house, date(2028, 1, 1)) == 9_500


async def test_the_same_request_reserved_at_once_by_many_is_reserved_once(house: House) -> None:
    await house.with_practice()
    request_id = uuid4()
    await post(house, "reserve", request_id)
    await release(house, request_id)
    await asyncio.gather(*(post(house, "reserve", request_id) for _ in range(4)))
    assert await left(house) == 8_500


async def test_the_last_minutes_are_never_booked_twice(house: House) -> None:
    """Eight ask at once for six sessions when there are 40: six get them, for each looks at what is left and then
    reserves, and nobody else looks in between."""
    await house.with_practice()

    async def ask(week: int) -> bool:
        async with house.db.tx() as tx:
            practice = await practice_of(tx)
            start, end = (date.fromordinal(day.toordinal() + 7 * week) for day in (MONDAY, WEDNESDAY))
            costs = charge(practice, "BH", Session(start, Half.AM), Session(end, Half.PM), None)
            if await postings.left(tx, practice, "BH", YEAR, today=TODAY) < costs.minutes:
                return False
            await asyncio.sleep(0.02)  # long enough for the others to look, were they let
            request_id = uuid4()
            await postings.reserve(
                tx, practice, request_id=request_id, code="BH", charge=costs, kind=LeaveKind.ANNUAL, by=None
            )
            await on_record(tx, request_id, "requested", end, first=start)
            return True

    answers = await asyncio.gather(*(ask(week) for week in range(8)))
    assert sum(answers) == 6
    assert await left(house) == 10_000 - 6 * 1500
