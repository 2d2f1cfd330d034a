"""axe-core finds no violation of WCAG 2.2 AA while the rota is edited, in either theme and on a phone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.frontend.axe import violations
from tests.frontend.conftest import Visit
from tests.frontend.edit_help import Week, act, address, cell, ready
from tests.systems import System

pytestmark = pytest.mark.usefixtures("published", "nothing_waits")


def test_the_grid_its_panel_and_its_dialogs_while_it_is_edited(
    visit: Visit, axe_script: str, look: dict[str, Any], system: System, published: str
) -> None:
    duty = Week(system.signed_in()).doing("duty", groups=("Partner",))[0]
    page = visit(address(role="Partners"), **look)
    ready(page)
    cell(page, duty, published).click()
    act(page, "Take off")
    expect(page.locator(".waiting")).to_contain_text("1 change waits")
    assert violations(page, axe_script) == []
    page.get_by_role("button", name="Undo", exact=True).first.click()
    expect(page.locator(".waiting")).to_contain_text("No changes wait")
    cell(page, duty, published).click()
    act(page, "Locum…")
    assert violations(page, axe_script) == []
    page.keyboard.press("Escape")
    act(page, "Move…")
    expect(page.locator(".target.yes").first).to_be_visible()
    assert violations(page, axe_script) == []
    page.get_by_role("button", name="Put it back").click()
    page.get_by_role("button", name="List…").click()
    assert violations(page, axe_script) == []
