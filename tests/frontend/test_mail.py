"""Mail that was given up, as administrators see it: the badge, the notice, sending again, letting it be."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from playwright.sync_api import Page, expect

from tests.frontend.axe import violations
from tests.frontend.conftest import Visit
from tests.systems import System, until

SAID = "The server said: 550 No such person"


@pytest.fixture
def given_up(system: System) -> Iterator[psycopg.Connection]:
    """Three messages that ended badly: one failed, one that may have arrived, one that held a link."""
    with psycopg.connect(system.database_url, autocommit=True) as connection:
        for to, status, text in (
            ("failed@example.com", "failed", "text"),
            ("perhaps@example.com", "uncertain", "text"),
            ("link@example.com", "failed", None),
        ):
            connection.execute(
                """insert into mail (kind, to_address, from_name, subject, status, text, html, attempts, ended_at, said)
                   values ('password-changed', %s, 'Northgate', 'Your password', %s, %s, %s, 1, now(), %s)""",
                (to, status, text, text, SAID),
            )
        yield connection
        connection.execute("delete from mail where to_address like '%%@example.com'")


def status_of(connection: psycopg.Connection, to: str) -> str:
    row = connection.execute("select status from mail where to_address = %s", (to,)).fetchone()
    assert row
    return str(row[0])


def row(page: Page, to: str):  # type: ignore[no-untyped-def]
    return page.get_by_role("row").filter(has_text=to)


def test_what_was_given_up_is_seen_sent_again_and_let_be(
    visit: Visit, given_up: psycopg.Connection, axe_script: str
) -> None:
    page = visit("/rota.html")
    page.get_by_role("banner").get_by_role("link", name="3 not sent").click()
    expect(page.get_by_text("Mail needs somebody: 3 not sent.")).to_be_visible()
    expect(page.get_by_label("How it fares")).to_have_value("given-up")
    assert violations(page, axe_script) == []
    expect(row(page, "link@example.com").get_by_role("button")).to_have_count(1)

    row(page, "link@example.com").get_by_role("button", name="Let it be").click()
    expect(page.locator(".toast")).to_contain_text("is seen to")
    expect(row(page, "link@example.com")).to_have_count(0)
    expect(page.get_by_text("Mail needs somebody: 2 not sent.")).to_be_visible()

    row(page, "perhaps@example.com").get_by_role("button", name="Send again").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("they get it twice")
    dialog.get_by_role("button", name="Leave it as it is").click()
    assert status_of(given_up, "perhaps@example.com") == "uncertain"
    row(page, "perhaps@example.com").get_by_role("button", name="Send again").click()
    page.get_by_role("dialog").get_by_role("button", name="Send it again").click()
    until(lambda: status_of(given_up, "perhaps@example.com") != "uncertain")

    row(page, "failed@example.com").get_by_role("button", name="Send again").click()
    expect(page.locator(".toast")).to_contain_text("on its way to failed@example.com again")
    expect(page.get_by_text("Mail needs somebody")).to_have_count(0)


def test_it_fits_a_phone(visit: Visit, given_up: psycopg.Connection) -> None:
    page = visit("/accounts.html?mail=given-up", width=320, height=640)
    expect(row(page, "failed@example.com").get_by_role("button", name="Send again")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_clinician_sees_none_of_it(visit: Visit, given_up: psycopg.Connection) -> None:
    page = visit("/rota.html", role="clinician")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("link", name="not sent")).to_have_count(0)
