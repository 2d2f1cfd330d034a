"""`rotacc doctor`, as somebody runs it on a Sunday."""

from __future__ import annotations

import json
from typing import Any

import pytest

from infra.cli import main
from infra.doctor import visit
from infra.doctor.finding import Findings
from shared.settings import Settings
from tests.infra.doctor.conftest import With, said
from tests.systems import System, until


@pytest.fixture(autouse=True)
def the_same_stores(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    for name in ("database_url", "redis_url", "deployment_env"):
        monkeypatch.setenv(name.upper(), str(getattr(settings, name)))


def as_json(capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    code = main(["doctor", "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_what_is_bad_is_the_exit_code_and_says_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    code, told = as_json(capsys)
    assert (code, told["ok"]) == (1, False)
    assert all(finding["todo"] for finding in told["findings"] if finding["state"] != "ok")
    assert {finding["part"] for finding in told["findings"]} == {
        *("settings", "database", "redis", "work", "mail", "folders", "backups")
    }
    assert main(["doctor"]) == 1
    said = capsys.readouterr().out
    assert "BAD  work: no worker is at work\n       Start one, and look at its log: docker compose up -d worker" in said
    assert said.endswith(" well.\n")


def test_settings_nothing_starts_with_are_told_with_what_they_may_have_been(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DB_PORT", "many")
    monkeypatch.setenv("EMAIL_PORT", "0")
    monkeypatch.setenv("ALOWED_HOSTS", "rota.example")
    code, told = as_json(capsys)
    assert code == 1
    found = {finding["said"]: finding["state"] for finding in told["findings"]}
    assert found == {
        "ALOWED_HOSTS is no setting": "warn",
        "DB_PORT: must be a whole number from 1 to 65535": "bad",
        "EMAIL_PORT: must be a whole number from 1 to 65535": "bad",
    }


def test_a_look_that_breaks_down_hides_none_of_the_others(having: With, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(_settings: Settings) -> Findings:
        yield visit.Part("database").ok("half of it")
        raise RuntimeError("out of\ncheese")

    found = list(visit.careful("database", breaks, having()))
    assert said(found) == ["half of it", "could not be looked at: RuntimeError: out of cheese"]
    assert found[1].state == "bad"


@pytest.mark.slow
def test_a_system_that_works_has_nothing_bad(
    system: System, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Any
) -> None:
    for name, value in {
        "DATABASE_URL": system.database_url,
        "REDIS_URL": system.redis_url,
        "CACHE_PREFIX": system.database_url.rpartition("/")[2],
        "EMAIL_PROVIDER": "console",
        "BACKUP_DIR": str(tmp_path),
        "SITE_URL": system.base_url,
    }.items():
        monkeypatch.setenv(name, value)

    def well() -> bool:
        code, told = as_json(capsys)
        bad.extend(finding for finding in told["findings"] if finding["state"] == "bad")
        return code == 0 or bool(bad.clear())

    bad: list[Any] = []
    until(well, seconds=60)
    assert not bad
