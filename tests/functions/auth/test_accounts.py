"""GET, POST and PUT /auth/accounts, …/deactivation and …/sessions."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

from tests.cast import AMARA, BEN, CHARLIE, PASSWORD, PRIYA, ROSA, Actor, Client, House
from tests.functions.auth.conftest import Letters, Token

RHYS = Actor("rhys", "Rhys Root", ("superuser",))
RUTH = Actor("ruth", "Ruth Root", ("superuser",))
BY_HAND = {
    "username": "Nia",
    "display_name": "Nia Pugh",
    "email": None,
    "roles": ["clinician"],
    "person_code": None,
    "password": "a lamp beside the river",
}


async def add(house: House, *actors: Actor) -> None:
    """More accounts, with everybody's password."""
    async with house.db.tx() as tx:
        for actor in actors:
            await tx.execute(
                "insert into account (username, display_name, password_hash, roles) "
                "select %s, %s, password_hash, %s from account where username = 'ben'",
                (actor.username, actor.display_name, list(actor.roles)),
            )


async def row(client: Client, actor: Actor) -> Any:
    answer = await client.get("/auth/accounts")
    assert answer.status_code == 200, answer.text
    return next(each for each in answer.json["accounts"] if each["username"] == actor.username)


def as_is(account: Any, **changed: Any) -> dict[str, Any]:
    """An account as it is, ready to be sent back."""
    values = {name: account[name] for name in ("version", "display_name", "email", "roles")}
    return values | {"person_code": account["person"] and account["person"]["code"]} | changed


async def edit(client: Client, account: Any, **changed: Any) -> Any:
    return await client.put(f"/auth/accounts/{account['id']}", as_is(account, **changed))


def fields(answer: Any) -> set[tuple[str, str]]:
    return {(each["code"], each["field"]) for each in answer.json["errors"]}


async def test_it_works(house: House) -> None:
    await house.with_practice()
    priya = await house.as_(PRIYA)
    answer = await priya.get("/auth/accounts")
    assert [each["display_name"] for each in answer.json["accounts"]] == [
        "Charlie Crane", "Dr Amara Okafor", "Dr Ben Hughes", "Dr Rosa Marsh", "Priya Shah",
    ]  # fmt: skip
    assert answer.json["can_mail"] is True
    ben, me = await row(priya, BEN), await row(priya, PRIYA)
    assert ben["person"] == {"code": "BH", "name": "Dr Ben Hughes"}
    assert (ben["active"], ben["last_sign_in_at"], ben["may"]) == (True, None, ["edit", "deactivate", "sign-out"])
    assert me["last_sign_in_at"] and me["may"] == ["edit", "sign-out"]
    assert "hash" not in answer.text and "argon2" not in answer.text


async def test_clinicians_see_and_change_nobody(house: House) -> None:
    ben = await house.as_(BEN)
    account = await row(await house.as_(PRIYA), ROSA)
    assert (await ben.get("/auth/accounts")).status_code == 403
    assert (await ben.get(f"/auth/accounts/{account['id']}/sessions")).status_code == 403
    assert (await edit(ben, account, display_name="Mine")).status_code == 403


async def test_a_change_is_made_and_written_down_with_old_and_new(house: House) -> None:
    await house.with_practice()
    priya = await house.as_(PRIYA)
    account = await row(priya, CHARLIE)
    answer = await edit(priya, account, display_name="Charles Crane", roles=["administrator"], person_code="CW")
    assert answer.status_code == 200, answer.text
    assert (answer.json["display_name"], answer.json["roles"]) == ("Charles Crane", ["administrator"])
    assert (answer.json["person"]["name"], answer.json["version"]) == ("Dr Cara West", account["version"] + 1)
    async with house.db.tx() as tx:
        cursor = await tx.execute("select action, old, new from audit where entity = 'account' order by id desc")
        assert await cursor.fetchone() == (
            "account-changed",
            {"display_name": "Charlie Crane", "roles": ["clinician"], "person_code": None},
            {"display_name": "Charles Crane", "roles": ["administrator"], "person_code": "CW"},
        )


async def test_saving_what_is_there_changes_nothing(house: House) -> None:
    priya = await house.as_(PRIYA)
    account = await row(priya, CHARLIE)
    assert (await edit(priya, account)).json["version"] == account["version"]


async def test_a_new_role_counts_at_once_and_asks_for_signing_in_again(house: House) -> None:
    """A sign-in somebody may have got hold of does not become an administrator's."""
    priya, charlie = await house.as_(PRIYA), await house.as_(CHARLIE)
    assert (await charlie.get("/auth/accounts")).status_code == 403
    await edit(priya, await row(priya, CHARLIE), roles=["administrator"])
    assert (await charlie.get("/auth/accounts")).status_code == 401
    charlie = await house.as_(CHARLIE)
    assert (await charlie.get("/auth/accounts")).status_code == 200
    await edit(priya, await row(priya, CHARLIE), roles=["clinician"])
    assert (await charlie.get("/auth/accounts")).status_code == 401
    assert (await (await house.as_(CHARLIE)).get("/auth/accounts")).status_code == 403


async def test_another_name_ends_nobodys_sign_in(house: House) -> None:
    priya, charlie = await house.as_(PRIYA), await house.as_(CHARLIE)
    await edit(priya, await row(priya, CHARLIE), display_name="Charlie Crane-Webb")
    assert (await charlie.get("/auth/me")).status_code == 200


async def test_of_two_who_edit_the_same_the_later_is_told(house: House) -> None:
    priya = await house.as_(PRIYA)
    account = await row(priya, CHARLIE)
    await edit(priya, account, display_name="First")
    late = await edit(priya, account, display_name="Second")
    assert late.status_code == 409
    assert late.json["newer"]["display_name"] == "First"


async def test_everything_wrong_is_said_at_once(house: House) -> None:
    await house.with_practice()
    priya = await house.as_(PRIYA)
    wrong = {"display_name": " ", "roles": ["king"], "email": "nobody", "person_code": "BH"}
    answer = await edit(priya, await row(priya, CHARLIE), **wrong)
    assert fields(answer) == {
        ("display-name", "display_name"), ("unknown-role", "roles"), ("email", "email"), ("taken", "person_code"),
    }  # fmt: skip
    nobody = await edit(priya, await row(priya, CHARLIE), person_code="ZZ", roles=[])
    assert fields(nobody) == {("unknown-person", "person_code"), ("no-role", "roles")}


async def test_a_new_address_waits_until_it_is_confirmed_and_both_are_told(house: House, letters: Letters) -> None:
    async with house.db.tx() as tx:
        await tx.execute("update account set email = 'old@example.com' where username = 'charlie'")
    priya = await house.as_(PRIYA)
    answer = await edit(priya, await row(priya, CHARLIE), email="New@Example.com")
    assert (answer.json["email"], answer.json["pending_email"]) == ("old@example.com", "new@example.com")
    [to_new], [to_old] = await letters("new@example.com"), await letters("old@example.com")
    assert "https://rota.example/confirm.html#" in to_new
    assert "Priya Shah has asked" in to_old and "#" not in to_old


async def test_an_address_somebody_asked_for_who_has_left_since_is_not_confirmed(house: House, token: Token) -> None:
    priya = await house.as_(PRIYA)
    await edit(priya, await row(priya, CHARLIE), email="priya.at.home@example.com")
    body = {"token": await token("priya.at.home@example.com")}
    async with house.db.tx() as tx:
        await tx.execute("update account set active = false where username = 'priya'")
    answer = await house.stranger().post("/auth/email-confirmations", body)
    assert (answer.status_code, answer.json["type"]) == (422, "urn:rotacc:link-lapsed")
    async with house.db.tx() as tx:
        await tx.execute("update account set active = true where username = 'priya'")
    assert (await house.stranger().post("/auth/email-confirmations", body)).status_code == 200


async def test_taking_an_address_away_needs_no_letter(house: House) -> None:
    async with house.db.tx() as tx:
        await tx.execute("update account set email = 'old@example.com' where username = 'charlie'")
    priya = await house.as_(PRIYA)
    answer = await edit(priya, await row(priya, CHARLIE), email="  ")
    assert (answer.json["email"], answer.json["pending_email"]) == (None, None)


async def test_an_account_made_by_hand_can_sign_in(house: House) -> None:
    priya = await house.as_(PRIYA)
    answer = await priya.post("/auth/accounts", BY_HAND | {"email": "nia@example.com"})
    assert answer.status_code == 201, answer.text
    assert (answer.json["username"], answer.json["email"]) == ("nia", None)
    assert answer.json["pending_email"] == "nia@example.com"
    body = {"username": "nia", "password": BY_HAND["password"]}
    assert (await house.stranger().post("/auth/sign-in", body)).status_code == 200


async def test_everything_wrong_with_an_account_made_by_hand_is_said_at_once(house: House) -> None:
    priya = await house.as_(PRIYA)
    wrong = {
        "username": "ben", "display_name": "", "email": "x", "roles": ["superuser"], "person_code": "ZZ",
        "password": "password",
    }  # fmt: skip
    answer = await priya.post("/auth/accounts", wrong)
    assert answer.status_code == 422
    assert fields(answer) == {
        ("taken", "username"), ("display-name", "display_name"), ("email", "email"), ("beyond-own", "roles"),
        ("unknown-person", "person_code"), ("password-too-short", "password"), ("password-common", "password"),
    }  # fmt: skip


async def test_an_administrator_touches_no_superuser(house: House) -> None:
    await add(house, RHYS, RUTH)
    priya, rhys = await house.as_(PRIYA), await house.as_(RHYS)
    ruth = await row(priya, RUTH)
    assert ruth["may"] == []
    assert (await edit(priya, ruth, display_name="Mine")).status_code == 403
    path = f"/auth/accounts/{ruth['id']}"
    assert (await priya.put(f"{path}/deactivation", {"version": ruth["version"]})).status_code == 403
    assert (await priya.delete(f"{path}/sessions")).status_code == 403
    up = await edit(priya, await row(priya, BEN), roles=["superuser"])
    assert fields(up) == {("beyond-own", "roles")}
    assert (await edit(rhys, await row(rhys, BEN), roles=["clinician", "superuser"])).status_code == 200


async def test_deactivated_they_are_out_at_once_and_reactivated_may_come_back(house: House, letters: Letters) -> None:
    priya, ben = await house.as_(PRIYA), await house.as_(BEN)
    account = await row(priya, BEN)
    path = f"/auth/accounts/{account['id']}/deactivation"
    answer = await priya.put(path, {"version": account["version"], "reason": "Left in June"})
    assert (answer.json["active"], answer.json["may"]) == (False, ["reactivate"])
    assert (await ben.get("/auth/me")).status_code == 401
    refused = await house.stranger().post("/auth/sign-in", {"username": "ben", "password": PASSWORD})
    assert refused.status_code == 401
    assert (await priya.put(path, {"version": 1})).status_code == 200, "asked again it stays so"
    assert (await priya.delete(path)).json["active"] is True
    assert await house.as_(BEN)
    async with house.db.tx() as tx:
        cursor = await tx.execute("select action, old, new, reason from audit where entity = 'account' order by id")
        assert await cursor.fetchall() == [
            ("account-deactivated", {"active": True}, {"active": False}, "Left in June"),
            ("account-reactivated", {"active": False}, {"active": True}, None),
        ]


async def test_nobody_deactivates_themselves(house: House) -> None:
    priya = await house.as_(PRIYA)
    me = await row(priya, PRIYA)
    answer = await priya.put(f"/auth/accounts/{me['id']}/deactivation", {"version": me["version"]})
    assert (answer.status_code, answer.json["type"]) == (422, "urn:rotacc:own-account")


async def test_a_place_taken_meanwhile_keeps_an_account_inactive(house: House) -> None:
    await house.with_practice()
    priya = await house.as_(PRIYA)
    ben = await row(priya, BEN)
    path = f"/auth/accounts/{ben['id']}/deactivation"
    await priya.put(path, {"version": ben["version"]})
    await edit(priya, await row(priya, CHARLIE), person_code="BH")
    answer = await priya.delete(path)
    assert answer.json["errors"][0]["message"] == "The account of Charlie Crane belongs to that person."


async def test_the_last_superuser_is_neither_removed_nor_demoted(house: House) -> None:
    await add(house, RHYS)
    rhys = await house.as_(RHYS)
    demoted = await edit(rhys, await row(rhys, RHYS), roles=["administrator"])
    assert fields(demoted) == {("last-superuser", "roles")}
    await add(house, RUTH)
    assert (await edit(rhys, await row(rhys, RHYS), roles=["administrator"])).status_code == 200


async def test_the_last_administrator_stays_one(house: House) -> None:
    priya, amara = await house.as_(PRIYA), await house.as_(AMARA)
    assert (await edit(priya, await row(priya, AMARA), roles=["clinician"])).status_code == 200
    answer = await edit(priya, await row(priya, PRIYA), roles=["clinician"])
    assert fields(answer) == {("last-administrator", "roles")}
    assert (await amara.get("/auth/accounts")).status_code == 401
    assert (await (await house.as_(AMARA)).get("/auth/accounts")).status_code == 403


async def superusers(house: House) -> int:
    async with house.db.tx() as tx:
        found = await (
            await tx.execute("select count(*) from account where active and 'superuser' = any(roles)")
        ).fetchone()
        assert found
        return int(found[0])


async def test_two_superusers_who_step_down_at_once_leave_one(house: House) -> None:
    await add(house, RHYS, RUTH)
    rhys, ruth = await house.as_(RHYS), await house.as_(RUTH)
    for _ in range(3):
        one, other = await row(rhys, RHYS), await row(rhys, RUTH)
        answers = await asyncio.gather(
            edit(rhys, one, roles=["administrator"]), edit(ruth, other, roles=["administrator"])
        )
        assert sorted(answer.status_code for answer in answers) == [200, 422]
        assert await superusers(house) == 1
        async with house.db.tx() as tx:
            await tx.execute("update account set roles = '{superuser}' where username in ('rhys', 'ruth')")
        house.forget_standings()


async def test_two_superusers_who_demote_each_other_at_once_leave_one(house: House) -> None:
    await add(house, RHYS, RUTH)
    rhys, ruth = await house.as_(RHYS), await house.as_(RUTH)
    one, other = await row(rhys, RHYS), await row(rhys, RUTH)
    answers = await asyncio.gather(edit(rhys, other, roles=["administrator"]), edit(ruth, one, roles=["administrator"]))
    # The second comes from somebody who is signed out or a superuser no more, if the first was quick enough for that.
    assert sorted(answer.status_code for answer in answers) in ([200, 401], [200, 403], [200, 422])
    assert await superusers(house) == 1


async def test_two_superusers_who_deactivate_each_other_at_once_leave_one(house: House) -> None:
    await add(house, RHYS, RUTH)
    rhys, ruth = await house.as_(RHYS), await house.as_(RUTH)
    one, other = await row(rhys, RHYS), await row(rhys, RUTH)
    answers = await asyncio.gather(
        rhys.put(f"/auth/accounts/{other['id']}/deactivation", {"version": other["version"]}),
        ruth.put(f"/auth/accounts/{one['id']}/deactivation", {"version": one["version"]}),
    )
    # The second comes from somebody who is signed out already, if the first was quick enough for that.
    assert sorted(answer.status_code for answer in answers) in ([200, 401], [200, 403], [200, 422])
    assert await superusers(house) == 1


async def test_two_made_at_once_with_one_name_are_one(house: House) -> None:
    priya = await house.as_(PRIYA)
    answers = await asyncio.gather(*(priya.post("/auth/accounts", BY_HAND) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 422, 422, 422]
    assert {code for a in answers if a.status_code == 422 for code, _ in fields(a)} == {"taken"}


async def test_an_administrator_may_sign_somebody_out_everywhere(house: House) -> None:
    priya, ben, again = await house.as_(PRIYA), await house.as_(BEN), await house.as_(BEN)
    path = f"/auth/accounts/{(await row(priya, BEN))['id']}/sessions"
    assert len((await priya.get(path)).json) == 2
    assert (await priya.delete(path)).status_code == 204
    assert [(await client.get("/auth/me")).status_code for client in (ben, again)] == [401, 401]
    assert (await priya.get("/auth/me")).status_code == 200
    async with house.db.tx() as tx:
        found = await (await tx.execute("select action from audit order by id desc limit 1")).fetchone()
    assert found == ("signed-out",)


async def test_there_is_no_account_by_a_made_up_number(house: House) -> None:
    priya = await house.as_(PRIYA)
    path = f"/auth/accounts/{UUID(int=3)}"
    body = {"version": 1, "display_name": "X", "email": None, "roles": ["clinician"], "person_code": None}
    answers = [
        await priya.get(path),
        await priya.put(path, body),
        await priya.put(f"{path}/deactivation", {"version": 1}),
        await priya.delete(f"{path}/deactivation"),
        await priya.get(f"{path}/sessions"),
        await priya.delete(f"{path}/sessions"),
    ]
    assert {answer.status_code for answer in answers} == {404}
