from __future__ import annotations

from functions.rota_generate.solver.search import solve
from shared.constraints import duty_spread_sites
from shared.domain.problem import DutyRule, Wish
from shared.domain.rota import Activity
from tests.builders import BRANCH, MAIN, as_planned, line, person, problem

STAFF = (
    person("A", "S---------", flags="duty"),
    person("B", "S---------", flags="duty"),
    person("C", "S---------", site="BRANCH", flags="duty"),
)


def test_two_on_duty_at_one_site_are_one_too_many() -> None:
    asked = problem(*STAFF, sites=(MAIN, BRANCH), duty=DutyRule(2, spread_sites=Wish.PREFER))
    rota = as_planned(asked, line("A", "Mon AM", Activity.DUTY), line("B", "Mon AM", Activity.DUTY))
    (breach,) = duty_spread_sites.check(asked, rota)
    assert (breach.points, breach.because) == (4, "2 hold duty at Northgate at once")


def test_duty_is_spread_when_it_can_be() -> None:
    asked = problem(*STAFF, sites=(MAIN, BRANCH), duty=DutyRule(2, spread_sites=Wish.PREFER))
    outcome = solve(asked, seed=1, seconds=5, workers=1)
    assert {a.site for a in outcome.assignments if a.activity is Activity.DUTY} == {"MAIN", "BRANCH"}
