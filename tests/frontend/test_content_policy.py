"""No page asks for anything its own policy forbids, and the policy does forbid."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.frontend.conftest import give_sign_in
from tests.paths import ROOT
from tests.systems import System

PAGES = sorted(page.name for page in (ROOT / "frontend-static").glob("*.html"))
LISTEN = """
window.broken = [];
document.addEventListener("securitypolicyviolation", (e) => {
  window.broken.push(`${e.effectiveDirective}: ${e.blockedURI} ${e.sourceFile}:${e.lineNumber}`);
});
"""


@pytest.fixture
def listening(browser: Browser, system: System) -> Iterator[Page]:
    """A page of an administrator's that keeps what its policy stopped."""
    context = browser.new_context(base_url=system.base_url)
    give_sign_in(context, system, "administrator")
    context.add_init_script(LISTEN)
    yield context.new_page()
    context.close()


def test_no_page_breaks_its_policy(listening: Page, published: str) -> None:
    page = listening
    for name in PAGES:
        page.goto(f"/{name}", wait_until="load")
        page.locator("body").wait_for()
        page.wait_for_timeout(150)
        assert page.evaluate("window.broken") == [], name


def test_what_a_page_may_not_do_is_stopped(listening: Page) -> None:
    """The test's own eyes: a script, a style, a picture and a request that did not come from us."""
    page = listening
    page.goto("/404.html")
    page.evaluate("""async () => {
      const script = document.createElement("script");
      script.textContent = "window.ran = true";
      document.body.append(script);
      const picture = new Image();
      picture.src = "http://127.0.0.1:9/elsewhere.png";
      document.body.append(picture);
      document.body.insertAdjacentHTML("beforeend", "<p style='color: red' onclick='window.ran = true'>x</p>");
      document.querySelector("body > p[style]").click();
      await fetch("http://127.0.0.1:9/elsewhere").catch(() => {});
    }""")
    page.wait_for_function("window.broken.length >= 4")
    assert page.evaluate("window.ran") is None
    stopped = " ".join(page.evaluate("window.broken"))
    for directive in ("script-src", "img-src", "connect-src", "style-src"):
        assert directive in stopped
