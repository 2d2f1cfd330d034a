"""Who has left the ledger."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from functions.rota.fairness.membership import has_gone, went_on
from shared.domain.problem import DutyRule
from shared.duty_weeks import closing
from tests.builders import MONDAY, person, problem


def test_somebody_has_gone_when_no_term_with_the_skill_comes_after() -> None:
    friday, week_later = MONDAY + timedelta(days=4), MONDAY + timedelta(days=7)
    ends = replace(person("A", flags="duty"), ends=friday)
    back = replace(person("A", flags="duty"), starts=week_later + timedelta(days=30))
    no_duty = replace(person("A"), starts=week_later)
    for terms, gone, on in (
        ((ends,), True, False),
        ((ends, back), False, False),
        ((ends, no_duty), True, False),
        ((ends, replace(ends, starts=week_later, ends=None)), False, True),
    ):
        theirs = problem(*terms, person("B", flags="duty"), duty=DutyRule(1)).practice
        closed = closing(theirs, MONDAY)
        assert has_gone(theirs, "A", closed) is gone
        assert went_on(theirs, "A", closed.rule, MONDAY) is on
