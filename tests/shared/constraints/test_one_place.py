from __future__ import annotations

from shared.constraints import check_all, one_place
from tests.builders import as_planned, line, lines_of, person, problem


def test_somebody_listed_twice_in_a_session_is_in_two_places() -> None:
    asked = problem(person("A"))
    twice = (*lines_of(as_planned(asked)), line("A", "Mon AM", site="BRANCH"))
    assert "Dr A is listed 2 times" in [breach.because for breach in check_all(asked, twice)]


def test_a_site_that_does_not_exist_is_no_place() -> None:
    asked = problem(person("A"))
    (breach,) = one_place.check(asked, as_planned(asked, line("A", "Mon AM", site="MOON")))
    assert breach.because == "Dr A is at MOON, which the practice does not have"
