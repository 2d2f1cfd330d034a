from __future__ import annotations

from collections import Counter

from functions.rota_generate.solver.search import solve
from shared.constraints import duty_mondays
from shared.domain.problem import DutyRule
from shared.domain.rota import Activity
from tests.builders import as_planned, line, person, problem


def test_mondays_are_counted_apart() -> None:
    staff = [person(code, flags="duty") for code in "AB"]
    asked = problem(*staff, weeks=4, duty=DutyRule(1))
    mondays = [line("A", f"Mon {half}", Activity.DUTY, week=week) for week in range(4) for half in ("AM", "PM")]
    breaches = duty_mondays.check(asked, as_planned(asked, *mondays))
    assert [breach.because for breach in breaches] == [
        "Dr A holds 8 half-day Monday duties, where 4.0 would be their part",
        "Dr B holds 0 half-day Monday duties, where 4.0 would be their part",
    ]


def test_mondays_are_shared_out() -> None:
    staff = [person(code, flags="duty") for code in "AB"]
    outcome = solve(problem(*staff, weeks=4, duty=DutyRule(1)), seed=1, seconds=5, workers=1)
    held = Counter(a.code for a in outcome.assignments if a.activity is Activity.DUTY and a.session.weekday == 0)
    assert held == {"A": 4, "B": 4}
