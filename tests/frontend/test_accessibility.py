"""axe-core finds no violation of WCAG 2.2 AA on any page, in any state, in either theme."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.frontend.axe import violations
from tests.frontend.conftest import Visit
from tests.systems import System, ask_for_run, ended

pytestmark = pytest.mark.usefixtures("published")


def settled(page: Page) -> None:
    page.wait_for_load_state("networkidle")


def test_signing_in(visit: Visit, axe_script: str, look: dict[str, Any]) -> None:
    page = visit("/sign-in.html", role=None, **look)
    assert violations(page, axe_script) == []
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert violations(page, axe_script) == []


def test_the_rota_in_every_view_with_its_panel_and_dialogs(
    visit: Visit, axe_script: str, look: dict[str, Any], published: str
) -> None:
    page = visit("/rota.html?start=2027-03-22&view=4weeks", role="clinician", **look)
    settled(page)
    assert violations(page, axe_script) == []
    page.locator('[data-r="3"][data-c="110"]').click()
    expect(page.get_by_role("complementary")).to_be_visible()
    assert violations(page, axe_script) == []
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page, axe_script) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Print").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page, axe_script) == []
    page.get_by_role("button", name="Not now").click()
    page.locator(".account-menu > summary").click()
    assert violations(page, axe_script) == []
    for view in ("day", "week"):
        page.goto(f"/rota.html?start={published}&view={view}")
        settled(page)
        assert violations(page, axe_script) == []


def test_generating(visit_large: Visit, axe_script: str, look: dict[str, Any]) -> None:
    page = visit_large("/generate.html", **look)
    expect(page.get_by_role("button", name="Start", exact=True)).to_be_visible()
    page.get_by_text(re.compile("^Checks before the start")).click()
    assert violations(page, axe_script) == []
    page.get_by_label("Weeks", exact=True).fill("26")
    page.get_by_label("Try for").select_option("300")
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.locator(".curve-bound")).to_have_count(1)
    assert violations(page, axe_script) == []


def test_being_asked_to_sign_in_again(visit: Visit, axe_script: str, look: dict[str, Any]) -> None:
    page = visit("/generate.html", **look)
    expect(page.get_by_role("button", name="Start", exact=True)).to_be_visible()
    page.context.clear_cookies()
    # What the page asks by itself may have brought the dialog up already.
    page.get_by_role("button", name="Start", exact=True).dispatch_event("click")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page, axe_script) == []


def test_a_draft_with_gaps(visit: Visit, axe_script: str, look: dict[str, Any], system: System) -> None:
    api = system.signed_in()
    run = ended(api, ask_for_run(api, seconds=1, mode="afresh"))
    page = visit("/sign-in.html", **look)
    gap = {
        "rule": "duty",
        "date": run["start"],
        "half": "AM",
        "site": None,
        "need": 2,
        "have": 1,
        "why": "Dr Ash away.",
    }

    def add(field: str, route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json=answer.json() | {field: [gap]})

    page.route("**/draft", lambda route: add("gaps", route))
    page.route("**/runs/*/rota", lambda route: add("gaps", route))
    page.goto(f"/generate.html?run={run['id']}")
    expect(page.get_by_role("heading", name="What is missing")).to_be_visible()
    expect(page.get_by_role("grid")).to_be_visible()
    assert violations(page, axe_script) == []
    page.get_by_text("Changes by person").click()
    assert violations(page, axe_script) == []
    page.get_by_role("button", name="Publish…").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page, axe_script) == []
