from __future__ import annotations

from dataclasses import replace

from functions.rota_generate.solver.search import solve
from shared.constraints import duty_cover
from shared.domain.calendar import Half
from shared.domain.people import Letter
from shared.domain.problem import Closure, DutyRule
from shared.domain.rota import Activity
from tests.builders import ALIKE, EASTER, MONDAY, as_planned, leave, line, person, problem, session


def test_a_gap_is_named_with_need_have_and_why() -> None:
    asked = problem(
        person("A", "SS--------", flags="duty"),
        person("B", "--SS------", flags="duty"),
        person("C", "----SS----", flags="duty"),
        person("N", role="Nurse"),
        leave=[leave("A", "Mon PM")],
        duty=DutyRule(1),
    )
    gaps = duty_cover.check(asked, as_planned(asked, line("A", "Mon AM", Activity.DUTY)))
    assert (gaps[0].need, gaps[0].have, gaps[0].points) == (1, 0, 11_000)
    assert gaps[0].because == "need 1, have 0: Dr A on leave, Dr B and Dr C do not work then"
    assert len(gaps) == 9


def test_many_people_are_counted_and_not_named() -> None:
    away = [person(f"L{n}", flags="duty") for n in range(8)]
    others = [person(f"W{n}", "----------", flags="duty") for n in range(7)]
    asked = problem(*away, *others, leave=[leave(one.code, "Mon AM") for one in away], duty=DutyRule(2))
    assert duty_cover.check(asked, as_planned(asked))[0].because == ("need 2, have 0: 8 on leave, 7 do not work then")


def test_nobody_with_the_skill_is_said_so() -> None:
    asked = problem(person("N", role="Nurse"), duty=DutyRule(1))
    assert duty_cover.check(asked, as_planned(asked))[0].because == "need 1, have 0: nobody may hold duty"


def test_mondays_and_the_first_open_day_after_a_bank_holiday_need_more() -> None:
    rule = DutyRule(1, mondays=2, first_day_after_bank_holiday=3)
    facts = problem(person("A"), start=EASTER, weeks=2, duty=rule).facts
    needs = [facts.duty_need(session(f"{day} AM", week, EASTER)) for week in (0, 1) for day in ("Mon", "Tue", "Fri")]
    assert needs == [2, 1, 0, 0, 3, 1]  # Good Friday and Easter Monday are shut, so it is the Tuesday


def test_a_bank_holiday_before_the_first_week_still_counts() -> None:
    facts = problem(person("A"), start=MONDAY, duty=DutyRule(1, first_day_after_bank_holiday=2)).facts
    assert [facts.duty_need(session(f"{day} AM")) for day in ("Mon", "Tue")] == [2, 1]  # after New Year's Day


def test_a_day_the_practice_shuts_is_not_the_first_it_opens() -> None:
    shut = Closure("Training", (MONDAY,))
    facts = problem(person("A"), closures=[shut], duty=DutyRule(1, first_day_after_bank_holiday=2)).facts
    assert [facts.duty_need(session(f"{day} AM")) for day in ("Mon", "Tue")] == [0, 2]


def test_a_closed_half_day_needs_nobody() -> None:
    shut = Closure("Training", (MONDAY,), Half.PM)
    facts = problem(person("A"), closures=[shut], duty=DutyRule(1)).facts
    assert [facts.duty_need(session(words)) for words in ("Mon AM", "Mon PM")] == [1, 0]


def test_duty_takes_clinic_or_admin_and_nothing_else() -> None:
    staff = person("A", "SATELV??--", days="1", flags="duty")
    plans = problem(staff, duty=DutyRule(1)).facts
    halves = ("Mon AM", "Mon PM", "Tue AM", "Tue PM", "Wed AM", "Wed PM", "Thu AM", "Fri AM")
    able = [plans.plan("A", session(words)).may_hold_duty for words in halves]
    assert able == [True, True, False, False, False, False, True, False]
    kept = problem(staff, duty=DutyRule(1, not_on=(Letter.ADMIN,))).facts
    assert not kept.plan("A", session("Mon PM")).may_hold_duty


def test_never_more_hold_duty_than_are_needed() -> None:
    staff = [person(code, flags="duty") for code in "ABC"]
    outcome = solve(problem(*staff, duty=replace(ALIKE, default=2)), seed=1, seconds=5, workers=1)
    duties = [a.session for a in outcome.assignments if a.activity is Activity.DUTY]
    assert outcome.objective == 0
    assert all(duties.count(one) == 2 for one in duties)
    assert len(duties) == 20
