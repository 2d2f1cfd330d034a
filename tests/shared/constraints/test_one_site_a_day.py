from __future__ import annotations

from functions.rota_generate.solver.search import solve
from shared.constraints import one_site_a_day
from shared.domain.problem import SiteCover
from tests.builders import BRANCH, MAIN, as_planned, line, person, problem, slot


def test_changing_sites_at_lunchtime_costs_a_little() -> None:
    asked = problem(person("A", "SSS-------"), sites=(MAIN, BRANCH))
    moved = as_planned(asked, line("A", "Mon AM", site="BRANCH"), line("A", "Tue AM", site="BRANCH"))
    (breach,) = one_site_a_day.check(asked, moved)
    because = "Dr A is at Eastfield in the morning and at Northgate in the afternoon"
    assert (breach.points, breach.because) == (2, because)


def test_who_is_in_for_the_morning_only_is_sent_for_the_morning() -> None:
    cover = (SiteCover("BRANCH", "gp", 1, (slot("Mon AM"),)),)
    staff = [person("A", "SS--------"), person("B", "S---------")]
    outcome = solve(problem(*staff, sites=(MAIN, BRANCH), site_cover=cover), seed=1, seconds=5, workers=1)
    assert [a.code for a in outcome.assignments if a.site == "BRANCH"] == ["B"]
