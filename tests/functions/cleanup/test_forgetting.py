"""What each night removes, and what it leaves."""

from __future__ import annotations

import psycopg
import pytest

from functions.cleanup import service, tasks
from infra.commands import cleanup as command
from shared import audit, mail
from shared.db import Database
from shared.forgetting import PERIODS, SIX_YEARS
from shared.mail import Message
from tests.cast import BEN, PRIYA, Actor, House, add_accounts

RHYS = Actor("rhys", "Rhys Root", ("superuser",))


async def promote(house: House) -> None:
    """Have Priya be a superuser."""
    async with house.db.tx() as tx:
        await tx.execute("update account set roles = '{superuser}' where username = 'priya'")
    house.forget_standings()


async def old_things(db: Database) -> None:
    """One of everything that is over: old enough to go, and young enough to stay."""
    async with db.tx() as tx:
        row = await (await tx.execute("select id from account where username = 'ben'")).fetchone()
        assert row
        ben = row[0]
        for days in (8 * 365, 100):
            old = f"now() - interval '{days} days'"
            await tx.execute(
                f"insert into audit (at, action, entity, entity_id) values ({old}, 'person-added', 'person', 'X')"
            )
            await tx.execute(
                f"""insert into account_link (kind, account_id, email, token_hash, expires_at, used_at)
                    values ('password-reset', %s, 'ben@example.com', '\\x{days:08x}', {old}, {old})""",
                (ben,),
            )
            await tx.execute(
                f"""insert into invitation (email, roles, token_hash, expires_at)
                    values ('x{days}@example.com', '{{clinician}}', '\\x{days:08x}', {old})"""
            )
            await tx.execute(
                f"""insert into alert (layer, key, rule, severity, date, because, points, status, resolved_at)
                    values ('published', 'k{days}', 'duty', 'critical', '2027-01-04', 'a gap', 1, 'resolved', {old})"""
            )
            await tx.execute(
                f"insert into alert_event (alert_id, what) select id, 'raised' from alert where key = 'k{days}'"
            )
            mail_id = await mail.post(tx, Message("test", f"{days}@example.com", "s", "t", "h"))
            await tx.execute(
                f"update mail set status = 'sent', text = null, html = null, ended_at = {old} where id = %s", (mail_id,)
            )
            await tx.execute(f"update outbox set relayed_at = {old} where payload->>'mail_id' = %s", (str(mail_id),))
            await tx.execute(
                f"""insert into question (asked_at, question, stamp, kind)
                    values ({old}, '{{}}', 's{days}', 'what-if')"""
            )
        await tx.execute("insert into reset_ask (email, asked_at) values ('a@example.com', now() - interval '2 days')")
        await tx.execute("insert into reset_ask (email) values ('b@example.com')")


GONE = {
    "audit": 1, "account_link": 1, "invitation": 1, "reset_ask": 1, "alert": 1, "mail": 1, "outbox": 2, "question": 2,
    "run": 0,
}  # fmt: skip


@pytest.fixture
async def filled(db: Database) -> Database:
    await add_accounts(db)
    await old_things(db)
    return db


async def how_many(db: Database) -> dict[str, int]:
    async with db.tx() as tx:
        return {
            table: (await (await tx.execute(f"select count(*) from {table}")).fetchone())[0]  # type: ignore[index]
            for table in [*GONE, "alert_event"]
        }


async def test_it_works(filled: Database) -> None:
    before = await how_many(filled)
    async with filled.tx() as tx:
        assert await service.forget(tx) == GONE
    after = await how_many(filled)
    assert {table: before[table] - after[table] for table in GONE} == GONE
    assert before["alert_event"] - after["alert_event"] == 1
    async with filled.tx() as tx:
        assert await service.forget(tx) == dict.fromkeys(GONE, 0), "a second time there is nothing left"


async def test_a_look_says_the_same_and_removes_nothing(filled: Database) -> None:
    before = await how_many(filled)
    async with filled.tx() as tx:
        assert await service.preview(tx) == GONE
    assert await how_many(filled) == before


async def test_the_command_looks_and_removes(
    filled: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DEPLOYMENT_ENV", "DEV")
    monkeypatch.setenv("DATABASE_URL", filled.url)
    before = await how_many(filled)
    assert await command.clean(dry_run=True) == GONE
    assert await how_many(filled) == before
    assert await command.clean(dry_run=False) == GONE


async def test_each_night_is_kept_and_seen(house: House) -> None:
    await promote(house)
    await old_things(house.db)
    async with house.db.tx() as tx:
        await tasks.forget(tx)
    answer = await (await house.as_(PRIYA)).get("/cleanup")
    assert answer.status_code == 200
    [night] = answer.json["nights"]
    assert night["counts"]["alert"] == 1
    assert {each["what"]: each["days"] for each in answer.json["periods"]} == {
        what: period.days for what, period in PERIODS.items()
    }


async def test_a_longer_period_keeps_more(house: House) -> None:
    await promote(house)
    await old_things(house.db)
    priya = await house.as_(PRIYA)
    assert (await priya.get("/cleanup/preview")).json["counts"]["audit"] == 1
    answer = await priya.put("/cleanup/periods", {"days": {"audit": 10 * 365, "mail": 30}})
    assert answer.status_code == 200, answer.text
    counts = (await priya.get("/cleanup/preview")).json["counts"]
    assert (counts["audit"], counts["mail"]) == (0, 2)
    async with house.db.tx() as tx:
        row = await (await tx.execute("select old, new from audit where action = 'retention-changed'")).fetchone()
    assert row == ({"audit": PERIODS["audit"].days, "mail": 180}, {"audit": 3650, "mail": 30})


async def test_a_period_below_what_the_law_asks_for_is_refused_and_nothing_is_changed(house: House) -> None:
    await promote(house)
    priya = await house.as_(PRIYA)
    answer = await priya.put("/cleanup/periods", {"days": {"audit": SIX_YEARS - 1, "mail": 60, "leavers": 365}})
    assert answer.status_code == 422
    assert {each["field"] for each in answer.json["errors"]} == {"audit", "leavers"}
    assert {each["what"]: each["days"] for each in (await priya.get("/cleanup")).json["periods"]}["mail"] == 180


async def test_only_superusers_see_or_do_any_of_it(house: House) -> None:
    for actor in (PRIYA, BEN):
        client = await house.as_(actor)
        for path in ("/cleanup", "/cleanup/preview", "/cleanup/leavers"):
            assert (await client.get(path)).status_code == 403
        assert (await client.put("/cleanup/periods", {"days": {"mail": 60}})).status_code == 403
        assert (await client.put("/cleanup/leavers/BH/namelessness", {"confirm": "x"})).status_code == 403


async def test_the_database_itself_keeps_the_audit_for_six_years(db: Database) -> None:
    async with db.tx() as tx:
        await tx.execute(
            """insert into audit (at, action, entity, entity_id) values
               (now() - interval '6 years' + interval '1 day', 'person-added', 'person', 'X')"""
        )
    with pytest.raises(psycopg.errors.RestrictViolation):
        async with db.tx() as tx:
            await tx.execute("delete from audit")
    async with db.tx() as tx:
        assert await audit.forget_old(tx, days=SIX_YEARS) == 0


@pytest.mark.parametrize("table", ["audit", "ledger_entry", "duty_entry"])
async def test_what_is_final_is_never_emptied(db: Database, table: str) -> None:
    with pytest.raises(psycopg.errors.RestrictViolation):
        async with db.tx() as tx:
            await tx.execute(f"truncate {table} cascade")


async def test_a_run_that_was_published_stays_and_one_that_was_not_goes(house: House) -> None:
    await house.with_practice()
    published = await house.published()
    draft, repeated = await house.draft(), await house.draft()
    async with house.db.tx() as tx:
        await tx.execute("update run set repeats = %s where id = %s", (draft, repeated))
        await tx.execute("update run set finished_at = now() - interval '200 days' where id <> %s", (repeated,))
        assert (await service.forget(tx))["run"] == 1
        rows = await (await tx.execute("select id, repeats from run")).fetchall()
    assert set(rows) == {(published, None), (repeated, None)}
