"""GET /notify/mail."""

from __future__ import annotations

from shared import mail
from shared.mail import Message
from tests.cast import BEN, PRIYA, House

LINK = "https://rota.example/welcome.html#very-secret"


async def post(house: House, to: str, status: str = "waiting") -> None:
    async with house.db.tx() as tx:
        mail_id = await mail.post(tx, Message("invitation", to, "Your account", LINK, LINK, about="invitation:7"))
        if status != "waiting":
            await tx.execute(
                "update mail set status = %s, text = null, html = null, said = 'what the server said', "
                "ended_at = now() where id = %s",
                (status, mail_id),
            )


async def test_it_works(house: House) -> None:
    await post(house, "ben@example.com")
    await post(house, "rosa@example.com", "failed")
    answer = await (await house.as_(PRIYA)).get("/notify/mail")
    assert answer.status_code == 200
    assert answer.json["counts"] == {"waiting": 1, "failed": 1}
    rosa, ben = answer.json["mail"]
    assert (rosa["to"], rosa["status"], rosa["said"]) == ("rosa@example.com", "failed", "what the server said")
    assert (ben["to"], ben["status"], ben["due_at"] is not None) == ("ben@example.com", "waiting", True)
    assert (ben["kind"], ben["about"], ben["subject"]) == ("invitation", "invitation:7", "Your account")


async def test_it_never_shows_what_stands_in_a_message(house: House) -> None:
    await post(house, "ben@example.com")
    answer = await (await house.as_(PRIYA)).get("/notify/mail")
    assert "very-secret" not in answer.text


async def test_only_those_that_fare_so(house: House) -> None:
    await post(house, "ben@example.com")
    await post(house, "rosa@example.com", "sent")
    priya = await house.as_(PRIYA)
    assert [m["to"] for m in (await priya.get("/notify/mail?status=sent")).json["mail"]] == ["rosa@example.com"]
    assert (await priya.get("/notify/mail?status=lost")).status_code == 422


async def test_it_is_for_administrators(house: House) -> None:
    assert (await (await house.as_(BEN)).get("/notify/mail")).status_code == 403
    assert (await house.stranger().get("/notify/mail")).status_code == 401
