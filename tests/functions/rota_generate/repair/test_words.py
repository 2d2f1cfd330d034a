"""What an option says: whom to tell what, what a locum would have to work, and the answer in sentences."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from functions.rota_generate.questions.clock import Clock
from functions.rota_generate.repair import attempt, locums, told, words
from functions.rota_generate.repair.measured import Scale
from functions.rota_generate.repair.search import Found, Kind, Repair
from functions.rota_generate.solver.search import solve
from shared.domain.breach import Breach, Level
from shared.domain.calendar import Half
from shared.domain.problem import DutyRule, Problem
from shared.domain.rota import Activity, Cell
from shared.standing import Locum, Slot, Standing
from tests.builders import BRANCH, MAIN, as_planned, leave, line, lines_of, person, problem, session
from tests.repairs import asked_about, away, stand_on

ALL_DAY = ("Mon AM", "Mon PM")


def practice(*codes: str) -> Problem:
    staff = [person(code, "SS--------", flags="duty") for code in codes]
    return problem(*staff, sites=(MAIN, BRANCH), duty=DutyRule(1))


def answer(asked: Problem, standing: Standing, code: str = "A") -> dict[str, Any]:
    stand = stand_on(asked, standing, asked_about(away(code, *ALL_DAY)))
    status, found = attempt.work_out(stand, solve=solve, watch=Clock(20))
    assert status == "done"
    return found


def on_duty(asked: Problem, code: str = "A") -> Standing:
    return Standing(lines_of(as_planned(asked, *(line(code, half, Activity.DUTY) for half in ALL_DAY))))


def test_it_works() -> None:
    asked = practice("A", "B")
    found = answer(asked, on_duty(asked))
    first = found["options"][0]
    assert first["title"] == "Fewest changes: Dr B takes over"
    assert first["tell"] == [
        {"code": "B", "name": "Dr B", "what": ("Dr B takes duty on Mon 4 Jan, all day; was clinic",), "away": False}
    ]
    assert found["sentences"][:2] == [
        "10 gaps from Mon 4 Jan to Fri 8 Jan.",
        "2 of them can be closed by changing 2 sessions of 1 person.",
    ]
    assert [gap["half"] for gap in first["gaps_closed"]] == ["AM", "PM"]
    assert len(first["gaps_left"]) == 8


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        (None, Cell(Activity.CLINIC, "MAIN"), "Dr B comes in for clinic at Northgate on Mon 4 Jan AM; was not working"),
        (Cell(Activity.CLINIC, "MAIN"), None, "Dr B does not come in on Mon 4 Jan AM; was clinic"),
        (
            Cell(Activity.CLINIC, "MAIN"),
            Cell(Activity.DUTY, "BRANCH"),
            "Dr B takes duty at Eastfield on Mon 4 Jan AM; was clinic at Northgate",
        ),
        (
            Cell(Activity.DUTY, "MAIN"),
            Cell(Activity.CLINIC, "MAIN"),
            "Dr B hands over duty and does clinic on Mon 4 Jan AM; was duty",
        ),
        (
            Cell(Activity.CLINIC, "MAIN"),
            Cell(Activity.CLINIC, "BRANCH"),
            "Dr B is at Eastfield on Mon 4 Jan AM; was at Northgate",
        ),
    ],
)
def test_every_change_has_its_words(was: Cell | None, now: Cell | None, said: str) -> None:
    asked, when = practice("A", "B"), session("Mon AM")
    lines = () if was is None else (line("B", "Mon AM", was.activity, was.site),)
    scale = Scale(stand_on(asked, Standing(lines), asked_about(away("A", *ALL_DAY))))
    [each] = told.told(scale, {} if now is None else {("B", when): now})
    assert each.what == (said,)


def test_who_is_away_is_told_and_counted_as_such_when_a_day_of_theirs_changes() -> None:
    """A is away on Monday and holds B's duty of Tuesday: two people to be told, one of them is A."""
    staff = [person(code, "SSSS------", flags="duty") for code in "AB"]
    asked, tuesday = problem(*staff, duty=DutyRule(1)), session("Tue AM")
    standing = Standing(lines_of(as_planned(asked, line("B", "Tue AM", Activity.DUTY))))
    scale = Scale(stand_on(asked, standing, asked_about(away("A", *ALL_DAY))))
    duty, clinic = Cell(Activity.DUTY, "MAIN"), Cell(Activity.CLINIC, "MAIN")
    rota = {**scale.was, ("A", tuesday): duty, ("B", tuesday): clinic, ("B", session("Mon AM")): duty}
    option = words.option(scale, Repair(Kind.FAIREST, rota, scale.figures(rota), proved=True))
    assert [(each["name"], each["away"]) for each in option["tell"]] == [("Dr B", False), ("Dr A", True)]
    assert (option["moved"], option["sessions"], option["own"]) == (1, 2, 1)
    assert {cell["code"] for cell in option["cells"]} == {each["code"] for each in option["tell"]}
    found = words.answer(scale, Found((Repair(Kind.FEWEST, rota, scale.figures(rota), proved=True),), True), seconds=1)
    assert found["sentences"][1].endswith(
        "by changing 2 sessions of 1 person, and 1 of the person who is away once they are back."
    )


def test_a_locums_session_keeps_its_mark() -> None:
    asked = practice("A", "B")
    standing = on_duty(asked)
    mark = Locum("Z", 45_000, "Agency")
    with_locum = Standing(standing.lines, locums={Slot("B", session("Mon AM")): mark})
    cells = answer(asked, with_locum)["options"][0]["cells"]
    marks = {(cell["half"], str(cell["was"]["locum"]), str(cell["now"]["locum"])) for cell in cells}
    said = str(mark.as_document())
    assert marks == {("AM", said, said), ("PM", "None", "None")}


def test_a_locum_may_cost_what_they_usually_cost_here() -> None:
    asked = practice("A")
    costs = {Slot("L", session(when)): Locum(None, pence) for when, pence in (("Tue AM", 40_000), ("Wed AM", 50_000))}
    found = answer(asked, Standing(on_duty(asked).lines, locums=costs))
    [option] = found["options"]
    assert (option["kind"], option["cost_pence"]) == ("locum", 10 * 40_000)
    assert answer(asked, on_duty(asked))["options"][0]["cost_pence"] is None


def gap(rule: str, half: Half | None, missing: int = 1, site: str | None = None) -> Breach:
    when = session("Mon AM").date
    return Breach(rule, Level.HARD, 1, "", when, half, site=site, need=missing, have=0)


def test_one_locum_mends_all_that_is_short_at_once() -> None:
    asked = practice("A")
    short = [gap("minimum-doctors", None), gap("duty", Half.AM), gap("supervision", Half.AM, site="MAIN")]
    [wanted] = locums.wanted(asked, short)
    assert (wanted.half, wanted.people, wanted.words) == (
        Half.AM, 1, "Mon 4 Jan AM: duty, a supervisor for trainees at Northgate",
    )  # fmt: skip


def test_a_day_that_is_short_of_more_than_its_halves_is_asked_for_too() -> None:
    wanted = locums.wanted(practice("A"), [gap("minimum-doctors", None, 3), gap("duty", Half.AM)])
    assert [each.words for each in wanted] == ["Mon 4 Jan AM: duty", "Mon 4 Jan: 2 people, a doctor in"]


def test_a_failed_question_is_a_sentence() -> None:
    assert attempt.in_words("Ask again.") == {"sentences": ["Ask again."], "options": []}
    assert attempt.work_out("Nothing is published.", solve=solve, watch=Clock(1)) == (
        "failed",
        {"sentences": ["Nothing is published."], "options": []},
    )


# -- locums of the practice's own ------------------------------------------------------------------------------------


def with_locums(*codes: str, flags: str = "duty|by-hand") -> tuple[Problem, Standing]:
    """A holds duty on Monday and nobody else of the staff may; these locums are only ever listed by hand."""
    pool = [person(code, "----------", role="Locum", flags=flags) for code in codes]
    asked = problem(person("A", "SS--------", flags="duty"), *pool, sites=(MAIN, BRANCH), duty=DutyRule(1))
    return asked, on_duty(asked)


def by_locum(asked: Problem, standing: Standing) -> dict[str, Any]:
    return next(each for each in answer(asked, standing)["options"] if each["kind"] == "locum")


def test_a_locum_of_the_practice_who_is_free_then_can_be_chosen() -> None:
    asked, standing = with_locums("L", "M")
    paid = replace(standing, locums={Slot("A", session("Mon AM")): Locum(None, 45_000, "")})
    option = by_locum(asked, paid)
    assert option["title"] == "Nobody moves: Dr L comes in as a locum"
    monday = [cell for cell in option["cells"] if cell["date"] == "2027-01-04"]
    assert [(cell["code"], cell["half"]) for cell in monday] == [("L", "AM"), ("L", "PM")]
    assert monday[0]["was"] == {"activity": None, "site": None, "pinned": False, "locum": None}
    assert monday[0]["now"] == {
        "activity": "duty", "site": "MAIN", "pinned": True, "locum": {"covers": "A", "cost_pence": None, "agency": ""},
    }  # fmt: skip
    assert (option["gaps_left"], option["locums"], option["moved"], option["closed"]) == ([], [], 0, 10)
    assert option["tell"][0]["what"][0] == "Dr L comes in for duty at Northgate on Mon 4 Jan, all day; was not working"


def test_what_no_locum_of_the_practice_may_do_is_still_to_be_found() -> None:
    """They are away on Monday, and without the skill on every other day."""
    asked, standing = with_locums("L", flags="by-hand")
    option = by_locum(asked, standing)
    assert (option["title"], option["cells"]) == ("Nobody moves: find a locum", [])
    skilled, standing = with_locums("L")
    off = replace(skilled, practice=replace(skilled.practice, leave=(leave("L", "Mon AM", "Mon PM"),)))
    option = by_locum(off, standing)
    assert {cell["date"] for cell in option["cells"]} == {f"2027-01-0{day}" for day in (5, 6, 7, 8)}
    assert [each["words"] for each in option["locums"]] == ["Mon 4 Jan AM: duty", "Mon 4 Jan PM: duty"]
