"""POST /rota-generate/runs/checks, and what keeps a run from starting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from shared import clock
from shared.domain import codec
from shared.domain.calendar import Half, Session
from shared.domain.rota import Activity, Cell
from shared.rota_changes import Change, record
from tests.cast import PEOPLE, PRACTICE, PRIYA, START, House

RUNS, CHECKS = "/rota-generate/runs", "/rota-generate/runs/checks"
MONDAY = Session(date(2027, 1, 4), Half.AM)
LONG_BEFORE, CLOSE = date(2026, 11, 2), date(2026, 12, 1)  # nothing of January is fixed yet; all of its first week is


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(clock, "today", lambda: LONG_BEFORE)
    yield


async def _ask(house: House, path: str = CHECKS, **wanted: Any) -> Any:
    return await (await house.as_(PRIYA)).post(path, wanted)


async def _checked(house: House, **wanted: Any) -> Any:
    answer = await _ask(house, **wanted)
    assert answer.status_code == 200, answer.text
    return answer.json


def _codes(refusals: list[dict[str, Any]]) -> list[str]:
    return [each["code"] for each in refusals]


async def _pin(house: House, code: str, cell: Cell) -> None:
    change = Change(1, code, MONDAY, None, cell, pinned=True)
    async with house.db.tx() as tx:
        await record(tx, changes=[change], cause="edit", cause_id="1", by=None)


async def test_it_works(house: House) -> None:
    await house.with_practice()
    found = await _checked(house)
    assert (found["start"], found["weeks"], found["mode"], found["decide"]) == (START, 2, "afresh", ["days", "duty"])
    assert found["words"] == "Make afresh: working days and duty, for everybody"
    assert found["existing"]["sessions"] == 0
    assert found["existing"]["words"] == ["Nothing is on the rota yet where this may change it."]
    assert (found["fixed_until"], found["fixed_sessions"]) == ("2026-12-13", 0)
    assert found["refusals"] == []
    assert any(note.startswith("Closed: ") and "Wed 13 Jan Training afternoon PM" in note for note in found["notes"])
    assert "3 people have approved leave then; it is kept." in found["notes"]
    async with house.db.tx() as tx:
        assert (await (await tx.execute("select count(*) from run")).fetchone()) == (0,)


async def test_what_stands_already_is_counted(house: House) -> None:
    await (await house.with_practice()).published()
    await _pin(house, "BH", Cell(Activity.ADMIN, "ELM"))
    everything = (await _checked(house))["existing"]
    assert everything["pinned"] == 1
    assert everything["leave"] == 3  # two half-days of study leave and one at court
    assert everything["free"] == everything["sessions"] - 4
    ben = await _checked(house, people=["BH"], start=START, since="2027-01-11")
    assert ben["existing"]["people"] == 1
    assert ben["existing"]["sessions"] == ben["existing"]["free"] == 5, "Wednesday afternoon is shut"
    assert ben["words"] == "Stay close: working days and duty, for Dr Ben Hughes, from Mon 11 Jan on"


async def test_what_is_there_is_made_afresh_only_when_somebody_says_so(house: House) -> None:
    await (await house.with_practice()).published()
    found = await _checked(house, mode="afresh")
    assert _codes(found["refusals"]) == ["would-replace"]
    assert f"would replace {found['existing']['free']} sessions" in found["refusals"][0]["message"]
    answer = await _ask(house, RUNS, mode="afresh")
    assert answer.status_code == 422
    assert _codes(answer.json["errors"]) == ["would-replace"]
    assert (await _checked(house, mode="afresh", replace=True))["refusals"] == []
    for mode in ("fill", "stay-close", "rebalance", "repair"):
        assert (await _checked(house, mode=mode))["refusals"] == [], mode


async def test_inside_the_fixed_period_a_run_needs_somebody_to_say_so_and_why(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await (await house.with_practice()).published()
    monkeypatch.setattr(clock, "today", lambda: CLOSE)
    found = await _checked(house)
    assert found["fixed_until"] == "2027-01-11"
    assert _codes(found["refusals"]) == ["fixed-period"]
    assert "The rota is fixed until Mon 11 Jan" in found["refusals"][0]["message"]
    assert _codes((await _ask(house, RUNS)).json["errors"]) == ["fixed-period"]
    assert _codes((await _ask(house, RUNS, acknowledge_fixed_period=True, reason=" ")).json["errors"]) == [
        "reason-needed"
    ]
    assert (await _checked(house, since="2027-01-12"))["refusals"] == []
    run = (await _ask(house, RUNS, acknowledge_fixed_period=True, reason="A partner left")).json
    assert run["fixed_period"] == {
        "until": "2027-01-11",
        "sessions": found["fixed_sessions"],
        "reason": "A partner left",
    }
    async with house.db.tx() as tx:
        newest = "select reason, new from audit where action = 'run-requested' order by id desc limit 1"
        row = await (await tx.execute(newest)).fetchone()
    assert row is not None
    assert (row[0], row[1]["fixed_period"]["until"]) == ("A partner left", "2027-01-11")


async def test_a_first_rota_is_one_click_whatever_the_day(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    await house.with_practice()
    monkeypatch.setattr(clock, "today", lambda: date(2027, 1, 3))
    assert (await _ask(house, RUNS)).status_code == 202
    run = (await _ask(house, RUNS, acknowledge_fixed_period=True)).json
    assert run["fixed_period"] is None, "there was nothing to acknowledge"


async def test_a_practice_may_fix_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    free = PRACTICE.replace('"nation"', '"fixed_period_weeks": 0, "nation"')
    await (await house.with_practice(practice=free)).published()
    monkeypatch.setattr(clock, "today", lambda: date(2027, 1, 5))
    found = await _checked(house, mode="fill")
    assert (found["fixed_until"], found["refusals"]) == (None, [])
    assert next(each["code"] for each in found["warnings"]) == "past"


async def test_what_needs_a_rota_says_so_where_there_is_none(house: House) -> None:
    await house.with_practice()
    for mode in ("stay-close", "rebalance", "repair"):
        assert _codes((await _checked(house, mode=mode, decide=["days", "duty"]))["refusals"]) == ["nothing-published"]
    assert (await _checked(house, mode="fill"))["refusals"] == []


async def test_terms_that_are_missing_or_run_out_are_warned_of(house: House) -> None:
    people = PEOPLE.replace("flags\n", "flags,starts,ends\n")
    lines = people.splitlines()
    ends = {"AO": ",,2027-01-08", "CW": ",2027-01-06,", "RM": ",,2026-12-31"}
    await house.with_practice(people="\n".join([lines[0], *(f"{one}{ends.get(one[:2], ',,')}" for one in lines[1:])]))
    found = {each["message"]: each["code"] for each in (await _checked(house))["warnings"]}
    assert found == {
        "Dr Amara Okafor’s working term ends on Fri 8 Jan: not on the rota after.": "expiring-term",
        "Dr Cara West has no working term 4 Jan 2027 to 5 Jan 2027: not on the rota then.": "gap-in-terms",
        "Dr Rosa Marsh has no working term then: not on the rota.": "missing-term",
    }
    assert [each["code"] for each in (await _checked(house, people=["BH"]))["warnings"]] == []


async def test_all_that_is_wrong_is_said_at_once_and_nothing_is_started(house: House) -> None:
    await (await house.with_practice()).published()
    found = await _checked(house, people=["ZZ"], groups=["Nobody"], seconds=9999.0, start=START, since="2027-03-01")
    assert _codes(found["refusals"]) == ["too-long", "unknown-person", "unknown-group", "outside"]
    assert found["existing"] is None
    assert _codes((await _checked(house, mode="rebalance", decide=["days"]))["refusals"]) == ["no-duty"]


async def test_groups_choose_people(house: House) -> None:
    people = PEOPLE.replace("flags\n", "flags,groups\n")
    lines = people.splitlines()
    groups = {"AO": "Minor ops", "CW": "Minor ops"}
    grouped = "\n".join([lines[0], *(f"{one},{groups.get(one[:2], '')}" for one in lines[1:])])
    await (await house.with_practice(people=grouped)).published()
    run = (await _ask(house, RUNS, mode="rebalance", groups=["Minor ops"], people=["BH"])).json
    assert run["words"] == "Rebalance duty: duty, for Dr Ben Hughes and the group Minor ops"
    assert (run["decide"], run["people"], run["groups"]) == (["duty"], ["BH"], ["Minor ops"])
    priya = await house.as_(PRIYA)
    problem = codec.from_document((await priya.get(f"{RUNS}/{run['id']}/problem")).json)
    assert problem.only_people == {"AO", "BH", "CW"}


async def test_pins_and_those_kept_off_go_with_every_mode(house: House) -> None:
    await (await house.with_practice()).published()
    await _pin(house, "BH", Cell(Activity.ADMIN, "ELM"))
    priya = await house.as_(PRIYA)
    for mode in ("fill", "afresh", "stay-close", "rebalance", "repair"):
        run = (await _ask(house, RUNS, mode=mode, replace=True)).json
        problem = codec.from_document((await priya.get(f"{RUNS}/{run['id']}/problem")).json)
        assert [(pin.code, pin.activity) for pin in problem.pins if pin.session == MONDAY] == [("BH", Activity.ADMIN)]
        assert problem.adds_only == (mode == "fill")
        assert bool(problem.published) == (mode != "afresh")
    assert problem.weights["stability"] == 400


async def test_who_carries_duty_from_before_is_expected_to_hold_less(house: House) -> None:
    await (await house.with_practice()).published()
    async with house.db.tx() as tx:
        await tx.execute(
            """
            insert into duty_entry (person_code, about, kind, points, reason)
            values ('AO', 'AO', 'adjustment', 300, 'Stood in'), ('BH', 'AO', 'adjustment', -300, 'Stood in')
            """
        )
    priya = await house.as_(PRIYA)
    carried = {}
    for mode in ("fill", "afresh", "stay-close", "rebalance", "repair"):
        run = (await _ask(house, RUNS, mode=mode, replace=True)).json
        carried[mode] = codec.from_document((await priya.get(f"{RUNS}/{run['id']}/problem")).json).carried
    assert carried.pop("repair") == {}
    assert set(map(str, carried.values())) == {str({"AO": 300, "BH": -300})}


async def test_without_a_practice_it_says_so(house: House) -> None:
    assert _codes((await _checked(house))["refusals"]) == ["no-practice"]
