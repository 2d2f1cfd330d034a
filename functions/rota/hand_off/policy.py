"""What differs between the rota and the clinical system, and what is urgent about it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from shared.domain.calendar import monday_of
from shared.domain.rota import ABSENT, Assignment
from shared.spreadsheet import table as spreadsheet
from shared.standing import Slot

OVERDUE_AFTER = timedelta(days=3)
A_DAY = timedelta(days=1)
FRIDAY = 4


class Does(NamedTuple):
    """What somebody does in a session, as an appointment book minds it."""

    activity: str
    site: str


@dataclass(frozen=True, slots=True)
class Line:
    """One session to be changed in the clinical system. was: what it has; now: what it should have; None: nothing.

    since: when the rota changed, or the list began; owner: who sees to it.
    """

    slot: Slot
    was: Does | None
    now: Does | None
    since: datetime
    owner: UUID | None = None

    @property
    def act(self) -> str:
        if self.was is None:
            return "add"
        return "remove" if self.now is None else "change"

    def is_overdue(self, now: datetime, today: date) -> bool:
        """Whether it has waited too long, or its session is upon us."""
        return now - self.since > OVERDUE_AFTER or self.is_near(today)

    def is_near(self, today: date) -> bool:
        """Whether its session is today or on the next working day: then it is overdue whenever it changed."""
        return self.slot.session.date <= next_working_day(today)


def is_working_day(day: date) -> bool:
    """Whether anybody is told on this day."""
    return day.weekday() <= FRIDAY


def next_working_day(day: date) -> date:
    """The weekday after a day: on a Friday, Monday is near."""
    after = day + A_DAY
    return after if is_working_day(after) else monday_of(after) + 7 * A_DAY


def stands(lines: Iterable[Assignment]) -> dict[Slot, Does]:
    """The rota as an appointment book has it: somebody away is simply not there, whatever keeps them away."""
    return {
        Slot(line.code, line.session): Does(line.activity.value, line.site)
        for line in lines
        if line.activity not in ABSENT
    }


def waits_since(
    changed: Mapping[Slot, datetime], first_published: Mapping[date, datetime], begun: datetime
) -> Callable[[Slot], datetime]:
    """Since when a session's line waits: its newest change, else its day's first publication, but never from before
    the list began."""

    def since(slot: Slot) -> datetime:
        return max(changed.get(slot) or first_published.get(slot.session.date) or begun, begun)

    return since


def to_do(
    rota: Mapping[Slot, Does],
    synced: Mapping[Slot, Does | None],
    since: Callable[[Slot], datetime],
    owners: Mapping[Slot, UUID],
    owner: UUID | None,
) -> list[Line]:
    """Every line that differs, in calendar order."""
    differ = (slot for slot in rota.keys() | synced.keys() if rota.get(slot) != synced.get(slot))
    return [
        Line(slot, synced.get(slot), rota.get(slot), since(slot), owners.get(slot, owner))
        for slot in sorted(differ, key=lambda slot: (slot.session, slot.code))
    ]


COLUMNS = (
    "date", "half", "code", "name", "do", "was", "was at", "becomes", "becomes at", "changed", "owner", "overdue",
)  # fmt: skip


def table(rows: Iterable[Mapping[str, object]]) -> bytes:
    """The list as CSV."""
    return spreadsheet(COLUMNS, ([row.get(column) for column in COLUMNS] for row in rows))
