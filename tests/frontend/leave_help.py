"""What the tests of the leave pages share: asking by the API, and leaving the shared system as it was."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from infra.demo.api import Api
from tests.systems import System

PHONE: dict[str, Any] = {"width": 320, "height": 640, "has_touch": True, "is_mobile": True}
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "phone": PHONE,
}


def ask_for(api: Api, start: str, end: str | None = None, *, kind: str = "study", **more: Any) -> dict[str, Any]:
    """A request for whole days, by default study leave, which always waits for a person."""
    wanted = {"kind": kind, "start": start, "start_half": "AM", "end": end or start, "end_half": "PM"} | more
    return dict(api.ask("POST", "/leave/requests", wanted)["request"])


def now_of(api: Api, request: dict[str, Any]) -> dict[str, Any]:
    """The request as it is now."""
    return dict(api.ask("GET", f"/leave/requests/{request['id']}")["request"])


def cancel_what_was_asked(system: System) -> None:
    """Every request the tests made is cancelled; those of the practice's own files stay."""
    api = system.signed_in()
    for request in api.ask("GET", "/leave/requests")["requests"]:
        if request["source"] != "import" and "cancel" in request["may"]:
            body = {"version": request["version"], "reason": None}
            api.ask("PUT", f"/leave/requests/{request['id']}/cancellation", body)


def half_day(page: Page, words: str) -> Locator:
    """A cell of the booking calendar, by the date it begins with: "Tue 15 Jun 2027 AM"."""
    return page.get_by_role("gridcell", name=re.compile(f"^{words}\\."))


def fits(page: Page) -> None:
    """Nothing has to be scrolled sideways."""
    width, window = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width <= window, f"{width} wide in a window of {window}"


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what is called so has the focus."""
    for _ in range(90):
        page.keyboard.press("Tab")
        words, label = page.evaluate("[document.activeElement.textContent, document.activeElement.ariaLabel]")
        if name in (words.strip(), label):
            return
    raise AssertionError(f"Tab never reaches {name}")


def focused_cell(page: Page) -> str:
    """What the cell of the calendar that has the focus says."""
    return str(page.evaluate("document.activeElement.querySelector('.hidden').textContent"))


def settled(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    expect(page.locator('[aria-busy="true"]')).to_have_count(0)
