"""GET /rota/alerts and what can be done about one."""

from __future__ import annotations

from typing import Any

import pytest

from functions.rota.alerts.schemas import AlertsOut
from tests.cast import AMARA, BEN, PEOPLE, PRIYA, Client, House, files
from tests.functions.rota.alerts.conftest import Heard
from tests.leave import ask, decide


async def listed(client: Client, query: str = "") -> dict[str, Any]:
    answer = await client.get(f"/rota/alerts{query}")
    assert answer.status_code == 200, answer.text
    AlertsOut.model_validate_json(answer.content)
    found: dict[str, Any] = answer.json
    return found


async def watched(house: House, heard: Heard, **changed: str) -> Client:
    """Priya, once the rota is published and looked through."""
    await house.with_practice(**changed)
    await house.published()
    await heard()
    return await house.as_(PRIYA)


async def away(house: House, heard: Heard) -> dict[str, Any]:
    """Dr West is away from Tuesday to Thursday of the second week after all."""
    request = await ask(await house.as_(PRIYA), "2027-01-12", "2027-01-14", kind="sick", person_code="CW")
    assert request["status"] == "approved"
    await heard()
    return request


async def back(house: House, heard: Heard, request: dict[str, Any]) -> None:
    """She is not."""
    await decide(await house.as_(PRIYA), request, "cancellation", reason=None)
    await heard()


def in_short(found: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(alert["date"], alert["severity"], alert["because"]) for alert in found["alerts"]]


async def test_it_works(house: House, heard: Heard) -> None:
    priya = await watched(house, heard)
    found = await listed(priya)
    assert in_short(found)[0] == ("2027-01-05", "warning", "need 3, have 3: nobody can be spared")
    assert [alert["date"] for alert in found["alerts"]] == [
        "2027-01-05", "2027-01-06", "2027-01-07", "2027-01-13", "2027-01-14",
    ]  # fmt: skip
    assert found["counts"] == {"critical": 0, "warning": 5} and found["left_out"] == 0
    first = found["alerts"][0]
    assert (first["rule"], first["layer"], first["status"]) == ("minimum-doctors", "published", "active")
    assert (first["need"], first["have"], first["code"], first["half"]) == (3, 3, None, None)
    assert (await priya.get("/rota/alerts/summary")).json == {"critical": 0, "warning": 5}


async def test_they_are_administrators_business(house: House, heard: Heard) -> None:
    await watched(house, heard)
    ben = await house.as_(BEN)
    for path in ("/rota/alerts", "/rota/alerts/summary", "/rota/alerts/1"):
        assert (await ben.get(path)).status_code == 403
    assert (await ben.put("/rota/alerts/1/dismissal", {"reason": "x"})).status_code == 403
    assert (await ben.delete("/rota/alerts/1/dismissal")).status_code == 403


async def test_leave_that_opens_a_gap_makes_it_worse_and_coming_back_mends_it(house: House, heard: Heard) -> None:
    priya = await watched(house, heard)
    leave = await away(house, heard)
    alerts = {alert["date"]: alert for alert in (await listed(priya, "?from=2027-01-11"))["alerts"]}
    thursday = alerts["2027-01-14"]
    assert (thursday["severity"], thursday["need"], thursday["have"]) == ("critical", 3, 2)
    assert thursday["because"] == "need 3, have 2: Dr Cara West on leave, Dr Ben Hughes does not work then"
    assert alerts["2027-01-12"]["severity"] == "warning"

    await back(house, heard, leave)
    after = (await listed(priya, "?status=active&from=2027-01-11"))["alerts"]
    assert [(alert["date"], alert["severity"]) for alert in after] == [
        ("2027-01-13", "warning"), ("2027-01-14", "warning"),
    ]  # fmt: skip
    (mended,) = (await listed(priya, "?status=resolved"))["alerts"]
    assert (mended["date"], mended["status"]) == ("2027-01-12", "resolved") and mended["resolved_at"]
    told = (await priya.get(f"/rota/alerts/{mended['id']}")).json["history"]
    assert [(event["what"], event["by"]) for event in told] == [("raised", None), ("resolved", None)]


async def test_the_filters(house: House, heard: Heard) -> None:
    priya = await watched(house, heard)
    await away(house, heard)
    critical = await listed(priya, "?severity=critical")
    assert {alert["severity"] for alert in critical["alerts"]} == {"critical"}
    everything = await listed(priya)
    assert critical["counts"] == everything["counts"]
    assert everything["counts"]["critical"] == len(critical["alerts"])
    minimum = await listed(priya, "?rule=minimum-doctors&from=2027-01-14&to=2027-01-14")
    assert [alert["date"] for alert in minimum["alerts"]] == ["2027-01-14"]
    of_rosa = await listed(priya, "?code=RM")
    assert {alert["code"] for alert in of_rosa["alerts"]} <= {"RM"}
    assert (await listed(priya, "?layer=edits"))["alerts"] == []
    assert (await priya.get("/rota/alerts?status=open")).status_code == 422


async def test_dismissing_takes_a_reason_and_is_taken_back(house: House, heard: Heard) -> None:
    priya = await watched(house, heard)
    first = (await listed(priya))["alerts"][0]
    path = f"/rota/alerts/{first['id']}"
    assert (await priya.put(f"{path}/dismissal", {"reason": "  "})).status_code == 422
    answer = await priya.put(f"{path}/dismissal", {"reason": "A quiet day"})
    assert answer.status_code == 200, answer.text
    assert (answer.json["status"], answer.json["dismissed_by"], answer.json["dismissed_reason"]) == (
        "dismissed", "Priya Shah", "A quiet day",
    )  # fmt: skip
    assert (await priya.get("/rota/alerts/summary")).json == {"critical": 0, "warning": 4}
    assert (await priya.put(f"{path}/dismissal", {"reason": "A quiet day"})).status_code == 200

    amara = await house.as_(AMARA)
    restored = (await amara.delete(f"{path}/dismissal")).json
    assert (restored["status"], restored["dismissed_by"], restored["dismissed_reason"]) == ("active", None, None)
    assert (await amara.delete(f"{path}/dismissal")).status_code == 200
    told = (await priya.get(path)).json["history"]
    assert [(event["what"], event["because"], event["by"]) for event in told] == [
        ("raised", "need 3, have 3: nobody can be spared", None),
        ("dismissed", "A quiet day", "Priya Shah"),
        ("restored", "", "Dr Amara Okafor"),
    ]
    async with house.db.tx() as tx:
        cursor = await tx.execute("select action, reason from audit where entity = 'alert' order by id")
        assert await cursor.fetchall() == [("alert-dismissed", "A quiet day"), ("alert-restored", None)]


async def test_a_dismissed_alert_comes_back_only_when_it_is_worse(house: House, heard: Heard) -> None:
    priya = await watched(house, heard)
    thursday = next(alert for alert in (await listed(priya))["alerts"] if alert["date"] == "2027-01-14")
    path = f"/rota/alerts/{thursday['id']}"
    await priya.put(f"{path}/dismissal", {"reason": "A quiet day"})
    assert (await priya.post("/practice/import", files(people=PEOPLE.replace("0.8", "0.7")))).status_code == 200
    await heard()
    assert (await priya.get(path)).json["status"] == "dismissed"
    await away(house, heard)
    now = (await priya.get(path)).json
    assert (now["status"], now["severity"], now["dismissed_reason"]) == ("active", "critical", None)
    assert now["history"][-1]["what"] == "restored"
    assert now["history"][-1]["because"].startswith("Worse than when it was dismissed: need 3, have 2")


async def test_what_has_resolved_itself_is_not_dismissed(house: House, heard: Heard) -> None:
    priya = await watched(house, heard)
    leave = await away(house, heard)
    tuesday = next(alert for alert in (await listed(priya))["alerts"] if alert["date"] == "2027-01-12")
    await back(house, heard, leave)
    for answer in (
        await priya.put(f"/rota/alerts/{tuesday['id']}/dismissal", {"reason": "Late"}),
        await priya.delete(f"/rota/alerts/{tuesday['id']}/dismissal"),
    ):
        assert answer.status_code == 409
        assert "resolved itself" in answer.json["detail"]


@pytest.mark.parametrize("path", ["/rota/alerts/999", "/rota/alerts/999999999999"])
async def test_an_alert_nobody_raised(house: House, path: str) -> None:
    priya = await house.as_(PRIYA)
    assert (await priya.get(path)).status_code == 404
    assert (await priya.put(f"{path}/dismissal", {"reason": "x"})).status_code == 404
