"""Who looks after which trainee."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.constraints import supervision, supervisors
from shared.constraints.supervision import needs_supervision, supervises
from shared.constraints.supervisors import Link, Pair, named
from shared.domain.people import Person
from shared.domain.problem import Problem, Supervision
from shared.domain.rota import Activity, Rota, as_rota
from tests.builders import BRANCH, MAIN, MONDAY, as_planned, leave, line, person, problem, session, shipped
from tests.cast import by_hand

MONDAY_AM = session("Mon AM")
ONE, TWO = Supervision(trainees_per_supervisor=1), Supervision(trainees_per_supervisor=2)


def trainee(code: str, site: str = "MAIN") -> Person:
    return person(code, role="ST2", flags="trainee", site=site)


def trainer(code: str, site: str = "MAIN") -> Person:
    return person(code, flags="supervise|duty", site=site)


def pairs(asked: Problem, *links: Link, rota: Rota | None = None) -> dict[str, str | None]:
    found = named(asked, rota or as_planned(asked), MONDAY_AM, links)
    return {pair.trainee: pair.supervisor for pair in found}


def test_it_works() -> None:
    asked = problem(trainer("A"), trainer("B"), trainee("T"), supervision=ONE)
    assert named(asked, as_planned(asked), MONDAY_AM, [Link("T", "B", "clinical")]) == (Pair("T", "B", "MAIN"),)


def test_without_a_link_who_is_free_of_duty_comes_first() -> None:
    asked = problem(trainer("A"), trainer("B"), trainee("T"), supervision=ONE)
    assert pairs(asked, rota=as_planned(asked, line("A", "Mon AM", Activity.DUTY))) == {"T": "B"}


def test_an_educational_supervisor_comes_before_a_clinical_one() -> None:
    asked = problem(trainer("A"), trainer("B"), trainee("T"), supervision=ONE)
    assert pairs(asked, Link("T", "A", "clinical"), Link("T", "B", "educational")) == {"T": "B"}


def test_as_many_as_can_be_have_their_own() -> None:
    """T1 could have either, T2 only A: so T1 has B."""
    asked = problem(trainer("A"), trainer("B"), trainee("T1"), trainee("T2"), supervision=ONE)
    links = Link("T1", "A", "educational"), Link("T1", "B", "clinical"), Link("T2", "A", "clinical")
    assert pairs(asked, *links) == {"T1": "B", "T2": "A"}


def test_each_has_one_before_any_has_two() -> None:
    asked = problem(trainer("A"), trainer("B"), trainee("T1"), trainee("T2"), trainee("T3"), supervision=TWO)
    assert pairs(asked) == {"T1": "A", "T2": "B", "T3": "A"}


def test_who_is_left_over_has_nobody() -> None:
    asked = problem(trainer("A"), trainee("T1"), trainee("T2"), supervision=ONE)
    assert pairs(asked) == {"T1": "A", "T2": None}


def test_a_link_holds_on_its_dates_only() -> None:
    asked = problem(trainer("A"), trainer("B"), trainee("T"), supervision=ONE)
    past = Link("T", "B", "educational", ends=MONDAY - timedelta(1))
    assert pairs(asked, past) == {"T": "A"}
    assert pairs(asked, past._replace(ends=MONDAY)) == {"T": "B"}


def test_one_elsewhere_looks_after_nobody_here_unless_the_rule_says_so() -> None:
    people = trainer("A", site="BRANCH"), trainee("T")
    apart = problem(*people, sites=(MAIN, BRANCH), supervision=ONE)
    assert pairs(apart, Link("T", "A", "educational")) == {"T": None}
    anywhere = problem(*people, sites=(MAIN, BRANCH), supervision=replace(ONE, same_site=False))
    assert pairs(anywhere) == {"T": "A"}


def test_nobody_away_looks_after_anybody() -> None:
    asked = problem(trainer("A"), trainee("T"), leave=[leave("A", "Mon AM")], supervision=ONE)
    assert pairs(asked, Link("T", "A", "educational")) == {"T": None}


def test_without_the_rule_nobody_is_named() -> None:
    asked = problem(trainer("A"), trainee("T"))
    assert pairs(asked) == {}


_ACTIVITY = st.sampled_from(tuple(Activity))


@st.composite
def practices(draw: st.DrawFn) -> tuple[Problem, Rota, tuple[Link, ...]]:
    """A few trainees and trainers at one or two sites, doing anything, some away, some linked."""
    sites = draw(st.sampled_from(((MAIN,), (MAIN, BRANCH))))
    codes = [site.code for site in sites]
    trainers = [trainer(f"A{n}", site=draw(st.sampled_from(codes))) for n in range(draw(st.integers(0, 4)))]
    trainees = [trainee(f"T{n}", site=draw(st.sampled_from(codes))) for n in range(draw(st.integers(0, 5)))]
    staff = [*trainers, *trainees]
    rule = Supervision(draw(st.integers(1, 3)), same_site=draw(st.booleans()))
    absent = [leave(one.code, "Mon AM") for one in staff if draw(st.integers(0, 5)) == 0]
    asked = problem(*staff, sites=sites, leave=absent, supervision=rule)
    changes = [
        line(one.code, "Mon AM", draw(_ACTIVITY), draw(st.sampled_from(codes)))
        for one in staff
        if not asked.facts.away(one.code, MONDAY_AM) and draw(st.booleans())
    ]
    wanted = [(t.code, a.code) for t in trainees for a in trainers]
    linked = draw(st.lists(st.sampled_from(wanted), unique=True, max_size=6)) if wanted else []
    links = tuple(Link(t, a, draw(st.sampled_from(supervisors.KINDS))) for t, a in linked)
    return asked, as_planned(asked, *changes), links


def most_with_their_own(asked: Problem, rota: Rota, links: tuple[Link, ...]) -> int:
    """By trying every set of links there is."""
    rule = asked.practice.rules.supervision
    assert rule is not None
    there = {person.code: (person, cell) for person, cell in asked.facts.at_work(rota, MONDAY_AM)}

    def fits(link: Link) -> bool:
        if link.trainee not in there or link.supervisor not in there:
            return False
        (t, t_cell), (s, s_cell) = there[link.trainee], there[link.supervisor]
        near = not rule.same_site or t_cell.site == s_cell.site
        return near and needs_supervision(t, t_cell) and supervises(s, s_cell)

    able = [link for link in links if fits(link)]
    for size in range(len(able), 0, -1):
        for some in combinations(able, size):
            once = len({link.trainee for link in some}) == size
            if once and max(Counter(link.supervisor for link in some).values()) <= rule.trainees_per_supervisor:
                return size
    return 0


@settings(max_examples=200, deadline=None)
@given(practices())
def test_the_naming_keeps_the_rule_and_leaves_nobody_out_needlessly(
    world: tuple[Problem, Rota, tuple[Link, ...]],
) -> None:
    asked, rota, links = world
    rule = asked.practice.rules.supervision
    assert rule is not None
    there = {person.code: (person, cell) for person, cell in asked.facts.at_work(rota, MONDAY_AM)}
    found = named(asked, rota, MONDAY_AM, links)
    assert found == named(asked, rota, MONDAY_AM, tuple(reversed(links)))
    assert {pair.trainee for pair in found} == {c for c, (one, cell) in there.items() if needs_supervision(one, cell)}
    held = Counter(pair.supervisor for pair in found if pair.supervisor)
    assert all(count <= rule.trainees_per_supervisor for count in held.values())
    for pair in found:
        assert pair.site == there[pair.trainee][1].site
        if pair.supervisor is not None:
            one, cell = there[pair.supervisor]
            assert supervises(one, cell) and (not rule.same_site or cell.site == pair.site)
            assert not asked.facts.away(pair.supervisor, MONDAY_AM)
    own = {(link.trainee, link.supervisor) for link in links}
    assert sum((p.trainee, p.supervisor) in own for p in found) == most_with_their_own(asked, rota, links)
    for site in supervision.places(asked, rule):
        alone = sum(pair.supervisor is None for pair in found if site in (None, pair.site))
        short = [b for b in supervision.check(asked, rota) if b.date == MONDAY and b.half == "AM" and b.site == site]
        room = rule.trainees_per_supervisor * (short[0].have or 0) if short else None
        trainees = sum(site in (None, pair.site) for pair in found)
        assert alone == (trainees - room if room is not None else 0)


@pytest.mark.parametrize("name", ["calder-bridge", "severnbank", "northgate"])
def test_somebody_is_left_without_exactly_where_the_rule_says_short(name: str) -> None:
    asked = shipped(name)
    lines = by_hand(asked).assignments
    as_lines = supervisors.throughout(asked, lines, ())
    assert as_lines, "nobody is in training"
    rule = asked.practice.rules.supervision
    assert rule is not None
    named_short = {
        (at, pair.site if rule.same_site else None) for at, found in as_lines for pair in found if not pair.supervisor
    }
    breaches = supervision.check(asked, as_rota(lines))
    assert {((b.date, b.half), b.site) for b in breaches} == {((at.date, at.half), site) for at, site in named_short}
