"""What somebody is told by mail of their leave."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest

from functions.leave.requests import letters
from functions.leave.requests.words import stretch
from shared.domain.calendar import Half, Session
from shared.settings import Settings
from tests.cast import BEN, PRIYA, House
from tests.leave import MONDAY, TUESDAY, ask, decide

EMAIL = "ben@example.com"
Told = Callable[[str], Awaitable[list[tuple[str, str]]]]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"site_url": "https://rota.example", "email_provider": "console"})


@pytest.fixture
async def told(house: House) -> Told:
    """Does what the worker does about a request, and gives the letters that wait: to whom, subject and text."""
    await house.with_practice()
    await house.published()
    async with house.db.tx() as tx:
        await tx.execute("update account set email = %s where username = 'ben'", (EMAIL,))

    async def about(leave_id: str) -> list[tuple[str, str]]:
        async with house.db.tx() as tx:
            await letters.tell(tx, lambda: house.settings, leave_id=UUID(leave_id))
            cursor = await tx.execute(
                "select to_address, subject || E'\\n' || text || html from mail "
                "where about = %s and status = 'waiting' order by posted_at",
                (letters.about(UUID(leave_id)),),
            )
            return await cursor.fetchall()

    return about


async def test_it_works(house: House, told: Told) -> None:
    request = await ask(await house.as_(BEN), MONDAY, TUESDAY, kind="study", note="A secret course")
    assert await told(request["id"]) == [], "nothing is decided yet"
    await decide(await house.as_(PRIYA), request, "approval", note="Enjoy it")
    [(to, letter)] = await told(request["id"])
    assert to == EMAIL
    assert letter.startswith("Your leave from Mon 11 Jan to Tue 12 Jan 2027 was approved\n")
    assert "Hello Dr Ben Hughes," in letter and "https://rota.example/leave.html?show=mine" in letter
    assert not {"study", "course", "enjoy"} & set(letter.lower().replace(",", " ").split()), "neither kind nor reasons"


async def test_it_waits_long_enough_to_be_taken_back(house: House, told: Told) -> None:
    request = await ask(await house.as_(BEN), MONDAY, kind="study", note="A course")
    priya = await house.as_(PRIYA)
    approved = (await decide(priya, request, "approval"))["request"]
    assert len(await told(request["id"])) == 1
    async with house.db.tx() as tx:
        row = await (await tx.execute("select extract(epoch from due_at - posted_at) from mail")).fetchone()
    assert row and row[0] == letters.WAITS.total_seconds()
    answer = await priya.ask("DELETE", f"/leave/requests/{request['id']}/approval?version={approved['version']}")
    assert answer.status_code == 200, answer.text
    assert await told(request["id"]) == []
    await decide(priya, answer.json["request"], "refusal", reason="No cover")
    [(_, letter)] = await told(request["id"])
    assert "was declined" in letter and "No cover" not in letter


async def test_of_two_decisions_in_a_row_the_later_is_told_alone(house: House, told: Told) -> None:
    request = await ask(await house.as_(BEN), MONDAY, kind="study", note="A course")
    priya = await house.as_(PRIYA)
    approved = (await decide(priya, request, "approval"))["request"]
    await told(request["id"])
    await decide(priya, approved, "cancellation")
    [(_, letter)] = await told(request["id"])
    assert "was cancelled" in letter


async def test_nobody_is_told_of_what_they_did_themselves_or_what_was_recorded_for_them(
    house: House, told: Told
) -> None:
    ben, priya = await house.as_(BEN), await house.as_(PRIYA)
    own = await ask(ben, MONDAY, kind="study", note="A course")
    await decide(ben, own, "cancellation")
    sick = await ask(priya, TUESDAY, kind="sick", person_code="BH")
    assert [await told(each["id"]) for each in (own, sick)] == [[], []]


@pytest.mark.parametrize(
    "sentence",
    ["set email = null", "set active = false", "set person_code = null"],
    ids=["no address", "no account", "not theirs"],
)
async def test_only_its_owner_is_ever_written_to(house: House, told: Told, sentence: str) -> None:
    request = await ask(await house.as_(BEN), MONDAY, kind="study", note="A course")
    await decide(await house.as_(PRIYA), request, "approval")
    async with house.db.tx() as tx:
        await tx.execute(f"update account {sentence} where username = 'ben'")  # type: ignore[arg-type]  # ours
    assert await told(request["id"]) == []


async def test_without_mail_nothing_piles_up(house: House, told: Told) -> None:
    request = await ask(await house.as_(BEN), MONDAY, kind="study", note="A course")
    await decide(await house.as_(PRIYA), request, "approval")
    async with house.db.tx() as tx:
        bare = house.settings.model_copy(update={"email_provider": "smtp"})
        await letters.tell(tx, lambda: bare, leave_id=UUID(request["id"]))
        assert await (await tx.execute("select id from mail")).fetchall() == []


def test_dates_are_said_as_people_say_them() -> None:
    from datetime import date

    def on(day: int, half: Half) -> Session:
        return Session(date(2027, 1, day), half)

    assert stretch(on(4, Half.AM), on(8, Half.PM)) == "from Mon 4 Jan to Fri 8 Jan 2027"
    assert stretch(on(4, Half.AM), on(4, Half.PM)) == "on Mon 4 Jan 2027"
    assert stretch(on(4, Half.PM), on(4, Half.PM)) == "on Mon 4 Jan PM"
    assert stretch(on(4, Half.PM), on(5, Half.PM)) == "from Mon 4 Jan PM to Tue 5 Jan PM"
