"""What the next person at a shared computer sees of the one before."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.frontend.conftest import Visit, give_sign_in
from tests.systems import System

COME_BACK = "dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))"


def brought_back(page: Page) -> None:
    """What a browser does at its button Back, with a page it has kept as it was."""
    page.evaluate(COME_BACK)


def test_back_shows_nothing_of_somebody_who_has_signed_out(visit: Visit) -> None:
    page = visit("/leave.html", role="clinician")
    expect(page.get_by_role("heading", name="Leave", exact=True)).to_be_visible()
    page.context.clear_cookies()
    brought_back(page)
    expect(page).to_have_url(re.compile("/sign-in.html"))


def test_nor_of_somebody_else_than_is_signed_in_now(visit: Visit, system: System) -> None:
    page = visit("/account.html", role="clinician")
    mine = page.get_by_text("User name clinician.")
    expect(mine).to_be_visible()
    page.context.clear_cookies()
    give_sign_in(page.context, system, "superuser")
    brought_back(page)
    expect(page.get_by_text("User name superuser.")).to_be_visible()
    expect(mine).to_have_count(0)


def test_whoever_is_still_signed_in_goes_on_where_they_were(visit: Visit) -> None:
    page = visit("/account.html", role="clinician")
    page.get_by_label("Your name").fill("Half a na")
    brought_back(page)
    expect(page.get_by_label("Your name")).to_be_visible()
    expect(page.get_by_label("Your name")).to_have_value("Half a na")
