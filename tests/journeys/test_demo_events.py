"""The events of a practice's spring that concern people and leave, from outside: HTTP and workers, nothing mocked.

One system of its own, Northgate with thirteen weeks published from 4 January 2027; each test is one event.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from infra.demo.api import Api
from tests.conftest import NewSystem
from tests.systems import System, ask_for_run, ended, until

pytestmark = pytest.mark.slow

START, WEEKS = "2027-01-04", 13
YEAR = "2027-01-01"
Cells = dict[tuple[str, str], str]


@pytest.fixture(scope="module")
def spring(new_system: NewSystem) -> Iterator[System]:
    """Northgate with its rota published; nothing else has happened yet."""
    with new_system("spring") as running:
        publish(running.signed_in())
        yield running


@pytest.fixture
def priya(spring: System) -> Api:
    return spring.signed_in("administrator")


def publish(api: Api, *, start: str = START, weeks: int = WEEKS) -> dict[str, Any]:
    """Generate these weeks and publish them; the draft."""
    run = ended(api, ask_for_run(api, start=start, weeks=weeks, seconds=5))
    assert run["status"] == "done", run["error"]
    draft = api.ask("GET", f"/rota-generate/runs/{run['id']}/draft")
    seen = api.ask("POST", "/rota/publications/previews", {"edits": None, "run": run["id"]})
    places = [{key: gap[key] for key in ("date", "half", "site")} for gap in seen["supervision"]]
    alone = [place | {"reason": "Next door."} for place in places]
    reason = "The spring goes on." if seen["reason_required"] else None
    api.ask("PUT", f"/rota/versions/{run['id']}/publication", {"reason": reason, "overrides": alone})
    return dict(draft)


def leave(kind: str, start: str, end: str | None = None, **more: Any) -> dict[str, Any]:
    """Leave of whole days."""
    return {"kind": kind, "start": start, "start_half": "AM", "end": end or start, "end_half": "PM"} | more


def rota_of(api: Api, code: str, monday: str, weeks: int = 1) -> Cells:
    """What somebody does: {(date, half): activity}."""
    seen = api.ask("GET", f"/rota?start={monday}&weeks={weeks}")
    codes = [person["code"] for person in seen["people"]]
    return {
        (seen["days"][day]["date"], ("AM", "PM")[half]): activity
        for person, day, half, activity, _ in seen["assignments"]
        if codes[person] == code
    }


def gaps_of(api: Api, monday: str) -> list[dict[str, Any]]:
    return list(api.ask("GET", f"/rota?start={monday}&weeks=1")["gaps"])


def statement(api: Api, code: str) -> dict[str, Any]:
    """The whole sum of one year. What the worker has not posted yet stands in it too, so it always adds up."""
    found = dict(api.ask("GET", f"/leave/people/{code}/statement?year={YEAR}"))
    assert sum(line["amount"]["minutes"] for line in found["lines"]) == found["totals"]["left"]["minutes"]
    return found


def person(api: Api, code: str) -> dict[str, Any]:
    return dict(api.ask("GET", f"/practice/people/{code}"))


def test_the_duty_doctor_rings_in_sick(priya: Api) -> None:
    """Monday of week 6: the sessions are off the rota at once, and what is missing is named."""
    seen = priya.ask("GET", "/rota?start=2027-02-08&weeks=1")
    holder = next(seen["people"][people[0]]["code"] for day, _half, people in seen["duty"] if day == 0)
    works = rota_of(priya, holder, "2027-02-08")
    before = statement(priya, holder)["totals"]["left"]
    recorded = priya.ask("POST", "/leave/requests", leave("sick", "2027-02-08", person_code=holder))["request"]
    assert recorded["status"] == "approved"
    after = rota_of(priya, holder, "2027-02-08")
    assert after == {at: what for at, what in works.items() if at[0] != "2027-02-08"}
    assert any(gap["date"] == "2027-02-08" and gap["rule"] == "duty" for gap in gaps_of(priya, "2027-02-08"))
    assert statement(priya, holder)["totals"]["left"] == before, "sickness costs no annual leave"
    undone = priya.ask(
        "PUT", f"/leave/requests/{recorded['id']}/cancellation", {"version": recorded["version"], "reason": "Back."}
    )
    assert undone["not_put_back"] == [] and rota_of(priya, holder, "2027-02-08") == works


def test_three_parents_ask_for_half_term_with_two_places(priya: Api) -> None:
    offer = {
        "label": "Half-term", "closes_on": "2027-01-08", "places": 2, "first_flag": "school-age-children", "seed": 3,
        "weeks": [{"start": "2027-02-15", "label": "Half-term"}, {"start": "2027-02-22", "label": "The week after"}],
    }  # fmt: skip
    offered = priya.ask("POST", "/leave/rounds", offer)
    for code in ("P2", "P3", "P4"):
        priya.ask("PUT", f"/leave/rounds/{offered['id']}/bids/{code}", {"choices": ["2027-02-15"]})
    version = priya.ask("GET", f"/leave/rounds/{offered['id']}")["version"]
    given = priya.ask("PUT", f"/leave/rounds/{offered['id']}/allocation", {"version": version, "early": True})
    results = {result["code"]: result for result in given["results"]}
    assert {code: results[code]["status"] for code in results} == {"P2": "waiting", "P3": "given", "P4": "given"}
    assert (results["P2"]["position"], results["P2"]["next_best"]) == (1, "2027-02-22")
    for code in ("P3", "P4"):
        assert rota_of(priya, code, "2027-02-15") == {}
    # One gives the week back: the worker passes it on to the next in line, whose leave it becomes.
    request = priya.ask("GET", f"/leave/requests/{results['P3']['request_id']}")["request"]
    priya.ask("PUT", f"/leave/requests/{request['id']}/cancellation", {"version": request["version"], "reason": None})

    def passed_on() -> bool:
        now = priya.ask("GET", f"/leave/rounds/{offered['id']}")["results"]
        return {result["code"]: result["status"] for result in now} == {"P2": "given", "P3": "given-up", "P4": "given"}

    until(passed_on)
    assert rota_of(priya, "P2", "2027-02-15") == {} and rota_of(priya, "P3", "2027-02-15")


def test_the_educational_supervisor_asks_for_a_tuesday(priya: Api) -> None:
    """R1's tutorial loses its educational supervisor, the other one is away: said before anybody asks or decides."""
    wanted = leave("study", "2027-01-19", person_code="P1")
    assessed = priya.ask("POST", "/leave/assessments", wanted)
    assert assessed["verdict"] == "needs-a-decision"
    asked = priya.ask("POST", "/rota-generate/what-ifs", wanted)
    answer: dict[str, Any] = {}

    def judged() -> bool:
        answer.update(priya.ask("GET", f"/rota-generate/what-ifs/{asked['id']}"))
        return answer["status"] != "working"

    until(judged)
    assert answer["status"] == "done" and answer["verdict"] in ("amber", "red"), answer
    assert answer["sentences"]
    request = priya.ask("POST", "/leave/requests", wanted)["request"]
    assert request["status"] == "requested"
    declined = priya.ask(
        "PUT", f"/leave/requests/{request['id']}/refusal", {"version": request["version"], "reason": "The tutorial."}
    )
    assert declined["request"]["status"] == "declined"


def test_a_training_afternoon_is_closed_not_uncovered_and_charges_nobody(priya: Api) -> None:
    """Wednesday 20 January, PM. W1 works all day."""
    assert not [gap for gap in gaps_of(priya, "2027-01-18") if (gap["date"], gap["half"]) == ("2027-01-20", "PM")]
    assessed = priya.ask("POST", "/leave/assessments", leave("annual", "2027-01-20", person_code="N1"))
    minutes = {each["half"]: (each["minutes"], each["closed"]) for each in assessed["sessions"]}
    assert minutes == {"AM": (250, None), "PM": (0, "PLT")}


def test_a_contract_changes_from_six_sessions_to_five(priya: Api) -> None:
    """From 1 March: the entitlement splits by date, and the statement shows both parts."""
    elder = person(priya, "S1")
    term = elder["terms"][0]
    changed = {"pattern": "SS--SSS---", "wte": "0.56", "annual_leave_sessions": "30", "from": "2027-03-01"}
    kept = {key: term[key] for key in ("role", "site", "flags")}
    path = f"/practice/people/S1/terms/{term['id']}/change"
    priya.ask("PUT", path, {"version": elder["version"], **kept, **changed})
    after = statement(priya, "S1")
    assert [(each["starts"], each["weekly_sessions"]) for each in after["terms"]][-1] == ("2027-03-01", "5")
    earned = float(after["totals"]["granted"]["sessions"])
    assert abs(earned - (36 * 59 / 365 + 30 * 306 / 365)) < 0.01


def test_a_joiner_and_a_leaver_are_on_the_rota_in_their_terms_only(priya: Api) -> None:
    """A salaried doctor joins in week 4; a partner leaves in week 10; the rota from week 4 on is made again."""
    joiner = {"role": "Salaried", "site": "MAIN", "wte": "0.44", "pattern": "SS--SS----", "starts": "2027-01-25"}
    joiner |= {"annual_leave_sessions": "24", "flags": ["duty"]}
    priya.ask("POST", "/practice/people", {"code": "S9", "name": "Dr Larch", "term": joiner})
    beech = person(priya, "P2")
    path = f"/practice/people/P2/terms/{beech['terms'][0]['id']}/end"
    priya.ask("PUT", path, {"version": beech["version"], "last_day": "2027-03-12"})
    publish(priya, start="2027-01-11", weeks=12)
    larch = rota_of(priya, "S9", "2027-01-11", 12)
    assert larch and min(at for at, _ in larch) == "2027-01-25"
    assert max(at for at, _ in rota_of(priya, "P2", "2027-01-11", 12)) <= "2027-03-12"
    earned = float(statement(priya, "S9")["totals"]["granted"]["sessions"])
    assert abs(earned - 24 * 341 / 365) < 0.01


def test_trainees_rotate(priya: Api) -> None:
    """Wednesday 3 February: the FY2 doctor leaves the day before, a new registrar begins, supervised."""
    juniper = person(priya, "F1")
    path = f"/practice/people/F1/terms/{juniper['terms'][0]['id']}/end"
    priya.ask("PUT", path, {"version": juniper["version"], "last_day": "2027-02-02"})
    registrar = {"role": "ST2", "site": "MAIN", "wte": "1", "pattern": "SSSTSESLSS", "starts": "2027-02-03"}
    registrar |= {"annual_leave_sessions": "54", "flags": ["trainee"]}
    priya.ask("POST", "/practice/people", {"code": "R9", "name": "Dr Maple", "term": registrar})
    linked = {"version": person(priya, "R9")["version"], "supervisor_code": "P1", "kind": "educational"}
    priya.ask("POST", "/practice/people/R9/links", linked | {"starts": "2027-02-03"})
    draft = publish(priya, start="2027-02-01", weeks=4)
    assert not [gap for gap in draft["gaps"] if gap["rule"] == "supervision"], draft["gaps"]
    assert max(at for at, _ in rota_of(priya, "F1", "2027-02-01", 4)) == "2027-02-02"
    assert min(at for at, _ in rota_of(priya, "R9", "2027-02-01", 4)) == "2027-02-03"


def test_easter_is_closed_and_the_tuesday_after_needs_two(priya: Api) -> None:
    seen = priya.ask("GET", "/rota?start=2027-03-22&weeks=2")
    days = [day["date"] for day in seen["days"]]
    shut = {day["date"]: day["bank_holiday"] for day in seen["days"] if day["bank_holiday"]}
    assert set(shut) == {"2027-03-26", "2027-03-29"}
    held = {(days[day], half): len(people) for day, half, people in seen["duty"]}
    assert (held["2027-03-30", 0], held["2027-03-30", 1]) == (2, 2)
    week = leave("annual", "2027-03-22", "2027-04-02", person_code="W1")
    assessed = priya.ask("POST", "/leave/assessments", week)
    costs = {each["date"] for each in assessed["sessions"] if each["minutes"]}
    assert not costs & set(shut), "a bank holiday costs no leave when it falls in some"


def test_every_change_of_the_spring_is_in_the_audit(priya: Api) -> None:
    found, before = set[str](), None
    while True:
        answer = priya.ask("GET", "/reports/audit?limit=200" + (f"&before={before}" if before else ""))
        found |= {entry["action"] for entry in answer["entries"]}
        if (before := answer["next"]) is None:
            break
    assert {
        "leave-asked",
        "leave-cancelled",
        "round-opened",
        "round-allocated",
        "person-added",
        "rota-published",
    } <= found
