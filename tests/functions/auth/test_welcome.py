"""POST /auth/welcome and /auth/welcome/look."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from limits import RateLimitItemPerMinute

from functions.auth.invitations import handler
from shared.sessions import COOKIE
from tests.cast import PASSWORD, PRIYA, House
from tests.functions.auth.conftest import Token

EMAIL = "nia@example.com"
INVITATION = {"email": EMAIL, "display_name": "Nia Pugh", "roles": ["clinician"], "person_code": None}


@pytest.fixture
async def link(house: House, token: Token) -> str:
    """The token of an invitation."""
    priya = await house.as_(PRIYA)
    assert (await priya.post("/auth/invitations", INVITATION)).status_code == 201
    return await token(EMAIL)


def acceptance(token: str, **changed: Any) -> dict[str, Any]:
    return {"token": token, "password": PASSWORD, "display_name": "Nia Pugh"} | changed


async def change(house: House, sql: str) -> None:
    async with house.db.tx() as tx:
        await tx.execute(sql)  # type: ignore[arg-type]  # a test's own sentence


async def test_it_works(house: House, link: str) -> None:
    stranger = house.stranger()
    look = await stranger.post("/auth/welcome/look", {"token": link})
    assert look.status_code == 200
    assert {name: look.json[name] for name in ("email", "display_name", "roles", "invited_by")} == {
        "email": EMAIL, "display_name": "Nia Pugh", "roles": ["clinician"], "invited_by": "Priya Shah",
    }  # fmt: skip
    answer = await stranger.post("/auth/welcome", acceptance(link, display_name=" Nia  Pugh "))
    assert answer.status_code == 200, answer.text
    stranger.cookies = {COOKIE: answer.cookies[COOKIE].value}
    assert answer.cookies[COOKIE].http_only
    account = (await stranger.get("/auth/account")).json
    assert (account["username"], account["email"], account["pending_email"]) == (EMAIL, EMAIL, None)
    again = await house.stranger().post("/auth/sign-in", {"username": "NIA@example.com", "password": PASSWORD})
    assert again.status_code == 200


async def test_the_invitation_is_accepted_and_can_no_longer_be_sent_or_withdrawn(house: House, link: str) -> None:
    await house.stranger().post("/auth/welcome", acceptance(link))
    priya = await house.as_(PRIYA)
    [invitation] = (await priya.get("/auth/invitations")).json["invitations"]
    assert (invitation["status"], invitation["may"]) == ("accepted", [])
    assert (await priya.post(f"/auth/invitations/{invitation['id']}/mails")).status_code == 422
    refused = await priya.put(f"/auth/invitations/{invitation['id']}/revocation")
    assert "Deactivate the account" in refused.json["detail"]


@pytest.mark.parametrize("door", ["/auth/welcome", "/auth/welcome/look"])
@pytest.mark.parametrize(
    ("sql", "code", "words"),
    [
        ("update invitation set expires_at = now() - interval '1 second'", "link-expired", "ran out on"),
        ("update invitation set revoked_at = now()", "link-revoked", "was withdrawn"),
        ("update invitation set token_hash = ''", "link-unknown", "not one of ours"),
        (
            "update invitation set accepted_at = now(), account_id = (select id from account limit 1)",
            "link-used",
            "Sign in with your password",
        ),
    ],
)
async def test_a_link_that_does_not_work_says_why(
    house: House, link: str, door: str, sql: str, code: str, words: str
) -> None:
    await change(house, sql)
    body = acceptance(link) if door == "/auth/welcome" else {"token": link}
    answer = await house.stranger().post(door, body)
    assert (answer.status_code, answer.json["type"]) == (422, f"urn:rotacc:{code}")
    assert words in answer.json["detail"]
    assert COOKIE not in answer.cookies


async def test_two_acceptances_at_once_make_one_account(house: House, link: str) -> None:
    for _ in range(3):
        answers = await asyncio.gather(*(house.stranger().post("/auth/welcome", acceptance(link)) for _ in range(4)))
        assert sorted(answer.status_code for answer in answers) == [200, 422, 422, 422]
        assert {answer.json["type"] for answer in answers if answer.status_code == 422} == {"urn:rotacc:link-used"}
        async with house.db.tx() as tx:
            row = await (await tx.execute("select count(*) from account where email = %s", (EMAIL,))).fetchone()
            assert row == (1,)
            await tx.execute("update invitation set accepted_at = null, account_id = null")
            await tx.execute("delete from account where email = %s", (EMAIL,))


async def test_withdrawn_and_accepted_at_once_one_of_them_wins(house: House, link: str) -> None:
    priya = await house.as_(PRIYA)
    [invitation] = (await priya.get("/auth/invitations")).json["invitations"]
    accepted, withdrawn = await asyncio.gather(
        house.stranger().post("/auth/welcome", acceptance(link)),
        priya.put(f"/auth/invitations/{invitation['id']}/revocation"),
    )
    assert sorted((accepted.status_code, withdrawn.status_code)) == [200, 422]


async def test_everything_wrong_is_said_at_once_and_the_link_still_works(house: House, link: str) -> None:
    answer = await house.stranger().post("/auth/welcome", acceptance(link, password="niapugh", display_name=" "))
    assert answer.status_code == 422
    assert {(each["code"], each["field"]) for each in answer.json["errors"]} == {
        ("display-name", "display_name"), ("password-too-short", "password"), ("password-is-own", "password"),
    }  # fmt: skip
    assert (await house.stranger().post("/auth/welcome", acceptance(link))).status_code == 200


async def test_an_address_that_was_taken_meanwhile_makes_no_second_account(house: House, link: str) -> None:
    await change(house, f"update account set email = '{EMAIL}' where username = 'ben'")
    answer = await house.stranger().post("/auth/welcome", acceptance(link))
    assert answer.status_code == 422
    assert answer.json["errors"][0]["message"] == "The account of Dr Ben Hughes has that address."


async def test_it_is_written_down_without_the_password(house: House, link: str) -> None:
    await house.stranger().post("/auth/welcome", acceptance(link))
    async with house.db.tx() as tx:
        rows = await (await tx.execute("select action, a::text from audit a order by id desc limit 2")).fetchall()
    assert [action for action, _ in rows] == ["invitation-accepted", "account-made"]
    assert PASSWORD not in str(rows) and "argon2" not in str(rows) and link not in str(rows)


async def test_somebody_who_keeps_guessing_is_told_to_wait(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handler, "LINKS_FROM_AN_ADDRESS", RateLimitItemPerMinute(3))
    codes = [
        (await house.stranger().post("/auth/welcome/look", {"token": f"guess-{turn}"})).status_code for turn in range(4)
    ]
    assert codes == [422, 422, 422, 429]
