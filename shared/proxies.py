"""Who is really asking, and how: what our own reverse proxies say of a request, and nobody else.

Only X-Forwarded-For, -Proto and -Host are read. Forwarded and X-Real-IP are left alone: a proxy that does not know them
hands on whatever a stranger wrote there.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from functools import lru_cache

from falcon.asgi import Request

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Proxies:
    """The reverse proxies whose word is taken, as addresses or networks."""

    def __init__(self, trusted: Iterable[str]) -> None:
        self._networks = tuple(ipaddress.ip_network(each) for each in trusted)
        self.trusts = lru_cache(4096)(self._trusts)  # a practice's few addresses, asked for with every request

    def _trusts(self, address: str) -> bool:
        """Whether this is one of our proxies."""
        found = parsed(address)
        return found is not None and any(found in network for network in self._networks)

    def client_address(self, req: Request) -> str:
        """The address a request comes from: the first that is not one of our own proxies, seen from here."""
        address = str(parsed(req.remote_addr) or req.remote_addr)
        if not self.trusts(address):
            return address
        for hop in reversed((req.get_header("X-Forwarded-For") or "").split(",")):
            found = parsed(hop)
            if found is None:
                break
            address = str(found)
            if not self.trusts(address):
                break
        return address

    def scheme(self, req: Request) -> str | None:
        """http or https, as the browser spoke; None where nobody we believe has said so."""
        if req.scheme == "https":
            return "https"
        said = self._said(req, "X-Forwarded-Proto").lower()
        return said if said in ("http", "https") else None

    def netloc(self, req: Request) -> str:
        """The host a browser asked for, with its port where there is one."""
        return (self._said(req, "X-Forwarded-Host") or req.get_header("Host") or req.netloc).lower()

    def _said(self, req: Request, header: str) -> str:
        """The first value of a header; nothing unless one of our proxies sends it."""
        value = req.get_header(header)
        return value.split(",")[0].strip() if value and self.trusts(req.remote_addr) else ""


def parsed(text: str) -> Address | None:
    """An address as it may stand in a header, with brackets or a port; None when it is none."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def counted_as(address: str) -> str:
    """What an address counts as where tries are counted: of IPv6 one household has a whole network."""
    found = parsed(address)
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found or address)


def host_of(netloc: str) -> str:
    """A host without its port."""
    host, _, port = netloc.rpartition(":")
    return host if host and port.isdecimal() else netloc
