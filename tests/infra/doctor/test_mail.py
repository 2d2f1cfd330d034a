"""What the doctor says of mail: the other side is reached, and nothing is sent."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator

import pytest

from infra.doctor import mail
from tests.infra.doctor.conftest import With, said
from tests.mail_server import MailServer


@contextlib.contextmanager
def listening() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch, post_office: MailServer) -> MailServer:
    monkeypatch.setenv("SSL_CERT_FILE", str(post_office.certificate))
    return post_office


def test_it_works_and_sends_nothing(having: With, trusted: MailServer) -> None:
    before = len(trusted.received)
    found = list(mail.look(having(**trusted.settings())))
    assert said(found) == [f"localhost:{trusted.port} answers and lets us in"]
    assert len(trusted.received) == before


def test_a_wrong_password_is_told_and_not_shown(having: With, trusted: MailServer) -> None:
    (finding,) = mail.look(having(**trusted.settings() | {"email_host_password": "hush"}))
    assert finding.state == "bad" and finding.said.endswith("does not let us in") and "hush" not in str(finding)


def test_a_certificate_nobody_vouches_for_is_told(having: With, post_office: MailServer) -> None:
    (finding,) = mail.look(having(**post_office.settings()))
    assert finding.state == "bad" and "does not speak TLS we trust" in finding.said


def test_nobody_there_is_told(having: With) -> None:
    settings = having(email_host="127.0.0.1", email_port=1, default_from_email="rota@elm-lane.example")
    assert "127.0.0.1:1 cannot be reached" in said(mail.look(settings), "bad")[0]


def test_no_server_is_mail_that_waits(having: With) -> None:
    assert said(mail.look(having()), "warn") == ["mail waits: EMAIL_HOST is empty"]


def test_no_sender_is_mail_that_waits_too(having: With, trusted: MailServer) -> None:
    settings = having(**trusted.settings() | {"default_from_email": ""})
    assert said(mail.look(settings), "bad") == ["mail waits: DEFAULT_FROM_EMAIL is empty"]


@pytest.mark.parametrize("provider", ["mailgun", "sendgrid", "postmark", "resend"])
def test_a_providers_door_is_reached_without_going_through_it(having: With, provider: str) -> None:
    with listening() as port:
        settings = having(
            email_provider=provider,
            email_api_url=f"http://127.0.0.1:{port}",
            default_from_email="rota@elm-lane.example",
        )
        (finding,) = mail.look(settings)
    assert (finding.state, finding.said.partition(";")[0]) == ("ok", f"{provider} answers at 127.0.0.1:{port}")
    assert "cannot be reached" in said(mail.look(settings), "bad")[0], "nobody listens there any more"


def test_every_provider_has_a_door() -> None:
    from shared.settings.mail import KEYS

    assert set(mail.APIS) == set(KEYS)
