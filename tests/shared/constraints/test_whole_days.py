from __future__ import annotations

from functions.rota_generate.solver.search import solve
from shared.constraints import whole_days
from tests.builders import as_planned, person, problem


def test_who_is_in_for_half_a_day_is_given_the_rest_of_it() -> None:
    asked = problem(person("A", "S?????----", days="2"))
    (breach,) = whole_days.check(asked, as_planned(asked, out=[("A", "Mon PM")]))
    assert breach.points == 15
    outcome = solve(asked, seed=1, seconds=5, workers=1)
    assert outcome.objective == 0
    assert [str(a.session) for a in outcome.assignments][:2] == ["Mon 4 Jan AM", "Mon 4 Jan PM"]
