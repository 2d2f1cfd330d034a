"""What the doctor says of settings that can be used and are not what anybody wants."""

from __future__ import annotations

import pytest

from infra.doctor.settings import covers, look, misspelt
from tests.infra.doctor.conftest import With, said

GOOD = "Zq7-vN2m_Lk9xTb4Rw8sYd3Hf6Jc1GpQ"


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("ALOWED_HOSTS", "ALLOWED_HOSTS"),
        ("SECRETKEY", "SECRET_KEY"),
        ("CSRF_TRUSTED_ORIGIN", "CSRF_TRUSTED_ORIGINS"),
        ("SUPERUSER_PASWORD_FILE", "SUPERUSER_PASSWORD_FILE"),
        ("DJANGO_LOGLEVEL", "DJANGO_LOG_LEVEL"),
    ],
)
def test_a_misspelt_setting_is_asked_about(name: str, meant: str) -> None:
    (finding,) = misspelt({name: "x"})
    assert (finding.state, finding.todo) == ("warn", f"Did you mean {meant}?")


def test_variables_of_other_programs_are_left_alone() -> None:
    others = ("PATH", "HOME", "LANG", "PGHOST", "PYTHONPATH", "HOSTNAME", "WEB_PORT", "ROTACC_PG_BIN", "SSL_CERT_FILE")
    ours = ("DB_HOST", "CELERY_BROKER_URL", "DB_ENGINE", "SECRET_KEY_FILE", "DJANGO_SUPERUSER_PASSWORD_FILE")
    assert list(misspelt(dict.fromkeys((*others, *ours), "x"))) == []


def test_a_file_for_what_is_no_secret_is_told_to_be_useless() -> None:
    (finding,) = misspelt({"BACKUP_DIR_FILE": "/run/x"})
    assert finding.said == "BACKUP_DIR_FILE is not read"


def test_a_host_that_people_use_and_nobody_answers_for_is_bad(having: With) -> None:
    settings = having(site_url="https://rota.elm-lane.example", allowed_hosts="elm-lane.example", secure_cookies=True)
    assert said(look(settings), "bad") == ["ALLOWED_HOSTS does not name rota.elm-lane.example, which SITE_URL leads to"]


@pytest.mark.parametrize(
    ("allowed", "host", "is_covered"),
    [
        ("rota.example", "rota.example", True),
        (".example", "rota.example", True),
        (".rota.example", "rota.example", True),
        ("*", "anything", True),
        ("rota.example", "evilrota.example", False),
        (".rota.example", "evilrota.example", False),
    ],
)
def test_which_hosts_an_entry_stands_for(allowed: str, host: str, is_covered: bool) -> None:
    assert covers(allowed, host) is is_covered


def test_a_production_system_is_looked_at_more_strictly(having: With) -> None:
    settings = having(
        deployment_env="PROD", secret_key=GOOD, site_url="http://rota.example", trusted_proxies="0.0.0.0/0"
    )
    warned = " ".join(said(look(settings), "warn"))
    assert all(part in warned for part in ("SITE_URL is not https", "half the world"))


@pytest.mark.parametrize(
    ("system", "answered"), [("PROD", "rota.example alone"), ("STAGING", "rota.example alone"), ("DEV", "any name")]
)
def test_whom_a_system_answers_that_was_not_told_its_hosts(having: With, system: str, answered: str) -> None:
    settings = having(deployment_env=system, secret_key=GOOD, site_url="https://rota.example:8443", secure_cookies=True)
    assert f"ALLOWED_HOSTS is empty: {answered} is answered for" in " ".join(said(look(settings), "ok"))
    assert said(look(settings), "warn") == []


def test_without_a_site_and_hosts_anybody_may_ask_by_any_name(having: With) -> None:
    assert said(look(having()), "warn") == ["SITE_URL is empty", "any name is answered for"]


def test_what_is_accepted_and_has_no_effect_is_told(having: With) -> None:
    told = said(look(having(cache_timeout=60, task_result_url="redis://elsewhere:6379/0")), "ok")
    assert "CACHE_TIMEOUT is accepted and has no effect: nothing is cached in redis" in told
    assert "TASK_RESULT_URL is accepted and has no effect: results are kept in PostgreSQL" in told
    assert not [sentence for sentence in said(look(having()), "ok") if "no effect" in sentence]


def test_a_good_site_is_well(having: With) -> None:
    settings = having(
        site_url="https://rota.example", allowed_hosts="rota.example", secure_cookies=True, trusted_proxies="10.0.0.5"
    )
    assert said(look(settings), "warn") + said(look(settings), "bad") == []


def test_cookies_without_tls_behind_https_and_a_superusers_password_are_mentioned(having: With) -> None:
    settings = having(
        site_url="https://rota.example", superuser_username="a", superuser_email="a@b.uk", superuser_password=GOOD
    )
    warned = said(look(settings), "warn")
    assert warned == ["SECURE_COOKIES is False behind https", "SUPERUSER_PASSWORD is still set"]
