"""Somebody who left long ago is made nameless: no table knows their name any more, and every sum is what it was."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Iterator
from datetime import date
from typing import Any

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.auth import queries as accounts
from shared import clock, mail
from shared.db import Database
from shared.mail import Message
from tests.cast import BEN, PRIYA, Client, House, files
from tests.conftest import own_database
from tests.functions.cleanup.test_forgetting import promote
from tests.functions.rota.fairness.ledgers import close, stands, statement
from tests.leave import decide, rota_lines, wanted

NAME, EMAIL, CODE = "Dr Ben Hughes", "ben.hughes@practice.example", "BH"
LONG_AFTER = date(2034, 1, 2)
ON_DUTY = ("AO", "BH", "CW")
EVERYBODY = ("AO", "BH", "CW", "RM")


async def lived_in(house: House) -> Client:
    """A practice in which much was said of Ben; he left in February 2027, and it is 2034. Priya is a superuser."""
    await house.with_practice()
    await promote(house)
    priya = await house.as_(PRIYA)
    await house.published()
    await close(house, date(2027, 1, 18))
    person = (await priya.get(f"/practice/people/{CODE}")).json
    details = {"name": NAME, "email": EMAIL, "note": f"{NAME} prefers mornings", "version": person["version"]}
    assert (await priya.put(f"/practice/people/{CODE}", details)).status_code == 200
    for code, start in ((CODE, "2027-01-11"), ("AO", "2027-01-12")):
        body = {"person_code": code, "note": f"as agreed with {NAME}"}
        answer = await priya.post("/leave/requests", wanted(start, start, **body))
        assert answer.status_code == 201, answer.text
        request = answer.json["request"]
        if request["status"] == "requested":
            await decide(priya, request, "approval", note=f"{NAME} covers")
    for code in (CODE, "CW"):
        body = {"year": "2027-01-01", "kind": "adjustment", "amount": "3", "unit": "sessions"}
        reason = f"as {NAME} was promised"
        answer = await priya.post(f"/leave/people/{code}/adjustments", body | {"reason": reason})
        assert answer.status_code == 201, answer.text
    async with house.db.tx() as tx:
        await mail.post(tx, Message("test", EMAIL, f"To {NAME}", "t", "h"))
        await mail.post(tx, Message("test", "other@example.com", f"About {NAME}", f"{NAME} says", f"<p>{NAME}</p>"))
        await tx.execute("update account set email = %s where username = 'ben'", (EMAIL,))
        await tx.execute(  # they were invited before anybody said which person they are
            """insert into invitation (email, display_name, roles, token_hash, expires_at, accepted_at, account_id)
               select %s, %s, roles, '\\x07', now(), now(), id from account where username = 'ben'""",
            (EMAIL, NAME),
        )
        await tx.execute(
            "insert into rota_edit (words, cause) values (%s, 'hand')", (f"{NAME}: surgery instead of duty",)
        )
        await tx.execute(
            """insert into alert (layer, key, rule, severity, date, because, points, dismissed_reason)
               values ('published', 'k', 'duty', 'critical', '2027-01-04', %s, 1, %s)""",
            (f"{NAME} is away", f"{NAME} knows"),
        )
        await tx.execute(
            "update working_term set valid = daterange(lower(valid), '2027-03-01') where person_code = %s", (CODE,)
        )
        await tx.execute("update practice set version = version + 1")  # what is kept in memory is read anew
        await tx.execute("update person set active = false where code = %s", (CODE,))
        await tx.execute("update account set active = false where username = 'ben'")
        await tx.execute("update leave_request set status = 'cancelled' where status = 'requested'")
    return priya


@pytest.fixture
async def priya(house: House, monkeypatch: pytest.MonkeyPatch) -> Client:
    client = await lived_in(house)
    monkeypatch.setattr(clock, "today", lambda: LONG_AFTER)
    return client


async def made_nameless(priya: Client, code: str = CODE, confirm: str = NAME) -> Any:
    return await priya.put(f"/cleanup/leavers/{code}/namelessness", {"confirm": confirm})


async def where_it_stands(db: Database, *words: str) -> dict[str, list[str]]:
    """Every row of every table in which one of these words stands."""
    found: dict[str, list[str]] = {}
    async with db.tx() as tx:
        tables = await (await tx.execute("select tablename from pg_tables where schemaname = 'public'")).fetchall()
        for (table,) in tables:
            for row in await (await tx.execute(f"select t::text from {table} t")).fetchall():
                if any(word in row[0] for word in words):
                    found.setdefault(table, []).append(row[0][:300])
    return found


async def sums(house: House, priya: Client) -> str:
    """Every statement, every balance, the ledger of duty, the rota and its versions."""
    told: dict[str, Any] = {"fairness": await stands(house)}
    for code in EVERYBODY:
        told[f"duty {code}"] = await statement(house, code) if code in ON_DUTY else None
        for page in ("balance", "statement"):
            answer = await priya.get(f"/leave/people/{code}/{page}?year=2027-01-01")
            told[f"{page} {code}"] = [answer.status_code, answer.json]
    told["rota"] = sorted(await rota_lines(house))  # the page's rows stand in the order of names
    told["versions"] = (await priya.get("/rota/versions")).json
    async with house.db.tx() as tx:
        for table in ("assignment", "rota_off", "version_change", "rota_version", "rota_change", "duty_week"):
            told[table] = [
                row[0] for row in await (await tx.execute(f"select t::text from {table} t order by 1")).fetchall()
            ]
        told["minutes"] = await (
            await tx.execute(
                "select id, person_code, leave_year, kind, minutes, effective from ledger_entry order by id"
            )
        ).fetchall()
        told["points"] = await (
            await tx.execute("select id, person_code, kind, week, held, part, points from duty_entry order by id")
        ).fetchall()
        told["leave"] = await (
            await tx.execute(
                "select id, person_code, kind, start_date, end_date, status, minutes from leave_request order by id"
            )
        ).fetchall()
    _without_when_it_was_asked(told)
    return json.dumps(told, default=str, sort_keys=True, ensure_ascii=False, indent=0)


def _without_when_it_was_asked(told: Any) -> None:
    """Statements say when they were made out."""
    if isinstance(told, dict):
        told.pop("made_at", None)
    for each in told.values() if isinstance(told, dict) else told if isinstance(told, list) else ():
        _without_when_it_was_asked(each)


async def more_happened(priya: Client, seed: int) -> None:
    """Adjustments and leave nobody planned, to and fro, with his name in the reasons."""
    dice = random.Random(seed)
    for _ in range(6):
        code, amount = dice.choice(ON_DUTY), dice.choice(("-2", "-0.5", "1", "1.5", "3"))
        body = {"year": "2027-01-01", "kind": "adjustment", "amount": amount, "unit": "sessions"}
        reason = f"{NAME} and {dice.random()}"
        answer = await priya.post(f"/leave/people/{code}/adjustments", body | {"reason": reason})
        assert answer.status_code == 201, answer.text


async def test_no_table_knows_the_name_any_more(house: House, priya: Client) -> None:
    assert len(await where_it_stands(house.db, NAME, EMAIL)) >= 10, "much was said of him"
    answer = await made_nameless(priya)
    assert answer.status_code == 200, answer.text
    assert answer.json["name"].startswith("Former clinician ")
    assert await where_it_stands(house.db, NAME, EMAIL, "Ben Hughes") == {}
    async with house.db.tx() as tx:
        row = await (
            await tx.execute("select username, email, password_hash, active from account where person_code = 'BH'")
        ).fetchone()
    assert row and row[0].startswith("former-") and row[1:] == (None, "", False)


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_every_sum_is_what_it_was(house: House, priya: Client, seed: int) -> None:
    await more_happened(priya, seed)
    before = await sums(house, priya)
    becomes = (await made_nameless(priya)).json["name"]
    after = await sums(house, priya)
    assert after.splitlines() == before.replace(NAME, becomes).splitlines()
    assert NAME in before and NAME not in after


# Every column in which a person, or the system, says something about people in words.
WORDS_ABOUT_PEOPLE = {
    "alert": ("because", "dismissed_reason"),
    "alert_event": ("because",),
    "audit": ("old", "new", "reason"),
    "duty_entry": ("detail", "reason"),
    "leave_place": ("because",),
    "leave_request": ("assessment", "decision_reason", "note"),
    "ledger_entry": ("detail", "reason"),
    "mail": ("html", "said", "subject", "text"),
    "person": ("note",),
    "question": ("answer", "question"),
    "rota_edit": ("words",),
    "rota_version": ("breaches", "gaps", "overrides", "reason", "summary"),
    "run": ("draft", "error", "problem", "progress", "scope", "summary"),
    "working_term": ("note",),
}


async def said_everywhere(house: House) -> None:
    """His name in every row of every such column, also of others. Triggers rest meanwhile: some rows are final."""
    async with house.db.tx() as tx:
        await tx.execute("set local session_replication_role = replica")
        await tx.execute("insert into question (kind, status, stamp, question) values ('why', 'done', '', '{}')")
        await tx.execute(
            """insert into leave_place (round_id, week, person_code, status, position, turn)
               values (gen_random_uuid(), '2027-01-04', 'AO', 'waiting', 1, 1)"""
        )
        for table, columns in WORDS_ABOUT_PEOPLE.items():
            for column in columns:
                kind = await (await tx.execute(f"select pg_typeof({column}) from {table}")).fetchone()
                assert kind, f"nothing stands in {table}"
                was = f"coalesce({column}, '{{}}') || %s" if kind[0] == "jsonb" else f"concat({column}, ' ', %s::text)"
                said = json.dumps({"said": NAME}) if kind[0] == "jsonb" else NAME
                await tx.execute(f"update {table} set {column} = {was}", (said,))


async def test_whatever_column_his_name_stands_in_loses_it(house: House, priya: Client) -> None:
    await said_everywhere(house)
    answer = await made_nameless(priya)
    assert answer.status_code == 200, answer.text
    assert await where_it_stands(house.db, NAME) == {}


async def test_what_was_said_of_their_own_leave_is_emptied(house: House, priya: Client) -> None:
    words = "select note, assessment from leave_request where person_code = %s and note || assessment::text <> %s"
    async with house.db.tx() as tx:
        assert await (await tx.execute(words, (CODE, "{}"))).fetchall()
    await made_nameless(priya)
    async with house.db.tx() as tx:
        assert await (await tx.execute(words, (CODE, "{}"))).fetchall() == []


async def test_the_audit_says_it_was_done_and_not_to_whom_by_name(house: House, priya: Client) -> None:
    becomes = (await made_nameless(priya)).json["name"]
    async with house.db.tx() as tx:
        row = await (
            await tx.execute("select entity_id, new from audit where action = 'person-made-nameless'")
        ).fetchone()
    assert row == (CODE, {"name": becomes})


async def test_who_may_be_is_listed_with_what_stands_in_the_way(house: House, priya: Client) -> None:
    async with house.db.tx() as tx:
        await tx.execute("update account set active = true where username = 'ben'")
    [ben] = [each for each in (await priya.get("/cleanup/leavers")).json["leavers"] if each["code"] == CODE]
    assert (ben["name"], ben["last_day"]) == (NAME, "2027-02-28")
    assert [each["code"] for each in ben["obstacles"]] == ["account"]


async def test_nothing_is_done_while_anything_stands_in_the_way(house: House, priya: Client) -> None:
    async with house.db.tx() as tx:
        await tx.execute("update account set active = true where username = 'ben'")
    answer = await made_nameless(priya, confirm="ben")
    assert answer.status_code == 422
    assert [each["code"] for each in answer.json["errors"]] == ["account", "confirm"]
    assert (await made_nameless(priya, "AO", "Dr Amara Okafor")).status_code == 422, "she works here"
    assert (await made_nameless(priya, "XX", "Nobody")).status_code == 404
    assert len(await where_it_stands(house.db, NAME)) >= 10


async def test_it_is_done_once(priya: Client) -> None:
    answers = await asyncio.gather(*(made_nameless(priya) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [200, 422, 422]
    assert (await made_nameless(priya)).json["detail"] == "This person is nameless already."


async def test_an_import_that_names_the_code_again_is_refused_whole(house: House, priya: Client) -> None:
    await made_nameless(priya)
    answer = await priya.post("/practice/import", files())
    assert answer.status_code == 422, answer.text
    assert [each["code"] for each in answer.json["errors"]] == ["nameless-code"]
    assert await where_it_stands(house.db, NAME) == {}


async def test_an_import_at_the_same_moment_finds_him_either_way_whole(house: House, priya: Client) -> None:
    """Either the import is first, and he works here again; or it comes second, and is refused."""
    made, imported = await asyncio.gather(made_nameless(priya), priya.post("/practice/import", files()))
    known = await where_it_stands(house.db, NAME)
    if made.status_code == 200:
        assert imported.status_code == 422 and known == {}
    else:
        assert (made.status_code, imported.status_code) == (422, 200) and "person" in known


async def test_an_account_made_to_work_at_the_same_moment_keeps_the_name(house: House, priya: Client) -> None:
    """Whoever makes accounts work takes the same lock: the loser sees what the winner did."""
    async with house.db.tx() as tx:
        await accounts.lock_accounts(tx)
        making = asyncio.create_task(made_nameless(priya))
        await asyncio.sleep(0.3)
        assert not making.done()
        await tx.execute("update account set active = true where username = 'ben'")
    answer = await making
    assert answer.status_code == 422 and [each["code"] for each in answer.json["errors"]] == ["account"]
    assert (await house.as_(BEN)).csrf_token


async def test_somebody_nameless_cannot_be_changed_or_brought_back(priya: Client) -> None:
    await made_nameless(priya)
    person = (await priya.get(f"/practice/people/{CODE}")).json
    details = {"name": NAME, "email": None, "note": "", "version": person["version"]}
    answer = await priya.put(f"/practice/people/{CODE}", details)
    assert answer.status_code == 422 and "nameless" in answer.text


async def test_what_is_final_is_final_outside_of_this(house: House, priya: Client) -> None:
    for statement_ in (
        "update ledger_entry set reason = 'x'", "update audit set reason = 'x'", "update duty_entry set reason = 'x'",
    ):  # fmt: skip
        with pytest.raises(psycopg.errors.RestrictViolation):
            async with house.db.tx() as tx:
                await tx.execute(statement_)
    for statement_ in (
        "update ledger_entry set minutes = 0",
        "update audit set action = 'x'",
        "update duty_entry set points = 7",
    ):
        with pytest.raises(psycopg.errors.RestrictViolation):
            async with house.db.tx() as tx:
                await tx.execute("select set_config('rotacc.making_nameless', 'yes', true)")
                await tx.execute(statement_)


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("Ann Lee and Ann Leeson", "X and Ann Leeson"),
        ("Ann Lee", "X"),
        ("Joann Lee, Ann Lee's", "Joann Lee, X's"),
        ("(Ann Lee)\nAnn Lee", "(X)\nX"),
        ("", ""),
    ],
)
async def test_a_name_is_replaced_where_it_stands_alone(db: Database, text: str, becomes: str) -> None:
    async with db.tx() as tx:
        for kind, value, wanted_ in (
            ("text", text, becomes),
            ("jsonb", json.dumps({"a": [text, 1, None]}), {"a": [becomes, 1, None]}),
        ):
            row = await (await tx.execute(f"select rename_in(%s::{kind}, array['Ann Lee'], 'X')", (value,))).fetchone()
            assert row == (wanted_,)


WORDS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=8)
DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.integers(-1000, 1000) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def connection(postgres_url: str, template: str) -> Iterator[psycopg.Connection]:
    """One for all examples, to a database with the functions."""
    with own_database(postgres_url, template) as url, psycopg.connect(url, autocommit=True) as opened:
        yield opened


@settings(deadline=None, max_examples=60)
@given(document=DOCUMENTS, name=WORDS)
def test_a_document_keeps_its_shape_whatever_is_renamed(
    connection: psycopg.Connection, document: Any, name: str
) -> None:
    """Signs that mean something to a pattern mean nothing here, and only texts are changed."""
    row = connection.execute(
        "select rename_in(%s::jsonb, array[%s], %s)", (json.dumps(document), name, r"F\1 &")
    ).fetchone()
    assert row
    assert shape(row[0]) == shape(document)


def shape(document: Any) -> Any:
    """A document without what its texts say."""
    if isinstance(document, dict):
        return {key: shape(value) for key, value in document.items()}
    if isinstance(document, list):
        return [shape(value) for value in document]
    return str if isinstance(document, str) else document
