from __future__ import annotations

from shared.constraints import max_off
from shared.domain.problem import MaxOff
from tests.builders import BRANCH, MAIN, as_planned, leave, person, problem


def test_too_many_off_is_told_once_a_day_and_costs_nothing() -> None:
    staff = [person("A"), person("B"), person("C", "SS--------"), person("N", role="Nurse")]
    away = [leave(one.code, "Mon AM", "Tue PM") for one in staff]
    asked = problem(*staff, leave=away, max_off=(MaxOff(("Partner",), 2),))
    (breach,) = max_off.check(asked, as_planned(asked))
    assert (breach.points, breach.because) == (0, "Dr A, Dr B and Dr C are off, where 2 may be")


def test_a_limit_at_one_site_counts_those_who_belong_there() -> None:
    staff = [person("A", site="BRANCH"), person("B")]
    away = [leave(one.code, "Mon AM") for one in staff]
    asked = problem(*staff, sites=(MAIN, BRANCH), leave=away, max_off=(MaxOff(("Partner",), 0, "BRANCH"),))
    (breach,) = max_off.check(asked, as_planned(asked))
    assert (breach.site, breach.because) == ("BRANCH", "Dr A are off, where 0 may be")
