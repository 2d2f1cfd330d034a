"""The same leave some weeks earlier or later, judged cheaply by the rules' plain checks. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from functions.rota_generate.what_if import compared, policy
from functions.rota_generate.what_if.policy import Asked
from shared.constraints import flexible_days_in_all
from shared.domain.leave import LeaveKind
from shared.domain.problem import Off, Practice, Problem
from shared.domain.rota import Assignment, as_rota

WEEKS = 4  # to either side
MOST = 3
DAYS_A_MONTH = 30

# Kinds that people ask for in good time; the others cannot wait for any notice.
NOTICE = frozenset({LeaveKind.ANNUAL, LeaveKind.DAY_NOT_WORKING})
STUDY_NOTICE = frozenset({LeaveKind.STUDY, LeaveKind.CORONERS})


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """What is published around a question. Only weeks in `mondays` are published; `pins` stay, and so do
    people who are off in `off`."""

    published: tuple[Assignment, ...]
    pins: tuple[Assignment, ...]
    mondays: frozenset[date]
    off: frozenset[Off] = frozenset()


def green_dates(
    practice: Practice,
    asked: Asked,
    around: Neighbourhood,
    *,
    today: date,
    has_time: Callable[[], bool],
) -> Iterator[Asked]:
    """The nearest dates for which nobody else would have to change anything, nearest first, at most three."""
    found = 0
    for other in candidates(practice, asked, today):
        if found == MOST or not has_time():
            return
        if is_green(practice, other, around):
            found += 1
            yield other


def candidates(practice: Practice, asked: Asked, today: date) -> Iterator[Asked]:
    """The same days of the week, nearest first, as far as they can be asked for at all."""
    for weeks in (sign * n for n in range(1, WEEKS + 1) for sign in (1, -1)):
        other = asked.moved(weeks)
        if may_be_asked(practice, other, today):
            yield other


def may_be_asked(practice: Practice, asked: Asked, today: date) -> bool:
    """Whether the practice's rules leave these dates open to somebody, and they are not away then already."""
    rules = practice.leave_rules
    notice = rules.notice_weeks if asked.kind in NOTICE else rules.study_notice_weeks
    wait = timedelta(weeks=notice) if asked.kind in NOTICE | STUDY_NOTICE else timedelta(0)
    latest = today + timedelta(days=DAYS_A_MONTH * rules.longest_ahead_months)
    term = practice.term_on(asked.code, asked.start.date)
    if term is None or not term.in_term_on(asked.end.date) or not today + wait <= asked.start.date <= latest:
        return False
    locked = any(
        lock.site in (None, term.site) and lock.start <= asked.end.date and asked.start.date <= lock.end
        for lock in rules.locked
    )
    return not locked and not any(
        leave.code == asked.code and max(leave.start, asked.start) <= min(leave.end, asked.end)
        for leave in practice.leave
    )


def is_green(practice: Practice, asked: Asked, around: Neighbourhood) -> bool:
    """Whether the rota simply holds without them: nothing more is short, and what must not be is no worse."""
    weeks = asked.weeks
    if any(weeks.start + timedelta(weeks=n) not in around.mondays for n in range(weeks.weeks)):
        return False
    lines = tuple(line for line in around.published if line.session.date in weeks)
    if not any(policy.is_theirs(asked, line) for line in lines):
        return False  # they would not be working then anyway: no use as another date
    pins = tuple(pin for pin in around.pins if pin.session.date in weeks)
    off = frozenset(each for each in around.off if each.session.date in weeks)
    before = Problem(practice, weeks, published=lines, pins=pins, off=off)
    after = policy.with_leave(before, asked, lines)
    return compared.is_no_worse(_trouble(after), _trouble(before))


def _trouble(problem: Problem) -> compared.Trouble:
    """What is wrong with the published rota, but for one rule about the whole period, of which this is a part."""
    found = compared.trouble(problem, as_rota(problem.published))
    return compared.Trouble({what: points for what, points in found.items() if what[0] != flexible_days_in_all.ID})
