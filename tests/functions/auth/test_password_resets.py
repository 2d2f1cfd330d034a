"""POST /auth/password-resets, …/look and …/password."""

from __future__ import annotations

import asyncio
import statistics
import time

import pytest
import structlog.testing
from limits import RateLimitItemPerHour

from functions.auth.links import handler
from shared.sessions import COOKIE
from tests.cast import BEN, PASSWORD, PRIYA, House
from tests.functions.auth.conftest import Letters, Token, Work

EMAIL = "ben@example.com"
NEW = "kitchen lamp river forty"


@pytest.fixture(autouse=True)
async def ben_has_an_address(house: House) -> None:
    async with house.db.tx() as tx:
        await tx.execute("update account set email = %s where username = 'ben'", (EMAIL,))


@pytest.fixture
async def link(house: House, work: Work, token: Token) -> str:
    """The token of a reset."""
    await house.stranger().post("/auth/password-resets", {"email": EMAIL})
    await work()
    return await token(EMAIL)


async def test_it_works(house: House, work: Work, letters: Letters, token: Token) -> None:
    answer = await house.stranger().post("/auth/password-resets", {"email": " Ben@Example.com "})
    assert answer.status_code == 202
    await work()
    [letter] = await letters(EMAIL)
    assert "Your user name is ben." in letter and "https://rota.example/reset.html#" in letter
    link = await token(EMAIL)
    look = await house.stranger().post("/auth/password-resets/look", {"token": link})
    assert (look.json["username"], look.json["display_name"]) == ("ben", "Dr Ben Hughes")
    done = await house.stranger().post("/auth/password-resets/password", {"token": link, "password": NEW})
    assert (done.status_code, COOKIE in done.cookies) == (204, False)
    for password, status in ((PASSWORD, 401), (NEW, 200)):
        answer = await house.stranger().post("/auth/sign-in", {"username": EMAIL, "password": password})
        assert answer.status_code == status


async def test_an_unknown_address_is_answered_in_the_same_words(house: House, work: Work, letters: Letters) -> None:
    known = await house.stranger().post("/auth/password-resets", {"email": EMAIL})
    unknown = await house.stranger().post("/auth/password-resets", {"email": "nobody@example.com"})
    assert (known.status_code, known.text) == (unknown.status_code, unknown.text)
    differ = {name for name in known.headers if known.headers[name] != unknown.headers.get(name)}
    assert differ <= {"x-request-id"}
    await work()
    assert len(await letters(EMAIL)) == 1
    assert await letters("nobody@example.com") == []


async def test_an_unknown_address_takes_the_same_time(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handler, "RESETS_FOR_AN_EMAIL", RateLimitItemPerHour(1000))
    monkeypatch.setattr(handler, "RESETS_FROM_AN_ADDRESS", RateLimitItemPerHour(1000))

    async def seconds(email: str) -> float:
        began = time.perf_counter()
        await house.stranger().post("/auth/password-resets", {"email": email})
        return time.perf_counter() - began

    await seconds("warm-up@example.com")
    known, unknown = [], []
    for turn in range(30):  # turn about, so that whatever else the machine does befalls both
        known.append(await seconds(EMAIL))
        unknown.append(await seconds(f"nobody{turn}@example.com"))
    # The quickest quarter of each: the rest is what else this machine had to do.
    ratio = statistics.quantiles(known, n=4)[0] / statistics.quantiles(unknown, n=4)[0]
    assert 0.5 < ratio < 2, ratio


async def test_the_web_process_never_looks_whether_the_address_is_known(house: House) -> None:
    """The same statements are made for both: there is nothing to measure."""

    async def statements(email: str) -> list[str]:
        async with house.db.tx() as tx:
            await tx.execute("delete from reset_ask")
        await house.stranger().post("/auth/password-resets", {"email": email})
        async with house.db.tx() as tx:
            cursor = await tx.execute("select count(*) from reset_ask union all select count(*) from account_link")
            return [str(row[0]) for row in await cursor.fetchall()]

    assert await statements(EMAIL) == await statements("nobody@example.com") == ["1", "0"]


async def test_an_address_asked_for_is_forgotten_once_it_was_seen_to(house: House, work: Work) -> None:
    await house.stranger().post("/auth/password-resets", {"email": "nobody@example.com"})
    await work()
    async with house.db.tx() as tx:
        for table in ("reset_ask", "mail", "account_link", "audit"):
            rows = await (await tx.execute(f"select t::text from {table} t")).fetchall()
            assert "nobody@example.com" not in str(rows), table
        assert await (await tx.execute("select 1 from reset_ask")).fetchone() is None


async def test_somebody_inactive_gets_no_link(house: House, work: Work, letters: Letters) -> None:
    async with house.db.tx() as tx:
        await tx.execute("update account set active = false where username = 'ben'")
    answer = await house.stranger().post("/auth/password-resets", {"email": EMAIL})
    await work()
    assert answer.status_code == 202
    assert await letters(EMAIL) == []


async def test_it_ends_every_sign_in_and_tells_the_owner(house: House, link: str, letters: Letters) -> None:
    ben = await house.as_(BEN)
    await house.stranger().post("/auth/password-resets/password", {"token": link, "password": NEW})
    assert (await ben.get("/auth/me")).status_code == 401
    assert (await letters(EMAIL))[0].startswith("Your password for the rota of RotaCC was changed")


async def test_it_works_once_even_at_once(house: House, link: str) -> None:
    passwords = [f"{NEW} {word}" for word in ("one", "two", "six")]
    answers = await asyncio.gather(
        *(house.stranger().post("/auth/password-resets/password", {"token": link, "password": p}) for p in passwords)
    )
    assert sorted(answer.status_code for answer in answers) == [204, 422, 422]
    assert {answer.json["type"] for answer in answers if answer.status_code == 422} == {"urn:rotacc:link-used"}
    [winner] = [p for p, answer in zip(passwords, answers, strict=True) if answer.status_code == 204]
    signed_in = await house.stranger().post("/auth/sign-in", {"username": "ben", "password": winner})
    assert signed_in.status_code == 200


@pytest.mark.parametrize(
    ("sql", "code", "words"),
    [
        ("update account_link set expires_at = now() - interval '1 second'", "link-expired", "ran out on"),
        ("update account_link set used_at = now()", "link-used", "It works once"),
        ("update account_link set token_hash = ''", "link-unknown", "not one of ours"),
        ("update account_link set replaced_at = now()", "link-replaced", "newer one"),
        ("update account set active = false where username = 'ben'", "link-withdrawn", "not active any more"),
    ],
)
async def test_a_link_that_does_not_work_says_why(house: House, link: str, sql: str, code: str, words: str) -> None:
    async with house.db.tx() as tx:
        await tx.execute(sql)  # type: ignore[arg-type]  # a test's own sentence
    for door, body in (("look", {}), ("password", {"password": NEW})):
        answer = await house.stranger().post(f"/auth/password-resets/{door}", {"token": link} | body)
        assert (answer.status_code, answer.json["type"]) == (422, f"urn:rotacc:{code}")
        assert words in answer.json["detail"]


async def test_it_lasts_an_hour(house: House, link: str) -> None:
    async with house.db.tx() as tx:
        row = await (await tx.execute("select expires_at - asked_at from account_link")).fetchone()
    assert row and 3590 < row[0].total_seconds() < 3610


async def test_a_newer_link_replaces_the_one_before(house: House, link: str, work: Work, token: Token) -> None:
    await house.stranger().post("/auth/password-resets", {"email": EMAIL})
    await work()
    old = await house.stranger().post("/auth/password-resets/look", {"token": link})
    assert old.json["type"] == "urn:rotacc:link-replaced"
    assert (await house.stranger().post("/auth/password-resets/look", {"token": await token(EMAIL)})).status_code == 200


async def test_a_password_changed_otherwise_makes_the_link_worthless(house: House, link: str) -> None:
    ben = await house.as_(BEN)
    await ben.put("/auth/account/password", {"present_password": PASSWORD, "password": NEW})
    answer = await house.stranger().post("/auth/password-resets/look", {"token": link})
    assert answer.json["type"] == "urn:rotacc:link-replaced"


async def test_a_poor_password_is_refused_and_the_link_still_works(house: House, link: str) -> None:
    answer = await house.stranger().post("/auth/password-resets/password", {"token": link, "password": "password"})
    assert {each["code"] for each in answer.json["errors"]} == {"password-too-short", "password-common"}
    done = await house.stranger().post("/auth/password-resets/password", {"token": link, "password": NEW})
    assert done.status_code == 204


async def test_asking_too_often_is_told_to_wait_alike_for_known_and_unknown(house: House) -> None:
    for email in (EMAIL, "nobody@example.com"):
        answers = [await house.stranger().post("/auth/password-resets", {"email": email}) for _ in range(4)]
        assert [answer.status_code for answer in answers] == [202, 202, 202, 429]
        assert 3000 < int(answers[-1].headers["retry-after"]) <= 3601


async def test_asking_for_many_addresses_from_one_place_is_told_to_wait(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handler, "RESETS_FROM_AN_ADDRESS", RateLimitItemPerHour(2))
    codes = [
        (await house.stranger().post("/auth/password-resets", {"email": f"a{turn}@example.com"})).status_code
        for turn in range(3)
    ]
    assert codes == [202, 202, 429]


async def test_what_is_no_address_is_said_in_words(house: House) -> None:
    answer = await house.stranger().post("/auth/password-resets", {"email": "ben"})
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "email")


async def test_no_log_line_and_no_row_holds_the_link_or_the_password(house: House, link: str) -> None:
    with structlog.testing.capture_logs() as lines:
        await house.stranger().post("/auth/password-resets/look", {"token": link})
        await house.stranger().post("/auth/password-resets/password", {"token": link, "password": NEW})
    assert len(lines) >= 2
    assert link not in str(lines) and NEW not in str(lines)
    async with house.db.tx() as tx:
        for table in ("audit", "outbox", "account_link"):
            rows = str(await (await tx.execute(f"select t::text from {table} t")).fetchall())
            assert link not in rows and NEW not in rows and "argon2" not in rows, table


async def test_administrators_see_that_it_was_sent_and_not_what_stands_in_it(house: House, link: str) -> None:
    answer = await (await house.as_(PRIYA)).get("/notify/mail")
    assert [(each["kind"], each["to"]) for each in answer.json["mail"]] == [("password-reset", EMAIL)]
    assert link not in answer.text and "text" not in answer.json["mail"][0]
