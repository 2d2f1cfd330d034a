"""Whose tries are counted together."""

from __future__ import annotations

import pytest
from limits import RateLimitItemPerMinute

from functions.auth import limiter
from tests.cast import PASSWORD, House

WRONG = {"username": "ben", "password": "wrong"}
RIGHT = {"username": "ben", "password": PASSWORD}


async def _try(house: House, body: dict[str, str], *, forwarded: str | None, remote: str) -> int:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    answer = await house.stranger().post("/auth/sign-in", body, headers=headers, remote_addr=remote)
    return answer.status_code


async def test_behind_our_proxy_everybody_is_counted_alone(house: House) -> None:
    for _ in range(6):
        last = await _try(house, WRONG, forwarded="203.0.113.5", remote="127.0.0.1")
    assert last == 429
    assert await _try(house, RIGHT, forwarded="203.0.113.6", remote="127.0.0.1") == 200


async def test_what_a_stranger_says_about_their_address_is_not_believed(house: House) -> None:
    for turn in range(6):
        last = await _try(house, WRONG, forwarded=f"203.0.113.{turn}", remote="198.51.100.9")
    assert last == 429


async def test_a_forged_hop_before_our_proxys_is_not_believed(house: House) -> None:
    for turn in range(6):
        last = await _try(house, WRONG, forwarded=f"10.0.0.{turn}, 203.0.113.5", remote="127.0.0.1")
    assert last == 429


async def test_an_address_that_keeps_failing_is_told_to_wait(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limiter, "FAILURES_OF_AN_ADDRESS", RateLimitItemPerMinute(3))
    for turn in range(3):
        assert await _try(house, WRONG | {"username": f"guess{turn}"}, forwarded=None, remote="198.51.100.9") == 401
    assert await _try(house, RIGHT, forwarded=None, remote="198.51.100.9") == 429
    assert await _try(house, RIGHT, forwarded=None, remote="198.51.100.10") == 200


async def test_a_sign_that_cannot_be_stored_is_refused_in_words(house: House) -> None:
    answer = await house.stranger().post("/auth/sign-in", {"username": "be\x00n", "password": "x"})
    assert answer.status_code == 422
    assert answer.json["errors"][0]["code"] == "nul"
