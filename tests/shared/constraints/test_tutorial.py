from __future__ import annotations

from shared.constraints import tutorial
from shared.domain.problem import DutyRule, Supervision
from shared.domain.rota import Activity
from tests.builders import as_planned, leave, line, person, problem

RULE = Supervision(2, tutorial_needs="teacher")


def test_a_tutorial_without_a_teacher_is_a_breach_for_each_trainee() -> None:
    asked = problem(
        person("A", "SS--------", flags="teacher"),
        person("T", "TT--------", role="ST1"),
        person("U", "T---------", role="ST2"),
        leave=[leave("A", "Mon AM")],
        supervision=RULE,
    )
    breaches = tutorial.check(asked, as_planned(asked))
    assert [(b.code, b.points, b.because) for b in breaches] == [
        ("T", 60, "Dr T has a tutorial and nobody there to give it"),
        ("U", 60, "Dr U has a tutorial and nobody there to give it"),
    ]


def test_a_teacher_on_duty_cannot_give_it() -> None:
    asked = problem(
        person("A", "S---------", flags="teacher|duty"),
        person("T", "T---------", role="ST1"),
        duty=DutyRule(1),
        supervision=RULE,
    )
    assert tutorial.check(asked, as_planned(asked)) == []
    assert len(tutorial.check(asked, as_planned(asked, line("A", "Mon AM", Activity.DUTY)))) == 1


def test_nobody_with_leave_is_taught() -> None:
    asked = problem(person("T", "T---------", role="ST1"), leave=[leave("T", "Mon AM")], supervision=RULE)
    assert tutorial.check(asked, as_planned(asked)) == []
