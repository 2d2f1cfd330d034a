"""The rota changed with a mouse: by pointing and, for those who like it, by dragging."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Route, expect

from tests.frontend.conftest import Visit
from tests.frontend.edit_help import Week, act, address, cell, ready, says, waiting
from tests.systems import System

pytestmark = pytest.mark.usefixtures("published", "nothing_waits")


def test_it_works(visit: Visit, system: System, published: str) -> None:
    api = system.signed_in()
    week = Week(api)
    clinic = week.doing("clinic")[0]
    page = visit(address().replace("&edit=1", ""))
    page.get_by_role("switch", name="Edit").check()
    ready(page)
    expect(page).to_have_url(re.compile("edit=1"))
    cell(page, clinic, published).click()
    act(page, "Admin")
    expect(cell(page, clinic, published)).to_have_attribute("aria-label", re.compile("^Admin .*not published yet"))
    says(page, f"{clinic.name} from clinic to admin on {clinic.words}")
    expect(page.locator(".waiting")).to_contain_text("1 change waits: yours")
    assert Week(api, "edits").what(clinic) == "admin"
    assert Week(api).what(clinic) == "clinic", "an edit reached the published rota"
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(page.locator(".waiting")).to_contain_text("No changes wait")
    expect(cell(page, clinic, published)).to_have_attribute("aria-label", re.compile("^Clinic"))


def test_a_colleague_reads_and_cannot_edit(visit: Visit, published: str) -> None:
    page = visit(address(), role="clinician")
    expect(page.get_by_role("grid", name=re.compile("^Rota of"))).to_be_visible()
    expect(page.get_by_role("switch", name="Edit")).to_have_count(0)
    page.locator('[data-r="5"][data-c="80"]').click()
    expect(page.get_by_role("complementary")).to_be_visible()
    expect(page.get_by_role("region", name="Change it")).to_have_count(0)


def test_a_cell_picked_up_shows_where_it_may_go_and_is_put_down_with_a_click(
    visit: Visit, system: System, published: str
) -> None:
    api = system.signed_in()
    week = Week(api)
    duty = week.doing("duty")[0]
    page = visit(address())
    ready(page)
    cell(page, duty, published).click()
    act(page, "Move…")
    expect(page.get_by_role("region", name="Picked up")).to_contain_text("duty. Point at the cell it goes to")
    expect(page.locator(".target.yes").first).to_have_text(re.compile(r"[+−]\d+(\.\d)?\s*[+−]\d"))
    assert page.locator(".target.no").count() > 10
    away = page.locator(".person .cell", has=page.locator(".target.no")).first
    away.hover()
    expect(page.locator(".says")).to_contain_text(re.compile("Not possible here: .+"))
    away.click()
    says(page, "Not possible here")
    assert waiting(api) == []
    taker = next(s for s in week.doing("clinic") if (s.day, s.half) == (duty.day, duty.half))
    to = cell(page, taker, published)
    to.hover()
    expect(page.locator(".says")).to_contain_text(re.compile(r"Drop here: cover [+−]\d.*, fairness [+−]"))
    to.click()
    says(page, f"{duty.name}'s duty on {duty.words} to {taker.name}")
    expect(page.locator(".target")).to_have_count(0)
    after = Week(api, "edits")
    assert (after.what(taker), after.what(duty)) == ("duty", None)
    expect(cell(page, duty, published)).to_have_attribute("aria-label", re.compile("kept off"))


def test_dragging_is_another_way(visit: Visit, system: System, published: str) -> None:
    week = Week(system.signed_in())
    duty = week.doing("duty")[0]
    taker = next(s for s in week.doing("clinic") if (s.day, s.half) == (duty.day, duty.half))
    page = visit(address())
    ready(page)
    cell(page, duty, published).hover()
    page.mouse.down()
    cell(page, taker, published).hover()
    expect(page.locator(".target.yes").first).to_be_visible()
    page.mouse.up()
    says(page, f"{duty.name}'s duty on {duty.words} to {taker.name}")
    assert Week(system.signed_in(), "edits").what(taker) == "duty"


def test_several_that_are_chosen_are_dragged_together(visit: Visit, system: System, published: str) -> None:
    """What dropping them would do is said before it is done; they land as one act, and are undone as one."""
    api = system.signed_in()
    week = Week(api)
    # Somebody's day of clinic, and a day on which nothing stands in its way.
    first, onto = next(
        (s, week.later(s, days, 0))
        for s in week.doing("clinic")
        for days in range(-s.day.weekday(), 5 - s.day.weekday())
        if s.half == 0
        and week.what(week.later(s, 0, 1)) == "clinic"
        and all(week.later(s, days, half) in week.doing(None) for half in (0, 1))
    )
    page = visit(address())
    ready(page)
    cell(page, first, published).click()
    cell(page, week.later(first, 0, 1), published).click(modifiers=["Shift"])
    cell(page, first, published).hover()
    page.mouse.down()
    cell(page, onto, published).hover()
    expect(page.locator(".cell.picked")).to_have_count(2)
    expect(page.locator(".cell.chosen")).to_have_count(2)
    expect(cell(page, week.later(onto, 0, 1), published)).to_have_class(re.compile("chosen"))
    expect(page.locator(".says-picked")).to_contain_text(
        re.compile(r"2 sessions of one person\. (Drop here|Not possible)")
    )
    assert waiting(api) == []
    page.mouse.up()
    says(page, f"{first.name}'s 2 clinic sessions moved from {first.words[:-3]} to {onto.words[:-3]}")
    after = Week(api, "edits")
    assert [after.what(week.later(onto, 0, half)) for half in (0, 1)] == ["clinic", "clinic"]
    assert [after.what(week.later(first, 0, half)) for half in (0, 1)] == [None, None]
    expect(page.locator(".cell.chosen")).to_have_count(2)
    page.keyboard.press("Control+z")
    expect(page.locator(".waiting")).to_contain_text("No changes wait")
    assert Week(api, "edits").what(first) == "clinic"


def test_several_are_chosen_copied_pasted_and_taken_off(visit: Visit, system: System, published: str) -> None:
    api = system.signed_in()
    page = visit(address())
    ready(page)
    week = Week(api)
    # Two sessions worked by one person in a row, and the same two of the next day.
    first = next(
        s
        for s in week.doing("clinic", groups=("FY doctor", "ST doctor", "Nurse", "ANP", "Paramedic", "Salaried"))
        if s.half == 0 and s.day.weekday() < 4 and week.what(week.later(s, 0, 1)) == "clinic"
    )
    last = week.later(first, 0, 1)
    cell(page, first, published).click()
    cell(page, last, published).click(modifiers=["Shift"])
    expect(page.locator(".chosen-words")).to_have_text("Chosen: 2 sessions of one person")
    act(page, "Visits")
    says(page, re.compile("2 sessions of .* turned into visits"))
    act(page, "Copy")
    says(page, "Copied: 2 sessions of one person.")
    onto = week.later(first, 1, 0)
    cell(page, onto, published).click()
    act(page, "Paste")
    expect(page.locator(".waiting")).to_contain_text("2 changes wait")
    assert Week(api, "edits").what(onto) == "visits"
    cell(page, week.later(first, 1, 1), published).click(modifiers=["Shift"])
    act(page, "Take off")
    expect(page.locator(".waiting")).to_contain_text("3 changes wait")
    assert Week(api, "edits").what(onto) is None
    assert len(waiting(api)[-1]["cells"]) == 2, "one act of two sessions"


def test_two_chosen_cells_change_hands(visit: Visit, system: System, published: str) -> None:
    api = system.signed_in()
    week = Week(api)
    duty = week.doing("duty")[0]
    other = next(s for s in week.doing("clinic") if (s.day, s.half) == (duty.day, duty.half))
    page = visit(address())
    ready(page)
    cell(page, duty, published).click()
    cell(page, other, published).click(modifiers=["Control"])
    act(page, "Swap these two")
    says(page, f"{duty.name}'s duty on {duty.words} to {other.name}, whose clinic goes to {duty.name}")
    after = Week(api, "edits")
    assert (after.what(other), after.what(duty)) == ("duty", "clinic")


def test_a_locum_is_noted_with_whose_place_it_is_and_the_cost(visit: Visit, system: System, published: str) -> None:
    week = Week(system.signed_in())
    clinic = week.doing("clinic")[0]
    other = next(s for s in week.doing("duty") if s.code != clinic.code)
    page = visit(address())
    ready(page)
    cell(page, clinic, published).click()
    act(page, "Locum…")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Cost in pounds").fill("a lot")
    dialog.get_by_role("button", name="Mark as a locum’s").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Give the cost in pounds")
    dialog.get_by_label("In whose place").select_option(label=other.name)
    dialog.get_by_label("Cost in pounds").fill("£1,250.50")
    dialog.get_by_label("Agency").fill("Fenland Locums")
    dialog.get_by_role("button", name="Mark as a locum’s").click()
    says(page, "marked as a locum's")
    expect(cell(page, clinic, published).locator(".mark-locum")).to_have_text("L")
    expect(page.get_by_role("complementary")).to_contain_text(
        f"Locum in the place of {other.name}, £1,250.50, Fenland Locums"
    )


def test_what_cannot_be_is_drawn_back_with_every_reason(visit: Visit, system: System, published: str) -> None:
    week = Week(system.signed_in())
    away = week.session(*min(week.away))
    page = visit(address())
    ready(page)
    cell(page, away, published).click()
    held: list[Route] = []
    page.route(
        "**/api/v1/rota/edits",
        lambda route: held.append(route) if route.request.method == "POST" else route.continue_(),
    )
    act(page, "Clinic")
    expect(cell(page, away, published).locator(".activity")).to_have_text(re.compile("Clinic"))
    held[0].continue_()
    refusal = page.locator(".refusal")
    expect(refusal).to_contain_text(f"{away.name} is on leave then ({away.words})")
    expect(cell(page, away, published)).to_have_attribute("aria-label", re.compile("^Away"))
    refusal.get_by_role("button", name="Understood").click()
    expect(refusal).to_have_count(0)
    assert waiting(system.signed_in()) == []


def test_what_stands_on_a_refused_act_goes_with_it_and_the_rest_stays(
    visit: Visit, system: System, published: str
) -> None:
    week = Week(system.signed_in())
    away, clinic = week.session(*min(week.away)), week.doing("clinic")[0]
    page = visit(address())
    ready(page)
    held: list[Route] = []
    page.route(
        "**/api/v1/rota/edits",
        lambda route: held.append(route) if route.request.method == "POST" and not held else route.continue_(),
    )
    cell(page, away, published).click()
    act(page, "Clinic")
    act(page, "Unpin")
    cell(page, clinic, published).click()
    act(page, "Admin")
    expect(cell(page, away, published).locator(".activity")).to_have_text(re.compile("Clinic"))
    expect(cell(page, clinic, published)).to_have_attribute("aria-label", re.compile("^Admin"))
    held[0].continue_()
    expect(page.locator(".waiting")).to_contain_text("1 change waits: yours")
    expect(cell(page, away, published)).to_have_attribute("aria-label", re.compile("^Away"))
    expect(cell(page, clinic, published)).to_have_attribute("aria-label", re.compile("^Admin"))
    assert [edit["words"] for edit in waiting(system.signed_in())] == [
        f"{clinic.name} from clinic to admin on {clinic.words}"
    ]


def test_the_list_undoes_one_does_it_again_and_discards_all(visit: Visit, system: System, published: str) -> None:
    api = system.signed_in()
    one, two = Week(api).doing("clinic")[:2]
    page = visit(address())
    ready(page)
    for session in (one, two):
        cell(page, session, published).click()
        act(page, "Admin")
    expect(page.locator(".waiting")).to_contain_text("2 changes wait: all yours")
    page.get_by_role("button", name="List…").click()
    dialog = page.get_by_role("dialog", name="Changes that wait")
    dialog.get_by_role("button", name=f"Undo: {one.name} from clinic to admin on {one.words}").click()
    expect(dialog.get_by_role("button", name=re.compile("^Undo:"))).to_have_count(1)
    dialog.get_by_text("Undone lately").click()
    # Newest first: what earlier tests undid of the same comes after it.
    dialog.get_by_role("button", name=f"Do again: {one.name} from clinic to admin on {one.words}").first.click()
    expect(dialog.get_by_role("button", name=re.compile("^Undo:"))).to_have_count(2)
    dialog.get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Discard all…").click()
    expect(page.get_by_role("dialog")).to_contain_text("2 changes wait: all yours. All of them are undone")
    page.get_by_role("dialog").get_by_role("button", name="Discard all").click()
    expect(page.locator(".waiting")).to_contain_text("No changes wait")
    expect(page.locator(".changed:not(.swatch)")).to_have_count(0)
    assert waiting(api) == []


def test_a_gap_that_is_made_is_named_at_once_and_its_week_can_be_repaired(
    visit: Visit, system: System, published: str
) -> None:
    week = Week(system.signed_in())
    duty = next(s for s in week.doing("duty") if s.half == 0)
    page = visit(address())
    ready(page)
    cell(page, duty, published).click()
    act(page, "Take off")
    says(page, f"Breaks Duty, {duty.words}: need")
    expect(page.locator(".waiting")).to_contain_text("Breaks 1")
    page.locator("tr.gaps .gap").first.click()
    panel = page.get_by_role("complementary")
    expect(panel).to_contain_text(re.compile(r"Duty: need \d, have \d"))
    expect(panel).to_contain_text(f"{duty.name} taken off by hand")
    expect(panel.get_by_role("button", name="Repair this week…")).to_be_visible()
    page.get_by_role("button", name="List…").click()
    expect(page.get_by_role("dialog")).to_contain_text(f"They breakDuty, {duty.words}: need")
    page.keyboard.press("Escape")
    expect(panel).to_contain_text("A change that waits is behind it")
    panel.get_by_role("button", name=re.compile("^Undo it")).click()
    expect(page.locator(".waiting")).to_contain_text("No changes wait")
    assert waiting(system.signed_in()) == []


def test_what_waits_is_published_from_the_bar(visit: Visit, system: System, published: str) -> None:
    api = system.signed_in()
    clinic = Week(api).doing("clinic")[-1]
    page = visit(address())
    ready(page)
    cell(page, clinic, published).click()
    act(page, "Pin")
    expect(page.locator(".waiting")).to_contain_text("1 change waits: yours")
    page.get_by_role("button", name="Publish…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Publish", exact=True).click()
    expect(dialog).to_have_count(0)
    expect(page.locator(".waiting")).to_contain_text("No changes wait")
    expect(cell(page, clinic, published)).to_have_attribute("aria-label", re.compile("pinned$"))
    assert Week(api).answer["pinned"], "the pin is published"
