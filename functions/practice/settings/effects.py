"""What other settings would do, to the rota already published above all, in sentences. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from shared.constraints import check_all
from shared.domain.calendar import Half, Horizon, in_words, monday_of, practice_holidays
from shared.domain.problem import Closure, Practice, Problem
from shared.domain.rota import ABSENT
from shared.intake import kept_of, weights_of
from shared.queries.rota import Line, as_assignment

NAMED_AT_MOST = 5
NOT_WORK = frozenset(activity.value for activity in ABSENT)
# Keys that change what a rota needs, so that the published one may have other gaps.
OF_THE_ROTA = (
    "duty.", "minimum_doctors", "site_cover", "supervision.", "bank_holidays.", "closures", "nation", "sites",
)  # fmt: skip
DUTY_WEIGHTS = ("duty.weights.",)  # of what is fair, not of what is needed
OF_LEAVE = ("leave.", "max_off")


@dataclass(frozen=True, slots=True)
class Published:
    """What people see from a day on. days: those some version covers."""

    since: date
    days: frozenset[date]
    lines: tuple[Line, ...]

    @property
    def weeks(self) -> Horizon | None:
        """Whole weeks around the days; None when there are none."""
        if not self.days:
            return None
        start = monday_of(min(self.days))
        return Horizon(start, (max(self.days) - start).days // 7 + 1)


def effects(before: Practice, after: Practice, keys: Collection[str], published: Published) -> tuple[str, ...]:
    """What saving would do. `keys` are the dotted keys that change."""
    return (
        *_of_days(before, after, published),
        *_of_sites(after, published),
        *(_of_gaps(before, after, published) if _of_the_rota(keys) else ()),
        *_of_what_comes_next(keys),
    )


def _touches(keys: Collection[str], prefixes: tuple[str, ...]) -> bool:
    return any(key.startswith(prefixes) for key in keys)


def _of_the_rota(keys: Collection[str]) -> bool:
    return _touches([key for key in keys if not _touches([key], DUTY_WEIGHTS)], OF_THE_ROTA)


def why_shut(practice: Practice, day: date, half: Half, site: str) -> str | None:
    """The bank holiday or closure that shuts a site in one half-day; None when it is open."""
    if (name := practice_holidays(practice, day, day).get(day)) is not None:
        return name
    return next((closure.label for closure in practice.closures if closes(closure, day, half, site)), None)


def closes(closure: Closure, day: date, half: Half, site: str) -> bool:
    """Whether a closure shuts a site in one half-day."""
    return day in closure.dates and closure.half in (None, half) and closure.site in (None, site)


def at_work(lines: Sequence[Line], closure: Closure, day: date) -> int:
    """How many people the published rota has in where and when one date of a closure shuts."""
    return len(
        {
            line.code
            for line in lines
            if line.date == day and line.activity not in NOT_WORK and closes(closure, day, Half(line.half), line.site)
        }
    )


def _of_days(before: Practice, after: Practice, published: Published) -> Iterator[str]:
    """Half-days of the published rota that become shut, or open."""
    shut: dict[date, list[Line]] = defaultdict(list)
    for line in published.lines:
        where = line.date, Half(line.half), line.site
        if line.activity not in NOT_WORK and why_shut(after, *where) and not why_shut(before, *where):
            shut[line.date].append(line)
    yield from _of_shut_days(shut)
    opened = sorted(day for day in published.days if _opens(before, after, day))
    if opened:
        yield f"Open after all: {_days(opened)}. The published rota has nobody in then; generate those weeks again."
    soon = published.since + timedelta(weeks=kept_of(after).fixed_period_weeks)
    if inside := [day for day in sorted({*shut, *opened}) if day < soon]:
        yield f"Inside the fixed period, which people rely on: {_days(inside)}."


def _of_shut_days(shut: dict[date, list[Line]]) -> Iterator[str]:
    for day in sorted(shut)[:NAMED_AT_MOST]:
        yield f"{in_words(day)} {day.year}: {_who(shut[day])} on the published rota would find it shut."
    if more := sorted(shut)[NAMED_AT_MOST:]:
        lines = [line for day in more for line in shut[day]]
        yield f"{len(more)} more days: {_who(lines)} on the published rota would find them shut."
    if shut:
        yield "They stay on the published rota until it is made again."


def _who(lines: Sequence[Line]) -> str:
    people, sessions = len({line.code for line in lines}), len(lines)
    return f"{_count(people, 'person', 'people')} with {_count(sessions, 'session', 'sessions')}"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _days(days: Sequence[date]) -> str:
    named = ", ".join(in_words(day) for day in days[:NAMED_AT_MOST])
    return named if len(days) <= NAMED_AT_MOST else f"{named} and {len(days) - NAMED_AT_MOST} more"


def _opens(before: Practice, after: Practice, day: date) -> bool:
    return any(
        why_shut(before, day, half, site.code) and not why_shut(after, day, half, site.code)
        for half in Half
        for site in after.sites
    )


def _of_sites(after: Practice, published: Published) -> Iterator[str]:
    known = {site.code for site in after.sites}
    for site in sorted({line.site for line in published.lines} - known):
        there = [line for line in published.lines if line.site == site]
        yield f"The published rota has {_who(there)} at {site}, which would be gone."


def _of_gaps(before: Practice, after: Practice, published: Published) -> Iterator[str]:
    """What the published rota lacks by the settings as they are, and as they would be."""
    if (weeks := published.weeks) is None:
        return
    was, now = (_gaps(practice, weeks, published) for practice in (before, after))
    if was != now:
        yield f"The published rota has {_count(was, 'gap', 'gaps')} from today on; by these settings it has {now}."
    yield "The published rota stays as it is. Runs asked for from now on follow these settings."


def _gaps(practice: Practice, weeks: Horizon, published: Published) -> int:
    known = {site.code for site in practice.sites}
    codes = {person.code for person in practice.people}
    lines = [line for line in published.lines if line.site in known and line.code in codes]
    problem = Problem(practice, weeks, weights=weights_of(practice))
    found = check_all(problem, tuple(as_assignment(line) for line in lines))
    return sum(breach.is_gap and breach.date in published.days for breach in found)


def _of_what_comes_next(keys: Collection[str]) -> Iterator[str]:
    if _touches(keys, ("weights.",)):
        yield "The points count in runs asked for from now on."
    if _touches(keys, DUTY_WEIGHTS):
        yield (
            "Runs asked for and weeks closed from now on count duty by these weights. "
            "Weeks already closed stay as they are."
        )
    if _touches(keys, OF_LEAVE):
        yield "Leave already decided stays as it is. Requests from now on follow these rules."
    if "leave.year_start" in keys:
        yield "Entitlement is counted in other years: look through the statements afterwards."
