"""Settings fit to be shown to anybody."""

from __future__ import annotations

import re

from shared.settings.model import SECRETS, Settings

# What may stand behind an address's question mark and is nobody's secret; of anything else the name alone is shown.
HARMLESS = (
    "host|port|sslmode|sslrootcert|connect_timeout|application_name|target_session_attrs|db|ssl_cert_reqs|ssl_ca_certs"
)
QUESTION = re.compile(rf"([?&](?!(?:{HARMLESS})=)[^=&]*=)[^&]*")


# Accepted, because a .env of the older RotaCC or our own compose files have them.
WITHOUT_EFFECT = {
    "media_dir": "nobody uploads files yet",
    "task_result_url": "results are kept in PostgreSQL",
    "cache_timeout": "nothing is cached in redis",
}


def shown(settings: Settings) -> dict[str, str]:
    """Every setting by its variable's name; secrets are masked."""
    return {name.upper(): _mask(name, getattr(settings, name)) for name in Settings.model_fields}


def without_effect(settings: Settings) -> tuple[str, ...]:
    """What to say of settings that were given and change nothing, one sentence each."""
    given = [name for name in WITHOUT_EFFECT if name in settings.model_fields_set]
    return tuple(f"{name.upper()} is accepted and has no effect: {WITHOUT_EFFECT[name]}" for name in given)


def _mask(name: str, value: object) -> str:
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    if name.endswith("_url") and "://" in str(value):
        return without_password(str(value))
    return "***" if name in SECRETS and value else str(value)


def without_password(address: str) -> str:
    """An address without who signs in and with what: postgresql://***@host/name."""
    scheme, _, rest = address.partition("://")
    _who, at, after = rest.rpartition("@")
    return QUESTION.sub(r"\1***", f"{scheme}://***@{after}" if at else f"{scheme}://{rest}")
