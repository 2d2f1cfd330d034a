"""The demonstration's first rota: asked for, watched and published over HTTP, as a practice manager would."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from infra.demo.api import Api, Unexpected
from infra.demo.carried_over import carry_over

SECONDS = 10
LOOK_EVERY_SECONDS = 0.25
# A solver that dies is started again and its run goes on; this is for one that never ends.
LONGEST_WAIT_SECONDS = 15 * 60
ENDED = frozenset({"done", "stopped", "failed", "refused"})


def publish_first_rota(
    api: Api, account: Mapping[str, str], look_after: Callable[[], None], say: Callable[[str], None]
) -> str:
    """See that a rota is published; a sentence about it. `look_after` is called often, for whoever keeps the processes.

    Whatever goes wrong with the rota itself is a sentence too: the system runs, and the page to try again is there.
    """
    try:
        api.sign_in(account["username"], account["password"])
        published = api.ask("GET", "/rota/publication")
        if not published["published"]:
            run = watch(api, current_run(api), look_after)
            if run["status"] in ("failed", "refused"):
                return f"There is no rota yet: the run {run['status']} ({run['error']})."
            published = api.ask("PUT", f"/rota/versions/{run['id']}/publication", {"reason": None})
            carry_over(api)
        version = api.ask("GET", f"/rota/versions/{published['id']}") if "id" in published else published
        return describe(version)
    except Unexpected as refusal:
        return f"There is no rota yet: {refusal}"


def current_run(api: Api) -> dict[str, Any]:
    """The run that is under way, or ended unpublished, from a demo that was stopped in the middle; else a new one."""
    for run in api.ask("GET", "/rota-generate/runs"):
        if run["status"] not in ENDED or run["status"] == "done":
            return dict(run)
    return dict(api.ask("POST", "/rota-generate/runs", {"seconds": SECONDS, "seed": 1}))


def watch(api: Api, run: dict[str, Any], look_after: Callable[[], None]) -> dict[str, Any]:
    """The run as it ended, with its progress shown until then: a bar in a terminal, a line elsewhere."""
    console, what = Console(highlight=False), f"Making the rota from {run['start']}, {run['weeks']} weeks"
    if console.is_terminal:
        columns = (TextColumn("{task.description}"), BarColumn(30), TimeElapsedColumn())
        with Progress(*columns, console=console, transient=True) as bar:
            total = float(run["seconds"] or SECONDS)
            task = bar.add_task(what, total=total)

            def show(progress: Mapping[str, Any]) -> None:
                done = min(float(progress.get("seconds") or 0), total)
                bar.update(task, completed=done, description=f"{what}: {in_words(progress)}")

            run = follow(api, run, look_after, show)
    else:
        console.print(f"{what} ...")
        run = follow(api, run, look_after, lambda _: None)
    console.print(f"Made the rota: {in_words(run['summary'] or {})}.")
    return run


def follow(
    api: Api, run: dict[str, Any], look_after: Callable[[], None], show: Callable[[Mapping[str, Any]], None]
) -> dict[str, Any]:
    """The run as it ended; its progress is shown at each look."""
    until = time.monotonic() + LONGEST_WAIT_SECONDS
    while run["status"] not in ENDED:
        look_after()
        if time.monotonic() > until:
            raise Unexpected("the run does not end")
        time.sleep(LOOK_EVERY_SECONDS)
        run = dict(api.ask("GET", f"/rota-generate/runs/{run['id']}"))
        show(run["progress"] or {})
    return run


def in_words(progress: Mapping[str, Any]) -> str:
    """How good the draft is so far."""
    gaps = progress.get("gaps")
    if gaps is None:
        return "looking for a first draft"
    number = len(gaps) if isinstance(gaps, list) else int(gaps)
    words = "no gaps" if number == 0 else f"{number} gap" + ("s" if number > 1 else "")
    percent = progress.get("gap_percent")
    if percent is None:
        return words
    best = "the best there can be"
    return f"{words}, {best}" if float(percent) < 0.05 else f"{words}, within {float(percent):.1f} % of {best}"


def describe(version: Mapping[str, Any]) -> str:
    if "start" not in version:
        return "The rota is published."
    start, end = date.fromisoformat(version["start"]), date.fromisoformat(version["end"])
    return f"The rota from {start:%-d %B %Y} to {end:%-d %B %Y} is published."
