"""Somebody on duty rings in sick: marked on the grid, three ways to repair it, one chosen and published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.frontend.axe import violations
from tests.frontend.conftest import Visit
from tests.frontend.edit_help import PHONE, Session, Week, act, cell, ready, says, waiting
from tests.frontend.leave_help import cancel_what_was_asked, fits
from tests.systems import System

pytestmark = pytest.mark.usefixtures("published", "nothing_waits")

MONDAY = date(2027, 3, 15)
EMPTY = {"activity": None, "site": None, "pinned": False, "locum": None}
CLINIC = EMPTY | {"activity": "clinic", "site": "MAIN"}
GAP = {"rule": "duty", "date": "2027-03-15", "half": "AM", "site": None, "need": 1, "have": 0, "why": "Dr Ash away"}
TELL = {"code": "P2", "name": "Dr Beech", "what": ["Dr Beech takes duty on Mon 15 Mar, all day; was clinic"]}
FEWEST: dict[str, Any] = {
    "kind": "fewest",
    "title": "Fewest changes: Dr Beech takes over",
    "proof": "Proved: nothing that closes as much changes fewer sessions of others.",
    "proved": True,
    "cells": [{"code": "P2", "date": "2027-03-15", "half": "AM", "was": CLINIC,
               "now": CLINIC | {"activity": "duty", "pinned": True}}],
    "moved": 1, "sessions": 1, "own": 0, "closed": 1, "gaps_closed": [GAP], "gaps_left": [], "tell": [TELL],
    "locums": [], "cost_pence": None,
    "fairness": [{"code": "P2", "name": "Dr Beech", "before": "14", "after": "15", "fair_before": "14.1",
                  "fair_after": "14.2"}],
}  # fmt: skip
WANTED = {"date": "2027-03-15", "half": "AM", "site": None, "people": 1, "words": "Mon 15 Mar AM: duty"}
FAIREST = FEWEST | {
    "kind": "fairest", "title": "Fairest: Dr Beech and Dr Ash take over", "own": 1,
    "tell": [TELL, {"code": "P1", "name": "Dr Ash", "what": ["Dr Ash takes duty on Fri 19 Mar AM; was clinic"],
                    "away": True}],
}  # fmt: skip
LOCUM = FEWEST | {
    "kind": "locum", "title": "Nobody moves: find a locum", "proof": "Nobody here is asked for anything.", "cells": [],
    "moved": 0, "sessions": 0, "closed": 0, "gaps_closed": [], "gaps_left": [GAP], "tell": [], "fairness": [],
    "locums": [WANTED], "cost_pence": 45_000,
}  # fmt: skip
OTHER = FEWEST | {
    "kind": "somebody-else", "title": "Instead: Dr Elder takes over", "proved": False,
    "proof": "The best found in the time; there may be something better.",
}  # fmt: skip
ANSWER: dict[str, Any] = {
    "id": "00000000-0000-0000-0000-000000000001",
    "status": "done",
    "sentences": ["1 gap from Mon 15 Mar to Fri 19 Mar.", "It can be closed by changing 1 session of 1 person."],
    "gaps": [GAP],
    "options": [FEWEST, OTHER, LOCUM],
    "range": {"start": "2027-03-15", "weeks": 1},
    "since": "2027-03-15",
    "seconds": 0.4,
}


@pytest.fixture(autouse=True)
def left_as_found(system: System, published: str) -> Iterator[None]:
    yield
    cancel_what_was_asked(system)


def on_duty(system: System) -> Session:
    """Who holds duty first in the week."""
    return Week(system.signed_in(), monday=MONDAY).doing("duty")[0]


def asked_to_be_sick(page: Page, duty: Session, published: str) -> Locator:
    """The dialog that records it, opened from the cell."""
    page.goto(f"/rota.html?start={MONDAY}&view=week&edit=1")
    ready(page)
    cell(page, duty, published).click()
    act(page, "Sick…")
    dialog = page.get_by_role("dialog", name=f"Mark {duty.name} sick")
    expect(dialog).to_be_visible()
    return dialog


def test_somebody_is_marked_sick_from_the_list_of_a_day_on_a_phone(
    visit: Visit, system: System, published: str, axe_script: str
) -> None:
    duty = on_duty(system)
    page = visit(f"/rota.html?start={duty.day}&view=day", bypass_csp=True, **PHONE)
    page.get_by_role("button", name=f"Sick… {duty.name}").click()
    dialog = page.get_by_role("dialog", name=f"Mark {duty.name} sick")
    expect(dialog).to_be_visible()
    assert violations(page, axe_script) == []
    dialog.get_by_role("button", name=re.compile("^Record")).first.click()
    expect(repairing(page)).to_be_visible()
    page.keyboard.press("Escape")
    row = page.get_by_role("row", name=re.compile(f"^{duty.name}"))
    expect(row).to_contain_text("away")
    expect(row.get_by_role("button")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_a_colleague_has_no_such_button(visit: Visit, published: str) -> None:
    page = visit(f"/rota.html?start={MONDAY}&view=day", role="clinician", **PHONE)
    expect(page.get_by_role("row", name=re.compile("^Dr Ash"))).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Sick"))).to_have_count(0)


def repairing(page: Page) -> Locator:
    dialog = page.get_by_role("dialog", name=re.compile("^Repair the rota"))
    expect(dialog).to_be_visible()
    return dialog


def answering(page: Page, answer: dict[str, Any]) -> None:
    page.route("**/rota-generate/repairs**", lambda route: route.fulfill(json=answer))


def test_it_works(visit: Visit, system: System, published: str) -> None:
    """Marked sick, repaired by the first option, published: the taker holds the duty, and everybody can see it."""
    api, duty = system.signed_in(), on_duty(system)
    page = visit("/sign-in.html")
    asked_to_be_sick(page, duty, published).get_by_role("button", name="Record, and see what is short").click()
    dialog = repairing(page)
    first = dialog.get_by_role("article").first
    expect(first).to_contain_text("Fewest changes:")
    expect(first).to_contain_text("Proved")
    expect(first).to_contain_text(re.compile("Closes (both|all|the gap)"))
    expect(dialog).not_to_contain_text("not on record yet")
    told = first.locator(".repair-tell strong").all_text_contents()
    first.get_by_role("button", name=re.compile("^Choose this")).click()
    expect(dialog.get_by_text("as a change. Colleagues see it once it is published.")).to_be_visible()
    [edit] = waiting(api)
    assert (edit["cause"], {each["code"] for each in edit["cells"]} & {duty.code}) == ("repair", set())
    dialog.get_by_role("button", name="Publish now").click()
    publishing = page.get_by_role("dialog", name="Publish changes")
    expect(publishing).to_contain_text(told[0])
    publishing.get_by_label(re.compile("^Reason")).fill("Sickness.")
    publishing.get_by_role("button", name="Publish", exact=True).click()
    says(page, "Published as version")
    expect(page.get_by_role("dialog")).to_have_count(0)
    takers = [each.name for each in Week(api, monday=MONDAY).doing("duty") if each.day == duty.day]
    assert set(told) & set(takers) and duty.name not in takers
    assert waiting(api) == []


def test_leave_is_given_back_where_that_is_wanted(visit: Visit, system: System, published: str) -> None:
    api, duty = system.signed_in(), on_duty(system)
    page = visit("/sign-in.html")
    answering(page, ANSWER | {"options": [], "gaps": [], "sentences": ["Nothing has to be repaired."]})
    dialog = asked_to_be_sick(page, duty, published)
    dialog.get_by_label("Give leave back besides, as sick compensation").check()
    dialog.get_by_label("How many sessions").fill("a lot")
    dialog.get_by_role("button", name="Record, and see what is short").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Write how many sessions are given back")
    dialog.get_by_label("How many sessions").fill("1.5")
    dialog.get_by_role("button", name="Record, and see what is short").click()
    expect(repairing(page)).to_contain_text("Nothing has to be repaired.")
    repairing(page).get_by_role("button", name="Close").click()
    lines = api.ask("GET", f"/leave/people/{duty.code}/statement?year=2027-01-01")["lines"]
    given = [line for line in lines if line["kind"] == "sick-compensation"]
    assert [(line["amount"]["sessions"], "Off sick" in line["why"]) for line in given] == [("1.5", True)]
    api.ask("POST", f"/leave/entries/{given[0]['id']}/reversal", {"reason": "Only a test."})


def test_as_many_are_to_be_told_as_are_listed_and_who_is_away_is_said_to_be(
    visit: Visit, system: System, published: str
) -> None:
    page = visit("/sign-in.html")
    answering(page, ANSWER | {"options": [FEWEST, FAIREST, LOCUM]})
    asked_to_be_sick(page, on_duty(system), published).get_by_role(
        "button", name="Record, and see what is short"
    ).click()
    dialog = repairing(page)
    for title, told in (("Fewest changes", "1 person"), ("Fairest", "2 people"), ("Nobody moves", "Nobody")):
        option = dialog.get_by_role("article", name=re.compile(f"^{title}"))
        expect(option.locator("dl div", has_text="To be told")).to_contain_text(told)
    fairest = dialog.get_by_role("article", name=re.compile("^Fairest")).locator(".repair-tell > ul > li")
    expect(fairest).to_have_count(2)
    expect(fairest.last).to_contain_text("Dr Ash, who is away now, for when they are back")


def test_one_day_is_named_as_a_day_and_a_locum_is_put_in_step_by_step(
    visit: Visit, system: System, published: str
) -> None:
    page = visit("/sign-in.html")
    answering(page, ANSWER | {"options": [LOCUM]})
    duty = on_duty(system)
    asked_to_be_sick(page, duty, published).get_by_role("button", name="Record, and see what is short").click()
    expect(page.get_by_role("dialog", name=re.compile(r"^Repair the rota, \w{3} \d+ Mar 2027$"))).to_be_visible()
    dialog = repairing(page)
    dialog.get_by_text("What to do once you have somebody").click()
    expect(dialog.get_by_role("link", name="add them under People")).to_have_attribute("href", "/people.html")
    expect(dialog.get_by_text("choose the session of whoever is away, press L")).to_be_visible()


def test_an_end_before_the_start_is_refused_before_anything_is_recorded(
    visit: Visit, system: System, published: str
) -> None:
    api, duty = system.signed_in(), on_duty(system)
    before = len(api.ask("GET", "/leave/requests")["requests"])
    dialog = asked_to_be_sick(visit("/sign-in.html"), duty, published)
    dialog.get_by_label("Until another day").check()
    dialog.get_by_label("Last day").fill("2027-03-01")
    dialog.get_by_role("button", name="Record, and see what is short").click()
    expect(dialog.get_by_role("alert")).to_contain_text("It ends before it starts.")
    assert len(api.ask("GET", "/leave/requests")["requests"]) == before


def test_what_waits_already_is_named(visit: Visit, system: System, published: str) -> None:
    """Somebody else's change in the same place: nothing is put in, and who made it is said."""
    page = visit("/sign-in.html")
    answering(page, ANSWER)

    def refuse(route: Route) -> None:
        newer = {"cells": [{"code": "P2", "date": "2027-03-15", "half": "AM", "now": CLINIC, "by_name": "Pat Lee"}]}
        problem = {"title": "It has changed", "status": 409, "newer": newer}
        if route.request.method == "POST":
            route.fulfill(status=409, json=problem)
        else:
            route.fallback()

    page.route("**/rota/edits", refuse)
    asked_to_be_sick(page, on_duty(system), published)
    page.get_by_role("button", name="Record, and see what is short").click()
    dialog = repairing(page)
    dialog.get_by_role("button", name=re.compile("^Choose this")).first.click()
    expect(dialog.get_by_role("alert")).to_contain_text("P2 on Mon 15 Mar AM, changed by Pat Lee")
    expect(dialog.get_by_role("button", name="Ask again")).to_be_visible()


def test_what_goes_wrong_is_said_and_can_be_tried_again(visit: Visit, system: System, published: str) -> None:
    page = visit("/sign-in.html")
    answering(page, ANSWER | {"status": "failed", "sentences": ["The answer did not come in time."], "options": []})
    asked_to_be_sick(page, on_duty(system), published)
    page.get_by_role("button", name="Record, and see what is short").click()
    dialog = repairing(page)
    expect(dialog.get_by_role("alert")).to_contain_text("The answer did not come in time.")
    page.unroute("**/rota-generate/repairs**")
    answering(page, ANSWER)
    dialog.get_by_role("button", name="Ask again").click()
    expect(dialog.get_by_role("article")).to_have_count(3)


def test_no_fault_of_access_in_any_look(
    visit: Visit, system: System, published: str, axe_script: str, look: dict[str, Any]
) -> None:
    """The form, the wait, the options and what was chosen; on a phone they fit. A phone edits in the list of a day."""
    page = visit("/sign-in.html", **look | {"is_mobile": False})
    page.set_viewport_size({"width": 1280, "height": 800})
    answering(page, ANSWER | {"status": "working"})
    dialog = asked_to_be_sick(page, on_duty(system), published)
    width = look.get("width", 1280)
    page.set_viewport_size({"width": width, "height": 800})
    dialog.get_by_label("Until another day").check()
    dialog.get_by_label("Give leave back besides, as sick compensation").check()
    assert violations(page, axe_script) == []
    dialog.get_by_label("This session only").check()
    dialog.get_by_label("Give leave back besides, as sick compensation").uncheck()
    dialog.get_by_role("button", name="Record, and see what is short").click()
    expect(repairing(page).get_by_role("progressbar")).to_be_visible()
    assert violations(page, axe_script) == []
    answering(page, ANSWER)
    expect(repairing(page).get_by_role("article")).to_have_count(3)
    assert violations(page, axe_script) == []
    inside = page.locator("dialog").evaluate("each => [each.scrollWidth, each.clientWidth]")
    assert inside[0] <= inside[1], "nothing is scrolled sideways"
    fits(page)


def test_a_gap_that_a_change_has_just_made_has_ways_out_and_a_repair_that_waits_with_it(
    visit: Visit, system: System, published: str, axe_script: str
) -> None:
    api, duty = system.signed_in(), on_duty(system)
    page = visit(f"/rota.html?start={MONDAY}&view=week&edit=1", bypass_csp=True)
    ready(page)
    cell(page, duty, published).focus()
    page.keyboard.press("u")
    says(page, "taken off duty")
    gaps = page.locator("tr", has=page.get_by_role("rowheader", name="Gaps"))
    here = gaps.locator(f'[data-c="{cell(page, duty, published).get_attribute("data-c")}"]')
    expect(here).to_contain_text(re.compile("Duty|gaps"))
    here.focus()
    page.keyboard.press("Enter")
    page.locator(".gap-tools summary", has_text="Ways out: Duty").first.click()
    expect(page.locator(".ways-out .ways li").first).to_be_visible()
    assert violations(page, axe_script) == []
    page.get_by_role("button", name="Repair this week…").click()
    dialog = repairing(page)
    expect(dialog).to_contain_text("The changes that wait to be published are counted in.")
    dialog.get_by_role("button", name=re.compile("^Choose this")).first.click()
    expect(dialog.get_by_text("as a change, with the others.")).to_be_visible()
    expect(here).not_to_contain_text("Duty")  # the dialog stays, though the gap it was opened from is closed
    dialog.get_by_role("button", name="Back to the rota").click()
    assert [edit["cause"] for edit in waiting(api)] == ["hand", "repair"]
