"""What can be asked of the room that makes backups, and by whom."""

from __future__ import annotations

from typing import Any

from tests.cast import BEN, PASSWORD, PRIYA, Actor, Client, House, _hash
from tests.functions.backup.conftest import Keeper

SUE = Actor("sue", "Sue Powell", ("superuser",))


async def as_sue(house: House) -> Client:
    """A superuser, signed in."""
    async with house.db.tx() as tx:
        await tx.execute(
            """insert into account (username, display_name, email, password_hash, roles)
               values ('sue', 'Sue Powell', 'sue@example.com', %s, '{superuser}') on conflict do nothing""",
            (_hash(),),
        )
    assert PASSWORD
    return await house.as_(SUE)


async def test_a_superuser_has_one_made_and_sees_how_it_fares(practice: House, keeper: Keeper) -> None:
    sue = await as_sue(practice)
    asked = await sue.post("/backup/backups")
    assert (asked.status_code, asked.json["status"], asked.json["asked_by"]) == (202, "waiting", "Sue Powell")
    again = await sue.post("/backup/backups")
    assert again.json["id"] == asked.json["id"], "asked twice, it is made once"
    await keeper.attempt(asked.json["id"])
    shown = (await sue.get("/backup/backups")).json
    [row] = shown["backups"]
    assert (row["status"], row["cause"], row["proof"], row["is_local"]) == ("made", "by-hand", "waiting", True)
    assert row["rows"] > 100 and row["kept_until"] is None, "the newest is kept for as long as it is that"
    assert shown["tiers"] == {"days": 30, "weeks": 12, "months": 12}
    assert (await sue.get("/backup/backups?status=failed")).json["backups"] == []
    assert (await sue.get(f"/backup/backups/{row['id']}")).json["sha256"] == row["sha256"]


async def test_a_superuser_has_one_proved(practice: House, keeper: Keeper) -> None:
    sue = await as_sue(practice)
    made = await keeper.make()
    proved = await keeper.prove(made.id)
    asked = await sue.post(f"/backup/backups/{proved.id}/proof")
    assert (asked.status_code, asked.json["proof"]) == (202, "waiting")
    failed = await keeper.ask()
    refused = await sue.post(f"/backup/backups/{failed}/proof")
    assert (refused.status_code, refused.json["errors"][0]["code"]) == (422, "nothing-to-prove")
    assert (await sue.post("/backup/backups/00000000-0000-0000-0000-000000000007/proof")).status_code == 404


async def test_administrators_see_how_backups_fare_and_no_more(practice: House, keeper: Keeper) -> None:
    priya, ben = await practice.as_(PRIYA), await practice.as_(BEN)
    status = (await priya.get("/backup/status")).json
    assert status == {"last": None, "last_proved": None, "trouble": None, "told": False}
    proved = await keeper.prove((await keeper.make()).id)
    status = (await priya.get("/backup/status")).json
    assert (status["last"]["name"], status["trouble"]) == (proved.name, None)
    assert status["last_proved"] is not None
    assert (await priya.get("/backup/backups")).status_code == 403
    assert (await priya.post("/backup/backups")).status_code == 403
    assert (await ben.get("/backup/status")).status_code == 403
    assert (await ben.get("/backup/grab-sheet.pdf")).status_code == 403


async def told(client: Client) -> Any:
    return (await client.get("/backup/status")).json["told"]


async def test_superusers_are_told_unless_they_say_no_and_administrators_only_if_they_say_yes(
    practice: House, keeper: Keeper
) -> None:
    sue, priya = await as_sue(practice), await practice.as_(PRIYA)
    async with practice.db.tx() as tx:
        await tx.execute("update account set email = 'priya@example.com' where username = 'priya'")
    assert (await told(sue), await told(priya)) == (True, False)
    for client, wanted in ((sue, False), (priya, True)):
        answer = await client.put("/backup/notice", {"wanted": wanted})
        assert (answer.status_code, await told(client)) == (200, wanted)
    keeper.folder.write_text("no folder")
    async with practice.db.tx() as tx:
        backup_id = await keeper.ask()
        await tx.execute("update backup set attempts = 3")
    await keeper.attempt(backup_id)
    assert [to for to, _ in await keeper.letters()] == ["priya@example.com"]


async def test_what_is_asked_is_in_the_audit(practice: House, keeper: Keeper) -> None:
    sue = await as_sue(practice)
    await sue.post("/backup/backups")
    await sue.put("/backup/notice", {"wanted": False})
    entries = (await sue.get("/reports/audit?entity=backup")).json["entries"]
    assert [entry["action"] for entry in entries] == ["backup-notice-chosen", "backup-asked"]
    assert {entry["by"] for entry in entries} == {"Sue Powell"}
