"""Inviting, accepting, mending a forgotten password and looking after accounts, in a browser, with real mail."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests.conftest import NewSystem
from tests.frontend.axe import violations
from tests.frontend.conftest import Visit, chromium_path, visitor
from tests.mail_server import MailServer, link_in
from tests.systems import System, until

pytestmark = pytest.mark.long

PASSWORD, ANOTHER = "a lamp beside the river", "seven quiet kettles sing"


@pytest.fixture(scope="module")
def system(new_system: NewSystem, post_office: MailServer) -> Iterator[System]:
    """A system whose mail goes to the server beside; without a solver."""
    with new_system("accounts", programs=("web", "worker"), **post_office.environment()) as running:
        yield running


@pytest.fixture(scope="module")
def browser(system: System) -> Iterator[Browser]:
    """One browser for this module, and no other system than its own."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser: Browser, system: System) -> Iterator[Visit]:
    with visitor(browser, system) as open_page:
        yield open_page


@pytest.fixture
def email() -> str:
    """An address nobody has had before."""
    return f"nia.{uuid.uuid4().hex[:8]}@example.com"


def newest_link(post_office: MailServer, email: str, page: str, *, letters: int = 1) -> str:
    """The link in the newest letter to an address, once there are so many."""
    until(lambda: len(post_office.to(email)) >= letters)
    return link_in(post_office.to(email)[-1], page)


def invited(system: System, post_office: MailServer, email: str) -> str:
    """The link of an invitation that was sent without a browser."""
    body = {"email": email, "display_name": "Nia Pugh", "roles": ["clinician"], "person_code": None}
    system.signed_in().ask("POST", "/auth/invitations", body)
    return newest_link(post_office, email, "welcome")


WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("body *")]
    .filter((element) => element.getBoundingClientRect().right > width)
    .map((element) => element.outerHTML.slice(0, 160));
}"""


def no_sideways_scrolling(page: Page) -> None:
    assert page.evaluate(WIDE) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def row_of(page: Page, words: str) -> Locator:
    return page.get_by_role("row").filter(has_text=words)


def test_the_whole_way_of_an_invitation(visit: Visit, system: System, post_office: MailServer, email: str) -> None:
    page = visit("/accounts.html")
    page.get_by_role("button", name="Invite somebody").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Email address").fill("nobody")
    dialog.get_by_role("button", name="Send the invitation").click()
    expect(dialog.get_by_role("alert")).to_contain_text("An email address looks like")
    dialog.get_by_role("link", name=re.compile("An email address looks like")).click()
    expect(dialog.get_by_label("Email address")).to_be_focused()
    expect(dialog.get_by_label("Email address")).to_have_value("nobody")
    dialog.get_by_label("Email address").fill(email)
    dialog.get_by_label("Person on the rota").select_option("P4")
    expect(dialog.get_by_label("Name", exact=True)).not_to_have_value("")
    dialog.get_by_role("button", name="Send the invitation").click()
    expect(page.locator(".toast")).to_contain_text(f"An invitation is on its way to {email}.")
    expect(row_of(page, email)).to_contain_text("Waiting")

    link = newest_link(post_office, email, "welcome")
    theirs = visit(link, role=None)
    expect(theirs.get_by_text(email)).to_be_visible()
    assert "#" not in theirs.url, "the token stays in the history"
    theirs.get_by_label("Your name").fill("Dr Nia Pugh")
    theirs.get_by_label("Choose a password").fill("niapugh")
    theirs.get_by_role("button", name="Make my account").click()
    expect(theirs.get_by_role("alert")).to_contain_text("12 characters or more")
    expect(theirs.get_by_role("alert")).to_contain_text("not made of your own name")
    theirs.get_by_label("Choose a password").fill(PASSWORD)
    theirs.get_by_role("button", name="Show the password").click()
    expect(theirs.get_by_label("Choose a password")).to_have_attribute("type", "text")
    theirs.get_by_role("button", name="Make my account").click()
    theirs.wait_for_url("**/rota.html")
    expect(theirs.locator(".account-menu > summary")).to_contain_text("Dr Nia Pugh")

    page.reload()
    expect(row_of(page, "Dr Nia Pugh").first).to_be_visible()
    again = visit(link, role=None)
    expect(again.get_by_role("alert")).to_contain_text("was accepted on")
    again.get_by_role("link", name="Sign in").click()
    again.get_by_label("User name or email address").fill(email)
    again.get_by_label("Password").fill(PASSWORD)
    again.get_by_role("button", name="Sign in").click()
    again.wait_for_url("**/rota.html")


def test_a_forgotten_password(visit: Visit, system: System, post_office: MailServer, email: str) -> None:
    token = invited(system, post_office, email).partition("#")[2]
    system.signed_in().ask("POST", "/auth/welcome", {"token": token, "password": PASSWORD, "display_name": "Nia Pugh"})
    page = visit("/sign-in.html", role=None)
    page.get_by_role("link", name="Forgotten your password?").click()
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter your email address")
    page.get_by_label("Email address").fill(email)
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("status")).to_contain_text("If an account has that address")
    page.goto(newest_link(post_office, email, "reset", letters=2))
    page.get_by_label("New password").fill(ANOTHER)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your password is changed")).to_be_visible()
    page.get_by_role("link", name="Sign in").click()
    page.get_by_label("User name or email address").fill(email)
    page.get_by_label("Password").fill(ANOTHER)
    page.keyboard.press("Enter")
    page.wait_for_url("**/rota.html")


def test_a_link_used_twice_offers_a_new_one(visit: Visit) -> None:
    page = visit("/reset.html#not-one-of-ours", role=None)
    expect(page.get_by_role("alert")).to_contain_text("not one of ours")
    expect(page.get_by_role("button", name="Send the link")).to_be_visible()


def test_sending_again_and_withdrawing(visit: Visit, system: System, post_office: MailServer, email: str) -> None:
    first = invited(system, post_office, email)
    page = visit("/accounts.html")
    row = row_of(page, email)
    row.get_by_role("button", name="Send again").click()
    expect(page.locator(".toast")).to_contain_text("A new link is on its way")
    second = newest_link(post_office, email, "welcome", letters=2)
    assert first != second
    theirs = visit(first, role=None)
    expect(theirs.get_by_role("alert")).to_contain_text("A newer link was sent")
    row.get_by_role("button", name="Withdraw").click()
    page.get_by_role("dialog").get_by_role("button", name="Withdraw").click()
    expect(row_of(page, email)).to_contain_text("Withdrawn")
    gone = visit(second, role=None)
    expect(gone.get_by_role("alert")).to_contain_text("was withdrawn")


def test_an_account_is_edited_deactivated_and_reactivated_by_keyboard(
    visit: Visit, system: System, post_office: MailServer, email: str
) -> None:
    token = invited(system, post_office, email).partition("#")[2]
    name = f"Zed {email[4:8]}"
    system.signed_in().ask("POST", "/auth/welcome", {"token": token, "password": PASSWORD, "display_name": name})
    page = visit("/accounts.html")
    page.get_by_label("Find an account").fill(name)
    page.get_by_role("button", name=f"Edit {name}").press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Administrator").press(" ")
    dialog.get_by_label("Name", exact=True).press("Enter")
    expect(row_of(page, name)).to_contain_text("Clinician, Administrator")
    page.get_by_role("button", name=f"Deactivate… {name}").press("Enter")
    page.get_by_role("dialog").get_by_label("Reason").fill("Left")
    page.get_by_role("dialog").get_by_role("button", name="Deactivate").press("Enter")
    expect(page.get_by_text("Nothing here matches").or_(page.get_by_text("There are no accounts"))).to_be_visible()
    page.get_by_label("Deactivated").press(" ")
    page.get_by_role("button", name=f"Reactivate {name}").press("Enter")
    expect(page.locator(".toast")).to_contain_text("may sign in again")
    assert "show=inactive" in page.url and "accounts-find" in page.url


def test_somebody_who_edits_after_another_loses_nothing(
    visit: Visit, system: System, post_office: MailServer, email: str
) -> None:
    token = invited(system, post_office, email).partition("#")[2]
    body = {"token": token, "password": PASSWORD, "display_name": f"Yan {email[4:8]}"}
    system.signed_in().ask("POST", "/auth/welcome", body)
    page = visit("/accounts.html")
    page.get_by_role("button", name=f"Edit {body['display_name']}").click()
    api = system.signed_in()
    account = next(a for a in api.ask("GET", "/auth/accounts")["accounts"] if a["username"] == email)
    values = {"version": account["version"], "display_name": "Quicker", "email": email, "roles": ["clinician"]}
    api.ask("PUT", f"/auth/accounts/{account['id']}", values | {"person_code": None})
    dialog = page.get_by_role("dialog")
    mine = f"Mine {email[4:8]}"
    dialog.get_by_label("Name", exact=True).fill(mine)
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_role("alert")).to_contain_text("It is now: Quicker")
    expect(dialog.get_by_label("Name", exact=True)).to_have_value(mine)
    dialog.get_by_role("button", name="Save").click()
    expect(row_of(page, mine)).to_be_visible()


def test_ones_own_account(visit: Visit, system: System, post_office: MailServer, email: str) -> None:
    token = invited(system, post_office, email).partition("#")[2]
    system.signed_in().ask("POST", "/auth/welcome", {"token": token, "password": PASSWORD, "display_name": "Nia Pugh"})
    page = visit("/sign-in.html?next=/account.html", role=None)
    page.get_by_label("User name or email address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_text("This browser")).to_be_visible()
    new_email = f"new.{email}"
    page.get_by_label("Your email address").fill(new_email)
    page.get_by_label("Your password, to change the address").fill(PASSWORD)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text(f"{new_email} waits for you")).to_be_visible()
    page.get_by_label("Present password").fill(PASSWORD)
    page.get_by_label("New password").fill(ANOTHER)
    page.get_by_role("button", name="Change the password").click()
    expect(page.locator(".toast")).to_contain_text("Your password is changed")
    expect(page.get_by_text("This browser")).to_be_visible()
    expect(page.get_by_role("button", name="Sign out everywhere else")).to_have_count(0)
    page.get_by_label("Your name").fill("Nia P")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".toast")).to_contain_text("Saved.")


def test_a_new_address_is_confirmed_by_a_click(
    visit: Visit, system: System, post_office: MailServer, email: str
) -> None:
    api = system.signed_in("superuser")
    me = api.ask("GET", "/auth/account")
    body = {"version": me["version"], "display_name": me["display_name"], "email": email}
    api.ask("PUT", "/auth/account", body | {"present_password": system.accounts["superuser"]["password"]})
    link = newest_link(post_office, email, "confirm")
    page = visit(link, role=None)
    page.get_by_role("button", name="Yes, this is my address").click()
    expect(page.get_by_role("heading", name="Your address is confirmed")).to_be_visible()
    again = visit(link, role=None)
    again.get_by_role("button", name="Yes, this is my address").click()
    expect(again.get_by_role("alert")).to_contain_text("It works once")


def test_a_clinician_is_told_where_their_own_is(visit: Visit) -> None:
    page = visit("/accounts.html", role="clinician")
    page.get_by_role("main").get_by_role("link", name="Your account").click()
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()


def test_axe_finds_nothing_on_the_accounts(
    visit: Visit, axe_script: str, look: dict[str, Any], system: System, post_office: MailServer, email: str
) -> None:
    invited(system, post_office, email)
    page = visit("/accounts.html", **look)
    expect(row_of(page, email)).to_be_visible()
    no_sideways_scrolling(page)
    assert violations(page, axe_script) == []
    page.locator("summary").filter(has_text="Mail").click()
    expect(page.get_by_role("table", name="Mail")).to_be_visible()
    no_sideways_scrolling(page)
    assert violations(page, axe_script) == []
    for button in ("Invite somebody", "Make one by hand"):
        page.get_by_role("button", name=button).click()
        page.get_by_role("dialog").get_by_role("button").last.click()
        expect(page.get_by_role("alert")).to_be_visible()
        assert violations(page, axe_script) == []
        page.keyboard.press("Escape")
    page.get_by_role("button", name="Sign out… Dr Beech").click()
    expect(page.get_by_role("dialog")).not_to_contain_text("One moment")
    assert violations(page, axe_script) == []


def test_axe_finds_nothing_on_ones_own_account(visit: Visit, axe_script: str, look: dict[str, Any]) -> None:
    page = visit("/account.html", role="clinician", **look)
    expect(page.get_by_text("This browser")).to_be_visible()
    page.get_by_role("button", name="Change the password").click()
    expect(page.get_by_role("alert")).to_be_visible()
    no_sideways_scrolling(page)
    assert violations(page, axe_script) == []


def test_axe_finds_nothing_on_the_pages_of_links(
    visit: Visit, axe_script: str, look: dict[str, Any], system: System, post_office: MailServer, email: str
) -> None:
    page = visit(invited(system, post_office, email), role=None, **look)
    page.get_by_role("button", name="Make my account").click()
    expect(page.get_by_role("alert")).to_be_visible()
    no_sideways_scrolling(page)
    assert violations(page, axe_script) == []
    for address in ("/reset.html", "/reset.html#wrong", "/welcome.html#wrong", "/confirm.html#wrong"):
        page = visit(address, role=None, **look)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.wait_for_load_state("networkidle")
        no_sideways_scrolling(page)
        assert violations(page, axe_script) == []
