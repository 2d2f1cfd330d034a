"""People and terms in a real browser: by mouse, by keyboard, on a phone, in both themes."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.frontend.axe import violations
from tests.frontend.conftest import Visit
from tests.systems import System

# What the focused element says and is called; nothing while the whole page has the focus.
FOCUSED = "(e => e === document.body ? '' : `${e.textContent}|${e.id}`)(document.activeElement)"
SOON = (date.today() + timedelta(days=60)).isoformat()


def add(system: System, code: str, **term: Any) -> None:
    """Somebody new, unless an earlier test has added them."""
    api = system.signed_in()
    site = api.ask("GET", "/practice")["sites"][0]["code"]
    known = {person["code"] for person in api.ask("GET", "/practice/staff")["people"]}
    first = {"role": "Salaried", "site": site, "wte": "0.6", "pattern": "SSSSSS----", "starts": "2026-01-01"}
    if code not in known:
        api.ask("POST", "/practice/people", {"code": code, "name": f"Dr {code} Test", "term": first | term})


def sideways(page: Page) -> int:
    """How many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def cell(page: Page, at: str) -> Any:
    return page.get_by_role("button", name=re.compile(f"^{at}: "))


def test_somebody_is_added_changed_from_a_date_and_deactivated(visit: Visit, system: System) -> None:
    page = visit("/people.html")
    page.get_by_role("button", name="Add somebody…").click()
    dialog = page.get_by_role("dialog", name="Add somebody")
    dialog.get_by_label("Name", exact=True).fill("Dr Dina Patel")
    expect(dialog.get_by_label("Code")).to_have_value(re.compile(r"^DP"))
    dialog.get_by_label("Role").fill("Salarid")
    dialog.get_by_label("WTE").fill("lots")
    dialog.get_by_role("button", name="Add them").click()
    summary = dialog.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("listitem")).to_have_count(2)
    summary.get_by_role("link", name=re.compile("Salarid")).click()
    expect(dialog.get_by_label("Role")).to_be_focused()
    dialog.get_by_label("Role").fill("Salaried")
    dialog.get_by_label("WTE").fill("0.57")
    dialog.get_by_role("radio", name="Clinic").check()
    for at in ("Mon AM", "Mon PM", "Tue AM", "Tue PM"):
        cell(page, at).click()
    expect(dialog.get_by_role("status")).to_contain_text("4 sessions a week, 2 days, 0.57 of full time (3.5 days)")
    dialog.get_by_role("button", name="Add them").click()

    page.wait_for_url("**/person.html?code=*")
    expect(page.get_by_role("heading", level=1, name="Dr Dina Patel")).to_be_visible()
    page.get_by_role("button", name="Change from a date…").click()
    dialog = page.get_by_role("dialog", name=re.compile("^Change the term"))
    dialog.get_by_label("From", exact=True).fill(SOON)
    dialog.get_by_label("WTE").fill("0.5")
    dialog.get_by_role("button", name="Split and change").click()
    expect(page.locator(".term-list > li")).to_have_count(2)
    expect(page.get_by_text("Term changed from that date.")).to_be_visible()
    expect(page.locator(".history")).to_contain_text("Term changed from a date")

    page.get_by_role("button", name="Deactivate…").click()
    dialog = page.get_by_role("dialog", name="Deactivate Dr Dina Patel?")
    expect(dialog.get_by_role("listitem")).to_have_count(3)
    dialog.get_by_role("button", name="Deactivate").click()
    expect(page.get_by_role("button", name="Reactivate")).to_be_visible()
    page.goto("/people.html?show=leavers")
    expect(page.get_by_role("link", name="Dr Dina Patel")).to_be_visible()


def test_a_pattern_is_written_by_keyboard_alone(visit: Visit, system: System) -> None:
    add(system, "KB")
    page = visit("/person.html?code=KB")
    expect(page.get_by_role("button", name="Put right…")).to_be_visible()
    keys = page.keyboard

    def tab_to(name: str) -> None:
        for _ in range(80):
            # Looked at first: a dialog opens with the focus in its first field.
            here = page.evaluate(FOCUSED)
            if name in here:
                return
            keys.press("Tab")
        raise AssertionError(f"Tab never reaches {name}")

    tab_to("Change from a date…")
    keys.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    tab_to("term-starts")
    keys.type("".join(SOON.split("-")[n] for n in (1, 2, 0)))  # as this browser's own field asks for it
    expect(page.get_by_label("From", exact=True)).to_have_value(SOON)
    tab_to("term-pattern")
    keys.type("aat-")
    expect(cell(page, "Mon AM")).to_have_text("A")
    expect(cell(page, "Tue AM")).to_have_text("T")
    expect(cell(page, "Tue PM")).to_have_text("-")
    expect(cell(page, "Wed AM")).to_be_focused()
    keys.press("ArrowDown")
    keys.press("ArrowRight")
    expect(cell(page, "Thu PM")).to_be_focused()
    keys.press("Space")
    expect(cell(page, "Thu PM")).to_have_text("S")
    keys.press("End")
    keys.press("?")
    expect(cell(page, "Fri PM")).to_have_text("?")
    keys.press("Backspace")
    expect(cell(page, "Fri PM")).to_have_text("-")
    expect(page.get_by_role("dialog").get_by_role("status")).to_contain_text("6 sessions a week")
    tab_to("Split and change")
    keys.press("Enter")
    expect(page.locator(".term-list > li")).to_have_count(2)
    expect(page.locator(".term-list > li").nth(1)).to_contain_text("AAT-SS-S--")


def test_two_weeks_alternate_and_the_past_is_rewritten_only_when_said(visit: Visit, system: System) -> None:
    add(system, "TW")
    page = visit("/person.html?code=TW")
    page.get_by_role("button", name="Put right…").click()
    dialog = page.get_by_role("dialog", name=re.compile("^Put the term right"))
    dialog.get_by_label("Two weeks that alternate").check()
    expect(dialog.get_by_role("grid")).to_have_count(2)
    dialog.get_by_role("grid", name="Week B").get_by_role("button", name=re.compile("^Wed PM")).click()
    expect(dialog.get_by_role("status")).to_contain_text("on average")
    dialog.get_by_role("button", name="Put it right").click()
    expect(dialog.get_by_role("alert")).to_contain_text("rewrite the term in the past")
    dialog.get_by_label(re.compile("^The record of days gone by was wrong")).check()
    dialog.get_by_role("button", name="Put it right").click()
    expect(page.get_by_text("Term put right.")).to_be_visible()
    expect(page.locator(".term-list")).to_contain_text("Week B")


def test_a_second_editor_is_told_and_loses_nothing(visit: Visit, system: System) -> None:
    add(system, "SE")
    page = visit("/person.html?code=SE")
    page.get_by_label("Email").fill("mine@example.org")
    api = system.signed_in()
    person = api.ask("GET", "/practice/people/SE")
    api.ask(
        "PUT",
        "/practice/people/SE",
        {"version": person["version"], "name": "Dr Se Other", "email": None, "note": ""},
    )
    page.get_by_role("button", name="Save details").click()
    expect(page.get_by_role("alert")).to_contain_text("changed by somebody else")
    expect(page.get_by_label("Email")).to_have_value("mine@example.org")
    expect(page.get_by_text("Stored now: Dr Se Other, no email.")).to_be_visible()
    page.get_by_role("button", name="Save details").click()
    expect(page.get_by_text("Details saved.")).to_be_visible()


def test_people_are_imported_after_a_look_at_what_changes(visit: Visit, system: System, tmp_path: Path) -> None:
    add(system, "IM")
    api = system.signed_in()
    page = visit("/people.html")
    with page.expect_download() as download:
        page.get_by_text("Export", exact=True).click()
        page.get_by_role("link", name=re.compile("^People and terms")).click()
    exported = download.value.path().read_text()
    wrong, right = tmp_path / "wrong.people.csv", tmp_path / "people.csv"
    line = next(line for line in exported.splitlines() if line.startswith("IM,"))
    wrong.write_text(exported.replace(line, line.replace("0.6", "lots").replace("Salaried", "Wizard")))
    right.write_text(exported.replace(line, line.replace("0.6", "0.55")))

    page.get_by_role("button", name="Import…").click()
    dialog = page.get_by_role("dialog", name="Import people")
    files = dialog.get_by_label(re.compile("^The people file"))
    files.set_input_files(wrong)
    expect(dialog.get_by_role("alert").get_by_role("listitem")).to_have_count(2)
    expect(dialog.get_by_role("alert")).to_contain_text("wrong.people.csv, line")
    files.set_input_files(right)
    expect(dialog.get_by_text("WTE: 0.6 → 0.55")).to_be_visible()
    version = api.ask("GET", "/practice")["version"]
    dialog.get_by_role("button", name="Import this").click()
    expect(page.get_by_text("Imported.", exact=True)).to_be_visible()
    assert api.ask("GET", "/practice")["version"] == version + 1
    assert api.ask("GET", "/practice/people/IM")["terms"][0]["wte"] == "0.55"


def test_groups_are_made_filled_and_filtered_by(visit: Visit, system: System) -> None:
    add(system, "GR")
    page = visit("/people.html")
    page.get_by_role("button", name="Groups…").click()
    dialog = page.get_by_role("dialog", name="Groups")
    dialog.get_by_label("New group").fill("Minor ops")
    dialog.get_by_role("button", name="Add", exact=True).click()
    dialog.get_by_label("Dr GR Test").check()
    dialog.get_by_role("button", name="Save members").click()
    expect(page.get_by_text("Members saved.")).to_be_visible()
    dialog.get_by_role("button", name="Close").click()
    page.get_by_label("Group").select_option("Minor ops")
    expect(page.get_by_role("row")).to_have_count(2)
    page.reload()
    expect(page.get_by_role("row")).to_have_count(2)


def test_the_list_is_searched_and_sorted(visit: Visit, system: System) -> None:
    add(system, "ZZ")
    page = visit("/people.html")
    page.get_by_label("Find somebody").fill("zz test")
    expect(page.get_by_role("row")).to_have_count(2)
    page.get_by_label("Find somebody").fill("")
    page.get_by_role("button", name="WTE").click()
    expect(page.get_by_role("columnheader", name="WTE")).to_have_attribute("aria-sort", "ascending")


def test_every_page_and_dialog_suits_everybody(
    visit: Visit, system: System, axe_script: str, look: dict[str, Any]
) -> None:
    add(system, "AX", role="ST3", pattern="SSST--SSSL", ends=(date.today() + timedelta(days=30)).isoformat())
    page = visit("/people.html", **look)
    expect(page.get_by_role("link", name="Dr AX Test")).to_be_visible()
    assert violations(page, axe_script) == []
    assert sideways(page) <= 0
    for name in ("Add somebody…", "Import…", "Groups…"):
        page.get_by_role("button", name=name).click()
        expect(page.get_by_role("dialog")).to_be_visible()
        assert violations(page, axe_script) == []
        assert sideways(page) <= 0
        page.keyboard.press("Escape")
    page.goto("/person.html?code=AX")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert violations(page, axe_script) == []
    assert sideways(page) <= 0
    for name in ("Change from a date…", "Last day…", "Put right…", "Add a supervisor…", "Deactivate…"):
        page.get_by_role("button", name=name).click()
        expect(page.get_by_role("dialog")).to_be_visible()
        assert violations(page, axe_script) == [], name
        wider = page.evaluate(
            "(() => { const d = document.querySelector('dialog'); return d.scrollWidth - d.clientWidth })()"
        )
        assert wider <= 0, name
        page.keyboard.press("Escape")


def test_a_letter_is_written_by_touch(visit: Visit, system: System) -> None:
    add(system, "TO")
    page = visit("/person.html?code=TO", width=320, height=640, has_touch=True, is_mobile=True)
    page.get_by_role("button", name="Change from a date…").tap()
    page.get_by_role("radio", name="Visits").tap()
    cell(page, "Fri AM").tap()
    expect(cell(page, "Fri AM")).to_have_text("V")


def test_a_clinician_is_shown_the_way_to_the_rota(visit: Visit) -> None:
    page = visit("/people.html", role="clinician")
    expect(page.get_by_role("heading", name=re.compile("^Only rota administrators"))).to_be_visible()
    page.goto("/person.html?code=P1")
    expect(page.get_by_role("heading", name=re.compile("^Only rota administrators"))).to_be_visible()
