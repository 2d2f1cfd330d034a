"""What is found in one week of a rota."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.rota.alerts import load
from functions.rota.alerts.nouns import Alert, Severity
from functions.rota.alerts.policy import found
from shared.constraints import check_all, flexible_days_in_all, minimum_doctors
from shared.domain.breach import Level
from shared.domain.calendar import Horizon
from shared.domain.problem import DutyRule, LeaveKind, Practice, Problem, SiteCover
from shared.domain.rota import ABSENT, Activity, Assignment, Cell, as_rota
from shared.standing import Slot, Standing, as_it_stands
from tests.builders import (
    EASTER,
    MONDAY,
    as_planned,
    leave,
    line,
    lines_of,
    person,
    problem,
    problems,
    session,
    shipped,
)
from tests.cast import by_hand

NOBODY_SPARE = (1, 0, 0, 0, 0)


def asked(*people: Any, **rules: Any) -> Problem:
    return problem(*people, **rules)


def as_published(asked: Problem, *changes: Assignment, out: tuple[tuple[str, str], ...] = ()) -> Standing:
    return Standing(lines_of(as_planned(asked, *changes, out=out)))


def looked(asked: Problem, standing: Standing, monday: date = MONDAY) -> list[Alert]:
    return list(found(asked.practice, monday, standing))


def test_it_works() -> None:
    one = asked(person("A"), person("B"), minimum_doctors=(3, 2, 1, 0, 0), minimum_doctors_counts=("Partner",))
    below, exactly = looked(one, as_published(one))
    assert (below.severity, below.date, below.need, below.have) == (Severity.CRITICAL, MONDAY, 3, 2)
    assert (exactly.severity, exactly.date, exactly.need, exactly.have) == (
        Severity.WARNING, MONDAY + timedelta(1), 2, 2,
    )  # fmt: skip
    assert exactly.because == "need 2, have 2: nobody can be spared"


def test_a_day_at_its_minimum_and_the_same_day_below_it_are_one_alert_that_becomes_worse() -> None:
    one = asked(person("A"), person("B"), minimum_doctors=(2, 0, 0, 0, 0))
    (exactly,) = looked(one, as_published(one))
    below = next(
        alert for alert in looked(one, as_published(one, out=(("B", "Mon AM"), ("B", "Mon PM")))) if alert.need
    )
    assert exactly.key == below.key
    assert exactly.points < below.points


def test_a_shut_day_has_no_minimum() -> None:
    one = asked(person("A"), start=EASTER, minimum_doctors=(0, 0, 0, 0, 1))
    assert looked(one, as_published(one), EASTER) == []


@pytest.mark.parametrize(
    ("start", "words"),
    [
        (MONDAY + timedelta(7), ["on a Monday", ""]),
        (EASTER + timedelta(7), ["on the first day after a bank holiday", ""]),  # a Tuesday
        (MONDAY, ["on the first day after a bank holiday", ""]),  # after New Year's Day
    ],
)
def test_too_few_on_duty_says_when_it_is_a_monday_or_the_first_day_after_a_bank_holiday(
    start: date, words: list[str]
) -> None:
    one = asked(person("A", flags="duty"), start=start, duty=DutyRule(default=1))
    alerts = looked(one, as_published(one), start)
    first, second = sorted({alert.date for alert in alerts})[:2]
    said = {alert.date: alert.because for alert in alerts if alert.rule == "duty"}
    assert [said[first], said[second]] == [f"need 1, have 0 {when}".strip() + ": Dr A in clinic" for when in words]


def test_a_broken_rule_is_critical() -> None:
    one = asked(person("A"), leave=[leave("A", "Tue AM")])
    (away,) = looked(one, as_published(one, line("A", "Tue AM")))
    assert (away.rule, away.severity, away.code, away.half) == ("absence", Severity.CRITICAL, "A", "AM")


def test_what_was_decided_by_hand_is_no_departure_from_a_pattern() -> None:
    one = asked(person("A", "SS--------"))
    extra = line("A", "Wed AM")
    assert [alert.rule for alert in looked(one, as_published(one, extra))] == ["pattern", "overwork"]
    pinned = replace(as_published(one, extra), pinned=frozenset({Slot("A", extra.session)}))
    assert [alert.rule for alert in looked(one, pinned)] == ["overwork"]


@pytest.mark.parametrize("kind", [LeaveKind.STUDY, LeaveKind.CORONERS])
def test_no_words_tell_a_kind_of_leave(kind: LeaveKind) -> None:
    """A rota without leave that should be listed, or with leave that is none any more, departs from the pattern."""
    away = asked(person("A"), leave=[leave("A", "Tue AM", kind=kind)])
    back = asked(person("A"))
    words = [alert.because for alert in looked(away, as_published(back)) + looked(back, as_published(away))]
    assert "Dr A is listed with leave in place of clinic" in words
    assert not [each for each in words if "study" in each or "coroner" in each]


def test_two_cover_rules_of_one_site_are_two_alerts() -> None:
    rules = (SiteCover("MAIN", "gp", 1), SiteCover("MAIN", "nurse", 1))
    one = asked(person("A", "----------"), site_cover=rules)
    alerts = looked(one, Standing())
    assert len(alerts) == 20 and len({alert.key for alert in alerts}) == 20


def test_a_cover_rule_keeps_its_alert_when_another_of_the_same_site_is_kept_again() -> None:
    rules = (SiteCover("MAIN", "gp", 1), SiteCover("MAIN", "nurse", 1))
    one = asked(person("A", "SSSSSSSSSS"), site_cover=rules)
    both, nurses = looked(one, Standing()), looked(one, as_published(one))
    assert {alert.because for alert in nurses} < {alert.because for alert in both}
    said = {alert.key: alert.because for alert in both}
    assert [said[alert.key] for alert in nurses] == [alert.because for alert in nurses]
    assert len(nurses) == 10


@st.composite
def weeks(draw: st.DrawFn) -> tuple[Practice, date, Standing]:
    """A week of any small practice with any rota at all, some of it decided by hand."""
    asked = draw(problems(weeks=2))
    monday = asked.horizon.start + timedelta(7 * draw(st.integers(0, asked.horizon.weeks - 1)))
    codes = sorted({person.code for person in asked.practice.people})
    rota = dict(as_planned(replace(asked, published=(), pins=())))
    touched = draw(st.lists(st.tuples(st.sampled_from(codes), st.sampled_from(asked.facts.sessions)), max_size=12))
    sites = [site.code for site in asked.practice.sites]
    for slot in touched:
        if draw(st.booleans()):
            rota[slot] = Cell(draw(st.sampled_from(tuple(Activity))), draw(st.sampled_from(sites)))
        else:
            rota.pop(slot, None)
    by_someone = [Slot(*slot) for slot in touched if draw(st.booleans())]
    pinned, off = ([slot for slot in by_someone if (slot in rota) is there] for there in (True, False))
    return asked.practice, monday, Standing(lines_of(rota), frozenset(pinned), frozenset(off))


def breaches_of(practice: Practice, monday: date, standing: Standing) -> Counter[Any]:
    """What check_all says must not be in that week, but for what only has a meaning over a whole period."""
    horizon = Horizon(monday, 1)
    here = standing.between(horizon.start, horizon.end)
    return Counter(
        (breach.rule, breach.date, breach.half, breach.code, breach.site, breach.need, breach.have, breach.points)
        for breach in check_all(as_it_stands(practice, horizon, here), here.lines)
        if breach.level is Level.HARD and breach.rule != flexible_days_in_all.ID
    )


def holds(practice: Practice, monday: date, standing: Standing) -> None:
    """The critical ones are the breaches, the others the two warnings, and no two are one."""
    alerts = found(practice, monday, standing)
    critical = [alert for alert in alerts if alert.severity is Severity.CRITICAL]
    assert breaches_of(practice, monday, standing) == Counter(
        (a.rule, a.date, a.half, a.code, a.site, a.need, a.have, a.points) for a in critical
    )
    assert len({alert.key for alert in alerts}) == len(alerts)
    assert all(monday <= alert.date <= monday + timedelta(4) for alert in alerts)
    warned = {alert.date: alert for alert in alerts if alert.rule == "minimum-doctors" and alert not in critical}
    horizon = Horizon(monday, 1)
    here = standing.between(horizon.start, horizon.end)
    facts = as_it_stands(practice, horizon, here).facts
    rota = as_rota(here.lines)
    exactly = {
        day
        for day in facts.days
        if minimum_doctors.need_on(facts, day)
        and len(minimum_doctors.doctors_in(facts, rota, day)) == minimum_doctors.need_on(facts, day)
    }
    assert set(warned) == exactly
    too_much = {code for code in facts.terms if load.is_too_much(load.of_week(facts, rota, code))}
    assert {alert.code for alert in alerts if alert.rule == load.ID} == too_much
    assert {alert.rule for alert in alerts if alert not in critical} <= {"minimum-doctors", load.ID}
    assert not [a for a in alerts if any(activity.value in a.because for activity in ABSENT)]


@settings(max_examples=150, deadline=None)
@given(weeks())
def test_a_week_has_the_breaches_of_hard_rules_and_the_two_warnings(week: tuple[Practice, date, Standing]) -> None:
    holds(*week)


@pytest.mark.parametrize("name", ["northgate", "calder-bridge", "tern-valley", "severnbank"])
def test_so_it_is_in_the_practices_there_are(name: str) -> None:
    asked = shipped(name)
    standing = Standing(by_hand(asked).assignments)
    for week in range(0, asked.horizon.weeks, 3):
        holds(asked.practice, asked.horizon.start + timedelta(7 * week), standing)


def test_other_weeks_do_not_matter() -> None:
    one = asked(person("A"), person("B"), weeks=2, minimum_doctors=NOBODY_SPARE)
    whole = as_published(one)
    first = found(one.practice, MONDAY, whole)
    assert first == found(one.practice, MONDAY, whole.between(MONDAY, MONDAY + timedelta(6)))
    assert session("Mon AM", 1) in {each.session for each in whole.lines}
