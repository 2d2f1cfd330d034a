"""The ledger follows terms, settings and leave on record: by differences, each posted once, nothing rewritten."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date

import pytest

from functions.leave import tasks
from functions.leave.entitlement import queries, service
from functions.leave.entitlement.nouns import Entry, EntryKind
from shared import clock
from shared.db import Tx
from shared.domain.problem import Practice
from shared.errors import NotFound
from shared.events import PracticeImported, SettingsChanged, TermsChanged
from shared.queries.practice import load_practice
from tests.cast import PEOPLE, PRACTICE, PRIYA, House
from tests.functions.leave.entitlement.conftest import TODAY, YEAR, Statement

BEN_36 = "BH,Dr Ben Hughes,Salaried,ELM,0.6,SSSSSS----,,,36,duty,,"
DATED = "code,name,role,site,wte,pattern,pattern_b,flexible_days_per_week,annual_leave_sessions,flags,starts,ends"
REST = [f"{line},," for line in PEOPLE.splitlines()[1:] if not line.startswith("BH")]


def people(*ben: str) -> str:
    """The people file with these rows for Ben."""
    return "\n".join((DATED, *ben, *REST)) + "\n"


SIX_THEN_FIVE = people(
    "BH,Dr Ben Hughes,Salaried,ELM,0.6,SSSSSS----,,,36,duty,,2027-02-28",
    "BH,Dr Ben Hughes,Salaried,ELM,0.5,SSSSS-----,,,30,duty,2027-03-01,",
)


async def practice_of(tx: Tx) -> Practice:
    known = await load_practice(tx)
    assert known is not None
    return known.practice


async def entries(house: House, code: str = "BH") -> list[Entry]:
    async with house.db.tx() as tx:
        return await queries.entries(tx, code=code)


async def told(house: House) -> None:
    """What the worker does when the practice was read in."""
    async with house.db.tx() as tx:
        await tasks.on_practice_imported(tx, PracticeImported(version=1))


async def reconcile(house: House, year: date = YEAR, *, today: date = TODAY) -> int:
    async with house.db.tx() as tx:
        return await service.reconcile(tx, await practice_of(tx), "BH", year, today=today)


async def test_a_second_time_posts_nothing(house: House) -> None:
    await house.with_practice()
    assert await reconcile(house) == 2  # the rules of the year, and the grant
    assert await reconcile(house) == 0
    await told(house)
    posted = await entries(house)
    await told(house)
    assert await entries(house) == posted
    assert [(entry.kind, entry.minutes) for entry in posted] == [("rules", 0), ("grant", 10_000)]


async def test_a_changed_contract_posts_the_difference_and_says_since_when(house: House) -> None:
    await house.with_practice(people=people(BEN_36))
    await told(house)
    before = await entries(house)
    await house.with_practice(people=SIX_THEN_FIVE)
    await told(house)
    after = await entries(house)
    assert after[: len(before)] == before, "nothing is rewritten"
    assert [(e.kind, e.key, e.minutes, e.reason) for e in after[len(before) :]] == [
        ("grant", "term:2027-01-01", 1455 - 9000, "Working term changed from 1 Mar 2027: 36 → 5.82 sessions."),
        ("grant", "term:2027-03-01", 6288, ""),
        ("rounding", "rounding", -1, ""),
    ]


async def test_differences_count_before_they_are_posted(house: House, statement: Statement) -> None:
    await house.with_practice(people=people(BEN_36))
    await told(house)
    await house.with_practice(people=SIX_THEN_FIVE)
    found = await statement(house, "BH")
    assert [line["posted"] is None for line in found["lines"]] == [False, True, True, True]
    assert found["totals"]["left"]["minutes"] == 7742
    await told(house)
    again = await statement(house, "BH")
    assert [line["amount"] for line in again["lines"]] == [line["amount"] for line in found["lines"]]
    assert again["totals"] == found["totals"]


async def test_changed_settings_post_bank_holidays_and_taking_them_back_evens_out(house: House) -> None:
    await house.with_practice()
    await told(house)
    pro_rata = PRACTICE.replace('"closures"', '"leave": {"bank_holiday_pro_rata": true}, "closures"')
    await house.with_practice(practice=pro_rata)
    async with house.db.tx() as tx:
        await tasks.on_settings_changed(tx, SettingsChanged(version=2))
    posted = await entries(house)
    assert sum(e.minutes for e in posted) == 10_000 + 2400 - 3000
    assert posted[2].reason == "The practice's leave rules changed."
    await house.with_practice()
    async with house.db.tx() as tx:
        await tasks.on_settings_changed(tx, SettingsChanged(version=3))
    posted = await entries(house)
    assert sum(e.minutes for e in posted) == 10_000
    assert posted[-1].reason == "Working term or bank holidays changed: −2 → 0 sessions."


async def test_two_workers_at_once_post_once(house: House) -> None:
    await house.with_practice()
    await asyncio.gather(*(told(house) for _ in range(4)))
    assert [entry.kind for entry in await entries(house)] == ["rules", "grant"]


async def test_a_leaver_keeps_what_they_earned_until_their_last_day(house: House) -> None:
    await house.with_practice()
    await told(house)
    priya = await house.as_(PRIYA)
    async with house.db.tx() as tx:
        await tx.execute("update working_term set valid = daterange(null, '2027-01-31', '[]') where person_code = 'BH'")
        await tx.execute("update person set active = false where code = 'BH'")
        await tx.execute("update practice set version = version + 1")
        await tasks.on_terms_changed(tx, TermsChanged(person_code="BH"))
    balance = (await priya.get("/leave/people/BH/balance?year=2027-01-01")).json
    assert balance["left"]["minutes"] == round(10_000 * 31 / 365)
    codes = [row["person"]["code"] for row in (await priya.get("/leave/balances?year=2027-01-01")).json["balances"]]
    assert codes == ["AO", "CW", "RM", "NP", "BH"]


async def test_somebody_no_longer_in_the_files_keeps_their_ledger_as_it_is(house: House) -> None:
    await house.with_practice()
    await told(house)
    before = await entries(house)
    leave = "code,kind,start,start_half,end,end_half,status\n"
    await house.with_practice(people="\n".join((DATED, *REST)) + "\n", leave=leave)
    await told(house)
    async with house.db.tx() as tx:
        await tx.execute("delete from working_term where person_code = 'BH'")
    await told(house)
    after = await entries(house)
    assert [e for e in after if e.kind == EntryKind.GRANT][: len(before) - 1] == before[1:]
    assert await reconcile(house) == 0


async def test_nobody_by_that_code(house: House) -> None:
    await house.with_practice()
    async with house.db.tx() as tx:
        with pytest.raises(NotFound):
            await service.reconcile(tx, await practice_of(tx), "NOBODY", YEAR, today=TODAY)


async def test_before_the_first_import_the_daily_job_does_nothing(house: House) -> None:
    async with house.db.tx() as tx:
        await tasks.reconcile_ledgers(tx)
    assert await entries(house) == []


# -- the end of a year ------------------------------------------------------------------------------------------------

CARRIES_FIVE = PRACTICE.replace('"closures"', '"leave": {"carry_over_sessions": 5}, "closures"')


async def a_year_later(house: House, monkeypatch: pytest.MonkeyPatch, day: date = date(2028, 1, 2)) -> None:
    monkeypatch.setattr(clock, "today", lambda: day)
    async with house.db.tx() as tx:
        await tasks.reconcile_ledgers(tx)


async def carried(house: House) -> list[tuple[date, int, str]]:
    return [(e.leave_year, e.minutes, e.reason) for e in await entries(house) if e.kind == "carry-over"]


async def test_what_is_left_is_carried_over_up_to_the_cap_when_the_year_is_over(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.with_practice(practice=CARRIES_FIVE)
    await told(house)
    assert await carried(house) == []
    await a_year_later(house, monkeypatch)
    assert await carried(house) == [(date(2028, 1, 1), 1250, "")]
    await a_year_later(house, monkeypatch, date(2028, 1, 3))
    assert len(await carried(house)) == 1


async def test_what_is_owed_is_carried_over_in_full(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    await house.with_practice(practice=CARRIES_FIVE)
    priya = await house.as_(PRIYA)
    wanted = {"year": "2027-01-01", "kind": "adjustment", "amount": "-47.5", "unit": "sessions", "reason": "Overdrawn"}
    assert (await priya.post("/leave/people/BH/adjustments", wanted)).status_code == 201
    await a_year_later(house, monkeypatch)
    assert await carried(house) == [(date(2028, 1, 1), -1875, "")]


async def test_a_year_that_is_over_keeps_its_rules_and_a_late_posting_to_it_carries_over(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.with_practice(practice=CARRIES_FIVE)
    await told(house)
    await a_year_later(house, monkeypatch)
    of_2027 = [entry for entry in await entries(house) if entry.leave_year == YEAR]
    changed = CARRIES_FIVE.replace('"leave": {', '"leave": {"bank_holiday_pro_rata": true, "rounding": "session-up", ')
    await house.with_practice(practice=changed)
    await told(house)
    assert [entry for entry in await entries(house) if entry.leave_year == YEAR] == of_2027
    priya = await house.as_(PRIYA)
    wanted = {"year": "2027-12-31", "kind": "adjustment", "amount": "-38", "unit": "sessions", "reason": "Found late"}
    assert (await priya.post("/leave/people/BH/adjustments", wanted)).status_code == 201
    await a_year_later(house, monkeypatch, date(2028, 1, 4))
    assert await carried(house) == [
        (date(2028, 1, 1), 1250, ""),
        (date(2028, 1, 1), -750, "What was left of the year before changed: 5 → 2 sessions."),
    ]


async def test_leave_years_that_begin_on_another_day_move_what_was_posted(house: House, statement: Statement) -> None:
    await house.with_practice()
    await told(house)
    april = PRACTICE.replace('"closures"', '"leave": {"year_start": "04-01"}, "closures"')
    await house.with_practice(practice=april)
    await told(house)
    found = await statement(house, "NP")  # of the year to 31 March 2027, in which she had four sessions
    assert found["year"]["words"] == "2026/27"
    assert found["totals"]["granted"]["sessions"] == "60"
    assert (found["totals"]["taken"]["sessions"], found["totals"]["left"]["sessions"]) == ("4", "56")
    assert all(line["posted"] for line in found["lines"])
    assert await reconcile(house) == 0


async def test_an_entry_is_never_changed(house: House) -> None:
    await house.with_practice()
    await told(house)
    for statement in ("update ledger_entry set minutes = 0", "delete from ledger_entry", "truncate ledger_entry"):
        with pytest.raises(Exception, match="never changed"):
            async with house.db.tx() as tx:
                await tx.execute(statement)


def test_entries_compare_by_what_they_are() -> None:
    """The comparisons above would prove nothing if every entry were equal to every other."""
    entry = Entry(1, "BH", YEAR, "grant", "", 1, 250, YEAR, "", {}, None, None, clock.now())
    assert entry != replace(entry, minutes=2)
