"""What settings must be together. Each check tells what is wrong as (setting, sentence); none repeats a value."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from shared.settings.mail import KEYS
from shared.settings.site import DeploymentEnv

if TYPE_CHECKING:
    from shared.settings.model import Settings

Wrong = Iterator[tuple[str, str]]
Check = Callable[["Settings"], Wrong]

SHORTEST_SECRET = 32
FEWEST_LETTERS = 8  # different ones; a random key of 32 has 20 and more
# What examples, guides and tools put where a secret belongs, with everything but letters taken out.
KNOWN_SECRETS = re.compile(
    "changeme|changethis|replaceme|replacethis|insecure|yoursecret|yourgenerated|generatedsecret|secretkey|placeholder|"
    "donotuse|notsecret|examplekey|supersecret"
)
PLACEHOLDER = re.compile(r"<[^<>]*>|\$\{.*\}")
PRODUCTION = "where DEPLOYMENT_ENV is PROD (which it is unless you say otherwise)"
IN_BUCKET = ("backup_s3_bucket", "backup_s3_access_key", "backup_s3_secret_key")
SUPERUSER = ("superuser_username", "superuser_email", "superuser_password")


def wrong(settings: Settings, secrets: frozenset[str]) -> Wrong:
    """Everything wrong with settings each of which is well formed."""
    for name in sorted(secrets):
        if PLACEHOLDER.fullmatch(getattr(settings, name)):
            yield name, "still holds an example's placeholder; put the real one in its place"
    for check in CHECKS:
        yield from check(settings)


def is_production(settings: Settings) -> bool:
    return settings.deployment_env is DeploymentEnv.PROD


def _weak_secret(settings: Settings) -> Wrong:
    if not is_production(settings):
        return
    key = settings.secret_key
    if not key:
        yield "secret_key", f"required {PRODUCTION}; `rotacc secret` prints a good one"
    elif KNOWN_SECRETS.search(re.sub("[^a-z]", "", key.lower())):
        yield "secret_key", "too easily guessed: it comes from an example; `rotacc secret` prints a good one"
    elif len(key) < SHORTEST_SECRET or len(set(key)) < FEWEST_LETTERS:
        yield "secret_key", f"too easily guessed; use {SHORTEST_SECRET} random characters or more (`rotacc secret`)"


def _console_in_production(settings: Settings) -> Wrong:
    if is_production(settings) and settings.email_provider == "console":
        yield "email_provider", "console would write links that open accounts into the log of a PROD system"


def _provider_without_its_key(settings: Settings) -> Wrong:
    key = KEYS.get(settings.email_provider)
    if key and not getattr(settings, key):
        yield key, f"required, because EMAIL_PROVIDER is {settings.email_provider}"


def _half_a_superuser(settings: Settings) -> Wrong:
    missing = [name for name in SUPERUSER if not getattr(settings, name)]
    if missing and len(missing) < len(SUPERUSER):
        for name in missing:
            yield name, "required, because others of SUPERUSER_USERNAME, _EMAIL and _PASSWORD are given; all or none"


def _half_a_bucket(settings: Settings) -> Wrong:
    missing = [name for name in IN_BUCKET if not getattr(settings, name)]
    if missing and len(missing) < len(IN_BUCKET):
        for name in missing:
            yield name, "required, because others of BACKUP_S3_BUCKET, _ACCESS_KEY and _SECRET_KEY are given"


def _no_such_room(settings: Settings) -> Wrong:
    from shared import registry

    rooms = registry.known()
    wanted = [name.strip().replace("_", "-") for name in settings.functions.split(",")]
    if settings.functions != "all" and not set(wanted) <= set(rooms):
        yield "functions", f"must be all, or of these, with commas between: {', '.join(rooms)}"


CHECKS: tuple[Check, ...] = (
    _weak_secret,
    _console_in_production,
    _provider_without_its_key,
    _half_a_superuser,
    _half_a_bucket,
    _no_such_room,
)
