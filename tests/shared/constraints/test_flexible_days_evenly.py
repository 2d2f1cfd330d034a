from __future__ import annotations

from functions.rota_generate.solver.search import solve
from shared.constraints import flexible_days_evenly
from tests.builders import as_planned, person, problem


def test_running_more_than_a_day_ahead_is_a_breach() -> None:
    asked = problem(person("A", "????????--", days="3.5"), weeks=3)
    breaches = flexible_days_evenly.check(asked, as_planned(asked))
    assert [(b.points, b.because) for b in breaches] == [(20, "Dr A has worked 12 days so far, not 9.5 to 11.5")]


def test_threes_and_fours_take_turns() -> None:
    outcome = solve(problem(person("A", "??????????", days="3.5"), weeks=6), seed=1, seconds=5, workers=1)
    assert outcome.objective == 0
