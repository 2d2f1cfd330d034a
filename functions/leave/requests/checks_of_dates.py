"""Whether a leave is possible at all: its dates, its unit, and whether there is anything to take. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from functions.leave.requests.kinds import Kind
from functions.leave.requests.nouns import (
    LONGEST_DAYS,
    Against,
    Situation,
    Taken,
    Wanted,
    Weight,
    person_on,
    session_minutes,
)
from functions.leave.requests.spells import sessions_in
from functions.leave.requests.words import counted, dated, days, months_after, span
from shared.constraints.reasons import in_a_row
from shared.domain.calendar import Session
from shared.domain.entitlement import shut_sessions
from shared.domain.leave import Unit


def no_spell(wanted: Wanted) -> Iterator[Against]:
    """What makes the dates no spell at all; nothing else can be said then."""
    if wanted.end < wanted.start:
        yield Against("ends-before-it-begins", "It ends before it begins.", Weight.CANNOT, "end")
    elif (wanted.end.date - wanted.start.date).days >= LONGEST_DAYS:
        yield Against("too-long", f"One spell is at most {LONGEST_DAYS} days long. Ask in parts.", Weight.CANNOT, "end")


def kind_is_theirs(wanted: Wanted, kind: Kind, known: Situation) -> Iterator[Against]:
    person = person_on(known.practice, wanted)
    if not kind.open_to(person):
        yield Against("not-for-you", f"{kind.words} is for partners.", Weight.CANNOT, "kind")
    elif kind.administrators_only and not known.administrator:
        yield Against("administrators-only", f"{kind.words} is recorded by an administrator.", Weight.CANNOT, "kind")
    elif kind.administrators_only and not known.on_behalf:
        yield Against("own", "Another administrator decides on your own.", Weight.DECIDE, "kind")


def past(wanted: Wanted, kind: Kind, known: Situation) -> Iterator[Against]:
    first = known.today - timedelta(days=known.practice.leave_rules.past_days)
    if wanted.start.date < first and not known.on_behalf:
        words = f"{dated(wanted.start.date)} is in the past. Ask an administrator to record it."
        yield Against("past", words, Weight.STOPS)


def too_far(wanted: Wanted, kind: Kind, known: Situation) -> Iterator[Against]:
    months = known.practice.leave_rules.longest_ahead_months
    last = months_after(known.today, months)
    if kind.chosen and wanted.end.date > last:
        words = f"Leave can be asked for {months} months ahead: until {dated(last)}."
        yield Against("too-far", words, Weight.STOPS, "end")


def notice(wanted: Wanted, kind: Kind, known: Situation) -> Iterator[Against]:
    weeks = kind.notice_weeks(known.practice.leave_rules)
    first = known.today + timedelta(weeks=weeks)
    if weeks and known.today <= wanted.start.date < first:
        words = f"{kind.words} is asked for {counted(weeks, 'week')} ahead. Before {dated(first)} a person decides."
        yield Against("notice", words, Weight.DECIDE)


def overlaps(wanted: Wanted, kind: Kind, known: Situation) -> Iterator[Against]:
    for taken in known.taken:
        yield overlap(taken)


def overlap(taken: Taken) -> Against:
    """The sentence for a spell that is taken already, from the check and from the database alike."""
    words = "is on leave already" if taken.approved else "has been asked for already"
    return Against("overlap", f"{span(taken.start, taken.end)} {words}.", Weight.CANNOT)


def whole(wanted: Wanted, kind: Kind, known: Situation) -> Iterator[Against]:
    person = person_on(known.practice, wanted)
    unit = kind.unit_of(person, known.practice.leave_rules)
    if kind.chosen and not whole_units(wanted, unit):
        if unit is Unit.WEEK:
            words = f"{kind.words} is taken in whole weeks, Monday to Friday, by a {person.term.value}."
        else:
            words = f"{kind.words} is taken in whole days, AM and PM."
        yield Against("unit", words, Weight.STOPS, "end")


def whole_units(wanted: Wanted, unit: Unit) -> bool:
    """Whether it is made of whole weeks, or days, or anything."""
    if unit is Unit.SESSION:
        return True
    whole_days = wanted.start.half == "AM" and wanted.end.half == "PM" and wanted.part_minutes is None
    if unit is Unit.DAY:
        return whole_days
    return whole_days and wanted.start.date.weekday() == 0 and wanted.end.date.weekday() >= 4


def in_term(wanted: Wanted, kind: Kind, known: Situation) -> Iterator[Against]:
    touched = {session.date for session in sessions_in(wanted.start, wanted.end)}
    outside = sorted(day for day in touched if known.practice.term_on(wanted.code, day) is None)
    if outside:
        weight = Weight.CANNOT if len(outside) == len(touched) else Weight.STOPS
        yield Against("no-term", f"No working term covers {days(outside)}.", weight)


def something_to_take(wanted: Wanted, kind: Kind, known: Situation) -> Iterator[Against]:
    in_term = any(known.practice.term_on(wanted.code, s.date) for s in sessions_in(wanted.start, wanted.end))
    if any(minutes for _, minutes in known.charge.sessions) or working(wanted, known):
        return
    shut = dict.fromkeys(f"{session} is closed ({label})" for session, label in closed_sessions(wanted, known).items())
    if not list(sessions_in(wanted.start, wanted.end)):
        yield Against("nothing-to-take", "There is nothing to take: that is a weekend.", Weight.CANNOT)
    elif in_term:
        why = in_a_row(tuple(shut)) or "no session of theirs is in it"
        yield Against("nothing-to-take", f"There is nothing to take: {why}.", Weight.CANNOT)


def working(wanted: Wanted, known: Situation) -> bool:
    """Whether the rota has them at work in it."""
    cells = known.cover.standing.cells
    return any((wanted.code, session) in cells for session in sessions_in(wanted.start, wanted.end))


def closed_sessions(wanted: Wanted, known: Situation) -> dict[Session, str]:
    """Their sessions in it that are shut, each with the name of the bank holiday or closure."""
    found = {}
    for site in {term.site for term in known.practice.terms_of(wanted.code)}:
        shut = shut_sessions(known.practice, site, wanted.start.date, wanted.end.date)
        for session, minutes in known.charge.sessions:
            term = known.practice.term_on(wanted.code, session.date)
            if not minutes and session in shut and term is not None and term.site == site:
                found[session] = shut[session]
    return dict(sorted(found.items()))


def part(wanted: Wanted, kind: Kind, known: Situation) -> Iterator[Against]:
    if wanted.part_minutes is None:
        return
    length = session_minutes(known.practice, wanted)
    if wanted.start != wanted.end:
        words = "Part of a session is asked for one session at a time."
        yield Against("part-of-several", words, Weight.CANNOT, "part_minutes")
    elif wanted.part_minutes >= length:
        words = f"That session is {length} minutes long. Ask for less of it, or for all of it."
        yield Against("part-too-long", words, Weight.CANNOT, "part_minutes")
