"""GET and DELETE /auth/sessions, DELETE /auth/sessions/{id}, POST /auth/sign-out."""

from __future__ import annotations

import time

import pytest

from shared.sessions import COOKIE, LONGEST_HOURS
from tests.cast import BEN, ROSA, House


async def test_it_works(house: House) -> None:
    first, second = await house.as_(BEN), await house.as_(BEN)
    answer = await second.get("/auth/sessions")
    assert answer.status_code == 200
    assert len(answer.json) == 2
    assert [each["current"] for each in answer.json] == [True, False]
    assert "token" not in answer.text
    assert first.csrf_token not in answer.text


async def test_signing_out_ends_this_sign_in_alone(house: House) -> None:
    first, second = await house.as_(BEN), await house.as_(BEN)
    answer = await first.post("/auth/sign-out")
    assert answer.status_code == 204
    assert (await first.get("/auth/me")).status_code == 401
    assert len((await second.get("/auth/sessions")).json) == 1


async def test_one_place_can_be_signed_out_from_another(house: House) -> None:
    lost, here = await house.as_(BEN), await house.as_(BEN)
    (there,) = [each["id"] for each in (await here.get("/auth/sessions")).json if not each["current"]]
    assert (await here.delete(f"/auth/sessions/{there}")).status_code == 204
    assert (await lost.get("/auth/me")).status_code == 401
    assert (await here.delete(f"/auth/sessions/{there}")).status_code == 404


async def test_nobody_can_sign_somebody_else_out(house: House) -> None:
    ben, rosa = await house.as_(BEN), await house.as_(ROSA)
    (bens,) = [each["id"] for each in (await ben.get("/auth/sessions")).json]
    assert (await rosa.delete(f"/auth/sessions/{bens}")).status_code == 404
    assert (await ben.get("/auth/me")).status_code == 200


async def test_signing_out_everywhere_ends_them_all(house: House) -> None:
    clients = [await house.as_(BEN) for _ in range(3)]
    rosa = await house.as_(ROSA)
    assert (await clients[0].delete("/auth/sessions")).status_code == 204
    assert [(await client.get("/auth/me")).status_code for client in clients] == [401, 401, 401]
    assert (await rosa.get("/auth/me")).status_code == 200


async def test_a_sign_in_that_ran_out_is_not_listed(house: House) -> None:
    await house.as_(BEN)
    (key,) = await house.redis.keys("rota:session:*")
    await house.redis.delete(key)
    assert len((await (await house.as_(BEN)).get("/auth/sessions")).json) == 1


async def test_signing_in_again_ends_what_the_browser_had_before(house: House) -> None:
    """Nobody who knew a browser's former sign-in has anything of the new one, nor the former one any more."""
    ben = await house.as_(BEN)
    former = dict(ben.cookies)
    await ben.sign_in(BEN)
    assert ben.cookies != former
    stranger = house.stranger()
    stranger.cookies = former
    assert (await stranger.get("/auth/me")).status_code == 401
    assert len((await ben.get("/auth/sessions")).json) == 1


async def test_a_sign_in_somebody_else_chose_is_never_taken_up(house: House) -> None:
    """A cookie planted in a browser before its owner signs in opens nothing afterwards."""
    browser = house.stranger()
    browser.cookies = {COOKIE: "planted"}
    await browser.sign_in(BEN)
    assert browser.cookies[COOKIE] != "planted"
    browser.cookies = {COOKIE: "planted"}
    assert (await browser.get("/auth/me")).status_code == 401


async def test_used_every_hour_a_sign_in_still_ends_after_a_week(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    ben = await house.as_(BEN)
    now = time.time()
    for hours, status in ((LONGEST_HOURS - 1, 200), (LONGEST_HOURS + 1, 401)):
        monkeypatch.setattr("shared.sessions.time.time", lambda hours=hours: now + hours * 3600)
        assert (await ben.get("/auth/me")).status_code == status
    monkeypatch.undo()
    assert (await ben.get("/auth/me")).status_code == 401  # it is gone, not merely refused
    assert await house.redis.keys("rota:session:*") == []


async def test_of_very_many_sign_ins_the_oldest_gives_way(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.sessions.MOST_AT_ONCE", 3)
    clients = [await house.as_(BEN) for _ in range(5)]
    assert [(await client.get("/auth/me")).status_code for client in clients] == [401, 401, 200, 200, 200]


async def test_another_secret_ends_every_sign_in(house: House) -> None:
    """What SECRET_KEY is changed for."""
    ben = await house.as_(BEN)
    house.sessions._secret = b"another secret, because the old one leaked"
    assert (await ben.get("/auth/me")).status_code == 401
