"""The rota as people look at it: on a wide screen, by keyboard, on a phone, on paper."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.frontend.conftest import Visit

pytestmark = pytest.mark.usefixtures("published")

PEOPLE, WEEKS = 60, 13
PHONE = {"width": 320, "height": 640, "has_touch": True, "is_mobile": True}
HAS_FOCUS = "([r, c]) => document.activeElement.dataset.r == r && document.activeElement.dataset.c == c"


def grid(page: Page) -> None:
    expect(page.get_by_role("grid")).to_be_visible()
    expect(page.get_by_role("gridcell").first).to_be_visible()


def focused(page: Page) -> str:
    """What the cell with the focus says to those who listen."""
    words = "document.activeElement.getAttribute('aria-label') ?? document.activeElement.firstChild.textContent"
    return str(page.evaluate(words))


def place(page: Page) -> tuple[int, int]:
    """Row and column of the cell that has the focus."""
    row, column = page.evaluate("[document.activeElement.dataset.r, document.activeElement.dataset.c]")
    return int(row), int(column)


def test_the_view_is_kept_in_the_address(visit: Visit, published: str) -> None:
    page = visit(f"/rota.html?start={published}")
    grid(page)
    page.get_by_text("Week", exact=True).click()
    page.get_by_label("Role").select_option("Partners")
    page.get_by_label("Find a person").fill("ash")
    expect(page).to_have_url(re.compile(r"view=week.*role=Partners&find=ash"))
    page.reload()
    expect(page.get_by_role("rowheader", name="Dr Ash")).to_be_visible()
    expect(page.get_by_role("rowheader", name=re.compile("^Dr "))).to_have_count(1)
    page.get_by_role("button", name="On one week").click()
    expect(page.locator("h1")).to_have_text("11 – 15 Jan 2027")


def test_a_clinician_sees_mine_and_everyone(visit: Visit, published: str) -> None:
    page = visit(f"/rota.html?start={published}", role="clinician")
    grid(page)
    page.get_by_label("Who").select_option("Mine")
    expect(page.get_by_role("rowheader", name=re.compile("^Dr "))).to_have_text([re.compile("Dr Beech")])


def test_months_are_shown_whole_and_stepped_by_month(visit: Visit, published: str) -> None:
    page = visit(f"/rota.html?start={published}&view=month")
    grid(page)
    expect(page.locator("h1")).to_have_text("January 2027")
    page.get_by_role("button", name="On one month").click()
    expect(page.locator("h1")).to_have_text("February 2027")


def test_the_grid_is_walked_by_keyboard(visit: Visit, published: str) -> None:
    page = visit(f"/rota.html?start={published}")
    grid(page)
    keys = page.keyboard
    page.locator('[data-c][tabindex="0"]').focus()
    assert place(page) == (0, 0)
    for key, to in (
        ("ArrowDown", (1, 0)),
        ("ArrowRight", (1, 1)),
        ("ArrowDown", (2, 0)),  # doctors in: a cell a day
        ("ArrowRight", (2, 2)),
        ("ArrowDown", (3, 2)),
        ("Control+ArrowRight", (3, 10)),
        ("End", (3, WEEKS * 10 - 1)),
        ("Control+End", (16, WEEKS * 10 - 1)),
        ("Control+Home", (0, 0)),
        ("PageDown", (16, 0)),
        ("PageUp", (0, 0)),
    ):
        keys.press(key)
        page.wait_for_function(HAS_FOCUS, arg=list(to))
    assert page.locator('[data-c][tabindex="0"]').count() == 1, "exactly one cell is reached by Tab"
    keys.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Arrow keys")
    keys.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_enter_opens_the_cell_beside_the_grid_and_escape_closes_it(visit: Visit, published: str) -> None:
    page = visit(f"/rota.html?start={published}")
    grid(page)
    page.locator('[data-r="3"][data-c="30"]').focus()
    says = focused(page)
    page.keyboard.press("Enter")
    panel = page.get_by_role("complementary", name="About this session")
    expect(panel).to_contain_text("Dr Ash")
    expect(panel).to_contain_text(says)
    page.keyboard.press("ArrowDown")
    expect(panel).to_contain_text("Dr Beech")
    cell, aside = page.locator(":focus").bounding_box(), panel.bounding_box()
    assert cell and aside and cell["x"] + cell["width"] <= aside["x"] + 1, "the panel covers the cell"
    page.locator('[data-r="8"][data-c="32"]').hover()
    expect(panel).to_contain_text("Dr Beech")
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    assert place(page) == (4, 30)


def test_leave_and_closed_days_are_told_by_words_and_shape(visit: Visit, published: str) -> None:
    page = visit("/rota.html?start=2027-03-22")
    grid(page)
    expect(page.get_by_role("columnheader", name="Good Friday")).to_be_visible()
    assert page.get_by_role("gridcell", name="Closed: Good Friday").count() >= 14
    assert page.get_by_role("gridcell", name="Away", exact=True).count() > 0
    assert page.get_by_role("gridcell", name="Not working", exact=True).count() > 0
    striped = page.get_by_role("gridcell", name="Closed: Good Friday").first
    assert "gradient" in striped.evaluate("cell => getComputedStyle(cell).backgroundImage")


def test_a_gap_says_why(visit: Visit, published: str) -> None:
    def with_gap(route: Route) -> None:
        answer = route.fetch()
        body = answer.json()
        body["gaps"] = [
            {"rule": "duty", "date": body["days"][12]["date"], "half": "PM", "site": None, "need": 2, "have": 1,
             "why": "need 2, have 1: Dr Ash on leave"}
        ]  # fmt: skip
        route.fulfill(response=answer, json=body)

    page = visit("/sign-in.html")
    page.route(re.compile(r"/api/v1/rota\?"), with_gap)
    page.goto(f"/rota.html?start={published}")
    grid(page)
    page.locator('[data-c][tabindex="0"]').focus()
    page.keyboard.press("g")
    expect(page.locator(".says")).to_have_text("Wed 20 Jan PM. Duty: need 2, have 1. Dr Ash on leave.")
    page.wait_for_function("document.activeElement.dataset.r === '1'")
    assert focused(page) == "Duty: need 2, have 1. Dr Ash on leave."


def test_what_is_shown_can_be_taken_away_as_csv(visit: Visit, published: str, tmp_path: Path) -> None:
    page = visit(f"/rota.html?start={published}&view=week&find=ash")
    grid(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Export").click()
    lines = Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert download.value.suggested_filename == "rota-2027-01-04-to-2027-01-08.csv"
    assert lines[0] == "date,weekday,half,code,name,role,activity,site"
    assert 1 < len(lines) <= 11
    assert all("Dr Ash" in line for line in lines[1:])


def many(people: int, weeks: int) -> dict[str, object]:
    """A rota of this size, everybody working all the time."""
    days = [(date(2027, 1, 4) + timedelta(days=7 * (d // 5) + d % 5)).isoformat() for d in range(5 * weeks)]
    return {
        "start": days[0],
        "weeks": weeks,
        "versions": [],
        "days": [{"date": day, "bank_holiday": None, "closures": []} for day in days],
        "people": [
            {
                "code": f"C{n}",
                "name": f"Dr Name{n}",
                "role": "Partner",
                "group": "partner",
                "site": "MAIN",
                "wte": "1.00",
            }
            for n in range(people)
        ],
        "assignments": [[p, d, h, "clinic", "MAIN"] for p in range(people) for d in range(len(days)) for h in (0, 1)],
        "away": [],
        "gaps": [],
        "minimum": [None] * len(days),
        "duty": [],
        "doctors_in": [people] * len(days),
    }


def test_sixty_people_and_thirteen_weeks_draw_only_what_is_seen(visit: Visit, published: str) -> None:
    page = visit("/sign-in.html")
    body = json.dumps(many(PEOPLE, WEEKS))
    page.route(re.compile(r"/api/v1/rota\?"), lambda route: route.fulfill(body=body, content_type="application/json"))
    page.goto(f"/rota.html?start={published}&view=4weeks")
    grid(page)
    assert page.get_by_role("gridcell").count() < PEOPLE * WEEKS * 10 * 0.6
    page.locator(".grid-scroller").evaluate("box => box.scrollTo(box.scrollWidth, box.scrollHeight)")
    last = page.locator(f'[data-r="{PEOPLE + 2}"][data-c="{WEEKS * 10 - 1}"]')
    expect(last).to_be_visible()
    head, name = page.locator("tr.duty th"), page.get_by_role("rowheader", name=f"Dr Name{PEOPLE - 1}")
    expect(head).to_be_in_viewport()
    expect(name).to_be_in_viewport()
    # However far one scrolls, the cell the keyboard left stays where the keyboard finds it.
    assert page.locator('[data-c][tabindex="0"]').count() == 1


def test_a_phone_shows_my_next_sessions_and_the_day_without_scrolling_sideways(visit: Visit, published: str) -> None:
    page = visit(
        f"/rota.html?start={published}", role="clinician", width=320, height=640, has_touch=True, is_mobile=True
    )
    mine = page.locator(".next-sessions")
    expect(mine.get_by_role("listitem").first).to_contain_text(re.compile("Jan (AM|PM)"))
    expect(page.get_by_role("row", name=re.compile("^Dr Ash"))).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.get_by_text("Week", exact=True).click()
    grid(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    cell = page.locator('[data-r="3"][data-c="0"]').bounding_box()
    assert cell and cell["width"] >= 24 and cell["height"] >= 24


def test_paper_has_a_fortnight_a_sheet_with_version_and_time(visit: Visit, published: str) -> None:
    page = visit(f"/rota.html?start={published}")
    grid(page)
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 2
    width, height = map(float, re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf)[0])
    assert width > height, "the paper lies on its side"
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    sheets = page.locator(".sheet")
    expect(sheets).to_have_count(2)
    expect(sheets.first).to_contain_text(re.compile(r"4 – 15 Jan 2027Version \d+, published .*Printed "))
    expect(page.locator("#app")).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(sheets).to_have_count(0)


def test_before_anything_is_published_the_page_says_what_to_do_first(visit: Visit) -> None:
    page = visit("/sign-in.html")
    page.route("**/api/v1/rota/versions", lambda route: route.fulfill(json=[]))
    page.goto("/rota.html")
    expect(page.get_by_role("heading", name="No rota is published yet")).to_be_visible()
    expect(page.get_by_role("link", name="Generate a rota")).to_be_visible()


def test_a_chosen_theme_is_there_before_the_first_paint_and_stays(visit: Visit, published: str) -> None:
    page = visit("/rota.html", color_scheme="light")
    page.locator(".account-menu > summary").click()
    page.get_by_text("Dark", exact=True).click()
    page.reload(wait_until="commit")
    page.wait_for_function("document.body !== null")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    expect(page.get_by_role("grid")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"


@pytest.mark.parametrize("view", ["week", "4weeks"])
def test_a_phone_opens_the_grid_at_the_week_it_was_asked_for(visit: Visit, view: str) -> None:
    page = visit(f"/rota.html?start=2027-03-22&view={view}", width=320, height=640, has_touch=True, is_mobile=True)
    expect(page.locator('[data-r="3"][data-c="110"]')).to_be_in_viewport()


WITHIN = """
(what) => [...document.querySelectorAll(`tr.person td.cell .${what}`)].map((each) => {
  const [inner, outer] = [each.getBoundingClientRect(), each.closest('td').getBoundingClientRect()];
  return [inner.top - outer.top, outer.bottom - inner.bottom, inner.left - outer.left].map(Math.round).join(' ');
})
"""


def test_what_is_drawn_in_a_cell_lies_the_same_in_every_cell(visit: Visit, published: str) -> None:
    """At another site, with a badge or without; and the bar of somebody away runs straight through their cells."""
    page = visit(f"/rota.html?start={published}")
    grid(page)
    for what, kinds in (("activity", ".elsewhere"), ("away", ".begins")):
        found = page.evaluate(WITHIN, what)
        assert len(found) > 20
        assert len(set(found)) == 1, set(found)
        assert page.locator(f"tr.person .{what}{kinds}").count() > 0


def test_heads_of_a_table_that_sort_and_that_do_not_stand_in_a_line(visit: Visit, published: str) -> None:
    page = visit("/people.html")
    page.get_by_role("columnheader").first.wait_for()
    words = """
    () => [...document.querySelectorAll('.data-table thead th')].filter((th) => th.textContent.trim()).map((th) => {
      const range = document.createRange();
      range.selectNodeContents((th.querySelector('button') ?? th).firstChild);
      return Math.round(range.getBoundingClientRect().top);
    })
    """
    assert page.locator(".data-table thead th button").count() > 0
    assert page.locator(".data-table thead th:not(:has(button))").count() > 0
    assert len(set(page.evaluate(words))) == 1
