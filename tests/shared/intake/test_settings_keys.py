"""The keys of the settings page: leave rules, bank holidays, and what is only kept; read, refused, written back."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from shared.domain.calendar import Half, Holiday, HolidayEdits
from shared.domain.duty_ledger import DutyWeights
from shared.domain.leave import DEFAULT_LEAVE_RULES, DayOfYear, LockedDates, Rounding, Unit
from shared.domain.problem import Practice
from shared.intake import BadInput, parts_of, practice_from_parts
from shared.intake.kept import Contact, Notify, kept_of, weights_of
from tests.made_up import practice_of


def with_settings(**changes: Any) -> Practice:
    """Northgate with some keys changed."""
    settings, people, leave = parts_of(practice_of("northgate"))
    return practice_from_parts(settings | changes, people, leave)


def faults(**changes: Any) -> list[tuple[str | None, str]]:
    """What is said of these keys: field and message."""
    with pytest.raises(BadInput) as caught:
        with_settings(**changes)
    return [(fault.field, fault.message) for fault in caught.value.faults]


def test_leave_rules_say_what_the_file_says() -> None:
    rules = with_settings(
        leave={
            "year_start": "04-01", "salaried_unit": "day", "notice_weeks": 8, "carry_over_sessions": 4.5,
            "rounding": "session-up", "auto_approve": False,
            "locked": [{"label": "Flu clinics", "start": "2027-10-04", "end": "2027-10-15", "site": "MAIN"}],
        }
    ).leave_rules  # fmt: skip
    assert rules.year_start == DayOfYear(4, 1)
    assert (rules.partner_unit, rules.salaried_unit) == (Unit.WEEK, Unit.DAY)
    assert (rules.notice_weeks, rules.carry_over_sessions, rules.rounding) == (8, Decimal("4.5"), Rounding.SESSION_UP)
    assert rules.auto_approve is False
    assert rules.locked == (LockedDates("Flu clinics", date(2027, 10, 4), date(2027, 10, 15), "MAIN"),)


def test_what_is_not_said_of_leave_has_its_default() -> None:
    assert with_settings(leave={}).leave_rules == DEFAULT_LEAVE_RULES
    assert practice_of("plain-field").leave_rules == DEFAULT_LEAVE_RULES


def test_a_default_said_in_so_many_words_is_written_back() -> None:
    said = {"notice_weeks": 6, "year_start": "01-01"}
    assert parts_of(with_settings(leave=said))[0]["leave"] == said


def test_bank_holidays_are_kept_and_worked() -> None:
    edits = {"kept": [{"date": "2027-06-02", "name": "Local holiday"}], "worked": ["2027-08-30"]}
    practice = with_settings(bank_holidays=edits)
    assert practice.holidays == HolidayEdits((Holiday(date(2027, 6, 2), "Local holiday"),), (date(2027, 8, 30),))
    assert parts_of(practice)[0]["bank_holidays"] == edits


def test_what_is_kept_has_a_default_for_everything() -> None:
    kept = kept_of(practice_of("plain-field"))
    assert kept.fixed_period_weeks == 6
    assert kept.session_times == {Half.AM: ("08:30", "13:00"), Half.PM: ("13:30", "18:30")}
    assert (kept.contact, kept.notifications, dict(kept.weights)) == (Contact(), Notify.IMMEDIATE, {})


def test_what_is_kept_is_given_to_who_asks() -> None:
    practice = with_settings(
        contact={"telephone": "01632 960123"},
        fixed_period_weeks=4,
        session_times={"PM": ["14:00", "18:00"]},
        weights={"rooms": 0, "duty-fairness": 9},
        notifications={"mail": "daily"},
    )
    kept = kept_of(practice)
    assert kept.contact == Contact(telephone="01632 960123")
    assert kept.fixed_period_weeks == 4
    assert kept.session_times[Half.PM] == ("14:00", "18:00")
    assert kept.notifications is Notify.DAILY
    assert weights_of(practice) == {"rooms": 0, "duty-fairness": 9}


def test_weights_of_duty_are_kept_as_written_and_those_left_out_have_their_default() -> None:
    duty = {"default": 1, "skill": "duty", "same_person_both_halves": "prefer", "weights": {"monday": 1.75}}
    practice = with_settings(duty=duty)
    assert practice.rules.duty_weights == DutyWeights(monday=175, after_bank_holiday=150, friday_pm=125)
    assert parts_of(practice)[0]["duty"] == duty
    assert practice_of("plain-field").rules.duty_weights == DutyWeights()


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"leave": {"partner_unit": "weeks"}}, "leave.partner_unit", "'weeks' is not known here."),
        ({"leave": {"notice_weeks": 105}}, "leave.notice_weeks", "105 is out of range."),
        ({"leave": {"longest_ahead_months": 0}}, "leave.longest_ahead_months", "0 is out of range."),
        ({"leave": {"decide_within_days": 0}}, "leave.decide_within_days", "0 is out of range."),
        ({"leave": {"auto_approve": "yes"}}, "leave.auto_approve", "A text stands here."),
        ({"leave": {"notice": 6}}, "leave.notice", "There is no key 'notice' here."),
        ({"leave": {"locked": [{"label": "X", "start": "2027-02-02", "end": "2027-02-01"}]}}, "leave.locked[1]",
         "These dates end before they begin."),
        ({"leave": {"locked": [{"label": "X", "start": "2027-02-02", "end": "2027-02-03", "site": "MIAN"}]}},
         "leave.locked[1].site", "There is no site 'MIAN'."),
        ({"bank_holidays": {"kept": [{"date": "2027-06-05", "name": "X"}]}}, "bank_holidays.kept[1].date",
         "2027-06-05 is a Saturday, when no rota is made."),
        ({"bank_holidays": {"worked": ["2027-08-30", "2027-08-30"]}}, "bank_holidays", "2027-08-30 is there twice."),
        ({"contact": {"email": "nobody"}}, "contact.email", "'nobody' is not an email address."),
        ({"contact": {"telephone": "call us"}}, "contact.telephone", "'call us' is not a telephone number."),
        ({"fixed_period_weeks": 53}, "fixed_period_weeks", "53 is out of range."),
        ({"session_times": {"AM": ["8:30", "13:00"]}}, "session_times.AM[1]", "'8:30' is not a time."),
        ({"session_times": {"AM": ["13:00", "08:30"]}}, "session_times.AM", "This half-day ends before it begins."),
        ({"session_times": {"AM": ["08:30", "14:00"]}}, "session_times",
         "The afternoon begins before the morning ends."),
        ({"duty": {"default": 1, "weights": {"monday": 11}}}, "duty.weights.monday", "11 is out of range."),
        ({"duty": {"default": 1, "weights": {"monday": 1.333}}}, "duty.weights.monday",
         "1.333 has more than two decimals."),
        ({"duty": {"default": 1, "weights": {"mondays": 1}}}, "duty.weights.mondays",
         "There is no key 'mondays' here."),
        ({"duty": {"default": 1, "weights": [1]}}, "duty.weights", "A list stands here, and keys are needed."),
        ({"weights": {"rooms": 101}}, "weights.rooms", "101 is out of range."),
        ({"weights": {"room": 1}}, "weights.room", "There is no key 'room' here."),
        ({"weights": {"duty": 1}}, "weights.duty", "There is no key 'duty' here."),
        ({"notifications": {"mail": "hourly"}}, "notifications.mail", "'hourly' is not known here."),
    ],
)  # fmt: skip
def test_a_slip_is_told_of_once_at_its_key(changes: dict[str, Any], field: str, message: str) -> None:
    found = faults(**changes)
    assert (field, message) in found
    assert len(found) == len(set(found)), "something is told of twice"


def test_every_slip_is_told_of_at_once() -> None:
    found = faults(leave={"notice_weeks": -1}, weights={"rooms": -1}, contact={"email": "x"}, name="")
    assert {field for field, _ in found} == {"leave.notice_weeks", "weights.rooms", "contact.email", "name"}


def test_a_practice_may_have_nobody_yet() -> None:
    settings, _, _ = parts_of(practice_of("northgate"))
    practice = practice_from_parts(settings, [], [])
    assert practice.people == ()
    assert json.loads(json.dumps(parts_of(practice)[0])) == settings
