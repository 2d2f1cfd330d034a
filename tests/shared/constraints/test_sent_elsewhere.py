from __future__ import annotations

from shared.constraints import sent_elsewhere
from tests.builders import BRANCH, MAIN, as_planned, line, person, problem


def test_being_sent_costs_a_little_each_time() -> None:
    asked = problem(person("A"), sites=(MAIN, BRANCH))
    (breach,) = sent_elsewhere.check(asked, as_planned(asked, line("A", "Mon AM", site="BRANCH")))
    assert (breach.points, breach.site, breach.because) == (4, "BRANCH", "Dr A is sent to Eastfield")


def test_a_pin_is_nobody_s_sending() -> None:
    asked = problem(person("A"), sites=(MAIN, BRANCH), pins=[line("A", "Mon AM", site="BRANCH")])
    assert sent_elsewhere.check(asked, as_planned(asked)) == []
