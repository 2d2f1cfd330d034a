"""Everything that knows a secret is made to use it, and to fail at it; no log line of any process holds one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from infra.demo.api import Api
from tests.conftest import NewSystem
from tests.systems import System, until

# Each is found again wherever it turns up; what they are like is what such secrets are like.
SETTINGS = {
    "SECRET_KEY": "marker-secret-key-qHq3bWtM0sYcFv7e2nZkRj5xUa8p",
    "EMAIL_HOST_PASSWORD": "marker-mail-password-7Gd2",
    "BACKUP_ENCRYPTION_KEY": "marker-backup-key-Lw93kfPq",
    "RESEND_API_KEY": "marker-resend-key-Ty55",
    "METRICS_TOKEN": "marker-metrics-token-Bn40",
}
WRONG, FIRST, SECOND, THIRD = (f"marker {word} otters in a teacup" for word in ("wrong", "seven", "eight", "nine"))
NEWCOMER = "newcomer@northgate.example"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def busy(new_system: NewSystem) -> Iterator[System]:
    """A system with marked secrets, saying all it can, whose mail server nobody answers at."""
    told = {"EMAIL_PROVIDER": "smtp", "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": "9", "EMAIL_HOST_USER": "rota",
            "DEFAULT_FROM_EMAIL": "rota@northgate.example", "LOG_LEVEL": "DEBUG"}  # fmt: skip
    with new_system("secrets", programs=("web", "worker", "scheduler"), **told, **SETTINGS) as running:
        yield running


def letter_token(system: System, kind: str) -> str:
    """The token in the newest letter of a kind, which waits for a mail server."""

    def newest() -> Any:
        with psycopg.connect(system.database_url) as connection:
            sql = "select text from mail where kind = %s and text is not null order by posted_at desc limit 1"
            return connection.execute(sql, (kind,)).fetchone()

    until(newest)
    found = re.search(r"#([\w-]{20,})", newest()[0])
    assert found
    return found[1]


def everything_said(logs: Path) -> str:
    return "\n".join(file.read_text(errors="replace") for file in sorted(logs.iterdir()))


def used(system: System) -> list[str]:
    """Go through every flow that has to do with a secret, and give the secrets."""
    stranger, administrator = Api(system.base_url), system.signed_in()
    own = system.accounts["administrator"]
    secrets = [*SETTINGS.values(), WRONG, FIRST, SECOND, THIRD, own["password"]]
    send = stranger.send
    sign_in = "/api/v1/auth/sign-in"
    assert send("POST", sign_in, {"username": own["username"], "password": WRONG})[0] == 401
    assert send("POST", sign_in, {"username": WRONG, "password": WRONG, "pin": WRONG})[0] == 422
    assert send("GET", f"/api/v1/auth/me?token={WRONG.replace(' ', '-')}")[0] == 401
    invited = {"email": NEWCOMER, "display_name": "New Comer", "roles": ["clinician"], "person_code": None}
    administrator.ask("POST", "/auth/invitations", invited)
    token = letter_token(system, "invitation")
    assert send("POST", "/api/v1/auth/welcome/look", {"token": token})[0] == 200
    assert send("POST", "/api/v1/auth/welcome", {"token": token, "password": FIRST, "display_name": "New"})[0] == 200
    newcomer = Api(system.base_url)
    newcomer.sign_in(NEWCOMER, FIRST)
    newcomer.ask("PUT", "/auth/account/password", {"present_password": FIRST, "password": SECOND})
    assert send("POST", "/api/v1/auth/password-resets", {"email": NEWCOMER})[0] == 202
    reset = letter_token(system, "password-reset")
    with psycopg.connect(system.database_url, autocommit=True) as connection:  # and everything breaks meanwhile
        connection.execute("alter table account_link rename to lost")
        try:
            body = {"token": reset, "password": THIRD}
            assert send("POST", "/api/v1/auth/password-resets/password", body)[0] == 500
        finally:
            connection.execute("alter table lost rename to account_link")
    assert send("POST", "/api/v1/auth/password-resets/password", body)[0] == 204
    cookies = [value for api in (administrator, newcomer, stranger) for value in api._cookies.values()]
    tokens = [api._token for api in (administrator, newcomer) if api._token]
    return [*secrets, token, reset, *cookies, *tokens]


def test_no_secret_is_in_any_log_or_in_the_list_of_processes(busy: System) -> None:
    secrets = [secret for secret in used(busy) if len(secret) > 8]
    assert len(secrets) >= 14
    until(lambda: "mail" in busy.log("worker"))  # the worker has tried, and failed, to send
    said = everything_said(busy.logs)
    assert re.search(r'"status": ?500', said)  # the failure above was told of
    assert [secret for secret in secrets if secret in said] == []
    for child in busy.supervisor.children:
        if child.process:
            words = Path(f"/proc/{child.process.pid}/cmdline").read_bytes().decode()
            assert [secret for secret in secrets if secret in words] == [], child.name


def test_no_log_line_names_what_was_asked_behind_the_question_mark(busy: System) -> None:
    """Names and reasons stand there too, in what people search for."""
    busy.signed_in().send("GET", "/api/v1/reports/audit?q=marker-search-for-somebody")
    until(lambda: "/api/v1/reports/audit" in busy.log("web"))
    assert "marker-search-for-somebody" not in everything_said(busy.logs)
