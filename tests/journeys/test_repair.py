"""The duty doctor rings in sick on Monday of week 6: from the call to the published repair, with real workers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from infra.demo.api import PREFIX, Api
from tests.conftest import NewSystem
from tests.systems import System, ask_for_run, ended, until

pytestmark = [pytest.mark.slow, pytest.mark.long]

MONDAY = "2027-02-08"
Rota = dict[tuple[str, str, str], tuple[str, str]]


@pytest.fixture(scope="module")
def winter(new_system: NewSystem) -> Iterator[System]:
    """Northgate with thirteen weeks published from 4 January 2027."""
    with new_system("winter") as running:
        api = running.signed_in()
        run = ended(api, ask_for_run(api, weeks=13, seconds=5))
        assert run["status"] == "done", run["error"]
        api.ask("PUT", f"/rota/versions/{run['id']}/publication", {"reason": None})
        yield running


@pytest.fixture
def priya(winter: System) -> Api:
    return winter.signed_in("administrator")


def rota(api: Api, monday: str = MONDAY, weeks: int = 1) -> Rota:
    """Who does what, and where: {(code, date, half): (activity, site)}."""
    seen = api.ask("GET", f"/rota?start={monday}&weeks={weeks}")
    codes, days = [person["code"] for person in seen["people"]], [day["date"] for day in seen["days"]]
    return {
        (codes[person], days[day], ("AM", "PM")[half]): (activity, site)
        for person, day, half, activity, site in seen["assignments"]
    }


def on_duty(seen: Rota, day: str) -> str:
    """Somebody who holds duty on a day."""
    return next(code for (code, on, _), (does, _) in seen.items() if (on, does) == (day, "duty"))


def gaps(api: Api, day: str = MONDAY) -> list[str]:
    """What is short on a day."""
    found = api.ask("GET", f"/rota?start={MONDAY}&weeks=1")["gaps"]
    return sorted(f"{gap['rule']} {gap['half']}" for gap in found if gap["date"] == day)


def repaired(api: Api, code: str, day: str) -> dict[str, Any]:
    """The answer to how somebody's absence could be repaired."""
    absence = {"code": code, "start": day, "start_half": "AM", "end": day, "end_half": "PM"}
    asked = api.ask("POST", "/rota-generate/repairs", {"start": day, "end": day, "absence": absence})
    answer: dict[str, Any] = {}

    def is_there() -> bool:
        answer.update(api.ask("GET", f"/rota-generate/repairs/{asked['id']}"))
        return bool(answer["status"] != "working")

    until(is_there, seconds=30)
    assert answer["status"] == "done", answer
    return answer


def test_it_works(priya: Api) -> None:
    """Recorded, repaired with the fewest moved, the right people told, published; nobody else is touched."""
    was = rota(priya)
    holder = on_duty(was, MONDAY)
    body = {"person_code": holder, "kind": "sick", "start": MONDAY, "start_half": "AM", "end": MONDAY, "end_half": "PM"}
    recorded = priya.ask("POST", "/leave/requests", body)["request"]
    assert recorded["status"] == "approved"
    left = rota(priya)
    assert left == {at: what for at, what in was.items() if at[:2] != (holder, MONDAY)}
    assert {"duty AM", "duty PM"} <= set(gaps(priya))

    answer = repaired(priya, holder, MONDAY)
    assert answer["range"] == {"start": MONDAY, "weeks": 1}
    first = answer["options"][0]
    assert (first["kind"], first["proved"], first["closed"]) == ("fewest", True, len(answer["gaps"]))
    assert first["moved"] == 1, "one other person takes the duty"
    assert all(option["sessions"] >= first["sessions"] for option in answer["options"] if option["kind"] != "locum")
    assert len({str(option["cells"]) for option in answer["options"]}) == len(answer["options"])
    [told] = first["tell"]
    assert told["code"] != holder
    assert all("takes duty" in what and told["name"] in what for what in told["what"])

    edit = priya.ask("POST", "/rota/edits", {"cells": first["cells"], "cause": "repair", "cause_id": answer["id"]})[
        "edit"
    ]
    assert rota(priya) == left, "nobody sees it before it is published"
    looked = priya.ask("POST", "/rota/publications/previews", {"edits": [edit["id"]]})
    assert [person["code"] for person in looked["people"]] == [told["code"]]
    publication = {"edits": [edit["id"]], "reason": "Sickness.", "overrides": []}
    priya.ask("POST", "/rota/publications", publication)

    now = rota(priya)
    changed = {at for at in left.keys() | now.keys() if left.get(at) != now.get(at)}
    assert changed == {(told["code"], MONDAY, half) for half in ("AM", "PM")}, "nobody else is moved"
    assert {now[at][0] for at in changed} == {"duty"}
    assert not {"duty AM", "duty PM"} & set(gaps(priya))
    assert repaired(priya, holder, MONDAY)["options"] == [], "nothing is left to repair"


def test_what_waits_already_is_not_written_over(priya: Api) -> None:
    """Somebody else's change waits for the same session: applying is refused and says whose it is."""
    day = "2027-02-16"
    answer = repaired(priya, on_duty(rota(priya, "2027-02-15"), day), day)
    cells = answer["options"][0]["cells"]
    assert cells
    pinned = [cell | {"now": cell["was"] | {"pinned": True}} for cell in cells[:1]]
    priya.ask("POST", "/rota/edits", {"cells": pinned, "cause": "hand", "cause_id": None})
    status, text = priya.send(
        "POST", f"{PREFIX}/rota/edits", {"cells": cells, "cause": "repair", "cause_id": answer["id"]}
    )
    assert status == 409, text
    assert json.loads(text)["newer"]["cells"][0]["code"] == cells[0]["code"]


def test_it_is_the_administrators_business(winter: System) -> None:
    beech = winter.signed_in("clinician")
    status, _ = beech.send("POST", f"{PREFIX}/rota-generate/repairs", {"start": MONDAY, "end": MONDAY})
    assert status == 403
