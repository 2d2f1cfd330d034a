"""Two people change the rota at the same time: each sees the other, and nothing is overwritten."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Route, expect

from tests.frontend.conftest import Visit
from tests.frontend.edit_help import Week, act, address, cell, ready, waiting
from tests.frontend.leave_help import ask_for, cancel_what_was_asked
from tests.systems import System

pytestmark = pytest.mark.usefixtures("published", "nothing_waits")


def test_it_works(visit: Visit, system: System, published: str) -> None:
    """What one does appears at the other's, with a quiet note and the count of each."""
    one, two = Week(system.signed_in()).doing("clinic")[:2]
    mine, theirs = visit(address()), visit(address(), role="superuser")
    ready(mine)
    ready(theirs)
    cell(theirs, one, published).click()
    act(theirs, "Admin")
    expect(cell(mine, one, published)).to_have_attribute("aria-label", re.compile("^Admin.*not published yet"))
    expect(mine.locator(".news")).to_contain_text(f"System manager: {one.name} from clinic to admin on {one.words}")
    expect(mine.locator(".waiting")).to_contain_text("1 change waits: by System manager")
    cell(mine, two, published).click()
    act(mine, "Visits")
    expect(mine.locator(".waiting")).to_contain_text("2 changes wait: 1 yours, 1 by System manager")
    theirs.get_by_role("button", name="Undo", exact=True).first.click()
    expect(mine.locator(".waiting")).to_contain_text("1 change waits: yours")
    expect(cell(mine, one, published)).to_have_attribute("aria-label", re.compile("^Clinic"))


def test_whoever_comes_second_is_told_and_nothing_is_overwritten(visit: Visit, system: System, published: str) -> None:
    api = system.signed_in()
    session = Week(api).doing("clinic")[0]
    mine = visit(address())
    ready(mine)
    # This page hears nothing of the others for a while.
    mine.route(re.compile(r"/rota/edits\?after="), Route.abort)
    cell(mine, session, published).click()
    theirs = system.signed_in("superuser")
    spot = {"code": session.code, "date": str(session.day), "half": ("AM", "PM")[session.half]}
    site = next(p["site"] for p in Week(api).answer["people"] if p["code"] == session.code)
    was = {"activity": "clinic", "site": site, "pinned": False, "locum": None}
    theirs.ask(
        "POST", "/rota/edits", {"cells": [spot | {"was": was, "now": was | {"activity": "visits", "pinned": True}}]}
    )
    act(mine, "Admin")
    told = mine.locator(".refusal")
    expect(told).to_contain_text("Somebody was quicker")
    expect(told).to_contain_text(
        re.compile(f"{session.name}, {session.words} is visits now: changed by System manager, .*20\\d\\d")
    )
    expect(cell(mine, session, published)).to_have_attribute("aria-label", re.compile("^Visits"))
    assert Week(api, "edits").what(session) == "visits"
    assert [edit["by_name"] for edit in waiting(api)] == ["System manager"]


def test_leave_approved_meanwhile_is_shown_and_what_is_picked_up_stays_in_the_hand(
    visit: Visit, system: System, published: str
) -> None:
    api = system.signed_in()
    ill, picked = (s for s in Week(api).doing("clinic")[:9:8])
    mine = visit(address())
    ready(mine)
    cell(mine, picked, published).click()
    act(mine, "Move…")
    expect(cell(mine, picked, published)).to_have_class(re.compile("picked"))
    request = ask_for(system.signed_in("superuser"), str(ill.day), kind="sick", person_code=ill.code)
    try:
        expect(mine.locator(".news")).to_contain_text("The published rota has changed")
        expect(cell(mine, ill, published).locator(".away")).to_have_count(1)
        expect(cell(mine, picked, published)).to_have_class(re.compile("picked"))
    finally:
        cancel_what_was_asked(system)
    assert request["status"] == "approved"


def test_an_undo_that_something_stands_on_is_refused_in_words(visit: Visit, system: System, published: str) -> None:
    api = system.signed_in()
    session = Week(api).doing("clinic")[0]
    mine, theirs = visit(address()), visit(address(), role="superuser")
    ready(mine)
    cell(mine, session, published).click()
    act(mine, "Admin")
    expect(mine.locator(".waiting")).to_contain_text("1 change waits")
    expect(theirs.locator(".waiting")).to_contain_text("1 change waits")
    cell(theirs, session, published).click()
    act(theirs, "Visits")
    expect(mine.locator(".waiting")).to_contain_text("2 changes wait")
    mine.get_by_role("button", name="Undo", exact=True).first.click()
    expect(mine.locator(".refusal")).to_contain_text(re.compile("It was not undone.*changed the same afterwards"))
    expect(cell(mine, session, published)).to_have_attribute("aria-label", re.compile("^Visits"))
    assert Week(api, "edits").what(session) == "visits"
