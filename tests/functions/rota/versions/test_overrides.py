"""No path publishes a trainee's session without a supervisor, unless somebody says why."""

from __future__ import annotations

from typing import Any

from tests.cast import PEOPLE, PRIYA, Client, House
from tests.edits import CLINIC, DUTY, MONDAY, OFF, TUESDAY, cell, edit, state
from tests.published import override, preview, priya_with_a_rota, publish


async def _without_supervisors(client: Client) -> None:
    """Both who may supervise are taken off on Tuesday morning, when the registrar is in."""
    for code, was in (("AO", state("duty")), ("CW", CLINIC)):
        await edit(client, cell(code, TUESDAY, "AM", was, OFF))


async def audited(house: House) -> list[tuple[Any, ...]]:
    async with house.db.tx() as tx:
        found = await tx.execute(
            "select reason, new ->> 'date', new ->> 'half', new -> 'trainees' from audit "
            "where action = 'supervision-overridden'"
        )
        return list(await found.fetchall())


async def test_it_works(house: House) -> None:
    priya = await priya_with_a_rota(house)
    await _without_supervisors(priya)
    (gap,) = (await preview(priya))["supervision"]
    assert {key: gap[key] for key in ("date", "half", "site", "trainees", "need", "have")} == {
        "date": TUESDAY, "half": "AM", "site": "ELM", "trainees": ["Dr Rosa Marsh"], "need": 1, "have": 0,
    }  # fmt: skip
    answer = await priya.post("/rota/publications", {"reason": "Both are ill"})
    assert answer.status_code == 422
    (fault,) = answer.json["errors"]
    assert (fault["code"], fault["field"]) == ("override-needed", gap["field"])
    assert fault["message"] == "Dr Rosa Marsh has no supervisor on Tue 5 Jan AM: say why."
    done = await publish(priya, overrides=[override(TUESDAY, "AM")])
    version = (await priya.get(f"/rota/versions/{done['id']}")).json
    assert [(each["date"], each["reason"]) for each in version["overrides"]] == [(TUESDAY, "The trainer is next door")]
    assert await audited(house) == [("The trainer is next door", TUESDAY, "AM", ["Dr Rosa Marsh"])]


async def test_what_was_given_a_reason_is_no_alert_that_needs_somebody(house: House) -> None:
    """It is dismissed with that reason, by whoever published."""
    priya = await priya_with_a_rota(house)
    await _without_supervisors(priya)
    await publish(priya, overrides=[override(TUESDAY, "AM")])
    query = f"/rota/alerts?rule=supervision&from={TUESDAY}&to={TUESDAY}"
    [alert] = (await priya.get(query)).json["alerts"]
    assert (alert["status"], alert["dismissed_reason"]) == ("dismissed", "The trainer is next door")
    assert alert["dismissed_by"] == "Priya Shah"
    async with house.db.tx() as tx:
        found = await tx.execute("select reason, new ->> 'rule' from audit where action = 'alert-dismissed'")
        assert await found.fetchall() == [("The trainer is next door", "supervision")]


async def test_each_gap_asks_for_a_reason_of_its_own_and_an_empty_one_is_none(house: House) -> None:
    priya = await priya_with_a_rota(house)
    await _without_supervisors(priya)
    for overrides in ([override(TUESDAY, "PM")], [override(MONDAY, "AM")], [override(TUESDAY, "AM", "  ")]):
        answer = await priya.post("/rota/publications", {"overrides": overrides})
        assert [fault["code"] for fault in answer.json["errors"]] == ["override-needed"]
    assert await audited(house) == []


async def test_every_missing_reason_is_asked_for_at_once(house: House) -> None:
    priya = await priya_with_a_rota(house)
    await _without_supervisors(priya)
    await edit(priya, cell("RM", MONDAY, "AM", CLINIC, state("visits", pinned=True)))
    answer = await priya.post("/rota/publications", {})
    assert [fault["code"] for fault in answer.json["errors"]] == ["reason-needed", "override-needed"]


async def test_what_was_overridden_once_is_not_asked_again_while_it_stays(house: House) -> None:
    priya = await priya_with_a_rota(house)
    await _without_supervisors(priya)
    await publish(priya, overrides=[override(TUESDAY, "AM")])
    await edit(priya, cell("BH", MONDAY, "AM", CLINIC, DUTY))
    assert (await preview(priya))["supervision"] == []
    await publish(priya)


async def test_a_first_rota_is_asked_about_too(house: House) -> None:
    alone = PEOPLE.replace("duty|supervise", "duty")
    await house.with_practice(people=alone)
    run_id, priya = await house.draft(), await house.as_(PRIYA)
    shown = await preview(priya, run=str(run_id))
    assert len(shown["supervision"]) > 5
    refused = await priya.put(f"/rota/versions/{run_id}/publication", {"reason": None})
    assert {fault["code"] for fault in refused.json["errors"]} == {"override-needed"}
    overrides = [override(each["date"], each["half"]) for each in shown["supervision"]]
    said = {"reason": None, "overrides": overrides}
    assert (await priya.put(f"/rota/versions/{run_id}/publication", said)).status_code == 201
    assert len(await audited(house)) == len(overrides)
