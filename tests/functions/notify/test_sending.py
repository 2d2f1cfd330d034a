"""Sending what was posted, to a real SMTP server that refuses, waits, breaks off and falls silent."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from functions.notify import service
from functions.notify.carriers import carrier_of
from functions.notify.carriers.carrier import HandOver
from functions.notify.carriers.smtp import Smtp
from functions.notify.policy import WAITS
from infra.embedded import free_port
from shared import mail
from shared.db import Database
from shared.mail import Letter, Message
from shared.metrics import MAIL
from shared.settings import Settings
from tests.functions.notify.letters import LINK, make_due, post, stored
from tests.mail_server import PASSWORD, MailServer, hang_up, mail_server


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    with mail_server(tmp_path) as running:
        monkeypatch.setenv("SSL_CERT_FILE", str(running.certificate))
        yield running


@pytest.fixture
def carrier(settings: Settings, server: MailServer) -> Smtp:
    return Smtp(settings.model_copy(update=server.settings()))


async def test_it_works(db: Database, carrier: Smtp, server: MailServer) -> None:
    mail_id = await post(db)
    await service.send(db, carrier, mail_id=mail_id)
    [message] = server.received
    assert server.signed_in == [True]
    assert message["To"] == "ben@example.com"
    assert message["From"] == "RotaCC <rota@practice.example>"
    assert message["Subject"] == "Your account – Elm Lane"
    assert message["Message-ID"] == f"<{mail_id}@practice.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    plain, page = message.get_body(("plain",)), message.get_body(("html",))
    assert plain and page
    assert "Siân" in plain.get_content() and "\n.a line that begins with a dot\r\n" in plain.get_content()
    assert LINK in plain.get_content() and LINK in page.get_content()


async def test_what_was_sent_keeps_nothing_of_its_text(db: Database, carrier: Smtp) -> None:
    mail_id = await post(db)
    assert LINK in (await stored(db, mail_id))["text"]
    await service.send(db, carrier, mail_id=mail_id)
    row = await stored(db, mail_id)
    assert (row["status"], row["text"], row["html"], row["attempts"]) == ("sent", None, None, 1)
    assert row["said"] == "The server said: 250 Kept under 7"
    assert "very-secret" not in str(row)


async def test_told_twice_even_at_once_it_is_sent_once(db: Database, carrier: Smtp, server: MailServer) -> None:
    mail_id = await post(db)
    await asyncio.gather(*(service.send(db, carrier, mail_id=mail_id) for _ in range(5)))
    await service.send(db, carrier, mail_id=mail_id)
    assert len(server.received) == 1
    assert (await stored(db, mail_id))["status"] == "sent"


async def test_it_goes_out_in_the_practices_name(db: Database, carrier: Smtp, server: MailServer) -> None:
    async with db.tx() as tx:
        await tx.execute(
            "insert into practice (name, nation, settings) values ('Meddygfa Tŷ, \"Elm\" Lane', 'wales', '{}')"
        )
    await service.send(db, carrier, mail_id=await post(db))
    assert server.received[0]["From"].addresses[0].display_name == 'Meddygfa Tŷ, "Elm" Lane'


@pytest.mark.parametrize("step", ["receiver", "text"])
async def test_a_refusal_for_now_is_tried_again_later(
    db: Database, carrier: Smtp, server: MailServer, step: str
) -> None:
    {"receiver": server.to_receivers, "text": server.answers}[step].append("451 Greylisted, come back")
    mail_id = await post(db)
    await service.send(db, carrier, mail_id=mail_id)
    row = await stored(db, mail_id)
    assert (row["status"], row["attempts"], row["handed_at"]) == ("waiting", 1, None)
    assert "451 Greylisted" in row["said"] and row["text"]
    assert timedelta(seconds=50) < row["due_at"] - datetime.now(UTC) < timedelta(seconds=61)
    await service.send(db, carrier, mail_id=mail_id)
    assert server.received == [], "it was not due yet"
    await make_due(db)
    await service.send(db, carrier, mail_id=mail_id)
    assert [message["Message-ID"] for message in server.received] == [f"<{mail_id}@practice.example>"]
    assert (await stored(db, mail_id))["status"] == "sent"


@pytest.mark.parametrize("step", ["receiver", "text"])
async def test_a_refusal_for_good_is_given_up_with_the_servers_words(
    db: Database, carrier: Smtp, server: MailServer, step: str
) -> None:
    {"receiver": server.to_receivers, "text": server.answers}[step].append("550 No such person here")
    mail_id = await post(db)
    await service.send(db, carrier, mail_id=mail_id)
    row = await stored(db, mail_id)
    assert (row["status"], row["text"], row["html"]) == ("failed", None, None)
    assert "550 No such person here" in row["said"]
    await make_due(db)
    await service.send(db, carrier, mail_id=mail_id)
    assert server.received == []


async def test_a_server_that_is_away_is_tried_again(db: Database, settings: Settings) -> None:
    away = {"email_host": "127.0.0.1", "email_port": free_port(), "default_from_email": "rota@practice.example"}
    mail_id = await post(db)
    await service.send(db, carrier_of(settings.model_copy(update=away)), mail_id=mail_id)
    row = await stored(db, mail_id)
    assert row["status"] == "waiting"
    assert "could not be reached" in row["said"]


async def test_without_settings_mail_waits_and_says_which_are_needed(db: Database, settings: Settings) -> None:
    mail_id = await post(db)
    await service.send(db, carrier_of(settings), mail_id=mail_id)
    row = await stored(db, mail_id)
    assert (row["status"], row["said"]) == (
        "waiting",
        "Mail is not set up: EMAIL_HOST and DEFAULT_FROM_EMAIL are needed.",
    )


async def test_a_wrong_password_is_told_without_the_password(
    db: Database, settings: Settings, server: MailServer
) -> None:
    wrong = server.settings() | {"email_host_password": "hush-hush"}
    mail_id = await post(db)
    await service.send(db, Smtp(settings.model_copy(update=wrong)), mail_id=mail_id)
    row = await stored(db, mail_id)
    assert row["status"] == "waiting" and "not accepted (535)" in row["said"]
    assert "hush" not in str(row) and PASSWORD not in str(row)


async def test_nothing_is_sent_in_the_clear_unless_told(
    db: Database, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with mail_server(tmp_path, tls=False) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
        mail_id = await post(db)
        told = server.settings() | {"email_host_user": ""}
        await service.send(db, Smtp(settings.model_copy(update=told)), mail_id=mail_id)
        assert server.received == [] and "STARTTLS" in (await stored(db, mail_id))["said"]
        await make_due(db)
        plain = Smtp(settings.model_copy(update=told | {"email_use_tls": False}))
        await service.send(db, plain, mail_id=mail_id)
        assert len(server.received) == 1


async def test_a_server_with_a_false_certificate_gets_nothing(
    db: Database, settings: Settings, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    mail_id = await post(db)
    await service.send(db, Smtp(settings.model_copy(update=server.settings())), mail_id=mail_id)
    assert server.received == []
    assert "certificate" in (await stored(db, mail_id))["said"]


async def test_a_server_that_falls_silent_after_the_text_leaves_it_uncertain(
    db: Database, carrier: Smtp, server: MailServer
) -> None:
    server.answers.append(hang_up)
    mail_id = await post(db)
    await service.send(db, carrier, mail_id=mail_id)
    row = await stored(db, mail_id)
    assert (row["status"], row["text"]) == ("uncertain", None)
    assert "may have arrived" in row["said"]
    await service.send(db, carrier, mail_id=mail_id)
    assert len(server.received) == 1, "it had arrived, and was sent again"


class Dies:
    """A worker that dies at a certain moment: what it began is never brought to an end."""

    def __init__(self, *, handing_over: bool) -> None:
        self._handing_over = handing_over

    async def carry(self, _letter: Letter, hand_over: HandOver) -> str:
        if self._handing_over:
            await hand_over()
        raise KeyboardInterrupt


async def test_a_worker_that_dies_before_handing_over_is_replaced(
    db: Database, carrier: Smtp, server: MailServer
) -> None:
    mail_id = await post(db)
    with pytest.raises(KeyboardInterrupt):
        await service.send(db, Dies(handing_over=False), mail_id=mail_id)
    await service.send(db, carrier, mail_id=mail_id)
    assert len(server.received) == 1
    assert (await stored(db, mail_id))["status"] == "sent"


async def test_a_worker_that_dies_while_handing_over_leaves_it_uncertain_for_good(
    db: Database, carrier: Smtp, server: MailServer
) -> None:
    mail_id = await post(db)
    with pytest.raises(KeyboardInterrupt):
        await service.send(db, Dies(handing_over=True), mail_id=mail_id)
    assert (await stored(db, mail_id))["status"] == "sending"
    for _ in range(2):
        await service.send(db, carrier, mail_id=mail_id)
    row = await stored(db, mail_id)
    assert (row["status"], row["text"], server.received) == ("uncertain", None, [])


async def test_a_worker_taken_for_dead_does_not_send_what_another_took_over(
    db: Database, carrier: Smtp, server: MailServer
) -> None:
    class Slow(Smtp):
        async def carry(self, letter: Letter, hand_over: HandOver) -> str:
            await service.send(db, carrier, mail_id=letter.id)  # meanwhile
            return await super().carry(letter, hand_over)

    mail_id = await post(db)
    await service.send(db, Slow(carrier._settings), mail_id=mail_id)
    assert len(server.received) == 1
    assert (await stored(db, mail_id))["status"] == "sent"


async def test_a_slow_worker_whose_letter_was_called_uncertain_may_still_say_it_was_sent(
    db: Database, carrier: Smtp
) -> None:
    class Slow(Smtp):
        async def carry(self, letter: Letter, hand_over: HandOver) -> str:
            said = await super().carry(letter, hand_over)
            await service.send(db, carrier, mail_id=letter.id)  # somebody thinks it died
            assert (await stored(db, letter.id))["status"] == "uncertain"
            return said

    mail_id = await post(db)
    await service.send(db, Slow(carrier._settings), mail_id=mail_id)
    assert (await stored(db, mail_id))["status"] == "sent"


async def test_it_is_given_up_after_the_last_wait(db: Database, settings: Settings) -> None:
    mail_id = await post(db)
    for _ in range(len(WAITS) + 1):
        await make_due(db)
        await service.send(db, carrier_of(settings), mail_id=mail_id)
    row = await stored(db, mail_id)
    assert (row["status"], row["attempts"], row["text"]) == ("failed", len(WAITS) + 1, None)
    assert row["said"].startswith(f"Given up after {len(WAITS) + 1} attempts.")


async def test_what_is_of_no_use_any_more_is_not_sent(db: Database, carrier: Smtp, server: MailServer) -> None:
    mail_id = await post(db, useful_until=datetime.now(UTC) - timedelta(seconds=1))
    await service.send(db, carrier, mail_id=mail_id)
    assert server.received == []
    assert (await stored(db, mail_id))["status"] == "failed"


async def test_what_was_left_behind_is_announced_again(db: Database) -> None:
    waiting, left, fresh, later = [await post(db) for _ in range(4)]
    async with db.tx() as tx:
        for mail_id, minutes in ((left, 11), (fresh, 1)):
            assert await mail.claim(tx, mail_id=mail_id, claim=uuid4())
            await tx.execute(
                "update mail set claimed_at = now() - make_interval(mins => %s) where id = %s", (minutes, mail_id)
            )
        await tx.execute("update mail set due_at = now() + interval '1 hour' where id = %s", (later,))
        await tx.execute("delete from outbox")
        await service.post_again(tx)
        rows = await (await tx.execute("select payload->>'mail_id' from outbox")).fetchall()
    assert {row[0] for row in rows} == {str(waiting), str(left)}


async def test_a_message_that_cannot_be_written_is_given_up(db: Database, carrier: Smtp) -> None:
    async with db.tx() as tx:
        mail_id = await mail.post(tx, Message("invitation", "a@b.example\nBcc: c@d.example", "Hello", "text", "html"))
    await service.send(db, carrier, mail_id=mail_id)
    assert (await stored(db, mail_id))["status"] == "failed"


async def test_the_console_prints_it(db: Database, settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    mail_id = await post(db)
    await service.send(db, carrier_of(settings.model_copy(update={"email_provider": "console"})), mail_id=mail_id)
    printed = capsys.readouterr().out
    assert "To: ben@example.com" in printed and LINK in printed
    assert (await stored(db, mail_id))["status"] == "sent"


async def test_each_attempt_is_counted_by_how_it_ended(db: Database, carrier: Smtp, server: MailServer) -> None:
    def counted() -> dict[str, float]:
        return {
            outcome: MAIL.labels(outcome=outcome)._value.get()
            for outcome in ("sent", "put_off", "refused", "uncertain")
        }

    before = counted()
    server.answers += ["451 Later", "550 Never", hang_up]
    for _ in range(4):
        await service.send(db, carrier, mail_id=await post(db))
    assert {outcome: number - before[outcome] for outcome, number in counted().items()} == dict.fromkeys(before, 1)
