from __future__ import annotations

from functions.rota_generate.solver.search import solve
from shared.constraints import supervision
from shared.domain.people import Person
from shared.domain.problem import Supervision
from shared.domain.rota import Activity
from tests.builders import BRANCH, MAIN, as_planned, leave, line, person, problem, session

PAIRS = Supervision(trainees_per_supervisor=2)


def trainees(*patterns: str) -> list[Person]:
    return [person(f"T{n}", pattern, role="ST2", flags="trainee") for n, pattern in enumerate(patterns)]


def test_three_trainees_need_two_supervisors() -> None:
    asked = problem(
        person("A", "SS--------", flags="supervise"),
        person("B", "S---------", flags="supervise"),
        *trainees("SS--------", "SS--------", "SS--------"),
        leave=[leave("B", "Mon AM")],
        supervision=PAIRS,
    )
    morning, afternoon = supervision.check(asked, as_planned(asked))
    assert (morning.need, morning.have, morning.site, morning.points) == (2, 1, "MAIN", 12_000)
    assert morning.because == "need 2, have 1: Dr B on leave; for Dr T0, Dr T1 and Dr T2 at Northgate"
    assert afternoon.because.startswith("need 2, have 1: Dr B does not work then")


def test_education_and_self_directed_learning_need_no_supervisor_and_visits_do() -> None:
    asked = problem(*trainees("ELV-------"), supervision=PAIRS)
    assert [(gap.date, gap.half) for gap in supervision.check(asked, as_planned(asked))] == [session("Tue AM")]


def test_a_supervisor_out_on_visits_or_at_education_does_not_count() -> None:
    asked = problem(person("A", "VESA------", flags="supervise"), *trainees("SSSS------"), supervision=PAIRS)
    assert [gap.half for gap in supervision.check(asked, as_planned(asked))] == ["AM", "PM"]


def test_supervision_is_counted_at_each_site_unless_the_practice_says_otherwise() -> None:
    staff = [person("A", "SS--------", site="BRANCH", flags="supervise"), *trainees("SS--------")]
    apart = problem(*staff, sites=(MAIN, BRANCH), supervision=PAIRS)
    assert len(supervision.check(apart, as_planned(apart))) == 2
    together = problem(*staff, sites=(MAIN, BRANCH), supervision=Supervision(2, same_site=False))
    assert supervision.check(together, as_planned(together)) == []


def test_a_supervisor_is_sent_to_a_trainee_who_would_be_alone() -> None:
    staff = [person("A", "SS--------", site="BRANCH", flags="supervise"), *trainees("SS--------")]
    outcome = solve(problem(*staff, sites=(MAIN, BRANCH), supervision=PAIRS), seed=1, seconds=5, workers=1)
    assert outcome.gaps == ()
    assert line("A", "Mon AM", Activity.CLINIC, "MAIN") in outcome.assignments
