"""GET and PUT /rota/versions/{id}/publication, GET /rota/publication."""

from __future__ import annotations

import asyncio
import uuid

import psycopg
import pytest

from functions.rota.versions.policy import content_hash
from functions.rota.versions.reads import rota_of
from tests.cast import BEN, LEAVE, PEOPLE, PRACTICE, PRIYA, House, files


async def _rows(house: House, sql: str) -> list[tuple[object, ...]]:
    async with house.db.tx() as tx:
        return list(await (await tx.execute(sql)).fetchall())


async def test_it_works(house: House) -> None:
    run_id = await (await house.with_practice()).draft()
    priya = await house.as_(PRIYA)
    before = await priya.get(f"/rota/versions/{run_id}/publication")
    assert before.json["published"] is False
    answer = await priya.put(f"/rota/versions/{run_id}/publication", {"reason": "First rota"})
    assert answer.status_code == 201
    assert answer.json["published"] is True
    assert answer.json["number"] == 1
    assert answer.json["published_by"] == "Priya Shah"
    assert (await priya.get(f"/rota/versions/{run_id}/publication")).json == answer.json
    assert (await priya.get("/rota/publication")).json == answer.json
    async with house.db.tx() as tx:
        assert content_hash(await rota_of(tx, version_id=run_id)) == answer.json["content_hash"]
    assert await _rows(house, "select reason from audit where action = 'rota-published'") == [("First rota",)]
    assert await _rows(house, "select payload ->> 'number' from outbox where event = 'rota-published'") == [("1",)]


async def test_asked_again_it_is_what_it_is(house: House) -> None:
    run_id = await (await house.with_practice()).published()
    priya = await house.as_(PRIYA)
    again = await priya.put(f"/rota/versions/{run_id}/publication", {"reason": "another"})
    assert again.status_code == 200
    assert again.json["number"] == 1
    assert await _rows(house, "select reason from rota_version") == [(None,)]
    assert len(await _rows(house, "select 1 from audit where action = 'rota-published'")) == 1


async def test_published_twice_at_once_it_is_one_version(house: House) -> None:
    run_id = await (await house.with_practice()).draft()
    priya = await house.as_(PRIYA)
    answers = await asyncio.gather(
        *(priya.put(f"/rota/versions/{run_id}/publication", {"reason": None}) for _ in range(6))
    )
    assert sorted(answer.status_code for answer in answers) == [200] * 5 + [201]
    assert len({answer.json["content_hash"] for answer in answers}) == 1
    assert await _rows(house, "select number from rota_version") == [(1,)]
    assert len(await _rows(house, "select 1 from outbox where event = 'rota-published'")) == 1


async def test_two_drafts_at_once_get_two_numbers(house: House) -> None:
    await house.with_practice()
    runs = [await house.draft(), await house.draft()]
    priya = await house.as_(PRIYA)
    await asyncio.gather(*(priya.put(f"/rota/versions/{run_id}/publication", {"reason": None}) for run_id in runs))
    assert await _rows(house, "select number from rota_version order by 1") == [(1,), (2,)]


async def test_the_same_draft_has_the_same_hash(house: House) -> None:
    await house.with_practice()
    first, second = await house.published(), await house.published(mode="afresh")
    hashes = await _rows(house, "select distinct content_hash from rota_version")
    assert first != second
    assert len(hashes) == 1


async def test_a_draft_that_new_leave_contradicts_is_not_published(house: House) -> None:
    run_id = await (await house.with_practice()).draft()
    priya = await house.as_(PRIYA)
    leave = LEAVE + "AO,annual,2027-01-04,AM,2027-01-04,PM,approved\n"
    await priya.post("/practice/import", files(leave=leave))
    answer = await priya.put(f"/rota/versions/{run_id}/publication", {"reason": None})
    assert answer.status_code == 409
    assert len(answer.json["errors"]) >= 2
    assert "Dr Amara Okafor" in answer.json["errors"][0]["message"]
    assert await _rows(house, "select 1 from rota_version") == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"people": PEOPLE.replace("SASSSASSSS", "--SSSASSSS")}, "Dr Amara Okafor does not work then"),
        ({"people": PEOPLE.replace("duty|supervise\nBH", "supervise\nBH")}, "Dr Amara Okafor may not hold duty"),
        (
            {
                "people": PEOPLE.replace("RM,Dr Rosa Marsh,ST3,ELM,1.0,SSST--SSSL,,,54,trainee\n", ""),
            },
            "RM no longer works here",
        ),
        ({"practice": PRACTICE.replace('"half": "PM", "dates": [', '"dates": ["2027-01-04", ')}, "closed"),
    ],
    ids=["pattern", "skill", "left", "closure"],
)
async def test_what_changed_in_the_practice_stands_in_the_way(house: House, changed: dict[str, str], said: str) -> None:
    run_id = await (await house.with_practice()).draft()
    priya = await house.as_(PRIYA)
    assert (await priya.post("/practice/import", files(**changed))).status_code == 200
    answer = await priya.put(f"/rota/versions/{run_id}/publication", {"reason": None})
    assert answer.status_code == 409
    assert any(said in each["message"] for each in answer.json["errors"]), answer.text


async def test_a_run_without_a_draft_cannot_be_published(house: House) -> None:
    run_id = await (await house.with_practice()).asked_run()
    answer = await (await house.as_(PRIYA)).put(f"/rota/versions/{run_id}/publication", {"reason": None})
    assert answer.status_code == 409
    assert answer.json["newer"] == {"status": "queued"}


async def test_what_is_no_run_is_not_found(house: House) -> None:
    priya = await house.as_(PRIYA)
    path = f"/rota/versions/{uuid.uuid4()}/publication"
    assert (await priya.put(path, {"reason": None})).status_code == 404
    assert (await priya.get(path)).status_code == 404
    assert (await priya.get("/rota/versions/not-a-number/publication")).status_code == 404
    assert (await priya.get("/rota/publication")).json["published"] is False


async def test_a_clinician_cannot_publish_but_may_look(house: House) -> None:
    run_id = await (await house.with_practice()).draft()
    ben = await house.as_(BEN)
    assert (await ben.put(f"/rota/versions/{run_id}/publication", {"reason": None})).status_code == 403
    assert (await ben.get(f"/rota/versions/{run_id}/publication")).json["published"] is False


async def test_what_was_published_cannot_be_changed_by_anybody(house: House) -> None:
    await (await house.with_practice()).published()
    for sql in ("update assignment set activity = 'admin'", "delete from assignment", "delete from rota_version"):
        with pytest.raises(psycopg.errors.RestrictViolation):
            async with house.db.tx() as tx:
                await tx.execute(sql)
