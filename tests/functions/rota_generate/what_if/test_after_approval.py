"""The verdict is what happens: the leave is approved, the rota repaired, and the outcome told by other means."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import HealthCheck, assume, event, given, reject, settings
from hypothesis import strategies as st

from functions.rota_generate.questions.clock import Clock
from functions.rota_generate.solver.search import solve
from functions.rota_generate.what_if import policy
from functions.rota_generate.what_if.judge import footing, judge
from functions.rota_generate.what_if.nearby import Neighbourhood, is_green
from functions.rota_generate.what_if.policy import Asked, Lines, Stand
from shared.constraints import check_all
from shared.domain.breach import Breach, Level
from shared.domain.calendar import Half, Horizon, Session
from shared.domain.leave import LeaveKind
from shared.domain.problem import DutyRule, Practice, Problem, SiteCover, Supervision, Wish
from shared.domain.rota import ABSENT, Assignment
from shared.standing import pins_of
from tests.builders import BRANCH, MAIN, person, problem, problems, shipped, slot

pytestmark = pytest.mark.long

GENEROUS = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
KINDS = st.sampled_from((LeaveKind.ANNUAL, LeaveKind.STUDY, LeaveKind.OTHER))
WISHES = st.sampled_from(tuple(Wish))
FROM_MILD = ("green", "amber", "red")
Rota = frozenset[Assignment]


def stand_on(practice: Practice, horizon: Horizon, published: Lines, asked: Asked) -> Stand:
    """The rota of these weeks as it stands, around a question."""
    seen = policy.first_stretch(asked.weeks, (day for day in asked.weeks.days() if day in horizon))
    pins = pins_of(practice, horizon, published, ())
    return policy.stand_of(asked.weeks, seen, horizon, published, pins)


# -- what really happens, told without the code that gave the verdict ------------------------------------------------


def repaired(practice: Practice, stand: Stand, published: Rota, *, seed: int) -> Rota | None:
    """The rota after a repair of the weeks looked at; None when the search did not prove it the best."""
    pins = tuple(pin for pin in stand.pins if pin in published)
    asked = Problem(
        practice, stand.horizon, tuple(sorted(published)), pins, weights={"stability": 400}, only=stand.only
    )
    outcome = solve(asked, seed=seed, seconds=30, workers=2)
    return frozenset(outcome.assignments) if outcome.proved else None


def mended(practice: Practice, stand: Stand, *, seed: int) -> Rota | None:
    """The rota without the leave: what is wrong already is mended first; None when the search gave no proof."""
    people = {term.code for term in practice.people}
    now = frozenset(line for line in stand.published if line.code in people)
    return repaired(practice, stand, now, seed=seed) if hard(practice, stand, now) else now


def outcome(practice: Practice, asked: Asked, stand: Stand, now: Rota, *, seed: int) -> str | None:
    """Green, amber or red, by approving the leave and repairing `now`; None when the search gave no proof."""
    approved = replace(practice, leave=(*practice.leave, asked.leave))
    left = frozenset(line for line in now if not (line.code == asked.code and asked.start <= line.session <= asked.end))
    then = repaired(approved, stand, left, seed=seed)
    if then is None:
        return None
    if missing(approved, stand, then) - missing(practice, stand, now):
        return "red"
    others = {line.code for line in left ^ then if line.code != asked.code and _seen(stand, line.session.date)}
    return "amber" if others else "green"


def wrong(practice: Practice, stand: Stand, rota: Rota) -> int:
    """Points of what must not be."""
    return sum(breach.points for breach in breaches(practice, stand, rota) if breach.level is Level.HARD)


def changed(stand: Stand, rota: Rota) -> int:
    """Sessions worked otherwise than they stand, in the weeks looked at."""
    was, now = (
        {line for line in lines if line.activity not in ABSENT and _seen(stand, line.session.date)}
        for lines in (stand.published, rota)
    )
    return len({(line.code, line.session) for line in was ^ now})


def breaches(practice: Practice, stand: Stand, rota: Rota) -> list[Breach]:
    lines = tuple(sorted(rota))
    pins = tuple(pin for pin in stand.pins if pin in rota)
    found = check_all(Problem(practice, stand.horizon, lines, pins, only=stand.only), lines)
    return [breach for breach in found if breach.date is None or _seen(stand, breach.date)]


def _seen(stand: Stand, day: date) -> bool:
    return stand.only is not None and day in stand.only


def hard(practice: Practice, stand: Stand, rota: Rota) -> bool:
    return any(breach.level is Level.HARD for breach in breaches(practice, stand, rota))


def missing(practice: Practice, stand: Stand, rota: Rota) -> Counter[tuple[object, ...]]:
    """People short, by rule and place."""
    found: Counter[tuple[object, ...]] = Counter()
    for breach in breaches(practice, stand, rota):
        if breach.is_gap:
            found[breach.rule, breach.date, breach.half, breach.site] += (breach.need or 0) - (breach.have or 0)
    return found


# -- the cases -------------------------------------------------------------------------------------------------------


@st.composite
def leaves(draw: st.DrawFn, practice: Practice, horizon: Horizon) -> Asked:
    """Any leave of anybody that begins in these weeks."""
    start = horizon.start + timedelta(days=draw(st.integers(0, 7 * horizon.weeks - 3)))
    end = start + timedelta(days=draw(st.sampled_from((0, 0, 1, 4, 9))))
    halves = draw(st.sampled_from(((Half.AM, Half.PM), (Half.AM, Half.AM), (Half.PM, Half.PM))))
    last = halves[1] if start != end or halves[0] <= halves[1] else halves[0]
    code = draw(st.sampled_from([person.code for person in practice.people]))
    return Asked(code, draw(KINDS), Session(start, halves[0]), Session(end, last))


@st.composite
def left_unrepaired(draw: st.DrawFn, practice: Practice, horizon: Horizon, published: Lines) -> tuple[Practice, Lines]:
    """As it is, or after somebody else's leave was approved and nobody repaired the rota."""
    other = draw(leaves(practice, horizon))
    if draw(st.booleans()) or policy.faults(practice, other):
        return practice, published
    left = tuple(line for line in published if not policy.is_theirs(other, line))
    return replace(practice, leave=(*practice.leave, other.leave)), left


_DOCTORS = ("SSSSSSSS--", "SSSS--SSSS", "--SSSSSSSS", "SSSSSS--SA", "????????--", "??????????", "SA--SSSS--")


@st.composite
def busy(draw: st.DrawFn) -> Problem:
    """A practice whose rota mostly works, so that one leave is what tips it."""
    doctors = [
        person(
            f"D{number}",
            draw(st.sampled_from(_DOCTORS)),
            role=draw(st.sampled_from(("Partner", "Salaried"))),
            site=draw(st.sampled_from(("MAIN", "MAIN", "BRANCH"))),
            days=draw(st.sampled_from(("2.5", "3"))),
            flags=draw(st.sampled_from(("duty|supervise", "duty", "duty", "supervise"))),
        )
        for number in range(draw(st.integers(4, 8)))
    ]
    trainee = person("T", "SSSST---SL", role="ST2")
    return problem(
        *doctors,
        *([trainee] if draw(st.booleans()) else []),
        weeks=draw(st.integers(1, 4)),
        sites=(MAIN, BRANCH),
        duty=DutyRule(1, mondays=draw(st.sampled_from((None, 2))), same_person_both_halves=draw(WISHES)),
        minimum_doctors=draw(st.sampled_from(((1, 1, 1, 1, 1), (2, 2, 2, 2, 2), (3, 2, 2, 2, 2)))),
        supervision=draw(st.sampled_from((None, Supervision(1), Supervision(2)))),
        site_cover=draw(st.sampled_from(((), (SiteCover("BRANCH", "gp", 1, (slot("Mon AM"), slot("Thu AM"))),)))),
    )


@GENEROUS
@given(data=st.data(), asked=problems(weeks=3, people=8) | busy() | busy(), seed=st.integers(2, 9))
def test_a_verdict_is_what_happens_after_approval(data: st.DataObject, asked: Problem, seed: int) -> None:
    made_of = Problem(asked.practice, asked.horizon)
    published = solve(made_of, seed=1, effort=0.1, workers=1).assignments
    assume(published)
    practice, published = data.draw(left_unrepaired(made_of.practice, made_of.horizon, published))
    _holds(practice, made_of.horizon, published, data.draw(leaves(practice, made_of.horizon)), seed)


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), name=st.sampled_from(("northgate", "tern-valley", "calder-bridge")), seed=st.integers(2, 9))
def test_it_is_so_in_practices_of_the_usual_size(data: st.DataObject, name: str, seed: int) -> None:
    asked = shipped(name)
    practice, published = data.draw(left_unrepaired(asked.practice, asked.horizon, _rota_of(name)))
    _holds(practice, asked.horizon, published, data.draw(leaves(practice, asked.horizon)), seed)


@cache
def _rota_of(name: str) -> Lines:
    return solve(shipped(name), seed=1, effort=20, workers=1).assignments


def _holds(practice: Practice, horizon: Horizon, published: Lines, asked: Asked, seed: int) -> None:
    """The verdict comes true from the repair it starts from, which is as good as any; no other makes it milder."""
    assume(not policy.faults(practice, asked))
    stand = stand_on(practice, horizon, published, asked)
    judged = judge(practice, asked, stand, solve=solve, clock=Clock(30))
    stood = frozenset(footing(practice, asked, stand, solve=solve, clock=Clock(30)).lines)
    other = mended(practice, stand, seed=seed)
    if other is None or (judged.estimate and not stand.unseen):
        reject()
    assert wrong(practice, stand, stood) <= wrong(practice, stand, other)
    assert changed(stand, stood) <= changed(stand, other)
    told, elsewhere = (outcome(practice, asked, stand, now, seed=seed) for now in (stood, other))
    if told is None or elsewhere is None:
        reject()
    event(f"{told}, on a rota {'with gaps' if judged.old_gaps else 'without gaps'}")
    event(f"two repairs as good as each other: {stood != other}")
    assert judged.verdict == told
    assert FROM_MILD.index(told) <= FROM_MILD.index(elsewhere)


@GENEROUS
@given(data=st.data(), asked=busy())
def test_dates_called_green_are_green(data: st.DataObject, asked: Problem) -> None:
    """What the plain checks say of other dates, a re-solve says too."""
    horizon, made = asked.horizon, solve(asked, seed=1, effort=0.1, workers=1).assignments
    practice, published = data.draw(left_unrepaired(asked.practice, horizon, made))
    wanted = data.draw(leaves(practice, horizon))
    mondays = frozenset(day for day in horizon.days() if day.weekday() == 0)
    pins = pins_of(practice, horizon, published, ())
    assume(not policy.faults(practice, wanted))
    assume(is_green(practice, wanted, Neighbourhood(published, pins, mondays)))
    stand = stand_on(practice, horizon, published, wanted)
    judged = judge(practice, wanted, stand, solve=solve, clock=Clock(30))
    assert judged.estimate or judged.verdict == "green"
