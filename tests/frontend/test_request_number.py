"""When the fault is ours, the page says under which number it is found."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.frontend.axe import violations
from tests.frontend.conftest import Visit
from tests.systems import System, until


def try_to_sign_in(page: Page) -> None:
    page.get_by_label("User name").fill("somebody")
    page.get_by_label("Password", exact=True).fill("a password of theirs")
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize(
    ("status", "body"),
    [(502, "<html>Bad gateway</html>"), (500, '{"title": "Something went wrong", "request_id": "0123456789abcdef"}')],
    ids=["from what stands in front", "from our own"],
)
def test_a_fault_is_shown_with_its_number(visit: Visit, status: int, body: str) -> None:
    numbers: list[str] = []

    def fail(route: Route) -> None:
        numbers.append(route.request.headers["x-request-id"])
        route.fulfill(status=status, body=body)

    page = visit("/sign-in.html", role=None)
    page.route("**/api/v1/auth/sign-in", fail)
    try_to_sign_in(page)
    number = "0123456789abcdef" if "0123456789abcdef" in body else numbers[0]
    expect(page.get_by_role("alert")).to_contain_text(f"with this number: {number}")


def test_a_refusal_is_shown_without_one(visit: Visit, system: System, axe_script: str) -> None:
    numbers: list[str] = []
    page = visit("/sign-in.html", role=None, bypass_csp=True)
    page.on("request", lambda sent: numbers.append(sent.headers.get("x-request-id", "")))
    try_to_sign_in(page)
    alert = page.get_by_role("alert")
    expect(alert).to_be_visible()
    assert "number" not in (alert.text_content() or "")
    assert violations(page, axe_script) == []
    until(lambda: all(number in system.log("web") for number in numbers if number))
