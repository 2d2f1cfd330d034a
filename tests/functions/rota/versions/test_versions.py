"""GET /rota/versions and GET /rota/versions/{id}."""

from __future__ import annotations

import uuid
from datetime import date
from uuid import UUID

import psycopg
import pytest

from functions.rota.versions import reads
from functions.rota.versions.policy import content_hash
from tests.cast import BEN, CHARLIE, LEAVE, PEOPLE, PRIYA, House, files
from tests.edits import ADMIN, CLINIC, MONDAY, OFF, cell, edit, state
from tests.functions.rota.versions.conftest import MoveTo
from tests.published import priya_with_a_rota, publish

LOCUM = {"covers": "BH", "cost_pence": 30_000, "agency": "Elm Locums"}


async def test_it_works(house: House) -> None:
    await house.with_practice()
    first = await house.published()
    second = await house.published(start="2027-01-11", weeks=1)
    answer = await (await house.as_(BEN)).get("/rota/versions")
    assert answer.status_code == 200
    assert [(each["id"], each["number"], each["start"], each["end"], each["weeks"]) for each in answer.json] == [
        (str(second), 2, "2027-01-11", "2027-01-15", 1),
        (str(first), 1, "2027-01-04", "2027-01-15", 2),
    ]
    assert answer.json[0]["published_by"] == "Priya Shah"
    assert set(answer.json[0]["summary"]) >= {"gaps", "objective", "bound", "gap_percent"}


async def test_a_version_is_read_as_it_was_published(house: House) -> None:
    run_id = await (await house.with_practice()).published()
    priya = await house.as_(PRIYA)
    version = (await priya.get(f"/rota/versions/{run_id}")).json
    draft = (await priya.get(f"/rota-generate/runs/{run_id}/draft")).json
    key = lambda line: (line["date"], line["half"], line["code"])  # noqa: E731  # two lists, one order
    assert sorted(version["assignments"], key=key) == sorted(draft["assignments"], key=key)
    assert version["gaps"] == draft["gaps"]
    assert version["breaches"] == draft["breaches"]
    assert version["number"] == 1 and len(version["content_hash"]) == 64


async def test_what_is_kept_of_a_version_is_held_against_its_fingerprint(house: House) -> None:
    """The same for as long as nobody writes past us in the database; one line otherwise, and it is another."""
    run_id = await (await house.with_practice()).published()
    priya = await house.as_(PRIYA)
    address = f"/rota/versions/{run_id}/fingerprint"
    found = (await priya.get(address)).json
    assert found["same"] and found["now"] == found["published"]
    assert found["published"] == (await priya.get(f"/rota/versions/{run_id}")).json["content_hash"]
    async with house.db.tx() as tx:
        await tx.execute("alter table assignment disable trigger user")
        await tx.execute("update assignment set site = 'X' where date = (select min(date) from assignment)")
    found = (await priya.get(address)).json
    assert not found["same"] and found["now"] != found["published"]
    assert (await (await house.as_(BEN)).get(address)).status_code == 403
    assert (await priya.get(f"/rota/versions/{uuid.uuid4()}/fingerprint")).status_code == 404


async def test_a_colleague_is_not_told_whose_leave_is_of_a_kind_that_is_listed(house: House) -> None:
    """Ben's study leave stands in the version, Nia's annual leave does not: naming the one would tell which it is."""
    run_id = await (await house.with_practice()).published()
    version = (await (await house.as_(CHARLIE)).get(f"/rota/versions/{run_id}")).json
    assert not [line for line in version["assignments"] if (line["code"], line["date"]) == ("BH", "2027-01-05")]
    assert version["content_hash"] is None  # or guesses could be tried against it
    assert not [line for line in version["assignments"] if line["activity"] in ("study-leave", "coroners")]
    assert version["breaches"] == []


async def test_what_is_no_version_is_not_found(house: House) -> None:
    run_id = await (await house.with_practice()).draft()
    ben = await house.as_(BEN)
    assert (await ben.get(f"/rota/versions/{run_id}")).status_code == 404
    assert (await ben.get(f"/rota/versions/{uuid.uuid4()}")).status_code == 404


async def test_a_version_is_the_same_byte_for_byte_a_year_later(house: House, move_to: MoveTo) -> None:
    priya = await priya_with_a_rota(house)
    await edit(priya, cell("CW", MONDAY, "AM", CLINIC, state("clinic", pinned=True, locum=LOCUM)))
    await edit(priya, cell("BH", MONDAY, "PM", CLINIC, OFF))
    version_id = (await publish(priya))["id"]
    path = f"/rota/versions/{version_id}"
    before = (await priya.get(path)).content
    await edit(priya, cell("BH", MONDAY, "AM", CLINIC, ADMIN))
    await publish(priya)
    changed = files(people=PEOPLE.replace("SSSSSS----", "SS--------"), leave=LEAVE.replace("2027-01-07", "2027-01-04"))
    assert (await priya.post("/practice/import", changed)).status_code == 200
    await priya.post(f"/rota/versions/{version_id}/restoration")
    move_to(date(2028, 1, 4))
    assert (await priya.get(path)).content == before
    async with house.db.tx() as tx:
        stored = await reads.rota_of(tx, version_id=UUID(version_id))
        (kept,) = (await (await tx.execute("select content_hash from rota_version where number = 2")).fetchall())[0]
    assert content_hash(stored) == kept


async def test_none_of_what_belongs_to_a_version_can_be_changed(house: House) -> None:
    priya = await priya_with_a_rota(house)
    await edit(priya, cell("BH", MONDAY, "PM", CLINIC, OFF))
    await publish(priya)
    for table in ("rota_version", "assignment", "rota_off", "version_change"):
        for sql in (f"delete from {table}", f"truncate {table} cascade"):
            with pytest.raises(psycopg.errors.RestrictViolation):
                async with house.db.tx() as tx:
                    await tx.execute(sql)
