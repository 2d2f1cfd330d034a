"""The hand-off page in a real browser: begun, ticked line by line and all at once, and what is overdue told of."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Page, Route, expect

from shared.clock import today
from shared.db import Database
from shared.domain.calendar import Horizon, monday_of
from tests.conftest import NewSystem
from tests.frontend.axe import violations
from tests.frontend.conftest import Visit
from tests.frontend.leave_help import fits
from tests.frontend.published_help import publish_by_hand
from tests.systems import System

WEEKS = 2
FIRST = monday_of(today()) + timedelta(weeks=2)  # none of its sessions is near


@pytest.fixture(scope="module")
def system(new_system: NewSystem) -> Iterator[System]:
    """Northgate with a fortnight published."""
    with new_system("hand_off", programs=("web",)) as running:
        asyncio.run(_published(running.database_url))
        yield running


@pytest.fixture(scope="module")
def large(system: System) -> System:
    """Nobody generates anything here."""
    return system


async def _published(database_url: str) -> None:
    async with Database(database_url, max_size=2) as database, database.tx() as tx:
        await publish_by_hand(tx, Horizon(FIRST, WEEKS))


@pytest.fixture(autouse=True)
def begun(system: System) -> None:
    """The list begins anew before each test: the clinical system has nothing yet, and nobody sees to it."""
    _forget(system.database_url)
    system.signed_in().ask("PUT", "/rota/hand-off", {"owner": None, "baseline": "nothing"})


def _forget(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute("delete from hand_off")
        connection.execute("delete from hand_off_owner")
        connection.execute("delete from clinical_sync")


def count(page: Page) -> int:
    """How many lines the page says there are to do."""
    words = page.get_by_text(re.compile(r"\d+ lines? to do")).text_content() or ""
    found = re.search(r"(\d+) lines? to do", words)
    return int(found[1]) if found else 0


def test_the_list_is_begun_from_the_page(visit: Visit, system: System) -> None:
    _forget(system.database_url)
    page = visit("/hand-off.html")
    page.get_by_label("The rota as it is published").check()
    page.get_by_label("Who sees to the list?").select_option(label="Practice manager")
    page.get_by_role("button", name="Begin the list").press("Enter")
    expect(page.get_by_text("Nothing to do.")).to_be_visible()
    expect(page.get_by_text("The clinical system is in step with the rota.")).to_be_visible()


def test_a_line_is_ticked_by_keyboard_and_comes_back(visit: Visit) -> None:
    page = visit("/hand-off.html")
    all_lines = count(page)
    first = page.get_by_role("checkbox").first
    name = first.get_attribute("aria-label") or ""
    first.focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("status").filter(has_text="Ticked: ")).to_be_visible()
    expect(page.get_by_role("checkbox", name=name)).to_have_count(0)
    assert count(page) == all_lines - 1
    page.get_by_role("button", name="Undo").press("Enter")
    expect(page.get_by_role("checkbox", name=name)).to_be_visible()
    assert count(page) == all_lines


def test_more_lines_than_one_request_takes_are_ticked_at_once(visit: Visit) -> None:
    page = visit("/rota.html")
    answer = page.request.get("/api/v1/rota/hand-off").json()
    waiting = [answer["lines"][0] | {"code": f"X{number}"} for number in range(201)]
    taken: list[int] = []

    def take(route: Route) -> None:
        taken.append(len(route.request.post_data_json["lines"]))
        del waiting[: taken[-1]]
        route.fulfill(json={"ticked": taken[-1]})

    page.route("**/api/v1/rota/hand-off", lambda route: route.fulfill(json=answer | {"lines": waiting}))
    page.route("**/api/v1/rota/hand-off/ticks", take)
    page.goto("/hand-off.html")
    page.get_by_role("button", name="Tick all 201…").click()
    page.get_by_role("button", name="Tick them all").click()
    expect(page.get_by_text("Nothing to do.")).to_be_visible()
    assert taken == [200, 1]


def test_only_the_lines_that_are_found_are_ticked(visit: Visit) -> None:
    page = visit("/hand-off.html")
    every = count(page)
    page.get_by_label("Find a line").fill("Dr Beech")
    beech = page.get_by_role("checkbox").count()
    page.get_by_role("button", name=f"Tick these {beech}…").click()
    page.get_by_role("button", name="Tick them all").click()
    expect(page.get_by_text("Nothing here matches.")).to_be_visible()
    assert count(page) == every - beech > 0


def test_whoever_sees_to_a_line_is_named(visit: Visit) -> None:
    page = visit("/hand-off.html")
    page.get_by_label("Who sees to the list").select_option(label="Practice manager")
    row = page.locator("tbody tr").first
    expect(row.get_by_role("combobox")).to_have_value("")
    expect(row.get_by_role("option", name="Practice manager (the list’s)")).to_have_count(1)
    row.get_by_role("combobox").select_option(label="System manager")
    page.reload()
    expect(page.locator("tbody tr").first.locator("option:checked")).to_have_text("System manager")


def test_what_is_overdue_is_marked_and_counted_on_every_page_of_the_rota(visit: Visit, system: System) -> None:
    _waits(system.database_url, days=4)
    page = visit("/hand-off.html")
    lines = count(page)
    expect(page.get_by_text(f"{lines} lines to do, {lines} overdue.")).to_be_visible()
    expect(page.locator("tbody tr").first.get_by_text("4 days")).to_be_visible()
    expect(page.locator("tbody tr").first.get_by_text("Overdue")).to_be_visible()
    for address in ("/hand-off.html", "/versions.html"):
        page.goto(address)
        tab = page.get_by_role("navigation", name="The rota").get_by_role("link", name="Hand-off")
        expect(tab).to_have_accessible_name(f"Hand-off {lines} overdue")


def _waits(database_url: str, *, days: int) -> None:
    """As if it had been published, and the list begun, so long ago."""
    with psycopg.connect(database_url) as connection:
        connection.execute("update hand_off set since = now() - make_interval(days => %s)", (days,))
        connection.execute("alter table rota_version disable trigger user")
        connection.execute("update rota_version set published_at = now() - make_interval(days => %s)", (days,))
        connection.execute("alter table rota_version enable trigger user")


def test_clinicians_are_told_whose_business_it_is(visit: Visit) -> None:
    page = visit("/hand-off.html", role="clinician")
    expect(page.get_by_role("heading", name="Only rota administrators see to the hand-off")).to_be_visible()


def test_on_paper_the_list_has_nothing_to_press(visit: Visit) -> None:
    page = visit("/hand-off.html")
    expect(page.get_by_role("table")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Print")).to_be_hidden()
    expect(page.get_by_text("Add Clinic at Northgate").first).to_be_visible()


def test_the_page_is_accessible_and_fits(visit: Visit, look: dict[str, Any], axe_script: str) -> None:
    page = visit("/hand-off.html", **look)
    expect(page.get_by_role("table")).to_be_visible()
    assert violations(page, axe_script) == []
    fits(page)
