"""Settings: from the environment, all mistakes at once, in a person's words."""

from __future__ import annotations

import re

import pytest

from shared.settings import DeploymentEnv, Settings, load
from shared.settings.words import allowed
from tests.shared.settings.conftest import Set, refused

GOOD = "Zq7-vN2m_Lk9xTb4Rw8sYd3Hf6Jc1GpQ"


def test_it_works() -> None:
    settings = load()
    assert settings.deployment_env is DeploymentEnv.DEV
    assert settings.database_url == "postgresql://rota_user@postgres:5432/rota_db"
    assert settings.redis_url == settings.task_broker_url == "redis://redis:6379/0"


def test_addresses_are_built_from_their_parts(given: Set) -> None:
    given(DB_HOST="db.example", DB_PASSWORD="p@ss/word", REDIS_HOST="cache.example")
    given(REDIS_USER="default", REDIS_PASS="a:b", REDIS_DB=3, REDIS_TLS="true")
    settings = load()
    assert settings.database_url == "postgresql://rota_user:p%40ss%2Fword@db.example:5432/rota_db"
    assert settings.redis_url == settings.task_broker_url == "rediss://default:a%3Ab@cache.example:6379/3"


def test_a_whole_address_wins_over_its_parts(given: Set) -> None:
    given(DATABASE_URL="postgresql://elsewhere/rota", DB_HOST="db.example")
    assert load().database_url == "postgresql://elsewhere/rota"


def test_work_may_wait_in_another_redis(given: Set) -> None:
    given(REDIS_URL="redis://one:6379/0", TASK_BROKER_URL="redis://two:6379/5")
    assert (load().redis_url, load().task_broker_url) == ("redis://one:6379/0", "redis://two:6379/5")


def test_lists_have_commas_between(given: Set) -> None:
    given(ALLOWED_HOSTS="Rota.example, www.rota.example,", CSRF_TRUSTED_ORIGINS="https://rota.example/")
    given(TRUSTED_PROXIES="10.0.0.5,172.16.0.0/12")
    settings = load()
    assert settings.allowed_hosts == ("rota.example", "www.rota.example")
    assert settings.csrf_trusted_origins == ("https://rota.example",)
    assert settings.trusted_proxies == ("10.0.0.5", "172.16.0.0/12")


def test_empty_is_not_given(given: Set) -> None:
    given(DB_PORT="", SITE_URL="", ALLOWED_HOSTS="", DJANGO_LOG_LEVEL="", SECRET_KEY_FILE="")
    assert (load().db_port, load().allowed_hosts, load().log_level) == (5432, (), "INFO")


def test_capitals_and_spaces_around_a_value_do_not_matter(given: Set) -> None:
    given(DEPLOYMENT_ENV=" staging ", EMAIL_PROVIDER="SMTP ", LOG_LEVEL="debug", DB_HOST=" db ", EMAIL_USE_TLS="TRUE")
    settings = load()
    assert (settings.deployment_env, settings.email_provider, settings.log_level) == ("STAGING", "smtp", "DEBUG")
    assert (settings.db_host, settings.email_use_tls) == ("db", True)


def test_every_mistake_is_told_at_once_in_the_order_of_the_document(given: Set) -> None:
    given(DB_PORT="many", DEPLOYMENT_ENV="LIVE", CACHE_PREFIX="with:colon", SUPERUSER_USERNAME="admin")
    given(EMAIL_PROVIDER="resend", TRUSTED_PROXIES="10.0.0.5,proxy")
    assert [reason.split(":")[0] for reason in refused()] == [
        *("DEPLOYMENT_ENV", "TRUSTED_PROXIES", "SUPERUSER_EMAIL", "SUPERUSER_PASSWORD"),
        *("DB_PORT", "CACHE_PREFIX", "RESEND_API_KEY"),
    ]


WRONG = {
    "DEPLOYMENT_ENV": ("live", "must be one of PROD, STAGING, DEV"),
    "LOG_LEVEL": ("LOUD", "must be one of DEBUG, INFO, WARNING, ERROR, CRITICAL"),
    "DEBUG": ("perhaps", "must be True or False"),
    "DB_PORT": ("70000", "must be a whole number from 1 to 65535"),
    "REDIS_DB": ("-1", "must be a whole number, 0 or more"),
    "WEB_WORKERS": ("2.5", "must be a whole number from 1 to 64"),
    "EMAIL_PROVIDER": ("pigeon", "must be one of smtp, mailgun, sendgrid, postmark, resend, console"),
    "SITE_URL": ("elm-lane.example", "must be an address such as https://"),
    "ALLOWED_HOSTS": ("rota.example,https://rota.example", "without https://"),
    "CSRF_TRUSTED_ORIGINS": ("elm-lane.example", "each with its scheme"),
    "TRUSTED_PROXIES": ("*", "or ranges such as 172.16.0.0/12"),
    "DATABASE_URL": ("mysql://db/rota", "must look like postgresql://"),
    "REDIS_URL": ("amqp://rabbit", "must look like redis://"),
    "TASK_BROKER_URL": ("redis://:pass/word@redis:6379/0", "%2F"),
    "CACHE_PREFIX": ("a b", "letters, digits"),
    "DEFAULT_FROM_EMAIL": ("the rota", "must be an address such as rota@example.nhs.uk"),
    "SUPERUSER_EMAIL": ("admin", "must be an address such as"),
    "BACKUP_S3_BUCKET": ("My Bucket", "must be a bucket's name"),
    "BACKUP_S3_ENDPOINT": ("s3.example", "must be an address such as https://"),
    "WEB_BIND": ("8765", "must be an address and a port"),
    "FUNCTIONS": ("rota,kitchen", "must be all, or of these, with commas between: auth, "),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_value_is_told_with_what_would_do_and_never_repeated(given: Set, name: str) -> None:
    value, words = WRONG[name]
    given(**{name: value})
    (said,) = (reason for reason in refused() if reason.startswith(f"{name}: "))
    assert words in said
    assert value not in said.removeprefix(name)
    for jargon in ("Input", "input", "valid", "pydantic", "pattern", "Enum", "tuple", "str"):
        assert not re.search(rf"\b{jargon}\b", said)


def test_what_a_field_may_hold_can_be_said_of_each() -> None:
    for field in Settings.model_fields.values():
        assert allowed(field)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://user:p%40ss@one:5432,two:5433/rota?target_session_attrs=read-write",
        "postgres://user@[::1]:5432/rota",
        "postgresql:///rota?host=/var/run/postgresql",
    ],
)
def test_addresses_as_libpq_has_them_are_taken(given: Set, address: str) -> None:
    given(DATABASE_URL=address)
    assert load().database_url == address


@pytest.mark.parametrize(
    "address", ["postgresql://u:p@ss@db/rota", "postgresql://u:p/ss@db/rota", "postgresql://u:p:x@db:port/rota"]
)
def test_a_password_that_is_not_encoded_is_not_taken_for_a_host(given: Set, address: str) -> None:
    given(DATABASE_URL=address)
    (reason,) = refused()
    assert "%40" in reason and "ss" not in reason.split("password")[0]


def test_how_a_certificate_is_checked_may_be_said_as_celery_does(given: Set) -> None:
    given(CELERY_BROKER_URL="rediss://:word@redis.example:6380/0?ssl_cert_reqs=CERT_REQUIRED")
    assert load().task_broker_url == "rediss://:word@redis.example:6380/0?ssl_cert_reqs=required"


@pytest.mark.parametrize("sender", ["rota@example.nhs.uk", "Elm Lane <rota@example.nhs.uk>"])
def test_a_sender_is_an_address_with_or_without_a_name(given: Set, sender: str) -> None:
    given(DEFAULT_FROM_EMAIL=sender)
    assert load().default_from_email == sender


def test_hosts_and_origins_may_stand_for_all_below_them(given: Set) -> None:
    given(ALLOWED_HOSTS=".elm-lane.example,[::1],localhost,*")
    given(CSRF_TRUSTED_ORIGINS="https://*.elm-lane.example,http://localhost:8000")
    assert load().allowed_hosts == (".elm-lane.example", "[::1]", "localhost", "*")
    assert load().csrf_trusted_origins == ("https://*.elm-lane.example", "http://localhost:8000")


def test_debug_makes_the_log_tell_more_unless_it_is_told_otherwise(given: Set) -> None:
    given(DEBUG="True")
    assert (load().debug, load().log_level) == (True, "DEBUG")
    given(LOG_LEVEL="WARNING")
    assert load().log_level == "WARNING"


def test_production_is_never_in_debug(given: Set) -> None:
    given(DEPLOYMENT_ENV="PROD", SECRET_KEY=GOOD, DEBUG="True")
    assert (load().debug, load().log_level) == (False, "INFO")


def test_production_is_what_we_are_unless_told_otherwise(given: Set, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DEPLOYMENT_ENV")
    given(SECRET_KEY=GOOD)
    assert load().deployment_env is DeploymentEnv.PROD


def test_production_does_not_print_links(given: Set) -> None:
    given(DEPLOYMENT_ENV="PROD", EMAIL_PROVIDER="console")
    assert [reason.split(":")[0] for reason in refused()] == ["SECRET_KEY", "EMAIL_PROVIDER"]


@pytest.mark.parametrize(
    ("secret", "words"),
    [
        ("", "required"),
        ("short", "guessed"),
        ("change-me", "example"),
        ("x" * 40, "guessed"),
        ("abab-" * 10, "guessed"),
        ("django-insecure-" + GOOD, "example"),
        ("<your-generated-secret-key>", "example"),
        ("Please-CHANGE_ME-before-you-go-live-12345", "example"),
    ],
)
def test_production_needs_a_secret_worth_the_name(given: Set, secret: str, words: str) -> None:
    given(DEPLOYMENT_ENV="PROD", SECRET_KEY=secret)
    said = [reason for reason in refused() if reason.startswith("SECRET_KEY: ")]
    assert any(words in reason for reason in said)


@pytest.mark.parametrize("name", ["DB_PASSWORD", "REDIS_PASS", "SUPERUSER_PASSWORD", "BACKUP_ENCRYPTION_KEY"])
def test_a_placeholder_is_not_a_secret_anywhere(given: Set, name: str) -> None:
    given(**{name: "<strong-password>"})
    assert any(reason.startswith(f"{name}: still holds an example's placeholder") for reason in refused())


@pytest.mark.parametrize(
    ("provider", "key"),
    [
        ("mailgun", "MAILGUN_API_KEY"),
        ("sendgrid", "SENDGRID_API_KEY"),
        ("postmark", "POSTMARK_SERVER_TOKEN"),
        ("resend", "RESEND_API_KEY"),
    ],
)
def test_a_provider_needs_its_key(given: Set, provider: str, key: str) -> None:
    given(EMAIL_PROVIDER=provider)
    assert refused() == (f"{key}: required, because EMAIL_PROVIDER is {provider}",)
    given(**{key: GOOD})
    assert load().email_provider == provider


def test_a_superuser_is_given_whole_or_not_at_all(given: Set) -> None:
    given(SUPERUSER_USERNAME="admin", SUPERUSER_PASSWORD=GOOD)
    assert [reason.split(":")[0] for reason in refused()] == ["SUPERUSER_EMAIL"]
    given(SUPERUSER_EMAIL="admin@example.nhs.uk")
    assert load().superuser_username == "admin"


def test_a_bucket_needs_its_keys_and_keys_their_bucket(given: Set) -> None:
    given(BACKUP_S3_ACCESS_KEY="AK")
    assert [reason.split(":")[0] for reason in refused()] == ["BACKUP_S3_BUCKET", "BACKUP_S3_SECRET_KEY"]
    given(BACKUP_S3_BUCKET="elm-lane", BACKUP_S3_SECRET_KEY=GOOD)
    assert load().backup_s3_bucket == "elm-lane"
