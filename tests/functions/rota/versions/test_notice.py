"""How much notice people have: the arithmetic, the reason that is asked for, and the report."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.rota.versions.notice import Noticed, by_person, noticed, window_days
from shared.difference import Change
from tests.builders import MONDAY as DAY
from tests.builders import person, problem
from tests.cast import BEN, PEOPLE, House, files
from tests.edits import ADMIN, CLINIC, MONDAY, OFF, TUESDAY, cell, edit, state
from tests.functions.rota.versions.conftest import MoveTo
from tests.published import TWO_WEEKS, preview, priya_with_a_rota, publish

SIX_WEEKS = 42


def change(code: str = "A", day: date = DAY) -> Change:
    return Change(day, "AM", code, ("clinic", "MAIN"), None)


def test_it_works() -> None:
    practice = problem(person("A"), person("T", role="ST2", flags="trainee")).practice
    found = noticed(practice, [change("A"), change("T")], {DAY}, DAY - timedelta(days=41))
    assert [(each.notice_days, each.window_days, each.is_short) for each in found] == [(41, 42, True)] * 2
    (enough,) = noticed(practice, [change("A")], {DAY}, DAY - timedelta(days=42))
    assert not enough.is_short


@given(fixed=st.integers(0, 364))
def test_a_trainee_is_due_six_weeks_whatever_the_practice_keeps(fixed: int) -> None:
    assert window_days(fixed, is_trainee=True) == max(fixed, SIX_WEEKS)
    assert window_days(fixed, is_trainee=False) == fixed


def test_somebody_is_a_trainee_on_the_days_of_that_term_alone() -> None:
    before = person("A", role="ST3", flags="trainee", ends=DAY)
    after = person("A", role="Salaried", starts=DAY + timedelta(days=1))
    practice = problem(before, after, weeks=2).practice
    days = [DAY, DAY + timedelta(days=1)]
    found = noticed(practice, [change("A", day) for day in days], days, DAY - timedelta(days=60))
    assert [each.window_days for each in found] == [42, 42]  # the practice's own is six weeks, too


def test_nothing_changes_for_anybody_where_nothing_was_published() -> None:
    practice = problem(person("A")).practice
    assert noticed(practice, [change("A")], set(), DAY) == ()


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.integers(-3, 60)), min_size=1, max_size=20))
def test_who_is_told_latest_comes_first(told: list[tuple[str, int]]) -> None:
    changes = [Noticed(change(code), days, 42) for code, days in told]
    shortest = [min(each.notice_days for each in theirs) for theirs in by_person(changes).values()]
    assert shortest == sorted(shortest)
    assert sum(map(len, by_person(changes).values())) == len(told)


async def test_enough_notice_needs_no_reason(house: House) -> None:
    priya = await priya_with_a_rota(house)
    await edit(priya, cell("CW", MONDAY, "AM", CLINIC, ADMIN))
    shown = await preview(priya)
    assert (shown["inside_window"], shown["reason_required"]) == (0, False)
    (told,) = shown["people"]
    assert (told["code"], told["name"], told["shortest_notice"]) == ("CW", "Dr Cara West", 28)
    assert told["changes"] == [
        {"date": MONDAY, "half": "AM", "was": {"activity": "clinic", "site": "ELM"},
         "now": {"activity": "admin", "site": "ELM"}, "notice_days": 28, "window_days": 14},
    ]  # fmt: skip
    await publish(priya)


async def test_less_notice_than_is_due_needs_a_reason_which_is_kept(house: House, move_to: MoveTo) -> None:
    priya = await priya_with_a_rota(house)
    await edit(priya, cell("CW", MONDAY, "AM", CLINIC, ADMIN))
    move_to(date(2026, 12, 22))
    shown = await preview(priya)
    assert (shown["inside_window"], shown["reason_required"], shown["people"][0]["shortest_notice"]) == (1, True, 13)
    for reason in (None, "", "   "):
        answer = await priya.post("/rota/publications", {"reason": reason})
        assert answer.status_code == 422
        (fault,) = answer.json["errors"]
        assert (fault["code"], fault["field"]) == ("reason-needed", "reason")
    done = await publish(priya, reason="A funeral")
    (listed,) = [each for each in (await priya.get("/rota/versions")).json if each["id"] == done["id"]]
    assert (listed["reason"], listed["changes"], listed["people"]) == ("A funeral", 1, 1)
    (seen,) = [each for each in (await (await house.as_(BEN)).get("/rota/versions")).json if each["id"] == done["id"]]
    assert (seen["reason"], seen["acknowledged"], seen["changes"]) == (None, None, 1)


async def test_trainees_are_due_six_weeks_and_come_first_when_told_latest(house: House) -> None:
    priya = await priya_with_a_rota(house)
    await edit(priya, cell("CW", TUESDAY, "AM", CLINIC, ADMIN))
    await edit(priya, cell("RM", MONDAY, "AM", CLINIC, state("visits", pinned=True)))
    shown = await preview(priya)
    assert [(each["code"], each["shortest_notice"]) for each in shown["people"]] == [("RM", 28), ("CW", 29)]
    assert [each["changes"][0]["window_days"] for each in shown["people"]] == [42, 14]
    assert shown["inside_window"] == 1


async def test_a_run_that_changes_the_rota_at_short_notice_needs_a_reason_and_a_first_rota_does_not(
    house: House, move_to: MoveTo
) -> None:
    move_to(date(2027, 1, 1))
    priya = await priya_with_a_rota(house)  # published without a reason three days before it begins
    assert (await priya.get("/rota/notice?start=2027-01-01&end=2027-03-01")).json["rows"] == []
    more = PEOPLE.replace("SSSSSS----", "SSSSSSS---")
    assert (await priya.post("/practice/import", files(practice=TWO_WEEKS, people=more))).status_code == 200
    run_id = await house.draft(mode="afresh")
    shown = await preview(priya, run=str(run_id))
    assert (shown["first"], shown["inside_window"], [each["code"] for each in shown["people"]]) == (False, 2, ["BH"])
    answer = await priya.put(f"/rota/versions/{run_id}/publication", {"reason": None})
    assert [fault["code"] for fault in answer.json["errors"]] == ["reason-needed"]
    assert (await priya.put(f"/rota/versions/{run_id}/publication", {"reason": "More hours"})).status_code == 201
    assert len((await priya.get("/rota/notice?start=2027-01-01&end=2027-03-01")).json["rows"]) == 2


async def test_the_report_names_every_change_inside_its_window_and_no_other(house: House, move_to: MoveTo) -> None:
    priya = await priya_with_a_rota(house)
    await edit(priya, cell("RM", MONDAY, "AM", CLINIC, state("visits", pinned=True)))
    await edit(priya, cell("CW", TUESDAY, "AM", CLINIC, ADMIN))
    done = await publish(priya, reason="=Cover for a talk")
    report = (await priya.get("/rota/notice?start=2027-01-01&end=2027-01-31")).json
    (row,) = report["rows"]
    assert {key: row[key] for key in ("code", "name", "date", "half", "notice_days", "window_days", "number")} == {
        "code": "RM", "name": "Dr Rosa Marsh", "date": MONDAY, "half": "AM", "notice_days": 28, "window_days": 42,
        "number": 2,
    }  # fmt: skip
    assert (row["version_id"], row["published_by"], row["reason"]) == (done["id"], "Priya Shah", "=Cover for a talk")
    assert (await priya.get("/rota/notice?start=2027-01-05&end=2027-01-31")).json["rows"] == []
    answer = await priya.get("/rota/notice.csv?start=2027-01-01&end=2027-01-31")
    assert answer.headers["content-disposition"] == 'attachment; filename="notice-2027-01-01-2027-01-31.csv"'
    (line,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (line["date"], line["name"], line["was"], line["is_now"], line["notice_days"], line["days_due"]) == (
        MONDAY, "Dr Rosa Marsh", "clinic", "visits", "28", "42",
    )  # fmt: skip
    assert line["reason"] == "'=Cover for a talk"  # a spreadsheet would run it


async def test_without_dates_the_report_is_of_three_months_either_way(house: House) -> None:
    priya = await priya_with_a_rota(house)
    report = (await priya.get("/rota/notice")).json
    assert (report["start"], report["end"], report["rows"]) == ("2026-09-08", "2027-03-07", [])


@pytest.mark.parametrize("path", ["/rota/notice", "/rota/notice.csv"])
async def test_the_report_is_for_administrators_and_its_dates_in_order(house: House, path: str) -> None:
    priya: Any = await priya_with_a_rota(house)
    assert (await (await house.as_(BEN)).get(path)).status_code == 403
    assert (await priya.get(f"{path}?start=2027-02-01&end=2027-01-01")).status_code == 422


async def test_a_correction_of_today_has_no_notice_at_all(house: House, move_to: MoveTo) -> None:
    priya = await priya_with_a_rota(house)
    move_to(date(2027, 1, 4))
    await edit(priya, cell("BH", MONDAY, "PM", CLINIC, OFF))
    assert (await preview(priya))["people"][0]["shortest_notice"] == 0
    await publish(priya, reason="Ill since the morning")
