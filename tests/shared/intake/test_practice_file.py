"""NAME.practice.json: every mistake is told with its line, its key and what to write instead."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from shared.domain.calendar import Half
from shared.domain.people import ROLES, Letter
from shared.domain.problem import Slot, Wish
from shared.intake import Files, read_practice
from shared.intake.words import ROLE_NAMES
from tests.made_up import faults_of, files_of, only_fault, practice_of, with_change, with_part


def settings(**changes: Any) -> Files:
    """Northgate with some keys changed; None removes one."""
    files = files_of("northgate")
    document = json.loads(files.practice or b"") | changes
    return with_part(files, "practice", json.dumps({k: v for k, v in document.items() if v is not None}).encode())


def northgate(old: str, new: str) -> Files:
    return with_change(files_of("northgate"), "practice", old, new)


def test_it_works() -> None:
    practice = practice_of("northgate")
    assert practice.name == "Northgate Medical Group"
    assert [site.code for site in practice.sites] == ["MAIN", "BRANCH"]
    assert practice.horizon and practice.horizon.start == date(2027, 1, 4)
    assert practice.rules.duty and practice.rules.duty.mondays == 2
    assert practice.rules.supervision and practice.rules.supervision.tutorial == Slot(1, Half.PM)
    assert practice.closures[0].half is Half.PM
    assert len(practice.people) == 14
    assert sum(leave.approved for leave in practice.leave) == 21


def test_everything_but_name_sites_and_horizon_may_be_left_out() -> None:
    practice = practice_of("plain-field")
    assert practice.nation == "england-and-wales"
    assert practice.rules.duty is None
    assert practice.rules.full_time_days_per_week == Decimal("3.5")


@pytest.mark.parametrize("key", ["name", "sites", "horizon"])
def test_what_must_be_there_is_asked_for(key: str) -> None:
    fault = next(f for f in faults_of(settings(**{key: None})) if f.file == "northgate.practice.json")
    assert fault.message == f"The key {key} is missing."
    assert f'"{key}":' in fault.instead


def test_half_a_rule_is_none() -> None:
    assert practice_of("lone-moor").rules.duty is not None
    assert only_fault(settings(duty={"mondays": 2})).message == "The key default is missing."
    assert only_fault(settings(supervision={"same_site": True})).field == "supervision.trainees_per_supervisor"
    missing = {f"site_cover[1].{key}" for key in ("site", "role_group", "minimum")}
    assert {f.field for f in faults_of(settings(site_cover=[{}]))} == missing
    assert {f.field for f in faults_of(settings(max_off=[{}]))} == {"max_off[1].roles", "max_off[1].limit"}


# What replaces what in Northgate's file, and the line, key, message and advice that come of it.
MISTAKES = [
    ('"nation": "england-and-wales"', '"nation": "scotlnd"', 3, "nation", "'scotlnd' is not known", "Write scotland."),
    ('"list_size": 10400', '"list_size": -1', 4, "list_size", "-1 is out of range", "from 0 to"),
    ('"list_size": 10400', '"list_size": "many"', 4, "list_size", "A text stands here", "whole number"),
    ('"list_size": 10400', '"list_size": true', 4, "list_size", "true or false stands here", "whole number"),
    ('"list_size": 10400', '"list_size": 1.5', 4, "list_size", "1.5 is not a whole number", "whole number"),
    ('"list_size": 10400', '"list_size": 1' + "0" * 400, 4, "list_size", "not a whole number", "whole number"),
    ('"start": "2027-01-04"', '"start": "2027-01-05"', 6, "horizon.start", "is a Tuesday", "2027-01-04 or 2027-01-11"),
    ('"start": "2027-01-04"', '"start": "4/1/2027"', 6, "horizon.start", "is not a date", "Write 2027-01-04"),
    ('"start": "2027-01-04"', '"start": "2027-02-30"', 6, "horizon.start", "no such date", "2027-02-15"),
    ('"start": "2027-01-04"', '"start": "0207-01-04"', 6, "horizon.start", "cannot be meant", "from 2000 to 2100"),
    ('"weeks": 13', '"weeks": 0', 7, "horizon.weeks", "0 is out of range", "from 1 to 104"),
    ('"code": "BRANCH"', '"code": "MAIN"', 15, "sites[2]", "MAIN is there twice", "a code of its own"),
    ('"code": "BRANCH"', '"code": "BR ANCH"', 16, "sites[2].code", "cannot be a code", "without spaces"),
    ('"rooms": 3', '"rooms": "3"', 18, "sites[2].rooms", "A text stands here", "without quotation marks"),
    ('"default": 1', '"default": -1', 22, "duty.default", "-1 is out of range", "from 0 to 999"),
    ('"mondays": 2', '"monday": 2', 23, "duty.monday", "no key 'monday'", 'Write "mondays".'),
    ('"same_person_both_halves": "prefer"', '"same_person_both_halves": "perhaps"', 26, "duty.same_person_both_halves",
     "'perhaps' is not known", "Write one of no, prefer, require"),
    ('"skill": "duty"', '"not_on": ["A", "X"]', 25, "duty.not_on[2]", "'X' is not a letter", "Write S, A, T"),
    ('"Salaried",', '"Salried",', 32, "max_off[1].roles[2]", "'Salried' is not a role", "Write Salaried."),
    ('"limit": 2', '"limits": 2', 35, "max_off[1].limits", "no key 'limits'", 'Write "limit".'),
    ('"trainees_per_supervisor": 2', '"trainees_per_supervisor": 0', 39, "supervision.trainees_per_supervisor",
     "0 is out of range", "from 1"),
    ('"tutorial": "Tue PM"', '"tutorial": "tuesday pm"', 43, "supervision.tutorial", "not a half-day of the week",
     'Write "Tue PM".'),
    ('"site": "BRANCH"', '"site": "BRANCHE"', 47, "site_cover[1].site", "no site 'BRANCHE'", "Write BRANCH."),
    ('"role_group": "gp"', '"role_group": "gps"', 48, "site_cover[1].role_group", "no group of roles", "Write gp."),
    ('"Wed AM"', '"Wde AM"', 53, "site_cover[1].when[3]", "not a half-day of the week", 'Write "Wed AM".'),
    ('"half": "PM"', '"half": "pm"', 61, "closures[1].half", "'pm' is not a half-day", "Write PM."),
    ('"2027-03-17"', '"17.03.2027"', 64, "closures[1].dates[2]", "is not a date", "Write 2027-03-17"),
    ('"year_start": "01-01"', '"year_start": "13-01"', 71, "leave.year_start", "not a day of the year", "as 04-01"),
    ('"notice_weeks": 6', '"notices": 6', 70, "leave.notices", "no key 'notices'", 'Write "notice_weeks".'),
    ('"closures": [', '"closure": [', 58, "closure", "no key 'closure'", 'Write "closures".'),
    ('"list_size": 10400', '"name": "Twice"', 4, "name", "written twice; the first is in line 2", "Keep one"),
    ('"Northgate Medical Group"', '"North\\ngate"', 2, "name", "holds a line break", "on one line"),
    ('"name": "Northgate"', '"name": ["Northgate"]', 12, "sites[1].name", "A list stands here", "double quotes"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "message", "instead"), MISTAKES, ids=[m[1][:40] for m in MISTAKES]
)
def test_a_mistake_is_told_with_its_place_and_the_mend(
    old: str, new: str, line: int, field: str, message: str, instead: str
) -> None:
    fault = next(each for each in faults_of(northgate(old, new)) if each.field == field)
    assert (fault.file, fault.line) == ("northgate.practice.json", line)
    assert message in fault.message
    assert instead in fault.instead


BROKEN = [
    ('"list_size": 10400,', '"list_size": 10400', 5, "a comma or a closing bracket"),
    ('"rooms": 3', '"rooms": 3,', 19, "a key in double quotes"),
    ('"Thu AM"', '"Thu AM",', 55, "a value should stand here"),
    ('"name": "Northgate Medical Group"', '"name" "Northgate"', 2, "a colon"),
    ('"nation": "england-and-wales"', "'nation': 'scotland'", 3, "a key in double quotes"),
    ('"nation": "england-and-wales",', '"nation": "england\n', 3, "runs over the end of its line"),
    ('"nation": "england-and-wales",', '"nation": "a\\path",', 3, "a backslash"),
    ('"list_size": 10400', '"list_size": NaN', 4, "NaN is not a number"),
    ('"list_size": 10400', '"list_size": -Infinity', 4, "Infinity is not a number"),
    ('"Northgate Medical Group"', '"North\\ud800gate"', 2, "half a letter"),
    ('"Northgate Medical Group"', '"North\\u0000gate"', 2, "zero byte"),
]


@pytest.mark.parametrize(("old", "new", "line", "message"), BROKEN, ids=[b[1][:30] for b in BROKEN])
def test_broken_json_is_told_with_its_line_and_the_mend(old: str, new: str, line: int, message: str) -> None:
    fault = only_fault(northgate(old, new))
    assert fault.line == line
    assert message in fault.message
    assert fault.instead


@pytest.mark.parametrize("text", ["[]", "7", '"x"', "null", "[" * 100_000, '{"a":' * 500 + "1" + "}" * 500])
def test_other_json_is_told_from_a_practice(text: str) -> None:
    assert only_fault(with_part(files_of("northgate"), "practice", text.encode())).instead


def test_the_whole_file_is_read_before_anything_is_told() -> None:
    files = northgate('"weeks": 13', '"weeks": 0')
    for old, new in (('"rooms": 3', '"rooms": -3'), ('"default": 1', '"default": "1"'), ('"PLT"', "7")):
        files = with_change(files, "practice", old, new)
    assert [fault.field for fault in faults_of(files)] == [
        "horizon.weeks", "sites[2].rooms", "duty.default", "closures[1].label",
    ]  # fmt: skip


def test_wishes_may_be_told_by_yes_and_no() -> None:
    for said, meant in ((True, Wish.REQUIRE), (False, Wish.NO), ("prefer", Wish.PREFER)):
        practice = read_practice(settings(duty={"default": 1, "same_person_both_halves": said}))
        assert practice.rules.duty and practice.rules.duty.same_person_both_halves is meant


def test_a_closure_without_a_half_shuts_the_whole_day() -> None:
    for half in ({}, {"half": "day"}, {"half": None}):
        practice = read_practice(settings(closures=[{"label": "x", "dates": ["2027-01-20"], **half}]))
        assert practice.closures[0].half is None


def test_a_weekday_without_a_minimum_needs_nobody() -> None:
    assert practice_of("lone-moor").rules.minimum_doctors == (2, 0, 0, 0, 1)


def test_site_cover_may_be_for_every_open_half_day() -> None:
    assert practice_of("long-acre").rules.site_cover[0].when is None


def test_duty_may_spare_letters() -> None:
    duty = practice_of("tern-valley").rules.duty
    assert duty and duty.not_on == (Letter.ADMIN,)


def test_week_a_is_counted_from_its_own_monday() -> None:
    practice = practice_of("glen-strath")
    assert practice.week_a_starts == date(2026, 12, 21)
    assert {person.pattern.anchor for person in practice.people} == {date(2026, 12, 21)}


def test_week_a_is_counted_from_the_horizon_when_nobody_says() -> None:
    assert practice_of("northgate").people[0].pattern.anchor == date(2027, 1, 4)


def test_every_role_that_is_understood_can_be_suggested() -> None:
    assert {name.lower() for name in ROLE_NAMES} == set(ROLES)
