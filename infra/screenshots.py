"""The pictures in `docs/images`, taken by a real browser: of the demo given, or of one started for it.

python -m infra.screenshots [BASE_URL ACCOUNTS_JSON [FOLDER]]
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route, sync_playwright

from infra.bootstrap import BROWSERS, ROOT
from infra.demo.api import Api, Unexpected
from infra.embedded import free_port
from infra.pages import BANNERS
from shared.settings import DeploymentEnv

WIDE: Any = {"viewport": {"width": 1440, "height": 836}, "color_scheme": "light"}
DARK: Any = WIDE | {"color_scheme": "dark"}
PHONE: Any = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2, "has_touch": True, "is_mobile": True}
DEMO_SECONDS = 180


def main(words: list[str]) -> None:
    if words:
        base_url, accounts_file, *folder = words
        take(base_url, Path(accounts_file), Path(folder[0]) if folder else ROOT / "docs/images")
        return
    with started_demo() as (base_url, accounts):
        take(base_url, accounts, ROOT / "docs/images")


@contextlib.contextmanager
def started_demo() -> Iterator[tuple[str, Path]]:
    """A demo of its own with a published rota; its address and the file with its sign-ins."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as data:
        Path(data).chmod(0o755)  # so that the stores, which never run as root, may live in it too
        base_url, accounts = f"http://127.0.0.1:{free_port()}", Path(data) / "demo-accounts.json"
        told = os.environ | {"ROTACC_DATA": data, "ROTACC_PORT": base_url.rpartition(":")[2]}
        demo = subprocess.Popen([sys.executable, "-m", "infra.cli", "demo"], cwd=ROOT, env=told)
        try:
            until = time.monotonic() + DEMO_SECONDS
            api = None
            while not (api and is_published(api)):
                api = api or signed_in(base_url, accounts)
                if demo.poll() is not None or time.monotonic() > until:
                    sys.exit("The demo did not come so far as to publish a rota.")
                time.sleep(1)
            yield base_url, accounts
        finally:
            demo.terminate()
            demo.wait()


def signed_in(base_url: str, accounts: Path) -> Api | None:
    """An administrator's client, once there is a system to sign in to. Signed in once: there are limits to trying."""
    with contextlib.suppress(OSError, Unexpected, ValueError):
        api = Api(base_url)
        api.sign_in(**json.loads(accounts.read_text())["administrator"])
        return api
    return None


def is_published(api: Api) -> bool:
    """Whether there is something to take a picture of."""
    with contextlib.suppress(OSError, Unexpected):
        return bool(api.ask("GET", "/rota/publication")["published"])
    return False


def take(base_url: str, accounts_file: Path, folder: Path) -> None:
    """All pictures, into this folder."""
    accounts = json.loads(accounts_file.read_text())
    folder.mkdir(parents=True, exist_ok=True)
    # The sandbox of Chromium refuses to work for root.
    flags = ["--lang=en-GB", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    path = os.environ.get("ROTACC_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        rota(browser, base_url, accounts, folder)
        draft(browser, base_url, accounts, folder)
        people_and_leave(browser, base_url, accounts, folder)
        fairness(browser, base_url, accounts, folder)
        living_rota(browser, base_url, accounts, folder)
        browser.close()


def opened(browser: Browser, base_url: str, account: dict[str, str], look: Any) -> Page:
    """The first page after signing in, as a practice sees it: without the banner of a development system."""
    page = browser.new_context(base_url=base_url, locale="en-GB", **look).new_page()
    page.route("**/*.html*", without_banner)
    page.goto("/sign-in.html")
    page.get_by_label("User name").fill(account["username"])
    page.get_by_label("Password").fill(account["password"])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/rota.html*")
    return page


def without_banner(route: Route) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.body().replace(BANNERS[DeploymentEnv.DEV], b""))


def rota(browser: Browser, base_url: str, accounts: Any, folder: Path) -> None:
    """Four weeks in light, a week with a session open in dark, and a phone."""
    page = opened(browser, base_url, accounts["administrator"], WIDE)
    settle(page).screenshot(path=folder / "rota.png")
    page = opened(browser, base_url, accounts["administrator"], DARK)
    page.get_by_text("Week", exact=True).click()
    settle(page).locator('[data-r="4"][data-c="1"]').click()
    page.screenshot(path=folder / "rota-dark.png")
    page = opened(browser, base_url, accounts["clinician"], PHONE)
    page.locator(".next-sessions li").first.wait_for()
    page.screenshot(path=folder / "phone.png")


def draft(browser: Browser, base_url: str, accounts: Any, folder: Path) -> None:
    """A draft beside the published rota. It is not published."""
    page = opened(browser, base_url, accounts["administrator"], WIDE)
    page.goto("/generate.html")
    page.get_by_text("Make afresh", exact=True).first.click()
    page.locator("#replace").check()
    if (fixed := page.get_by_label("The fixed period may change")).count():
        fixed.check()
        page.get_by_label("Why, for the record").fill("For the picture.")
    page.get_by_label("Try for").select_option("10")
    page.get_by_role("button", name="Start", exact=True).click()
    page.locator(".draft .rota-grid").wait_for(timeout=60_000)
    page.locator(".toast:empty").wait_for(state="attached")
    page.screenshot(path=folder / "generate.png", full_page=True)


def people_and_leave(browser: Browser, base_url: str, accounts: Any, folder: Path) -> None:
    """The pages of people and leave, as they stand. Nothing is asked for."""
    page = opened(browser, base_url, accounts["administrator"], WIDE)
    for name, query in (("people", ""), ("settings", ""), ("requests", ""), ("balances", "?year=2027-01-01")):
        page.goto(f"/{name}.html{query}")
        page.wait_for_load_state("networkidle")
        page.screenshot(path=folder / f"{name}.png")
    page = opened(browser, base_url, accounts["clinician"], WIDE)
    page.goto("/statement.html?year=2027-01-01")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=folder / "statement.png")
    page.goto("/leave.html?kind=annual&from=2027-02-22-AM&to=2027-02-26-PM")
    page.locator(".what-if .verdict-words").first.wait_for()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=folder / "leave.png", full_page=True)


def fairness(browser: Browser, base_url: str, accounts: Any, folder: Path) -> None:
    """Who stands where, and where the published rota leads."""
    page = opened(browser, base_url, accounts["clinician"], WIDE)
    page.goto("/fairness.html")
    page.get_by_role("table").wait_for()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=folder / "fairness.png")


def living_rota(browser: Browser, base_url: str, accounts: Any, folder: Path) -> None:
    """A session picked up on the grid, with what every place it could go would do; then somebody taken off, the gap
    that makes, and the alert of it. In the end nothing waits."""
    page = opened(browser, base_url, accounts["administrator"], WIDE)
    page.goto("/rota.html?start=2027-02-08&view=week&edit=1")
    in_sight = ", ".join(f'td[data-c="{column}"]:has(.activity.duty)' for column in range(50, 60, 2))
    duty = settle(page).locator(in_sight).first
    duty.click()
    page.keyboard.press("m")
    page.locator("td .target").first.wait_for()
    page.get_by_text("Why not …?").wait_for()
    page.screenshot(path=folder / "editing.png")
    page.keyboard.press("Escape")
    page.keyboard.press("u")
    page.locator("tr.gaps .gap").first.click()
    page.get_by_role("button", name="Repair this week…").wait_for()
    page.locator(".toast:empty").wait_for(state="attached")
    page.screenshot(path=folder / "gap.png")
    for name, query in (("alerts", "?rota=edits"), ("versions", "")):
        page.goto(f"/{name}.html{query}")
        page.wait_for_load_state("networkidle")
        page.screenshot(path=folder / f"{name}.png")
    page.goto("/rota.html?edit=1")
    page.get_by_role("button", name="Undo", exact=True).first.click()
    page.get_by_text("No changes wait").wait_for()


def settle(page: Page) -> Page:
    """The same page once its grid stands."""
    page.get_by_role("gridcell").first.wait_for()
    page.wait_for_load_state("networkidle")
    return page


if __name__ == "__main__":
    main(sys.argv[1:])
