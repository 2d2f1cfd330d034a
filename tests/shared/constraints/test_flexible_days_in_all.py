from __future__ import annotations

from functions.rota_generate.solver.search import solve
from shared.constraints import flexible_days_in_all
from tests.builders import as_planned, person, problem


def test_a_target_of_three_and_a_half_comes_out_right_over_two_weeks() -> None:
    asked = problem(person("A", "??????????", days="3.5"), weeks=2)
    outcome = solve(asked, seed=1, seconds=5, workers=1)
    assert outcome.objective == 0
    assert len(outcome.assignments) == 14


def test_what_is_too_much_in_all_is_paid_for() -> None:
    asked = problem(person("A", "????------", days="1"), weeks=2)
    (breach,) = flexible_days_in_all.check(asked, as_planned(asked))
    assert (breach.points, breach.because) == (3 * 50_000, "Dr A works 4 days in all, not 1.5 to 2.5")
