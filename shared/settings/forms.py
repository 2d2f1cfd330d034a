"""What a value has to look like. Each takes what was given and returns it as we use it, or raises ValueError with what
would do instead; what was given is never repeated, because it may be a secret in the wrong place."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from urllib.parse import SplitResult, urlsplit

HOST = re.compile(r"\.?[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*|\[[0-9a-f:.]+\]")
HOST_AND_PORT = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^:\s]*)(:\d+)?")
ADDRESS = re.compile(r"[^@\s<>,]+@[^@\s<>,]+")
SENDER = re.compile(rf"{ADDRESS.pattern}|[^<>\r\n]*<{ADDRESS.pattern}>")
BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
PREFIX = re.compile(r"[A-Za-z0-9_.-]+")
ENCODED = "in it, signs such as @ : / # ? % of a password are written as %40 %3A %2F %23 %3F %25"


def parts(value: object) -> tuple[str, ...]:
    """What has commas between, without spaces and empty parts."""
    pieces: Iterable[object] = value.split(",") if isinstance(value, str) else value  # type: ignore[assignment]
    return tuple(text for piece in pieces if (text := str(piece).strip()))


def split_address(value: str, schemes: tuple[str, ...], otherwise: str) -> SplitResult:
    """An address in its parts, when it has one of these schemes, a host, and a port that is a number."""
    try:
        split = urlsplit(value)
        port = split.port
    except ValueError:
        raise ValueError(otherwise) from None
    plain = value.isprintable() and " " not in value and "@" not in split.netloc.rpartition("@")[0]
    if split.scheme not in schemes or not plain or port == 0:
        raise ValueError(otherwise)
    return split


def web_address(value: str) -> str:
    """The address of a site or an API."""
    otherwise = "must be an address such as https://rota.example.nhs.uk"
    split = split_address(value, ("http", "https"), otherwise)
    if not split.hostname or split.query or split.fragment:
        raise ValueError(otherwise)
    return value


def database_address(value: str) -> str:
    """postgresql://; several hosts may have commas between, as libpq has it."""
    otherwise = f"must look like postgresql://user:password@host:5432/database; {ENCODED}"
    scheme, slashes, rest = value.partition("://")
    user, _at, hosts = re.split(r"[/?#]", rest, maxsplit=1)[0].rpartition("@")
    named = all(HOST_AND_PORT.fullmatch(each) for each in hosts.split(","))
    if scheme not in ("postgresql", "postgres") or not slashes or "@" in user or not named or " " in value:
        raise ValueError(otherwise)
    return value


def redis_address(value: str) -> str:
    """redis:// or rediss://; how a certificate is checked may be said in the words of Python's ssl, as Celery does."""
    otherwise = f"must look like redis://user:password@host:6379/0, or rediss:// for TLS; {ENCODED}"
    split = split_address(value, ("redis", "rediss", "unix"), otherwise)
    if split.scheme != "unix" and not (split.hostname and re.fullmatch(r"/?\d*", split.path)):
        raise ValueError(otherwise)
    return re.sub(r"(ssl_cert_reqs=)CERT_(\w+)", lambda found: found[1] + found[2].lower(), value)


def host(value: str) -> str:
    """A name this site answers for; a dot before it means every name below it as well."""
    value = value.lower()
    if value != "*" and not HOST.fullmatch(value):
        raise ValueError("must be names such as rota.example.nhs.uk, without https:// and without a port")
    return value


def origin(value: str) -> str:
    """Where a page was loaded from: scheme, host, perhaps a port, and nothing after them."""
    otherwise = "must be origins such as https://rota.example.nhs.uk, each with its scheme and without a path"
    value = value.lower().rstrip("/")
    split = split_address(value, ("http", "https"), otherwise)
    named = HOST.fullmatch((split.netloc.rpartition(":")[0] if split.port else split.netloc).removeprefix("*"))
    if not named or split.path or split.query or split.fragment:
        raise ValueError(otherwise)
    return value


def network(value: str) -> str:
    """One address, or a range of them."""
    try:
        ipaddress.ip_network(value, strict=False)
    except ValueError:
        raise ValueError("must be addresses such as 10.0.0.5, or ranges such as 172.16.0.0/12") from None
    return value


def listening_place(value: str) -> str:
    """An address and a port, or a socket in the file system."""
    where, colon, port = value.rpartition(":")
    if not value.startswith("unix:/") and not (where and colon and port.isdecimal() and 0 < int(port) < 65536):
        raise ValueError("must be an address and a port, such as 0.0.0.0:8000, or unix:/run/rotacc.sock")
    return value


def matching(pattern: re.Pattern[str], otherwise: str, value: str) -> str:
    if not pattern.fullmatch(value):
        raise ValueError(otherwise)
    return value


def bucket(value: str) -> str:
    return matching(BUCKET, "must be a bucket's name: 3 to 63 small letters, digits, dots and hyphens", value)


def key_prefix(value: str) -> str:
    return matching(PREFIX, "must be letters, digits and . _ - only", value)


def mail_address(value: str) -> str:
    return matching(ADDRESS, "must be an address such as rota@example.nhs.uk", value)


def sender(value: str) -> str:
    return matching(SENDER, "must be an address such as rota@example.nhs.uk, or Elm Lane <rota@example.nhs.uk>", value)
