from __future__ import annotations

from functions.rota_generate.solver.search import solve
from shared.constraints import even_staffing
from tests.builders import as_planned, person, problem


def test_a_heap_of_doctors_on_one_day_costs_a_little() -> None:
    staff = [person(code, "??????????", days="1") for code in "ABCDE"]
    asked = problem(*staff, minimum_doctors=(0, 0, 0, 0, 0))
    rest = [
        (one.code, f"{day} {half}") for one in staff for day in ("Tue", "Wed", "Thu", "Fri") for half in ("AM", "PM")
    ]
    (breach,) = even_staffing.check(asked, as_planned(asked, out=rest))
    assert (breach.points, breach.because) == (4, "5 doctors are in, where 1 would be an even spread of the week")


def test_doctors_are_spread_over_the_week() -> None:
    staff = [person(code, "??????????", days="1") for code in "ABCDE"]
    outcome = solve(problem(*staff), seed=1, seconds=5, workers=1)
    assert outcome.objective == 0
    assert len({a.session.date for a in outcome.assignments}) == 5
