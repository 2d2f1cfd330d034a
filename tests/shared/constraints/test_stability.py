from __future__ import annotations

from functions.rota_generate.solver.search import solve
from shared.constraints import stability
from shared.domain.problem import DutyRule
from shared.domain.rota import Activity
from tests.builders import as_planned, leave, line, lines_of, person, problem

STAFF = tuple(person(code, flags="duty") for code in "ABC")


def test_each_session_spent_otherwise_is_paid_for() -> None:
    before = problem(*STAFF)
    asked = problem(*STAFF, published=lines_of(as_planned(before)))
    changed = as_planned(asked, line("A", "Mon AM", Activity.DUTY), out=[("B", "Tue AM")])
    breaches = stability.check(asked, changed)
    assert [(b.points, b.because) for b in breaches] == [
        (40, "Dr A: duty at MAIN, published clinic at MAIN"),
        (40, "Dr B: not at work, published clinic at MAIN"),
    ]


def test_weeks_that_were_never_published_are_no_change() -> None:
    published = lines_of(as_planned(problem(*STAFF)))
    asked = problem(*STAFF, weeks=2, published=published)
    assert stability.check(asked, as_planned(asked)) == []


def test_after_somebody_falls_ill_only_their_duty_moves() -> None:
    first = solve(problem(*STAFF, duty=DutyRule(1)), seed=1, seconds=5, workers=1).assignments
    ill = next(a for a in first if a.activity is Activity.DUTY)
    when = str(ill.session).split()
    away = [leave(ill.code, f"{when[0]} AM", f"{when[0]} PM")]
    second = solve(problem(*STAFF, duty=DutyRule(1), leave=away, published=first), seed=1, seconds=5, workers=1)
    others = {a for a in first if a.code != ill.code}
    moved = others.symmetric_difference({a for a in second.assignments if a.code != ill.code})
    assert second.gaps == ()
    assert {a.session.date for a in moved} == {ill.session.date}
    assert len(moved) == 4  # one colleague: two clinics become two duties
