"""`rotacc send-test-email`: at once, by the provider in use, with no store and no system running."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from functions.notify.carriers import CARRIERS
from infra.cli import main
from infra.commands import send_test_email
from infra.embedded import free_port
from shared.mail import NEEDED
from shared.settings import Settings
from tests.mail_apis import KEY, PROVIDERS, Reply, hang_up, mail_api
from tests.mail_server import PASSWORD, MailServer, mail_server
from tests.paths import ROOT

TO = "it@practice.example"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[MailServer]:
    with mail_server(tmp_path) as running:
        yield running


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """What the command says, and its exit code, in a system set up so."""

    def tell(environment: dict[str, str], to: str = TO) -> tuple[int, str]:
        for name, value in {
            "DEPLOYMENT_ENV": "DEV",
            "DATABASE_URL": "postgresql://nowhere/none",
            **environment,
        }.items():
            monkeypatch.setenv(name, value)
        code = main(["send-test-email", to])
        said = capsys.readouterr()
        return code, said.out + said.err

    return tell


def test_it_works(server: MailServer, told: Any) -> None:
    code, said = told(server.environment())
    assert code == 0 and "250 Kept under 7" in said and "EMAIL_HOST=localhost" in said
    [message] = server.to(TO)
    assert message["Subject"] == "Mail from the rota system works"
    assert PASSWORD not in said


@pytest.mark.parametrize("provider", list(PROVIDERS))
def test_it_works_by_each_provider(tmp_path: Path, told: Any, provider: str) -> None:
    with mail_api(tmp_path, provider) as api:
        code, said = told(api.environment())
        assert code == 0 and "took it" in said and len(api.to(TO)) == 1
        api.answers.append(Reply(403, {}))
        code, said = told(api.environment())
        assert code == 1 and "What to do: Look at the key" in said
        assert KEY not in said


def test_a_wrong_password_is_told_with_what_to_do(server: MailServer, told: Any) -> None:
    code, said = told(server.environment() | {"EMAIL_HOST_PASSWORD": "hush-hush"})
    assert code == 1 and "What to do: Look at EMAIL_HOST_USER" in said and "hush" not in said


def test_an_open_line_is_told_with_what_to_do(tmp_path: Path, told: Any) -> None:
    with mail_server(tmp_path, tls=False) as server:
        code, said = told(server.environment())
    assert code == 1 and "offers no TLS" in said


def test_a_certificate_nobody_knows_is_told_with_what_to_do(
    server: MailServer, told: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = server.environment()
    del environment["SSL_CERT_FILE"]
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    code, said = told(environment)
    assert code == 1 and "SSL_CERT_FILE names a file" in said


def test_a_server_that_is_away_is_told_with_what_to_do(server: MailServer, told: Any) -> None:
    code, said = told(server.environment() | {"EMAIL_PORT": str(free_port())})
    assert code == 1 and "could not be reached" in said and "firewall" in said


def test_a_server_that_wants_tls_before_a_sign_in_is_told_with_what_to_do(server: MailServer, told: Any) -> None:
    code, said = told(server.environment() | {"EMAIL_USE_TLS": "false"})
    assert code == 1 and "set EMAIL_USE_TLS to true" in said and "firewall" not in said


def test_a_host_nobody_knows_is_told_with_what_to_do(server: MailServer, told: Any) -> None:
    code, said = told(server.environment() | {"EMAIL_HOST": "no-such-host.invalid"})
    assert code == 1 and "look at EMAIL_HOST" in said


def test_a_sender_that_is_not_allowed_is_told_with_what_to_do(server: MailServer, told: Any) -> None:
    server.answers.append("553 5.7.1 Sender address rejected: not owned by user")
    code, said = told(server.environment())
    assert code == 1 and "Look at DEFAULT_FROM_EMAIL" in said and "few minutes" not in said


def test_a_refused_receiver_is_told_with_what_to_do(server: MailServer, told: Any) -> None:
    server.to_receivers.append("550 No such person")
    code, said = told(server.environment())
    assert code == 1 and "550 No such person" in said and "how it is written" in said


def test_a_silence_is_not_called_a_failure(tmp_path: Path, told: Any) -> None:
    with mail_api(tmp_path, "mailgun") as api:
        api.answers.append(hang_up)
        code, said = told(api.environment())
    assert code == 1 and "Nobody can say whether it was sent" in said


@pytest.mark.parametrize("provider", [name for name in NEEDED if NEEDED[name]])
def test_what_is_missing_is_named(told: Any, provider: str) -> None:
    for missing in NEEDED[provider]:
        there = {name.upper(): "" if name == missing else "rota@practice.example" for name in NEEDED[provider]}
        code, said = told({"EMAIL_PROVIDER": provider, **there})
        assert code == 1 and missing.upper() in said


@pytest.mark.parametrize("to", ["nobody", "a@b.example,c@d.example", "a@b.example\nBcc: x@y.example"])
def test_what_is_no_address_is_refused(server: MailServer, told: Any, to: str) -> None:
    code, said = told(server.environment(), to)
    assert code == 1 and "is not one address" in said and server.received == []


def test_it_works_as_people_type_it_with_nothing_else_running(server: MailServer) -> None:
    environment = {"PATH": os.environ["PATH"], "DEPLOYMENT_ENV": "DEV", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "infra.cli", "send-test-email", TO],
        env=environment | server.environment(), capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(server.to(TO)) == 1


def test_every_provider_is_known_everywhere() -> None:
    providers = set(Settings.model_fields["email_provider"].annotation.__args__)  # type: ignore[union-attr]
    assert providers == set(CARRIERS) == set(NEEDED) == set(send_test_email.SHOWN)
