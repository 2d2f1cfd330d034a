"""Whoever keeps guessing a colleague's password does not keep the colleague out."""

from __future__ import annotations

import pytest
from limits import RateLimitItemPerHour, RateLimitItemPerMinute

from functions.auth import limiter
from functions.auth.devices import DAYS, DEVICE, MOST, Devices
from tests.cast import BEN, PASSWORD, ROSA, Client, House

RIGHT = {"username": "ben", "password": PASSWORD}
WRONG = {"username": "ben", "password": "wrong"}
HERE, THERE = "203.0.113.5", "198.51.100.9"


async def with_ones_own_browser(house: House, username: str = "ben") -> Client:
    """A browser somebody has signed in with before; it is signed out again."""
    browser = house.stranger()
    answer = await browser.post("/auth/sign-in", {"username": username, "password": PASSWORD}, remote_addr=HERE)
    browser.cookies = {DEVICE: answer.cookies[DEVICE].value}
    return browser


async def guess(house: House, times: int, *, at: str = HERE) -> int:
    for _ in range(times):
        answer = await house.stranger().post("/auth/sign-in", WRONG, remote_addr=at)
    return int(answer.status_code)


async def test_it_works(house: House) -> None:
    """The colleague at the next desk guesses, from the same address, and goes on."""
    own = await with_ones_own_browser(house)
    assert await guess(house, 6) == 429
    assert (await own.post("/auth/sign-in", RIGHT, remote_addr=HERE)).status_code == 200
    assert (await house.stranger().post("/auth/sign-in", RIGHT, remote_addr=HERE)).status_code == 429


async def test_nor_does_the_whole_practice_stay_out(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limiter, "FAILURES_OF_AN_ADDRESS", RateLimitItemPerMinute(3))
    own = await with_ones_own_browser(house)
    await guess(house, 4)
    assert (await house.stranger().post("/auth/sign-in", {"username": "rosa", "password": PASSWORD},
                                        remote_addr=HERE)).status_code == 429  # fmt: skip
    assert (await own.post("/auth/sign-in", RIGHT, remote_addr=HERE)).status_code == 200


async def test_from_however_many_addresses_a_name_is_guessed_only_so_often(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limiter, "FAILURES_FOR_ONE_NAME", RateLimitItemPerHour(4))
    own = await with_ones_own_browser(house)
    for turn in range(4):
        assert await guess(house, 1, at=f"198.51.100.{turn}") == 401
    late = await house.stranger().post("/auth/sign-in", RIGHT, remote_addr="198.51.100.77")
    assert late.status_code == 429
    assert int(late.headers["retry-after"]) > 60
    assert (await own.post("/auth/sign-in", RIGHT, remote_addr=THERE)).status_code == 200


async def test_a_name_nobody_has_is_counted_alike(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the number of tries would tell which names there are."""
    monkeypatch.setattr(limiter, "FAILURES_FOR_ONE_NAME", RateLimitItemPerHour(4))
    answers = []
    for name in ("ben", "nobody"):
        for turn in range(5):
            body = {"username": name, "password": "wrong"}
            answers.append(await house.stranger().post("/auth/sign-in", body, remote_addr=f"192.0.2.{turn}"))
    said = [(answer.status_code, answer.json["detail"]) for answer in answers]
    assert said[:5] == said[5:]


async def test_a_browser_known_for_one_is_not_known_for_another(house: House) -> None:
    own = await with_ones_own_browser(house, "rosa")
    await guess(house, 6)
    assert (await own.post("/auth/sign-in", RIGHT, remote_addr=HERE)).status_code == 429


async def test_a_known_browser_has_not_tries_without_end(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limiter, "TRIES_ON_ONE_DEVICE", RateLimitItemPerMinute(2))
    own = await with_ones_own_browser(house)
    statuses = [(await own.post("/auth/sign-in", WRONG, remote_addr=THERE)).status_code for _ in range(9)]
    assert statuses[-1] == 429


async def test_a_forged_mark_is_worth_nothing(house: House) -> None:
    own = await with_ones_own_browser(house)
    await guess(house, 6)
    mark = own.cookies[DEVICE]
    number, day, signature = mark.split(".")
    forged = (f"{number}x.{day}.{signature}", f"{number}.{int(day) - 1}.{signature}", f"{number}.{day}.{'0' * 40}",
              "x" * 5000, "..", "~~~", "\u0661.\u0661.\u0661", "")  # fmt: skip
    for marks in forged:
        own.cookies = {DEVICE: marks.encode("ascii", "replace").decode()}
        assert (await own.post("/auth/sign-in", RIGHT, remote_addr=HERE)).status_code == 429, marks


async def test_a_mark_opens_nothing_and_names_nobody(house: House) -> None:
    own = await with_ones_own_browser(house)
    assert (await own.get("/auth/me")).status_code == 401
    assert "ben" not in own.cookies[DEVICE]


def test_one_browser_keeps_several_people_in_mind_and_a_mark_grows_old(monkeypatch: pytest.MonkeyPatch) -> None:
    devices, marks = Devices("secret"), ""
    people = [f"person{number}" for number in range(MOST + 1)]
    for name in people:
        marks = devices.marked(marks, name)
    assert [devices.known(marks, name) is not None for name in people] == [False] + [True] * MOST
    assert len(devices.marked(marks, people[-1])) == len(marks)  # signing in again adds nothing
    assert len(marks) < 1000
    assert Devices("another secret").known(marks, people[-1]) is None
    later = devices_today() + DAYS + 1
    monkeypatch.setattr("functions.auth.devices._today", lambda: later)
    assert devices.known(marks, people[-1]) is None


def devices_today() -> int:
    from functions.auth import devices

    return devices._today()


async def test_who_has_read_their_mail_is_let_past_those_who_guess(house: House) -> None:
    """Signing in somewhere new while somebody guesses: a link by mail marks the browser."""
    from functions.auth import tokens

    async with house.db.tx() as tx:
        await tx.execute(
            "insert into account_link (kind, account_id, email, token_hash, expires_at) "
            "select 'password-reset', id, 'ben@elm.example', %s, now() + interval '1 hour' from account "
            "where username = 'ben'",
            (tokens.hashed("from the letter"),),
        )
    await guess(house, 6)
    browser, chosen = house.stranger(), "seven otters in a teacup"
    done = await browser.post("/auth/password-resets/password", {"token": "from the letter", "password": chosen})
    assert done.status_code == 204, done.text
    browser.cookies = {DEVICE: done.cookies[DEVICE].value}
    body = {"username": BEN.username, "password": chosen}
    assert (await browser.post("/auth/sign-in", body, remote_addr=HERE)).status_code == 200
    assert ROSA.username not in browser.cookies[DEVICE]
