"""The fairness page in a real browser: who stands where, why, and what administrators do about it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from functions.rota.fairness import service
from shared.clock import today
from shared.db import Database
from shared.domain.calendar import Horizon, in_words, monday_of
from tests.conftest import NewSystem
from tests.frontend.axe import violations
from tests.frontend.conftest import Visit
from tests.frontend.published_help import publish_by_hand
from tests.systems import System

WEEKS = 3  # that are over, and closed
AHEAD = 2  # this week and the next, published too
FIRST = monday_of(today()) - timedelta(weeks=WEEKS)


@pytest.fixture(scope="module")
def system(new_system: NewSystem) -> Iterator[System]:
    """Northgate after three weeks of a rota anybody could write, with two more to go."""
    with new_system("fairness", programs=("web",)) as running:
        asyncio.run(_five_weeks(running.database_url))
        yield running


@pytest.fixture(scope="module")
def large(system: System) -> System:
    """Nobody generates anything here."""
    return system


async def _five_weeks(database_url: str) -> None:
    async with Database(database_url, max_size=2) as database, database.tx() as tx:
        await publish_by_hand(tx, Horizon(FIRST, WEEKS + AHEAD))
        await service.close_weeks(tx)


def shown(page: Page) -> Page:
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("Adding it up…")).to_have_count(0)
    return page


def figures(page: Page | Locator, label: str) -> list[int]:
    """A column of the table, in hundredths."""
    found = page.locator(f'td[data-label="{label}"]').all_text_contents()
    return [round(100 * float(re.split(r"[^\d.+−]", text)[0].replace("−", "-"))) for text in found]


def changed(page: Page, address: str, changes: dict[str, Any]) -> None:
    """Have an answer of the ledger say something else."""

    def answer(route: Route) -> None:
        route.fulfill(json=route.fetch().json() | changes)

    page.route(f"**/api/v1/rota/{address}", answer)


def short(figure: str | None) -> str:
    """A figure of a column as sentences have it: '−6.90' is '−6.9'."""
    return (figure or "").rstrip("0").rstrip(".") or "0"


def scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def test_everybody_sees_where_everybody_stands(visit: Visit) -> None:
    page = shown(visit("/fairness.html", role="clinician"))
    expect(page.get_by_role("link", name="Fairness")).to_have_attribute("aria-current", "page")
    expect(page.get_by_text("3 weeks since")).to_be_visible()
    balances = figures(page, "Balance")
    assert len(balances) > 3 and sum(balances) == 0
    assert balances == sorted(balances, reverse=True)
    mine = page.locator('tr[aria-current="true"]')
    expect(mine.get_by_text("You")).to_be_visible()
    expect(mine.get_by_role("link", name="Dr Beech")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Adjust"))).to_have_count(0)
    expect(page.get_by_role("link", name="Even this out")).to_have_count(0)


def test_a_balance_is_told_apart_by_shape_and_by_words(visit: Visit) -> None:
    page = shown(visit("/fairness.html", role="clinician"))
    rows = page.locator("tbody tr")
    most, least = (row.locator('td[data-label="Balance"]') for row in (rows.first, rows.last))
    expect(most.locator(".more")).to_have_count(1)
    expect(most).to_contain_text("more than their part")
    expect(least.locator(".less")).to_have_count(1)
    expect(least).to_contain_text("less than their part")


def test_the_table_is_sorted_by_any_column_and_the_address_keeps_it(visit: Visit) -> None:
    page = shown(visit("/fairness.html", role="clinician"))
    page.get_by_role("button", name="Name").click()
    names = page.locator('td[data-label="Name"] a').all_text_contents()
    assert names == sorted(names)
    page.reload()
    assert shown(page).locator('td[data-label="Name"] a').all_text_contents() == names


def test_why_is_mine_what_it_is(visit: Visit) -> None:
    page = shown(visit("/fairness.html", role="clinician"))
    balance = page.locator('tr[aria-current="true"] td[data-label="Balance"] strong').text_content() or ""
    page.get_by_role("link", name="Dr Beech").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Why {short(balance)}: the duty of Dr Beech")
    lines = page.get_by_role("table", name="Every movement of the balance, oldest first")
    expect(lines.get_by_text(re.compile(r"^Part: .* sessions free for duty, of .* held in all\.$"))).to_have_count(
        WEEKS
    )
    total = sum(figures(lines, "Change"))
    assert total == figures(lines, "Balance after it")[-1] == round(100 * float(balance.replace("−", "-")))
    page.get_by_role("link", name="Everybody's balances").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Fairness of duty")


def test_a_sceptical_partner_reads_how_it_is_worked_out(visit: Visit) -> None:
    page = shown(visit("/fairness.html?code=P1", role="clinician"))
    details = page.locator("details.fairness-how")
    details.locator("summary").click()
    expect(details.get_by_text("on a Monday for 1.5")).to_be_visible()
    expect(details.get_by_text("no line is ever changed or removed")).to_be_visible()


def test_a_statement_that_is_not_there_is_refused_in_words(visit: Visit) -> None:
    page = visit("/fairness.html?code=W1", role="clinician")
    expect(page.get_by_role("alert")).to_contain_text("Nell Wren is not in the fairness ledger.")


def test_an_adjustment_by_keyboard_says_first_what_it_comes_to(visit: Visit) -> None:
    page = shown(visit("/fairness.html"))
    before = page.get_by_role("row", name=re.compile("Dr Chestnut")).locator("strong").first.text_content() or ""
    page.get_by_role("button", name="Adjust the balance of Dr Chestnut").press("Enter")
    dialog = page.get_by_role("dialog", name="Adjust a balance of duty")
    dialog.get_by_role("button", name="Post it").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Write a number of half-days")
    dialog.get_by_label("By how many half-days").fill("1.5")
    dialog.get_by_label("Balanced by").select_option("Dr Dogwood")
    expect(dialog.get_by_role("status")).to_contain_text(f"Dr Chestnut: {short(before)} →")
    dialog.get_by_role("button", name="Post it").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Say why")
    dialog.get_by_label("Why").fill("Held a Saturday that the rota does not show.")
    dialog.get_by_label("Why").press("Tab")
    dialog.get_by_role("button", name="Post it").press("Enter")
    expect(page.get_by_text(re.compile("^Dr Chestnut now stands at"))).to_be_visible()
    page.get_by_role("link", name="Dr Dogwood").click()
    expect(page.get_by_text("Against an adjustment for Dr Chestnut")).to_be_visible()
    expect(page.get_by_text("Held a Saturday that the rota does not show.")).to_be_visible()


def test_evening_it_out_leads_to_a_draft_that_rebalances(visit: Visit) -> None:
    page = shown(visit("/fairness.html"))
    link = page.get_by_role("link", name="Even this out")
    address = link.get_attribute("href") or ""
    found = re.fullmatch(r"/generate\.html\?mode=rebalance&start=(\d{4}-\d\d-\d\d)", address)
    assert found and found[1] == (monday_of(today()) + timedelta(weeks=1)).isoformat()


def test_where_nothing_is_published_beyond_this_week_there_is_nothing_to_even_out(visit: Visit) -> None:
    page = visit("/rota.html")
    changed(page, "fairness/ahead", {"first_week": None, "until": None, "weeks": 0, "people": []})
    page.goto("/fairness.html")
    expect(page.get_by_role("button", name="Adjust…")).to_be_visible()
    expect(page.get_by_role("columnheader", name=re.compile("^By "))).to_have_count(0)
    expect(page.get_by_role("link", name="Even this out")).to_have_count(0)


def test_where_the_published_rota_leads_stands_beside_the_balance(visit: Visit) -> None:
    page = shown(visit("/fairness.html", role="clinician"))
    last = monday_of(today()) + timedelta(weeks=AHEAD - 1, days=4)
    column = f"By {in_words(last)}"
    expect(page.get_by_text(f"2 more weeks are published, to {in_words(last)} {last.year}")).to_be_visible()
    there = figures(page, column)
    assert sum(there) == 0 and there != figures(page, "Balance")
    mine = page.locator('tr[aria-current="true"]')
    foretold = figures(mine, column)
    mine.get_by_role("link", name="Dr Beech").click()
    to_come = page.get_by_role("table", name="Every movement to come, as the rota is published")
    expect(page.get_by_text("Nothing of this is posted yet.")).to_be_visible()
    assert figures(to_come, "Balance after it")[-1:] == foretold


def test_before_the_first_week_is_closed_what_is_published_stands_there(visit: Visit) -> None:
    page = visit("/rota.html", role="clinician")
    people = page.request.get("/api/v1/rota/fairness").json()["people"]
    nought = [person | dict.fromkeys(("balance", "held", "part", "otherwise"), 0) for person in people]
    changed(page, "fairness", {"as_of": None, "first_week": None, "weeks": 0, "people": nought})
    page.goto("/fairness.html")
    expect(page.get_by_text("No week is closed yet")).to_be_visible()
    assert figures(page, "Balance") == [0] * len(people)
    assert sum(figures(page, "To hold")) == sum(figures(page, "Their part of it")) > 0
    page.goto("/rota.html")
    expect(page.get_by_text(re.compile("^as published, by "))).to_be_visible()


def test_where_nobody_holds_duty_the_page_says_what_is_missing(visit: Visit) -> None:
    page = visit("/rota.html", role="clinician")
    changed(page, "fairness", {"as_of": None, "first_week": None, "weeks": 0, "people": []})
    changed(page, "fairness/ahead", {"first_week": None, "until": None, "weeks": 0, "people": []})
    page.goto("/fairness.html")
    expect(page.get_by_role("heading", name="Nobody holds duty here yet")).to_be_visible()
    expect(page.locator("details").get_by_text("A half-day of duty counts for 1")).to_be_visible()
    expect(page.get_by_role("link", name="See the rota")).to_be_visible()


def test_a_statement_on_paper_has_every_line_and_nothing_to_press(visit: Visit) -> None:
    page = shown(visit("/fairness.html?code=P1", role="clinician"))
    page.emulate_media(media="print")
    expect(page.locator(".masthead")).to_be_hidden()
    expect(page.get_by_role("button", name="Print")).to_be_hidden()
    expect(page.get_by_role("navigation", name="The rota")).to_be_hidden()
    expect(page.get_by_text(re.compile("^Held: "))).to_have_count(WEEKS + AHEAD)
    expect(page.locator(".on-paper").get_by_text("Where two apply, the larger counts.")).to_be_visible()


@pytest.mark.parametrize("address", ["/fairness.html", "/fairness.html?code=P1"])
def test_the_page_is_accessible_and_fits(visit: Visit, look: dict[str, Any], axe_script: str, address: str) -> None:
    page = shown(visit(address, **look))
    assert violations(page, axe_script) == []
    assert not scrolls_sideways(page)


def test_the_dialog_is_accessible(visit: Visit, look: dict[str, Any], axe_script: str) -> None:
    page = shown(visit("/fairness.html", **look))
    page.get_by_role("button", name="Adjust…").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_role("button", name="Post it").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert violations(page, axe_script) == []
    assert not scrolls_sideways(page)
