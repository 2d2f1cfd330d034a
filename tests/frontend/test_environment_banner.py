"""Which system this is, at the head of every page, so that nobody mistakes a trial for the real one."""

from __future__ import annotations

from playwright.sync_api import Route, expect

from infra.pages import BANNERS
from shared.settings import DeploymentEnv
from tests.frontend.conftest import Visit

RED, YELLOW = "rgb(185, 28, 28)", "rgb(253, 224, 71)"


def test_a_development_system_is_red_on_every_page(visit: Visit) -> None:
    page = visit("/rota.html", "administrator")
    for name in ("rota", "people", "settings", "accounts", "backups", "leave", "audit", "sign-in", "reset"):
        page.goto(f"/{name}.html")
        banner = page.locator(".environment")
        expect(banner).to_contain_text("DEV")
        expect(banner).to_have_css("background-color", RED)


def test_a_copy_is_yellow_before_anybody_has_signed_in(visit: Visit) -> None:
    page = visit("/reset.html", None)

    def staging(route: Route) -> None:
        answer = route.fetch()
        banner = {env: html.decode() for env, html in BANNERS.items()}
        page_of_a_copy = answer.text().replace(banner[DeploymentEnv.DEV], banner[DeploymentEnv.STAGING])
        route.fulfill(response=answer, body=page_of_a_copy)

    page.route("**/sign-in.html", staging)
    page.goto("/sign-in.html")
    banner = page.locator(".environment")
    expect(banner).to_contain_text("STAGING")
    expect(banner).to_have_css("background-color", YELLOW)


def test_the_rota_fills_the_window_below_it(visit: Visit) -> None:
    page = visit("/rota.html", "administrator")
    expect(page.get_by_role("navigation", name="Pages")).to_be_visible()
    heights = page.evaluate(
        "[document.documentElement.scrollHeight, window.innerHeight, app.getBoundingClientRect().top]"
    )
    assert heights[0] == heights[1]
    assert heights[2] > 0
