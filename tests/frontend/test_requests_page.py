"""Deciding on leave: the list, the review, two administrators at once, and leave recorded for somebody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.frontend.axe import violations
from tests.frontend.conftest import Visit
from tests.frontend.leave_help import (
    LOOKS,
    PHONE,
    ask_for,
    cancel_what_was_asked,
    fits,
    half_day,
    now_of,
    settled,
    tab_to,
)
from tests.systems import System

BEECH, ELDER = "P2", "S1"


@pytest.fixture(autouse=True)
def left_as_found(system: System, published: str) -> Iterator[None]:
    yield
    cancel_what_was_asked(system)


def asked(system: System, *days: str, **more: Any) -> list[dict[str, Any]]:
    """Requests of Dr Beech for study leave, in this order."""
    api = system.signed_in("clinician")
    return [ask_for(api, day, **more) for day in days]


def decided(system: System, request: dict[str, Any], how: str, **more: Any) -> None:
    """Another administrator is quicker."""
    api = system.signed_in("superuser")
    api.ask("PUT", f"/leave/requests/{request['id']}/{how}", {"version": request["version"]} | more)


def requests_page(visit: Visit, address: str = "", **options: Any) -> Page:
    page = visit(f"/requests.html{address}", **options)
    expect(page.get_by_role("heading", name="Requests for leave")).to_be_visible()
    return page


def review_of(page: Page, name: str, dates: str) -> Locator:
    """The review beside the list, once it shows this request."""
    review = page.locator(".request-review")
    expect(review.get_by_role("heading", name=name, exact=True)).to_be_visible()
    expect(review.locator(".review-what")).to_have_text(dates)
    return review


def test_it_works(visit: Visit, system: System) -> None:
    (request,) = asked(system, "2027-03-02", note="A course")
    page = requests_page(visit)
    page.get_by_role("link", name="Dr Beech Tue 2 Mar 2027").click()
    expect(page).to_have_url(re.compile(f"id={request['id']}"))
    review = review_of(page, "Dr Beech", "Tue 2 Mar 2027")
    expect(review).to_contain_text("Study leave, 2 sessions (8.33 h, 1 day)")
    expect(review).to_contain_text("A course")
    expect(review.get_by_role("row", name=re.compile("Tue 2 Mar PM"))).to_be_visible()
    expect(review.get_by_role("list", name="History")).to_contain_text("Dr Beech")

    review.get_by_role("button", name="Approve").click()
    notice = page.locator(".notice", has_text="Approved: Dr Beech, Tue 2 Mar 2027.")
    expect(notice).to_be_visible()
    approved = now_of(system.signed_in(), request)
    assert (approved["status"], approved["automatic"]) == ("approved", False)
    review_of(page, "Kit Kestrel", "Wed 6 Jan 2027")  # the next that waits

    notice.get_by_role("button", name="Undo").click()
    expect(notice).to_have_count(0)
    waits = now_of(system.signed_in(), request)
    assert (waits["status"], waits["decided_by"]) == ("requested", None)
    decided(system, waits, "cancellation")


def test_the_undecided_stand_first_the_longest_waiting_first(visit: Visit, system: System) -> None:
    asked(system, "2027-08-12", "2027-08-03")
    page = requests_page(visit)
    rows = page.get_by_role("row").filter(has_text="Waits for a decision")
    expect(rows).to_have_text([re.compile("Kit Kestrel"), re.compile("12 Aug"), re.compile("3 Aug")])
    expect(page.get_by_role("row").nth(4)).not_to_contain_text("Waits for a decision")


def test_what_waits_too_long_is_marked(visit: Visit, system: System) -> None:
    (request,) = asked(system, "2027-08-10")
    with psycopg.connect(system.database_url) as connection:
        connection.execute(
            "update leave_request set asked_at = now() - interval '60 days' where id = %s", [request["id"]]
        )
    page = requests_page(visit, "?status=requested")
    rows = page.get_by_role("row").filter(has_text="Waits for a decision")
    expect(rows.first).to_contain_text("Tue 10 Aug 2027")
    expect(rows.first).to_contain_text("Overdue")
    expect(rows.nth(1)).not_to_contain_text("Overdue")


def test_declining_asks_for_a_reason_which_the_person_reads(visit: Visit, system: System) -> None:
    (request,) = asked(system, "2027-08-17")
    page = requests_page(visit, f"?id={request['id']}")
    review = review_of(page, "Dr Beech", "Tue 17 Aug 2027")
    review.get_by_role("button", name="Decline…").click()
    dialog = page.get_by_role("dialog", name="Decline this request")
    dialog.get_by_role("button", name="Decline", exact=True).click()
    dialog.get_by_role("link", name="Give a reason: the person reads it.").click()
    dialog.get_by_label(re.compile("^Reason")).fill("Two trainers are away then.")
    dialog.get_by_role("button", name="Decline", exact=True).click()
    expect(page.locator(".notice")).to_contain_text("Declined: Dr Beech, Tue 17 Aug 2027.")
    expect(page.get_by_role("button", name=re.compile("^Undo"))).to_have_count(0)
    mine = visit("/leave.html?show=mine&year=2027-01-01", role="clinician")
    line = mine.get_by_role("listitem").filter(has_text="Tue 17 Aug 2027").first
    expect(line).to_contain_text("Declined")
    line.get_by_text("Details").click()
    expect(line).to_contain_text("Two trainers are away then.")
    assert now_of(system.signed_in(), request)["status"] == "declined"


def test_other_dates_are_suggested_from_green_ones_nearby(visit: Visit, system: System) -> None:
    (request,) = asked(system, "2027-03-16")

    def with_green_dates(route: Route) -> None:
        answer = route.fetch()
        days = [
            {"start": day, "start_half": "AM", "end": day, "end_half": "PM"} for day in ("2027-03-23", "2027-03-30")
        ]
        nearby = [day | {"verdict": "green"} for day in days]
        route.fulfill(response=answer, json=answer.json() | {"nearby": nearby})

    page = visit("/sign-in.html")
    page.route("**/what-ifs/*", with_green_dates)
    page.goto(f"/requests.html?id={request['id']}")
    review_of(page, "Dr Beech", "Tue 16 Mar 2027").get_by_role("button", name="Suggest other dates…").click()
    dialog = page.get_by_role("dialog", name="Decline and suggest other dates")
    dialog.get_by_label("Tue 23 Mar 2027").check()
    dialog.get_by_label("Tue 30 Mar 2027").check()
    words = "Tue 23 Mar 2027 or Tue 30 Mar 2027 would work."
    expect(dialog.get_by_label(re.compile("^Reason"))).to_have_value(re.compile(words))
    dialog.get_by_role("button", name="Decline", exact=True).click()
    expect(page.locator(".notice", has_text="Declined: Dr Beech, Tue 16 Mar 2027.")).to_be_visible()
    assert words in now_of(system.signed_in(), request)["decision_reason"]


def test_the_keyboard_alone_goes_through_the_queue(visit: Visit, system: System) -> None:
    first, second = asked(system, "2027-08-24", "2027-08-26")
    page = requests_page(visit, "?status=requested")
    expect(page.get_by_role("link", name="Dr Beech Tue 24 Aug 2027")).to_be_visible()
    keys = page.keyboard
    keys.press("?")
    expect(page.get_by_role("dialog", name="Requests: keys")).to_contain_text("Suggest other dates")
    keys.press("Escape")
    for key, name, dates in (
        ("j", "Kit Kestrel", "Wed 6 Jan 2027"),
        ("j", "Dr Beech", "Tue 24 Aug 2027"),
        ("j", "Dr Beech", "Thu 26 Aug 2027"),
        ("k", "Dr Beech", "Tue 24 Aug 2027"),
    ):
        keys.press(key)
        review_of(page, name, dates)
    keys.press("a")
    review_of(page, "Dr Beech", "Thu 26 Aug 2027")
    assert now_of(system.signed_in(), first)["status"] == "approved"
    keys.press("d")
    dialog = page.get_by_role("dialog", name="Decline this request")
    expect(dialog).to_be_visible()
    dialog.get_by_label(re.compile("^Reason")).focus()
    keys.type("Just a no: j, k and a are letters here.")
    tab_to(page, "Decline")
    keys.press("Enter")
    review_of(page, "Kit Kestrel", "Wed 6 Jan 2027")
    assert now_of(system.signed_in(), second)["decision_reason"] == "Just a no: j, k and a are letters here."


def test_of_two_administrators_the_slower_is_told_who_was_quicker(visit: Visit, system: System) -> None:
    (request,) = asked(system, "2027-09-07")
    page = requests_page(visit, f"?id={request['id']}")
    review = review_of(page, "Dr Beech", "Tue 7 Sep 2027")
    decided(system, request, "refusal", reason="Already too many.")
    review.get_by_role("button", name="Approve").click()
    expect(review.locator(".error-summary")).to_contain_text("Somebody else was quicker")
    expect(review).to_contain_text("by System manager")
    expect(review).to_contain_text("Already too many.")
    expect(review.get_by_role("button", name="Approve")).to_have_count(0)
    assert now_of(system.signed_in(), request)["status"] == "declined"


def test_a_refusal_to_decline_keeps_the_reason_that_was_typed(visit: Visit, system: System) -> None:
    (request,) = asked(system, "2027-09-02")
    page = requests_page(visit, f"?id={request['id']}")
    review_of(page, "Dr Beech", "Thu 2 Sep 2027").get_by_role("button", name="Decline…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(re.compile("^Reason")).fill("Too many are away.")
    page.route("**/refusal", lambda route: route.abort())
    dialog.get_by_role("button", name="Decline", exact=True).click()
    expect(dialog.get_by_role("alert")).to_contain_text("The server cannot be reached")
    expect(dialog.get_by_label(re.compile("^Reason"))).to_have_value("Too many are away.")
    page.unroute("**/refusal")
    dialog.get_by_role("button", name="Decline", exact=True).click()
    expect(page.locator(".notice", has_text="Declined: Dr Beech, Thu 2 Sep 2027.")).to_be_visible()


def test_two_administrators_who_approve_at_once_approve_once(visit: Visit, system: System) -> None:
    (request,) = asked(system, "2027-09-09")
    pages = [requests_page(visit, f"?id={request['id']}", role=role) for role in ("administrator", "superuser")]
    for page in pages:
        review_of(page, "Dr Beech", "Thu 9 Sep 2027")
    for page in pages:
        page.get_by_role("button", name="Approve").click()
    expect(pages[0].locator(".notice")).to_contain_text("Approved: Dr Beech, Thu 9 Sep 2027.")
    expect(pages[1].locator(".notice")).to_contain_text("Practice manager had approved it already: Dr Beech")
    history = system.signed_in().ask("GET", f"/leave/requests/{request['id']}")["history"]
    assert len([line for line in history if "pprove" in line["what"]]) == 1


def test_filters_are_kept_in_the_address(visit: Visit, system: System) -> None:
    page = requests_page(visit)
    page.get_by_label("Person").select_option("Dr Elder")
    page.get_by_label("Status").select_option("Approved")
    page.get_by_label("Away from").fill("2027-02-01")
    page.get_by_label("Away until").fill("2027-02-05")
    expect(page).to_have_url(re.compile("code=S1&status=approved&start=2027-02-01&end=2027-02-05"))
    page.reload()
    expect(page.get_by_role("row")).to_have_count(2)
    expect(page.get_by_role("link", name="Dr Elder Mon 1 – Fri 5 Feb 2027")).to_be_visible()
    page.get_by_label("Status").select_option("Declined")
    page.get_by_role("button", name="Show all requests").click()
    expect(page.get_by_role("link", name=re.compile("Kit Kestrel Wed 6 Jan 2027"))).to_be_visible()


def test_sickness_is_recorded_for_somebody_and_undone(visit: Visit, system: System) -> None:
    page = requests_page(visit)
    page.get_by_role("button", name="Record for somebody…").click()
    page.get_by_label("For whom").select_option("Dr Elder")
    expect(page.get_by_role("heading", name=re.compile("^Dr Elder has .* sessions in"))).to_be_visible()
    page.get_by_label("Recorded by administrators").select_option("Sick leave")
    page.get_by_label("Go to month").select_option("March 2027")
    expect(page.get_by_role("grid", name="Booking calendar of Dr Elder, March 2027")).to_be_visible()
    half_day(page, "Wed 3 Mar 2027 AM").click()
    half_day(page, "Wed 3 Mar 2027 PM").click()
    expect(page.locator(".verdict-line")).to_have_text("It would be approved at once.")
    page.get_by_role("button", name="Record", exact=True).click()
    notice = page.locator(".asked-notice")
    expect(notice).to_contain_text("Approved. Dr Elder: Sick leave, Wed 3 Mar 2027.")
    rota = system.signed_in().ask("GET", "/rota?start=2027-03-01&weeks=1")
    elder = [person["code"] for person in rota["people"]].index(ELDER)
    assert [elder, 2, 0] in rota["away"]
    notice.get_by_role("button", name="Undo").click()
    expect(notice).to_have_count(0)
    rota = system.signed_in().ask("GET", "/rota?start=2027-03-01&weeks=1")
    assert [elder, 2, 0] not in rota["away"]


def test_clinicians_are_sent_to_their_own_leave(visit: Visit) -> None:
    page = visit("/requests.html", role="clinician")
    expect(page.get_by_role("heading", name="Only rota administrators decide on leave")).to_be_visible()
    page.get_by_role("link", name="Your leave").click()
    page.wait_for_url("**/leave.html")


def test_on_a_phone_a_request_is_decided_with_a_thumb(visit: Visit, system: System) -> None:
    (request,) = asked(system, "2027-09-14")
    page = requests_page(visit, **PHONE)
    fits(page)
    page.get_by_role("link", name="Dr Beech Tue 14 Sep 2027").tap()
    review = review_of(page, "Dr Beech", "Tue 14 Sep 2027")
    settled(page)
    fits(page)
    review.get_by_role("button", name="Approve").tap()
    expect(page.locator(".notice")).to_contain_text("Approved: Dr Beech, Tue 14 Sep 2027.")
    fits(page)
    page.get_by_role("button", name="Record for somebody…").tap()
    page.get_by_label("For whom").select_option("Dr Elder")
    settled(page)
    fits(page)
    assert now_of(system.signed_in(), request)["status"] == "approved"


@pytest.mark.parametrize("look", LOOKS)
def test_no_view_has_an_accessibility_fault(visit: Visit, axe_script: str, look: str, system: System) -> None:
    (request,) = asked(system, "2027-02-16")
    options = LOOKS[look] | {"bypass_csp": True, "reduced_motion": "reduce"}
    page = requests_page(visit, **options)
    settled(page)
    assert violations(page, axe_script) == []
    page.goto(f"/requests.html?id={request['id']}")
    review = review_of(page, "Dr Beech", "Tue 16 Feb 2027")
    settled(page)
    assert violations(page, axe_script) == []
    for button in ("Decline…", "Suggest other dates…", "Withdraw it for them…"):
        review.get_by_role("button", name=button).click()
        expect(page.get_by_role("dialog")).to_be_visible()
        assert violations(page, axe_script) == []
        page.keyboard.press("Escape")
    decided(system, request, "cancellation")
    review.get_by_role("button", name="Decline…").click()
    page.get_by_label(re.compile("^Reason")).fill("No.")
    page.get_by_role("button", name="Decline", exact=True).click()
    expect(review.locator(".error-summary")).to_be_visible()
    assert violations(page, axe_script) == []
    page.goto("/requests.html?for=S1&kind=sick&from=2027-03-03-AM&to=2027-03-03-PM")
    expect(page.locator(".verdict-line")).to_have_text("It would be approved at once.")
    settled(page)
    assert violations(page, axe_script) == []
