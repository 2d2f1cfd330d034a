"""Popular weeks in a browser: offered by an administrator, bid for by a clinician, given out, taken back."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.frontend.axe import violations
from tests.frontend.conftest import Visit
from tests.systems import System

pytestmark = pytest.mark.long

HALF_TERM = "2027-10-25"


@pytest.fixture
def offer(system: System) -> dict[str, object]:
    """Autumn half-term with one place, open for a long while."""
    api = system.signed_in()
    return dict(
        api.ask(
            "POST",
            "/leave/rounds",
            {
                "label": "Autumn half-term",
                "closes_on": "2027-09-01",
                "weeks": [{"start": HALF_TERM, "label": "Half-term"}, {"start": "2027-11-01", "label": ""}],
                "places": 1,
                "seed": 11,
            },
        )
    )


def test_weeks_are_offered_bid_for_with_the_keyboard_and_taken_back(visit: Visit) -> None:
    page = visit("/popular-weeks.html")
    page.get_by_role("button", name="Offer popular weeks").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Offer these weeks").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Give it a name")
    expect(dialog.get_by_role("alert")).to_contain_text("Choose a date in each week")
    dialog.get_by_label("Name").fill("Easter")
    dialog.get_by_label("Any day of week 1").fill("2027-12-22")
    dialog.get_by_label("What week 1 is called").fill("Christmas")
    dialog.get_by_label("Last day for bids").fill("2027-10-01")
    dialog.get_by_role("button", name="Offer these weeks").click()
    expect(page.get_by_role("status").filter(has_text="Offered.")).to_be_visible()
    easter = page.get_by_role("region", name="Easter")
    expect(easter).to_contain_text("Christmas (20 – 24 Dec 2027)")  # any day of the week was meant as its week

    clinician = visit("/popular-weeks.html", "clinician")
    mine = clinician.get_by_role("region", name="Easter")
    mine.get_by_role("button", name="Christmas").focus()
    clinician.keyboard.press("Enter")
    keep = mine.get_by_role("button", name="Keep my bid")
    keep.focus()
    clinician.keyboard.press("Enter")
    expect(mine).to_contain_text("This is your bid as it is kept.")
    clinician.reload()
    expect(clinician.get_by_role("region", name="Easter")).to_contain_text("This is your bid as it is kept.")

    page.reload()
    easter = page.get_by_role("region", name="Easter")
    expect(easter).to_contain_text("1 person has bid.")
    easter.get_by_role("button", name="Take the offer back").click()
    page.get_by_role("dialog").get_by_role("button", name="Take it back").click()
    expect(easter).to_contain_text("Taken back")


def test_places_are_given_out_and_given_back(visit: Visit, system: System, offer: dict[str, object]) -> None:
    clinician = visit("/popular-weeks.html", "clinician")
    mine = clinician.get_by_role("region", name="Autumn half-term").first
    mine.get_by_role("button", name="Week of 1").click()
    mine.get_by_role("button", name="Half-term").click()
    mine.get_by_role("button", name="Earlier: Half-term").click()
    expect(mine.get_by_role("listitem").first).to_contain_text("Half-term")
    mine.get_by_role("button", name="Keep my bid").click()
    expect(mine).to_contain_text("This is your bid as it is kept.")

    page = visit("/popular-weeks.html")
    theirs = page.get_by_role("region", name="Autumn half-term").first
    theirs.get_by_role("button", name="See how it would go now").click()
    expect(theirs.get_by_role("table").last).to_contain_text("Given")
    theirs.get_by_role("button", name="Give the places out").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("1 place becomes approved leave")
    dialog.get_by_role("button", name="Give them out").click()
    expect(theirs).to_contain_text("Places given out")

    clinician.reload()
    mine = clinician.get_by_role("region", name="Autumn half-term").first
    expect(mine).to_contain_text("yours. It is approved leave.")
    api = system.signed_in()  # and the system as it was found
    for request in api.ask("GET", f"/leave/requests?status=approved&start={HALF_TERM}&end=2027-11-05")["requests"]:
        if request["source"] == "round":
            path = f"/leave/requests/{request['id']}/cancellation"
            api.ask("PUT", path, {"version": request["version"], "reason": "Only tried out."})


def test_everybody_can_use_it(visit: Visit, offer: dict[str, object], axe_script: str, look: dict[str, Any]) -> None:
    for role in ("administrator", "clinician"):
        page = visit("/popular-weeks.html", role, **look)
        expect(page.get_by_role("region", name="Autumn half-term").first).to_be_visible()
        assert violations(page, axe_script) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page = visit("/popular-weeks.html", **look)
    page.get_by_role("button", name="Offer popular weeks").click()
    assert violations(page, axe_script) == []
