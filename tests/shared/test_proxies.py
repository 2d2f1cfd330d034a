"""Whose word about a request is taken."""

from __future__ import annotations

from typing import Any

import pytest
from falcon.asgi import Request
from falcon.testing import create_asgi_req

from shared.proxies import Proxies, counted_as, host_of, parsed

OURS = Proxies(("127.0.0.1", "::1", "172.16.0.0/12", "fd00::/8"))


def request(peer: str, *, scheme: str = "http", **headers: Any) -> Request:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return create_asgi_req(remote_addr=peer, scheme=scheme, headers=named, host="rota.example")


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("203.0.113.5", None, "203.0.113.5"),
        ("203.0.113.5", "198.51.100.1", "203.0.113.5"),
        ("172.18.0.1", "203.0.113.5", "203.0.113.5"),
        ("::ffff:172.18.0.1", "203.0.113.5", "203.0.113.5"),
        ("172.18.0.1", "10.0.0.1, 203.0.113.5, 172.20.0.9", "203.0.113.5"),
        ("172.18.0.1", "172.20.0.9, 172.20.0.8", "172.20.0.9"),
        ("172.18.0.1", "203.0.113.5:49152", "203.0.113.5"),
        ("fd00::2", "[2001:db8::7]:443", "2001:db8::7"),
        ("172.18.0.1", "203.0.113.5, not an address", "172.18.0.1"),
        ("172.18.0.1", "", "172.18.0.1"),
        ("172.32.0.1", "203.0.113.5", "172.32.0.1"),
    ],
)
def test_an_address_is_believed_as_far_as_our_proxies_go(peer: str, forwarded: str | None, client: str) -> None:
    headers = {} if forwarded is None else {"X_Forwarded_For": forwarded}
    assert OURS.client_address(request(peer, **headers)) == client


def test_headers_our_proxies_may_not_know_are_not_read() -> None:
    """A proxy that adds X-Forwarded-For hands on a Forwarded or X-Real-IP a stranger wrote."""
    forged = request("127.0.0.1", Forwarded="for=192.0.2.9;proto=https", X_Real_IP="192.0.2.9",
                     X_Forwarded_For="203.0.113.5")  # fmt: skip
    assert OURS.client_address(forged) == "203.0.113.5"
    assert OURS.scheme(forged) is None


@pytest.mark.parametrize(
    ("peer", "said", "scheme"),
    [
        ("127.0.0.1", "https", "https"),
        ("127.0.0.1", "HTTP", "http"),
        ("127.0.0.1", "https, http", "https"),
        ("127.0.0.1", "gopher", None),
        ("203.0.113.5", "https", None),
        ("203.0.113.5", "http", None),
    ],
)
def test_only_our_proxies_say_whether_it_was_https(peer: str, said: str, scheme: str | None) -> None:
    assert OURS.scheme(request(peer, X_Forwarded_Proto=said)) == scheme


def test_https_spoken_to_this_process_itself_is_seen() -> None:
    assert OURS.scheme(request("203.0.113.5", scheme="https")) == "https"


def test_only_our_proxies_name_another_host() -> None:
    assert OURS.netloc(request("127.0.0.1", X_Forwarded_Host="Other.Example:8443")) == "other.example:8443"
    assert OURS.netloc(request("203.0.113.5", X_Forwarded_Host="other.example")) == "rota.example"


def test_of_an_ipv6_household_every_address_counts_as_one() -> None:
    assert counted_as("2001:db8:1:2::7") == counted_as("2001:db8:1:2:ffff::9") == "2001:db8:1:2::/64"
    assert counted_as("2001:db8:1:3::7") != counted_as("2001:db8:1:2::7")
    assert counted_as("203.0.113.5") == "203.0.113.5"
    assert counted_as("unix") == "unix"


@pytest.mark.parametrize("wrong", ["proxy", "172.16.0.1/12", "*", ""])
def test_what_is_no_network_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError):
        Proxies((wrong,))


def test_a_host_is_told_from_its_port() -> None:
    assert host_of("rota.example:8443") == host_of("rota.example") == "rota.example"
    assert host_of("[::1]:8000") == host_of("[::1]") == "[::1]"
    assert parsed("rota.example") is None
