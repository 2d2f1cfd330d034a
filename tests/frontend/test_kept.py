"""What is kept how long, and people who left, as superusers see it."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from playwright.sync_api import expect

from tests.frontend.axe import violations
from tests.frontend.conftest import Visit
from tests.systems import System

NAME = "Dr Odo Quill"


@pytest.fixture
def somebody_left(system: System) -> Iterator[None]:
    """Somebody whose last working day was twelve years ago."""
    with psycopg.connect(system.database_url, autocommit=True) as connection:
        connection.execute("insert into person (code, name, active) values ('OQ', %s, false)", (NAME,))
        connection.execute(
            """insert into working_term (person_code, valid, role, site_code, wte, pattern, annual_leave_sessions)
               select 'OQ', '[2012-01-02,2014-01-02)', 'Partner', code, 1, 'SSSSSSSSSS', 60 from site limit 1"""
        )
        yield
        connection.execute("delete from working_term where person_code = 'OQ'")
        connection.execute("delete from person where code = 'OQ'")
        connection.execute("delete from retention")


def test_periods_are_chosen_and_a_name_is_taken_away(visit: Visit, somebody_left: None, axe_script: str) -> None:
    page = visit("/audit.html", role="superuser")
    page.get_by_role("link", name="What is kept how long").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What is kept, and for how long")
    assert violations(page, axe_script) == []

    audit = page.get_by_label("The audit, in days")
    audit.fill("365")
    page.get_by_label("Mail that has ended, in days").fill("90")
    page.get_by_role("button", name="Keep them so").click()
    expect(page.get_by_role("alert")).to_contain_text("at least 2192 days")
    audit.fill("4000")
    page.get_by_role("button", name="Keep them so").click()
    expect(page.locator(".toast")).to_contain_text("The periods are changed.")
    page.reload()
    expect(audit).to_have_value("4000")
    page.get_by_role("button", name="What would be removed now?").click()
    expect(page.get_by_text("Now: ")).to_be_visible()

    page.get_by_role("button", name=f"Take the name away… of {NAME}").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Take the name away").click()
    expect(dialog.get_by_role("alert")).to_contain_text("exactly as it stands")
    dialog.get_by_label(f"Write their name: {NAME}").fill(NAME)
    assert violations(page, axe_script) == []
    dialog.get_by_role("button", name="Take the name away").click()
    expect(page.locator(".toast").last).to_contain_text("OQ is Former clinician")
    expect(page.get_by_text(NAME)).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_phone_in_both_themes(visit: Visit, somebody_left: None, axe_script: str, scheme: str) -> None:
    page = visit("/kept.html", role="superuser", width=320, height=640, color_scheme=scheme)
    expect(page.get_by_text(NAME).first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert violations(page, axe_script) == []


def test_an_administrator_sees_none_of_it(visit: Visit, somebody_left: None) -> None:
    page = visit("/kept.html")
    expect(page.get_by_role("heading", level=1)).to_have_text("Only superusers see to what is kept")
    expect(visit("/audit.html").get_by_role("link", name="What is kept how long")).to_have_count(0)
