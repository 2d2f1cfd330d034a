"""Settings that can be used and are not what anybody wants."""

from __future__ import annotations

import difflib
import ipaddress
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from infra.doctor.finding import Finding, Findings, Part
from shared.settings import NAMES, SECRETS, DeploymentEnv, Settings, older_names, without_effect
from shared.settings.given import ENGINE, OLDER_NAMES

SETTINGS = Part("settings")
SIMILAR = 0.86
FILES = {f"{name.upper()}_FILE" for name in SECRETS} | {f"{name}_FILE" for name in OLDER_NAMES}
HEARD = {*NAMES, *OLDER_NAMES, *FILES, ENGINE}
# Near to one of ours, and somebody else's: what other programs and the compose file read.
FOREIGN = {"PGHOST", "PGPORT", "PGUSER", "WEB_PORT", "REDIS_PORT_NUMBER", "HOST", "PORT"}


def misspelt(environment: Mapping[str, str]) -> Findings:
    """Variables that look like settings and are none."""
    for name in sorted(set(environment) - HEARD - FOREIGN):
        if name.endswith("_FILE") and name.removesuffix("_FILE") in NAMES:
            yield SETTINGS.warn(
                f"{name} is not read", f"Only secrets come from files; set {name.removesuffix('_FILE')}."
            )
        elif name.isupper() and (near := difflib.get_close_matches(name, sorted(HEARD), 1, SIMILAR)):
            yield SETTINGS.warn(f"{name} is no setting", f"Did you mean {near[0]}?")


def refused(reasons: tuple[str, ...]) -> Findings:
    """Settings with which nothing starts."""
    for reason in reasons:
        yield SETTINGS.bad(reason, "Mend it in .env; see docs/settings.md. Nothing starts before.")


def look(settings: Settings) -> Findings:
    yield SETTINGS.ok(f"every setting can be used; DEPLOYMENT_ENV is {settings.deployment_env.value}")
    for sentence in (*older_names(), *without_effect(settings)):
        yield SETTINGS.ok(sentence)
    yield from _site(settings)
    yield from _proxies(settings)
    if settings.superuser_password:
        yield SETTINGS.warn(
            "SUPERUSER_PASSWORD is still set", "Once the superuser has signed in, empty the three SUPERUSER_ settings."
        )


def _site(settings: Settings) -> Findings:
    if not settings.site_url:
        yield SETTINGS.warn("SITE_URL is empty", "Set it: links in mail lead there, and without it no mail is posted.")
        if not settings.allowed_hosts:
            yield SETTINGS.warn("any name is answered for", "Set SITE_URL, or ALLOWED_HOSTS to the names people use.")
        return
    site = urlsplit(settings.site_url)
    production = settings.deployment_env is DeploymentEnv.PROD
    if site.scheme == "http" and production:
        yield SETTINGS.warn("SITE_URL is not https", "Put a reverse proxy with a certificate before it (infra/proxy).")
    if site.scheme == "https" and not settings.secure_cookies:
        yield SETTINGS.warn(
            "SECURE_COOKIES is False behind https", "Leave it out, so that cookies travel over https alone."
        )
    if not settings.allowed_hosts:
        told = "any name" if settings.deployment_env is DeploymentEnv.DEV else f"{site.hostname} alone"
        yield SETTINGS.ok(f"people reach it at {settings.site_url}; ALLOWED_HOSTS is empty: {told} is answered for")
    elif not any(covers(host, site.hostname or "") for host in settings.allowed_hosts):
        yield SETTINGS.bad(
            f"ALLOWED_HOSTS does not name {site.hostname}, which SITE_URL leads to", f"Add {site.hostname} to it."
        )
    else:
        yield SETTINGS.ok(f"people reach it at {settings.site_url}")


def covers(allowed: str, host: str) -> bool:
    """Whether an entry of ALLOWED_HOSTS stands for a host."""
    return allowed in ("*", host) or (allowed.startswith(".") and f".{host}".endswith(allowed))


def _proxies(settings: Settings) -> Findings:
    for text in settings.trusted_proxies:
        if ipaddress.ip_network(text, strict=False).num_addresses > 2**24:
            yield SETTINGS.warn(
                f"TRUSTED_PROXIES believes half the world ({text})",
                "Name your proxy's own address, or the range of its network: anybody there can say who they are.",
            )


def every(environment: Mapping[str, str]) -> Iterator[Finding]:
    """What can be said without settings that can be used."""
    yield from misspelt(environment)
