"""From signing in to a published rota, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.frontend.conftest import Visit
from tests.frontend.generate_help import fix_nothing
from tests.systems import System

FEW, MANY, MOST = "2", "26", "53"  # weeks: settled at once, worth watching, time enough to be stopped
RUN_MS = 60_000


@pytest.fixture(autouse=True, scope="module")
def _nothing_is_fixed(large: System) -> None:
    """Tests are run on any day: what they publish is never in the fixed period."""
    fix_nothing(large)


def ask(page: Page, weeks: str, seconds: str) -> None:
    """Fill the form and start."""
    page.get_by_label("Weeks", exact=True).fill(weeks)
    page.get_by_label("Try for").select_option(seconds)
    page.get_by_role("button", name="Start", exact=True).click()


def draft(page: Page) -> None:
    """Wait for the draft."""
    expect(page.get_by_role("heading", name=re.compile("^Draft for"))).to_be_visible(timeout=RUN_MS)


def test_sign_in_generate_watch_publish_and_see_it(visit_large: Visit, large: System) -> None:
    account = large.accounts["superuser"]
    page = visit_large("/", role=None)
    page.wait_for_url("**/sign-in.html?next=*")
    page.get_by_label("User name").fill(account["username"])
    page.get_by_label("Password").fill(account["password"])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/rota.html*")
    page.get_by_role("navigation").get_by_role("link", name="Generate").click()

    ask(page, MANY, "10")
    expect(page.get_by_role("heading", name="Generating")).to_be_visible()
    gaps = page.locator(".figures div", has_text="Gaps").locator("dd")
    expect(gaps).to_have_text(re.compile(r"^\s*\d+"))
    expect(page.locator(".figures div", has_text="From perfect").locator("dd")).to_contain_text("%")
    expect(page.locator(".curve-bound")).to_have_count(1)

    draft(page)
    expect(page.get_by_role("grid", name=re.compile("^Draft rota"))).to_be_visible()
    page.get_by_role("button", name="Publish…").click()
    dialog = page.get_by_role("dialog", name="Publish this draft")
    dialog.get_by_label(re.compile("^Reason")).fill("The first weeks")
    dialog.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("Published.", exact=True)).to_be_visible()

    page.locator(".notice").get_by_role("link", name="See the rota").click()
    page.wait_for_url("**/rota.html?start=*")
    expect(page.get_by_role("gridcell", name=re.compile("^Duty at")).first).to_be_visible()
    expect(page.get_by_text(re.compile(r"^Version \d+, published"))).to_be_visible()


def test_the_keyboard_alone_generates_and_publishes(visit_large: Visit, large: System) -> None:
    page = visit_large("/generate.html")
    expect(page.get_by_role("button", name="Start", exact=True)).to_be_visible()
    keys = page.keyboard

    def tab_to(name: str) -> None:
        for _ in range(80):
            keys.press("Tab")
            if name in page.evaluate("[document.activeElement.textContent.trim(), document.activeElement.id]"):
                return
        raise AssertionError(f"Tab never reaches {name}")

    tab_to("weeks")
    keys.press("Control+A")
    keys.type(FEW)
    tab_to("seconds")
    keys.press("Home")
    tab_to("Start")
    keys.press("Enter")
    draft(page)
    tab_to("Publish…")
    keys.press("Enter")
    # What it changes, and for whom, is looked at first.
    expect(page.get_by_role("dialog").get_by_role("button", name="Publish", exact=True)).to_be_enabled()
    tab_to("Not now")
    keys.press("Tab")
    keys.press("Enter")
    expect(page.get_by_text("Published.", exact=True)).to_be_visible()


@pytest.mark.long
def test_a_stopped_run_keeps_the_best_and_survives_a_reload(visit_large: Visit) -> None:
    page = visit_large("/generate.html")
    ask(page, MOST, "300")
    expect(page).to_have_url(re.compile(r"\?run="))
    expect(page.locator(".figures div", has_text="Gaps").locator("dd")).to_have_text(re.compile(r"^\s*\d+"))

    page.reload()
    expect(page.get_by_role("heading", name="Generating")).to_be_visible()
    expect(page.locator(".figures div", has_text="Gaps").locator("dd")).to_have_text(re.compile(r"^\s*\d+"))
    page.get_by_role("button", name="Stop, keep the best").click()
    draft(page)
    expect(page.get_by_text("This is the best draft found until then.")).to_be_visible()
    expect(page.locator(".run-table [aria-current]")).to_contain_text("Stopped, best kept")


def test_every_mistake_in_the_form_is_named_with_a_way_to_it(visit_large: Visit) -> None:
    page = visit_large("/generate.html")
    page.get_by_label("From", exact=True).fill("2027-01-09")
    page.get_by_label("Weeks", exact=True).fill("0")
    page.get_by_label("Working days").uncheck()
    page.get_by_label("Duty", exact=True).uncheck()
    page.get_by_role("button", name="Start", exact=True).click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("listitem")).to_have_count(3)
    summary.get_by_role("link", name=re.compile("is on a weekend")).click()
    expect(page.get_by_label("From", exact=True)).to_be_focused()


def test_a_sign_in_that_ends_loses_nothing_that_was_filled_in(visit_large: Visit, large: System) -> None:
    page = visit_large("/generate.html")
    page.get_by_label("Weeks", exact=True).fill(MOST)
    page.get_by_label("Try for").select_option("300")
    page.context.clear_cookies()
    page.get_by_role("button", name="Start", exact=True).click()
    dialog = page.get_by_role("dialog", name="Sign in again to carry on")
    expect(dialog.get_by_label("User name")).to_have_value(large.accounts["administrator"]["username"])
    dialog.get_by_label("Password").fill(large.accounts["administrator"]["password"])
    dialog.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Stop, keep the best")).to_be_visible()
    expect(page.get_by_label("Weeks", exact=True)).to_have_value(MOST)
    page.get_by_role("button", name="Stop, keep the best").click()
    page.reload()
    expect(page.get_by_label("Weeks", exact=True)).to_have_value(MOST)


def test_a_clinician_is_not_offered_to_generate(visit_large: Visit) -> None:
    page = visit_large("/rota.html", role="clinician")
    expect(page.get_by_role("navigation").get_by_role("link", name="Rota")).to_be_visible()
    expect(page.get_by_role("link", name="Generate")).to_have_count(0)
    page.goto("/generate.html")
    expect(page.get_by_role("heading", name="Only rota administrators generate rotas")).to_be_visible()


def test_a_wrong_password_is_said_in_words_and_the_way_back_stays_inside(visit_large: Visit, large: System) -> None:
    page = visit_large("/sign-in.html?next=https://elsewhere.example/rota.html", role=None)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert").get_by_role("listitem")).to_have_count(2)
    account = large.accounts["clinician"]
    page.get_by_label("User name").fill(account["username"])
    page.get_by_label("Password").fill("not the password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("password")
    page.get_by_label("Password").fill(account["password"])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{large.base_url}/rota.html*")
