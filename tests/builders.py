"""Small practices and rotas, said in a line: what a test needs and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from shared.domain.calendar import WEEKDAYS, Half, Horizon, Session
from shared.domain.duty_ledger import DutyWeights
from shared.domain.people import Letter, Pattern, Person
from shared.domain.problem import (
    Closure,
    Decide,
    DutyRule,
    Leave,
    LeaveKind,
    MaxOff,
    Practice,
    Problem,
    Rules,
    Site,
    SiteCover,
    Slot,
    Supervision,
    Wish,
)
from shared.domain.rota import Activity, Assignment, Cell, Rota, as_assignments
from tests.made_up import practice_of

MONDAY = date(2027, 1, 4)  # a week without a bank holiday
EASTER = date(2027, 3, 22)  # its Friday and the Monday after are bank holidays
ALIKE = DutyRule(1, weights=DutyWeights(100, 100, 100))  # no duty is harder than another
MAIN, BRANCH = Site("MAIN", "Northgate", 8), Site("BRANCH", "Eastfield", 3)


def person(
    code: str,
    pattern: str = "SSSSSSSSSS",
    *,
    pattern_b: str = "",
    role: str = "Partner",
    site: str = "MAIN",
    wte: str = "1.00",
    days: str | None = None,
    flags: str = "",
    anchor: date = MONDAY,
    starts: date | None = None,
    ends: date | None = None,
    groups: str = "",
) -> Person:
    """Somebody called 'Dr <code>', in one working term."""
    weeks = tuple(tuple(Letter(letter) for letter in week) for week in (pattern, pattern_b) if week)
    return Person(
        code=code,
        name=f"Dr {code}",
        role=role,
        site=site,
        wte=Decimal(wte),
        pattern=Pattern(weeks, anchor),
        flexible_days_per_week=None if days is None else Decimal(days),
        annual_leave_sessions=Decimal(36),
        flags=frozenset(flags.split("|")) - {""},
        starts=starts,
        ends=ends,
        groups=frozenset(groups.split("|")) - {""},
    )


def split(one: Person, day: date, **changes: Any) -> tuple[Person, Person]:
    """Somebody in two working terms, the second from `day` on and with these changes."""
    return replace(one, ends=day - timedelta(days=1)), replace(one, starts=day, **changes)


def session(words: str, week: int = 0, start: date = MONDAY) -> Session:
    """'Tue PM' of a week of the horizon, counted from nought."""
    day, half = words.split()
    return Session(start + timedelta(days=7 * week + WEEKDAYS.index(day)), Half(half))


def slot(words: str) -> Slot:
    day, half = words.split()
    return Slot(WEEKDAYS.index(day), Half(half))


def leave(
    code: str,
    first: str,
    last: str | None = None,
    *,
    week: int = 0,
    start: date = MONDAY,
    kind: LeaveKind = LeaveKind.ANNUAL,
    approved: bool = True,
) -> Leave:
    """From 'Mon AM' to 'Fri PM' of one week."""
    return Leave(code, kind, session(first, week, start), session(last or first, week, start), approved)


def problem(
    *people: Person,
    start: date = MONDAY,
    weeks: int = 1,
    sites: tuple[Site, ...] = (MAIN,),
    leave: Iterable[Leave] = (),
    closures: Iterable[Closure] = (),
    published: Iterable[Assignment] = (),
    pins: Iterable[Assignment] = (),
    decide: Iterable[Decide] = frozenset(Decide),
    weights: Mapping[str, int] | None = None,
    **rules: Any,
) -> Problem:
    """A question asked of a practice with these people and `Rules` fields."""
    horizon = Horizon(start, weeks)
    practice = Practice(
        name="Test",
        nation="england-and-wales",
        horizon=horizon,
        sites=sites,
        rules=Rules(**rules),
        closures=tuple(closures),
        people=people,
        leave=tuple(leave),
    )
    return Problem(practice, horizon, tuple(published), tuple(pins), frozenset(decide), dict(weights or {}))


def line(
    code: str, when: str, activity: Activity = Activity.CLINIC, site: str = "MAIN", week: int = 0, start: date = MONDAY
) -> Assignment:
    return Assignment(session(when, week, start), code, activity, site)


def as_planned(problem: Problem, *changes: Assignment, out: Iterable[tuple[str, str]] = ()) -> Rota:
    """Everybody at home and at their letters, every flexible day given, nobody on duty; then these changes.

    `out` names (code, 'Tue PM') that are not listed.
    """
    facts = problem.facts
    rota: dict[tuple[str, Session], Cell] = {}
    for one in facts.people:
        for when in facts.sessions:
            if (cell := facts.plan(one.code, when).cell) is not None:
                rota[one.code, when] = cell
    for code, words in out:
        del rota[code, session(words, start=problem.horizon.start)]
    return rota | {(change.code, change.session): Cell(change.activity, change.site) for change in changes}


def lines_of(rota: Rota) -> tuple[Assignment, ...]:
    return as_assignments(rota)


# -- practices nobody has thought of -------------------------------------------------------------------------------

_PATTERNS = (
    "SSSSSSSSSS",
    "SS--SA--SS",
    "????------",
    "SS????--??",
    "S?--?A----",
    "STAVEL--SS",
    "S-S---SSAA",
    "??????????",
)
_CODES = tuple(f"P{number}" for number in range(1, 10))


def _people(code: str, sites: list[str]) -> st.SearchStrategy[Person]:
    """Somebody, in one working term."""
    return st.builds(
        person,
        st.just(code),
        st.sampled_from(_PATTERNS),
        pattern_b=st.sampled_from(("", "", "SS--------")),
        role=st.sampled_from(("Partner", "Salaried", "ST2", "FY2", "Nurse", "Locum")),
        site=st.sampled_from(sites),
        days=st.sampled_from((None, "2", "2.5", "3.5")),
        wte=st.sampled_from(("0.60", "1.00")),
        flags=st.sampled_from(("duty", "duty|supervise", "supervise|teacher|duty", "", "remote-ok", "", "by-hand")),
    )


@st.composite
def _terms(draw: st.DrawFn, one: Person, sites: list[str], start: date) -> tuple[Person, ...]:
    """Somebody's terms: always here, a joiner, a leaver, on other terms from a day on, or away between two terms."""
    day = start + timedelta(days=draw(st.integers(0, 11)))
    before, after = split(one, day)
    other = replace(draw(_people(one.code, sites)), starts=day)
    back = replace(other, starts=day + timedelta(days=draw(st.integers(1, 4))))
    return draw(
        st.sampled_from(((one,), (one,), (after,), (before,), (before, other), (before, after), (before, back)))
    )


@st.composite
def problems(draw: st.DrawFn, weeks: int = 2, people: int = 5, *, terms: bool = True) -> Problem:
    """Any small problem that does not contradict itself; with `terms`, people come, go and change in it."""
    sites = draw(st.sampled_from(((MAIN,), (MAIN, BRANCH), (replace(MAIN, rooms=2), replace(BRANCH, rooms=1)))))
    codes = [site.code for site in sites]
    staff = [draw(_people(code, codes)) for code in _CODES[: draw(st.integers(1, people))]]
    start = draw(st.sampled_from((MONDAY, EASTER)))
    absences = [
        leave(one.code, "Mon AM", draw(st.sampled_from(("Mon AM", "Tue PM", "Fri PM"))), start=start, kind=kind)
        for one in staff
        if (kind := draw(st.sampled_from((None, None, LeaveKind.ANNUAL, LeaveKind.STUDY)))) is not None
    ]
    asked = problem(
        *(term for one in staff for term in (draw(_terms(one, codes, start)) if terms else (one,))),
        start=start,
        weeks=draw(st.integers(1, weeks)),
        sites=sites,
        leave=absences,
        closures=draw(st.sampled_from(((), (Closure("PLT", (start + timedelta(2),), Half.PM),)))),
        **draw(_rules(codes)),
    )
    if not draw(st.booleans()):
        return asked
    published = lines_of(as_planned(asked))
    kept = draw(st.sets(st.sampled_from(published), max_size=3)) if published else set()
    decide = draw(st.sampled_from((frozenset(Decide), frozenset({Decide.DUTY}), frozenset({Decide.DAYS}))))
    pins = tuple(pin for pin in sorted(kept) if pin.activity in (Activity.CLINIC, Activity.ADMIN))
    return replace(asked, published=published, pins=pins, decide=decide if published else frozenset(Decide))


def _rules(sites: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    wishes = st.sampled_from(tuple(Wish))
    return st.fixed_dictionaries(
        {
            "duty": st.none()
            | st.builds(
                DutyRule,
                default=st.integers(0, 2),
                mondays=st.sampled_from((None, 2)),
                first_day_after_bank_holiday=st.sampled_from((None, 2)),
                same_person_both_halves=wishes,
                spread_sites=wishes,
                not_on=st.sampled_from(((), (Letter.ADMIN,))),
            ),
            "minimum_doctors": st.sampled_from((None, (2, 1, 3, 0, 1))),
            "minimum_doctors_counts": st.sampled_from((None, ("Partner", "ST2"))),
            "max_off": st.sampled_from(((), (MaxOff(("Partner", "Salaried"), 0),))),
            "supervision": st.none()
            | st.builds(
                Supervision,
                trainees_per_supervisor=st.integers(1, 2),
                same_site=st.booleans(),
                prefer_one_supervisor_free_of_duty=st.booleans(),
                tutorial_needs=st.sampled_from((None, "teacher")),
            ),
            "site_cover": st.lists(
                st.builds(
                    SiteCover,
                    site=st.sampled_from(sites),
                    role_group=st.sampled_from(("gp", "doctor", "nurse")),
                    minimum=st.integers(1, 2),
                    when=st.sampled_from((None, (slot("Mon AM"), slot("Tue PM")))),
                ),
                max_size=2,
            ).map(tuple),
        }
    )


@st.composite
def rotas(draw: st.DrawFn, problem: Problem, sending: Mapping[tuple[str, Session], tuple[str, ...]]) -> Rota:
    """Any rota that keeps to what cannot be otherwise."""
    return any_rota(problem, sending, lambda among: draw(st.sampled_from(among)))


def any_rota(
    problem: Problem, sending: Mapping[tuple[str, Session], tuple[str, ...]], choice: Callable[[Sequence[Any]], Any]
) -> Rota:
    """A rota that keeps to what cannot be otherwise: days given whole, never too many on duty."""
    facts = problem.facts
    rota = dict(as_planned(problem))
    for (code, _), sessions in facts.optional_days.items():
        if not choice((True, False)):
            for when in sessions:
                del rota[code, when]
    for when in facts.sessions:
        left = facts.duty_need(when) - sum(cell.activity is Activity.DUTY for _, cell in facts.at_work(rota, when))
        for one, cell in list(facts.at_work(rota, when)):
            activity = cell.activity
            if left > 0 and facts.plan(one.code, when).may_hold_duty and choice((True, False)):
                activity, left = Activity.DUTY, left - 1
            may_go = activity in (Activity.CLINIC, Activity.DUTY)
            site = choice((cell.site, *(sending.get((one.code, when), ()) if may_go else ())))
            rota[one.code, when] = Cell(activity, site)
    return rota


def shipped(name: str) -> Problem:
    """The question the demo would ask of one of the practices in `infra/demo/practices`."""
    practice = practice_of(name)
    assert practice.horizon is not None
    return Problem(practice, practice.horizon)
