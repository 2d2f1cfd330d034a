"""Settings: from the environment, all mistakes at once, no secret on show."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared.settings import DeploymentEnv, Settings, SettingsError, load, shown

LONG = "x" * 40


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("DEPLOYMENT_ENV", "DEV")


def test_it_works() -> None:
    settings = load()
    assert settings.deployment_env is DeploymentEnv.DEV
    assert settings.database_url == "postgresql://rota_user@postgres:5432/rota_db"
    assert settings.redis_url == "redis://redis:6379/0"


def test_addresses_are_built_from_their_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "DB_HOST": "db.example",
        "DB_PASSWORD": "p@ss/word",
        "REDIS_HOST": "cache.example",
        "REDIS_PASS": "a:b",
        "REDIS_DB": "3",
        "REDIS_TLS": "true",
    }.items():
        monkeypatch.setenv(name, value)
    settings = load()
    assert settings.database_url == "postgresql://rota_user:p%40ss%2Fword@db.example:5432/rota_db"
    assert settings.redis_url == "rediss://:a%3Ab@cache.example:6379/3"


def test_a_whole_address_wins_over_its_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/rota")
    monkeypatch.setenv("DB_HOST", "db.example")
    assert load().database_url == "postgresql://elsewhere/rota"


def test_lists_have_commas_between(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", "rota.example, www.rota.example,")
    assert load().allowed_hosts == ("rota.example", "www.rota.example")


def test_empty_is_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DB_PORT", "")
    assert load().db_port == 5432


def test_every_mistake_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DB_PORT", "many")
    monkeypatch.setenv("DEPLOYMENT_ENV", "LIVE")
    monkeypatch.setenv("CACHE_PREFIX", "with:colon")
    with pytest.raises(SettingsError) as told:
        load()
    assert [reason.split(":")[0] for reason in told.value.reasons] == ["DEPLOYMENT_ENV", "DB_PORT", "CACHE_PREFIX"]


def test_production_does_not_print_links_and_all_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DEPLOYMENT_ENV")
    monkeypatch.setenv("EMAIL_PROVIDER", "console")
    monkeypatch.setenv("DEFAULT_FROM_EMAIL", "the rota")
    with pytest.raises(SettingsError, match=r"SECRET_KEY: required(.|\n)*EMAIL_PROVIDER(.|\n)*DEFAULT_FROM_EMAIL"):
        load()


@pytest.mark.parametrize("sender", ["rota@example.nhs.uk", "Elm Lane <rota@example.nhs.uk>"])
def test_a_sender_is_an_address_with_or_without_a_name(monkeypatch: pytest.MonkeyPatch, sender: str) -> None:
    monkeypatch.setenv("DEFAULT_FROM_EMAIL", sender)
    assert load().default_from_email == sender


@pytest.mark.parametrize(("secret", "words"), [("", "required"), ("short", "guessed"), ("change-me", "guessed")])
def test_production_needs_a_secret_worth_the_name(monkeypatch: pytest.MonkeyPatch, secret: str, words: str) -> None:
    monkeypatch.delenv("DEPLOYMENT_ENV")
    monkeypatch.setenv("SECRET_KEY", secret)
    with pytest.raises(SettingsError, match=f"SECRET_KEY.*{words}"):
        load()


def test_production_is_what_we_are_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DEPLOYMENT_ENV")
    monkeypatch.setenv("SECRET_KEY", LONG)
    assert load().deployment_env is DeploymentEnv.PROD


def test_a_secret_may_come_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(f"{LONG}\n")
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "secret"))
    assert load().secret_key == LONG


def test_a_secret_file_that_is_not_there_is_a_mistake_like_others(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("DB_PORT", "0")
    with pytest.raises(SettingsError, match=r"SECRET_KEY_FILE(.|\n)*DB_PORT"):
        load()


def test_secrets_are_masked_wherever_settings_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SECRET_KEY", "DB_PASSWORD", "REDIS_PASS", "EMAIL_HOST_PASSWORD"):
        monkeypatch.setenv(name, f"hush-{LONG}")
    settings = load()
    assert "hush" not in repr(settings)
    assert "hush" not in str(shown(settings))
    assert shown(settings)["DATABASE_URL"] == "postgresql://***@postgres:5432/rota_db"
