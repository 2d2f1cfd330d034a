from __future__ import annotations

from shared.constraints import absence
from tests.builders import as_planned, leave, line, person, problem


def test_working_on_approved_leave_is_a_breach_that_does_not_tell_its_kind() -> None:
    asked = problem(person("A"), leave=[leave("A", "Tue AM")])
    (breach,) = absence.check(asked, as_planned(asked, line("A", "Tue AM")))
    assert (breach.code, breach.points, breach.because) == ("A", 1_000_000, "Dr A is on leave then")


def test_leave_that_was_only_requested_keeps_nobody_away() -> None:
    asked = problem(person("A"), leave=[leave("A", "Tue AM", approved=False)])
    assert absence.check(asked, as_planned(asked)) == []
