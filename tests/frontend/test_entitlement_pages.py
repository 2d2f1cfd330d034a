"""The statement and the balances in a real browser: what they say, what can be done there, and on paper."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from shared.clock import today
from tests.frontend.axe import violations
from tests.frontend.conftest import Visit
from tests.systems import System

pytestmark = pytest.mark.long

LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "tablet": {"width": 800},
    "phone": {"width": 320, "height": 640, "has_touch": True, "is_mobile": True},
}
YEAR = f"{today().year}-01-01"  # the leave year that is running: the ledger knows none before its first


@pytest.fixture(params=LOOKS)
def look(request: pytest.FixtureRequest) -> dict[str, Any]:
    return LOOKS[request.param] | {"bypass_csp": True, "reduced_motion": "reduce"}


def scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def shown(page: Page) -> Page:
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("Adding it up…")).to_have_count(0)
    return page


def test_somebody_reads_their_own_statement(visit: Visit) -> None:
    page = shown(visit(f"/statement.html?year={YEAR}", role="clinician"))
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Leave of Dr Beech, {YEAR[:4]}")
    lines = page.get_by_role("table", name="Every line of the sum")
    expect(lines.get_by_text(f"Leave for 1 Jan to 31 Dec {YEAR[:4]}", exact=True)).to_be_visible()
    working = lines.get_by_text(re.compile("sessions a year × 250 minutes × 36[56] of 36[56] days"))
    expect(working.first).to_be_hidden()
    lines.get_by_text(re.compile("^Working")).first.click()
    expect(working.first).to_be_visible()
    expect(page.get_by_text("Rounded once, at the end of the sum")).to_be_visible()
    expect(page.get_by_role("button", name="Adjust…")).to_have_count(0)


def test_the_lines_on_the_page_add_up_to_what_is_left(visit: Visit) -> None:
    page = shown(visit(f"/statement.html?year={YEAR}", role="clinician"))
    figures = page.locator('.statement-lines td[data-label="Sessions"]').all_text_contents()
    left = page.locator(".statement-sum .left strong").text_content() or ""
    total = sum(round(1000 * float(figure.replace("−", "-").replace("+", ""))) for figure in figures)
    assert total == round(1000 * float(left.replace("−", "-")))


def test_another_year_is_kept_in_the_address(visit: Visit) -> None:
    page = shown(visit(f"/statement.html?year={YEAR}", role="clinician"))
    following = str(int(YEAR[:4]) + 1)
    page.get_by_label("Leave year").select_option(following)
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(f"{following}$"))
    assert f"year={following}-01-01" in page.url
    page.reload()
    expect(shown(page).get_by_role("heading", level=1)).to_have_text(re.compile(f"{following}$"))


def test_a_colleagues_statement_is_refused_in_words(visit: Visit) -> None:
    page = visit(f"/statement.html?code=P1&year={YEAR}", role="clinician")
    expect(page.get_by_role("alert")).to_contain_text("What somebody has left is for them and for administrators.")
    expect(page.get_by_role("link", name="See your own")).to_be_visible()


def test_an_account_without_a_person_is_shown_the_way(visit: Visit) -> None:
    page = visit("/statement.html", role="administrator")
    page.get_by_role("link", name="See everybody's balances").click()
    expect(shown(page).get_by_role("heading", level=1)).to_have_text(re.compile("^Leave balances"))


def test_a_clinician_sees_no_balances(visit: Visit) -> None:
    page = visit(f"/balances.html?year={YEAR}", role="clinician")
    expect(page.get_by_role("link", name="See your statement")).to_be_visible()


def test_adjusting_by_keyboard_and_undoing(visit: Visit, system: System) -> None:
    before = balance(system, "P3")
    page = shown(visit(f"/balances.html?year={YEAR}"))
    page.get_by_role("button", name="Adjust…").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    page.keyboard.press("Tab")  # from wherever the dialog put the focus
    dialog.get_by_label("Whose leave").select_option("P3")
    dialog.get_by_label("How much").fill("1.5")
    expect(dialog.get_by_text("+1.5 sessions = +6.25 h = +0.75 days.")).to_be_visible()
    dialog.get_by_role("button", name="Post it").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Say why")
    expect(dialog.get_by_label("How much")).to_have_value("1.5")
    dialog.get_by_role("link", name=re.compile("Say why")).click()
    expect(dialog.get_by_label("Why")).to_be_focused()
    page.keyboard.type("Two late surgeries")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile("^Posted for"))).to_be_visible()
    assert balance(system, "P3") == before + 375
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text(re.compile("^Posted for"))).to_have_count(0)
    assert balance(system, "P3") == before


def test_taking_a_line_back_on_the_statement(visit: Visit, system: System) -> None:
    before = balance(system, "P4")
    api = system.signed_in()
    wanted = {"year": YEAR, "kind": "adjustment", "amount": "-2", "unit": "days", "reason": "Counted twice"}
    api.ask("POST", "/leave/people/P4/adjustments", wanted)
    page = shown(visit(f"/statement.html?code=P4&year={YEAR}"))
    page.get_by_role("button", name=re.compile("^Take back")).click()
    page.get_by_label("Reason").fill("It was not")
    page.get_by_role("dialog").get_by_role("button", name="Take back").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_text("Counted twice")).to_have_count(0)
    page.get_by_label(re.compile("^Also show the")).check()
    expect(page.get_by_text("It was not", exact=True)).to_be_visible()
    assert balance(system, "P4") == before


def balance(system: System, code: str) -> int:
    found = system.signed_in().ask("GET", f"/leave/people/{code}/balance?year={YEAR}")
    return int(found["left"]["minutes"])


def test_filters_sorting_and_unit_are_kept_in_the_address(visit: Visit) -> None:
    page = shown(visit(f"/balances.html?year={YEAR}"))
    page.get_by_label("Group").select_option("partner")
    page.get_by_text("hours", exact=True).click()
    page.get_by_role("button", name="Left", exact=True).click()
    rows = page.get_by_role("row")
    count = rows.count()
    page.reload()
    expect(shown(page).get_by_role("table", name=re.compile("in hours$"))).to_be_visible()
    expect(rows).to_have_count(count)
    expect(page.get_by_label("Group")).to_have_value("partner")
    assert {"group=partner", "in=hours", "balances-sort=left"} <= set(page.url.split("?")[1].split("&"))


def test_no_page_has_a_violation_or_scrolls_sideways(visit: Visit, axe_script: str, look: dict[str, Any]) -> None:
    page = shown(visit(f"/statement.html?code=P2&year={YEAR}", **look))
    page.locator("summary", has_text="Working").first.click()
    assert violations(page, axe_script) == []
    assert not scrolls_sideways(page)
    page.goto(f"/balances.html?year={YEAR}")
    shown(page)
    assert violations(page, axe_script) == []
    assert not scrolls_sideways(page)
    page.get_by_role("button", name="Adjust…").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page, axe_script) == []
    page.get_by_role("button", name="Post it").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert violations(page, axe_script) == []
    assert not scrolls_sideways(page)


def test_on_paper_it_is_black_on_white_with_every_working(visit: Visit) -> None:
    page = shown(visit(f"/statement.html?year={YEAR}", role="clinician", color_scheme="dark"))
    page.emulate_media(media="print")
    for hidden in (".masthead", ".statement-bar", ".statement-lines details"):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.locator(".statement-lines .on-paper").first).to_be_visible()
    colours = page.evaluate(
        """() => [...new Set([...document.querySelectorAll(".statement, .statement *")]
            .filter((element) => element.checkVisibility())
            .flatMap((element) => [getComputedStyle(element).color, getComputedStyle(element).backgroundColor]))]"""
    )
    assert set(colours) <= {"rgb(0, 0, 0)", "rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
