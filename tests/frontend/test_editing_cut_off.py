"""The network goes away while somebody changes the rota: nothing they did is lost, and nothing is done twice."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.frontend.conftest import Visit
from tests.frontend.edit_help import Week, act, address, cell, ready, says, waiting
from tests.systems import System

pytestmark = pytest.mark.usefixtures("published", "nothing_waits")

EDITS = re.compile(r"/rota/edits$")
# Whether the browser would ask before the page is closed.
WOULD_ASK = "() => !dispatchEvent(new Event('beforeunload', { cancelable: true }))"


def test_it_works(visit: Visit, system: System, published: str) -> None:
    """What is done without a server is drawn, kept, and sent when it answers again."""
    api = system.signed_in()
    one, two = Week(api).doing("clinic")[:2]
    page = visit(address())
    ready(page)
    assert not page.evaluate(WOULD_ASK)
    page.route(EDITS, lambda route: route.abort())
    for session in (one, two):
        cell(page, session, published).click()
        act(page, "Admin")
    told = page.get_by_role("alert")
    expect(told).to_contain_text("The server cannot be reached. 2 changes are kept here")
    expect(cell(page, two, published)).to_have_attribute("aria-label", re.compile("^Admin"))
    expect(page.get_by_role("button", name="Publish…")).to_be_disabled()
    assert page.evaluate(WOULD_ASK), "closing the page would lose two changes"
    page.keyboard.press("Control+z")
    says(page, "as soon as the server answers")
    assert waiting(api) == []
    back(page)
    expect(page.locator(".waiting")).to_contain_text("2 changes wait")
    expect(told).to_have_count(0)
    assert not page.evaluate(WOULD_ASK)
    assert [Week(api, "edits").what(session) for session in (one, two)] == ["admin", "admin"]


def test_a_change_whose_answer_is_lost_is_made_once(visit: Visit, system: System, published: str) -> None:
    api = system.signed_in()
    session = Week(api).doing("clinic")[0]
    page = visit(address())
    ready(page)

    def lose_the_answer(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch()
        route.abort()

    page.route(EDITS, lose_the_answer)
    cell(page, session, published).click()
    act(page, "Admin")
    expect(page.get_by_role("alert")).to_contain_text("1 change is kept here")
    back(page)
    says(page, "from clinic to admin")
    expect(page.locator(".waiting")).to_contain_text("1 change waits: yours")
    expect(page.locator(".refusal")).to_have_count(0)
    assert len(waiting(api)) == 1


def test_a_sign_in_that_ends_meanwhile_is_renewed_and_the_change_is_made(
    visit: Visit, system: System, published: str
) -> None:
    api = system.signed_in()
    session = Week(api).doing("clinic")[0]
    page = visit(address())
    ready(page)
    cell(page, session, published).click()
    page.context.clear_cookies()
    # Whether the page finds out by this or by looking what others do: it asks once.
    page.get_by_role("button", name="Admin", exact=True).dispatch_event("click")
    again = page.get_by_role("dialog", name="Sign in again to carry on")
    again.get_by_label("Password").fill(system.accounts["administrator"]["password"])
    again.get_by_role("button", name="Sign in").click()
    says(page, "from clinic to admin")
    expect(page.locator(".waiting")).to_contain_text("1 change waits: yours")
    assert Week(api, "edits").what(session) == "admin"


def back(page: Page) -> None:
    """The network is there again, and the browser says so."""
    page.unroute(EDITS)
    page.evaluate("() => dispatchEvent(new Event('online'))")
