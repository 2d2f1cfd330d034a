"""What a leave would do to the rota, as the review of a request shows it: every part, while it waits, when it fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.frontend.axe import violations
from tests.frontend.conftest import Visit
from tests.frontend.leave_help import LOOKS, ask_for, cancel_what_was_asked, fits, settled
from tests.systems import System

pytestmark = pytest.mark.long

DUTY = {"date": "2027-03-02", "activity": "duty", "from": {"code": "P2", "name": "Dr Beech"}}
TAKER = {"to": {"code": "P1", "name": "Dr Ash"}, "words": "Dr Ash holds duty in place of Dr Beech"}
RED: dict[str, Any] = {
    "status": "done",
    "verdict": "red",
    "estimate": True,
    "seconds": 2.6,
    "sentences": ["1 gap would be left that moving others does not close.", "This is an estimate."],
    "gaps": [{"date": "2027-03-02", "half": None, "because": "Doctors in: need 3, have 2: Dr Beech on leave"}],
    "moves": [
        *(DUTY | TAKER | {"half": half} for half in ("AM", "PM")),
        *(
            {"date": f"2027-03-{day:02}", "half": "AM", "activity": "clinic", "from": None, "to": None, "words": words}
            for day, words in ((day, f"Dr Cherry works then too, day {day}") for day in range(3, 11))
        ),
    ],
    "fairness": [
        {"code": "P1", "name": "Dr Ash", "before": "5.5", "after": "6.5", "fair_before": "5.4", "fair_after": "5.9"}
    ],
    "nearby": [
        {"start": "2027-03-09", "start_half": "AM", "end": "2027-03-10", "end_half": "AM", "verdict": "green"},
        {"start": "2027-02-23", "start_half": "PM", "end": "2027-02-23", "end_half": "PM", "verdict": "green"},
    ],
}


@pytest.fixture(autouse=True)
def left_as_found(system: System, published: str) -> Iterator[None]:
    yield
    cancel_what_was_asked(system)


def requested(system: System) -> str:
    """The address of the review of a request of Dr Beech for study leave."""
    request = ask_for(system.signed_in("clinician"), "2027-03-02")
    return f"/requests.html?id={request['id']}"


def opened(page: Page, address: str) -> Locator:
    """The part of the page that is looked at here."""
    page.goto(address)
    part = page.get_by_role("region", name="What it would do to the rota")
    expect(part).to_be_visible()
    return part


def answering(page: Page, answer: dict[str, Any]) -> None:
    page.route("**/what-ifs/*", lambda route: route.fulfill(json=answer | {"id": "x"}))


def test_it_works(visit: Visit, system: System) -> None:
    part = opened(visit("/sign-in.html"), requested(system))
    expect(part.locator(".verdict-words")).to_have_text(
        re.compile("^(Green: the rota holds|Amber: others would change)")
    )
    expect(part.get_by_role("status")).to_have_text(re.compile("^(Green. The rota holds|Amber. Nothing is left short)"))


def test_every_part_of_an_answer_is_shown(visit: Visit, system: System) -> None:
    page = visit("/sign-in.html")
    answering(page, RED)
    part = opened(page, requested(system))
    expect(part.locator(".verdict-words")).to_have_text("Red: something is left shortEstimate")
    expect(part.locator(".verdict-because")).to_contain_text("1 gap would be left that moving others does not close.")
    expect(part).to_contain_text("Tue 2 Mar Doctors in: need 3, have 2: Dr Beech on leave")
    expect(part.get_by_text("Dr Ash holds duty in place of Dr Beech")).to_have_count(1)  # the whole day, said once
    expect(part.get_by_role("row", name="Dr Ash 5.5 6.5 5.9")).to_be_visible()
    expect(part.get_by_text("day 10")).to_be_hidden()
    part.get_by_text("3 more").click()
    expect(part.get_by_text("day 10")).to_be_visible()
    expect(part.get_by_role("button", name="Tue 23 Feb 2027 PM")).to_be_visible()
    part.get_by_role("button", name="Tue 9 Mar to Wed 10 Mar 2027 AM").click()
    expect(page.get_by_role("dialog")).to_contain_text("2027")


def test_nobody_has_to_wait_for_it(visit: Visit, system: System) -> None:
    page = visit("/sign-in.html")
    answering(page, {"status": "working", "verdict": None})
    part = opened(page, requested(system))
    expect(part.get_by_role("progressbar", name=re.compile("^Making the rota again"))).to_be_visible()
    part.get_by_role("button", name="Do not wait").click()
    expect(part).to_contain_text("You did not wait for the answer.")
    page.unroute("**/what-ifs/*")
    part.get_by_role("button", name="Ask again").click()
    expect(part.locator(".verdict-words")).to_be_visible()


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"json": {"id": "x", "status": "failed", "sentences": ["The answer did not come in time."]}}, "in time"),
        ({"status": 503, "json": {"title": "Busy", "detail": "The database is busy."}}, "The database is busy."),
        (None, "The server cannot be reached."),
    ],
)
def test_what_goes_wrong_is_said_and_can_be_tried_again(
    visit: Visit, system: System, answer: dict[str, Any] | None, words: str
) -> None:
    def refuse(route: Route) -> None:
        if answer is None:
            route.abort()
        else:
            route.fulfill(**answer)

    page = visit("/sign-in.html")
    page.route("**/what-ifs/*", refuse)
    part = opened(page, requested(system))
    expect(part.get_by_role("alert")).to_contain_text(words)
    page.unroute("**/what-ifs/*")
    part.get_by_role("button", name="Ask again").click()
    expect(part.locator(".verdict-words")).to_be_visible()


@pytest.mark.parametrize("look", LOOKS)
def test_no_answer_has_an_accessibility_fault_or_needs_sideways_scrolling(
    visit: Visit, system: System, axe_script: str, look: str
) -> None:
    page = visit("/sign-in.html", **LOOKS[look] | {"bypass_csp": True, "reduced_motion": "reduce"})
    address = requested(system)
    for verdict in ("red", "amber", "green"):
        page.unroute("**/what-ifs/*")
        answering(page, RED | {"verdict": verdict})
        expect(opened(page, address).locator(f".verdict.{verdict}")).to_be_visible()
        settled(page)
        assert violations(page, axe_script) == []
        fits(page)
