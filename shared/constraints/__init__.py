"""The rules of a rota, each written once with two faces: `check` explains a rota, `post` tells the solver.

`ALL` lists them in reading order: what cannot be, what must not be, what is better avoided. For every rota that
can be, the points of `check` add up to what `post` makes the solver pay.
"""

from __future__ import annotations

from shared.constraints import (
    absence,
    closures,
    duty_both_halves,
    duty_cover,
    duty_fairness,
    duty_mondays,
    duty_on_admin,
    duty_skill,
    duty_spread_sites,
    even_staffing,
    flexible_days,
    flexible_days_evenly,
    flexible_days_in_all,
    max_off,
    minimum_doctors,
    one_place,
    one_site_a_day,
    pins,
    rooms,
    sent_elsewhere,
    site_cover,
    stability,
    supervision,
    supervisor_free_of_duty,
    tutorial,
    whole_days,
    working_pattern,
)
from shared.constraints.rule import Rule
from shared.domain.breach import Breach
from shared.domain.problem import Problem
from shared.domain.rota import Assignment, as_rota

ALL: tuple[Rule, ...] = (
    absence,
    closures,
    one_place,
    working_pattern,
    duty_skill,
    pins,
    duty_cover,
    minimum_doctors,
    supervision,
    site_cover,
    flexible_days,
    flexible_days_in_all,
    flexible_days_evenly,
    whole_days,
    even_staffing,
    duty_both_halves,
    duty_on_admin,
    duty_fairness,
    duty_mondays,
    duty_spread_sites,
    supervisor_free_of_duty,
    tutorial,
    rooms,
    max_off,
    sent_elsewhere,
    one_site_a_day,
    stability,
)


def check_all(problem: Problem, assignments: tuple[Assignment, ...]) -> tuple[Breach, ...]:
    """Every breach of every rule, in reading order; their points add up to the objective."""
    rota = as_rota(assignments)
    return (
        *one_place.check_lines(problem, assignments),
        *(breach for rule in ALL for breach in rule.check(problem, rota)),
    )


__all__ = ["ALL", "Rule", "check_all"]
