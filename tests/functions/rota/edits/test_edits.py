"""GET and POST /rota/edits: one act, staged, seen by every administrator, and never published by itself."""

from __future__ import annotations

from typing import Any

from tests.cast import AMARA, BEN, PRIYA, START, Client, House, files
from tests.edits import (
    ADMIN,
    CLINIC,
    DUTY,
    EMPTY,
    FRIDAY,
    MONDAY,
    NEXT_MONDAY,
    OFF,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    cell,
    does,
    edit,
    page,
    state,
    waiting,
)


async def refused(client: Client, *cells: dict[str, Any], **more: Any) -> list[str]:
    answer = await client.post("/rota/edits", {"cells": list(cells), **more})
    assert answer.status_code == 422, answer.text
    return [reason["message"] for reason in answer.json["errors"]]


async def rows(house: House, sql: str) -> list[tuple[Any, ...]]:
    async with house.db.tx() as tx:
        return list(await (await tx.execute(sql)).fetchall())


async def test_it_works(published: House) -> None:
    priya = await published.as_(PRIYA)
    taken = await edit(priya, cell("CW", MONDAY, "AM", CLINIC, ADMIN))
    assert taken["edit"]["words"] == "Dr Cara West from clinic to admin on Mon 4 Jan AM"
    assert (taken["edit"]["by_name"], taken["edit"]["mine"], taken["edit"]["cause"]) == ("Priya Shah", True, "hand")
    assert taken["edit"]["cells"] == [cell("CW", MONDAY, "AM", CLINIC, ADMIN)]
    seen = (await priya.get("/rota/edits")).json
    assert seen["stamp"] == taken["stamp"]
    assert seen["edits"] == [taken["edit"]]
    assert seen["undone"] == []
    (other,) = await waiting(await published.as_(AMARA))
    assert other == taken["edit"] | {"mine": False}


async def test_what_is_staged_is_not_published(published: House) -> None:
    priya = await published.as_(PRIYA)
    before = [await page(published, actor, "published") for actor in (BEN, PRIYA)]
    await edit(priya, cell("CW", MONDAY, "AM", CLINIC, ADMIN))
    assert [await page(published, actor, "published") for actor in (BEN, PRIYA)] == before
    assert does(await page(published), "CW", MONDAY) == "admin"


async def test_it_says_what_breaks_and_what_is_mended(published: House) -> None:
    priya = await published.as_(PRIYA)
    off = await edit(priya, cell("AO", FRIDAY, "PM", DUTY | {"pinned": False}, OFF))
    assert ("duty", "critical", "PM") in [(x["rule"], x["severity"], x["half"]) for x in off["breaches"]["new"]]
    assert off["breaches"]["mended"] == []
    given = await edit(priya, cell("CW", FRIDAY, "PM", ADMIN | {"pinned": False}, DUTY))
    mended = {(each["rule"], each["date"], each["half"]) for each in given["breaches"]["mended"]}
    assert ("duty", FRIDAY, "PM") in mended
    assert [each["code"] for each in off["fairness"]] == ["AO"]
    (cara,) = given["fairness"]
    friday_afternoon = round(cara["after"] - cara["before"], 2)
    assert (cara["code"], cara["name"], friday_afternoon) == ("CW", "Dr Cara West", 1.25)


async def test_alerts_of_the_working_copy_are_beside_those_of_the_published_rota(published: House) -> None:
    priya = await published.as_(PRIYA)
    await edit(priya, cell("AO", FRIDAY, "PM", DUTY | {"pinned": False}, OFF))
    alerts = (await priya.get("/rota/edits")).json["alerts"]
    (alert,) = [each for each in alerts["new"] if each["rule"] == "duty"]
    assert (alert["layer"], alert["date"], alert["half"], alert["status"]) == ("edits", FRIDAY, "PM", "active")
    published = (await priya.get("/rota/alerts?layer=published")).json["alerts"]
    assert not [each for each in published if (each["rule"], each["date"]) == ("duty", FRIDAY)]


async def test_unchanged_since_it_is_the_stamp_alone(published: House) -> None:
    priya = await published.as_(PRIYA)
    stamp = (await priya.get("/rota/edits")).json["stamp"]
    nothing = {"stamp": stamp, "published": None, "edits": None, "undone": None, "alerts": None}
    assert (await priya.get(f"/rota/edits?after={stamp}")).json == nothing
    await edit(priya, cell("CW", MONDAY, "AM", CLINIC, ADMIN))
    assert len((await priya.get(f"/rota/edits?after={stamp}")).json["edits"]) == 1


async def test_several_sessions_are_one_act(published: House) -> None:
    priya = await published.as_(PRIYA)
    handed = await edit(
        priya,
        cell("AO", MONDAY, "AM", DUTY | {"pinned": False}, state("clinic", pinned=True)),
        cell("BH", MONDAY, "AM", CLINIC, DUTY),
    )
    words = "Dr Amara Okafor's duty on Mon 4 Jan AM to Dr Ben Hughes, whose clinic goes to Dr Amara Okafor"
    assert handed["edit"]["words"] == words
    seen = await page(published)
    assert (does(seen, "AO", MONDAY), does(seen, "BH", MONDAY)) == ("clinic", "duty")
    assert handed["breaches"] == {"new": [], "mended": []}


async def test_a_change_stands_on_what_waits_already(published: House) -> None:
    priya, amara = await published.as_(PRIYA), await published.as_(AMARA)
    await edit(priya, cell("CW", MONDAY, "AM", CLINIC, ADMIN))
    await edit(amara, cell("CW", MONDAY, "AM", ADMIN, state("visits", pinned=True)))
    assert does(await page(published), "CW", MONDAY) == "visits"
    assert len(await waiting(priya)) == 2


async def test_the_second_of_two_editors_is_told_and_nothing_is_overwritten(published: House) -> None:
    priya, amara = await published.as_(PRIYA), await published.as_(AMARA)
    await edit(priya, cell("CW", MONDAY, "AM", CLINIC, ADMIN))
    cells = [cell("CW", MONDAY, "AM", CLINIC, OFF), cell("BH", MONDAY, "AM", CLINIC, OFF)]
    answer = await amara.post("/rota/edits", {"cells": cells})
    assert answer.status_code == 409
    (newer,) = answer.json["newer"]["cells"]
    assert (newer["code"], newer["date"], newer["half"]) == ("CW", MONDAY, "AM")
    assert (newer["now"], newer["by_name"]) == (ADMIN, "Priya Shah")
    assert newer["at"] > "2026"
    assert [each["message"] for each in answer.json["errors"]] == [
        "Dr Cara West is on admin, pinned, on Mon 4 Jan AM now."
    ]
    assert len(await waiting(amara)) == 1


async def test_told_too_by_whom_it_was_undone_published_or_taken_off_by_leave(published: House) -> None:
    priya, amara = await published.as_(PRIYA), await published.as_(AMARA)
    taken = await edit(amara, cell("CW", MONDAY, "AM", CLINIC, ADMIN))
    await priya.put(f"/rota/edits/{taken['edit']['id']}/undoing")
    answer = await amara.post("/rota/edits", {"cells": [cell("CW", MONDAY, "AM", ADMIN, OFF)]})
    assert [(each["now"], each["by_name"]) for each in answer.json["newer"]["cells"]] == [(CLINIC, "Priya Shah")]
    unknown = await amara.post("/rota/edits", {"cells": [cell("BH", FRIDAY, "AM", CLINIC, OFF)]})
    assert [(each["now"], each["by_name"]) for each in unknown.json["newer"]["cells"]] == [(EMPTY, "Priya Shah")]


async def test_every_reason_is_given_at_once(published: House) -> None:
    priya = await published.as_(PRIYA)
    told = await refused(
        priya,
        cell("RM", MONDAY, "AM", CLINIC, DUTY),
        cell("NP", THURSDAY, "AM", EMPTY, CLINIC | {"pinned": True}),
        cell("BH", TUESDAY, "AM", state("study-leave"), OFF),
        cell("XX", MONDAY, "AM", EMPTY, ADMIN),
        cell("CW", MONDAY, "AM", CLINIC, CLINIC),
        cell("CW", WEDNESDAY, "AM", EMPTY, state("clinic", "MOON", pinned=True)),
        cell("CW", TUESDAY, "AM", CLINIC, state("coroners")),
        cell("CW", "2027-01-16", "AM", EMPTY, ADMIN),
        cell("CW", "2027-01-18", "AM", EMPTY, ADMIN),
        cell("BH", "2026-11-02", "AM", EMPTY, ADMIN),
    )
    assert told == [
        "Dr Rosa Marsh may not hold duty (Mon 4 Jan AM).",
        "Nia Pugh is on leave then (Thu 7 Jan AM).",
        "Dr Ben Hughes on Tue 5 Jan AM: study leave and coroner's court come and go with their leave. "
        "Change the leave.",
        "There is nobody with the code XX.",
        "Dr Cara West on Mon 4 Jan AM: nothing changes.",
        "Dr Cara West is at MOON, which the practice does not have (Wed 6 Jan AM).",
        "Dr Cara West on Tue 5 Jan AM: study leave and coroner's court come and go with their leave. Change the leave.",
        "Sat 16 Jan AM is at a weekend; the rota is for Mondays to Fridays.",
        "No rota is published for Mon 18 Jan AM yet.",
        "Mon 2 Nov AM is in the past.",
        "No rota is published for Mon 2 Nov AM yet.",
    ]
    assert await rows(published, "select 1 from rota_edit") == []


async def test_what_is_done_by_hand_is_pinned_whatever_was_sent(published: House) -> None:
    priya = await published.as_(PRIYA)
    swapped = await edit(
        priya,
        cell("AO", MONDAY, "AM", state("duty"), CLINIC),
        cell("BH", MONDAY, "AM", CLINIC, state("duty")),
        cell("CW", MONDAY, "AM", CLINIC, EMPTY),
        cause="swap",
    )
    assert [each["now"]["pinned"] for each in swapped["edit"]["cells"]] == [True] * 3
    unpinned = await edit(priya, cell("BH", MONDAY, "AM", DUTY, state("duty")))
    assert unpinned["edit"]["cells"][0]["now"]["pinned"] is False


async def test_what_is_wrong_with_a_locum_is_said(published: House) -> None:
    priya = await published.as_(PRIYA)

    def locum(covers: str | None) -> dict[str, Any]:
        return {"covers": covers, "cost_pence": None, "agency": ""}

    assert await refused(
        priya,
        cell("CW", MONDAY, "AM", CLINIC, CLINIC | {"locum": locum("CW")}),
        cell("CW", MONDAY, "PM", CLINIC, CLINIC | {"locum": locum("XX")}),
        cell("BH", FRIDAY, "AM", EMPTY, OFF | {"locum": locum(None)}),
        cell("BH", FRIDAY, "PM", EMPTY, {"activity": None, "site": "ELM", "pinned": True, "locum": None}),
        cell("BH", MONDAY, "AM", CLINIC, {"activity": "admin", "site": None, "pinned": True, "locum": None}),
    ) == [
        "Dr Cara West on Mon 4 Jan AM: nobody covers for themselves.",
        "Dr Cara West on Mon 4 Jan PM: there is nobody with the code XX to be covered.",
        "Dr Ben Hughes on Fri 8 Jan AM: a session nobody works has no locum.",
        "Dr Ben Hughes on Fri 8 Jan PM: somebody at work is at a site, and somebody who is not is at none.",
        "Dr Ben Hughes on Mon 4 Jan AM: somebody at work is at a site, and somebody who is not is at none.",
        "Dr Ben Hughes is at , which the practice does not have (Mon 4 Jan AM).",
    ]


async def test_given_twice_is_not_guessed_at(published: House) -> None:
    priya = await published.as_(PRIYA)
    twice = await refused(priya, cell("CW", MONDAY, "AM", CLINIC, ADMIN), cell("CW", MONDAY, "AM", CLINIC, OFF))
    assert twice == ["Dr Cara West on Mon 4 Jan AM is given twice."] * 2


async def test_five_hundred_sessions_are_the_most(published: House) -> None:
    priya = await published.as_(PRIYA)
    many = [cell("CW", MONDAY, "AM", CLINIC, ADMIN)] * 501
    assert (await priya.post("/rota/edits", {"cells": many})).status_code == 422
    assert (await priya.post("/rota/edits", {"cells": []})).status_code == 422


async def test_a_locum_s_rota_is_written_by_hand(house: House) -> None:
    from tests.cast import PEOPLE

    people = PEOPLE + "LO,Dr Lena Orr,Locum,ELM,0.2,----------,,,0,duty|by-hand\n"
    await (await house.with_practice(people=people)).published()
    priya = await house.as_(PRIYA)
    mark = {"covers": "BH", "cost_pence": 32_500, "agency": "Acme Medical"}
    taken = await edit(priya, cell("LO", TUESDAY, "AM", EMPTY, CLINIC | {"pinned": True, "locum": mark}))
    assert taken["edit"]["words"] == "Dr Lena Orr given clinic on Tue 5 Jan AM"
    seen = await page(house)
    assert does(seen, "LO", TUESDAY) == "clinic"
    assert [row[3:] for row in seen["locums"]] == [["BH", 32_500, "Acme Medical"]]
    assert not [each for each in taken["breaches"]["new"] if each["severity"] == "critical"]


async def test_what_the_rota_has_overtaken_is_named_and_not_written_over(published: House) -> None:
    priya = await published.as_(PRIYA)
    taken = await edit(priya, cell("BH", MONDAY, "AM", CLINIC, ADMIN), cell("CW", MONDAY, "AM", CLINIC, ADMIN))
    empty = await edit(priya, cell("BH", FRIDAY, "AM", EMPTY, CLINIC | {"pinned": True}))
    assert [each["overtaken"] for each in await waiting(priya)] == [[], []]
    leave = {"kind": "sick", "start": MONDAY, "start_half": "AM", "end": FRIDAY, "end_half": "PM", "person_code": "BH"}
    assert (await priya.post("/leave/requests", leave)).status_code == 201
    first, second = await waiting(priya)
    assert first["overtaken"] == [
        {"code": "BH", "date": MONDAY, "half": "AM", "because": "Dr Ben Hughes is on leave then"}
    ]
    assert [each["code"] for each in second["overtaken"]] == ["BH"]
    assert (first["id"], second["id"]) == (taken["edit"]["id"], empty["edit"]["id"])
    seen = await page(published)
    assert does(seen, "BH", MONDAY) is None  # leave stands
    assert does(seen, "CW", MONDAY) == "admin"  # the rest of the change, too


async def test_a_newer_publication_overtakes_what_waits(published: House) -> None:
    priya = await published.as_(PRIYA)
    await edit(priya, cell("CW", MONDAY, "AM", CLINIC, ADMIN), cell("CW", NEXT_MONDAY, "AM", CLINIC, ADMIN))
    people = files()["people"].replace("CW,Dr Cara West,Salaried,ELM,0.8,SSSA", "CW,Dr Cara West,Salaried,ELM,0.8,VSSA")
    assert (await priya.post("/practice/import", files(people=people))).status_code == 200
    await published.published(start=NEXT_MONDAY, weeks=1, mode="afresh")
    (kept,) = await waiting(priya)
    assert [(each["date"], each["because"]) for each in kept["overtaken"]] == [
        (NEXT_MONDAY, "Dr Cara West is on visits on Mon 11 Jan AM now")
    ]


async def test_it_is_on_record(published: House) -> None:
    priya = await published.as_(PRIYA)
    taken = await edit(priya, cell("CW", MONDAY, "AM", CLINIC, ADMIN))
    [(old, new)] = await rows(published, "select old, new from audit where action = 'rota-edited'")
    at = {"code": "CW", "date": MONDAY, "half": "AM"}
    assert old == {"cells": [at | CLINIC]}
    assert new["cells"] == [at | ADMIN] and new["words"] == taken["edit"]["words"]


async def test_nobody_but_an_administrator_sees_or_changes_it(published: House) -> None:
    await published.as_(PRIYA)
    ben = await published.as_(BEN)
    assert (await ben.get("/rota/edits")).status_code == 403
    assert (await ben.post("/rota/edits", {"cells": [cell("BH", MONDAY, "AM", CLINIC, OFF)]})).status_code == 403
    assert (await ben.get(f"/rota?start={START}&weeks=1&layer=edits")).status_code == 403


async def test_a_repair_says_which(published: House) -> None:
    priya = await published.as_(PRIYA)
    taken = await edit(priya, cell("CW", MONDAY, "AM", CLINIC, ADMIN), cause="repair", cause_id="abc")
    assert taken["edit"]["cause"] == "repair"
    assert await rows(published, "select cause, cause_id from rota_edit") == [("repair", "abc")]


async def test_nothing_waits_before_anything_is_published(house: House) -> None:
    await house.with_practice()
    priya = await house.as_(PRIYA)
    assert (await priya.get("/rota/edits")).json["edits"] == []
    assert await refused(priya, cell("CW", MONDAY, "AM", EMPTY, ADMIN)) == [
        "No rota is published for Mon 4 Jan AM yet."
    ]
