"""Fields about leave, and about the days the practice is shut."""

from __future__ import annotations

from functions.practice.settings.field import Choice, Field, Kind

UNITS = (Choice("week", "Whole weeks, Monday to Friday"), Choice("day", "Whole days"), Choice("session", "Half-days"))
ROUNDINGS = (
    Choice("minute", "To the minute"),
    Choice("half-session-up", "Up to the next half session"),
    Choice("session-up", "Up to the next whole session"),
)
HALVES = (Choice("AM", "Morning"), Choice("PM", "Afternoon"))

LEAVE = (
    Field(
        "leave.year_start", "The leave year starts on", "Entitlement is granted and counted from this day to the next.",
        Kind.DAY_OF_YEAR, unit="month and day", default="01-01",
    ),
    Field(
        "leave.partner_unit", "Partners book", "The least a partner can ask for.", Kind.CHOICE,
        default="week", choices=UNITS,
    ),
    Field(
        "leave.salaried_unit", "Salaried doctors book", "The least a salaried doctor can ask for.", Kind.CHOICE,
        default="session", choices=UNITS,
    ),
    Field(
        "leave.other_unit", "Everybody else books", "The least anybody else can ask for.", Kind.CHOICE,
        default="session", choices=UNITS,
    ),
    Field(
        "leave.notice_weeks", "Notice", "How long before its first day annual leave must be asked for.", Kind.WHOLE,
        unit="weeks", low=0, high=104, default=6,
    ),
    Field(
        "leave.study_notice_weeks", "Notice of study leave",
        "How long before its first day study leave or coroner's court must be asked for.", Kind.WHOLE,
        unit="weeks", low=0, high=104, default=6,
    ),
    Field(
        "leave.longest_ahead_months", "Furthest ahead", "How far ahead leave may be asked for.", Kind.WHOLE,
        unit="months", low=1, high=60, default=18,
    ),
    Field(
        "leave.past_days", "Days back", "How far back people may ask for themselves. Administrators always may.",
        Kind.WHOLE, unit="days", low=0, high=366, default=0,
    ),
    Field(
        "leave.auto_approve", "Approve by itself", "Whether a request that passes every check is approved at once.",
        Kind.YES_NO, default=True,
    ),
    Field(
        "leave.decide_within_days", "Decide within", "After this a request that waits is overdue.", Kind.WHOLE,
        unit="days", low=1, high=365, default=14,
    ),
    Field(
        "leave.carry_over_sessions", "Carry over", "The most that goes from one leave year into the next.",
        Kind.NUMBER, unit="sessions", low=0, high=999, default=0,
    ),
    Field(
        "leave.bank_holiday_pro_rata", "Bank holidays pro rata",
        "Whether everybody is credited bank holidays by their sessions, and charged those that fall on their own days.",
        Kind.YES_NO, default=False,
    ),
    Field(
        "leave.rounding", "Rounding", "How a year's entitlement is rounded, once, at the end of the sum.", Kind.CHOICE,
        default="minute", choices=ROUNDINGS,
    ),
    Field(
        "leave.buddy_required", "Absence buddy",
        "Whether somebody must be named for results, letters and tasks while a person is away.", Kind.YES_NO,
        default=False,
    ),
    Field("leave.locked[].label", "Why", "People who ask for these dates are told this.", Kind.TEXT, must=True),
    Field("leave.locked[].start", "From", "The first day nobody may ask for.", Kind.DATE, must=True),
    Field("leave.locked[].end", "To", "The last day nobody may ask for.", Kind.DATE, must=True),
    Field("leave.locked[].site", "Site", "Only people of this site; everybody when left out.", Kind.SITE),
)  # fmt: skip

CALENDAR = (
    Field("bank_holidays.kept[].date", "Date", "A day kept as a bank holiday besides the nation's.", Kind.DATE,
          must=True),
    Field("bank_holidays.kept[].name", "Name", "What the rota calls it.", Kind.TEXT, must=True),
    Field(
        "bank_holidays.worked", "Bank holidays we work", "Bank holidays of the nation on which the practice is open.",
        Kind.DATES, default=[],
    ),
    Field("closures[].label", "Reason", "What the rota calls the closure. 'Closed' when left out.", Kind.TEXT,
          default="Closed"),
    Field("closures[].dates", "Dates", "Closed is not uncovered: nobody is missed.", Kind.DATES, must=True),
    Field("closures[].half", "Half", "The whole day when left out.", Kind.CHOICE, choices=HALVES),
    Field("closures[].site", "Site", "Only this site is shut; the whole practice when left out.", Kind.SITE),
)  # fmt: skip
