"""What would follow if somebody else took a session: small practices in which one can see why."""

from __future__ import annotations

from typing import Any

from functions.rota_generate.questions.clock import Clock
from functions.rota_generate.solver.search import solve
from functions.rota_generate.why.attempt import Case, work_out
from functions.rota_generate.why.nouns import Asked, Stand
from shared.domain.problem import DutyRule, Problem, SiteCover
from shared.domain.rota import Activity, Assignment
from shared.standing import Slot, Standing
from tests.builders import BRANCH, MAIN, as_planned, line, lines_of, person, problem, session

DUTY = DutyRule(1)


def asked_of(
    asked: Problem, *changes: Assignment, code: str, when: str, instead: str, out: Any = (), **by_hand: Any
) -> dict[str, Any]:
    """The answer on a rota in which everybody does as planned, with these changes."""
    standing = Standing(lines_of(as_planned(asked, *changes, out=out)), **by_hand)
    case = Case(Stand(asked.practice, asked.horizon, standing), Asked(Slot(code, session(when)), instead))
    status, answer = work_out(case, solve=solve, watch=Clock(20))
    assert status == "done", answer
    return answer


def moves(answer: dict[str, Any]) -> list[str]:
    return [f"{move['date'][-2:]} {move['half']}: {move['words']}" for move in answer["moves"]]


def test_it_works() -> None:
    asked = problem(person("A", "SS--------", flags="duty"), person("B", "SS--------", flags="duty"), duty=DUTY)
    duty = [line("A", half, Activity.DUTY) for half in ("Mon AM", "Mon PM")]
    answer = asked_of(asked, *duty, code="A", when="Mon AM", instead="B")
    assert (answer["possible"], answer["gaps_more"], answer["fairness"]) == (True, 0, -1.5)
    assert moves(answer) == ["04 AM: Dr B holds duty in place of Dr A"]
    assert answer["sentences"][0] == (
        "Possible: nothing is left short; duty is shared more evenly, with 1.5 half-days fewer beyond people’s fair "
        "parts (fairness -1.5)."
    )
    assert [(each["code"], each["before"], each["after"]) for each in answer["people"]] == [
        ("B", "0", "0.8"), ("A", "1.5", "0.8"),
    ]  # fmt: skip


def test_who_leaves_a_site_short_makes_a_gap() -> None:
    asked = problem(
        person("A", "S---------", flags="duty"), person("B", "S---------", site="BRANCH", flags="duty"),
        duty=DUTY, sites=(MAIN, BRANCH), site_cover=(SiteCover("BRANCH", "gp", 1),),
    )  # fmt: skip
    clinic = asked_of(asked, line("A", "Mon AM", Activity.DUTY), code="A", when="Mon AM", instead="B")
    assert clinic["gaps_more"] == 0, "on duty at the branch they are at the branch"
    free = problem(*asked.practice.people, sites=(MAIN, BRANCH), site_cover=(SiteCover("BRANCH", "gp", 1),))
    sent = asked_of(free, code="A", when="Mon AM", instead="B")
    assert sent["gaps_more"] == 1
    assert sent["sentences"][0].startswith("Only by breaking a rule: 1 gap more")
    assert sent["sentences"][1].startswith("Mon 4 Jan AM: cover at Eastfield, need 1, have 0")
    assert [each["rule"] for each in sent["breaks"] if each["hard"]] == ["pattern"], "A’s own clinic is not done"


def test_a_flexible_day_is_changed_for_another_and_nobody_elses() -> None:
    asked = problem(
        person("A", "SS--------", flags="duty"), person("B", "????------", days="1", flags="duty"),
        person("C", "????------", days="1"), duty=DUTY,
    )  # fmt: skip
    out = [("B", "Mon AM"), ("B", "Mon PM"), ("C", "Tue AM"), ("C", "Tue PM")]
    duty = [line("A", "Mon AM", Activity.DUTY)]
    answer = asked_of(asked, *duty, code="A", when="Mon AM", instead="B", out=out)
    assert answer["possible"] is True and answer["proved"] is True
    assert [each for each in answer["breaks"] if each["hard"]] == []
    assert moves(answer) == [
        "04 AM: Dr B holds duty in place of Dr A",
        "04 AM: Dr B works then too, at Northgate",
        "04 PM: Dr B holds duty",
        "04 PM: Dr B works then too, at Northgate",
        "05 AM: Dr B does not work then",
        "05 PM: Dr B does not work then",
    ]


def test_a_day_more_than_was_agreed_breaks_a_rule() -> None:
    asked = problem(
        person("A", "SS--------", flags="duty"), person("B", "??SS------", days="1", flags="duty"), duty=DUTY
    )
    answer = asked_of(
        asked, line("A", "Mon AM", Activity.DUTY), code="A", when="Mon AM", instead="B",
        out=[("B", "Mon AM"), ("B", "Mon PM")],
    )  # fmt: skip
    assert answer["possible"] is True
    assert {each["rule"] for each in answer["breaks"] if each["hard"]} == {"flexible-days", "flexible-days-in-all"}
    assert "Breaks a rule: Dr B works 2 days this week, not 1 (Mon 4 Jan)." in answer["sentences"]


def test_what_was_decided_by_hand_is_named() -> None:
    asked = problem(person("A", "S---------", flags="duty"), person("B", "S---------", flags="duty"), duty=DUTY)
    by_hand = frozenset({Slot("A", session("Mon AM"))})
    answer = asked_of(asked, line("A", "Mon AM", Activity.DUTY), code="A", when="Mon AM", instead="B", pinned=by_hand)
    assert answer["possible"] is True
    assert answer["breaks"][0]["words"] == "Dr A was put there by hand, and stays unless unpinned"
