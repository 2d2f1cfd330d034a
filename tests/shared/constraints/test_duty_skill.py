from __future__ import annotations

from shared.constraints import duty_skill
from shared.domain.problem import DutyRule
from shared.domain.rota import Activity
from tests.builders import as_planned, line, person, problem


def test_nobody_holds_duty_who_may_not_and_trainees_never_may() -> None:
    staff = [
        person("A", flags="duty"),
        person("B"),
        person("C", flags="duty|no-duty"),
        person("D", role="ST3", flags="duty"),
    ]
    asked = problem(*staff, duty=DutyRule(4))
    rota = as_planned(asked, *(line(one.code, "Mon AM", Activity.DUTY) for one in staff))
    assert [breach.code for breach in duty_skill.check(asked, rota)] == ["B", "C", "D"]
