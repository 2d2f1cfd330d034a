"""A real browser on the whole system in real processes. It is never skipped: no browser is a failure."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize, expect, sync_playwright

from infra.bootstrap import BROWSERS
from tests.conftest import NewSystem
from tests.frontend.axe import AXE
from tests.systems import ENDED, System, ask_for_run, ended

PATIENCE_MS = 30_000

Visit = Callable[..., Page]

LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "phone": {"width": 320, "height": 640, "has_touch": True, "is_mobile": True},
}


@pytest.fixture(params=LOOKS)
def look(request: pytest.FixtureRequest) -> dict[str, Any]:
    """A theme or a width. axe is injected, which the pages' own policy rightly forbids."""
    return LOOKS[request.param] | {"bypass_csp": True, "reduced_motion": "reduce"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browsers and processes take their time. Each look is looked at with the long ones; a phone, in light, always."""
    for item in items:
        if "tests/frontend/" in item.path.as_posix():
            item.add_marker(pytest.mark.slow)
            if item.name.endswith(("[light]", "[dark]")):
                item.add_marker(pytest.mark.long)


def chromium_path() -> str | None:
    """The chosen or installed Chromium or Chrome; None leaves it to Playwright's own."""
    return os.environ.get("ROTACC_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


@pytest.fixture(scope="module")
def browser(system: System, large: System) -> Iterator[Browser]:
    """One browser a module: Playwright must be gone before other modules use event loops of their own.

    For the same reason the systems, which use one while they start, are asked for first.
    """
    # The sandbox of Chromium refuses to work for root.
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path(), args=flags)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def large(new_system: NewSystem) -> Iterator[System]:
    """A system of its own with the largest practice, so that the solver is seen at work for as long as it is given."""
    with new_system("large", practice="severnbank") as running:
        yield running


@pytest.fixture
def visit(browser: Browser, system: System) -> Iterator[Visit]:
    """Open a page of Northgate."""
    with visitor(browser, system) as open_page:
        yield open_page


@pytest.fixture
def visit_large(browser: Browser, large: System) -> Iterator[Visit]:
    """Open a page of Severnbank. Runs left behind are stopped, lest the next test waits for them."""
    with visitor(browser, large) as open_page:
        yield open_page
    api = large.signed_in()
    for run in api.ask("GET", "/rota-generate/runs"):
        if run["status"] not in ENDED:
            api.ask("DELETE", f"/rota-generate/runs/{run['id']}")


@contextlib.contextmanager
def visitor(browser: Browser, system: System) -> Iterator[Visit]:
    """Opens pages as somebody signed in by role (None: nobody). Fails when a page reports an error of its own."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def note(message: ConsoleMessage) -> None:
        # A refused request is an answer the page deals with; anything else, CSP above all, is a mistake of ours.
        if message.type == "error" and "Failed to load resource" not in message.text:
            errors.append(message.text)

    def open_page(address: str, role: str | None = "administrator", **options: Any) -> Page:
        size: ViewportSize = {"width": options.pop("width", 1440), "height": options.pop("height", 900)}
        context = browser.new_context(
            base_url=system.base_url, viewport=size, locale="en-GB", timezone_id="America/New_York", **options
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        if role:
            give_sign_in(context, system, role)
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(address)
        return page

    expect.set_options(timeout=PATIENCE_MS)
    try:
        yield open_page
    finally:
        for context in contexts:
            context.close()
    assert errors == []


def give_sign_in(context: BrowserContext, system: System, role: str) -> None:
    """Spare the form: its tries are counted, and it has tests of its own."""
    kept = (each.partition("=") for each in system.signed_in(role).headers()["Cookie"].split("; "))
    context.add_cookies([{"name": name, "value": value, "url": system.base_url} for name, _, value in kept])


@pytest.fixture(scope="session")
def published(system: System) -> str:
    """The first Monday of a rota published for the whole horizon."""
    api = system.signed_in()
    horizon = api.ask("GET", "/practice")["horizon"]
    run = ended(api, ask_for_run(api, weeks=horizon["weeks"], seconds=3), look_after=system.supervisor.check)
    api.ask("PUT", f"/rota/versions/{run['id']}/publication", {"reason": None})
    return str(horizon["start"])


@pytest.fixture
def nothing_waits(system: System, published: str) -> Iterator[None]:
    """Whatever a test changes by hand is undone after it."""
    yield
    system.signed_in().ask("DELETE", "/rota/edits")


@pytest.fixture(scope="session")
def axe_script() -> str:
    """axe-core, as npm installed it."""
    return AXE.read_text(encoding="utf-8")
