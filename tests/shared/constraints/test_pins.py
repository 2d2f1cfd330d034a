from __future__ import annotations

from functions.rota_generate.solver.search import solve
from shared.constraints import pins
from shared.domain.problem import DutyRule
from shared.domain.rota import Activity
from tests.builders import BRANCH, MAIN, as_planned, line, person, problem


def test_a_pin_that_moved_is_a_breach() -> None:
    asked = problem(person("A"), pins=[line("A", "Mon AM", Activity.ADMIN)])
    (breach,) = pins.check(asked, as_planned(asked, line("A", "Mon AM")))
    assert breach.because == "Dr A is pinned to admin at MAIN"


def test_a_pin_stays_whatever_is_generated() -> None:
    kept = [
        line("A", "Mon AM", Activity.DUTY, "BRANCH"),
        line("A", "Fri AM", Activity.VISITS),
        line("H", "Tue PM", Activity.CLINIC, "BRANCH"),
    ]
    staff = [person("A", "SSSS------", flags="duty"), person("B", flags="duty"), person("H", flags="by-hand")]
    outcome = solve(problem(*staff, sites=(MAIN, BRANCH), pins=kept, duty=DutyRule(1)), seed=1, seconds=5, workers=1)
    assert set(kept) <= set(outcome.assignments)
    assert [a for a in outcome.assignments if a.code == "H"] == kept[2:]
