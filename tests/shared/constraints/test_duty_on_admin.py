from __future__ import annotations

from functions.rota_generate.solver.search import solve
from shared.constraints import duty_on_admin
from shared.domain.problem import DutyRule
from shared.domain.rota import Activity
from tests.builders import as_planned, line, person, problem


def test_duty_in_an_admin_session_costs_a_little() -> None:
    asked = problem(person("A", "A---------", flags="duty"), duty=DutyRule(1))
    (breach,) = duty_on_admin.check(asked, as_planned(asked, line("A", "Mon AM", Activity.DUTY)))
    assert breach.points == 5


def test_admin_is_taken_rather_than_leaving_a_gap() -> None:
    asked = problem(person("A", "A---------", flags="duty"), duty=DutyRule(1))
    outcome = solve(asked, seed=1, seconds=5, workers=1)
    assert [a.activity for a in outcome.assignments] == [Activity.DUTY]
