"""GET and POST /auth/invitations, POST …/{id}/mails, PUT …/{id}/revocation."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tests.cast import BEN, PASSWORD, PRIYA, Actor, Client, House
from tests.functions.auth.conftest import Letters, Token

NIA = {"email": "Nia.Pugh@Example.com ", "display_name": "Nia Pugh", "roles": ["clinician"], "person_code": None}
ROOT = Actor("root", "Rhys Root", ("superuser",))


async def add(house: House, actor: Actor) -> None:
    """Another account, with everybody's password."""
    async with house.db.tx() as tx:
        await tx.execute(
            "insert into account (username, display_name, password_hash, roles) "
            "select %s, %s, password_hash, %s from account where username = 'ben'",
            (actor.username, actor.display_name, list(actor.roles)),
        )


async def invited(client: Client, **changed: Any) -> Any:
    answer = await client.post("/auth/invitations", NIA | changed)
    assert answer.status_code == 201, answer.text
    return answer.json


async def statuses(client: Client) -> list[tuple[str, str]]:
    answer = await client.get("/auth/invitations")
    return [(each["email"], each["status"]) for each in answer.json["invitations"]]


async def test_it_works(house: House, letters: Letters) -> None:
    await house.with_practice()
    priya = await house.as_(PRIYA)
    invitation = await invited(priya, person_code="NP")
    assert invitation["email"] == "nia.pugh@example.com"
    assert (invitation["status"], invitation["invited_by"]) == ("waiting", "Priya Shah")
    assert invitation["person"] == {"code": "NP", "name": "Nia Pugh"}
    assert invitation["mail"] == {"status": "waiting", "said": None}
    assert invitation["may"] == ["send-again", "revoke"]
    [letter] = await letters("nia.pugh@example.com")
    assert letter.startswith("Your account for the rota of Elm Lane Surgery\n")
    assert "Hello Nia Pugh," in letter and "Priya Shah has invited you" in letter
    assert "https://rota.example/welcome.html#" in letter
    assert await statuses(priya) == [("nia.pugh@example.com", "waiting")]


async def test_it_lasts_seven_days(house: House) -> None:
    await invited(await house.as_(PRIYA))
    async with house.db.tx() as tx:
        row = await (await tx.execute("select expires_at - sent_at from invitation")).fetchone()
    assert row and 6.99 < row[0].total_seconds() / 86_400 < 7.01


async def test_the_name_left_out_is_the_persons(house: House) -> None:
    await house.with_practice()
    priya = await house.as_(PRIYA)
    assert (await invited(priya, display_name="", person_code="NP"))["display_name"] == "Nia Pugh"


async def test_neither_the_database_nor_the_answer_nor_the_audit_holds_the_link(house: House, token: Token) -> None:
    priya = await house.as_(PRIYA)
    answer = await priya.post("/auth/invitations", NIA)
    secret = await token("nia.pugh@example.com")
    assert secret not in answer.text
    async with house.db.tx() as tx:
        for table in ("invitation", "audit", "outbox"):
            rows = await (await tx.execute(f"select t::text from {table} t")).fetchall()
            assert rows and secret not in str(rows), table


async def test_everything_wrong_is_said_at_once(house: House) -> None:
    await house.with_practice()
    priya = await house.as_(PRIYA)
    wrong = {"email": "nobody", "display_name": "", "roles": ["king"], "person_code": "ZZ"}
    answer = await priya.post("/auth/invitations", wrong)
    assert answer.status_code == 422
    assert {(each["code"], each["field"]) for each in answer.json["errors"]} == {
        ("email", "email"), ("unknown-role", "roles"), ("unknown-person", "person_code"),
    }  # fmt: skip


async def test_nobody_is_invited_twice_or_to_somebody_elses_place(house: House) -> None:
    await house.with_practice()
    priya = await house.as_(PRIYA)
    await invited(priya)
    again = await priya.post("/auth/invitations", NIA | {"email": "NIA.PUGH@example.com", "person_code": "BH"})
    assert {(each["code"], each["field"]) for each in again.json["errors"]} == {
        ("invited", "email"), ("taken", "person_code"),
    }  # fmt: skip
    async with house.db.tx() as tx:
        await tx.execute("update account set email = 'ben@example.com' where username = 'ben'")
    bens = await priya.post("/auth/invitations", NIA | {"email": "ben@example.com"})
    assert bens.json["errors"][0]["message"] == "The account of Dr Ben Hughes has that address."


async def test_only_a_superuser_invites_a_superuser(house: House) -> None:
    await add(house, ROOT)
    priya, root = await house.as_(PRIYA), await house.as_(ROOT)
    refused = await priya.post("/auth/invitations", NIA | {"roles": ["superuser"]})
    assert [each["code"] for each in refused.json["errors"]] == ["beyond-own"]
    invitation = await invited(root, roles=["superuser"])
    [seen] = (await priya.get("/auth/invitations")).json["invitations"]
    assert seen["may"] == []
    assert (await priya.post(f"/auth/invitations/{invitation['id']}/mails")).status_code == 403
    assert (await priya.put(f"/auth/invitations/{invitation['id']}/revocation")).status_code == 403
    assert (await root.put(f"/auth/invitations/{invitation['id']}/revocation")).status_code == 200


async def test_sending_again_stops_the_link_before(house: House, token: Token) -> None:
    priya = await house.as_(PRIYA)
    invitation = await invited(priya)
    first = await token("nia.pugh@example.com")
    answer = await priya.post(f"/auth/invitations/{invitation['id']}/mails")
    assert (answer.status_code, answer.json["status"]) == (200, "waiting")
    second = await token("nia.pugh@example.com")
    assert first != second
    old = await house.stranger().post("/auth/welcome/look", {"token": first})
    assert (old.status_code, old.json["type"]) == (422, "urn:rotacc:link-replaced")
    assert "newest mail" in old.json["detail"]
    assert (await house.stranger().post("/auth/welcome/look", {"token": second})).status_code == 200


async def test_what_still_waited_is_not_sent_when_a_newer_link_replaced_it(house: House, letters: Letters) -> None:
    priya = await house.as_(PRIYA)
    invitation = await invited(priya)
    await priya.post(f"/auth/invitations/{invitation['id']}/mails")
    assert len(await letters("nia.pugh@example.com")) == 1
    await priya.put(f"/auth/invitations/{invitation['id']}/revocation")
    assert await letters("nia.pugh@example.com") == []


async def test_one_that_ran_out_can_be_sent_again(house: House, token: Token) -> None:
    priya = await house.as_(PRIYA)
    invitation = await invited(priya)
    async with house.db.tx() as tx:
        await tx.execute("update invitation set expires_at = now() - interval '1 minute'")
    assert await statuses(priya) == [("nia.pugh@example.com", "expired")]
    assert (await priya.post(f"/auth/invitations/{invitation['id']}/mails")).json["status"] == "waiting"
    body = {"token": await token("nia.pugh@example.com")}
    assert (await house.stranger().post("/auth/welcome/look", body)).status_code == 200


async def test_one_that_was_withdrawn_stays_so(house: House) -> None:
    priya = await house.as_(PRIYA)
    path = f"/auth/invitations/{(await invited(priya))['id']}"
    for _ in range(2):
        answer = await priya.put(f"{path}/revocation")
        assert (answer.status_code, answer.json["status"], answer.json["may"]) == (200, "revoked", [])
    again = await priya.post(f"{path}/mails")
    assert (again.status_code, again.json["detail"]) == (422, "This invitation was withdrawn.")
    assert (await invited(priya))["status"] == "waiting", "the address can be invited afresh"


async def test_one_whose_sender_may_not_invite_any_more_stops_until_somebody_else_sends_it(
    house: House, token: Token
) -> None:
    await add(house, ROOT)
    priya, root = await house.as_(PRIYA), await house.as_(ROOT)
    path = f"/auth/invitations/{(await invited(priya, roles=['administrator']))['id']}"
    body = {"token": await token("nia.pugh@example.com")}
    for sentence in ("roles = array['clinician']", "roles = array['administrator'], active = false"):
        async with house.db.tx() as tx:
            await tx.execute(f"update account set {sentence} where username = 'priya'")  # type: ignore[arg-type]  # ours
        for door in (
            ("/auth/welcome/look", body),
            ("/auth/welcome", body | {"password": PASSWORD, "display_name": "N"}),
        ):
            answer = await house.stranger().post(*door)
            assert (answer.status_code, answer.json["type"]) == (422, "urn:rotacc:link-lapsed")
    assert await statuses(root) == [("nia.pugh@example.com", "lapsed")]
    again = (await root.post(f"{path}/mails")).json
    assert (again["status"], again["invited_by"]) == ("waiting", "Rhys Root")
    body = {"token": await token("nia.pugh@example.com")}
    assert (await house.stranger().post("/auth/welcome/look", body)).status_code == 200


async def test_every_step_is_written_down(house: House) -> None:
    priya = await house.as_(PRIYA)
    invitation = await invited(priya)
    await priya.post(f"/auth/invitations/{invitation['id']}/mails")
    await priya.put(f"/auth/invitations/{invitation['id']}/revocation")
    async with house.db.tx() as tx:
        cursor = await tx.execute(
            "select action, b.username, old is not null from audit a join account b on b.id = a.account_id "
            "where entity = 'invitation' and entity_id = %s order by a.id",
            (invitation["id"],),
        )
        assert await cursor.fetchall() == [
            ("invitation-sent", "priya", False),
            ("invitation-sent-again", "priya", True),
            ("invitation-revoked", "priya", True),
        ]


async def test_without_mail_nobody_is_invited_and_the_settings_are_named(house: House) -> None:
    import falcon.testing

    from infra.web import create_app, deps_of

    bare = house.settings.model_copy(update={"site_url": "", "email_provider": "smtp"})
    priya = await house.as_(PRIYA)
    async with falcon.testing.ASGIConductor(create_app(deps_of(bare))) as conductor:
        alone = Client(conductor)
        alone.cookies, alone.csrf_token = priya.cookies, priya.csrf_token
        answer = await alone.post("/auth/invitations", NIA)
        assert answer.json["type"] == "urn:rotacc:mail-not-set-up"
        assert "SITE_URL" in answer.text and "EMAIL_HOST" in answer.text
        assert (await alone.get("/auth/accounts")).json["can_mail"] is False


async def test_a_clinician_sees_and_invites_nobody(house: House) -> None:
    ben = await house.as_(BEN)
    assert (await ben.get("/auth/invitations")).status_code == 403
    assert (await ben.post("/auth/invitations", NIA)).status_code == 403


async def test_there_is_no_invitation_by_a_made_up_number(house: House) -> None:
    priya = await house.as_(PRIYA)
    assert (await priya.post(f"/auth/invitations/{UUID(int=3)}/mails")).status_code == 404
    assert (await priya.put(f"/auth/invitations/{UUID(int=3)}/revocation")).status_code == 404
