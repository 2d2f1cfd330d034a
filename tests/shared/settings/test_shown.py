"""No secret is on show."""

from __future__ import annotations

import pytest

from shared.settings import SECRETS, Settings, load, shown
from shared.settings.shown import without_password
from tests.shared.settings.conftest import Set

HUSH = "hush-" + "nobody-guesses-this-one-in-a-thousand-years"


def test_secrets_are_masked_wherever_settings_are_shown(given: Set) -> None:
    addresses = {name: f"redis://:{HUSH}@redis:6379/0" for name in SECRETS if name.endswith("_url")}
    addresses["database_url"] = f"postgresql://u:{HUSH}@db/rota"
    given(**{name.upper(): addresses.get(name, HUSH) for name in SECRETS})
    given(SUPERUSER_USERNAME="a", SUPERUSER_EMAIL="a@example.uk", BACKUP_S3_BUCKET="elm-lane")
    settings = load()
    assert HUSH in settings.database_url
    assert HUSH not in repr(settings)
    assert HUSH not in str(shown(settings))
    assert shown(settings)["DATABASE_URL"] == "postgresql://***@db/rota"
    assert shown(settings)["SECRET_KEY"] == "***"


def test_the_password_among_the_parts_is_not_in_the_whole(given: Set) -> None:
    given(DB_PASSWORD=HUSH, REDIS_PASS=HUSH)
    assert HUSH not in str(shown(load()))


@pytest.mark.parametrize(
    ("address", "seen"),
    [
        ("redis://redis:6379/0", "redis://redis:6379/0"),
        ("redis://redis/0?password=hush&socket_timeout=5", "redis://redis/0?password=***&socket_timeout=***"),
        ("postgresql:///rota?host=/run&sslpassword=hush", "postgresql:///rota?host=/run&sslpassword=***"),
        ("https://user:hush@gateway.example/v3", "https://***@gateway.example/v3"),
    ],
)
def test_an_address_is_shown_without_what_signs_in(address: str, seen: str) -> None:
    assert without_password(address) == seen


def test_every_setting_that_sounds_like_a_secret_is_one() -> None:
    for name in Settings.model_fields:
        if any(word in name for word in ("password", "_pass", "secret", "token", "key")):
            assert name in SECRETS, f"{name} would be shown"
