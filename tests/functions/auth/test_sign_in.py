"""POST /auth/sign-in."""

from __future__ import annotations

import time

from shared.sessions import COOKIE
from tests.cast import AMARA, BEN, PASSWORD, House


async def test_it_works(house: House) -> None:
    answer = await house.stranger().post("/auth/sign-in", {"username": " Amara ", "password": PASSWORD})
    assert answer.status_code == 200
    assert answer.json["account"] == {
        "username": "amara",
        "display_name": AMARA.display_name,
        "roles": ["administrator", "clinician"],
        "person_code": "AO",
    }
    assert answer.json["csrf_token"]
    cookie = answer.cookies[COOKIE]
    assert cookie.http_only and cookie.same_site == "Strict" and cookie.path == "/"


async def test_a_wrong_name_and_a_wrong_password_sound_the_same(house: House) -> None:
    wrong_name = await house.stranger().post("/auth/sign-in", {"username": "nobody", "password": PASSWORD})
    wrong_word = await house.stranger().post("/auth/sign-in", {"username": "ben", "password": "not this one"})
    assert wrong_name.status_code == wrong_word.status_code == 401
    assert wrong_name.json["detail"] == wrong_word.json["detail"]
    assert COOKIE not in wrong_name.cookies


async def test_an_unknown_name_takes_as_much_work_as_a_known_one(house: House) -> None:
    async def seconds(username: str) -> float:
        began = time.perf_counter()
        await house.stranger().post("/auth/sign-in", {"username": username, "password": "wrong"})
        return time.perf_counter() - began

    await seconds("warm-up")
    unknown, known = await seconds("nobody"), await seconds("ben")
    assert unknown > known / 5  # without the work it would be a fiftieth


async def test_somebody_inactive_cannot_sign_in(house: House) -> None:
    async with house.db.tx() as tx:
        await tx.execute("update account set active = false where username = 'ben'")
    answer = await house.stranger().post("/auth/sign-in", {"username": "ben", "password": PASSWORD})
    assert answer.status_code == 401


async def test_the_sixth_try_in_a_minute_is_told_to_wait(house: House) -> None:
    for _ in range(5):
        answer = await house.stranger().post("/auth/sign-in", {"username": "ben", "password": "wrong"})
        assert answer.status_code == 401
    answer = await house.stranger().post("/auth/sign-in", {"username": "ben", "password": PASSWORD})
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["retry-after"]) <= 61
    # Somebody else at the same address is not held up.
    assert await house.as_(AMARA)


async def test_getting_it_right_forgets_the_tries(house: House) -> None:
    for _ in range(3):
        for _ in range(4):
            await house.stranger().post("/auth/sign-in", {"username": "ben", "password": "wrong"})
        await house.as_(BEN)


async def test_redis_holds_no_token_and_no_name(house: House) -> None:
    client = await house.as_(BEN)
    keys = await house.redis.keys("rota:session:*")
    stored = str([(key, await house.redis.get(key)) for key in keys])
    assert len(keys) == 1
    assert client.cookies[COOKIE] not in stored
    assert "ben" not in stored


async def test_another_site_cannot_sign_somebody_in(house: House) -> None:
    body = {"username": "ben", "password": PASSWORD}
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
        assert (await house.stranger().post("/auth/sign-in", body, headers=headers)).status_code == 403


async def test_what_is_wrong_with_the_body_is_said_all_at_once(house: House) -> None:
    answer = await house.stranger().post("/auth/sign-in", {"username": "", "pin": 1})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert {each["field"] for each in answer.json["errors"]} == {"username", "password", "pin"}
    assert answer.json["request_id"] == answer.headers["x-request-id"]


async def test_a_body_that_is_not_json_is_refused(house: House) -> None:
    json = {"Content-Type": "application/json"}
    assert (await house.stranger().post("/auth/sign-in", body="{", headers=json)).status_code == 400
    plain = {"Content-Type": "text/plain"}
    assert (await house.stranger().post("/auth/sign-in", body="{}", headers=plain)).status_code == 415
