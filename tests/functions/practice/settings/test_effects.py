"""What settings would do to the published rota, against what the rules themselves say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from functions.practice.settings.effects import Published, effects, why_shut
from shared.domain.calendar import Half, Holiday, HolidayEdits, Horizon
from shared.domain.problem import Closure, Practice, Problem
from shared.queries.rota import Line
from tests.made_up import practice_of

NORTHGATE = practice_of("northgate")
START = date(2027, 3, 15)  # three weeks with Easter in them
WEEKS = Horizon(START, 3)
DAYS = st.sampled_from(list(WEEKS.days()))
SITES = st.sampled_from([site.code for site in NORTHGATE.sites])
CLOSURES = st.builds(
    Closure,
    st.just("Shut"),
    st.lists(DAYS, max_size=3).map(tuple),
    st.none() | st.sampled_from(Half),
    st.none() | SITES,
)


@st.composite
def practices(draw: st.DrawFn) -> Practice:
    """Northgate, shut at other times."""
    days = draw(st.lists(DAYS, unique=True, max_size=4))
    at = draw(st.integers(0, len(days)))
    return replace(
        NORTHGATE,
        closures=tuple(draw(st.lists(CLOSURES, max_size=3))),
        holidays=HolidayEdits(tuple(Holiday(day, "Fair") for day in days[:at]), tuple(days[at:])),
    )


@settings(max_examples=50, deadline=None)
@given(practices())
def test_the_settings_and_the_rules_agree_when_a_site_is_shut(practice: Practice) -> None:
    facts = Problem(practice, WEEKS).facts
    for session in WEEKS.sessions():
        for site in practice.sites:
            shut = why_shut(practice, session.date, session.half, site.code) is not None
            assert shut == (not facts.is_open(site.code, session)), (session, site)


def published(*lines: tuple[str, int, str, str]) -> Published:
    """A rota of those three weeks with these lines: code, days after its start, half, site."""
    made = (Line(code, START + timedelta(days=n), half, "clinic", site) for code, n, half, site in lines)
    return Published(START, frozenset(WEEKS.days()), tuple(made))


def shut(*days: date, half: Half | None = None, site: str | None = None) -> Practice:
    return replace(NORTHGATE, closures=(*NORTHGATE.closures, Closure("Boiler", days, half, site)))


def test_only_those_are_counted_who_are_in_when_and_where_it_is_shut() -> None:
    rota = published(
        ("P1", 1, "AM", "MAIN"), ("P1", 1, "PM", "MAIN"), ("P2", 1, "AM", "MAIN"), ("P3", 1, "AM", "BRANCH"),
        ("P4", 2, "AM", "MAIN"),
    )  # fmt: skip
    after = shut(START + timedelta(days=1), half=Half.AM, site="MAIN")
    first, stays, soon = effects(NORTHGATE, after, [], rota)
    assert first == "Tue 16 Mar 2027: 2 people with 2 sessions on the published rota would find it shut."
    assert stays == "They stay on the published rota until it is made again."
    assert soon == "Inside the fixed period, which people rely on: Tue 16 Mar."


def test_other_weights_of_duty_are_for_weeks_to_come_and_change_no_rota() -> None:
    said = effects(NORTHGATE, NORTHGATE, ["duty.weights.monday"], published(("P1", 1, "AM", "MAIN")))
    assert said == (
        "Runs asked for and weeks closed from now on count duty by these weights. "
        "Weeks already closed stay as they are.",
    )  # fmt: skip


def test_leave_on_the_rota_is_nobody_at_work() -> None:
    line = Line("P1", START + timedelta(days=1), "AM", "study-leave", "MAIN")
    rota = Published(START, frozenset(WEEKS.days()), (line,))
    assert effects(NORTHGATE, shut(START + timedelta(days=1)), [], rota) == ()


def test_many_days_are_told_together() -> None:
    rota = published(*(("P1", n, "AM", "MAIN") for n in range(5)), *(("P1", n + 7, "AM", "MAIN") for n in range(3)))
    found = effects(NORTHGATE, shut(*WEEKS.days()), [], rota)
    assert found[5] == "3 more days: 1 person with 3 sessions on the published rota would find them shut."


def test_a_worked_bank_holiday_opens_a_day_nobody_is_in() -> None:
    good_friday = date(2027, 3, 26)
    after = replace(NORTHGATE, holidays=HolidayEdits(worked=(good_friday,)))
    assert effects(NORTHGATE, after, ["bank_holidays.worked"], published())[0] == (
        "Open after all: Fri 26 Mar. The published rota has nobody in then; generate those weeks again."
    )


def test_a_site_that_goes_is_counted() -> None:
    after = replace(NORTHGATE, sites=NORTHGATE.sites[:1])
    found = effects(NORTHGATE, after, [], published(("P1", 1, "AM", "BRANCH"), ("P2", 1, "AM", "BRANCH")))
    assert found == ("The published rota has 2 people with 2 sessions at BRANCH, which would be gone.",)


def test_without_a_published_rota_only_what_comes_next_is_said() -> None:
    nothing = Published(START, frozenset(), ())
    assert effects(NORTHGATE, shut(START), ["closures"], nothing) == ()
    assert effects(NORTHGATE, NORTHGATE, ["leave.year_start"], nothing) == (
        "Leave already decided stays as it is. Requests from now on follow these rules.",
        "Entitlement is counted in other years: look through the statements afterwards.",
    )
