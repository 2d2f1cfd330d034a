"""A run and the ledger mean the same by fair: what it aims at is what closing its weeks will post."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from hypothesis import HealthCheck, assume, given, settings

from functions.rota_generate.solver.search import solve
from shared.constraints import duty_cover
from shared.domain.facts import held
from shared.domain.problem import Problem
from shared.domain.rota import Assignment, as_rota, duties_of
from shared.duty_weeks import closing, count
from shared.standing import Standing
from tests.builders import problems
from tests.made_up import practice_of

ROUNDED = 1  # hundredth, of each week


def posted(asked: Problem, lines: Standing) -> Counter[str]:
    """What closing every week of a rota moves everybody's balance by, in hundredths."""
    found: Counter[str] = Counter()
    for week in range(asked.horizon.weeks):
        monday = asked.horizon.start + timedelta(weeks=week)
        of_week = count(asked.practice, closing(asked.practice, monday), lines.between(monday, monday + timedelta(6)))
        found.update({code: each.points for code, each in of_week.counts.items()})
    return found


def aims_at_what_is_posted(asked: Problem, lines: tuple[Assignment, ...]) -> Counter[str]:
    """What the ledger posts, once it is seen that it is what a run calls too much or too little."""
    theirs, shares = held(duties_of(as_rota(lines)), asked.facts.duty_counts), asked.facts.duty_shares
    moved = posted(asked, Standing(lines))
    for code, share in shares.items():
        beyond = 100 * (theirs[code] - share.expected)
        assert abs(moved[code] - beyond) <= ROUNDED * asked.horizon.weeks, (code, moved[code], float(beyond))
    return moved


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(asked=problems())
def test_what_a_run_aims_at_is_what_the_ledger_posts(asked: Problem) -> None:
    assume(asked.practice.rules.duty is not None and not asked.pins)
    lines = solve(asked, seed=1, effort=0.3, workers=1).assignments
    assume(not duty_cover.check(asked, as_rota(lines)))
    aims_at_what_is_posted(asked, lines)


def test_a_rota_proved_the_best_ends_within_a_day_of_nought_for_everybody() -> None:
    practice = practice_of("northgate")
    assert practice.horizon is not None
    asked = Problem(practice, practice.horizon)
    outcome = solve(asked, seed=1, seconds=20, workers=2)
    assert outcome.proved
    moved = aims_at_what_is_posted(asked, outcome.assignments)
    assert max(map(abs, moved.values())) <= 200
