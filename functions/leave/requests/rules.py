"""The practice's rules for one kind of leave in plain words, as they are shown beside the calendar. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from functions.leave.requests.kinds import Kind
from functions.leave.requests.limits import counts, who
from functions.leave.requests.words import counted, dated, months_after
from shared.domain.leave import Unit
from shared.domain.people import Person
from shared.domain.problem import Practice

UNITS = {
    Unit.WEEK: "In whole weeks, Monday to Friday.",
    Unit.DAY: "In whole days.",
    Unit.SESSION: "By the session: a morning or an afternoon at least, or part of one.",
}


def in_words(kind: Kind, person: Person, practice: Practice, today: date) -> Iterator[str]:
    """What somebody should know before asking, the most useful first."""
    if not kind.chosen:
        return
    rules = practice.leave_rules
    yield UNITS[kind.unit_of(person, rules)]
    if weeks := kind.notice_weeks(rules):
        first = dated(today + timedelta(weeks=weeks))
        yield f"Ask at least {counted(weeks, 'week')} ahead: from {first}. Before that a person decides."
    last = dated(months_after(today, rules.longest_ahead_months))
    yield f"At most {counted(rules.longest_ahead_months, 'month')} ahead: until {last}."
    for limit in practice.rules.max_off:
        if counts(limit, person):
            yield f"At most {limit.limit} of {who(limit)} off at once."
    if rules.buddy_required:
        yield "Somebody has to be named for your results, letters and tasks."
    for locked in rules.locked:
        if locked.end >= today and locked.site in (None, person.site):
            yield f"Closed to leave: {locked.label}, {dated(locked.start)} to {dated(locked.end)}."
