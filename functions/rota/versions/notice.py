"""How much notice somebody has of a change of their rota, and how much they are due. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from shared.difference import Change
from shared.domain.people import Person
from shared.domain.problem import Practice
from shared.intake.kept import kept_of

# Changes to a trainee's rota are told six weeks before: BMA and NHS Employers, Good Rostering Guide 2018.
TRAINEE_DAYS = 42


@dataclass(frozen=True, slots=True)
class Noticed:
    """A change, the days from telling to it, and the days that are due. A day that is over has less than none."""

    change: Change
    notice_days: int
    window_days: int

    @property
    def is_short(self) -> bool:
        """Whether it comes with less notice than is due."""
        return self.notice_days < self.window_days


def noticed(
    practice: Practice, changes: Iterable[Change], covered: Collection[date], today: date
) -> tuple[Noticed, ...]:
    """Changes people are told of today. Where nothing was published before, nothing changes for anybody."""
    fixed = 7 * kept_of(practice).fixed_period_weeks
    terms = practice.by_code()
    return tuple(
        Noticed(change, (change.date - today).days, window_days(fixed, _is_trainee(terms, change.code, change.date)))
        for change in changes
        if change.date in covered
    )


def _is_trainee(terms: Mapping[str, Sequence[Person]], code: str, day: date) -> bool:
    return any(term.is_trainee for term in terms.get(code, ()) if term.in_term_on(day))


def window_days(fixed_days: int, is_trainee: bool) -> int:
    """The notice somebody is due: the practice's fixed period, and for trainees what their contract says at least."""
    return max(fixed_days, TRAINEE_DAYS) if is_trainee else fixed_days


def by_person(changes: Iterable[Noticed]) -> dict[str, list[Noticed]]:
    """Each person's changes in the order of the calendar; who is told latest comes first."""
    found: dict[str, list[Noticed]] = {}
    for change in changes:
        found.setdefault(change.change.code, []).append(change)
    ordered = sorted(found, key=lambda code: (min(each.notice_days for each in found[code]), code))
    return {code: found[code] for code in ordered}
