"""GET /auth/me."""

from __future__ import annotations

from shared.sessions import COOKIE
from tests.cast import AMARA, BEN, PRIYA, House


async def test_it_works(house: House) -> None:
    await house.with_practice()
    amara = await house.as_(AMARA)
    answer = await amara.get("/auth/me")
    assert answer.status_code == 200
    assert answer.json["account"]["username"] == "amara"
    assert answer.json["account"]["person_code"] == "AO"
    assert answer.json["csrf_token"] == amara.csrf_token
    assert answer.json["practice"] == "Elm Lane Surgery"


async def test_before_the_first_import_there_is_no_practice(house: House) -> None:
    assert (await (await house.as_(PRIYA)).get("/auth/me")).json["practice"] is None


async def test_a_made_up_cookie_opens_nothing(house: House) -> None:
    client = house.stranger()
    client.cookies = {COOKIE: "made-up"}
    assert (await client.get("/auth/me")).status_code == 401


async def test_somebody_deactivated_is_out_within_seconds(house: House) -> None:
    ben = await house.as_(BEN)
    async with house.db.tx() as tx:
        await tx.execute("update account set active = false where username = 'ben'")
    house.forget_standings()
    assert (await ben.get("/auth/me")).status_code == 401


async def test_a_changed_password_ends_every_sign_in(house: House) -> None:
    ben = await house.as_(BEN)
    async with house.db.tx() as tx:
        await tx.execute("update account set password_hash = 'another' where username = 'ben'")
    house.forget_standings()
    assert (await ben.get("/auth/me")).status_code == 401


async def test_using_a_sign_in_keeps_it_alive(house: House) -> None:
    ben = await house.as_(BEN)
    (key,) = await house.redis.keys("rota:session:*")
    await house.redis.expire(key, 60)
    await ben.get("/auth/me")
    assert await house.redis.ttl(key) > 3600
