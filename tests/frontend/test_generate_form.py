"""The form that asks for a rota: what it says of the rota that is there, and what it has somebody agree to."""

from __future__ import annotations

import os
import re
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.frontend.axe import violations
from tests.frontend.conftest import Visit
from tests.frontend.generate_help import fix_nothing, fixed_for
from tests.systems import System, ask_for_run, ended

RUN_MS = 60_000


@pytest.fixture(autouse=True)
def _as_it_was(system: System, published: str) -> None:
    fix_nothing(system)


def form(page: Page) -> Locator:
    found = page.get_by_role("form", name="Generate")
    expect(found.get_by_role("heading", name="On the rota already")).to_be_visible()
    return found


def start(page: Page) -> None:
    page.get_by_role("button", name="Start", exact=True).click()


def test_each_way_says_what_becomes_of_the_rota_that_is_there(visit: Visit, published: str) -> None:
    page = visit(f"/generate.html?start={published}&weeks=2")
    asked = form(page)
    expect(asked.get_by_label("Stay close")).to_be_checked()
    existing = asked.locator(".on-the-rota")
    for mode, words in (
        ("Fill the gaps", "a clinic may become duty"),
        ("Repair", "as little changes as can be"),
        ("Rebalance duty", "duty may move"),
        ("Make afresh", "made afresh"),
    ):
        asked.get_by_label(mode).check()
        expect(existing).to_contain_text(re.compile(words))
    asked.get_by_label("Rebalance duty").check()
    expect(asked.get_by_label("Working days")).not_to_be_checked()


def test_what_changes_the_published_rota_goes_to_its_end_and_no_further(
    visit: Visit, system: System, published: str
) -> None:
    last = max(version["end"] for version in system.signed_in().ask("GET", "/rota/versions"))
    weeks = ((date.fromisoformat(last) - date.fromisoformat(published)).days + 3) // 7
    page = visit(f"/generate.html?mode=rebalance&start={date.fromisoformat(published) + timedelta(weeks=weeks - 2)}")
    asked = form(page)
    expect(asked.get_by_role("spinbutton", name="Weeks")).to_have_value("2")
    expect(asked.get_by_text("to the end of what is published.")).to_be_visible()
    asked.get_by_label("Make afresh").check()
    expect(asked.get_by_role("spinbutton", name="Weeks")).not_to_have_value("2")
    asked.get_by_label("Repair").check()
    expect(asked.get_by_role("spinbutton", name="Weeks")).to_have_value("2")
    asked.get_by_role("spinbutton", name="Weeks").fill("5")
    expect(asked.get_by_text("to the end of what is published.")).to_have_count(0)


def test_where_nothing_is_published_there_is_nothing_to_choose(visit: Visit) -> None:
    page = visit("/generate.html?start=2031-01-06&weeks=2")
    expect(page.get_by_text("Nothing is published for these weeks yet")).to_be_visible()
    expect(page.get_by_label("Stay close")).to_have_count(0)


def test_what_is_there_is_replaced_only_when_somebody_says_so(visit: Visit, published: str) -> None:
    page = visit(f"/generate.html?mode=afresh&start={published}&weeks=1")
    replace = form(page).get_by_label(re.compile("sessions may be replaced"))
    expect(replace).not_to_be_checked()
    start(page)
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name=re.compile("would replace")).click()
    expect(replace).to_be_focused()
    replace.check()
    page.get_by_label("Try for").select_option("10")
    start(page)
    expect(page.get_by_role("heading", name=re.compile("^Draft for"))).to_be_visible(timeout=RUN_MS)
    expect(page.locator(".asked-for")).to_contain_text("Make afresh: working days and duty, for everybody")
    expect(replace).not_to_be_checked()


def test_the_fixed_period_is_agreed_to_with_a_reason_that_stays_with_the_run(
    visit: Visit, system: System, published: str
) -> None:
    with fixed_for(system, 26):
        page = visit(f"/generate.html?mode=repair&start={published}&weeks=1")
        notice = form(page).locator(".fixed-period")
        expect(notice).to_contain_text("The rota is fixed until")
        start(page)
        page.get_by_role("alert").get_by_role("link", name=re.compile("The rota is fixed")).click()
        expect(notice.get_by_label("The fixed period may change")).to_be_focused()
        notice.get_by_label("The fixed period may change").check()
        start(page)
        page.get_by_role("alert").get_by_role("link", name=re.compile("Say why")).click()
        expect(notice.get_by_label("Why, for the record")).to_be_focused()
        notice.get_by_label("Why, for the record").fill("Dr Ash broke her leg")
        page.get_by_label("Try for").select_option("10")
        start(page)
        expect(page.get_by_role("heading", name=re.compile("^Draft for"))).to_be_visible(timeout=RUN_MS)
        expect(page.locator(".asked-for")).to_contain_text("because: Dr Ash broke her leg")


def test_a_change_from_a_wednesday_on_says_what_stays(visit: Visit, published: str) -> None:
    page = visit(f"/generate.html?start={published}&weeks=2")
    form(page)
    page.get_by_label("From", exact=True).fill("2027-01-06")
    expect(page.get_by_text("Nothing changes before Wed 6 Jan")).to_be_visible()
    page.get_by_label("From", exact=True).fill("2027-01-09")
    start(page)
    expect(page.get_by_role("alert")).to_contain_text("Sat 9 Jan is on a weekend; Fri 8 Jan or Mon 11 Jan is not.")


def test_people_and_groups_are_chosen_by_keyboard(visit: Visit, published: str) -> None:
    page = visit(f"/generate.html?mode=rebalance&start={published}&weeks=4")
    asked = form(page)
    asked.get_by_label("Everybody").focus()
    page.keyboard.press("ArrowRight")
    start(page)
    expect(page.get_by_role("alert")).to_contain_text("Choose at least one person or group")
    find = asked.get_by_label("Find a person or group")
    find.focus()
    page.keyboard.type("ash")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(asked.get_by_label("Chosen: 1 person")).to_be_checked()
    expect(asked.locator(".on-the-rota")).to_contain_text("1 person")
    page.get_by_label("Try for").select_option("10")
    start(page)
    expect(page.get_by_role("heading", name=re.compile("^Draft for"))).to_be_visible(timeout=RUN_MS)
    expect(page.locator(".asked-for")).to_contain_text("Rebalance duty: duty, for Dr Ash")


def test_a_draft_is_discarded_taken_back_and_repeated(visit: Visit, system: System, published: str) -> None:
    api = system.signed_in()
    run = ended(api, ask_for_run(api, start=published, seconds=1, mode="fill"))
    page = visit(f"/generate.html?run={run['id']}")
    expect(page.get_by_role("grid", name=re.compile("^Draft rota"))).to_be_visible()
    shoot(page, "draft")
    page.get_by_role("button", name="Discard").click()
    expect(page.get_by_text("Discarded.", exact=True)).to_be_visible()
    expect(page.locator(".run-table [aria-current]")).to_have_count(0)
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    expect(page.locator(".run-table [aria-current]")).to_contain_text("Draft ready")
    page.get_by_role("button", name="Repeat").click()
    expect(page.get_by_text("Repeats an earlier run")).to_be_visible(timeout=RUN_MS)
    filters = page.locator(".run-filters")
    filters.get_by_label(re.compile("^Show")).select_option("With a draft")
    filters.get_by_label(re.compile("^How")).select_option("Fill the gaps")
    expect(page.locator(".run-table tbody tr").first).to_contain_text("(repeated)")
    expect(page).to_have_url(re.compile("runs=draft"))


def test_weeks_that_were_not_published_are_no_changes(visit: Visit, system: System, published: str) -> None:
    api = system.signed_in()
    run = ended(api, ask_for_run(api, start=published, weeks=1, seconds=1, mode="fill"))
    page = visit("/sign-in.html")
    nothing = {"against": [1], "changed": 0, "people": 0, "by_person": [], "by_day": []}
    page.route("**/diff**", lambda route: route.fulfill(json=nothing | {"new_weeks": 2}))
    page.goto(f"/generate.html?run={run['id']}")
    expect(page.get_by_text("changes nothing and adds 2 weeks that were not published before")).to_be_visible()


def test_it_can_be_used_by_everybody(
    visit: Visit, axe_script: str, look: dict[str, Any], system: System, published: str
) -> None:
    with fixed_for(system, 26):
        page = visit(f"/generate.html?mode=afresh&start={published}&weeks=2", **look)
        asked = form(page)
        asked.get_by_label("Chosen people and groups").check(force=True)
        expect(asked.get_by_label("Find a person or group")).to_be_visible()
        asked.get_by_text("Everybody", exact=True).click()
        expect(asked.locator(".fixed-period")).to_be_visible()
        asked.get_by_label("The fixed period may change").check()
        page.get_by_text(re.compile("^Checks before the start")).click()
        assert violations(page, axe_script) == []
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide, "nothing is wider than the screen"
        shoot(page, f"form-{look.get('color_scheme', 'phone')}")
        asked.get_by_text("Chosen people and groups").click()
        expect(asked.get_by_label("Find a person or group")).to_be_visible()
        assert violations(page, axe_script) == []
        shoot(page, f"whom-{look.get('color_scheme', 'phone')}")


def shoot(page: Page, name: str) -> None:
    if folder := os.environ.get("G_SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
