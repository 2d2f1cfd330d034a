"""Set-up, settings and audit in a real browser: by pointer and keyboard, at any width, in either theme."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import NewSystem
from tests.frontend.axe import violations
from tests.frontend.conftest import Visit, visitor
from tests.systems import System

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def own(new_system: NewSystem) -> Iterator[System]:
    """A system whose settings may be changed; only its web process runs."""
    with new_system("settings", programs=("web",)) as running:
        yield running


@pytest.fixture(scope="module")
def chromium(own: System, browser: Browser) -> Browser:
    """The browser, once the system has started: Playwright has the event loop from then on."""
    return browser


@pytest.fixture
def open_page(chromium: Browser, own: System) -> Iterator[Visit]:
    with visitor(chromium, own) as open_one:
        yield open_one


def field(page: Page, words: str) -> Any:
    return page.get_by_label(words, exact=True)


def save(page: Page, reason: str = "") -> None:
    page.get_by_role("button", name="Save…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    if reason:
        dialog.get_by_label("Reason (you may leave it out)").fill(reason)
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(dialog).to_be_hidden()


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def test_settings_are_changed_looked_through_saved_and_undone(open_page: Visit) -> None:
    page = open_page("/settings.html")
    expect(page.get_by_text("Everything is saved.")).to_be_visible()
    notice = field(page, "Notice")
    expect(page.get_by_text("annual leave can begin on")).to_be_visible()
    notice.fill("0")
    expect(page.get_by_text("There is no notice: annual leave can be asked for today for today.")).to_be_visible()
    field(page, "Name of the practice").fill("Northgate Surgery")
    expect(page.get_by_text("2 changes are not saved.")).to_be_visible()
    page.get_by_role("button", name="Save…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("Northgate Medical Group")).to_be_visible()
    expect(dialog.get_by_text("Northgate Surgery")).to_be_visible()
    expect(dialog.get_by_text("Leave already decided stays as it is.")).to_be_visible()
    dialog.get_by_label("Reason (you may leave it out)").fill("The partners agreed")
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Everything is saved.")).to_be_visible()
    page.reload()
    expect(field(page, "Name of the practice")).to_have_value("Northgate Surgery")
    expect(field(page, "Notice")).to_have_value("0")
    field(page, "Name of the practice").fill("Oops")
    save(page)
    page.get_by_role("button", name="Undo").click()
    expect(field(page, "Name of the practice")).to_have_value("Northgate Surgery")
    page.reload()
    expect(field(page, "Name of the practice")).to_have_value("Northgate Surgery")


def test_every_fault_is_shown_with_a_link_to_its_field_and_nothing_typed_is_lost(open_page: Visit) -> None:
    page = open_page("/settings.html")
    field(page, "Weeks to plan").fill("many")
    field(page, "Full time").fill("9")
    page.get_by_role("button", name="Save…").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_count(2)
    summary.get_by_role("link", name=re.compile("9 is out of range")).click()
    expect(field(page, "Full time")).to_be_focused()
    expect(field(page, "Full time")).to_have_value("9")
    expect(field(page, "Weeks to plan")).to_have_value("many")
    expect(field(page, "Weeks to plan")).to_have_attribute("aria-invalid", "true")
    page.get_by_role("button", name="Discard").click()
    expect(page.get_by_text("Everything is saved.")).to_be_visible()
    expect(field(page, "Full time")).not_to_have_value("9")


def test_a_site_with_people_is_not_removed_and_they_are_named(open_page: Visit) -> None:
    page = open_page("/settings.html")
    page.get_by_role("button", name=re.compile("Remove site 1")).click()
    page.get_by_role("button", name="Save…").click()
    expect(page.get_by_role("alert").get_by_text("The site MAIN cannot be removed")).to_be_visible()
    page.get_by_role("button", name="Discard").click()


def test_bank_holidays_are_worked_and_the_practice_is_shut(open_page: Visit) -> None:
    page = open_page("/settings.html#days")
    days = page.locator("#days")
    while days.locator(".year-choice strong").inner_text() != "2028":
        days.get_by_role("button", name=re.compile("^Show")).last.click()
    august = days.get_by_role("listitem").filter(has_text="Mon 28 Aug")
    august.get_by_role("button", name="We work this one").click()
    expect(august.get_by_text("we work it", exact=True)).to_be_visible()
    page.get_by_label("Reason", exact=True).first.fill("Boiler")
    page.locator("#close-from").fill("2028-02-07")
    page.locator("#close-half").select_option("AM")
    page.locator("#close-site").select_option("BRANCH")
    days.get_by_role("button", name="Add the closure").click()
    boiler = days.get_by_role("listitem").filter(has_text="Boiler")
    expect(boiler).to_contain_text("closed, morning, ")
    expect(boiler).to_contain_text("Not saved yet")
    days.get_by_label("Date", exact=True).fill("2028-06-05")
    days.get_by_label("Name", exact=True).fill("Town fair")
    days.get_by_role("button", name="Keep the day").click()
    expect(days.get_by_role("listitem").filter(has_text="Town fair")).to_contain_text("kept here besides")
    save(page)
    expect(boiler).not_to_contain_text("Not saved yet")
    boiler.get_by_role("button", name="Remove").click()
    days.get_by_role("listitem").filter(has_text="Town fair").get_by_role("button", name="Remove").click()
    august.get_by_role("button", name="Keep it after all").click()
    save(page)
    page.reload()
    expect(page.locator("#days").get_by_role("listitem").first).to_be_visible()
    expect(page.get_by_text("Boiler")).to_have_count(0)


def test_leaving_with_changes_asks_first(open_page: Visit) -> None:
    page = open_page("/settings.html")
    field(page, "List size").fill("12345")
    asked: list[str] = []

    def stay(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.get_by_role("link", name="Rota", exact=True).click()
    expect(field(page, "List size")).to_have_value("12345")
    assert asked == ["beforeunload"]
    page.get_by_role("button", name="Discard").click()
    page.get_by_role("link", name="Rota", exact=True).click()
    page.wait_for_url("**/rota.html")


def test_when_somebody_else_saved_meanwhile_nothing_of_mine_is_lost(open_page: Visit, own: System) -> None:
    page = open_page("/settings.html")
    field(page, "List size").fill("11111")
    api = own.signed_in()
    read = api.ask("GET", "/practice/settings")
    theirs = read["settings"] | {"full_time_days_per_week": 4}
    page.get_by_role("button", name="Save…").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    api.ask("PUT", "/practice/settings", {"settings": theirs, "version": read["version"], "reason": None})
    page.get_by_role("dialog").get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Somebody else saved the settings meanwhile.")).to_be_visible()
    expect(field(page, "List size")).to_have_value("11111")
    expect(field(page, "Full time")).to_have_value("4")
    save(page)
    stored = api.ask("GET", "/practice/settings")["settings"]
    assert (stored["list_size"], stored["full_time_days_per_week"]) == (11111, 4)


def test_by_keyboard_alone(open_page: Visit, own: System) -> None:
    page = open_page("/settings.html")
    field(page, "List size").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("22222")
    page.get_by_role("button", name="Save…").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    for _ in range(6):
        if page.evaluate("document.activeElement.textContent") == "Save":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Everything is saved.")).to_be_visible()
    assert own.signed_in().ask("GET", "/practice/settings")["settings"]["list_size"] == 22222
    page.get_by_role("navigation", name="Sections").get_by_role("link", name="What matters most").press("Enter")
    expect(page.get_by_role("heading", name="What matters most")).to_be_in_viewport()


def test_every_part_of_the_settings_is_for_everybody(open_page: Visit, axe_script: str, look: dict[str, Any]) -> None:
    page = open_page("/settings.html", **look)
    expect(page.get_by_text("Everything is saved.")).to_be_visible()
    expect(page.locator("#days").get_by_role("listitem").first).to_be_visible()
    assert violations(page, axe_script) == []
    assert fits(page)
    for button in ("Add a site", "Add a limit", "Add a rule of cover", "Lock some dates"):
        page.get_by_role("button", name=button).click()
    page.locator("summary", has_text=re.compile("None chosen|Partner")).first.click()
    assert violations(page, axe_script) == []
    assert fits(page)
    page.get_by_role("button", name="Save…").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert violations(page, axe_script) == []
    assert fits(page)
    page.get_by_role("button", name="Discard").click()
    field(page, "List size").fill("33333")
    page.get_by_role("button", name="Save…").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page, axe_script) == []
    page.get_by_role("button", name="Not yet").click()
    page.get_by_role("button", name="Discard").click()


def test_a_clinician_is_told_whose_pages_these_are(open_page: Visit) -> None:
    for address, words in [
        ("/settings.html", "Only administrators change the settings"),
        ("/audit.html", "Only administrators read the audit"),
        ("/setup.html", "The practice is not set up yet"),
    ]:
        page = open_page(address, role="clinician")
        expect(page.get_by_role("heading", name=words)).to_be_visible()


def test_the_audit_is_narrowed_opened_and_exported(open_page: Visit, own: System) -> None:
    api = own.signed_in()
    read = api.ask("GET", "/practice/settings")
    changed = read["settings"] | {"fixed_period_weeks": 9}
    api.ask("PUT", "/practice/settings", {"settings": changed, "version": read["version"], "reason": "To be found"})
    page = open_page("/audit.html")
    page.get_by_label("What", exact=True).select_option(label="Settings changed")
    page.get_by_label("Find").fill("to be found")
    expect(page.get_by_text("1 change shown.")).to_be_visible()
    assert "q=to+be+found" in page.url and "what=settings-changed" in page.url
    row = page.locator(".audit-list summary")
    row.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("row", name=re.compile("fixed period weeks"))).to_contain_text("9")
    expect(page.get_by_text("Reason: To be found")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Export as CSV").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert text.splitlines()[0].startswith("when,who,what") and "To be found" in text
    assert len(text.splitlines()) == 2
    page.reload()
    expect(page.get_by_text("1 change shown.")).to_be_visible()
    page.get_by_label("Find").fill("nothing like this")
    expect(page.get_by_role("heading", name="Nothing matches")).to_be_visible()
    page.get_by_role("button", name="Show everything").click()
    expect(page.locator(".audit-list li").first).to_be_visible()


def test_older_changes_follow(open_page: Visit, own: System) -> None:
    api = own.signed_in()
    for n in range(52):
        read = api.ask("GET", "/practice/settings")
        body = {"settings": read["settings"] | {"list_size": 1000 + n}, "version": read["version"], "reason": None}
        api.ask("PUT", "/practice/settings", body)
    page = open_page("/audit.html")
    expect(page.get_by_text("50 changes shown; there are older ones.")).to_be_visible()
    page.get_by_role("button", name="Show older changes").click()
    expect(page.locator(".audit-list > li")).not_to_have_count(50)


def test_the_audit_is_for_everybody(open_page: Visit, axe_script: str, look: dict[str, Any]) -> None:
    page = open_page("/audit.html", **look)
    expect(page.locator(".audit-list li").first).to_be_visible()
    assert violations(page, axe_script) == []
    page.locator(".audit-list summary").first.click()
    page.locator(".audit-list summary").last.click()
    assert violations(page, axe_script) == []
    assert fits(page)


def test_a_practice_is_set_up_from_nothing(
    open_page: Visit, own: System, axe_script: str, look: dict[str, Any]
) -> None:
    """Last: it takes the practice away first."""
    with psycopg.connect(own.database_url, autocommit=True) as connection:
        connection.execute("delete from working_term; delete from site; delete from practice")
    page = open_page("/settings.html", **look)
    page.get_by_role("link", name="Set up the practice").click()
    expect(page.get_by_role("heading", name="Set up the practice")).to_be_visible()
    assert violations(page, axe_script) == []
    assert fits(page)
    page.get_by_role("button", name="Set the practice up").click()
    expect(page.get_by_role("alert").get_by_role("link", name=re.compile("The key name is missing"))).to_be_visible()
    assert violations(page, axe_script) == []
    page.get_by_role("alert").get_by_role("link", name=re.compile("The key name is missing")).click()
    expect(field(page, "Name of the practice")).to_be_focused()
    page.keyboard.type("Oak Road Surgery")
    field(page, "Consulting rooms").fill("4")
    field(page, "On duty on Mondays").fill("2")
    field(page, "Doctors on Mondays").fill("3")
    page.get_by_label("Month").select_option("4")
    page.get_by_role("button", name="Set the practice up").click()
    expect(page.get_by_role("heading", name="That is done")).to_be_visible()
    assert violations(page, axe_script) == []
    stored = own.signed_in().ask("GET", "/practice/settings")["settings"]
    assert (stored["name"], stored["duty"]["mondays"], stored["leave"]["year_start"]) == (
        "Oak Road Surgery",
        2,
        "04-01",
    )
    assert stored["horizon"]["weeks"] == 13
    page.goto("/setup.html")
    expect(page.get_by_role("heading", name="There is a practice already: Oak Road Surgery")).to_be_visible()


def test_three_files_are_loaded_at_once_or_every_fault_is_told(open_page: Visit, own: System, tmp_path: Any) -> None:
    """Last: it takes the practice away first."""
    from tests.made_up import files_of

    with psycopg.connect(own.database_url, autocommit=True) as connection:
        connection.execute("delete from working_term; delete from site; delete from practice")
    files = files_of("tern-valley")
    for name, data in (("p.json", files.practice), ("people.csv", files.people), ("leave.csv", files.leave)):
        (tmp_path / name).write_bytes(data or b"")
    (tmp_path / "bad.csv").write_text("code,name\n", encoding="utf-8")
    page = open_page("/setup.html")
    page.get_by_text("Have the practice in three files?").click()
    page.get_by_role("button", name="Load the three files").click()
    expect(page.get_by_role("alert").get_by_role("link")).to_have_count(3)
    page.locator("#file-practice").set_input_files(tmp_path / "p.json")
    page.locator("#file-people").set_input_files(tmp_path / "bad.csv")
    page.locator("#file-leave").set_input_files(tmp_path / "leave.csv")
    page.get_by_role("button", name="Load the three files").click()
    expect(page.get_by_role("alert").get_by_text("bad.csv, line 1, pattern: The column is missing.")).to_be_visible()
    page.locator("#file-people").set_input_files(tmp_path / "people.csv")
    page.get_by_role("button", name="Load the three files").click()
    expect(page.get_by_role("heading", name="That is done")).to_be_visible()
