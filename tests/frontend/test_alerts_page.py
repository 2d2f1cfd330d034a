"""What needs somebody on the rota: the list, dismissing and restoring, and the badge on every page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.frontend.axe import violations
from tests.frontend.conftest import Visit
from tests.frontend.leave_help import ask_for, fits, now_of, settled
from tests.systems import System, until

DAY, WORDS = "2027-02-02", "Tue 2 Feb 2027"
ON_DUTY = [1, 0]  # Tuesday's morning on the page of the week
SUMMARY = "**/api/v1/rota/alerts/summary"


def active(system: System, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = system.signed_in().ask("GET", f"/rota/alerts?status=active{query}")["alerts"]
    return found


@pytest.fixture(scope="module")
def gap(system: System, published: str) -> Iterator[str]:
    """Whoever holds duty on a Tuesday falls ill; their name. Well again, nothing is missing."""
    api = system.signed_in()
    week = api.ask("GET", "/rota?start=2027-02-01&weeks=1")
    (holder,) = next(people for *slot, people in week["duty"] if slot == ON_DUTY)
    person = week["people"][holder]
    request = ask_for(api, DAY, kind="sick", person_code=person["code"])
    until(lambda: len(active(system, f"&rule=duty&from={DAY}&to={DAY}")) == 2)
    yield person["name"]
    body = {"version": now_of(api, request)["version"], "reason": None}
    api.ask("PUT", f"/leave/requests/{request['id']}/cancellation", body)
    until(lambda: not active(system, f"&rule=duty&from={DAY}&to={DAY}"))


@pytest.fixture(autouse=True)
def nothing_dismissed(system: System, gap: str) -> Iterator[None]:
    """What a test dismisses is active again after it."""
    yield
    api = system.signed_in()
    for alert in api.ask("GET", "/rota/alerts?status=dismissed")["alerts"]:
        api.ask("DELETE", f"/rota/alerts/{alert['id']}/dismissal")


def alerts_page(visit: Visit, address: str = "", **options: Any) -> Page:
    page = visit(f"/alerts.html{address}", **options)
    expect(page.get_by_role("heading", name="Alerts", exact=True)).to_be_visible()
    return page


def line_of(page: Page, title: str) -> Locator:
    """One alert of the Tuesday."""
    return page.get_by_role("region", name=WORDS).get_by_role("listitem").filter(has_text=title).first


def test_it_works(visit: Visit, gap: str) -> None:
    page = visit("/rota.html?start=2027-02-01&view=week")
    page.get_by_role("banner").get_by_role("link", name=re.compile(r"^\d+ alerts ?: \d+ critical")).click()
    line = line_of(page, "Duty, AM")
    expect(line).to_contain_text("Critical")
    expect(line).to_contain_text(re.compile(f"Need 1, have 0: .*{gap}.* on leave"))
    tabs = page.get_by_role("navigation", name="The rota")
    expect(tabs.get_by_role("link", name=re.compile(r"^Alerts \d+ active$"))).to_have_attribute("aria-current", "page")
    line.get_by_role("link", name="On the rota").click()
    expect(page).to_have_url(re.compile(r"/rota\.html\?start=2027-02-01&view=week"))
    expect(page.get_by_text("Duty 0 of 1").first).to_be_visible()


def test_an_alert_is_dismissed_with_a_reason_and_undone(visit: Visit, system: System) -> None:
    page = alerts_page(visit)
    before = len(active(system))
    line_of(page, "Duty, AM").get_by_role("button", name="Dismiss").click()
    dialog = page.get_by_role("dialog", name="Dismiss this alert")
    expect(dialog).to_contain_text(f"Duty, AM, {WORDS}")
    dialog.get_by_role("button", name="Dismiss it").click()
    expect(dialog.get_by_role("link", name="Give a reason.")).to_be_visible()
    dialog.get_by_label("Reason").fill("A locum is booked")
    dialog.get_by_role("button", name="Dismiss it").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("region", name=WORDS)).not_to_contain_text("Duty, AM")
    expect(page.get_by_role("banner").get_by_role("link", name=re.compile("alert"))).to_contain_text(str(before - 1))
    page.get_by_role("button", name="Undo").click()
    expect(line_of(page, "Duty, AM")).to_contain_text("Critical")
    assert len(active(system)) == before


def test_what_is_dismissed_says_by_whom_and_why_and_is_restored(visit: Visit, system: System) -> None:
    api = system.signed_in()
    alert = next(each for each in active(system, "&rule=duty") if each["half"] == "PM")
    api.ask("PUT", f"/rota/alerts/{alert['id']}/dismissal", {"reason": "A locum is booked"})
    page = alerts_page(visit, "?status=dismissed")
    line = line_of(page, "Duty, PM")
    expect(line).to_contain_text(re.compile(r"Dismissed .* by .*:\s+A locum is booked"))
    line.get_by_text("History").click()
    events = line.get_by_role("list", name="History of Duty, PM").get_by_role("listitem")
    expect(events.first).to_contain_text("Raised: need 1, have 0")
    expect(events.last).to_contain_text(re.compile("Dismissed by .*: A locum is booked"))
    line.get_by_role("button", name="Restore").click()
    expect(page.get_by_role("heading", name="No alert matches these filters")).to_be_visible()
    page.get_by_role("button", name="Show what is active").click()
    expect(line_of(page, "Duty, PM")).to_be_visible()


def test_the_filters_are_kept_in_the_address(visit: Visit) -> None:
    page = alerts_page(visit)
    page.get_by_label("About").select_option("Duty")
    page.get_by_label("Severity").select_option("Critical")
    page.get_by_label("From").fill(DAY)
    page.get_by_label("To").fill(DAY)
    expect(page).to_have_url(re.compile(f"severity=critical.*rule=duty|rule=duty.*from={DAY}"))
    expect(page.get_by_role("heading", level=3)).to_have_text(["Duty, AM", "Duty, PM"])
    page.reload()
    expect(page.get_by_label("About")).to_have_value("duty")
    expect(page.get_by_role("heading", level=3)).to_have_text(["Duty, AM", "Duty, PM"])
    page.get_by_label("About").select_option("Supervision")
    expect(page.get_by_role("heading", name="No alert matches these filters")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", level=3)).to_have_count(2)


def test_one_that_resolves_itself_meanwhile_is_not_dismissed(visit: Visit) -> None:
    page = alerts_page(visit)
    words = "This alert has resolved itself: there is nothing to dismiss any more."

    def refuse(route: Route) -> None:
        body = {"title": "Things have changed since", "status": 409, "detail": words}
        route.fulfill(status=409, json=body, content_type="application/problem+json")

    page.route("**/dismissal", refuse)
    line_of(page, "Duty, AM").get_by_role("button", name="Dismiss").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Reason").fill("Late")
    dialog.get_by_role("button", name="Dismiss it").click()
    expect(dialog).to_contain_text(words)
    expect(dialog.get_by_label("Reason")).to_have_value("Late")


def test_with_nothing_to_do_it_says_so(visit: Visit) -> None:
    page = visit("/audit.html")
    nothing = {"alerts": [], "counts": {"critical": 0, "warning": 0}, "left_out": 0}
    page.route(re.compile(r"/rota/alerts(\?|$)"), lambda route: route.fulfill(json=nothing))
    page.route(SUMMARY, lambda route: route.fulfill(json=nothing["counts"]))
    page.goto("/alerts.html")
    expect(page.get_by_role("heading", name="Nothing needs you")).to_be_visible()
    expect(page.get_by_role("banner").get_by_role("link", name=re.compile("alert"))).to_have_count(0)


def test_a_badge_that_cannot_be_counted_breaks_no_page(visit: Visit) -> None:
    page = visit("/audit.html")
    for answer in (lambda route: route.abort(), lambda route: route.fulfill(status=401, json={})):
        page.route(SUMMARY, answer)
        page.goto("/rota.html?start=2027-02-01&view=week")
        expect(page.get_by_role("grid")).to_be_visible()
        expect(page.get_by_role("banner").get_by_role("link", name=re.compile("alert"))).to_have_count(0)
        expect(page.get_by_role("dialog")).to_have_count(0)
        page.unroute(SUMMARY)


def test_colleagues_have_no_badge_and_are_sent_to_the_rota(visit: Visit) -> None:
    page = visit("/alerts.html", role="clinician")
    expect(page.get_by_role("heading", name="Only rota administrators see to alerts")).to_be_visible()
    settled(page)
    expect(page.get_by_role("banner").get_by_role("link", name=re.compile("alert"))).to_have_count(0)
    page.get_by_role("link", name="See the rota").click()
    expect(page.get_by_role("navigation", name="The rota").get_by_role("link", name="Alerts")).to_have_count(0)


def test_for_everybody(visit: Visit, axe_script: str, look: dict[str, Any]) -> None:
    page = alerts_page(visit, **look)
    settled(page)
    assert violations(page, axe_script) == []
    line = line_of(page, "Duty, AM")
    line.get_by_text("History").click()
    expect(line.get_by_role("list")).to_be_visible()
    fits(page)
    line.get_by_role("button", name="Dismiss").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page, axe_script) == []
    page.get_by_role("button", name="Leave it as it is").click()
    page.goto("/alerts.html?severity=warning&rule=closed")
    expect(page.get_by_role("heading", name="No alert matches these filters")).to_be_visible()
    assert violations(page, axe_script) == []
    fits(page)


def test_what_is_missing_can_be_repaired_from_here(visit: Visit) -> None:
    page = alerts_page(visit)
    line_of(page, "Duty, AM").get_by_role("button", name="Repair").click()
    dialog = page.get_by_role("dialog", name=re.compile(r"^Repair the rota, \w{3} 2"))
    expect(dialog.get_by_role("heading", level=3).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(line_of(page, "Duty, AM")).to_be_visible()
