"""Mail that was given up: seen, sent again, let be, and told of once a day."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest

from functions.notify import service, tasks
from shared import mail
from shared.mail import Message
from tests.cast import BEN, PRIYA, Client, House
from tests.functions.notify.letters import stored

SAID = "The server said: 550 No such person"


async def posted(house: House, status: str = "failed", *, link: bool = False, to: str = "ben@example.com") -> UUID:
    """One message that ended so."""
    async with house.db.tx() as tx:
        until = "now() + interval '1 day'" if link else "null"
        message = Message("password-changed", to, "Your password", "the text", "<p>the text</p>", about="thing:1")
        mail_id = await mail.post(tx, message)
        await tx.execute(f"update mail set useful_until = {until} where id = %s", (mail_id,))
        letter = await mail.claim(tx, mail_id=mail_id, claim=uuid4())
        assert letter
        if status == "sent":
            await mail.sent(tx, letter, said="250")
        elif status != "waiting":
            await mail.give_up(tx, letter, status=status, said=SAID)
        await tx.execute("delete from outbox")
    return mail_id


async def announced(house: House) -> list[str]:
    async with house.db.tx() as tx:
        rows = await (await tx.execute("select payload->>'mail_id' from outbox where event = 'mail-posted'")).fetchall()
    return [row[0] for row in rows]


async def trouble(priya: Client) -> dict[str, Any]:
    answer = await priya.get("/notify/trouble")
    assert answer.status_code == 200
    return dict(answer.json)


async def test_nothing_is_wrong_while_everything_is_sent(house: House) -> None:
    priya = await house.as_(PRIYA)
    await posted(house, "sent")
    assert await trouble(priya) == {"given_up": 0, "held_up": 0, "said": None}


async def test_a_later_message_about_the_same_settles_it(house: House) -> None:
    priya = await house.as_(PRIYA)
    mail_id = await posted(house)
    assert await trouble(priya) == {"given_up": 1, "held_up": 0, "said": SAID}
    await posted(house, "sent")
    assert (await trouble(priya))["given_up"] == 0
    row = await stored(house.db, mail_id)
    assert row["settled_at"] and row["settled_by"] is None and row["text"] is None


async def test_it_can_be_let_be_once(house: House) -> None:
    priya, mail_id = await house.as_(PRIYA), await posted(house, "uncertain")
    answer = await priya.put(f"/notify/mail/{mail_id}/settlement")
    assert answer.status_code == 200 and answer.json["settled_at"] and not answer.json["kept"]
    assert (await trouble(priya))["given_up"] == 0
    assert (await priya.put(f"/notify/mail/{mail_id}/settlement")).status_code == 409
    assert (await priya.put(f"/notify/mail/{uuid4()}/settlement")).status_code == 404


async def test_it_can_be_sent_again_as_it_was(house: House) -> None:
    priya, mail_id = await house.as_(PRIYA), await posted(house)
    answer = await priya.post(f"/notify/mail/{mail_id}/sending", {})
    assert answer.status_code == 200, answer.text
    assert (answer.json["status"], answer.json["attempts"], answer.json["ended_at"]) == ("waiting", 0, None)
    assert await announced(house) == [str(mail_id)]
    assert (await priya.post(f"/notify/mail/{mail_id}/sending", {})).status_code == 409
    assert (await trouble(priya))["given_up"] == 0
    async with house.db.tx() as tx:
        letter = await mail.claim(tx, mail_id=mail_id, claim=uuid4())
    assert letter and (letter.text, letter.html) == ("the text", "<p>the text</p>")


async def test_one_that_may_have_arrived_is_sent_again_only_when_that_is_said(house: House) -> None:
    priya, mail_id = await house.as_(PRIYA), await posted(house, "uncertain")
    answer = await priya.post(f"/notify/mail/{mail_id}/sending", {})
    assert answer.status_code == 422
    assert [each["code"] for each in answer.json["errors"]] == ["may-arrive-twice"]
    assert await announced(house) == []
    answer = await priya.post(f"/notify/mail/{mail_id}/sending", {"may_arrive_twice": True})
    assert answer.json["status"] == "waiting" and await announced(house) == [str(mail_id)]


async def test_one_with_a_link_is_not_kept_and_says_what_to_do(house: House) -> None:
    priya, mail_id = await house.as_(PRIYA), await posted(house, "uncertain", link=True)
    answer = await priya.post(f"/notify/mail/{mail_id}/sending", {})
    assert [each["code"] for each in answer.json["errors"]] == ["not-kept", "may-arrive-twice"]
    assert "link" in answer.json["errors"][0]["message"]


@pytest.mark.parametrize("status", ["sent", "waiting"])
async def test_what_was_not_given_up_is_not_sent_again(house: House, status: str) -> None:
    priya, mail_id = await house.as_(PRIYA), await posted(house, status)
    assert (await priya.post(f"/notify/mail/{mail_id}/sending", {"may_arrive_twice": True})).status_code == 409
    assert await announced(house) == []


async def test_both_stand_in_the_audit_without_what_was_written(house: House) -> None:
    priya = await house.as_(PRIYA)
    again, let_be = await posted(house), await posted(house)
    await priya.post(f"/notify/mail/{again}/sending", {})
    await priya.put(f"/notify/mail/{let_be}/settlement")
    async with house.db.tx() as tx:
        rows = await (await tx.execute("select action, entity_id, old::text from audit order by id")).fetchall()
    assert [row[:2] for row in rows] == [("mail-sent-again", str(again)), ("mail-settled", str(let_be))]
    assert "the text" not in str(rows)


async def test_mail_that_waits_for_more_than_an_hour_is_held_up(house: House) -> None:
    priya, mail_id = await house.as_(PRIYA), await posted(house, "waiting")
    async with house.db.tx() as tx:
        await tx.execute("update mail set status = 'waiting', said = 'look at the key' where id = %s", (mail_id,))
    assert await trouble(priya) == {"given_up": 0, "held_up": 0, "said": None}
    async with house.db.tx() as tx:
        await tx.execute("update mail set posted_at = now() - interval '61 minutes' where id = %s", (mail_id,))
    assert await trouble(priya) == {"given_up": 0, "held_up": 1, "said": "look at the key"}


async def test_only_administrators_see_and_do_any_of_it(house: House) -> None:
    ben, mail_id = await house.as_(BEN), await posted(house)
    assert (await ben.get("/notify/trouble")).status_code == 403
    assert (await ben.put(f"/notify/mail/{mail_id}/settlement")).status_code == 403
    assert (await ben.post(f"/notify/mail/{mail_id}/sending", {})).status_code == 403
    assert (await house.stranger().get("/notify/trouble")).status_code == 401


async def with_addresses(house: House) -> None:
    async with house.db.tx() as tx:
        await tx.execute("update account set email = username || '@practice.example'")


async def told(house: House) -> list[tuple[str, str]]:
    """Whom the hourly job wrote to, and what."""
    async with house.db.tx() as tx:
        await service.tell_administrators(tx, house.settings.model_copy(update={"site_url": "https://rota.example"}))
        rows = await (
            await tx.execute("select to_address, text from mail where kind = 'mail-trouble' order by to_address")
        ).fetchall()
    return [(row[0], row[1]) for row in rows]


async def test_administrators_are_told_by_mail_once_a_day(house: House) -> None:
    await with_addresses(house)
    assert await told(house) == []
    await posted(house)
    written = await told(house)
    assert [to for to, _ in written] == ["amara@practice.example", "priya@practice.example"]
    assert "1 message, to: ben@example.com" in written[0][1]
    assert "https://rota.example/accounts.html?mail=given-up" in written[0][1]
    await posted(house, to="rosa@example.com")
    assert len(await told(house)) == 2, "told twice within a day"
    async with house.db.tx() as tx:
        await tx.execute("update mail set posted_at = now() - interval '25 hours' where kind = 'mail-trouble'")
    later = await told(house)
    assert len(later) == 4 and sum("rosa@example.com" in text for _, text in later) == 2
    async with house.db.tx() as tx:
        await tx.execute("update mail set posted_at = now() - interval '50 hours' where kind = 'mail-trouble'")
    assert len(await told(house)) == 4, "nothing new was given up"


async def test_an_administrator_whose_own_mail_fails_is_not_told_by_mail(house: House) -> None:
    await with_addresses(house)
    await posted(house, to="Priya@practice.example")
    assert [to for to, _ in await told(house)] == ["amara@practice.example"]


async def test_nobody_is_told_by_mail_that_this_mail_failed(house: House) -> None:
    await with_addresses(house)
    await posted(house)
    assert len(await told(house)) == 2
    async with house.db.tx() as tx:
        await tx.execute(
            """update mail set status = 'failed', text = null, html = null, ended_at = now(),
               posted_at = now() - interval '2 days' where kind = 'mail-trouble'"""
        )
    assert len(await told(house)) == 2
    assert (await trouble(await house.as_(PRIYA)))["given_up"] == 1


async def test_while_nobody_can_be_told_it_is_not_forgotten(house: House) -> None:
    await posted(house)
    assert await told(house) == []
    await with_addresses(house)
    assert len(await told(house)) == 2


async def test_the_scheduler_has_it_done(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "load", lambda: house.settings)
    await with_addresses(house)
    await posted(house)
    async with house.db.tx() as tx:
        await tasks.tell_administrators(tx)
        row = await (await tx.execute("select count(*) from mail where kind = 'mail-trouble'")).fetchone()
    assert row == (2,)
