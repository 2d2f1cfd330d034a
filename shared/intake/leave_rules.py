"""The key `leave` of NAME.practice.json: what the practice asks of leave, read and written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from enum import Enum
from types import MappingProxyType
from typing import Any

from shared.domain.leave import DEFAULT_LEAVE_RULES, DayOfYear, LeaveRules, LockedDates, Rounding, Unit
from shared.intake import words
from shared.intake.faults import shown
from shared.intake.nodes import Node, as_text, number, site_among, text, whole, yes_or_no
from shared.intake.words import Wrong

MOST_WEEKS_OF_NOTICE = 104
MOST_MONTHS_AHEAD = 60
MOST_DAYS_BACK = 366
MOST_SESSIONS_CARRIED = 999
MOST_DAYS_TO_DECIDE = 365

NAMES = tuple(field.name for field in fields(LeaveRules))


def _day_of_year(written: str) -> DayOfYear:
    try:
        day = words.day(f"2028-{written}")  # a leap year, so that 29 February passes
    except Wrong:
        raise Wrong(f"{shown(written)} is not a day of the year.", "Write month-day, as 04-01.") from None
    return DayOfYear(day.month, day.day)


def _unit(written: str) -> Unit:
    return Unit(words.one_of(written, [unit.value for unit in Unit]))


def _rounding(written: str) -> Rounding:
    return Rounding(words.one_of(written, [way.value for way in Rounding]))


_HOW: Mapping[str, Callable[[Node], Any]] = MappingProxyType(
    {
        "year_start": as_text(_day_of_year),
        "partner_unit": as_text(_unit),
        "salaried_unit": as_text(_unit),
        "other_unit": as_text(_unit),
        "notice_weeks": whole(0, MOST_WEEKS_OF_NOTICE),
        "study_notice_weeks": whole(0, MOST_WEEKS_OF_NOTICE),
        "longest_ahead_months": whole(1, MOST_MONTHS_AHEAD),
        "past_days": whole(0, MOST_DAYS_BACK),
        "auto_approve": yes_or_no,
        "carry_over_sessions": number(Decimal(0), Decimal(MOST_SESSIONS_CARRIED)),
        "bank_holiday_pro_rata": yes_or_no,
        "rounding": as_text(_rounding),
        "buddy_required": yes_or_no,
        "decide_within_days": whole(1, MOST_DAYS_TO_DECIDE),
    }
)


def leave_rules_of(node: Node, codes: Collection[str] | None) -> LeaveRules:
    """The rules of leave; what is left out has its default. `codes` are the sites' (None: not known)."""
    keys = node.keys(*NAMES)
    how = {**_HOW, "locked": lambda locked: locked.each(lambda each: _locked(each, codes))}
    given = {name: keys.read(name, how[name]) for name in NAMES}
    return LeaveRules(**{name: value for name, value in given.items() if value is not None})


def _locked(node: Node, codes: Collection[str] | None) -> LockedDates | None:
    keys = node.keys("label", "start", "end", "site")
    label = keys.need("label", text, 'Write "label": "Flu clinics", which people are told.')
    start = keys.need("start", as_text(words.day), 'Write "start": "2027-10-04".')
    end = keys.need("end", as_text(words.day), 'Write "end": "2027-10-15", the last day locked.')
    site = keys.read("site", site_among(codes))
    if label is None or start is None or end is None:
        return None
    if end < start:
        raise Wrong("These dates end before they begin.", f"Write an end of {start.isoformat()} or later.")
    return LockedDates(label, start, end, site)


def said_as_default(rules: LeaveRules, written: object) -> list[str]:
    """The keys somebody wrote although the default says the same: export has them too."""
    members = written if isinstance(written, dict) else {}
    return [
        name
        for name in NAMES
        if members.get(name) is not None and getattr(rules, name) == getattr(DEFAULT_LEAVE_RULES, name)
    ]


def leave_rules_parts(rules: LeaveRules, said: Collection[str]) -> dict[str, Any] | None:
    """The rules as the file writes them: what differs from the default, and what was said in so many words."""
    parts = {
        name: _part(value)
        for name in NAMES
        if (value := getattr(rules, name)) != getattr(DEFAULT_LEAVE_RULES, name) or name in said
    }
    return parts or None


def _part(value: Any) -> Any:
    if isinstance(value, DayOfYear):
        return f"{value.month:02}-{value.day:02}"
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, tuple):
        return [_locked_part(each) for each in value]
    return value


def _locked_part(locked: LockedDates) -> dict[str, str]:
    part = {"label": locked.label, "start": _iso(locked.start), "end": _iso(locked.end)}
    return part if locked.site is None else part | {"site": locked.site}


def _iso(day: date) -> str:
    return day.isoformat()
