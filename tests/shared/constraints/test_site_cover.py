from __future__ import annotations

from datetime import date

from functions.rota_generate.solver.search import solve
from shared.constraints import site_cover
from shared.domain.problem import Closure, DutyRule, SiteCover
from shared.domain.rota import Activity
from tests.builders import BRANCH, MAIN, as_planned, line, person, problem, slot

SITES = (MAIN, BRANCH)
MONDAY_MORNING = SiteCover("BRANCH", "gp", 1, (slot("Mon AM"),))


def test_a_site_without_its_cover_is_a_gap_that_names_the_site() -> None:
    asked = problem(
        person("A"), person("B", "--SSSSSSSS"), person("T", role="ST3"), sites=SITES, site_cover=(MONDAY_MORNING,)
    )
    (gap,) = site_cover.check(asked, as_planned(asked))
    assert (gap.site, gap.need, gap.have, gap.points) == ("BRANCH", 1, 0, 10_000)
    assert gap.because == "need 1, have 0: Dr A at Northgate, Dr B does not work then"


def test_clinic_duty_and_visits_are_cover_and_admin_is_not() -> None:
    asked = problem(person("A", "A---------", site="BRANCH"), sites=SITES, site_cover=(MONDAY_MORNING,))
    assert len(site_cover.check(asked, as_planned(asked))) == 1
    for activity in (Activity.CLINIC, Activity.DUTY, Activity.VISITS):
        assert site_cover.check(asked, as_planned(asked, line("A", "Mon AM", activity, "BRANCH"))) == []


def test_a_trainee_is_no_gp() -> None:
    asked = problem(person("T", role="ST3", site="BRANCH"), sites=SITES, site_cover=(MONDAY_MORNING,))
    assert len(site_cover.check(asked, as_planned(asked))) == 1


def test_every_open_half_day_leaves_closed_ones_out() -> None:
    shut = Closure("Flood", (date(2027, 1, 4), date(2027, 1, 5)), site="BRANCH")
    asked = problem(person("A"), sites=SITES, closures=[shut], site_cover=(SiteCover("BRANCH", "gp", 1),))
    assert len(site_cover.check(asked, as_planned(asked))) == 6


def test_somebody_is_sent_and_never_a_trainee() -> None:
    staff = [person("T", role="ST3"), person("A", "S---------")]
    outcome = solve(problem(*staff, sites=SITES, site_cover=(MONDAY_MORNING,)), seed=1, seconds=5, workers=1)
    assert outcome.gaps == ()
    assert [a.code for a in outcome.assignments if a.site == "BRANCH"] == ["A"]


def test_one_who_must_hold_duty_may_hold_it_where_cover_is_needed() -> None:
    asked = problem(
        person("A", "S---------", flags="duty"), sites=SITES, site_cover=(MONDAY_MORNING,), duty=DutyRule(1)
    )
    outcome = solve(asked, seed=1, seconds=5, workers=1)
    assert outcome.assignments == (line("A", "Mon AM", Activity.DUTY, "BRANCH"),)


def test_no_site_is_drained_to_fill_another() -> None:
    both = (SiteCover("MAIN", "gp", 1, (slot("Mon AM"),)), MONDAY_MORNING)
    outcome = solve(problem(person("A", "S---------"), sites=SITES, site_cover=both), seed=1, seconds=5, workers=1)
    assert len(outcome.gaps) == 1
    assert outcome.assignments[0].site == "MAIN"
