"""Backups in a real browser: made, proved, harmed and shown in red, for those whose business it is."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.conftest import NewSystem
from tests.frontend.axe import violations
from tests.frontend.conftest import Visit, chromium_path, visitor
from tests.frontend.leave_help import fits
from tests.systems import System, until


@pytest.fixture(scope="module")
def system(new_system: NewSystem) -> Iterator[System]:
    """A system of its own, whose backups may be harmed; its administrator is a superuser as well."""
    with new_system("backups_page", programs=("web", "worker")) as running:
        with psycopg.connect(running.database_url) as connection:
            connection.execute(
                "update account set roles = '{administrator, superuser}' where 'administrator' = any(roles)"
            )
            connection.execute(
                """insert into account (username, display_name, password_hash, roles)
                   select 'plain', 'Pat Plain', password_hash, '{administrator}' from account
                   where 'administrator' = any(roles) limit 1"""
            )
        running.accounts["plain"] = running.accounts["administrator"] | {"username": "plain"}
        yield running


@pytest.fixture(scope="module")
def browser(system: System) -> Iterator[Browser]:
    """One browser for this module, and no other system than its own."""
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path(), args=flags)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser: Browser, system: System) -> Iterator[Visit]:
    with visitor(browser, system) as open_page:
        yield open_page


@pytest.fixture(scope="module")
def proved(system: System) -> dict[str, Any]:
    """A backup that was made and proved."""
    api = system.signed_in()
    asked = api.ask("POST", "/backup/backups")
    return judged(system, asked["id"], "proved")


def judged(system: System, backup_id: str, proof: str) -> dict[str, Any]:
    """A backup once its proof has ended so."""
    api = system.signed_in()

    def shown() -> dict[str, Any]:
        return dict(api.ask("GET", f"/backup/backups/{backup_id}"))

    until(lambda: shown()["proof"] == proof, look_after=system.supervisor.check)
    return shown()


def open_backups(visit: Visit, role: str = "administrator", **more: Any) -> Page:
    page = visit("/backups.html", role=role, **more)
    expect(page.get_by_role("heading", name="Backups", level=1)).to_be_visible()
    return page


def test_a_superuser_makes_one_and_watches_it_being_proved(visit: Visit, system: System) -> None:
    page = open_backups(visit)
    page.get_by_role("button", name="Make a backup now").click()
    expect(page.locator(".toast")).to_have_text("A backup is being made.")
    row = page.locator("tbody tr").first
    expect(row.locator(".badge").nth(0)).to_have_text("Made")
    expect(row.locator(".badge").nth(1)).to_have_text("Proved")
    expect(page.locator("h1 + p")).to_contain_text("Last proved by restoring it:")
    row.get_by_role("button", name="Prove now").click()
    expect(page.locator(".toast")).to_have_text("The backup is being proved.")
    page.get_by_label("Show").select_option("trouble")
    expect(page.get_by_text("No backup is like that.")).to_be_visible()


def test_an_administrator_takes_the_grab_sheet_and_chooses_to_be_told(
    visit: Visit, proved: dict[str, Any], tmp_path: Path
) -> None:
    page = open_backups(visit, "plain")
    expect(page.get_by_role("button", name="Make a backup now")).to_have_count(0)
    expect(page.locator("tbody")).to_have_count(0)
    for name, start in (("As a PDF", b"%PDF"), ("As a page", b"<!doctype html>")):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        download.value.save_as(tmp_path / "sheet")
        assert (tmp_path / "sheet").read_bytes().startswith(start)
    box = page.get_by_label("Mail me when a backup fails")
    expect(box).not_to_be_checked()
    box.check()
    expect(page.locator(".toast")).to_have_text("You are told when a backup fails.")
    page.reload()
    expect(page.get_by_label("Mail me when a backup fails")).to_be_checked()


def test_a_clinician_sees_neither_backups_nor_what_is_wrong_with_them(visit: Visit) -> None:
    page = visit("/backups.html", role="clinician")
    expect(page.get_by_role("heading", name="Only administrators see to backups")).to_be_visible()


def test_the_sheet_is_a_page_that_needs_nothing_else_and_prints(
    browser: Browser, visit: Visit, proved: dict[str, Any], system: System
) -> None:
    [sheet] = (system.logs.parent / "backups").glob(f"{proved['name']}.html")
    asked: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(sheet.as_uri())
    expect(page.get_by_role("heading", level=1)).to_contain_text("Rota of")
    page.emulate_media(media="print")
    assert asked == [sheet.as_uri()]
    page.close()


def test_it_is_accessible_at_any_width_in_either_theme(
    visit: Visit, look: dict[str, Any], proved: dict[str, Any], axe_script: str
) -> None:
    page = open_backups(visit, **look)
    expect(page.locator("tbody tr").first).to_be_visible()
    assert violations(page, axe_script) == []
    fits(page)


@pytest.fixture
def harmed(system: System, proved: dict[str, Any]) -> Iterator[None]:
    """Somebody overwrote the end of the newest dump; it was asked to be proved again."""
    newest = system.signed_in().ask("GET", "/backup/backups")["backups"][0]
    file = system.logs.parent / "backups" / f"{newest['name']}.dump"
    whole = file.read_bytes()
    file.write_bytes(whole[:-64] + bytes(64))
    system.signed_in().ask("POST", f"/backup/backups/{newest['id']}/proof")
    judged(system, newest["id"], "failed")
    yield
    file.write_bytes(whole)
    system.signed_in().ask("POST", f"/backup/backups/{newest['id']}/proof")
    judged(system, newest["id"], "proved")


def test_a_corrupted_dump_turns_the_banner_red_on_every_administrators_page(
    visit: Visit, look: dict[str, Any], harmed: None, axe_script: str
) -> None:
    for role, address in (("administrator", "/rota.html"), ("plain", "/people.html"), ("plain", "/backups.html")):
        page = visit(address, role=role, **look)
        banner = page.get_by_role("alert").filter(has_text="could not be proved")
        expect(banner).to_be_visible()
        expect(banner.get_by_role("link", name="See the backups")).to_have_attribute("href", "/backups.html")
        assert violations(page, axe_script) == []
        fits(page)
    page = visit("/rota.html", role="clinician", **look)
    expect(page.locator("main h1, main .rota-grid, main").first).to_be_visible()
    expect(page.locator(".backup-banner")).to_have_count(0)


def test_a_superuser_exports_everything_and_downloads_it(
    visit: Visit, look: dict[str, Any], axe_script: str, tmp_path: Path
) -> None:
    page = open_backups(visit, **look)
    page.get_by_role("button", name="Export everything").click()
    expect(page.locator(".toast")).to_have_text("Everything is being exported.")
    item = page.locator(".export-list li").first
    expect(item.locator(".badge")).to_have_text("Proved by importing it")
    assert violations(page, axe_script) == []
    fits(page)
    with page.expect_download() as download:
        item.get_by_role("link", name="Download the export of").click()
    assert download.value.suggested_filename.startswith("rotacc-export-")
    download.value.save_as(tmp_path / "export.zip")
    with zipfile.ZipFile(tmp_path / "export.zip") as archive:
        assert "spreadsheets/leave.csv" in archive.namelist()


def test_an_administrator_is_offered_no_export(visit: Visit) -> None:
    page = open_backups(visit, "plain")
    expect(page.get_by_role("link", name="As a PDF")).to_be_visible()
    expect(page.get_by_role("button", name="Export everything")).to_have_count(0)
