"""Weeks are closed once, follow their rota afterwards, and keep what they were counted by."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any

import pytest

from functions.rota.fairness import service, tasks
from shared import clock, rota_changes
from shared.domain.calendar import Half, Session
from shared.domain.rota import Activity, Cell
from shared.events import LeaveDecided, RotaPublished, SettingsChanged, TermsChanged
from shared.queries.rota import published_lines
from shared.rota_changes import Change
from tests.cast import LEAVE, PEOPLE, PRACTICE, PRIYA, House, files
from tests.functions.rota.fairness.conftest import AFTER
from tests.functions.rota.fairness.ledgers import balances, close, posted, stands, statement
from tests.leave import decide, wanted

MONDAY, TUESDAY = date(2027, 1, 4), date(2027, 1, 5)


async def give_duty(house: House, day: date, half: Half, giver: str, taker: str) -> None:
    """Somebody held another's duty after all, as the rota's changes have it."""
    session = Session(day, half)
    clinic, duty = Cell(Activity.CLINIC, "ELM"), Cell(Activity.DUTY, "ELM")
    async with house.db.tx() as tx:
        changes = [Change(1, giver, session, duty, clinic, False), Change(1, taker, session, clinic, duty, False)]
        await rota_changes.record(tx, changes=changes, cause="leave", cause_id="1", by=None)


async def counted_again(house: House) -> int:
    async with house.db.tx() as tx:
        return await service.count_again(tx, start=MONDAY, end=TUESDAY)


async def save_settings(house: House, **duty: Any) -> None:
    """The practice's duty, otherwise."""
    priya = await house.as_(PRIYA)
    settings = (await priya.get("/practice/settings")).json
    changed = settings["settings"] | {"duty": settings["settings"].get("duty", {}) | duty}
    answer = await priya.put(
        "/practice/settings", {"version": settings["version"], "settings": changed, "reason": "Decided together."}
    )
    assert answer.status_code == 200, answer.text


async def test_it_works(house: House) -> None:
    await (await house.with_practice()).published()
    assert {person["balance"] for person in (await stands(house))["people"]} == {0}
    await close(house)
    seen = await stands(house)
    assert (seen["as_of"], seen["weeks"], seen["total"]) == ("2027-01-15", 2, 0)
    assert {person["code"] for person in seen["people"]} == {"AO", "BH", "CW"}
    assert sum(person["balance"] for person in seen["people"]) == 0
    assert seen["people"][0]["code"] == "AO" and seen["people"][0]["balance"] > 0
    assert all(person["balance"] == person["held"] - person["part"] + person["otherwise"] for person in seen["people"])
    assert await balances(house) == {person["code"]: person["balance"] for person in seen["people"]}


async def test_what_was_held_is_what_the_published_rota_lists(house: House) -> None:
    await (await house.with_practice()).published()
    await close(house)
    async with house.db.tx() as tx:
        lines = await published_lines(tx, start=MONDAY, end=date(2027, 1, 15))
    weights = {(0, "AM"): 150, (0, "PM"): 150, (4, "PM"): 125}
    held: dict[str, int] = {}
    for line in lines:
        if line.activity == "duty":
            held[line.code] = held.get(line.code, 0) + weights.get((line.date.weekday(), line.half), 100)
    people = (await stands(house))["people"]
    assert {person["code"]: person["held"] for person in people if person["held"]} == held


async def test_a_week_that_is_not_over_is_not_closed(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    await (await house.with_practice()).published()
    monkeypatch.setattr(clock, "today", lambda: date(2027, 1, 17))  # the Sunday of the second week
    await close(house)
    assert (await stands(house))["as_of"] == "2027-01-08"


async def test_closing_twice_posts_nothing_the_second_time(house: House) -> None:
    await (await house.with_practice()).published()
    await close(house)
    already = await posted(house)
    await close(house)
    assert await counted_again(house) == 0
    assert await posted(house) == already


async def test_many_who_close_at_once_close_each_week_once(house: House) -> None:
    await (await house.with_practice()).published()
    await asyncio.gather(*(close(house) for _ in range(4)), *(counted_again(house) for _ in range(4)))
    already = await posted(house)
    await asyncio.gather(*(close(house) for _ in range(2)))
    assert await posted(house) == already
    lines = (await statement(house, "AO"))["lines"]
    assert [line["kind"] for line in lines] == ["opening", "week", "week"]


async def test_a_closed_week_whose_rota_changed_gets_lines_of_the_difference(house: House) -> None:
    await (await house.with_practice()).published()
    await close(house)
    before, lines = await balances(house), (await statement(house, "AO"))["lines"]
    await give_duty(house, MONDAY, Half.AM, "AO", "CW")
    async with house.db.tx() as tx:
        await tasks.on_rota_published(tx, RotaPublished(await version_id(house), 1))
    after = (await statement(house, "AO"))["lines"]
    assert after[: len(lines)] == lines, "what was posted stays"
    (line,) = after[len(lines) :]
    assert (line["held"], line["part"], line["points"]) == (-150, 0, -150)
    assert line["what"] == "Week of 4 Jan 2027, counted again"
    assert line["reason"] == "The rota of this week changed after it was closed."
    assert (await balances(house))["CW"] == before["CW"] + 150


async def version_id(house: House) -> Any:
    async with house.db.tx() as tx:
        return (await (await tx.execute("select id from rota_version")).fetchone())[0]  # type: ignore[index]


async def test_sickness_recorded_late_takes_the_days_out_of_somebodys_part_and_says_nothing_of_it(
    house: House,
) -> None:
    await (await house.with_practice()).published()
    await close(house)
    already = await posted(house)
    part = next(person["part"] for person in (await stands(house))["people"] if person["code"] == "CW")
    priya = await house.as_(PRIYA)
    answer = await priya.post(
        "/leave/requests", wanted("2027-01-07", "2027-01-08", "sick", person_code="CW", note="Shingles")
    )
    request = answer.json["request"]
    if request["status"] == "requested":
        await decide(priya, request, "approval", note="Get well")
    async with house.db.tx() as tx:
        await tasks.on_leave_decided(tx, LeaveDecided(request["id"], approved=True))
    assert await posted(house) > already
    lines = str((await statement(house, "CW"))["lines"]).lower()
    assert next(p["part"] for p in (await stands(house))["people"] if p["code"] == "CW") < part
    for word in ("sick", "shingles", "leave", "get well"):
        assert word not in lines, word


async def test_other_weights_count_for_weeks_closed_later_alone(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    await (await house.with_practice()).published()
    monkeypatch.setattr(clock, "today", lambda: date(2027, 1, 11))
    await close(house)
    first, already = await balances(house), await posted(house)
    await save_settings(house, weights={"monday": 3, "after_bank_holiday": 3})
    async with house.db.tx() as tx:
        await tasks.on_settings_changed(tx, SettingsChanged(2))
    assert (await balances(house), await posted(house)) == (first, already)
    monkeypatch.setattr(clock, "today", lambda: AFTER)
    await close(house)
    weeks = [line for line in (await statement(house, "AO"))["lines"] if line["kind"] == "week"]
    mondays = ("2027-01-04", "2027-01-11")
    counted = [{points for day, _, _, points in line["detail"]["held"] if day in mondays} for line in weeks]
    assert counted == [{150}, {300}]
    assert (await stands(house))["weights"]["monday"] == 300


async def test_a_rule_of_duty_changed_later_rewrites_no_week(house: House) -> None:
    await (await house.with_practice()).published()
    await close(house)
    already = await posted(house)
    await save_settings(house, skill="on-call")
    async with house.db.tx() as tx:
        await tasks.on_settings_changed(tx, SettingsChanged(2))
    assert await posted(house) == already


async def test_who_has_left_keeps_the_weeks_they_worked(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    await (await house.with_practice()).published()
    await close(house)
    held = {person["code"]: person["held"] for person in (await stands(house))["people"]}
    priya = await house.as_(PRIYA)
    without = "\n".join(line for line in PEOPLE.splitlines() if not line.startswith("AO,")) + "\n"
    leave = "\n".join(line for line in LEAVE.splitlines() if not line.startswith("AO,")) + "\n"
    answer = await priya.post("/practice/import", files(people=without, leave=leave))
    assert answer.status_code == 200, answer.text
    async with house.db.tx() as tx:
        await tasks.on_terms_changed(tx, TermsChanged("AO"))
    seen = {person["code"]: person for person in (await stands(house))["people"]}
    assert {code: person["held"] for code, person in seen.items()} == held
    assert (seen["AO"]["active"], seen["AO"]["balance"]) == (True, (await balances(house)).get("AO", 0))
    # The import ends her term today, which is in a week that is not closed yet; with it, she is settled.
    monkeypatch.setattr(clock, "today", lambda: date(2027, 1, 25))
    await house.published(start="2027-01-18", weeks=1)
    await close(house)
    seen = {person["code"]: person for person in (await stands(house))["people"]}
    assert (seen["AO"]["active"], seen["AO"]["balance"]) == (False, 0)


async def test_a_practice_without_a_rota_has_nothing_to_close(house: House) -> None:
    await close(house)
    await house.with_practice()
    await close(house)
    assert await posted(house) == 0


async def test_a_practice_that_has_not_said_who_holds_duty_closes_nothing_until_it_has(house: House) -> None:
    await (
        await house.with_practice(
            practice=PRACTICE.replace('  "duty": {"default": 1, "mondays": 1, "skill": "duty"},\n', "")
        )
    ).published()
    await close(house)
    assert (await stands(house))["weeks"] == 0
    await save_settings(house, default=1)
    await close(house)
    assert (await stands(house))["weeks"] == 2


# -- somebody joins in week four, somebody leaves in week ten --------------------------------------------------------

TWELVE = PRACTICE.replace('"weeks": 2}', '"weeks": 12}')


def dated(people: str) -> str:
    """The cast, with Dr Dee Fox who joins in week four, and Dr Cara West who leaves with week ten."""
    head, *lines = people.splitlines()
    rows = [f"{line},,2027-03-12" if line.startswith("CW,") else f"{line},," for line in lines]
    dee = "DF,Dr Dee Fox,Salaried,ELM,0.8,SSSSSSSS--,,,40,duty,2027-01-25,"
    return "\n".join([f"{head},starts,ends", *rows, dee]) + "\n"


async def test_a_joiner_begins_at_the_median_and_a_leaver_is_settled(house: House) -> None:
    await house.with_practice(practice=TWELVE, people=dated(PEOPLE))
    await house.published(weeks=12)
    for today in (date(2027, 1, 25), date(2027, 2, 1), date(2027, 3, 15), date(2027, 3, 29)):
        await close(house, today)
        await posted(house)
    dee = (await statement(house, "DF"))["lines"]
    assert (dee[0]["kind"], dee[0]["week"]) == ("opening", "2027-01-25")
    three_weeks = [await balance_before(house, code, "2027-01-25") for code in ("AO", "BH", "CW")]
    assert dee[0]["points"] == sorted(three_weeks)[1]
    cara = (await statement(house, "CW"))["lines"]
    assert (cara[-1]["kind"], cara[-1]["week"], cara[-1]["balance"]) == ("settlement", "2027-03-08", 0)
    assert cara[-1]["points"] != 0
    spread = [line for code in ("AO", "BH", "DF") for line in (await statement(house, code))["lines"]
              if line["kind"] == "settlement"]  # fmt: skip
    assert sum(line["points"] for line in spread) == -cara[-1]["points"]
    assert {line["what"] for line in spread} == {"Dr Cara West left: a share of their balance"}
    assert (await stands(house))["total"] == 0


async def balance_before(house: House, code: str, week: str) -> int:
    lines = (await statement(house, code))["lines"]
    return sum(line["points"] for line in lines if line["week"] < week)
