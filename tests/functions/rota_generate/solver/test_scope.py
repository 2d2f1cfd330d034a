"""What a question may change: from which day on, for whom, and only by adding. Everything else stays."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from functions.rota_generate.solver.model import RotaModel
from functions.rota_generate.solver.search import solve
from functions.rota_generate.solver.sending import useful_sending
from shared.constraints import ALL, check_all
from shared.domain import codec
from shared.domain.calendar import Session
from shared.domain.problem import Decide, DutyRule, Off, Problem, SiteCover
from shared.domain.rota import Activity, Assignment, Rota, as_rota
from tests.builders import BRANCH, MAIN, line, lines_of, person, problem, problems, rotas, session

SLOWLY = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
MORE = settings(SLOWLY, max_examples=100)
ABSENT = frozenset({Activity.STUDY_LEAVE, Activity.CORONERS})  # what leave lists, whatever else there is


def drafted(asked: Problem) -> tuple[Assignment, ...]:
    """A quick draft, without what leave lists in it."""
    found = solve(asked, seed=1, effort=0.02, workers=1).assignments
    return tuple(each for each in found if each.activity not in ABSENT)


@st.composite
def scoped(draw: st.DrawFn, *, adds_only: bool | None = None) -> Problem:
    """Any small problem over a rota that is partly there, with a scope and sessions people are kept off."""
    asked = draw(problems(weeks=2, people=5))
    whole = replace(asked, published=(), decide=frozenset(Decide))
    full = lines_of(draw(rotas(whole, {})))
    gone = draw(st.sets(st.sampled_from(full), max_size=6)) if full else set()
    there = tuple(each for each in full if each not in gone and each not in asked.pins)
    published = tuple(sorted({*there, *asked.pins}))
    pinned = {(pin.code, pin.session) for pin in asked.pins}
    off = frozenset(Off(each.code, each.session) for each in gone if (each.code, each.session) not in pinned)
    codes = sorted({each.code for each in asked.practice.people})
    days = list(asked.horizon.days())
    return replace(
        asked,
        published=published,
        decide=asked.decide if published else frozenset(Decide),
        off=draw(st.sampled_from((frozenset(), off, frozenset(sorted(off)[:1])))),
        since=draw(st.sampled_from((None, *days))),
        only_people=draw(st.none() | st.sets(st.sampled_from(codes), min_size=1).map(frozenset)),
        adds_only=draw(st.booleans()) if adds_only is None else adds_only,
    )


def may_change(asked: Problem, each: Assignment) -> bool:
    return (asked.since is None or each.session.date >= asked.since) and (
        asked.only_people is None or each.code in asked.only_people
    )


def possible(asked: Problem) -> set[Assignment]:
    """What is published and can still be: leave and closures have taken nothing of it."""
    facts = asked.facts
    return {
        each
        for each in asked.published
        if each.activity not in ABSENT
        and not facts.away(each.code, each.session)
        and facts.is_open(each.site, each.session)
        and Off(each.code, each.session) not in asked.off
    }


@MORE
@given(data=st.data(), asked=scoped())
def test_every_rota_within_a_scope_costs_the_same_by_both_faces(data: st.DataObject, asked: Problem) -> None:
    assert asked.verify() == ()
    rota = data.draw(rotas(asked, useful_sending(asked)))
    model = RotaModel(asked).build()
    values = model.values_of(rota)
    assert model.broken(values) == []
    assert model.rota_of(values) == lines_of(rota)
    assert model.cost(values) == sum(b.points for rule in ALL for b in rule.check(asked, rota))


@SLOWLY
@given(asked=scoped())
def test_pins_those_kept_off_and_everything_outside_the_scope_never_change(asked: Problem) -> None:
    now = set(drafted(asked))
    assert set(asked.pins) <= now
    assert not any(Off(each.code, each.session) in asked.off for each in now)
    stays = {each for each in possible(asked) if not may_change(asked, each)}
    assert stays <= now
    assert {each for each in now if not may_change(asked, each)} <= stays | set(asked.pins)


@SLOWLY
@given(asked=scoped(adds_only=True))
def test_filling_loses_nothing_and_makes_only_clinics_duty_where_duty_was_short(asked: Problem) -> None:
    before, now = as_rota(tuple(possible(asked))), as_rota(drafted(asked))
    for slot, was in before.items():
        became_duty = now[slot].activity is Activity.DUTY and was.activity is Activity.CLINIC
        assert now[slot] == was or (became_duty and now[slot].site == was.site), (slot, was, now[slot])
    held = Counter(when for _, when in holders(before))
    for when, times in Counter(when for _, when in holders(now)).items():
        assert times <= max(held[when], asked.facts.duty_need(when))


@SLOWLY
@given(asked=scoped(adds_only=True))
def test_filling_never_leaves_more_missing_than_before(asked: Problem) -> None:
    """But for trainees it brings in by their own pattern: who has nobody to supervise them is a gap to be told of."""
    standing, now = tuple(sorted(possible(asked))), drafted(asked)
    before, after = missing(asked, standing), missing(asked, now)
    brought_in = {each.session for each in set(now) - set(standing) if is_trainee(asked, each)}
    for gap, short in after.items():
        rule, day, half, _ = gap
        by_a_trainee = rule == "supervision" and any(s.date == day and s.half == half for s in brought_in)
        assert short <= before[gap] or by_a_trainee, gap


def missing(asked: Problem, lines: tuple[Assignment, ...]) -> Counter[tuple[object, ...]]:
    found: Counter[tuple[object, ...]] = Counter()
    for each in check_all(asked, lines):
        if each.is_gap:
            found[each.rule, each.date, each.half, each.site] += (each.need or 0) - (each.have or 0)
    return found


def is_trainee(asked: Problem, each: Assignment) -> bool:
    term = asked.facts.as_of(each.code, each.session.date)
    return term is not None and term.is_trainee


@SLOWLY
@given(asked=scoped(adds_only=False))
def test_what_a_run_does_not_decide_stays(asked: Problem) -> None:
    """Who is at work, with duty alone decided; who holds duty, with days alone."""
    assume(asked.published)
    before = as_rota(tuple(possible(asked)))
    now = as_rota(drafted(replace(asked, decide=frozenset({Decide.DUTY}))))
    days = {each.session.date for each in asked.published}
    assert {slot for slot in now if slot[1].date in days} == set(before)
    now = as_rota(drafted(replace(asked, decide=frozenset({Decide.DAYS}))))
    assert holders(now) == holders(before)


def holders(rota: Rota) -> set[tuple[str, Session]]:
    return {slot for slot, cell in rota.items() if cell.activity is Activity.DUTY}


def test_filling_gives_duty_to_a_clinic_and_takes_it_from_nobody() -> None:
    staff = [person("A", "SS--------", flags="duty"), person("B", "SSSS------", flags="duty")]
    asked = problem(*staff, duty=DutyRule(1))
    there = (line("A", "Mon AM", Activity.DUTY), line("A", "Mon PM"), line("B", "Mon AM"), line("B", "Mon PM"))
    filled = solve(replace(asked, published=there, adds_only=True), seed=1, seconds=5, workers=1).assignments
    assert line("A", "Mon AM", Activity.DUTY) in filled
    assert line("B", "Mon AM") in filled
    assert len([each for each in filled if each.session == session("Mon PM") and each.activity is Activity.DUTY]) == 1
    assert line("B", "Tue AM", Activity.DUTY) in filled, "a session nobody had listed is added, with duty"


def test_who_is_there_is_not_sent_elsewhere_by_filling() -> None:
    staff = [person("A", "S---------"), person("B", "S---------")]
    asked = problem(*staff, sites=(MAIN, BRANCH), site_cover=(SiteCover("BRANCH", "gp", 1),))
    whole = solve(asked, seed=1, seconds=5, workers=1).assignments
    assert {each.site for each in whole} == {"MAIN", "BRANCH"}
    filled = solve(replace(asked, published=(line("A", "Mon AM"),), adds_only=True), seed=1, seconds=5, workers=1)
    assert filled.assignments == (line("A", "Mon AM"), line("B", "Mon AM", site="BRANCH"))


def test_a_session_before_the_day_a_change_begins_stays_though_the_pattern_has_changed_since() -> None:
    asked = problem(person("A", "----SS----"), weeks=1)
    published = (line("A", "Mon AM"), line("A", "Wed AM"), line("A", "Thu AM"))
    wednesday = asked.horizon.start + timedelta(days=2)
    now = solve(replace(asked, published=published, since=wednesday), seed=1, seconds=5, workers=1).assignments
    assert now == (line("A", "Mon AM"), line("A", "Wed AM"), line("A", "Wed PM"))


def test_a_scope_that_makes_no_sense_is_refused_with_every_reason() -> None:
    asked = problem(person("A"), pins=[line("A", "Mon AM")])
    found = replace(
        asked,
        since=asked.horizon.start - timedelta(days=1),
        only_people=frozenset({"Z"}),
        off=frozenset({Off("A", session("Mon AM"))}),
    ).verify()
    assert len(found) == 3
    assert "Nobody is chosen" in replace(asked, only_people=frozenset()).verify()[0]


def test_fair_parts_are_the_same_however_little_may_change() -> None:
    staff = [person(code, "SSSSSSSSSS", flags="duty") for code in "ABCD"]
    asked = problem(*staff, weeks=2, duty=DutyRule(1))
    published = solve(asked, seed=1, seconds=10, workers=1).assignments
    part = replace(asked, published=published, only_people=frozenset("AB"), since=asked.horizon.start + timedelta(4))
    for one in (asked, part, replace(part, adds_only=True)):
        free = {
            code: sum(one.facts.is_free_for_duty(one.facts.person[code], when) for when in one.facts.sessions)
            for code in "ABCD"
        }
        assert set(free.values()) == {20}


def test_it_goes_to_json_and_back() -> None:
    asked = replace(
        problem(person("A"), weeks=2),
        off=frozenset({Off("A", session("Tue PM")), Off("A", session("Mon AM"))}),
        since=session("Wed AM").date,
        only_people=frozenset({"A"}),
        carried={"A": -150},
        adds_only=True,
    )
    assert codec.from_document(codec.to_document(asked)) == asked
