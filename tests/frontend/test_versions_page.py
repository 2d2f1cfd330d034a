"""Versions beside each other, what changed for me, going back, and short notice, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.frontend.axe import violations
from tests.frontend.conftest import Visit
from tests.frontend.edit_help import Session, Week
from tests.frontend.leave_help import fits
from tests.systems import System

MONDAY = date(2027, 3, 8)
SUPERVISORS = ("P1", "P2", "P3", "P4", "S1", "S2")
BEECH = "P2"  # the clinician who signs in
ADMIN = {"activity": "admin", "pinned": True, "locum": None}
OFF = {"activity": None, "site": None, "pinned": True, "locum": None}


@pytest.fixture(scope="module", autouse=True)
def a_year_is_fixed(system: System, published: str) -> Iterator[None]:
    """Every change comes with less notice than is due, whatever day it is."""

    def keep(weeks: int) -> int:
        api = system.signed_in()  # anew: a sign-in gives way once there are many younger ones
        read = api.ask("GET", "/practice/settings")
        settings, before = read["settings"], read["settings"].get("fixed_period_weeks", 6)
        changed = {"settings": settings | {"fixed_period_weeks": weeks}, "version": read["version"], "reason": None}
        api.ask("PUT", "/practice/settings", changed)
        return int(before)

    before = keep(52)
    yield
    keep(before)


def discard(system: System) -> None:
    """Nothing waits any more."""
    system.signed_in().ask("DELETE", "/rota/edits")


@pytest.fixture(autouse=True)
def nothing_waits(system: System) -> Iterator[None]:
    discard(system)
    yield
    discard(system)


def now_of(week: Week, session: Session) -> dict[str, Any]:
    """A session's cell as it stands. What these tests change is put back, so nothing is pinned that they touch."""
    codes = [person["code"] for person in week.answer["people"]]
    at = (codes.index(session.code), (session.day - MONDAY).days, session.half)
    pinned = list(at) in [list(spot) for spot in week.answer["pinned"]]
    activity, site = week.done[at]
    return {"activity": activity, "site": site, "pinned": pinned, "locum": None}


def staged(system: System, sessions: list[Session], now: dict[str, Any]) -> int:
    """Sessions that become something else, waiting to be published."""
    api, cells = system.signed_in(), []
    week = Week(api, monday=MONDAY)
    for session in sessions:
        was = now_of(week, session)
        becomes = now if now["activity"] is None else now | {"site": was["site"]}
        where = {"code": session.code, "date": session.day.isoformat(), "half": ("AM", "PM")[session.half]}
        cells.append(where | {"was": was, "now": becomes})
    return int(api.ask("POST", "/rota/edits", {"cells": cells})["edit"]["id"])


def beech(system: System) -> Session:
    """A clinic of the clinician who signs in."""
    clinics = Week(system.signed_in(), monday=MONDAY).doing("clinic")
    return next(session for session in clinics if session.code == BEECH)


def made(system: System, session: Session) -> dict[str, Any]:
    """A version in which a session is otherwise, and only that."""
    staged(system, [session], ADMIN)
    done: dict[str, Any] = system.signed_in().ask("POST", "/rota/publications", {"reason": "A visit of the inspectors"})
    return done


def newest(system: System) -> dict[str, Any]:
    found: dict[str, Any] = system.signed_in().ask("GET", "/rota/versions")[0]
    return found


@pytest.fixture
def changed(system: System, published: str) -> Iterator[tuple[Session, dict[str, Any], str]]:
    """A session of Dr Beech that became admin, the version that did it, and the one before; put back afterwards."""
    before, session = newest(system)["id"], beech(system)
    yield session, made(system, session), before
    api = system.signed_in()
    discard(system)
    if Week(api, monday=MONDAY).what(session) == "admin":
        api.ask("POST", f"/rota/versions/{_whole(api)}/restoration")
        api.ask("POST", "/rota/publications", {"reason": "Back again"})


def _whole(api: Any) -> str:
    """The rota as it was generated."""
    return next(str(each["id"]) for each in api.ask("GET", "/rota/versions") if each["kind"] == "run")


def shown(visit: Visit, address: str = "", **options: Any) -> Page:
    page = visit(f"/versions.html{address}", **options)
    expect(page.get_by_role("heading", name="Versions of the rota")).to_be_visible()
    return page


def row(page: Page, number: int) -> Locator:
    """A version in the list; a narrow screen shows each as a card."""
    return page.locator(".data-table tr", has=page.locator("strong", has_text=re.compile(f"^{number}$")))


def test_it_works(visit: Visit, changed: tuple[Session, dict[str, Any], str]) -> None:
    session, version, _ = changed
    page = shown(visit)
    line = row(page, version["number"])
    expect(line).to_contain_text("Changed by hand")
    expect(line).to_contain_text("8 – 12 Mar 2027")
    expect(line).to_contain_text("1 session, 1 person")
    expect(line).to_contain_text("0 of 1")
    expect(line).to_contain_text("A visit of the inspectors")
    line.get_by_role("button", name="Compare").click()
    compare = page.get_by_role("region", name="What is different")
    expect(compare.get_by_role("status")).to_have_text(
        f"In version {version['number']}, 1 session of 1 person is otherwise than in what people saw until then."
    )
    compare.get_by_text(session.name).click()
    expect(compare.get_by_role("listitem")).to_contain_text(session.words)
    expect(compare.get_by_role("listitem")).to_contain_text("Clinic")
    expect(compare.get_by_role("listitem")).to_contain_text("Admin")
    fingerprint = compare.get_by_text(re.compile(f"^Fingerprint of version {version['number']}: [0-9a-f]{{64}}"))
    expect(fingerprint).to_contain_text("Checked just now: it says what it said when it was published.")


def test_any_two_are_compared_by_day_and_the_choice_is_in_the_address(
    visit: Visit, system: System, changed: tuple[Session, dict[str, Any], str]
) -> None:
    session, version, _ = changed
    first = _whole(system.signed_in())
    page = shown(visit, f"?a={version['id']}")
    compare = page.get_by_role("region", name="What is different")
    compare.get_by_label("Compared with").select_option(first)
    compare.get_by_text("By day").click()
    expect(compare.get_by_text(re.compile(r"^Compared are 8 – 12 Mar 2027\. Only version \d+ has "))).to_be_visible()
    assert {f"a={version['id']}", f"against={first}", "by=day"} <= set(page.url.split("?")[1].split("&"))
    page.reload()
    compare.locator("summary", has_text=f"{session.day:%a} {session.day.day} Mar").click()
    expect(compare.get_by_role("listitem").filter(has_text=session.name)).to_be_visible()
    compare.get_by_role("button", name="Close").click()
    expect(compare).to_have_count(0)
    assert "?" not in page.url


def test_what_changed_for_me_is_shown_until_i_have_seen_it(
    visit: Visit, changed: tuple[Session, dict[str, Any], str]
) -> None:
    session, version, _ = changed
    page = shown(visit, role="clinician")
    mine = page.get_by_role("region", name=re.compile("changed for you$"))
    expect(mine.get_by_role("listitem").filter(has_text=session.words)).to_contain_text(re.compile("Clinic.*Admin"))
    expect(page.get_by_role("button", name="Go back to it")).to_have_count(0)
    expect(page.get_by_text("Short notice")).to_have_count(0)
    expect(page.get_by_text("A visit of the inspectors")).to_have_count(0)
    mine.get_by_role("button", name="I have seen it").click()
    expect(mine).to_have_count(0)
    page.reload()
    expect(row(page, version["number"])).to_be_visible()
    expect(mine).to_have_count(0)
    expect(row(shown(visit), version["number"])).to_contain_text("1 of 1")


def test_going_back_asks_says_whom_it_changes_something_for_and_is_published_with_a_reason(
    visit: Visit, system: System, changed: tuple[Session, dict[str, Any], str]
) -> None:
    session, _, _ = changed
    page = shown(visit)
    page.get_by_role("button", name="Go back to it").last.click()
    page.get_by_role("dialog", name=re.compile("^Go back to version")).get_by_role("button", name="Prepare it").click()
    dialog = page.get_by_role("dialog", name="Publish changes")
    expect(dialog.get_by_role("heading", name="1 session changes for 1 person")).to_be_visible()
    dialog.get_by_text(session.name).click()
    expect(dialog.get_by_text(re.compile(f"{session.words}: Admin.*Clinic")).first).to_be_visible()
    assert Week(system.signed_in(), monday=MONDAY).what(session) == "admin"
    dialog.get_by_role("button", name="Publish", exact=True).click()
    summary = dialog.get_by_role("alert")
    summary.get_by_role("link", name=re.compile("^Say why there is less notice")).click()
    expect(dialog.get_by_label(re.compile("^Reason"))).to_be_focused()
    page.keyboard.type("The inspectors came early")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert Week(system.signed_in(), monday=MONDAY).what(session) == "clinic"
    expect(row(page, newest(system)["number"])).to_contain_text("The inspectors came early")


def test_a_way_back_that_is_put_off_waits_and_can_be_undone(
    visit: Visit, system: System, changed: tuple[Session, dict[str, Any], str]
) -> None:
    page = shown(visit)
    page.get_by_role("button", name="Go back to it").last.click()
    page.get_by_role("dialog").get_by_role("button", name="Prepare it").click()
    page.get_by_role("dialog", name="Publish changes").get_by_role("button", name="Not now").click()
    waiting = page.get_by_role("dialog", name="The way back waits to be published")
    assert len(system.signed_in().ask("GET", "/rota/edits")["edits"]) == 1
    waiting.get_by_role("button", name="Undo it").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert system.signed_in().ask("GET", "/rota/edits")["edits"] == []


@pytest.fixture
def unsupervised(system: System, published: str) -> Iterator[tuple[int, str]]:
    """A version in which a trainee has no supervisor, published with a reason; then all is as it was. Its number."""
    api = system.signed_in()
    week = Week(api, monday=MONDAY)
    trainee = next(s for s in week.doing("clinic", groups=("ST doctor", "FY doctor")) if s.half == 0)
    site = now_of(week, trainee)["site"]
    there = [
        session
        for activity in ("clinic", "duty", "admin", "tutorial")
        for session in week.doing(activity)
        if session.code in SUPERVISORS and (session.day, session.half) == (trainee.day, trainee.half)
        and now_of(week, session)["site"] == site
    ]  # fmt: skip
    staged(system, there, OFF)
    gaps = api.ask("POST", "/rota/publications/previews", {})["supervision"]
    assert gaps
    said = [{key: gap[key] for key in ("date", "half", "site")} | {"reason": "Video link"} for gap in gaps]
    number = api.ask("POST", "/rota/publications", {"reason": "Ill", "overrides": said})["number"]
    api.ask("POST", f"/rota/versions/{_whole(api)}/restoration")
    api.ask("POST", "/rota/publications", {"reason": "Well again"})
    yield number, gaps[0]["trainees"][0]
    discard(system)


def to_overrides(page: Page, number: int) -> Locator:
    """The dialog that asks why a trainee may be without a supervisor."""
    row(page, number).get_by_role("button", name="Go back to it").click()
    page.get_by_role("dialog").get_by_role("button", name="Prepare it").click()
    dialog = page.get_by_role("dialog", name="Publish changes")
    expect(dialog.get_by_role("group", name="Trainees without a supervisor")).to_be_visible()
    return dialog


def test_a_trainee_without_a_supervisor_is_published_with_a_reason_or_not_at_all(
    visit: Visit, system: System, unsupervised: tuple[int, str]
) -> None:
    number, name = unsupervised
    page = shown(visit)
    dialog = to_overrides(page, number)
    dialog.get_by_label(re.compile("^Reason")).fill("Ill again")
    dialog.get_by_role("button", name="Publish", exact=True).click()
    dialog.get_by_role("alert").get_by_role("link").first.click()
    why = dialog.get_by_label(re.compile("^Why may"))
    expect(why.first).to_be_focused()
    for place in range(why.count()):
        why.nth(place).fill("The partner at the branch is on the telephone")
    dialog.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    api = system.signed_in()
    version = api.ask("GET", f"/rota/versions/{newest(system)['id']}")
    assert {each["reason"] for each in version["overrides"]} == {"The partner at the branch is on the telephone"}
    assert name
    api.ask("POST", f"/rota/versions/{_whole(api)}/restoration")
    api.ask("POST", "/rota/publications", {"reason": "Well again"})


def test_the_short_notice_report_is_read_narrowed_saved_and_printed(
    visit: Visit, changed: tuple[Session, dict[str, Any], str]
) -> None:
    session, version, _ = changed
    page = shown(visit, "?show=notice&from=2027-03-08&to=2027-03-12")
    expect(page.get_by_role("heading", name="Short notice, 8 – 12 Mar 2027")).to_be_visible()
    line = page.get_by_role("row").filter(has_text=f"as version {version['number']}")
    expect(line).to_contain_text(session.name)
    expect(line).to_contain_text("364 due")
    with page.expect_download() as download:
        page.get_by_role("link", name="Save as CSV").click()
    assert download.value.suggested_filename == "notice-2027-03-08-2027-03-12.csv"
    assert session.name in download.value.path().read_text("utf-8-sig")
    page.emulate_media(media="print")
    expect(page.locator(".masthead")).to_be_hidden()
    expect(page.locator(".notice-bar")).to_be_hidden()
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    page.emulate_media(media="screen")
    page.get_by_label("To").fill("2027-03-01")
    expect(page.get_by_role("alert")).to_contain_text("The last day lies before the first.")
    page.get_by_label("From").fill("2027-02-22")
    expect(page.get_by_role("heading", name="Short notice, 22 Feb – 1 Mar 2027")).to_be_visible()


def test_no_page_has_a_violation_or_scrolls_sideways(
    visit: Visit,
    axe_script: str,
    look: dict[str, Any],
    changed: tuple[Session, dict[str, Any], str],
    unsupervised: tuple[int, str],
) -> None:
    _, version, _ = changed
    page = shown(visit, f"?a={version['id']}", **look)
    page.locator(".compare-list summary").first.click()
    assert violations(page, axe_script) == []
    fits(page)
    dialog = to_overrides(page, unsupervised[0])
    assert violations(page, axe_script) == []
    dialog.get_by_role("button", name="Publish", exact=True).click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    assert violations(page, axe_script) == []
    fits(page)
    page.goto("/versions.html?show=notice&from=2027-03-08&to=2027-03-12")
    expect(page.locator(".notice-report tr", has_text="as version").first).to_be_visible()
    assert violations(page, axe_script) == []
    fits(page)
    mine = shown(visit, role="clinician", **look)
    expect(mine.get_by_role("button", name="I have seen it")).to_be_visible()
    assert violations(mine, axe_script) == []
    fits(mine)
