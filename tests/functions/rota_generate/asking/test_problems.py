"""Each mode keeps its word: what it promises of a rota that is there holds for any small practice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from functions.rota_generate.asking.problems import problem_of, weights_for
from functions.rota_generate.policy import Mode, Wanted
from functions.rota_generate.solver.search import solve
from shared.constraints import check_all
from shared.domain.outcome import Outcome
from shared.domain.problem import Decide, DutyRule, Problem
from shared.domain.rota import Activity, Assignment, as_rota
from shared.standing import Slot, Standing
from tests.builders import leave, line, lines_of, person, problem, problems, rotas, session

SLOWLY = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
STAFF = [person(code, "SSSSSSSSSS", flags="duty") for code in "ABCD"]


def asked(
    one: Problem, standing: Standing, mode: Mode, carried: dict[str, int] | None = None, **more: object
) -> Problem:
    return problem_of(one.practice, one.horizon, Wanted(mode=mode, **more), standing, carried=carried or {})  # type: ignore[arg-type]  # whatever a test wants


def solved(one: Problem) -> Outcome:
    found = solve(one, seed=1, seconds=10, workers=1)
    assume(found.proved)
    return found


def changes(standing: Standing, found: Outcome) -> int:
    was, now = as_rota(standing.lines), as_rota(found.assignments)
    return sum(was.get(slot) != now.get(slot) for slot in was.keys() | now.keys())


@st.composite
def standings(draw: st.DrawFn) -> tuple[Problem, Standing]:
    """A small practice with a rota that could be better, some of it pinned and some of it taken out by hand."""
    one = draw(problems(weeks=2, people=4))
    whole = Problem(one.practice, one.horizon)
    lines = lines_of(draw(rotas(whole, {})))
    assume(lines)
    gone = draw(st.sets(st.sampled_from(lines), max_size=3))
    there = [each for each in lines if each not in gone]
    pinned = frozenset(
        Slot(each.code, each.session) for each in draw(st.sets(st.sampled_from(lines), max_size=2)) - gone
    )
    off = frozenset(Slot(each.code, each.session) for each in sorted(gone)[:1])
    return whole, Standing(tuple(there), pinned, off)


@SLOWLY
@given(drawn=standings())
def test_a_repair_changes_no_more_than_staying_close(drawn: tuple[Problem, Standing]) -> None:
    one, standing = drawn
    assume(standing.lines)
    found = {mode: solved(asked(one, standing, mode)) for mode in (Mode.REPAIR, Mode.STAY_CLOSE)}
    assert changes(standing, found[Mode.REPAIR]) <= changes(standing, found[Mode.STAY_CLOSE])


@SLOWLY
@given(drawn=standings(), mode=st.sampled_from(Mode))
def test_in_every_mode_what_was_decided_by_hand_stays(drawn: tuple[Problem, Standing], mode: Mode) -> None:
    one, standing = drawn
    assume(standing.lines or mode in (Mode.FILL, Mode.AFRESH))
    question = asked(one, standing, mode)
    assume(not question.verify())
    now = solve(question, seed=1, effort=0.02, workers=1).assignments
    facts = one.facts
    for each in standing.lines:
        if Slot(each.code, each.session) in standing.pinned and not facts.away(each.code, each.session):
            assert each in now
    absent = {Activity.STUDY_LEAVE, Activity.CORONERS}
    assert not any(Slot(each.code, each.session) in standing.off for each in now if each.activity not in absent)


@SLOWLY
@given(drawn=standings())
def test_filling_takes_nothing_away(drawn: tuple[Problem, Standing]) -> None:
    one, standing = drawn
    now = as_rota(solve(asked(one, standing, Mode.FILL), seed=1, effort=0.02, workers=1).assignments)
    for each in standing.lines:
        if not one.facts.away(each.code, each.session):
            assert now[each.code, each.session].site == each.site


def test_a_repair_moves_one_duty_where_making_afresh_moves_many() -> None:
    one = problem(*STAFF, weeks=2, duty=DutyRule(1))
    rota = solve(one, seed=1, seconds=10, workers=1).assignments
    held = [each for each in rota if each.activity is Activity.DUTY]
    ill = held[0]
    practice = replace(one.practice, leave=(leave(ill.code, "Mon AM", "Mon PM"),))
    left = tuple(each for each in rota if not (each.code == ill.code and each.session.date == ill.session.date))
    standing = Standing(left)
    mended = solve(asked(replace(one, practice=practice), standing, Mode.REPAIR), seed=1, seconds=10, workers=1)
    assert not mended.gaps
    assert changes(standing, mended) == 2, "both halves of the day, taken over by one other"


def held(found: Outcome) -> Counter[str]:
    return Counter(each.code for each in found.assignments if each.activity is Activity.DUTY)


def everybody_in(one: Problem, holder: Callable[[int], str]) -> Standing:
    """Everybody in every session, and one of them on duty for a week at a time."""
    lines = [
        Assignment(
            when, code, Activity.DUTY if code == holder(one.horizon.week_of(when.date)) else Activity.CLINIC, "MAIN"
        )
        for when in one.horizon.sessions()
        for code in "ABCD"
    ]
    return Standing(tuple(sorted(lines)))


def test_rebalancing_evens_out_duty_and_moves_nobodys_days() -> None:
    one = problem(*STAFF, weeks=4, duty=DutyRule(1))
    standing = everybody_in(one, lambda _: "A")
    question = asked(one, standing, Mode.REBALANCE)
    assert question.decide == {Decide.DUTY}
    evened = solve(question, seed=1, seconds=20, workers=2)
    assert max(held(evened).values()) - min(held(evened).values()) <= 2
    assert {(each.code, each.session) for each in evened.assignments} == {(e.code, e.session) for e in standing.lines}
    close = solve(asked(one, standing, Mode.STAY_CLOSE), seed=1, seconds=20, workers=2)
    assert max(held(close).values()) > max(held(evened).values()), "to stay close is not to even out"


def test_who_carries_duty_from_before_is_given_less_when_it_is_rebalanced() -> None:
    one = problem(*STAFF, weeks=4, duty=DutyRule(1))
    fair = Standing(solve(one, seed=1, seconds=20, workers=2).assignments)
    carried = {"A": 600, "B": -200, "C": -200, "D": -200}
    evened = solve(asked(one, fair, Mode.REBALANCE, carried), seed=1, seconds=20, workers=2)
    assert held(evened)["A"] < min(held(evened)[code] for code in "BCD")


def test_duty_is_rebalanced_among_those_who_are_chosen() -> None:
    one = problem(*STAFF, weeks=2, duty=DutyRule(1))
    standing = everybody_in(one, lambda week: "CA"[week])
    question = asked(one, standing, Mode.REBALANCE, people=("A", "B"))
    now = held(solve(question, seed=1, seconds=10, workers=2))
    assert (now["C"], now["D"]) == (10, 0), "not theirs to change"
    assert abs(now["A"] - now["B"]) <= 2


def test_from_a_day_in_the_week_on_nothing_before_it_changes() -> None:
    one = problem(*STAFF, weeks=2, duty=DutyRule(1))
    standing = Standing(solve(one, seed=1, seconds=10, workers=1).assignments)
    wednesday = one.horizon.start + timedelta(days=2)
    now = solve(asked(one, standing, Mode.AFRESH, since=wednesday), seed=9, seconds=10, workers=1).assignments
    early = [{each for each in lines if each.session.date < wednesday} for lines in (standing.lines, now)]
    assert early[0] == early[1]


def test_making_afresh_pays_nothing_for_change_and_needs_what_it_does_not_decide() -> None:
    one = problem(*STAFF, duty=DutyRule(1))
    standing = Standing((line("A", "Mon AM", Activity.DUTY),))
    assert asked(one, standing, Mode.AFRESH).published == ()
    part = asked(one, standing, Mode.AFRESH, decide=frozenset({Decide.DUTY}))
    assert part.published == standing.lines
    assert part.weights["stability"] == 0
    assert not [each for each in check_all(part, ()) if each.rule == "stability"]


def test_a_practice_that_minds_fairness_little_still_rebalances() -> None:
    kept = replace(problem(*STAFF).practice, kept='{"weights": {"duty-fairness": 0, "rooms": 3, "stability": 90}}')
    found = weights_for(Mode.REBALANCE, kept)
    assert (found["duty-fairness"], found["rooms"], found["stability"]) == (30, 3, 2)
    assert weights_for(Mode.STAY_CLOSE, kept)["stability"] == 90


def test_a_session_nobody_is_listed_for_is_filled_and_the_rest_stays_to_the_letter() -> None:
    one = problem(*STAFF, duty=DutyRule(1))
    rota = solve(one, seed=1, seconds=10, workers=1).assignments
    there = tuple(each for each in rota if each.session != session("Tue AM"))
    filled = solve(asked(one, Standing(there), Mode.FILL), seed=5, seconds=10, workers=1)
    assert set(there) <= set(filled.assignments)
    assert not filled.gaps
