"""The events of a practice's spring that concern a published rota, from outside: HTTP and workers, nothing mocked.

One system of its own, Northgate with thirteen weeks published from 4 January 2027; each test is one event, and leaves
the rota to the next.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from infra.demo.api import Api, Unexpected
from tests.conftest import NewSystem
from tests.systems import System, ask_for_run, ended, until

pytestmark = pytest.mark.slow

START, WEEKS = "2027-01-04", 13
REASON = "So that the week holds."
EMPTY = {"activity": None, "site": None, "pinned": False, "locum": None}
State = dict[str, Any]


@pytest.fixture(scope="module")
def spring(new_system: NewSystem) -> Iterator[System]:
    """Northgate with its rota published, and the hand-off begun."""
    with new_system("spring") as running:
        api = running.signed_in()
        run = ended(api, ask_for_run(api, start=START, weeks=WEEKS, seconds=5))
        assert run["status"] == "done", run["error"]
        api.ask("PUT", f"/rota/versions/{run['id']}/publication", {"reason": None})
        api.ask("PUT", "/rota/hand-off", {"owner": None, "baseline": "as-it-stands"})
        yield running


@pytest.fixture
def priya(spring: System) -> Api:
    return spring.signed_in("administrator")


class Week:
    """One week of the rota as a page sees it."""

    def __init__(self, api: Api, monday: str, layer: str = "") -> None:
        self.grid = api.ask("GET", f"/rota?start={monday}&weeks=1{layer and '&layer=' + layer}")
        self.codes = [person["code"] for person in self.grid["people"]]
        self.dates = [day["date"] for day in self.grid["days"]]

    def cells(self) -> dict[tuple[str, str, str], State]:
        found: dict[tuple[str, str, str], State] = {
            self._key(person, day, half): EMPTY | {"activity": activity, "site": site}
            for person, day, half, activity, site in self.grid["assignments"]
        }
        for at in self.grid["pinned"]:
            found[self._key(*at)] = found[self._key(*at)] | {"pinned": True}
        return found

    def _key(self, person: int, day: int, half: int) -> tuple[str, str, str]:
        return self.codes[person], self.dates[day], ("AM", "PM")[half]

    def on_duty(self, day: str, half: str) -> list[str]:
        return [
            self.codes[person]
            for at, when, people in self.grid["duty"]
            for person in people
            if (self.dates[at], ("AM", "PM")[when]) == (day, half)
        ]

    def state(self, code: str, day: str, half: str) -> State:
        return self.cells().get((code, day, half), EMPTY)


def change(week: Week, code: str, day: str, half: str, **now: Any) -> dict[str, Any]:
    """A change of one session, decided by hand."""
    became = EMPTY | {"pinned": True} | now
    return {"code": code, "date": day, "half": half, "was": week.state(code, day, half), "now": became}


def stage(api: Api, cells: list[dict[str, Any]], cause: str = "hand") -> dict[str, Any]:
    return dict(api.ask("POST", "/rota/edits", {"cells": cells, "cause": cause}))


def publish(api: Api, edits: list[int]) -> dict[str, Any]:
    """Publish these changes, with a reason and one for each trainee alone; the publication."""
    seen = api.ask("POST", "/rota/publications/previews", {"edits": edits, "run": None})
    assert seen["refusals"] == []
    overrides = [
        {key: gap[key] for key in ("date", "half", "site")} | {"reason": "The partner is next door."}
        for gap in seen["supervision"]
    ]
    body = {"edits": edits, "run": None, "reason": REASON, "overrides": overrides}
    return dict(api.ask("POST", "/rota/publications", body))


def alerts_on(api: Api, day: str) -> set[tuple[str, str, str | None]]:
    found = api.ask("GET", f"/rota/alerts?status=active&from={day}&to={day}")["alerts"]
    return {(alert["rule"], alert["severity"], alert["half"]) for alert in found}


def answer_to(api: Api, path: str) -> dict[str, Any]:
    """What the solver says, once it has."""
    found: dict[str, Any] = {}

    def is_there() -> bool:
        found.update(api.ask("GET", path))
        return bool(found["status"] != "working")

    until(is_there)
    assert found["status"] == "done", found
    return found


def hand_off(api: Api) -> dict[tuple[str, str, str], tuple[Any, Any]]:
    lines = api.ask("GET", "/rota/hand-off")["lines"]
    return {(x["code"], x["date"], x["half"]): (x["was"], x["now"]) for x in lines}


def does(state: State) -> dict[str, Any] | None:
    """What an appointment book minds of a session."""
    return None if state["activity"] is None else {key: state[key] for key in ("activity", "site")}


def test_the_duty_doctor_rings_in_sick_and_the_day_is_repaired(priya: Api) -> None:
    """Monday of week 6, 07:45: recorded, repaired, published, told, and handed to the clinical system line by line."""
    monday = "2027-02-08"
    before = Week(priya, monday)
    holder = before.on_duty(monday, "AM")[0]
    sick = {"kind": "sick", "start": monday, "start_half": "AM", "end": monday, "end_half": "PM", "person_code": holder}
    priya.ask("POST", "/leave/requests", sick)
    until(lambda: ("duty", "critical", "AM") in alerts_on(priya, monday))
    asked = priya.ask("POST", "/rota-generate/repairs", {"start": monday, "end": monday, "absence": None})
    answer = answer_to(priya, f"/rota-generate/repairs/{asked['id']}")
    option = answer["options"][0]
    assert option["closed"] >= 1 and option["tell"]
    moved = [each["moved"] for each in answer["options"] if each["kind"] != "locum"]
    assert moved == sorted(moved) or not option["proved"], "the fewest others moved come first"
    done = stage(priya, option["cells"], "repair")
    published = publish(priya, [done["edit"]["id"]])
    assert published["published"]
    after = Week(priya, monday)
    assert holder not in after.on_duty(monday, "AM")
    assert len(after.on_duty(monday, "AM")) == len(before.on_duty(monday, "AM"))
    until(lambda: ("duty", "critical", "AM") not in alerts_on(priya, monday))
    was, now = before.cells(), after.cells()
    expected = {
        key: (does(was.get(key, EMPTY)), does(now.get(key, EMPTY)))
        for key in was.keys() | now.keys()
        if does(was.get(key, EMPTY)) != does(now.get(key, EMPTY))
    }
    assert hand_off(priya) == expected
    ticks = [
        {"code": code, "date": day, "half": half, "has": end, "stands": end}
        for (code, day, half), (_, end) in expected.items()
    ]
    assert priya.ask("POST", "/rota/hand-off/ticks", {"lines": ticks}) == {"ticked": len(expected)}
    assert hand_off(priya) == {}


def test_the_tuesday_after_easter_needs_two(priya: Api) -> None:
    """Taking one of them off says so before it is done, and why that day is not like another."""
    week = Week(priya, "2027-03-29")
    holder = week.on_duty("2027-03-30", "AM")[0]
    wanted = change(week, holder, "2027-03-30", "AM", activity="clinic", site="MAIN")
    seen = priya.ask("POST", "/rota/edits/previews", {"cells": [wanted], "cause": "hand"})
    [short] = [breach for breach in seen["breaches"]["new"] if breach["rule"] == "duty"]
    assert (short["need"], short["have"]) == (2, 1) and seen["allowed"]
    assert "bank holiday" in short["because"]
    assert priya.ask("GET", "/rota/edits")["edits"] == [], "a preview saves nothing"


def test_nobody_is_put_into_a_closed_afternoon(priya: Api) -> None:
    """Wednesday 20 January, PM: closed, not uncovered."""
    week = Week(priya, "2027-01-18")
    wanted = change(week, "P1", "2027-01-20", "PM", activity="clinic", site="MAIN")
    with pytest.raises(Unexpected, match="closed then"):
        stage(priya, [wanted])
    assert not {alert for alert in alerts_on(priya, "2027-01-20") if alert[2] == "PM"}


def test_two_swap_a_monday(priya: Api, spring: System) -> None:
    """Duty changes hands across a Monday: what it does to fairness is shown first, and it can be taken back."""
    monday = "2027-02-22"
    week = Week(priya, monday)
    giver = week.on_duty(monday, "AM")[0]
    taker = next(
        code
        for (code, day, half), state in sorted(week.cells().items())
        if (day, half, state["activity"]) == (monday, "AM", "clinic") and may_hold_duty(priya, code)
    )
    cells = [
        change(week, giver, monday, "AM", activity="clinic", site="MAIN"),
        change(week, taker, monday, "AM", activity="duty", site="MAIN"),
    ]
    seen = priya.ask("POST", "/rota/edits/previews", {"cells": cells, "cause": "swap"})
    assert {each["code"] for each in seen["fairness"]} == {giver, taker}
    assert not [breach for breach in seen["breaches"]["new"] if breach["rule"] == "duty"]
    done = stage(priya, cells, "swap")
    assert week.grid["assignments"] == Week(priya, monday).grid["assignments"], "nothing is published yet"
    version = publish(priya, [done["edit"]["id"]])
    differs = priya.ask("GET", f"/rota/versions/{version['id']}/difference?against=previous")
    assert {person["code"] for person in differs["by_person"]} == {giver, taker}
    assert differs["changed"] == 2
    back = priya.ask("POST", f"/rota/versions/{previous(priya, monday, version['id'])}/restoration")
    publish(priya, [back["edit"]["id"]])
    assert does(Week(priya, monday).state(giver, monday, "AM")) == does(week.state(giver, monday, "AM"))
    numbers = [each["number"] for each in priya.ask("GET", "/rota/versions")]
    assert numbers == sorted(numbers, reverse=True)


def may_hold_duty(api: Api, code: str) -> bool:
    return "duty" in api.ask("GET", f"/practice/people/{code}")["terms"][0]["flags"]


def previous(api: Api, day: str, version_id: str) -> str:
    """The version that held on a day before this one."""
    older = [
        each
        for each in api.ask("GET", "/rota/versions")
        if each["start"] <= day <= each["end"] and each["id"] != version_id
    ]
    return str(older[0]["id"])


def test_a_locum_takes_a_session_and_only_administrators_see_the_cost(priya: Api, spring: System) -> None:
    term = {"role": "Locum", "site": "MAIN", "wte": "0", "pattern": "----------", "starts": "2027-01-01"}
    term |= {"annual_leave_sessions": "0", "flags": ["by-hand", "duty"]}
    priya.ask("POST", "/practice/people", {"code": "L9", "name": "Dr Rowan", "term": term})
    week = Week(priya, "2027-03-01")
    holder = week.on_duty("2027-03-04", "PM")[0]
    locum = {"covers": holder, "cost_pence": 42_000, "agency": "Riverside Locums"}
    cells = [
        change(week, "L9", "2027-03-04", "PM", activity="duty", site="MAIN", locum=locum),
        change(week, holder, "2027-03-04", "PM", activity="clinic", site="MAIN"),
    ]
    publish(priya, [stage(priya, cells)["edit"]["id"]])
    after = Week(priya, "2027-03-01")
    assert after.on_duty("2027-03-04", "PM") == ["L9"]
    assert [line[3:] for line in after.grid["locums"]] == [[holder, 42_000, "Riverside Locums"]]
    seen = Week(spring.signed_in("clinician"), "2027-03-01").grid
    assert [line[3:] for line in seen["locums"]] == [[None, None, ""]]


def test_whatever_happened_every_version_is_as_it_was_published(priya: Api) -> None:
    """Read twice, with all that happened in between: the same bytes, and the fingerprint they had."""
    versions = priya.ask("GET", "/rota/versions")
    assert len(versions) >= 4
    first = versions[-1]
    whole = priya.ask("GET", f"/rota/versions/{first['id']}")
    assert whole["content_hash"] and whole["number"] == 1
    assert whole == priya.ask("GET", f"/rota/versions/{first['id']}")
    assert len({priya.ask("GET", f"/rota/versions/{each['id']}")["content_hash"] for each in versions}) == len(versions)
