"""GET and PUT /auth/account, PUT /auth/account/password, POST /auth/email-confirmations."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from functions.auth.limiter import PRESENT_PASSWORDS_OF_AN_ACCOUNT
from infra.web import deps_of
from shared.sessions import COOKIE
from tests.cast import BEN, PASSWORD, ROSA, Client, House
from tests.functions.auth.conftest import Letters, Token

NEW = "kitchen lamp river forty"
EMAIL = "ben@example.com"


async def edit(client: Client, **changed: Any) -> Any:
    mine = (await client.get("/auth/account")).json
    body = {name: mine[name] for name in ("version", "display_name", "email")}
    return await client.put("/auth/account", body | changed)


async def test_it_works(house: House) -> None:
    await house.with_practice()
    ben = await house.as_(BEN)
    answer = await ben.get("/auth/account")
    assert answer.status_code == 200
    assert answer.json["person"] == {"code": "BH", "name": "Dr Ben Hughes"}
    assert (answer.json["email"], answer.json["pending_email"], answer.json["roles"]) == (None, None, ["clinician"])
    assert "argon2" not in answer.text


async def test_a_name_needs_no_password(house: House) -> None:
    ben = await house.as_(BEN)
    assert (await edit(ben, display_name="Dr B Hughes")).status_code == 200
    assert (await ben.get("/auth/me")).json["account"]["display_name"] == "Dr B Hughes"


async def test_a_name_is_on_one_line_and_every_sign_of_it_can_be_seen(house: House) -> None:
    ben = await house.as_(BEN)
    for name in ("Priya\u200b Shah", "hahS\u202e ayirP", "Ben\aHughes"):
        refused = await edit(ben, display_name=name)
        assert [each["code"] for each in refused.json["errors"]] == ["display-name"], ascii(name)
    assert (await edit(ben, display_name=" Ben\u00a0\r\nHughes ")).json["display_name"] == "Ben Hughes"


async def test_another_address_needs_the_password_and_a_letter(house: House, letters: Letters, token: Token) -> None:
    ben = await house.as_(BEN)
    without = await edit(ben, email=EMAIL)
    assert [each["field"] for each in without.json["errors"]] == ["present_password"]
    answer = await edit(ben, email="Ben@Example.com", present_password=PASSWORD)
    assert (answer.json["email"], answer.json["pending_email"]) == (None, EMAIL)
    confirmed = await house.stranger().post("/auth/email-confirmations", {"token": await token(EMAIL)})
    assert (confirmed.status_code, confirmed.json) == (200, {"email": EMAIL})
    mine = (await ben.get("/auth/account")).json
    assert (mine["username"], mine["email"], mine["pending_email"]) == ("ben", EMAIL, None)
    signed_in = await house.stranger().post("/auth/sign-in", {"username": EMAIL, "password": PASSWORD})
    assert signed_in.status_code == 200


async def test_a_link_to_confirm_works_once_even_at_once(house: House, token: Token) -> None:
    await edit(await house.as_(BEN), email=EMAIL, present_password=PASSWORD)
    link = await token(EMAIL)
    answers = await asyncio.gather(
        *(house.stranger().post("/auth/email-confirmations", {"token": link}) for _ in range(3))
    )
    assert sorted(answer.status_code for answer in answers) == [200, 422, 422]
    assert {answer.json["type"] for answer in answers if answer.status_code == 422} == {"urn:rotacc:link-used"}


async def test_an_address_somebody_else_confirmed_first_is_not_taken_over(house: House, token: Token) -> None:
    ben, rosa = await house.as_(BEN), await house.as_(ROSA)
    await edit(ben, email=EMAIL, present_password=PASSWORD)
    bens = await token(EMAIL)
    await edit(rosa, email=EMAIL, present_password=PASSWORD)
    rosas = await token(EMAIL)
    assert (await house.stranger().post("/auth/email-confirmations", {"token": rosas})).status_code == 200
    late = await house.stranger().post("/auth/email-confirmations", {"token": bens})
    assert late.json["errors"][0]["message"] == "The account of Dr Rosa Marsh has that address."


async def test_whoever_signs_in_with_their_address_goes_on_with_the_new_one(house: House, token: Token) -> None:
    async with house.db.tx() as tx:
        await tx.execute("update account set username = %(e)s, email = %(e)s where username = 'ben'", {"e": EMAIL})
    ben = house.stranger()
    answer = await ben.post("/auth/sign-in", {"username": EMAIL, "password": PASSWORD})
    ben.cookies, ben.csrf_token = {COOKIE: answer.cookies[COOKIE].value}, answer.json["csrf_token"]
    await edit(ben, email="hughes@example.com", present_password=PASSWORD)
    await house.stranger().post("/auth/email-confirmations", {"token": await token("hughes@example.com")})
    for name, status in ((EMAIL, 401), ("hughes@example.com", 200)):
        body = {"username": name, "password": PASSWORD}
        assert (await house.stranger().post("/auth/sign-in", body)).status_code == status


async def test_a_stale_form_is_told_what_is_there_now(house: House) -> None:
    ben = await house.as_(BEN)
    mine = (await ben.get("/auth/account")).json
    await edit(ben, display_name="Dr B Hughes")
    body = {"version": mine["version"], "display_name": "Ben", "email": None}
    answer = await ben.put("/auth/account", body)
    assert (answer.status_code, answer.json["newer"]["display_name"]) == (409, "Dr B Hughes")


async def test_a_new_password_ends_the_other_sign_ins_and_not_this_one(house: House, letters: Letters) -> None:
    async with house.db.tx() as tx:
        await tx.execute("update account set email = %s where username = 'ben'", (EMAIL,))
    ben, elsewhere = await house.as_(BEN), await house.as_(BEN)
    answer = await ben.put("/auth/account/password", {"present_password": PASSWORD, "password": NEW})
    assert answer.status_code == 200, answer.text
    before = dict(ben.cookies)
    ben.cookies, ben.csrf_token = {COOKIE: answer.cookies[COOKIE].value}, answer.json["csrf_token"]
    assert (await ben.get("/auth/me")).status_code == 200
    assert (await elsewhere.get("/auth/me")).status_code == 401
    ben.cookies = before
    assert (await ben.get("/auth/me")).status_code == 401, "the cookie from before opens nothing"
    assert (await letters(EMAIL))[0].startswith("Your password for the rota of RotaCC was changed")


async def test_the_new_sign_in_works_in_a_process_that_remembers_the_old_password(house: House) -> None:
    """Each web process remembers for seconds what an account may do; one that is behind must look again."""
    other = deps_of(house.settings)
    async with other.database:
        ben = await house.as_(BEN)
        assert await other.sessions.caller(ben.cookies[COOKIE])
        answer = await ben.put("/auth/account/password", {"present_password": PASSWORD, "password": NEW})
        assert await other.sessions.caller(answer.cookies[COOKIE].value)
        assert await other.sessions.caller(ben.cookies[COOKIE]) is None
        await other.redis.aclose()


async def test_everything_wrong_with_a_new_password_is_said_at_once(house: House) -> None:
    ben = await house.as_(BEN)
    answer = await ben.put("/auth/account/password", {"present_password": "guess", "password": "drbenhughes"})
    assert {(each["code"], each["field"]) for each in answer.json["errors"]} == {
        ("wrong-password", "present_password"), ("password-too-short", "password"), ("password-is-own", "password"),
    }  # fmt: skip
    same = await ben.put("/auth/account/password", {"present_password": PASSWORD, "password": PASSWORD})
    assert [each["code"] for each in same.json["errors"]] == ["password-same"]


async def test_nobody_guesses_the_password_of_a_browser_left_open(house: House) -> None:
    ben = await house.as_(BEN)
    body = {"present_password": "guess", "password": NEW}
    tries = PRESENT_PASSWORDS_OF_AN_ACCOUNT.amount
    codes = [(await ben.put("/auth/account/password", body)).status_code for _ in range(tries + 1)]
    assert codes == [422] * tries + [429]
    assert (await edit(ben, email=EMAIL, present_password=PASSWORD)).status_code == 429


@pytest.mark.parametrize("door", ["/auth/account", "/auth/account/password"])
async def test_a_change_is_written_down_without_a_password(house: House, door: str) -> None:
    ben = await house.as_(BEN)
    if door == "/auth/account":
        await edit(ben, display_name="Dr B Hughes")
    else:
        await ben.put(door, {"present_password": PASSWORD, "password": NEW})
    async with house.db.tx() as tx:
        rows = await (await tx.execute("select a::text from audit a where entity = 'account'")).fetchall()
    assert len(rows) == 1
    assert PASSWORD not in str(rows) and NEW not in str(rows) and "argon2" not in str(rows)


async def test_nobody_has_letters_sent_to_one_address_after_another(house: House) -> None:
    ben = await house.as_(BEN)
    for number in range(5):
        answer = await edit(ben, email=f"somebody{number}@example.com", present_password=PASSWORD)
        assert answer.status_code == 200, answer.text
    sixth = await edit(ben, email="somebody6@example.com", present_password=PASSWORD)
    assert (sixth.status_code, "retry-after" in sixth.headers) == (429, True)
    assert (await edit(ben, display_name="Dr B Hughes")).status_code == 200
