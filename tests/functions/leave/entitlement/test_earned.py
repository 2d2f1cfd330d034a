"""The sum of a leave year: every vector of the trade's sources, and what holds whatever the numbers.

The bank-holiday table is worked out by hand from the eight bank holidays of England and Wales in 2027: 1 Jan, 26 and
29 Mar, 3 and 31 May, 30 Aug, 27 and 28 Dec.
"""

from __future__ import annotations

import inspect
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.leave.entitlement import adjusting, balance, bookings, earned, policy, reads, reasons, service
from functions.leave.entitlement.balance import statutory_floor
from functions.leave.entitlement.earned import entitlement, rounded_total
from functions.leave.entitlement.nouns import EntryKind, Line
from functions.leave.entitlement.policy import Ledger
from shared.domain.amount import Amount
from shared.domain.entitlement import LeaveYear
from shared.domain.leave import LeaveRules, Rounding
from shared.domain.people import Person
from shared.domain.problem import Practice
from tests.builders import person, problem

YEAR = LeaveYear(date(2027, 1, 1), date(2027, 12, 31))
PRO_RATA = LeaveRules(bank_holiday_pro_rata=True)


def practice_of(*people: Person, rules: LeaveRules = PRO_RATA) -> Practice:
    return replace(problem(*people).practice, leave_rules=rules)


def lines_of(*people: Person, rules: LeaveRules = PRO_RATA, year: LeaveYear = YEAR) -> tuple[Line, ...]:
    return entitlement(practice_of(*people, rules=rules), "A", year, rules)


def sessions(lines: tuple[Line, ...], *kinds: EntryKind) -> Decimal:
    """What lines of these kinds, or all, come to in sessions of 250 minutes."""
    return Amount(sum(line.minutes for line in lines if not kinds or line.kind in kinds), 250).sessions


BANK_HOLIDAYS_2027 = {
    "Mon, Tue, Fri: 6 sessions": ("SSSS----SS", "9.6", "16", "-6.4"),
    "Tue, Wed, Thu: 6 sessions": ("--SSSSSS--", "9.6", "2", "7.6"),
    "Wed, Thu: 4 sessions": ("----SSSS--", "6.4", "0", "6.4"),
    "Tue, Fri: 4 sessions": ("--SS----SS", "6.4", "6", "0.4"),
    "Mon, Wed, Thu: 6 sessions": ("SS--SSSS--", "9.6", "10", "-0.4"),
    "Mon to Fri, off Fri PM: 9 sessions": ("SSSSSSSSS-", "14.4", "14", "0.4"),
}


@pytest.mark.parametrize(
    ("pattern", "credit", "charge", "balance"), BANK_HOLIDAYS_2027.values(), ids=BANK_HOLIDAYS_2027.keys()
)
def test_bank_holidays_of_2027_in_england_and_wales(pattern: str, credit: str, charge: str, balance: str) -> None:
    lines = lines_of(replace(person("A", pattern), annual_leave_sessions=Decimal(0)))
    assert sessions(lines, EntryKind.CREDIT) == Decimal(credit)
    assert -sessions(lines, EntryKind.CHARGE) == Decimal(charge)
    assert sessions(lines) == Decimal(balance)


SALARIED = replace(person("A", "--SSSSSS--", role="Salaried"), annual_leave_sessions=Decimal(36))


def test_a_salaried_gp_of_six_sessions_has_36_sessions_which_are_150_hours() -> None:
    lines = lines_of(SALARIED)
    assert sessions(lines, EntryKind.GRANT) == 36
    (grant,) = [line for line in lines if line.kind is EntryKind.GRANT]
    assert Amount(grant.minutes, 250).hours == 150


def test_their_bank_holiday_credit_is_40_hours_which_are_9_6_sessions() -> None:
    (credit,) = [line for line in lines_of(SALARIED) if line.kind is EntryKind.CREDIT]
    assert (Amount(credit.minutes, 250).hours, Amount(credit.minutes, 250).sessions) == (Decimal(40), Decimal("9.6"))


def test_their_statutory_floor_is_33_6_sessions_bank_holidays_included() -> None:
    practice = practice_of(SALARIED)
    ledger = Ledger(practice, "A", (), (), today=date(2027, 6, 1))
    floor = statutory_floor(practice, "A", YEAR, balance.balance(ledger, YEAR))
    assert floor is not None
    assert Amount(floor.least, 250).sessions == Decimal("33.6")
    assert Amount(floor.has, 250).sessions == Decimal("45.6")
    assert floor.is_met


def test_a_floor_that_is_not_met_says_so_and_partners_have_none() -> None:
    poor = replace(SALARIED, annual_leave_sessions=Decimal(10))
    for one, met in ((poor, False), (replace(SALARIED, role="Partner"), None)):
        practice = practice_of(one)
        found = balance.balance(Ledger(practice, "A", (), (), today=date(2027, 6, 1)), YEAR)
        floor = statutory_floor(practice, "A", YEAR, found)
        assert (floor and floor.is_met) is met


def test_the_floor_is_28_days_at_most() -> None:
    practice = practice_of(replace(person("A", role="Practice Nurse"), annual_leave_sessions=Decimal(60)))
    found = balance.balance(Ledger(practice, "A", (), (), today=date(2027, 6, 1)), YEAR)
    floor = statutory_floor(practice, "A", YEAR, found)
    assert floor is not None
    assert Amount(floor.least, 250).days == 28


# -- terms -----------------------------------------------------------------------------------------------------------


def test_a_contract_change_from_six_to_five_sessions_splits_by_date() -> None:
    """36 sessions a year for 59 days and 30 for 306: 1,454.79 and 6,287.67 minutes."""
    six = replace(SALARIED, ends=date(2027, 2, 28))
    five = replace(SALARIED, starts=date(2027, 3, 1), annual_leave_sessions=Decimal(30))
    first, second, rounding = lines_of(six, five, rules=LeaveRules())
    assert (first.minutes, first.key, first.effective) == (1455, "term:2027-01-01", date(2027, 1, 1))
    assert (second.minutes, second.key, second.effective) == (6288, "term:2027-03-01", date(2027, 3, 1))
    assert (rounding.kind, rounding.minutes) == (EntryKind.ROUNDING, -1)
    assert first.working == (
        "36 sessions a year × 250 minutes × 59 of 365 days (1 Jan to 28 Feb 2027) = 1,454.79 minutes",
    )


def test_the_rounding_is_a_line_of_its_own_that_shows_how() -> None:
    """1,454.79 + 6,287.67 = 7,742.47, to the nearest minute 7,742; its lines, each to the minute, come to 7,743."""
    six = replace(SALARIED, ends=date(2027, 2, 28))
    five = replace(SALARIED, starts=date(2027, 3, 1), annual_leave_sessions=Decimal(30))
    *_, rounding = lines_of(six, five, rules=LeaveRules())
    assert rounding.working == (
        "The exact sum is 7,742.47 minutes; its lines to the nearest minute come to 7,743",
        "Rounded once, at the end of the sum, to the nearest minute = 7,742 minutes, 30.968 sessions",
    )


def test_half_a_session_up_is_printed_as_a_line() -> None:
    """36 sessions for 100 of 365 days are 9.863; up to the next half, 10."""
    lines = lines_of(replace(SALARIED, starts=date(2027, 9, 23)), rules=LeaveRules(rounding=Rounding.HALF_SESSION_UP))
    grant, rounding = lines
    assert (grant.minutes, rounding.kind, rounding.minutes) == (2466, EntryKind.ROUNDING, 34)
    assert sessions(lines) == 10
    assert "up to the next half session = 2,500 minutes, 10 sessions" in rounding.working[1]


@pytest.mark.parametrize(
    ("rounding", "minutes"), [(Rounding.MINUTE, 2466), (Rounding.HALF_SESSION_UP, 2500), (Rounding.SESSION_UP, 2500)]
)
def test_each_way_of_rounding(rounding: Rounding, minutes: int) -> None:
    assert rounded_total(Fraction(36 * 250 * 100, 365), rounding, 250) == minutes


def test_rounding_up_is_in_the_persons_favour_also_below_nought() -> None:
    assert rounded_total(Fraction(-1600), Rounding.SESSION_UP, 250) == -1500
    assert rounded_total(Fraction(-1), Rounding.HALF_SESSION_UP, 250) == 0


def test_a_joiner_and_a_leaver_have_their_part_of_the_year() -> None:
    joiner = lines_of(replace(SALARIED, starts=date(2027, 7, 2)), rules=LeaveRules())
    leaver = lines_of(replace(SALARIED, ends=date(2027, 7, 1)), rules=LeaveRules())
    assert sum(line.minutes for line in (*joiner, *leaver)) == pytest.approx(9000, abs=1)


def test_leave_years_from_april_count_their_own_bank_holidays() -> None:
    """April 2027 to March 2028 has six: Easter 2027 fell before it, and Easter 2028 after."""
    year = LeaveYear(date(2027, 4, 1), date(2028, 3, 31))
    (credit,) = [line for line in lines_of(SALARIED, year=year) if line.kind is EntryKind.CREDIT]
    assert credit.working[0].startswith("6 bank holidays")
    assert Amount(credit.minutes, 250).sessions == Decimal("7.2")


def test_without_a_term_there_is_nothing() -> None:
    assert lines_of() == ()
    assert lines_of(replace(SALARIED, ends=date(2026, 12, 31))) == ()


def test_without_pro_rata_there_is_neither_credit_nor_charge() -> None:
    assert {line.kind for line in lines_of(SALARIED, rules=LeaveRules())} == {EntryKind.GRANT}


# -- what holds whatever the numbers ---------------------------------------------------------------------------------

anybody = st.builds(
    lambda pattern, days, leave, length: replace(
        person("A", pattern, days=days), annual_leave_sessions=leave, session_minutes=length
    ),
    st.sampled_from(("SSSSSSSSSS", "SS--SA--SS", "????------", "SS????--??", "??????????")),
    st.sampled_from(("1", "2.5", "3.5")),
    st.decimals(0, 80, places=2),
    st.sampled_from((240, 250, 247)),
)
rules = st.builds(LeaveRules, bank_holiday_pro_rata=st.booleans(), rounding=st.sampled_from(Rounding))


@settings(max_examples=60)
@given(anybody, rules, st.dates(date(2027, 1, 2), date(2027, 12, 31)))
def test_splitting_a_term_with_the_same_pattern_changes_no_line(one: Person, rules: LeaveRules, at: date) -> None:
    both = replace(one, ends=at - timedelta(days=1)), replace(one, starts=at)
    assert lines_of(*both, rules=rules) == lines_of(one, rules=rules)


@settings(max_examples=60)
@given(anybody, anybody, rules, st.dates(date(2027, 1, 2), date(2027, 12, 31)))
def test_the_lines_sum_to_the_rounded_whole(one: Person, other: Person, rules: LeaveRules, at: date) -> None:
    terms = replace(one, ends=at - timedelta(days=1)), replace(other, starts=at)
    lines = lines_of(*terms, rules=rules)
    total = sum(line.minutes for line in lines)
    length = other.session_minutes
    if rules.rounding is Rounding.SESSION_UP:
        assert total % length == 0
    if rules.rounding is Rounding.HALF_SESSION_UP:
        assert 2 * total % length in (0, 1)  # half of an odd session is no whole minute
    unrounded = sum(line.minutes for line in lines if line.kind is not EntryKind.ROUNDING)
    step = {Rounding.MINUTE: 0, Rounding.HALF_SESSION_UP: other.session_minutes / 2,
            Rounding.SESSION_UP: other.session_minutes}[rules.rounding]  # fmt: skip
    assert -3 <= total - unrounded <= step + 3


@pytest.mark.parametrize("module", [earned, policy, balance, bookings, reasons, service, adjusting, reads])
def test_no_function_has_a_date_by_default(module: object) -> None:
    for _, function in inspect.getmembers(module, inspect.isfunction):
        for name, parameter in inspect.signature(function).parameters.items():
            has_default = parameter.default is not inspect.Parameter.empty
            assert not (has_default and "date" in str(parameter.annotation)), f"{function.__name__}({name}=...)"
