"""Asking for an export, taking it away, and what becomes of it."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest

from functions.backup import clearing
from functions.backup.nouns import Backup, Cause, Kind
from functions.backup.portable import writing
from functions.backup.service import ask
from shared.queries.backups import failed, last_made, last_proved
from tests.cast import BEN, PRIYA, House
from tests.functions.backup.conftest import Keeper
from tests.functions.backup.test_handler import as_sue


async def exported(keeper: Keeper) -> Backup:
    async with keeper.db.tx() as tx:
        asked = await ask(tx, cause=Cause.BY_HAND, kind=Kind.EXPORT)
    return await keeper.attempt(asked.id)


async def test_a_superuser_asks_for_one_and_takes_it_away_which_is_on_record(practice: House, keeper: Keeper) -> None:
    sue = await as_sue(practice)
    asked = await sue.post("/backup/exports")
    assert (asked.status_code, asked.json["kind"], asked.json["status"]) == (202, "export", "waiting")
    assert (await sue.post("/backup/exports")).json["id"] == asked.json["id"], "asked twice, it is made once"
    export_id = asked.json["id"]
    assert (await sue.get(f"/backup/exports/{export_id}/file")).status_code == 404, "not made yet"
    await keeper.attempt(export_id)
    shown = (await sue.get("/backup/exports")).json
    [row] = shown["exports"]
    assert (row["status"], row["asked_by"], row["proof"], shown["days"]) == ("made", "Sue Powell", "waiting", 7)
    assert row["rows"] > 50 and row["kept_until"] > row["made_at"]
    answer = await sue.get(f"/backup/exports/{export_id}/file")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-length"] == str(row["size"])
    assert answer.headers["content-disposition"] == f'attachment; filename="{row["name"]}.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
    entries = (await sue.get("/reports/audit?entity=backup")).json["entries"]
    assert [entry["action"] for entry in entries] == ["export-taken", "export-asked"]
    assert {entry["by"] for entry in entries} == {"Sue Powell"}


async def test_nobody_else_has_any_business_with_it(practice: House, keeper: Keeper) -> None:
    export = await exported(keeper)
    for actor in (PRIYA, BEN):
        client = await practice.as_(actor)
        assert (await client.get("/backup/exports")).status_code == 403
        assert (await client.post("/backup/exports")).status_code == 403
        assert (await client.get(f"/backup/exports/{export.id}/file")).status_code == 403
    backup = await keeper.make()
    sue = await as_sue(practice)
    assert (await sue.get(f"/backup/exports/{backup.id}/file")).status_code == 404, "a backup is no export"
    assert [row["id"] for row in (await sue.get("/backup/backups")).json["backups"]] == [str(backup.id)]


async def test_it_is_proved_by_importing_it_and_raises_no_alarm_when_it_cannot_be(
    practice: House, keeper: Keeper, superuser: str
) -> None:
    export = await exported(keeper)
    proved = await keeper.prove(export.id)
    assert (proved.proof, proved.proof_trouble) == ("proved", None)
    assert keeper.databases() == set()
    async with keeper.db.tx() as tx:
        row = await (await tx.execute("select count(*) from person")).fetchone()
    assert row is not None and row[0] > 3
    file = keeper.folder / export.export_name
    file.write_bytes(file.read_bytes()[:-1])
    harmed = await keeper.prove(export.id)
    assert harmed.proof == "failed" and "is not what was written there" in str(harmed.proof_trouble)
    assert await keeper.trouble() is None and await keeper.letters() == []
    async with keeper.db.tx() as tx:
        told = await last_proved(tx), await last_made(tx), await failed(tx)
    assert told == (None, None, False), "it is no backup"


async def test_one_that_cannot_be_made_is_tried_again_and_leaves_nothing(
    practice: House, keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper.folder.mkdir()
    async with keeper.db.tx() as tx:
        asked = await ask(tx, cause=Cause.BY_HAND, kind=Kind.EXPORT)
    monkeypatch.setattr(writing, "README", "{nothing}")  # breaks off as the zip is begun
    with pytest.raises(KeyError):
        await keeper.attempt(asked.id)
    assert keeper.files() == set()
    monkeypatch.undo()
    keeper.folder.rmdir()
    keeper.folder.write_text("no folder")
    put_off = await keeper.attempt(asked.id)
    assert put_off.status == "waiting" and "cannot be used" in str(put_off.trouble)
    keeper.folder.unlink()
    made = await keeper.attempt(asked.id)
    assert made.status == "made" and keeper.files() == {made.export_name}


async def test_after_a_week_it_is_gone_known_or_not_and_backups_are_not(practice: House, keeper: Keeper) -> None:
    backup, old, new = await keeper.make(), await exported(keeper), await exported(keeper)
    stray = keeper.folder / "rotacc-export-20260101T000000Z.zip.enc"
    stray.write_bytes(b"of a database that was replaced")
    name = f"rotacc-export-{new.asked_at - timedelta(days=8):%Y%m%dT%H%M%SZ}"
    async with keeper.db.tx() as tx:
        await tx.execute(
            "update backup set name = %s, asked_at = asked_at - interval '8 days' where id = %s", (name, old.id)
        )
        (keeper.folder / old.export_name).rename(keeper.folder / f"{name}.zip")
        await clearing.clear(tx, keeper.settings)
    assert (await keeper.row(old.id)).status == "gone"
    assert {each for each in keeper.files() if "export" in each} == {new.export_name}
    assert (await keeper.row(backup.id)).is_made and (await keeper.row(new.id)).is_made
    sue = await as_sue(practice)
    assert [row["id"] for row in (await sue.get("/backup/exports")).json["exports"]] == [str(new.id)]
    (keeper.folder / new.export_name).unlink()
    gone = await sue.get(f"/backup/exports/{new.id}/file")
    assert gone.status_code == 404 and "no longer in" in gone.json["detail"]
