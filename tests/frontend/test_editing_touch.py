"""The rota changed with a finger: nothing has to be dragged, and everything is large enough to be hit."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.frontend.conftest import Visit
from tests.frontend.edit_help import PHONE, Week, act, address, cell, ready, says
from tests.frontend.leave_help import fits
from tests.systems import System

pytestmark = pytest.mark.usefixtures("published", "nothing_waits")

TABLET: dict[str, Any] = {"width": 820, "height": 1180, "has_touch": True, "is_mobile": True}
LEAST_PX, ROW_PX = 24, 40


def test_it_works(visit: Visit, system: System, published: str) -> None:
    """On a phone a tap chooses, the panel below offers the acts, and a second tap says where it goes."""
    week = Week(system.signed_in())
    duty = week.doing("duty")[0]
    taker = next(s for s in week.doing("clinic") if (s.day, s.half) == (duty.day, duty.half))
    page = visit(address(), **PHONE)
    ready(page)
    fits(page)
    cell(page, duty, published).tap()
    act(page, "Move…")
    expect(page.locator(".target.yes").first).to_be_visible()
    fits(page)
    cell(page, taker, published).tap()
    says(page, f"{duty.name}'s duty on {duty.words} to {taker.name}")
    assert Week(system.signed_in(), "edits").what(taker) == "duty"
    page.locator(".toast").get_by_role("button", name="Undo").tap()
    expect(page.locator(".waiting")).to_contain_text("No changes wait")


@pytest.mark.parametrize("device", [PHONE, TABLET], ids=["phone", "tablet"])
def test_everything_is_large_enough(visit: Visit, system: System, published: str, device: dict[str, Any]) -> None:
    duty = Week(system.signed_in()).doing("duty")[0]
    page = visit(address("4weeks"), **device)
    ready(page)
    here = cell(page, duty, published)
    here.tap()
    box = here.bounding_box()
    assert box and box["width"] >= LEAST_PX and box["height"] >= ROW_PX
    for button in page.locator(".edit-bar button, .cell-acts button, .cell-acts select, .edit-switch").all():
        box = button.bounding_box()
        assert box and box["height"] >= LEAST_PX and box["width"] >= LEAST_PX, button.text_content()


def test_several_are_chosen_without_a_shift_key(visit: Visit, system: System, published: str) -> None:
    week = Week(system.signed_in())
    first = next(s for s in week.doing("clinic") if s.half == 0)
    people = [person["code"] for person in week.answer["people"]]
    last = week.session(people.index(first.code), first.day.weekday(), 1)
    page = visit(address(), **TABLET)
    ready(page)
    cell(page, first, published).tap()
    act(page, "Choose several")
    cell(page, last, published).tap()
    expect(page.locator(".chosen-words")).to_have_text("Chosen: 2 sessions of one person")
    act(page, "Pin")
    expect(page.locator(".waiting")).to_contain_text("1 change waits")


def test_the_list_of_a_day_leads_to_the_grid(visit: Visit, published: str) -> None:
    page = visit(f"/rota.html?start={published}", **PHONE)
    expect(page.locator(".day-table")).to_be_visible()
    page.get_by_role("switch", name="Edit").check()
    ready(page)
    expect(page).to_have_url(re.compile("view=week.*edit=1"))
