"""Each claimed blocker alone is enough; without all of them somebody could; and where none is claimed they can."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from functions.rota_generate.solver.search import solve
from functions.rota_generate.why.blockers import Kind, blockers
from functions.rota_generate.why.nouns import CHANGES_HANDS, Stand, week_of
from functions.rota_generate.why.reasons import explanation
from shared.domain.problem import Closure, DutyRule
from shared.domain.rota import Activity
from shared.standing import Slot, Standing
from tests.builders import BRANCH, MAIN, as_planned, leave, line, lines_of, person, problem, problems, session, shipped
from tests.cast import by_hand
from tests.functions.rota_generate.why.claims import could, holds_when_forced, without


def stand_of(asked: object, *changes: object, standing: Standing | None = None) -> Stand:
    lines = standing or Standing(lines_of(as_planned(asked, *changes)))  # type: ignore[arg-type]
    return Stand(asked.practice, asked.horizon, lines)  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def calder_bridge() -> Stand:
    """Practice B of the demonstration, thirteen weeks made by the solver."""
    asked = shipped("calder-bridge")
    return Stand(asked.practice, asked.horizon, Standing(solve(asked, seed=1, effort=3, workers=1).assignments))


def duties(stand: Stand) -> list[Slot]:
    return [Slot(one.code, one.session) for one in stand.standing.lines if one.activity is Activity.DUTY]


def that_week(stand: Stand, slot: Slot) -> Stand:
    """The same rota in one week: what keeps somebody from a session is not further off."""
    week = week_of(slot.session)
    return Stand(stand.practice, week, stand.standing.between(week.start, week.end))


def kinds(stand: Stand, held: Slot, code: str) -> list[Kind]:
    return [blocker.kind for blocker in blockers(stand, held, code)]


def test_it_works() -> None:
    asked = problem(
        person("A", flags="duty"), person("B", flags="duty"), person("C", "--SSSSSSSS"), duty=DutyRule(1),
        leave=[leave("C", "Mon AM", "Fri PM")],
    )  # fmt: skip
    stand = stand_of(asked, line("A", "Mon AM", Activity.DUTY))
    held = Slot("A", session("Mon AM"))
    assert blockers(stand, held, "B") == ()
    assert [blocker.words for blocker in blockers(stand, held, "C")] == [
        "Dr C is away then",
        "Dr C does not work Mon AM",
        "Dr C is not among those who hold duty",
    ]


def test_every_duty_of_a_practice_has_an_explanation(calder_bridge: Stand) -> None:
    for slot in duties(calder_bridge):
        found = explanation(calder_bridge, slot, decided=None, pairs=())
        assert found.what.endswith(f"is on duty at Calder Bridge on {slot.session}.")
        assert {"others", "ledger"} <= {reason.kind for reason in found.reasons}
        assert {"flexible", "pattern"} & {reason.kind for reason in found.reasons}
        assert found.ledger is not None and found.ledger.held > 0 and found.ledger.expected > 0
        assert len(found.others) == 14


def test_who_is_said_to_be_able_is_who_the_solver_could_choose(calder_bridge: Stand) -> None:
    """All of them: every duty, every other person."""
    facts = calder_bridge.facts
    for held in duties(calder_bridge):
        for code, terms in calder_bridge.practice.by_code().items():
            now = calder_bridge.at_work(Slot(code, held.session))
            busy = now is not None and now.activity is Activity.DUTY
            able = not busy and facts.could_hold_duty(terms[0], held.session)
            assert code == held.code or able is not bool(blockers(calder_bridge, held, code)), (held, code)


def test_each_claimed_blocker_is_enough_and_without_them_all_the_solver_can(calder_bridge: Stand) -> None:
    chance, seen = random.Random(7), Counter[Kind]()
    for held in chance.sample(duties(calder_bridge), 10):
        stand = that_week(calder_bridge, held)
        for code in stand.practice.by_code():
            claimed = kinds(stand, held, code)
            if code == held.code or sum(min(seen[kind], 3) for kind in claimed) == 3 * len(claimed) > 0:
                continue
            seen.update(claimed)
            assert holds_when_forced(without(stand, held, code, claimed), held, code), (held, code, claimed)
            for kept in claimed:
                assert not could(without(stand, held, code, {*claimed} - {kept}), held, code), (held, code, kept)
    assert {Kind.AWAY, Kind.NOT_WORKING, Kind.TRAINEE, Kind.NOT_QUALIFIED, Kind.BY_HAND, Kind.NO_DUTY} <= set(seen)


@st.composite
def stands(draw: st.DrawFn) -> tuple[Stand, Slot, str]:
    """Any small rota with something decided by hand in it; a session of somebody, and somebody else."""
    asked = replace(draw(problems(weeks=1, people=4)), published=(), pins=())
    assume(asked.verify() == ())
    lines = list(by_hand(asked).assignments)
    assume(lines)
    pinned = draw(st.sets(st.sampled_from(lines), max_size=3))
    off = draw(st.sets(st.sampled_from(lines), max_size=3)) - pinned
    standing = Standing(
        tuple(one for one in lines if one not in off),
        frozenset(Slot(one.code, one.session) for one in pinned),
        frozenset(Slot(one.code, one.session) for one in off),
    )
    held = [Slot(one.code, one.session) for one in standing.lines if one.activity in CHANGES_HANDS]
    assume(held)
    # Duty first: it is asked about most, and has most to say.
    held.sort(key=lambda slot: (asked_for(standing, slot) is not Activity.DUTY, slot.session, slot.code))
    slot = draw(st.sampled_from(held[: draw(st.sampled_from((2, 20)))]))
    others = [code for code in asked.practice.by_code() if code != slot.code]
    assume(others)
    return Stand(asked.practice, asked.horizon, standing), slot, draw(st.sampled_from(others))


def asked_for(standing: Standing, slot: Slot) -> Activity:
    return next(one.activity for one in standing.lines if Slot(one.code, one.session) == slot)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(stands())
def test_in_any_practice_the_claims_are_neither_too_many_nor_too_few(drawn: tuple[Stand, Slot, str]) -> None:
    stand, held, code = drawn
    claimed = kinds(stand, held, code)
    assert could(stand, held, code) is not bool(claimed)
    assert could(without(stand, held, code, claimed), held, code)
    for kept in claimed:
        assert not could(without(stand, held, code, {*claimed} - {kept}), held, code), kept


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Kind.PINNED, "Dr B was put in clinic at Northgate by hand then"),
        (Kind.OFF, "Dr B is kept off by hand then"),
        (Kind.CLOSED, "Eastfield is closed then (PLT)"),
        (Kind.LETTER, "Dr B is on admin then, which duty may not take"),
        (Kind.NO_TERM, "Dr B has no working term then"),
        (Kind.BY_HAND, "the rota of Dr B is only written by hand"),
        (Kind.NO_DUTY, "Dr B is excused from duty"),
        (Kind.TRAINEE, "Dr B is a trainee, and trainees never hold duty"),
        (Kind.ON_DUTY, "Dr B is on duty then already"),
    ],
)
def test_what_is_in_the_way_is_said(kind: Kind, words: str) -> None:
    b = person("B", flags="duty")
    monday = session("Mon AM")
    shut: list[Closure] = []
    slot = Slot("B", monday)
    hand: dict[str, frozenset[Slot]] = {}
    if kind is Kind.PINNED:
        hand = {"pinned": frozenset({slot})}
    elif kind is Kind.OFF:
        hand = {"off": frozenset({slot})}
    elif kind is Kind.CLOSED:
        b, shut = replace(b, site="BRANCH"), [Closure("PLT", (monday.date,), monday.half, "BRANCH")]
    elif kind is Kind.LETTER:
        b = person("B", "ASSSSSSSSS", flags="duty")
    elif kind is Kind.NO_TERM:
        b = replace(b, starts=session("Tue AM").date)
    elif kind in (Kind.BY_HAND, Kind.NO_DUTY, Kind.TRAINEE):
        b = replace(b, flags=b.flags | {kind.value})
    rule = DutyRule(1, not_on=(person("X", "A---------").pattern.weeks[0][0],))
    asked = problem(person("A", flags="duty"), b, duty=rule, sites=(MAIN, BRANCH), closures=shut)
    lines = as_planned(asked, line("A", "Mon AM", Activity.DUTY))
    if kind is Kind.ON_DUTY:
        lines = {**lines, slot: lines[Slot("A", monday)]}
    if kind is Kind.OFF:
        lines = {key: cell for key, cell in lines.items() if key != slot}
    stand = Stand(asked.practice, asked.horizon, Standing(lines_of(lines), **hand))
    assert [(each.kind, each.words) for each in blockers(stand, Slot("A", monday), "B")] == [(kind, words)]


def test_who_was_put_on_duty_by_hand_is_on_duty_and_that_is_said_once() -> None:
    asked = problem(person("A", "S---------", flags="duty"), person("B", "S---------", flags="duty"), duty=DutyRule(1))
    there = line("A", "Mon AM", Activity.DUTY)
    here = Slot("A", session("Mon AM"))
    stand = Stand(asked.practice, asked.horizon, Standing(lines_of(as_planned(asked, there)), pinned=frozenset({here})))
    assert kinds(stand, Slot("B", session("Mon AM")), "A") == [Kind.ON_DUTY]
