from __future__ import annotations

from functions.rota_generate.solver.search import solve
from shared.constraints import supervisor_free_of_duty
from shared.domain.problem import DutyRule, Supervision
from shared.domain.rota import Activity
from tests.builders import as_planned, line, person, problem

ASKED = problem(
    person("A", "S---------", flags="duty|supervise"),
    person("B", "S---------", flags="duty"),
    person("T", "S---------", role="ST1"),
    duty=DutyRule(1),
    supervision=Supervision(2, prefer_one_supervisor_free_of_duty=True),
)


def test_the_only_supervisor_on_duty_is_a_breach() -> None:
    (breach,) = supervisor_free_of_duty.check(ASKED, as_planned(ASKED, line("A", "Mon AM", Activity.DUTY)))
    assert (breach.points, breach.site) == (6, "MAIN")


def test_duty_goes_to_somebody_else() -> None:
    outcome = solve(ASKED, seed=1, seconds=5, workers=1)
    assert [a.code for a in outcome.assignments if a.activity is Activity.DUTY] == ["B"]
