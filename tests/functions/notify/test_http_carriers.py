"""The four providers with an API: real requests over TLS to servers that check them and fail in every way."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from functions.notify import service
from functions.notify.carriers import carrier_of
from functions.notify.carriers.carrier import Carrier, HandOver
from infra.embedded import free_port
from shared import mail
from shared.db import Database
from shared.mail import Letter, Message
from shared.settings import Settings
from tests.functions.notify.letters import LINK, make_due, post, stored
from tests.mail_apis import KEY, PROVIDERS, MailApi, Reply, hang_up, mail_api

NAMES = tuple(PROVIDERS)
KEY_SETTING = {name: f"{name}_api_key" for name in NAMES} | {"postmark": "postmark_server_token"}

Made = Callable[..., Carrier]


@pytest.fixture(params=NAMES)
def provider(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def api(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, provider: str) -> Iterator[MailApi]:
    with mail_api(tmp_path, provider) as running:
        monkeypatch.setenv("SSL_CERT_FILE", str(running.certificate))
        yield running


@pytest.fixture
def made(settings: Settings, api: MailApi) -> Made:
    """The provider's carrier, with these settings changed."""

    def make(**changed: Any) -> Carrier:
        return carrier_of(settings.model_copy(update=api.settings() | changed))

    return make


async def test_it_works(db: Database, made: Made, api: MailApi, provider: str) -> None:
    mail_id = await post(db)
    await service.send(db, made(), mail_id=mail_id)
    row = await stored(db, mail_id)
    assert row["status"] == "sent", row["said"]
    [taken] = api.received
    assert (taken.to, taken.sender) == ("ben@example.com", "RotaCC <rota@practice.example>")
    assert taken.subject == "Your account – Elm Lane"
    assert "Hello Siân" in taken.text and LINK in taken.text and LINK in taken.html
    headers = {name.lower(): value for name, value in taken.headers.items()}
    assert headers["message-id"] == f"<{mail_id}@practice.example>"
    assert headers["auto-submitted"] == "auto-generated"
    assert "took it: " in row["said"] and row["said"].lower().startswith(provider)
    assert (row["text"], row["html"], row["attempts"]) == (None, None, 1)


async def test_the_provider_can_find_it_by_our_number(db: Database, made: Made, api: MailApi) -> None:
    mail_id = await post(db)
    await service.send(db, made(), mail_id=mail_id)
    assert str(mail_id) in api.asked[0].body.decode() + api.asked[0].headers.get("idempotency-key", "")


async def test_it_goes_out_in_the_practices_name(db: Database, made: Made, api: MailApi) -> None:
    async with db.tx() as tx:
        await tx.execute(
            "insert into practice (name, nation, settings) values ('Meddygfa Tŷ, \"Elm\" Lane', 'wales', '{}')"
        )
    await service.send(db, made(), mail_id=await post(db))
    assert "Meddygfa Tŷ, " in api.received[0].sender


async def test_told_twice_even_at_once_it_is_sent_once(db: Database, made: Made, api: MailApi) -> None:
    mail_id = await post(db)
    await asyncio.gather(*(service.send(db, made(), mail_id=mail_id) for _ in range(4)))
    await service.send(db, made(), mail_id=mail_id)
    assert len(api.received) == 1


@pytest.mark.parametrize("status", [429, 503])
async def test_what_helps_later_is_tried_later(db: Database, made: Made, api: MailApi, status: int) -> None:
    api.answers.append(Reply(status, {"message": "come back", "Message": "come back"}))
    mail_id = await post(db)
    await service.send(db, made(), mail_id=mail_id)
    row = await stored(db, mail_id)
    assert (row["status"], row["handed_at"]) == ("waiting", None)
    assert str(status) in row["said"] and row["text"]
    await make_due(db)
    await service.send(db, made(), mail_id=mail_id)
    assert len(api.received) == 1 and (await stored(db, mail_id))["status"] == "sent"


async def test_it_waits_as_long_as_the_provider_asks(db: Database, made: Made, api: MailApi) -> None:
    api.answers.append(Reply(429, {}, {"Retry-After": "3600"}))
    mail_id = await post(db)
    await service.send(db, made(), mail_id=mail_id)
    due_at = (await stored(db, mail_id))["due_at"]
    assert abs(due_at - datetime.now(UTC) - timedelta(hours=1)) < timedelta(minutes=5)


@pytest.mark.parametrize("status", [400, 413, 422])
async def test_what_is_wrong_with_the_message_is_given_up(db: Database, made: Made, api: MailApi, status: int) -> None:
    api.answers.append(Reply(422, {"ErrorCode": 406, "message": "no such address", "Message": "no such address"}))
    mail_id = await post(db)
    await service.send(db, made(), mail_id=mail_id)
    row = await stored(db, mail_id)
    assert row["status"] == "failed" and "422" in row["said"] and "no such address" in row["said"]


async def test_a_wrong_key_waits_to_be_mended_and_is_never_shown(
    db: Database, made: Made, api: MailApi, provider: str
) -> None:
    mail_id = await post(db)
    await service.send(db, made(**{KEY_SETTING[provider]: "hush-hush-key"}), mail_id=mail_id)
    row = await stored(db, mail_id)
    assert (row["status"], api.received) == ("waiting", [])
    assert "look at the key" in row["said"] and "hush" not in str(row)
    await make_due(db)
    await service.send(db, made(), mail_id=mail_id)
    assert (await stored(db, mail_id))["status"] == "sent"


@pytest.mark.parametrize("key", ["a\r\nb", "schlüssel"])
async def test_a_key_that_is_none_is_not_sent_anywhere(
    db: Database, made: Made, api: MailApi, provider: str, key: str
) -> None:
    mail_id = await post(db)
    await service.send(db, made(**{KEY_SETTING[provider]: key}), mail_id=mail_id)
    row = await stored(db, mail_id)
    assert (row["status"], api.asked) == ("waiting", [])
    assert "holds signs no key has" in row["said"] and key not in row["said"]


async def test_a_key_the_provider_sends_back_is_hidden(db: Database, made: Made, api: MailApi) -> None:
    api.answers.append(Reply(400, {"message": f"what is {KEY}?", "Message": f"what is {KEY}?"}))
    mail_id = await post(db)
    await service.send(db, made(), mail_id=mail_id)
    assert KEY not in str(await stored(db, mail_id))


async def test_without_its_key_mail_waits_and_says_what_is_needed(
    db: Database, made: Made, api: MailApi, provider: str
) -> None:
    mail_id = await post(db)
    await service.send(db, made(**{KEY_SETTING[provider]: "", "default_from_email": ""}), mail_id=mail_id)
    row = await stored(db, mail_id)
    needed = f"{KEY_SETTING[provider].upper()} and DEFAULT_FROM_EMAIL"
    assert (row["status"], row["said"]) == ("waiting", f"Mail is not set up: {needed} are needed.")


async def test_a_provider_that_is_away_is_tried_again(db: Database, made: Made, api: MailApi) -> None:
    mail_id = await post(db)
    await service.send(db, made(email_api_url=f"https://127.0.0.1:{free_port()}"), mail_id=mail_id)
    row = await stored(db, mail_id)
    assert row["status"] == "waiting" and "could not be reached" in row["said"]


async def test_one_with_a_false_certificate_gets_nothing(
    db: Database, made: Made, api: MailApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    mail_id = await post(db)
    await service.send(db, made(), mail_id=mail_id)
    row = await stored(db, mail_id)
    assert (row["status"], api.asked) == ("waiting", [])
    assert "certificate" in row["said"].lower()


async def test_one_that_sends_us_elsewhere_is_not_followed(db: Database, made: Made, api: MailApi) -> None:
    api.answers.append(Reply(302, {}, {"Location": f"{api.url}/elsewhere"}))
    mail_id = await post(db)
    await service.send(db, made(), mail_id=mail_id)
    assert (await stored(db, mail_id))["status"] == "waiting"
    assert [asked.path for asked in api.asked if asked.path == "/elsewhere"] == []


async def test_one_that_is_slow_to_answer_leaves_it_uncertain_or_asks_again(
    db: Database, made: Made, api: MailApi, provider: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("http_api", "sendgrid"):
        monkeypatch.setattr(f"functions.notify.carriers.{module}.STEP_SECONDS", 0.5)
    api.hold_at = "answer"
    mail_id = await post(db)
    await service.send(db, made(), mail_id=mail_id)
    assert (await stored(db, mail_id))["status"] == ("sent" if provider == "resend" else "uncertain")
    assert len(api.received) == 1


async def test_one_that_is_slow_to_greet_us_has_got_nothing(
    db: Database, made: Made, api: MailApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("http_api", "sendgrid"):
        monkeypatch.setattr(f"functions.notify.carriers.{module}.STEP_SECONDS", 0.5)
    api.hold_at = "greeting"
    mail_id = await post(db)
    await service.send(db, made(), mail_id=mail_id)
    row = await stored(db, mail_id)
    assert (row["status"], api.asked) == ("waiting", [])


@pytest.mark.parametrize("answer", [hang_up, Reply(504, "Timed out")])
async def test_what_nobody_can_know_is_uncertain_for_good(
    db: Database, made: Made, api: MailApi, provider: str, answer: Any
) -> None:
    api.answers.append(answer)
    mail_id = await post(db)
    await service.send(db, made(), mail_id=mail_id)
    row = await stored(db, mail_id)
    if provider == "resend":
        assert row["status"] == "sent" and len(api.received) == 1, "asked again with its key, it was not sent twice"
        return
    assert row["status"] == "uncertain" and "may have arrived" in row["said"]
    requests = len(api.asked)
    await make_due(db)
    await service.send(db, made(), mail_id=mail_id)
    assert len(api.asked) == requests


async def test_a_worker_taken_for_dead_does_not_send_what_another_took_over(
    db: Database, made: Made, api: MailApi
) -> None:
    class Slow:
        async def carry(self, letter: Letter, hand_over: HandOver) -> str:
            await service.send(db, made(), mail_id=letter.id)  # meanwhile
            return await made().carry(letter, hand_over)

    mail_id = await post(db)
    await service.send(db, Slow(), mail_id=mail_id)
    assert len(api.received) == len(api.asked) == 1
    assert (await stored(db, mail_id))["status"] == "sent"


async def test_a_message_that_cannot_be_written_is_given_up(db: Database, made: Made, api: MailApi) -> None:
    async with db.tx() as tx:
        mail_id = await mail.post(tx, Message("invitation", "a@b.example\nBcc: c@d.example", "Hello", "text", "html"))
    await service.send(db, made(), mail_id=mail_id)
    assert (await stored(db, mail_id))["status"] == "failed" and api.asked == []


async def test_no_log_however_talkative_holds_the_key_or_the_link(
    db: Database, made: Made, api: MailApi, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        api.answers.append(Reply(503, {}))
        mail_id = await post(db)
        for _ in range(2):
            await service.send(db, made(), mail_id=mail_id)
            await make_due(db)
    assert len(api.received) == 1
    assert KEY not in caplog.text and "very-secret" not in caplog.text


@pytest.mark.parametrize("provider", ["mailgun"], indirect=True)
async def test_mailgun_in_the_wrong_region_or_under_another_domain_waits_to_be_mended(
    db: Database, made: Made, api: MailApi
) -> None:
    mail_id = await post(db)
    await service.send(db, made(mailgun_domain="other.example"), mail_id=mail_id)
    row = await stored(db, mail_id)
    assert row["status"] == "waiting" and "Domain not found: other.example" in row["said"]


@pytest.mark.parametrize("provider", ["postmark"], indirect=True)
@pytest.mark.parametrize(("code", "status"), [(400, "waiting"), (412, "waiting"), (405, "waiting"), (300, "failed")])
async def test_postmark_says_by_a_code_whose_fault_it_is(
    db: Database, made: Made, api: MailApi, code: int, status: str
) -> None:
    api.answers.append(Reply(422, {"ErrorCode": code, "Message": "as told"}))
    mail_id = await post(db)
    await service.send(db, made(), mail_id=mail_id)
    row = await stored(db, mail_id)
    assert row["status"] == status and f"(code {code})" in row["said"]


@pytest.mark.parametrize("provider", ["resend"], indirect=True)
async def test_resend_that_stays_silent_leaves_it_uncertain(db: Database, made: Made, api: MailApi) -> None:
    api.answers += [Reply(502, ""), Reply(502, "")]
    mail_id = await post(db)
    await service.send(db, made(), mail_id=mail_id)
    assert (await stored(db, mail_id))["status"] == "uncertain"
    assert len({asked.headers["idempotency-key"] for asked in api.asked}) == 1 and len(api.asked) == 2


@pytest.mark.parametrize("provider", ["resend"], indirect=True)
async def test_a_refusal_after_a_silence_does_not_make_it_certain(db: Database, made: Made, api: MailApi) -> None:
    api.answers += [Reply(502, ""), Reply(429, {})]
    mail_id = await post(db)
    await service.send(db, made(), mail_id=mail_id)
    assert (await stored(db, mail_id))["status"] == "uncertain"


async def test_another_address_without_tls_is_used_as_told(
    db: Database, settings: Settings, tmp_path: Path, provider: str
) -> None:
    """A gateway on this machine."""
    with mail_api(tmp_path, provider, tls=False) as api:
        mail_id = await post(db)
        await service.send(db, carrier_of(settings.model_copy(update=api.settings())), mail_id=mail_id)
        assert len(api.received) == 1
