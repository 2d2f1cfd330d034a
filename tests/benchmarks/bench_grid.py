"""The grid people edit, in Chromium: how soon it is painted, and how soon an edit is seen and acknowledged.

`python -m tests.benchmarks.bench_grid` starts a whole system of its own with the largest practice, publishes thirteen
weeks of it, and opens the page as an administrator. Painted: from asking for the page to the frame in which its cells
stand, nothing kept in the browser. Drawn: from the key to the frame that shows it. Acknowledged: from the key to the
server's answer. Read the ratios to one small request (the health check) from the same page in the same run; the
browser, the database and the server share the cores.
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from infra.demo.contents import accounts_in, fill
from infra.embedded import Postgres, Valkey
from infra.migrate import migrate
from tests.benchmarks.bench_rota_page import published
from tests.frontend.conftest import chromium_path
from tests.systems import System, started_system

PRACTICE, WEEKS = "severnbank", 13
PAINTED_MS, ACKNOWLEDGED_MS = 1000, 150
PAUSES_MS = (150, 700)  # as fast as one can, and so that the page fetches its gaps between two
WARM = 3  # the first few warm caches that stay warm

# Notes the frame after the one in which the first person's first cell is there, and every cell of what is in sight.
WATCH = """
addEventListener('DOMContentLoaded', () => new MutationObserver((_, watch) => {
  if (!document.querySelector('tr.person [data-c]')) return;
  watch.disconnect();
  requestAnimationFrame(() => setTimeout(() => { window.painted = performance.now(); }));
}).observe(document, {childList: true, subtree: true}));
"""

# Sessions in sight that somebody works and nobody has changed, as [row, column].
CELLS = """
() => [...document.querySelectorAll('tr.person .cell:not(.changed)')]
  .filter((cell) => cell.querySelector('.activity') && +cell.dataset.c < 40)
  .map((cell) => [cell.dataset.r, cell.dataset.c])
"""

# Puts the focus on a cell, waits for the page to have drawn that, and presses a key. Answers when the change was drawn,
# when the server's answer was there, and when the page said so: ms from the key, the frame that shows it included.
PRESS = """
async ([row, column, key]) => {
  const cell = document.querySelector(`[data-r="${row}"][data-c="${column}"]`);
  const news = document.querySelector('.toast');
  const frame = () => new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
  });
  news.replaceChildren();
  cell.focus();
  await frame();
  await new Promise((resolve) => setTimeout(resolve, 20));
  const said = new Promise((resolve) => new MutationObserver((_, watch) => {
    if (!news.textContent.trim()) return;
    watch.disconnect();
    resolve(frame());
  }).observe(news, {childList: true}));
  const answered = new Promise((resolve) => {
    const real = window.fetch;
    window.fetch = async (...asked) => {
      const answer = await real(...asked);
      if ((asked[1]?.method ?? 'GET') === 'POST') { window.fetch = real; resolve([performance.now(), answer.status]); }
      return answer;
    };
  });
  const began = performance.now();
  cell.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}));
  const drawn = frame();
  const [at, status] = await answered;
  return status === 201 ? [await drawn - began, at - began, await said - began] : [status];
}
"""

HEALTH = """
async (times) => {
  const took = [];
  for (let n = 0; n < times; n++) {
    const began = performance.now();
    await (await fetch('/healthz', {cache: 'no-store'})).text();
    took.push(performance.now() - began);
  }
  return took;
}
"""


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of one thing done many times."""

    p50: float
    p95: float

    @classmethod
    def of(cls, took: Sequence[float]) -> Times:
        ranked = sorted(took)
        return cls(ranked[len(ranked) // 2], ranked[min(len(ranked) - 1, int(len(ranked) * 0.95))])


def signed_in(browser: Browser, system: System) -> BrowserContext:
    context = browser.new_context(base_url=system.base_url, viewport={"width": 1440, "height": 900}, locale="en-GB")
    kept = (each.partition("=") for each in system.signed_in().headers()["Cookie"].split("; "))
    context.add_cookies([{"name": name, "value": value, "url": system.base_url} for name, _, value in kept])
    context.add_init_script(WATCH)
    return context


def opened(context: BrowserContext, address: str) -> tuple[Page, float]:
    """The page in a window of its own, and the milliseconds until its cells were painted."""
    page = context.new_page()
    page.goto(address)
    page.wait_for_function("() => window.painted !== undefined")
    return page, float(page.evaluate("window.painted"))


def painted(browser: Browser, system: System, address: str, times: int) -> Times:
    took = []
    for _ in range(times):
        context = signed_in(browser, system)  # nothing kept from before
        took.append(opened(context, address)[1])
        context.close()
    return Times.of(took)


def edited(page: Page, times: int, pause_ms: int) -> tuple[Times, Times, Times]:
    """Pins sessions one after the other; drawn, answered, and said to be done."""
    cells = page.evaluate(CELLS)
    random.Random(1).shuffle(cells)
    took = []
    for n in range(times + WARM):
        found: list[float] = page.evaluate(PRESS, [*cells[n], "p"])
        if len(found) == 1:
            raise SystemExit(f"the edit was answered {found[0]:.0f}")
        took.append(found)
        page.wait_for_timeout(pause_ms)
    drawn, answered, said = (Times.of(column) for column in zip(*took[WARM:], strict=True))
    return drawn, answered, said


def row(label: str, times: Times, base: Times, most_ms: int | None = None) -> None:
    wanted = "" if most_ms is None else f"   (wanted: p95 under {most_ms})"
    print(f"{label:44}{times.p50:9.1f}{times.p95:9.1f}{times.p50 / base.p50:11.1f}{wanted}")


def measure(*, edits: int, openings: int, solve_seconds: float) -> None:
    with tempfile.TemporaryDirectory() as name, Postgres() as postgres, Valkey() as valkey:
        folder = Path(name)
        migrate(postgres.url)
        fill(postgres.url, accounts_in(folder / "demo-accounts.json"), practice=PRACTICE)
        with started_system(folder, postgres.url, valkey.url, WEB_WORKERS="2") as system:
            start = published(system.signed_in(), solve_seconds)
            people = len(system.signed_in().ask("GET", f"/rota?start={start}&weeks={WEEKS}")["people"])
            flags = ["--no-sandbox"] if os.geteuid() == 0 else []
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium_path(), args=flags)
                report(browser, system, f"/rota.html?start={start}&view=4weeks", people, edits, openings)
                browser.close()


def report(browser: Browser, system: System, address: str, people: int, edits: int, openings: int) -> None:
    reading = painted(browser, system, address, openings)
    editing = painted(browser, system, address + "&edit=1", openings)
    page, _ = opened(signed_in(browser, system), address + "&edit=1")
    page.wait_for_function("() => document.querySelector('.waiting')?.textContent.includes('wait')")
    base = Times.of(page.evaluate(HEALTH, 100))
    print(f"Severnbank, {people} people, {WEEKS} weeks, two web workers, {os.cpu_count()} cores")
    print(f"{'':44}{'p50 ms':>9}{'p95 ms':>9}{'of health':>11}")
    row("health check", base, base)
    row("painted, to read", reading, base, PAINTED_MS)
    row("painted, to edit", editing, base, PAINTED_MS)
    for pause_ms in PAUSES_MS:
        drawn, answered, said = edited(page, edits, pause_ms)
        row(f"{edits} edits, {pause_ms} ms apart: drawn", drawn, base)
        row("    answered", answered, base)
        row("    acknowledged: the page says so", said, base, ACKNOWLEDGED_MS)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=60)
    parser.add_argument("--openings", type=int, default=8)
    parser.add_argument("--solve-seconds", type=float, default=20)
    wanted = parser.parse_args()
    measure(edits=wanted.edits, openings=wanted.openings, solve_seconds=wanted.solve_seconds)


if __name__ == "__main__":
    main()
