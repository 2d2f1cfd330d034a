"""The compose files as they are once somebody has filled in .env."""

from __future__ import annotations

import copy
import functools
from typing import Any

import podman_compose
import yaml

from tests.paths import ROOT

FULL, APP_ONLY = "docker-compose.yml", "docker-compose.app-only.yml"
# A practice's .env with what each file cannot do without; made up.
LEAST = {
    FULL: {"DB_PASSWORD": "one made-up word", "SECRET_KEY": "another made-up word"},
    APP_ONLY: {
        "DB_HOST": "db.example.org",
        "DB_PASSWORD": "one made-up word",
        "REDIS_HOST": "redis.example.org",
        "SECRET_KEY": "another made-up word",
        "SITE_URL": "https://rota.example.org",
        "ALLOWED_HOSTS": "rota.example.org",
    },
}


def compose(name: str, **variables: str) -> dict[str, Any]:
    """A compose file as it is once .env has been filled in with what it needs, and with these."""
    return filled_in(name, LEAST[name] | variables)


def filled_in(name: str, variables: dict[str, str]) -> dict[str, Any]:
    """A compose file with these variables alone. Raises ValueError, as compose refuses, without a required one."""
    return copy.deepcopy(_filled_in(name, frozenset(variables.items())))


@functools.cache  # reading and filling in take a while, and most tests ask for the same
def _filled_in(name: str, variables: frozenset[tuple[str, str]]) -> dict[str, Any]:
    read = podman_compose.rec_subs(yaml.safe_load((ROOT / name).read_text()), dict(variables))
    assert isinstance(read, dict)
    return read
