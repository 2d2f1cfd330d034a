"""POST /rota/edits/previews: what a change would do, and nothing done."""

from __future__ import annotations

from tests.cast import AMARA, BEN, PRIYA, House
from tests.edits import ADMIN, CLINIC, DUTY, FRIDAY, MONDAY, OFF, cell, edit, waiting


async def test_it_works(published: House) -> None:
    priya = await published.as_(PRIYA)
    body = {"cells": [cell("AO", FRIDAY, "PM", DUTY | {"pinned": False}, OFF)]}
    seen = await priya.post("/rota/edits/previews", body)
    assert seen.status_code == 200, seen.text
    assert seen.json["allowed"] is True and seen.json["reasons"] == []
    assert ("duty", FRIDAY) in [(each["rule"], each["date"]) for each in seen.json["breaches"]["new"]]
    assert [each["name"] for each in seen.json["fairness"]] == ["Dr Amara Okafor"]
    assert await waiting(priya) == []


async def test_staged_it_does_what_was_said(published: House) -> None:
    priya = await published.as_(PRIYA)
    cells = [cell("AO", MONDAY, "AM", DUTY | {"pinned": False}, OFF), cell("CW", MONDAY, "AM", CLINIC, DUTY)]
    seen = (await priya.post("/rota/edits/previews", {"cells": cells})).json
    done = await edit(priya, *cells)
    assert (seen["breaches"], seen["fairness"]) == (done["breaches"], done["fairness"])
    assert len(seen["fairness"]) == 2


async def test_every_reason_against_it_is_told_with_what_has_changed_meanwhile(published: House) -> None:
    priya, amara = await published.as_(PRIYA), await published.as_(AMARA)
    await edit(amara, cell("CW", MONDAY, "AM", CLINIC, ADMIN))
    cells = [cell("CW", MONDAY, "AM", CLINIC, DUTY), cell("RM", MONDAY, "AM", CLINIC, DUTY)]
    seen = await priya.post("/rota/edits/previews", {"cells": cells})
    assert seen.status_code == 200
    assert seen.json["allowed"] is False
    assert [(each["code"], each["field"]) for each in seen.json["reasons"]] == [
        ("changed", "cells.0"), ("duty-skill", "cells.1"),
    ]  # fmt: skip
    assert seen.json["breaches"] == {"new": [], "mended": []}


async def test_the_duty_that_waits_to_be_moved_counts_in_who_holds_how_much(published: House) -> None:
    priya = await published.as_(PRIYA)
    cells = [cell("CW", MONDAY, "AM", CLINIC, DUTY)]
    (before,) = (await priya.post("/rota/edits/previews", {"cells": cells})).json["fairness"]
    await edit(priya, cell("CW", "2027-01-11", "AM", CLINIC, DUTY))
    (after,) = (await priya.post("/rota/edits/previews", {"cells": cells})).json["fairness"]
    assert round(after["before"] - before["before"], 2) == 1.5  # a Monday


async def test_it_is_for_administrators(published: House) -> None:
    ben = await published.as_(BEN)
    body = {"cells": [cell("BH", MONDAY, "AM", CLINIC, OFF)]}
    assert (await ben.post("/rota/edits/previews", body)).status_code == 403
