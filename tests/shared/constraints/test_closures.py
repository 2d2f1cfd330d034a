from __future__ import annotations

from datetime import date

from shared.constraints import closures
from shared.domain.calendar import Half
from shared.domain.problem import Closure
from tests.builders import BRANCH, EASTER, MAIN, as_planned, line, person, problem


def test_working_on_a_bank_holiday_is_a_breach_that_names_it() -> None:
    asked = problem(person("A"), start=EASTER)
    (breach,) = closures.check(asked, as_planned(asked, line("A", "Fri AM", start=EASTER)))
    assert breach.because == "Dr A is at Northgate, which is closed then (Good Friday)"


def test_a_closed_site_closes_no_other() -> None:
    shut = Closure("Flood", (date(2027, 1, 5),), Half.PM, "BRANCH")
    asked = problem(person("A"), person("B", site="BRANCH"), sites=(MAIN, BRANCH), closures=[shut])
    sent = as_planned(asked, line("B", "Tue PM", site="BRANCH"))
    assert [breach.code for breach in closures.check(asked, sent)] == ["B"]
