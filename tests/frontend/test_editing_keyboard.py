"""The rota changed by keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.frontend.conftest import Visit
from tests.frontend.edit_help import Session, Week, address, cell, ready, says, waiting
from tests.systems import System

pytestmark = pytest.mark.usefixtures("published", "nothing_waits")


def at(page: Page, session: Session, first: str) -> None:
    """Put the focus there, as the arrow keys would."""
    cell(page, session, first).focus()


def walk(page: Page, start: Session, to: Session, week: Week) -> None:
    """Arrow keys from one person's cell to another's in the same session."""
    codes = [person["code"] for person in week.answer["people"]]
    down = codes.index(to.code) - codes.index(start.code)
    for _ in range(abs(down)):
        page.keyboard.press("ArrowDown" if down > 0 else "ArrowUp")


def test_it_works(visit: Visit, system: System, published: str) -> None:
    """M picks up, arrows carry, Enter drops; the same again with Esc puts back."""
    api = system.signed_in()
    week = Week(api)
    duty = week.doing("duty")[0]
    taker = next(s for s in week.doing("clinic") if (s.day, s.half) == (duty.day, duty.half))
    page = visit(address())
    ready(page)
    at(page, duty, published)
    page.keyboard.press("m")
    expect(page.locator(".target.yes").first).to_be_visible()
    walk(page, duty, taker, week)
    heard = page.locator(":focus").text_content()
    assert heard and re.search(r"Drop here: cover [+−]\d", heard), "who listens hears what dropping here would do"
    page.keyboard.press("Escape")
    expect(page.locator(".target")).to_have_count(0)
    assert waiting(api) == []
    at(page, duty, published)
    page.keyboard.press("m")
    walk(page, duty, taker, week)
    page.keyboard.press("Enter")
    says(page, f"{duty.name}'s duty on {duty.words} to {taker.name}")
    assert Week(api, "edits").what(taker) == "duty"
    # The focus is where it was dropped, and so is what is chosen.
    page.keyboard.press("p")
    says(page, "no longer pinned")


def test_every_act_has_its_key(visit: Visit, system: System, published: str) -> None:
    clinic = Week(system.signed_in()).doing("clinic")[0]
    page = visit(address())
    ready(page)
    at(page, clinic, published)
    here = cell(page, clinic, published)
    page.keyboard.press("p")
    expect(here).to_have_attribute("aria-label", re.compile("pinned"))
    page.keyboard.press("p")
    expect(here).not_to_have_attribute("aria-label", re.compile("pinned"))
    page.keyboard.press("u")
    expect(here).to_have_attribute("aria-label", re.compile("kept off"))
    page.keyboard.press("a")
    expect(page.get_by_role("button", name="Clinic", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(here).to_have_attribute("aria-label", re.compile("^Clinic.*pinned"))
    at(page, clinic, published)
    page.keyboard.press("Delete")
    expect(here).to_have_attribute("aria-label", re.compile("kept off"))
    page.keyboard.press("Control+z")
    says(page, "Undone:")
    page.keyboard.press("l")
    expect(page.get_by_role("dialog", name=f"Locum, {clinic.words}")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    keys = page.get_by_role("dialog")
    for act in ("Unfill", "Pick up and move", "Swap", "Pin, unpin", "Locum", "Sick", "Undo, redo"):
        expect(keys).to_contain_text(act)


def test_a_rectangle_is_chosen_copied_pasted_and_undone_as_one(visit: Visit, system: System, published: str) -> None:
    api = system.signed_in()
    week = Week(api)
    # In clinic all day, and in something else or nothing the morning after.
    start = next(
        s
        for s in week.doing("clinic")
        if s.half == 0
        and s.day.weekday() < 4
        and week.what(week.later(s, 0, 1)) == "clinic"
        and week.what(week.later(s, 1, 0)) != "clinic"
    )
    next_day = week.later(start, 1, 0)
    page = visit(address())
    ready(page)
    at(page, start, published)
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.locator(".cell.chosen")).to_have_count(4)
    expect(page.locator('[role="gridcell"][aria-selected="true"]')).to_have_count(4)
    page.keyboard.press("u")
    expect(page.locator(".waiting")).to_contain_text("1 change waits")
    took = len(waiting(api)[0]["cells"])
    assert took >= 2
    page.keyboard.press("Control+z")
    expect(page.locator(".waiting")).to_contain_text("No changes wait")
    assert Week(api, "edits").what(start) == "clinic"
    page.keyboard.press("Control+y")
    expect(page.locator(".waiting")).to_contain_text("1 change waits")
    assert len(waiting(api)[0]["cells"]) == took, "the batch came back as one"
    page.keyboard.press("Control+z")
    expect(page.locator(".waiting")).to_contain_text("No changes wait")
    page.keyboard.press("Escape")
    expect(page.locator(".cell.chosen")).to_have_count(0)
    at(page, start, published)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Control+c")
    says(page, "Copied: 2 sessions of one person")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Control+v")
    expect(page.locator(".waiting")).to_contain_text("1 change waits")
    assert Week(api, "edits").what(next_day) == "clinic"


def test_several_are_moved_together(visit: Visit, system: System, published: str) -> None:
    """M takes all that is chosen; where part of it cannot go, none of it goes, and Esc puts it back."""
    api = system.signed_in()
    week = Week(api)
    clinics = week.doing("clinic")
    first, taken = next(
        (s, other)
        for s in clinics
        for other in clinics
        if s.half == 0
        and week.what(week.later(s, 0, 1))
        and (s.day, 0) == (other.day, other.half)
        and s.code != other.code
    )
    page = visit(address())
    ready(page)
    at(page, first, published)
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("m")
    expect(page.locator(".cell.picked")).to_have_count(2)
    walk(page, first, taken, week)
    expect(page.locator(".says-picked")).to_contain_text(f"Not possible here: {taken.name} has clinic on {taken.words}")
    page.keyboard.press("Enter")
    says(page, "Not possible here")
    page.keyboard.press("Escape")
    expect(page.locator(".cell.picked")).to_have_count(0)
    assert waiting(api) == []


def test_undo_works_wherever_the_focus_is(visit: Visit, system: System, published: str) -> None:
    """After a button beside the grid has been pressed, the focus is on that."""
    clinic = Week(system.signed_in()).doing("clinic")[0]
    page = visit(address())
    ready(page)
    at(page, clinic, published)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Admin", exact=True).press("Enter")
    expect(page.locator(".waiting")).to_contain_text("1 change waits")
    page.keyboard.press("Control+z")
    expect(page.locator(".waiting")).to_contain_text("No changes wait")
    page.keyboard.press("Control+y")
    expect(page.locator(".waiting")).to_contain_text("1 change waits")


def test_reading_keys_still_read(visit: Visit, system: System, published: str) -> None:
    """Without the edit mode the letters do nothing."""
    duty = Week(system.signed_in()).doing("duty")[0]
    page = visit(address().replace("&edit=1", ""))
    expect(page.get_by_role("grid", name=re.compile("^Rota of"))).to_be_visible()
    at(page, duty, published)
    for key in ("m", "u", "p", "Delete", "Control+z"):
        page.keyboard.press(key)
    expect(page.locator(".target")).to_have_count(0)
    assert waiting(system.signed_in()) == []
