"""Which system this is, at the head of every page, so that nobody mistakes a trial for the real one."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.frontend.conftest import Visit

RED, YELLOW = "rgb(185, 28, 28)", "rgb(253, 224, 71)"


def test_a_development_system_is_red_on_every_page(visit: Visit) -> None:
    page = visit("/rota.html", "administrator")
    for name in ("rota", "people", "settings", "accounts", "backups", "leave", "audit"):
        page.goto(f"/{name}.html")
        banner = page.locator(".environment")
        expect(banner).to_contain_text("DEV")
        expect(banner).to_have_css("background-color", RED)


@pytest.mark.parametrize(("environment", "shown"), [("STAGING", True), ("PROD", False)])
def test_a_copy_is_yellow_and_the_real_one_has_no_banner(visit: Visit, environment: str, shown: bool) -> None:
    page = visit("/rota.html", "administrator")

    def say(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json=answer.json() | {"environment": environment})

    page.route("**/api/v1/auth/me", say)
    page.goto("/people.html")
    expect(page.get_by_role("navigation", name="Pages")).to_be_visible()
    banner = page.locator(".environment")
    if not shown:
        expect(banner).to_have_count(0)
        return
    expect(banner).to_contain_text("STAGING")
    expect(banner).to_have_css("background-color", YELLOW)
