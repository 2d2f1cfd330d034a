"""GET /reports/audit and /reports/audit.csv."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest

from shared import audit
from tests.cast import AMARA, BEN, CHARLIE, PASSWORD, PRIYA, Client, House


async def write(house: House, action: str = "settings-changed", **more: Any) -> None:
    async with house.db.tx() as tx:
        given = {"account_id": None, "entity": "practice", "entity_id": "1"}
        await audit.record(tx, action=action, **(given | more))


async def read(client: Client, **wanted: Any) -> Any:
    answer = await client.get("/reports/audit", params=wanted)
    assert answer.status_code == 200, answer.text
    return answer.json


async def table(client: Client, **wanted: Any) -> list[dict[str, str]]:
    answer = await client.get("/reports/audit.csv", params=wanted)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/csv"
    assert answer.headers["content-disposition"].startswith('attachment; filename="audit-')
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


async def account_of(house: House, username: str) -> Any:
    async with house.db.tx() as tx:
        cursor = await tx.execute("select id from account where username = %s", (username,))
        row = await cursor.fetchone()
    assert row is not None
    return row[0]


async def as_superuser(house: House) -> Client:
    async with house.db.tx() as tx:
        await tx.execute("update account set roles = array['superuser'] where username = 'amara'")
    return await house.as_(AMARA)


async def test_it_works(house: House) -> None:
    await house.with_practice()
    priya = await house.as_(PRIYA)
    settings = (await priya.get("/practice/settings")).json
    changed = settings["settings"] | {"name": "Elm Lane Practice"}
    await priya.put("/practice/settings", {"settings": changed, "version": settings["version"], "reason": "New sign"})
    newest, imported, *_ = (await read(priya, entity="practice"))["entries"]
    assert (newest["by"], newest["action_words"], newest["entity_words"]) == (
        "Priya Shah", "Settings changed", "Practice",
    )  # fmt: skip
    assert newest["changes"] == [
        {"field": "name", "words": "name", "old": "Elm Lane Surgery", "new": "Elm Lane Practice"}
    ]
    assert (newest["reason"], newest["more"], bool(newest["request_id"])) == ("New sign", 0, True)
    assert imported["action"] == "practice-imported"
    assert imported["changes"]


async def test_every_filter_narrows_the_list_and_the_table_alike(house: House) -> None:
    priya = await house.as_(PRIYA)
    by = await account_of(house, "priya")
    await write(house, account_id=by, old={"name": "Elm"}, new={"name": "Oak"}, reason="A 100% new name")
    await write(house, "run-ended", entity="run", entity_id="r1", new={"status": "done"})
    await write(house, "run-requested", account_id=by, entity="run", entity_id="r2", request_id="abc-123")
    today = datetime.now(UTC).date().isoformat()
    for wanted, found in [
        ({}, 3), ({"who": str(by)}, 2), ({"who": "system"}, 1), ({"what": "run-ended"}, 1), ({"entity": "run"}, 2),
        ({"from": today}, 3), ({"to": "2020-01-01"}, 0), ({"from": "2020-01-01", "to": "2100-01-01"}, 3),
        ({"q": "oak"}, 1), ({"q": "100%"}, 1), ({"q": "priya"}, 2), ({"q": "abc-123"}, 1), ({"q": "a_c"}, 0),
        ({"q": "r1", "entity": "run"}, 1), ({"q": "r1", "what": "run-requested"}, 0),
    ]:  # fmt: skip
        entries = (await read(priya, **wanted))["entries"]
        assert len(entries) == found, wanted
        assert len({line["id"] + line["what"] for line in await table(priya, **wanted)}) == found, wanted


async def test_pages_follow_each_other_and_miss_nothing_that_is_written_meanwhile(house: House) -> None:
    priya = await house.as_(PRIYA)
    for n in range(7):
        await write(house, new={"n": n})
    seen: list[str] = []
    before: dict[str, Any] = {}
    while True:
        page = await read(priya, limit=3, **before)
        seen += [change["new"] for entry in page["entries"] for change in entry["changes"]]
        await write(house, new={"n": 99})
        if page["next"] is None:
            break
        before = {"before": page["next"]}
    assert seen == ["6", "5", "4", "3", "2", "1", "0"]


async def test_accounts_are_the_superusers_business(house: House) -> None:
    await write(house, "settings-changed")
    await write(house, "account-made", entity="account", entity_id="x", new={"roles": "clinician"})
    priya = await house.as_(PRIYA)
    page = await read(priya)
    assert [entry["entity"] for entry in page["entries"]] == ["practice"]
    assert "account" not in [kind["key"] for kind in page["entities"]]
    assert [line["about"] for line in await table(priya)] == ["Practice"]
    assert (await read(priya, entity="account"))["entries"] == []
    superuser = await as_superuser(house)
    assert [entry["entity"] for entry in (await read(superuser))["entries"]] == ["account", "practice"]


async def test_no_secret_is_ever_written(house: House) -> None:
    secrets = {
        "password": PASSWORD,
        "password_hash": "$argon2id$x",
        "link": {"token": "t0k3n"},
        "list": [{"csrf_token": "c"}],
    }
    await write(house, old=secrets, new={"content_hash": "kept", "name": "kept", **secrets})
    async with house.db.tx() as tx:
        cursor = await tx.execute("select old::text || new::text from audit")
        row = await cursor.fetchone()
    assert row is not None
    assert not [each for each in (PASSWORD, "argon2id", "t0k3n", '"c"') if each in row[0]]
    assert row[0].count("kept") >= 2


async def test_what_is_written_stays(house: House) -> None:
    await write(house)
    for statement in ("update audit set reason = 'x'", "delete from audit", "truncate audit"):
        with pytest.raises(psycopg.errors.RestrictViolation):
            async with house.db.tx() as tx:
                await tx.execute(statement)


async def test_a_change_of_somebody_is_told_with_their_name(house: House) -> None:
    await house.with_practice()
    await write(house, "run-ended", entity="person", entity_id="BH", new={"name": "Dr Ben Hughes"})
    (found, *_) = (await read(await house.as_(PRIYA)))["entries"]
    assert found["about"] == "Dr Ben Hughes"


async def test_only_administrators(house: House) -> None:
    for actor in (BEN, CHARLIE):
        client = await house.as_(actor)
        assert (await client.get("/reports/audit")).status_code == 403
        assert (await client.get("/reports/audit.csv")).status_code == 403
    assert (await house.stranger().get("/reports/audit")).status_code == 401


@pytest.mark.parametrize(
    "wrong",
    [{"who": "me"}, {"from": "yesterday"}, {"to": "9999-12-31"}, {"from": "0001-01-01"}, {"before": "0"},
     {"before": "99999999999999999999"}, {"limit": "201"}, {"colour": "green"}, {"q": "x" * 201}, {"q": "a\0b"}],
)  # fmt: skip
async def test_what_cannot_be_asked_is_refused_in_words(house: House, wrong: dict[str, str]) -> None:
    answer = await (await house.as_(PRIYA)).get("/reports/audit", params=wrong)
    assert answer.status_code == 422, answer.text
    assert answer.json["errors"]


async def test_an_export_too_large_for_a_file_is_refused(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("functions.reports.handler.MOST_LINES", 2)
    for _ in range(3):
        await write(house)
    priya = await house.as_(PRIYA)
    answer = await priya.get("/reports/audit.csv")
    assert answer.status_code == 422
    assert "Choose a shorter time" in answer.json["detail"]
    assert (
        await priya.get("/reports/audit.csv", params={"who": str(await account_of(house, "ben"))})
    ).status_code == 200


async def test_a_table_is_not_made_without_end(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.pace.time.time", lambda: 1_800_000_020.0)  # all within one minute
    priya, amara = await house.as_(PRIYA), await house.as_(AMARA)
    statuses = [(await priya.get("/reports/audit.csv")).status_code for _ in range(31)]
    assert statuses == [200] * 30 + [429]
    assert (await amara.get("/reports/audit.csv")).status_code == 200
