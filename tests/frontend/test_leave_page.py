"""Asking for leave: by pointer, by keyboard, with a thumb; what one has; who is away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.frontend.axe import violations
from tests.frontend.conftest import Visit
from tests.frontend.leave_help import (
    LOOKS,
    PHONE,
    ask_for,
    cancel_what_was_asked,
    fits,
    focused_cell,
    half_day,
    now_of,
    settled,
    tab_to,
)
from tests.systems import System

KINDS = re.compile("annual|study|coroner|sick", re.IGNORECASE)


@pytest.fixture(autouse=True)
def left_as_found(system: System, published: str) -> Iterator[None]:
    yield
    cancel_what_was_asked(system)


def leave_page(visit: Visit, address: str = "", **options: Any) -> Page:
    """The leave page of Dr Beech, a partner: annual leave in whole weeks, study leave by the session."""
    page = visit(f"/leave.html{address}", role="clinician", **options)
    expect(page.get_by_role("heading", name="Leave", exact=True)).to_be_visible()
    return page


def choose(page: Page, kind: str) -> None:
    page.get_by_role("group", name="Kind of leave").get_by_text(kind, exact=True).click()


def go_to(page: Page, month: str) -> None:
    page.get_by_label("Go to month").select_option(month)
    expect(page.get_by_role("grid", name=f"Booking calendar, {month}")).to_be_visible()


def figure(page: Page, part: str) -> str:
    """What stands beside Taken, Booked, Pending or Left."""
    words = page.locator(f".balance-figures .{part} strong")
    expect(words).to_be_visible()
    return words.inner_text()


def test_it_works(visit: Visit, system: System) -> None:
    page = leave_page(visit, "?year=2027-01-01")
    before = figure(page, "left")
    go_to(page, "June 2027")
    half_day(page, "Tue 8 Jun 2027").click()
    expect(page.get_by_label("First Monday")).to_have_value("2027-06-07")
    meaning = page.get_by_role("region", name="What it would mean")
    expect(meaning.get_by_role("status").first).to_have_text("It would be approved at once.")
    expect(meaning).to_contain_text("7 sessions (29.17 h, 3.5 days)")
    expect(meaning).to_contain_text(re.compile(f"Left: {before.split()[0]} before, .* after"))
    expect(page.locator(".chosen-line")).to_contain_text("Mon 7 – Fri 11 Jun 2027 = 7 sessions")

    page.get_by_role("button", name="Ask", exact=True).click()
    notice = page.locator(".asked-notice")
    expect(notice).to_contain_text("Approved. Annual leave, Mon 7 – Fri 11 Jun 2027.")
    expect(notice).to_be_focused()
    expect(page.locator(".balance-figures .left strong")).not_to_have_text(before)
    expect(half_day(page, "Tue 8 Jun 2027")).to_contain_text("off")

    notice.get_by_role("button", name="Undo").click()
    expect(page.locator(".balance-figures .left strong")).to_have_text(before)
    page.get_by_role("button", name="Close").click()
    page.get_by_text("My leave", exact=True).click()
    expect(page.get_by_role("listitem").filter(has_text="Mon 7 – Fri 11 Jun 2027").first).to_contain_text("Cancelled")


def test_the_keyboard_alone_chooses_half_days_asks_and_undoes(visit: Visit, system: System) -> None:
    page = leave_page(visit)
    keys = page.keyboard
    expect(page.get_by_role("grid")).to_be_visible()
    page.get_by_label("Annual leave", exact=True).focus()
    keys.press("ArrowRight")  # study leave: by the session
    expect(page.get_by_label("From half")).to_be_visible()
    tab_to(page, "Go to month")
    keys.press("Tab")
    while "Jun 2027" not in (at := focused_cell(page)):
        keys.press("PageDown")
        page.wait_for_function("was => !document.activeElement.textContent.startsWith(was)", arg=at)
    while not focused_cell(page).startswith("Tue 15 Jun 2027 AM"):
        keys.press("ArrowLeft" if "Tue" not in focused_cell(page) else "ArrowUp")
    for key, words in (
        ("ArrowDown", "Tue 15 Jun 2027 PM"),
        ("ArrowDown", "Tue 22 Jun 2027 AM"),
        ("ArrowLeft", "Mon 21 Jun 2027 AM"),
        ("ArrowLeft", "Fri 18 Jun 2027 AM"),
        ("End", "Fri 18 Jun 2027 AM"),
        ("Home", "Mon 14 Jun 2027 AM"),
        ("PageDown", "Wed 14 Jul 2027 AM"),
        ("PageUp", "Mon 14 Jun 2027 AM"),
    ):
        keys.press(key)
        page.wait_for_function("w => document.activeElement.textContent.startsWith(w)", arg=words)
    assert page.locator('[role="gridcell"][tabindex="0"]').count() == 1, "exactly one cell is reached by Tab"

    keys.press("Enter")
    expect(page.get_by_text("Now choose the last one.")).to_be_visible()
    keys.press("ArrowRight")
    keys.press("Space")
    expect(page.get_by_label("To", exact=True)).to_have_value("2027-06-15")
    expect(page.get_by_label("To half")).to_have_value("AM")
    keys.press("Escape")
    expect(page.get_by_label("From", exact=True)).to_have_value("")
    keys.press("Shift+ArrowDown")
    expect(page.get_by_label("From", exact=True)).to_have_value("2027-06-15")
    expect(page.get_by_label("To half")).to_have_value("PM")
    expect(page.get_by_role("gridcell", selected=True)).to_have_count(2)

    tab_to(page, "Ask")
    keys.press("Enter")
    expect(page.locator(".asked-notice")).to_contain_text(
        re.compile(r"Waits for a decision by \w+ \d+ \w+\. Study leave")
    )
    tab_to(page, "Undo")
    keys.press("Enter")
    expect(page.get_by_role("dialog", name="Cancelled")).to_contain_text("Nothing on the rota had to change.")


def test_a_part_of_a_session_is_asked_for_in_minutes(visit: Visit, system: System) -> None:
    page = leave_page(visit, "?kind=study&from=2027-06-17-AM&to=2027-06-17-AM")
    page.get_by_label("Only part of this session").check()
    page.get_by_role("button", name="Ask", exact=True).click()
    page.get_by_role("link", name="Enter how many minutes").click()
    expect(page.get_by_label("Minutes away")).to_be_focused()
    page.get_by_label("Minutes away").fill("60")
    expect(page.get_by_role("region", name="What it would mean")).to_contain_text("(1 h,")
    expect(page).to_have_url(re.compile("minutes=60"))
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".asked-notice")).to_contain_text("Waits for a decision")
    requests = system.signed_in("clinician").ask("GET", "/leave/requests?start=2027-06-17&end=2027-06-17")["requests"]
    assert [request["part_minutes"] for request in requests if request["status"] == "requested"] == [60]


def test_closed_days_and_full_days_say_why(visit: Visit, published: str) -> None:
    page = leave_page(visit, "?kind=study&from=2027-03-25-AM&to=2027-03-25-AM")
    expect(page.get_by_role("columnheader", name="Good Friday")).to_be_visible()
    cell = half_day(page, "Fri 26 Mar 2027 AM")
    expect(cell).to_have_accessible_name("Fri 26 Mar 2027 AM. Closed: Good Friday.")
    cell.click()
    expect(page.locator(".calendar-says")).to_contain_text("Closed: Good Friday.")
    expect(page.get_by_role("button", name=re.compile("Week of Mon 22 Mar 2027: .* left"))).to_be_visible()


def test_the_rules_are_read_before_asking(visit: Visit) -> None:
    page = leave_page(visit)
    rules = page.locator(".booking-rules")
    expect(rules).to_contain_text("6 weeks ahead")
    expect(rules).to_contain_text("whole weeks, Monday to Friday")
    choose(page, "Study leave")
    expect(rules).to_contain_text("A person always decides.")


def test_a_refusal_lists_every_reason_and_keeps_what_was_typed(visit: Visit, system: System) -> None:
    taken = ask_for(system.signed_in("clinician"), "2027-06-22")
    page = leave_page(visit, "?kind=study&from=2027-06-21-AM&to=2027-06-23-PM")
    expect(page.locator(".verdict-line")).to_have_text("It cannot be asked for like this.")
    expect(page.locator(".assessed-reasons.stops")).to_contain_text(re.compile("22 Jun"))
    page.get_by_label(re.compile("^Note")).fill("A course")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text(re.compile("22 Jun"))
    expect(page.get_by_label(re.compile("^Note"))).to_have_value("A course")
    expect(page.get_by_label("From", exact=True)).to_have_value("2027-06-21")
    assert now_of(system.signed_in(), taken)["status"] == "requested"


def test_nothing_chosen_is_told_with_links_to_the_fields(visit: Visit) -> None:
    page = leave_page(visit)
    page.get_by_role("button", name="Ask", exact=True).click()
    page.get_by_role("link", name="Choose the first day").click()
    expect(page.get_by_label("First Monday")).to_be_focused()


def test_cancelling_asks_first_and_says_which_sessions_came_back(visit: Visit, system: System) -> None:
    clinician, administrator = system.signed_in("clinician"), system.signed_in()
    request = ask_for(clinician, "2027-03-09")
    body = {"version": request["version"], "note": "Looked after by Dr Ash."}
    administrator.ask("PUT", f"/leave/requests/{request['id']}/approval", body)
    page = leave_page(visit, "?show=mine&year=2027-01-01")
    line = page.get_by_role("listitem").filter(has_text="Tue 9 Mar 2027").filter(has_text="Approved")
    line.get_by_text("Details").click()
    expect(line.get_by_role("list", name="History")).to_contain_text("Looked after by Dr Ash.")
    line.get_by_role("button", name="Cancel").click()
    question = page.get_by_role("dialog", name="Cancel this leave")
    expect(question).to_contain_text("Sessions come back to your rota where they are still free")
    question.get_by_role("button", name="Leave it as it is").click()
    assert now_of(administrator, request)["status"] == "approved"
    line.get_by_role("button", name="Cancel").click()
    question.get_by_role("button", name="Cancel the leave").click()
    expect(page.get_by_role("dialog", name="Cancelled")).to_contain_text(
        "Back on the rota: Tue 9 Mar AM, Tue 9 Mar PM."
    )
    page.get_by_role("button", name="Close").click()
    expect(line).to_have_count(0)


def test_who_is_away_never_says_why(visit: Visit) -> None:
    page = leave_page(visit, "?show=away")
    for _ in range(3):
        page.get_by_role("button", name="Four weeks later").click()
    week = page.get_by_role("region", name="Week of Mon 15 Feb")
    expect(week).to_contain_text("Mo Merlin")
    expect(week.get_by_role("listitem").filter(has_text="Mo Merlin")).to_contain_text("away all week")
    assert not KINDS.search(page.locator("section", has=week).first.inner_text())


def test_the_view_and_the_dates_survive_a_reload(visit: Visit) -> None:
    page = leave_page(visit)
    choose(page, "Study leave")
    go_to(page, "July 2027")
    half_day(page, "Tue 6 Jul 2027 PM").click()
    expect(page).to_have_url(re.compile("kind=study&from=2027-07-06-PM&to=2027-07-06-PM"))
    page.reload()
    expect(page.get_by_label("From", exact=True)).to_have_value("2027-07-06")
    expect(half_day(page, "Tue 6 Jul 2027 PM")).to_have_attribute("aria-selected", "true")


def test_somebody_linked_to_nobody_is_told_what_is_missing(visit: Visit) -> None:
    page = visit("/leave.html")
    expect(page.get_by_text("Your account is not linked to anybody on the rota")).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("^Who is away"))).to_be_visible()
    page.get_by_role("link", name="Record leave for somebody").click()
    expect(page.get_by_role("heading", name="Record leave for somebody")).to_be_visible()


def test_on_a_phone_everything_is_done_with_a_thumb(visit: Visit) -> None:
    page = leave_page(visit, **PHONE)
    fits(page)
    page.get_by_text("Study leave", exact=True).tap()
    go_to(page, "July 2027")
    half_day(page, "Mon 12 Jul 2027 PM").tap()
    half_day(page, "Tue 13 Jul 2027 AM").tap()
    expect(page.locator(".chosen-line")).to_contain_text("Mon 12 Jul PM – Tue 13 Jul 2027 AM = 2 sessions")
    for cell in page.locator("[data-slot]").all()[:10]:
        box = cell.bounding_box()
        assert box and box["width"] >= 40 and box["height"] >= 40, "too small for a thumb"
    page.get_by_role("link", name="What it means").tap()
    expect(page.get_by_role("heading", name="What it would mean")).to_be_in_viewport()
    fits(page)
    page.get_by_role("button", name="Ask", exact=True).tap()
    page.get_by_role("button", name="Undo").tap()
    page.get_by_role("button", name="Close").tap()
    for view in ("My leave", "Who is away"):
        page.get_by_text(view, exact=True).tap()
        settled(page)
        fits(page)


@pytest.mark.parametrize("look", LOOKS)
def test_no_view_has_an_accessibility_fault(visit: Visit, axe_script: str, look: str, system: System) -> None:
    request = ask_for(system.signed_in("clinician"), "2027-07-20")
    options = LOOKS[look] | {"bypass_csp": True, "reduced_motion": "reduce"}
    page = leave_page(visit, "?kind=annual&from=2027-02-15-AM&to=2027-02-19-PM", **options)
    expect(page.locator(".verdict-line")).to_contain_text("It would wait")
    settled(page)
    assert violations(page, axe_script) == []
    choose(page, "Study leave")
    half_day(page, "Tue 16 Feb 2027 AM").click()
    expect(page.get_by_label("Only part of this session")).to_be_visible()
    settled(page)
    assert violations(page, axe_script) == []
    page.goto("/leave.html?show=mine&year=2027-01-01")
    page.get_by_role("button", name="Withdraw Tue 20 Jul 2027").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page, axe_script) == []
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.get_by_role("dialog", name="Cancelled")).to_be_visible()
    assert violations(page, axe_script) == []
    page.goto("/leave.html?show=away")
    settled(page)
    assert violations(page, axe_script) == []
    assert now_of(system.signed_in(), request)["status"] == "cancelled"
