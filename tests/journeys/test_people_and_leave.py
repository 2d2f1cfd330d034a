"""From outside, with real processes and nothing mocked: somebody is invited, asks for leave, and it adds up."""

from __future__ import annotations

import re
import secrets
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from infra.demo.api import Api, Unexpected
from tests.systems import System, ask_for_run, ended, until

pytestmark = [pytest.mark.slow, pytest.mark.long]

PASSWORD = secrets.token_urlsafe(16)
YEAR = "2027-01-01"


@pytest.fixture(scope="module")
def rota(system: System) -> str:
    """The first Monday of a published rota of 13 weeks."""
    api = system.signed_in()
    horizon = api.ask("GET", "/practice")["horizon"]
    run = ended(api, ask_for_run(api, weeks=horizon["weeks"], seconds=3))
    api.ask("PUT", f"/rota/versions/{run['id']}/publication", {"reason": None})
    return str(horizon["start"])


def letter_to(system: System, address: str) -> str:
    """The text of the newest message to somebody: the console carrier writes it into the worker's log."""
    found: list[str] = []

    def written() -> bool:
        log = system.log("worker").replace("\\n", "\n")
        found[:] = [part for part in log.split("To: ") if part.startswith(address)]
        return bool(found)

    until(written)
    return found[-1]


def cells(api: Api, code: str, week: str) -> dict[tuple[int, int], str]:
    """What somebody does in a week of the rota page: {(day, half): activity}."""
    seen = api.ask("GET", f"/rota?start={week}&weeks=1")
    index = next(i for i, person in enumerate(seen["people"]) if person["code"] == code)
    return {(day, half): activity for person, day, half, activity, _ in seen["assignments"] if person == index}


def balance(api: Api, code: str) -> dict[str, int]:
    answer = api.ask("GET", f"/leave/people/{code}/balance?year={YEAR}")
    return {key: value["minutes"] for key, value in answer.items() if isinstance(value, dict) and "minutes" in value}


def test_leave_is_asked_for_looked_into_approved_shown_and_given_back(system: System, rota: str) -> None:
    beech, priya = system.signed_in("clinician"), system.signed_in("administrator")
    monday = date.fromisoformat(rota) + timedelta(weeks=8)
    week, friday = monday.isoformat(), (monday + timedelta(days=4)).isoformat()
    before, works = balance(beech, "P2"), cells(beech, "P2", week)
    assert works
    wanted = {"kind": "annual", "start": week, "start_half": "AM", "end": friday, "end_half": "PM"}

    assessed = beech.ask("POST", "/leave/assessments", wanted)
    assert assessed["amount"]["minutes"] > 0 and assessed["verdict"] != "refused", assessed["reasons"]
    asked = beech.ask("POST", "/rota-generate/what-ifs", wanted)
    answer: dict[str, Any] = {}

    def resolved() -> bool:
        answer.update(beech.ask("GET", f"/rota-generate/what-ifs/{asked['id']}"))
        return answer["status"] != "working"

    until(resolved)
    assert answer["status"] == "done" and answer["verdict"] in ("green", "amber", "red"), answer

    request = beech.ask("POST", "/leave/requests", wanted)["request"]
    pending = balance(beech, "P2")
    assert pending["left"] == before["left"] - assessed["amount"]["minutes"]
    if request["status"] == "requested":
        path = f"/leave/requests/{request['id']}/approval"
        request = priya.ask("PUT", path, {"version": request["version"], "note": "Enjoy it."})["request"]
    assert request["status"] == "approved"
    assert cells(beech, "P2", week) == {}
    booked = balance(beech, "P2")
    assert (booked["left"], booked["pending"]) == (pending["left"], before["pending"])

    path = f"/leave/requests/{request['id']}/cancellation"
    beech.ask("PUT", path, {"version": request["version"], "reason": None})
    assert cells(beech, "P2", week) == works
    assert balance(beech, "P2") == before


def test_a_statement_is_the_sum_of_its_lines(system: System) -> None:
    priya = system.signed_in("administrator")
    for row in priya.ask("GET", f"/leave/balances?year={YEAR}")["balances"]:
        statement = priya.ask("GET", f"/leave/people/{row['person']['code']}/statement?year={YEAR}")
        lines = [line["amount"]["minutes"] for line in statement["lines"]]
        assert sum(lines) == row["left"]["minutes"], row["person"]
        running = [line["running"]["minutes"] for line in statement["lines"]]
        assert running == [sum(lines[: n + 1]) for n in range(len(lines))]


def test_somebody_new_is_added_invited_and_signs_in(system: System) -> None:
    priya = system.signed_in("administrator")
    code, address = f"N{secrets.randbelow(10**6)}", f"newcomer-{secrets.token_hex(3)}@example.org"
    term = {"starts": "2027-02-01", "role": "Salaried", "site": "MAIN", "wte": "0.67", "pattern": "SSSSSS----"}
    term |= {"annual_leave_sessions": "36"}
    added = priya.ask("POST", "/practice/people", {"code": code, "name": "Dr Newcomer", "term": term})
    assert added["code"] == code
    priya.ask("POST", "/auth/invitations", {"email": address, "roles": ["clinician"], "person_code": code})
    token = re.search(r"/welcome\.html#([\w.~-]+)", letter_to(system, address))
    assert token, "the letter has no link"
    priya.ask("GET", "/notify/mail")
    newcomer = Api(system.base_url)
    accepted = {"token": token[1].removeprefix("token="), "username": address, "password": PASSWORD}
    looked = newcomer.ask("POST", "/auth/welcome/look", {"token": accepted["token"]})
    assert looked["email"] == address
    newcomer.ask(
        "POST", "/auth/welcome", {key: accepted[key] for key in ("token", "password")} | {"display_name": "Dr Newcomer"}
    )
    newcomer.sign_in(address, PASSWORD)
    mine = newcomer.ask("GET", f"/leave/people/{code}/balance?year={YEAR}")
    # 36 sessions a year from 1 February: 334 of 365 days.
    assert abs(float(mine["granted"]["sessions"]) - 36 * 334 / 365) < 0.5
    with pytest.raises(Unexpected, match="403"):
        newcomer.ask("GET", f"/leave/people/P1/balance?year={YEAR}")
    with pytest.raises(Unexpected):
        newcomer.ask(
            "POST", "/auth/welcome", {"token": accepted["token"], "password": PASSWORD, "display_name": "Dr Newcomer"}
        )
    _remove(priya, system, code)


def _remove(priya: Api, system: System, code: str) -> None:
    """The system as it was found: other tests count its people."""
    person = priya.ask("GET", f"/practice/people/{code}")
    priya.ask(
        "PUT", f"/practice/people/{code}/deactivation", {"version": person["version"], "reason": "Only tried out."}
    )
    with psycopg.connect(system.database_url) as connection:
        connection.execute("update account set active = false where person_code = %s", (code,))


def test_what_was_done_is_in_the_audit(system: System) -> None:
    priya = system.signed_in("administrator")
    actions = {line["action"] for line in priya.ask("GET", "/reports/audit")["entries"]}
    assert {"leave-asked", "leave-cancelled"} <= actions
