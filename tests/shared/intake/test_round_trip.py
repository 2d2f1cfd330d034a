"""What is written can be read and is the same; what cannot be read is told of, whatever the bytes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.domain.calendar import NATIONS, Half, Holiday, HolidayEdits, Horizon, Session
from shared.domain.leave import DayOfYear, LeaveRules, LockedDates, Rounding, Unit
from shared.domain.people import GROUPS, Letter, Pattern, Person
from shared.domain.problem import (
    Closure,
    DutyRule,
    Leave,
    LeaveKind,
    MaxOff,
    Practice,
    Rules,
    Site,
    SiteCover,
    Slot,
    Supervision,
    Wish,
)
from shared.intake import BadInput, Files, examine, parts_of, practice_from_parts, read_practice, write_practice
from shared.intake.words import ROLE_NAMES
from tests.made_up import STEMS, files_of, practice_of, with_part

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))

MONDAYS = st.integers(0, 2000).map(lambda weeks: date(2020, 1, 6) + timedelta(weeks=weeks))
DATES = st.dates(date(2020, 1, 1), date(2060, 1, 1))
LETTERS = st.characters(categories=["L", "N", "P", "Zs"], exclude_characters="\xa0")
NAMES = st.text(LETTERS, min_size=1, max_size=12).map(str.strip).filter(lambda text: text and text.isprintable())
CODES = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.+-]{0,5}", fullmatch=True)
FLAGS = st.sampled_from(["duty", "supervise", "trainee", "by-hand", "remote-ok", "long-term conditions", "imms"])
SLOTS = st.builds(Slot, st.integers(0, 4), st.sampled_from(Half))
NUMBERS = st.integers(0, 20)
ROLES = st.sampled_from([*ROLE_NAMES, "ST3 LTFT80", "Pharmacist (ARRS)", "Locum (regular)"])
SOME_ROLES = st.lists(ROLES, min_size=1, max_size=3).map(tuple)


# What is kept as it was written. Under leave: keys somebody wrote although the default says the same.
KEPT = (
    "{}",
    '{"enhanced_access": {"any": [1, {"é": null}]}}',
    '{"contact": {"address": "1 Elm Lane\\nElmton", "email": "a@elm.example"}, "fixed_period_weeks": 4}',
    '{"notifications": {"mail": "daily"}, "session_times": {"AM": ["08:00", "12:30"]}, "weights": {"rooms": 0}}',
)


def decimals(most: str, places: int = 2) -> st.SearchStrategy[Decimal]:
    return st.decimals("0.01", most, places=places)


def rules(site: st.SearchStrategy[str]) -> st.SearchStrategy[Rules]:
    return st.builds(
        Rules,
        duty=st.none() | st.builds(
            DutyRule, NUMBERS, st.none() | NUMBERS, st.none() | NUMBERS, st.sampled_from(["duty", "urgent"]),
            st.sampled_from(Wish), st.sampled_from(Wish), st.lists(st.sampled_from(Letter), unique=True).map(tuple),
        ),
        minimum_doctors=st.none() | st.tuples(*[NUMBERS] * 5),
        minimum_doctors_counts=st.none() | SOME_ROLES,
        max_off=st.lists(st.builds(MaxOff, SOME_ROLES, NUMBERS, st.none() | site), max_size=2).map(tuple),
        supervision=st.none() | st.builds(
            Supervision, st.integers(1, 5), st.booleans(), st.booleans(), st.none() | FLAGS, st.none() | SLOTS
        ),
        site_cover=st.lists(
            st.builds(
                SiteCover, site, st.sampled_from(sorted(GROUPS)) | ROLES, NUMBERS,
                st.none() | st.lists(SLOTS, max_size=3).map(tuple),
            ), max_size=2,
        ).map(tuple),
        full_time_days_per_week=decimals("7"),
    )  # fmt: skip


def leave_rules(site: st.SearchStrategy[str]) -> st.SearchStrategy[LeaveRules]:
    dates = st.tuples(DATES, DATES).map(sorted)
    locked = st.builds(lambda label, span, at: LockedDates(label, span[0], span[1], at), NAMES, dates, st.none() | site)
    some_day = st.dates(date(2028, 1, 1), date(2028, 12, 31)).map(lambda day: DayOfYear(day.month, day.day))
    return st.builds(
        LeaveRules,
        year_start=some_day, partner_unit=st.sampled_from(Unit), salaried_unit=st.sampled_from(Unit),
        other_unit=st.sampled_from(Unit), notice_weeks=NUMBERS, study_notice_weeks=NUMBERS,
        longest_ahead_months=st.integers(1, 60), past_days=NUMBERS, auto_approve=st.booleans(),
        carry_over_sessions=decimals("99", 1), bank_holiday_pro_rata=st.booleans(), rounding=st.sampled_from(Rounding),
        buddy_required=st.booleans(), decide_within_days=st.integers(1, 365),
        locked=st.lists(locked, max_size=2).map(tuple),
    )  # fmt: skip


@st.composite
def holiday_edits(draw: Callable[[st.SearchStrategy[Any]], Any]) -> HolidayEdits:
    days = draw(st.lists(DATES.filter(lambda day: day.weekday() < 5), max_size=4, unique=True))
    kept = draw(st.integers(0, len(days)))
    return HolidayEdits(tuple(Holiday(day, draw(NAMES)) for day in days[:kept]), tuple(days[kept:]))


GROUP_NAMES = st.frozensets(st.sampled_from(["Diabetes", "Minor ops", "On-call partners, north"]))


def people(codes: list[str], site: st.SearchStrategy[str], anchor: date) -> st.SearchStrategy[tuple[Person, ...]]:
    week = st.lists(st.sampled_from(Letter), min_size=10, max_size=10).map(tuple)
    pattern = st.lists(week, min_size=1, max_size=2).map(lambda weeks: Pattern(tuple(weeks), anchor))

    def terms(code: str) -> st.SearchStrategy[list[Person]]:
        """Somebody's terms, oldest first: they touch, or leave days between them, and never overlap."""
        term = st.builds(
            Person, st.just(code), NAMES, ROLES, site, decimals("2"), pattern, st.none() | decimals("5", 1),
            decimals("99", 1), st.frozensets(FLAGS), session_minutes=st.sampled_from([250, 240, 30]),
            groups=GROUP_NAMES,
        )  # fmt: skip
        borders = st.lists(DATES, unique=True, max_size=4).map(sorted)
        return st.builds(_in_turn, st.lists(term, min_size=3, max_size=3), borders, st.booleans())

    return st.tuples(*map(terms, codes)).map(lambda several: tuple(term for theirs in several for term in theirs))


def _in_turn(terms: list[Person], borders: list[date], ends: bool) -> list[Person]:
    """Terms between the borders; the first has no beginning, and unless it `ends`, the last has no end."""
    firsts = [None, *borders[:2]]
    lasts = [*(first - timedelta(days=1) for first in borders[:2]), borders[-1] if ends and len(borders) > 2 else None]
    spans = [(first, last) for first, last in zip(firsts, lasts, strict=True) if not first or not last or first <= last]
    name, groups = terms[0].name, terms[0].groups
    return [
        replace(term, name=name, groups=groups, starts=first, ends=last)
        for term, (first, last) in zip(terms, spans, strict=False)
    ]


def spells(code: str) -> st.SearchStrategy[list[Leave]]:
    """Leave of one person that never overlaps: every other half-day of some chosen ones begins or ends a spell."""
    sessions = st.builds(Session, DATES, st.sampled_from(Half))
    pairs = st.lists(sessions, unique=True, max_size=6).map(sorted)
    details = st.lists(st.tuples(st.sampled_from(LeaveKind), st.booleans()), min_size=3, max_size=3)
    return st.builds(
        lambda at, about: [
            Leave(code, kind, at[2 * i], at[2 * i + 1], approved)
            for i, (kind, approved) in enumerate(about[: len(at) // 2])
        ],
        pairs,
        details,
    )


@st.composite
def practices(draw: Callable[[st.SearchStrategy[Any]], Any]) -> Practice:
    site_codes = draw(st.lists(CODES, min_size=1, max_size=3, unique=True))
    codes = draw(st.lists(CODES, min_size=1, max_size=4, unique=True))
    site = st.sampled_from(site_codes)
    horizon = Horizon(draw(MONDAYS), draw(st.integers(1, 104)))
    week_a = draw(st.none() | MONDAYS)
    closure = st.builds(
        Closure, NAMES, st.lists(DATES, max_size=2).map(tuple), st.none() | st.sampled_from(Half), st.none() | site
    )
    return Practice(
        name=draw(NAMES),
        nation=draw(st.sampled_from(sorted(NATIONS))),
        horizon=horizon,
        sites=tuple(Site(code, draw(NAMES), draw(NUMBERS)) for code in site_codes),
        rules=draw(rules(site)),
        closures=draw(st.lists(closure, max_size=2).map(tuple)),
        people=draw(people(codes, site, week_a or horizon.start)),
        leave=tuple(leave for code in codes for leave in draw(spells(code))),
        list_size=draw(st.none() | st.integers(0, 100_000)),
        week_a_starts=week_a,
        notes=draw(st.lists(NAMES, max_size=2).map(tuple)),
        leave_rules=draw(leave_rules(site)),
        holidays=draw(holiday_edits()),
        kept=draw(st.sampled_from(KEPT)),
    )


@QUICK
@given(practices())
def test_what_is_written_can_be_read_and_is_the_same(practice: Practice) -> None:
    assert read_practice(write_practice(practice)) == practice
    assert practice_from_parts(*parts_of(practice)) == practice


@pytest.mark.long
@QUICK
@given(practices())
def test_parts_survive_being_stored_as_json(practice: Practice) -> None:
    settings, people, leave = json.loads(json.dumps(parts_of(practice)))
    assert practice_from_parts(settings, people, leave) == practice


@pytest.mark.parametrize("name", sorted(STEMS))
def test_export_of_an_import_changes_nothing(name: str) -> None:
    files, again = files_of(name), write_practice(practice_of(name), stem=name)
    assert read_practice(again) == practice_of(name)
    before, after = json.loads(files.practice or b""), json.loads(again.practice or b"")
    assert {key: after[key] for key in before if key not in ("closures", "minimum_doctors", "duty", "notes")} == {
        key: before[key] for key in before if key not in ("closures", "minimum_doctors", "duty", "notes")
    }
    assert again.leave == files.leave


def test_parts_without_lines_are_told_of_too() -> None:
    settings, people, leave = parts_of(practice_of("northgate"))
    people[1]["code"] = people[0]["code"]
    settings["duty"]["default"] = -1
    with pytest.raises(BadInput) as caught:
        practice_from_parts(settings, people, leave)
    told = caught.value.faults
    assert [(fault.line, fault.field) for fault in told[:2]] == [(None, "duty.default"), (None, "code")]
    assert "an earlier row" in told[1].message


def tell(files: Files) -> None:
    """A practice, or faults in words; nothing else can happen."""
    practice, faults = examine(files)
    assert (practice is None) == bool(faults)
    for fault in faults:
        assert fault.message
        assert str(fault).isprintable()


@QUICK
@given(st.binary(max_size=200), st.sampled_from(["practice", "people", "leave"]))
def test_no_bytes_are_too_strange(data: bytes, part: str) -> None:
    tell(with_part(files_of("northgate"), part, data))


@QUICK
@given(st.text(max_size=200), st.sampled_from(["practice", "people", "leave"]))
def test_no_text_is_too_strange(text: str, part: str) -> None:
    tell(with_part(files_of("northgate"), part, text.encode(errors="surrogatepass")))


JUNK = st.binary(max_size=6) | st.sampled_from(
    [b'"', b",", b"\n", b"{", b"]", b"-1", b"null", b"1e999", b"\\u0000", b"?"]
)


@QUICK
@given(
    st.sampled_from(["practice", "people", "leave"]),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 9), JUNK), max_size=4),
)
def test_no_slip_of_the_finger_is_too_strange(part: str, slips: list[tuple[float, int, bytes]]) -> None:
    data = getattr(files_of("northgate"), part)
    for where, gone, put in slips:
        at = int(where * len(data))
        data = data[:at] + put + data[at + gone :]
    tell(with_part(files_of("northgate"), part, data))


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@QUICK
@given(st.data())
def test_no_value_is_too_strange_anywhere(data: st.DataObject) -> None:
    """One value anywhere in the settings becomes something else."""
    document = json.loads(files_of("northgate").practice or b"")
    at, inside = document, [document]
    while inside:
        at = inside[-1]
        key = data.draw(st.sampled_from(sorted(at) if isinstance(at, dict) else range(len(at))))
        deeper = isinstance(at[key], (dict, list)) and at[key] and data.draw(st.booleans())
        inside.append(at[key]) if deeper else inside.clear()
    at[key] = data.draw(ANYTHING)
    tell(with_part(files_of("northgate"), "practice", json.dumps(document).encode()))
