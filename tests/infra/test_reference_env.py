"""A .env written for the older RotaCC, dropped in unchanged: real processes start with it and nothing else (O11)."""

from __future__ import annotations

import contextlib
import http.client
import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import dotenv
import pytest
import redis as redis_client

from infra.embedded import Valkey, free_port
from infra.supervise import Supervisor
from tests.paths import ROOT
from tests.workbench import own_database

pytestmark = pytest.mark.slow

SITE = "rota.elm-lane.example"
PASSWORD = "seven quiet kettles sing"
# Every name the older guide teaches, with values of our own.
REFERENCE = """
# Security
SECRET_KEY=Jk3_pQ-77vXw0sMnB4tLr9yHc2ZdEa6fUg8iOoT5xWqVlRbN1m
DEBUG=True
ALLOWED_HOSTS=rota.elm-lane.example,localhost
CSRF_TRUSTED_ORIGINS=https://rota.elm-lane.example
SITE_URL=https://rota.elm-lane.example
DEPLOYMENT_ENV=PROD     # no banner
SECURE_SSL_REDIRECT=True
SECURE_HSTS_SECONDS=31536000

# Database
DB_ENGINE=django.db.backends.postgresql
DB_NAME={db_name}
DB_USER={db_user}
DB_PASSWORD={db_password}
DB_HOST={db_host}    # the service's name
DB_PORT={db_port}

# redis
REDIS_HOST={redis_host}
REDIS_PORT={redis_port}
REDIS_DB=0
REDIS_USER=default
REDIS_PASS={redis_pass}
CELERY_BROKER_URL={broker}
CELERY_RESULT_BACKEND={broker}

# The first administrator
DJANGO_SUPERUSER_USERNAME=admin
DJANGO_SUPERUSER_EMAIL=admin@elm-lane.example
DJANGO_SUPERUSER_PASSWORD="seven quiet kettles sing"

# Mail
EMAIL_PROVIDER=smtp
EMAIL_HOST=localhost
EMAIL_PORT=587
EMAIL_HOST_USER=rota
EMAIL_HOST_PASSWORD=not-a-word-of-ours
EMAIL_USE_TLS=True
DEFAULT_FROM_EMAIL=rota@elm-lane.example
MAILGUN_API_KEY=
SENDGRID_API_KEY=
POSTMARK_SERVER_TOKEN=
RESEND_API_KEY=

DJANGO_LOG_LEVEL=INFO
"""


@dataclass
class Installed:
    """The system as that .env starts it. `environment` is all its processes are told."""

    port: int
    environment: Mapping[str, str]
    broker: str
    logs: Path
    supervisor: Supervisor

    def send(self, method: str, path: str, body: object = None, **headers: str) -> tuple[int, bytes]:
        """As the reverse proxy in front of it would."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        told = {"Host": SITE, "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9", **headers}
        if body is not None:
            told["Content-Type"] = "application/json"
        with contextlib.closing(connection):
            connection.request(method, path, None if body is None else json.dumps(body), told)
            answer = connection.getresponse()
            return answer.status, answer.read()

    def ready(self) -> bool:
        with contextlib.suppress(OSError, http.client.HTTPException):
            return self.send("GET", "/readyz")[0] == 200
        return False

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "infra.cli", *words]
        return subprocess.run(command, env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False)

    def log(self, process: str) -> str:
        return (self.logs / f"{process}.log").read_text()


def parts(database_url: str, redis_url: str) -> dict[str, object]:
    """Addresses as the .env has them, in parts."""
    database, redis = urlsplit(database_url), urlsplit(redis_url)
    return {
        "db_name": database.path[1:], "db_user": database.username, "db_password": database.password,
        "db_host": database.hostname, "db_port": database.port,
        "redis_host": redis.hostname, "redis_port": redis.port, "redis_pass": redis.password,
    }  # fmt: skip


@pytest.fixture(scope="module")
def installed(
    postgres_url: str, template: str, valkey_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installed]:
    """web, worker and scheduler as `rotacc` starts them, with another redis for work that waits."""
    folder = tmp_path_factory.mktemp("reference")
    with own_database(postgres_url, template, "reference") as url, Valkey() as broker:
        text = REFERENCE.format(**parts(url, valkey_url), broker=broker.url)
        told = {name: value or "" for name, value in dotenv.dotenv_values(stream=io.StringIO(text)).items()}
        port = free_port()
        # What the image sets, and what keeps two tests apart.
        around = {"WEB_BIND": f"127.0.0.1:{port}", "WEB_WORKERS": "1", "CACHE_PREFIX": url.rpartition("/")[2]}
        around |= {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONPATH": str(ROOT)}
        supervisor = Supervisor(folder, told | around, print, ROOT)
        system = Installed(port, told | around, broker.url, folder, supervisor)
        try:
            assert system.run("ensure-superuser").returncode == 0
            for process in ("web", "worker", "scheduler"):
                supervisor.start(process, (sys.executable, "-m", "infra.cli", process))
            end = time.monotonic() + 90
            while not system.ready():
                supervisor.check()
                assert time.monotonic() < end, system.log("web")
                time.sleep(0.1)
            yield system
        finally:
            supervisor.stop()


def test_it_starts_and_its_superuser_signs_in(installed: Installed) -> None:
    who = {"username": "admin", "password": PASSWORD}
    status, text = installed.send("POST", "/api/v1/auth/sign-in", who, Origin=f"https://{SITE}")
    assert status == 200, text
    assert json.loads(text)["account"]["roles"] == ["superuser"]


def test_it_is_the_real_system_without_a_banner(installed: Installed) -> None:
    page = installed.send("GET", "/sign-in.html")[1]
    assert b"<body>" in page and b'class="environment' not in page


def test_the_superuser_of_it_can_sign_in(installed: Installed) -> None:
    who = {"username": "admin", "password": PASSWORD}
    connection = http.client.HTTPConnection("127.0.0.1", installed.port, timeout=30)
    told = {"Host": SITE, "X-Forwarded-Proto": "https", "Origin": f"https://{SITE}", "Content-Type": "application/json"}
    with contextlib.closing(connection):
        connection.request("POST", "/api/v1/auth/sign-in", json.dumps(who), told)
        answer = connection.getresponse()
        cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
        assert answer.read() and cookie
    assert json.loads(installed.send("GET", "/api/v1/auth/me", Cookie=cookie)[1])["account"]["username"] == "admin"


def test_another_host_is_a_bad_request_and_another_origin_is_refused(installed: Installed) -> None:
    assert installed.send("GET", "/", Host="elsewhere.example")[0] == 400
    body = {"username": "admin", "password": PASSWORD}
    assert installed.send("POST", "/api/v1/auth/sign-in", body, Origin="https://elsewhere.example")[0] == 403


def test_each_process_says_once_which_older_names_it_heard(installed: Installed) -> None:
    for process in ("web", "worker", "scheduler"):
        said = installed.log(process)
        for older in ("CELERY_BROKER_URL", "CELERY_RESULT_BACKEND", "DJANGO_SUPERUSER_PASSWORD", "DJANGO_LOG_LEVEL"):
            assert said.count(f"{older} is accepted as ") == 1, f"{process}: {older}"
        assert said.count("DB_ENGINE is accepted and not needed") == 1


def test_work_waits_in_the_broker_that_was_named(installed: Installed, valkey_url: str) -> None:
    queue = f"{installed.environment['CACHE_PREFIX']}:tasks"
    with redis_client.Redis.from_url(installed.broker) as broker, redis_client.Redis.from_url(valkey_url) as other:
        end = time.monotonic() + 60
        while not broker.exists(queue):
            assert time.monotonic() < end, installed.log("worker")
            time.sleep(0.1)
        assert not other.exists(queue)


def test_production_is_not_in_debug_whatever_it_says(installed: Installed) -> None:
    shown = dict(line.split("=", 1) for line in installed.run("config").stdout.splitlines())
    assert (shown["DEPLOYMENT_ENV"], shown["DEBUG"], shown["LOG_LEVEL"]) == ("PROD", "False", "INFO")


SECRETS = ("SECRET_KEY", "DB_PASSWORD", "REDIS_PASS", "DJANGO_SUPERUSER_PASSWORD", "EMAIL_HOST_PASSWORD")


def test_no_secret_of_it_is_in_the_list_of_processes(installed: Installed) -> None:
    words = [Path(f"/proc/{pid}/cmdline").read_text() for pid in installed.supervisor.alive()]
    assert any("infra.web:app" in each for each in words) and any("worker" in each for each in words)
    for name in SECRETS:
        assert all(installed.environment[name] not in each for each in words), name


def test_no_secret_of_it_is_in_a_log_or_in_what_config_shows(installed: Installed) -> None:
    said = [installed.log(process) for process in ("web", "worker", "scheduler")]
    config = installed.run("config")
    doctor = installed.run("doctor")
    said += [config.stdout, config.stderr, doctor.stdout, doctor.stderr]
    for name in SECRETS:
        assert all(installed.environment[name] not in each for each in said), name
    assert urlsplit(installed.broker).password not in "".join(said)
