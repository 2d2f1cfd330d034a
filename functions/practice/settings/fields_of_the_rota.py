"""Fields about the rota: the working week, duty, cover, supervision, and what matters most."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from functions.practice.settings.field import Choice, Field, Kind
from shared.constraints import ALL
from shared.constraints.weights import SOFT
from shared.domain.calendar import Half
from shared.domain.duty_ledger import DEFAULT_DUTY_WEIGHTS, HALF_DAY
from shared.intake.words import ROLE_NAMES

PEOPLE = "people in each half-day"
COUNTS_FOR = "half-days of ordinary duty"
WISHES = (
    Choice("no", "Not wanted"),
    Choice("prefer", "Wanted where it costs no cover"),
    Choice("require", "Wanted ten times as much"),
)
LETTERS = (
    Choice("S", "Clinic"),
    Choice("A", "Admin"),
    Choice("T", "Tutorial"),
    Choice("E", "Education release"),
    Choice("L", "Self-directed learning"),
    Choice("V", "Visits"),
    Choice("?", "Flexible"),
    Choice("-", "Never"),
)
ROLES = tuple(Choice(role, role) for role in ROLE_NAMES)
GROUPS = (
    Choice("gp", "Qualified GPs"),
    Choice("doctor", "Doctors, trainees included"),
    Choice("trainee", "Trainees"),
    *ROLES,
)
WEEKDAYS = {"Mon": "Monday", "Tue": "Tuesday", "Wed": "Wednesday", "Thu": "Thursday", "Fri": "Friday"}
HALF_DAYS = tuple(
    Choice(f"{short} {half.value}", f"{long} {'morning' if half is Half.AM else 'afternoon'}")
    for short, long in WEEKDAYS.items()
    for half in Half
)

WEEK = (
    Field(
        "full_time_days_per_week", "Full time", "A flexible person's days a week are this times their WTE.",
        Kind.NUMBER, unit="days a week", low=0.01, high=7, default=3.5,
    ),
    Field(
        "alternate_weeks.week_a_starts", "A Monday of week A",
        "Week A and week B take turns from here. The first planned Monday when left out.", Kind.DATE, unit="a Monday",
    ),
    Field(
        "session_times.AM", "Morning", "For calendars and mail; the rota itself counts half-days.", Kind.FROM_TO,
        default=["08:30", "13:00"],
    ),
    Field(
        "session_times.PM", "Afternoon", "For calendars and mail; the rota itself counts half-days.", Kind.FROM_TO,
        default=["13:30", "18:30"],
    ),
    Field(
        "duty.default", "On duty on ordinary days", "How many people hold duty. Too few is a gap.", Kind.WHOLE,
        unit=PEOPLE, low=0, high=999, must=True,
    ),
    Field(
        "duty.mondays", "On duty on Mondays", "As on ordinary days when left out.", Kind.WHOLE,
        unit=PEOPLE, low=0, high=999,
    ),
    Field(
        "duty.first_day_after_bank_holiday", "On duty on the first open day after a bank holiday",
        "As on that weekday when left out; on a Monday the larger number counts.", Kind.WHOLE,
        unit=PEOPLE, low=0, high=999,
    ),
    Field(
        "duty.skill", "Who may hold duty", "People with this flag, on the people page, may hold duty.", Kind.TEXT,
        default="duty",
    ),
    Field(
        "duty.same_person_both_halves", "The same person all day",
        "Whether one person should hold duty in the morning and in the afternoon.", Kind.CHOICE,
        default="prefer", choices=WISHES,
    ),
    Field(
        "duty.spread_sites", "Duty at different sites",
        "Whether people on duty together should be at different sites.", Kind.CHOICE, default="no", choices=WISHES,
    ),
    Field(
        "duty.not_on", "Sessions duty may not take",
        "Duty never takes a session with one of these. Tutorials, education, learning and visits are always safe.",
        Kind.LETTERS, default=[], choices=LETTERS,
    ),
    Field(
        "duty.weights.monday", "A half-day of Monday duty counts for",
        "Where duty is shared fairly. Weeks that are closed keep what they were counted by.", Kind.NUMBER,
        unit=COUNTS_FOR, low=0, high=10, default=DEFAULT_DUTY_WEIGHTS.monday / HALF_DAY,
    ),
    Field(
        "duty.weights.after_bank_holiday", "On the first open day after a bank holiday it counts for",
        "Where duty is shared fairly. Where two of these apply, the larger counts.", Kind.NUMBER,
        unit=COUNTS_FOR, low=0, high=10, default=DEFAULT_DUTY_WEIGHTS.after_bank_holiday / HALF_DAY,
    ),
    Field(
        "duty.weights.friday_pm", "On a Friday afternoon it counts for",
        "Where duty is shared fairly. Any other half-day of duty counts for 1.", Kind.NUMBER,
        unit=COUNTS_FOR, low=0, high=10, default=DEFAULT_DUTY_WEIGHTS.friday_pm / HALF_DAY,
    ),
)  # fmt: skip

COVER = (
    *(
        Field(
            f"minimum_doctors.{short}", f"Doctors on {long}s",
            "Doctors with at least one clinic, duty or visits session that day. Too few is a gap.", Kind.WHOLE,
            unit="doctors that day", low=0, high=999, default=0,
        )
        for short, long in WEEKDAYS.items()
    ),
    Field(
        "minimum_doctors_counts", "Who counts as a doctor for it", "Every doctor when none is chosen.", Kind.ROLES,
        choices=ROLES,
    ),
    Field("site_cover[].site", "Site", "Where the cover is needed.", Kind.SITE, must=True),
    Field("site_cover[].role_group", "Who", "A role, or a group of roles.", Kind.ROLE_GROUP, choices=GROUPS, must=True),
    Field(
        "site_cover[].minimum", "At least", "People in clinic, on duty or on visits there. Too few is a gap.",
        Kind.WHOLE, unit="people in each half-day", low=0, high=999, must=True,
    ),
    Field(
        "site_cover[].when", "When", "The half-days that need it; every open half-day when none is chosen.",
        Kind.HALF_DAYS, choices=HALF_DAYS,
    ),
    Field("max_off[].roles", "Roles", "Who is counted together.", Kind.ROLES, choices=ROLES, must=True),
    Field("max_off[].site", "Site", "Only people of this site are counted; everybody when left out.", Kind.SITE),
    Field(
        "max_off[].limit", "At most", "People of these roles on leave in one half-day. More is refused when asked for.",
        Kind.WHOLE, unit="people away together", low=0, high=999, must=True,
    ),
    Field(
        "enhanced_access.minutes_per_1000_patients", "Enhanced access", "What the practice owes; not yet generated.",
        Kind.NUMBER, unit="minutes a week for 1,000 patients", low=0, high=100_000,
    ),
    Field("enhanced_access.windows", "Enhanced access hours", "As people say them, as Mon-Fri 18:30-20:00.",
          Kind.SENTENCES),
    Field(
        "enhanced_access.gp_minimum", "GPs in enhanced access", "Kept; not yet generated.", Kind.WHOLE,
        unit="GPs", low=0, high=999,
    ),
    Field("enhanced_access.hub", "Enhanced access site", "Where it takes place.", Kind.SITE),
)  # fmt: skip

SUPERVISION = (
    Field(
        "supervision.trainees_per_supervisor", "Trainees for one supervisor",
        "More trainees in the building than their supervisors can look after is a gap.", Kind.WHOLE,
        unit="trainees", low=1, high=999, must=True,
    ),
    Field(
        "supervision.same_site", "Supervisor at the same site", "Whether only supervisors in the same building count.",
        Kind.YES_NO, default=True,
    ),
    Field(
        "supervision.prefer_one_supervisor_free_of_duty", "One supervisor free of duty",
        "Whether one of the supervisors should not be on duty.", Kind.YES_NO, default=False,
    ),
    Field(
        "supervision.tutorial_needs", "Who may give a tutorial",
        "People with this flag, on the people page. Nobody is looked for when left out.", Kind.TEXT,
    ),
    Field(
        "supervision.tutorial", "The usual tutorial", "Half-day of the week in which tutorials usually are.",
        Kind.HALF_DAY, choices=HALF_DAYS,
    ),
)  # fmt: skip

# What a point buys, for each rule a practice may weigh.
_BUYS: Mapping[str, str] = MappingProxyType(
    {
        "tutorial": "for each tutorial nobody who may give it is in for",
        "flexible-days-evenly": "for each day somebody falls behind, or runs ahead of, their days a week",
        "whole-days": "for each day worked for one half only that could be worked whole",
        "rooms": "for each person in clinic without a room, in each half-day",
        "duty-both-halves": "for each day on which duty changes hands at lunchtime",
        "duty-fairness": "for each half-day of duty beyond a fair share",
        "duty-fairness-mondays": "for each Monday half-day of duty beyond a fair share",
        "duty-spread-sites": "for each half-day in which people on duty are all at one site",
        "supervisor-free-of-duty": "for each half-day in which every supervisor is on duty",
        "duty-on-admin": "for each admin session that duty takes",
        "sent-elsewhere": "for each half-day somebody works away from their own site",
        "one-site-a-day": "for each day somebody changes sites at lunchtime",
        "stability": "for each session that differs from the published rota, when a run stays close to it",
        "even-staffing": "for each step by which days above the minimum are uneven",
        "max-off": "for each person too many on leave; leave that is given stays given",
    }
)

WEIGHTS = tuple(
    Field(
        f"weights.{rule.ID}", rule.LABEL, f"Points {_BUYS[rule.ID]}.", Kind.WHOLE,
        unit="points", low=0, high=100, default=SOFT[rule.ID],
    )
    for rule in ALL
    if rule.ID in SOFT
)  # fmt: skip
