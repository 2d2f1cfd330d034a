"""The published rota week by week, as this process last read it; read again once something is published or changed.

Versions never change, and a change of the published rota is a row that stays: the newest of both tell whether what was
read still holds.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from weakref import WeakKeyDictionary

from functions.rota.edits import queries
from functions.rota.edits.cells import Cells, CellState, Edit
from functions.rota.edits.policy import with_edits, within
from functions.rota.edits.queries import Newest
from shared.db import Tx
from shared.domain.calendar import monday_of
from shared.queries import rota
from shared.queries.practice import Practices
from shared.standing import Slot, Standing

WEEK, TO_SUNDAY = timedelta(days=7), timedelta(days=6)
MOST_WEEKS = 60  # one of 60 people takes about 100 kB
PATIENCE = 3  # readings; then it is taken as it comes


@dataclass(slots=True)
class _Kept:
    newest: Newest
    weeks: OrderedDict[date, Cells] = field(default_factory=OrderedDict)


class Live:
    """What is remembered of the published rota. Asked from several requests at once, work is done twice at worst."""

    def __init__(self) -> None:
        self._kept: _Kept | None = None

    async def weeks(self, tx: Tx, mondays: Sequence[date]) -> Mapping[date, Cells]:
        """These weeks as they stand, all at one moment."""
        for _ in range(PATIENCE):
            kept = self._at(await queries.newest(tx))
            missing = [monday for monday in mondays if monday not in kept.weeks]
            found = {monday: kept.weeks[monday] for monday in mondays if monday not in missing}
            found |= await _read(tx, missing)
            if not missing or await queries.newest(tx) == kept.newest:
                _keep(kept, found)
                return found
        return await _read(tx, mondays)

    def _at(self, newest: Newest) -> _Kept:
        if self._kept is None or self._kept.newest != newest:
            self._kept = _Kept(newest)
        return self._kept


def _keep(kept: _Kept, weeks: Mapping[date, Cells]) -> None:
    kept.weeks.update(weeks)
    for monday in weeks:
        kept.weeks.move_to_end(monday)
    while len(kept.weeks) > MOST_WEEKS:
        kept.weeks.popitem(last=False)


async def _read(tx: Tx, mondays: Collection[date]) -> dict[date, Cells]:
    found = {}
    for first, last in _stretches(sorted(mondays)):
        stretch = await rota.standing(tx, start=first, end=last + TO_SUNDAY)
        for monday in (day for day in mondays if first <= day <= last):
            found[monday] = Cells(stretch.between(monday, monday + TO_SUNDAY))
    return found


def _stretches(mondays: Iterable[date]) -> Iterator[tuple[date, date]]:
    """The first and the last Monday of each run of weeks without a hole."""
    first = last = None
    for monday in mondays:
        if first is None or last is None:
            first = last = monday
        elif monday == last + WEEK:
            last = monday
        else:
            yield first, last
            first = last = monday
    if first is not None and last is not None:
        yield first, last


class ByWeek(Mapping[Slot, CellState]):
    """Some weeks of a rota by session, without having to put them together first."""

    def __init__(self, weeks: Mapping[date, Cells]) -> None:
        self._weeks = weeks

    def __getitem__(self, slot: Slot) -> CellState:
        return self._weeks[monday_of(slot.session.date)][slot]

    def __iter__(self) -> Iterator[Slot]:
        return (slot for week in self._weeks.values() for slot in week)

    def __len__(self) -> int:
        return sum(len(week) for week in self._weeks.values())

    @cached_property
    def standing(self) -> Standing:
        """The weeks one after the other."""
        return _joined([week.standing for week in self._weeks.values()])

    def with_(self, changed: Mapping[Slot, CellState]) -> Standing:
        """The same weeks with some sessions otherwise."""
        here = {monday: _of_week(monday, changed) for monday in self._weeks}
        parts = ((week, here[monday]) for monday, week in self._weeks.items())
        return _joined([week.with_(now) if now else week.standing for week, now in parts])

    def with_edits(self, edits: Sequence[Edit]) -> ByWeek:
        """The same weeks with changes that wait, as far as those are of them and still fit."""
        return ByWeek({monday: _changed(week, within(edits, {monday})) for monday, week in self._weeks.items()})


def _of_week(monday: date, changed: Mapping[Slot, CellState]) -> dict[Slot, CellState]:
    return {slot: now for slot, now in changed.items() if monday_of(slot.session.date) == monday}


def _changed(week: Cells, edits: Sequence[Edit]) -> Cells:
    return Cells(with_edits(week, edits)) if edits else week


def _joined(parts: Sequence[Standing]) -> Standing:
    if len(parts) == 1:
        return parts[0]
    return Standing(
        tuple(line for part in parts for line in part.lines),
        frozenset(slot for part in parts for slot in part.pinned),
        frozenset(slot for part in parts for slot in part.off),
        {slot: locum for part in parts for slot, locum in part.locums.items()},
    )


_LIVE: WeakKeyDictionary[Practices, Live] = WeakKeyDictionary()


def live_of(practices: Practices) -> Live:
    """What this process remembers of the rota of its practice."""
    return _LIVE.setdefault(practices, Live())
