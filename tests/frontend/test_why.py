"""Why a session is as it is, why not somebody else, and ways out of a gap: in the panel beside a cell, in a draft."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.conftest import NewSystem
from tests.frontend.axe import violations
from tests.frontend.conftest import Visit, visitor
from tests.frontend.leave_help import fits
from tests.systems import System, ask_for_run, ended


@pytest.fixture(scope="session")
def tern(new_system: NewSystem) -> Iterator[tuple[System, str]]:
    """A small practice, and a run of it whose draft has gaps that cannot be closed; the same is published."""
    with new_system("tern", practice="tern-valley") as running:
        api = running.signed_in()
        run = ended(api, ask_for_run(api, weeks=13, seconds=3), look_after=running.supervisor.check)
        api.ask("PUT", f"/rota/versions/{run['id']}/publication", {"reason": "The first weeks"})
        yield running, str(run["id"])


@pytest.fixture
def visit_tern(tern: tuple[System, str], browser: Browser) -> Iterator[Visit]:
    with visitor(browser, tern[0]) as open_page:
        yield open_page


def duty(page: Page, day: int = 5) -> Locator:
    """The panel beside a duty of the first week, opened with the keyboard."""
    cell = page.get_by_role("gridcell", name=re.compile("^Duty at")).nth(day)
    cell.focus()
    page.keyboard.press("Enter")
    part = page.get_by_role("region", name="Why this is so")
    expect(part.get_by_text(re.compile("^Of \\d+ other"))).to_be_visible()
    return part


def ways_out(page: Page, gap: str) -> Locator:
    """The ways out of a gap of the draft."""
    item = page.locator(".gap-list li", has_text=gap).first
    item.locator("summary").first.click()
    expect(item.locator(".ways-out .ways")).to_be_visible()
    return item.locator(".ways-out")


def test_it_works(visit_tern: Visit) -> None:
    page = visit_tern("/rota.html?start=2027-01-04&view=week")
    part = duty(page)
    holds = "Holds\\d+ half-days of duty(, counting for [\\d.]+)?Fair part[\\d.]+"
    expect(part.locator(".held")).to_have_text(re.compile(holds))
    choose = part.get_by_label("Why not …?")
    choose.select_option(label="Nurse Elm")
    expect(part.locator(".follows")).to_contain_text("Not possible")
    expect(part.locator(".follows li").first).to_contain_text("Nurse Elm")


def test_who_could_have_it_is_tried_and_what_follows_is_said(visit_tern: Visit) -> None:
    page = visit_tern("/rota.html?start=2027-01-04&view=week", role="clinician")
    part = duty(page, 0)
    able = part.locator("optgroup[label='Could have it'] option")
    part.get_by_label("Why not …?").select_option(label=str(able.first.text_content()))
    expect(part.locator(".follows.yes")).to_contain_text("Possible: nothing is left short")
    expect(part.get_by_role("table", name="Duty, in ordinary days").get_by_role("row")).to_have_count(3)


def test_an_answer_that_does_not_come_can_be_asked_for_again(visit_tern: Visit) -> None:
    page = visit_tern("/rota.html?start=2027-01-04&view=week")
    page.route("**/why-nots", lambda route: route.abort())
    part = duty(page, 0)
    able = part.locator("optgroup[label='Could have it'] option")
    part.get_by_label("Why not …?").select_option(label=str(able.first.text_content()))
    expect(part.get_by_role("alert")).to_be_visible()
    page.unroute("**/why-nots")
    part.get_by_role("button", name="Ask again").click()
    expect(part.locator(".follows")).to_contain_text("Possible")


def test_a_gap_of_a_draft_says_what_is_in_the_way_and_what_would_close_it(
    visit_tern: Visit, tern: tuple[System, str]
) -> None:
    page = visit_tern(f"/generate.html?run={tern[1]}")
    part = ways_out(page, "Thu 21 Jan PM")
    expect(part).to_contain_text("Need 1, have 0: Dr Alder on leave, Dr Birch and Dr Cedar not working Thu PM.")
    expect(part.locator(".rules li")).to_have_count(4)
    expect(part.locator(".ways strong")).to_have_text([
        "Ask Dr Cedar to stay on for Thu 21 Jan PM",
        "Ask Dr Birch to work on Thu 21 Jan PM",
        "Use a locum on Thu 21 Jan PM",
        "Ask Dr Alder to move leave, or to come in on Thu 21 Jan PM",
        "Do without: ask for 0 in place of 1 on Thu 21 Jan PM",
    ])  # fmt: skip


def test_an_answer_that_ran_out_of_time_says_so_and_can_be_looked_for_longer(
    visit_tern: Visit, tern: tuple[System, str]
) -> None:
    page = visit_tern(f"/generate.html?run={tern[1]}")
    asked: list[bool] = []

    def answer(route: Route) -> None:
        asked.append(route.request.post_data_json["longer"])
        said = "This is an estimate: there was no time to make sure that fewer rules are not enough."
        found = {
            "id": "00000000-0000-0000-0000-000000000001", "status": "done", "sentence": "Need 1, have 0.",
            "members": [{"kind": "cover", "code": None, "words": "Duty asks for 1"}],
            "ways_out": [{"words": "Do without", "cost": "duty stays short then", "closes": True}],
            "proved": asked[-1], "cut_short": not asked[-1], "solves": 3, "seconds": 4.2,
            "sentences": [] if asked[-1] else [said],
        }  # fmt: skip
        route.fulfill(status=202, json=found)

    page.route("**/rota-generate/conflicts", answer)
    part = ways_out(page, "Thu 21 Jan PM")
    expect(part).to_contain_text("This is an estimate")
    expect(part.locator(".badge")).to_have_text("Estimate")
    part.get_by_role("button", name="Look longer").click()
    expect(part.locator(".badge")).to_have_count(0)
    expect(part.get_by_role("button", name="Look longer")).to_have_count(0)
    assert asked == [False, True]


def test_both_are_readable_in_every_look(
    visit_tern: Visit, tern: tuple[System, str], look: dict[str, Any], axe_script: str, tmp_path: Path
) -> None:
    page = visit_tern(f"/generate.html?run={tern[1]}", **look)
    ways_out(page, "Thu 21 Jan PM")
    page.screenshot(path=tmp_path / "ways-out.png", full_page=True)
    assert violations(page, axe_script) == []
    fits(page)
    if "width" in look:  # a phone shows the day, and a person at a time
        return
    page.goto("/rota.html?start=2027-01-04&view=week")
    part = duty(page, 0)
    able = part.locator("optgroup[label='Could have it'] option")
    part.get_by_label("Why not …?").select_option(label=str(able.first.text_content()))
    expect(part.locator(".follows")).to_be_visible()
    page.screenshot(path=tmp_path / "why.png", full_page=True)
    assert violations(page, axe_script) == []
