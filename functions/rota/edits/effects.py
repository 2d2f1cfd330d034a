"""What a change does to the rota: rules it breaks and mends, and how it moves the duty about. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from types import MappingProxyType

from functions.rota import departures
from functions.rota.alerts.nouns import Alert
from functions.rota.edits.cells import CellChange
from functions.rota.edits.shares import Amounts, Fair, Share, duties, moved
from shared.constraints import working_pattern
from shared.domain.breach import Breach, Level
from shared.domain.calendar import Session, monday_of
from shared.domain.facts import held
from shared.domain.problem import Practice
from shared.errors import Reason
from shared.standing import Slot, Standing

Found = Mapping[str, Alert]  # by key


@dataclass(frozen=True, slots=True)
class Effects:
    """new: what becomes wrong, or worse; mended: what is put right, or better. fairness: whose duty changes."""

    new: tuple[Alert, ...] = ()
    mended: tuple[Alert, ...] = ()
    fairness: tuple[Share, ...] = ()


@dataclass(frozen=True, slots=True)
class Duty:
    """What is fair in the period that is published, and who holds duty in the weeks of it that are not looked at.

    Where nothing is published nobody is due any.
    """

    fair: Fair = field(default_factory=Fair)
    elsewhere: Collection[Slot] = ()

    def held(self, here: Standing) -> Amounts:
        """What everybody holds in the whole period, with these weeks as they are given."""
        return held(chain(self.elsewhere, duties(here.lines)), self.fair.counts)


@dataclass(frozen=True, slots=True)
class Seen:
    """Some weeks of a rota before a change and after it, with what is found wrong in them."""

    practice: Practice
    mondays: tuple[date, ...]
    before: Standing
    after: Standing
    was: Found
    now: Found

    def effects(self, duty: Duty) -> Effects:
        """What differs."""
        was, now = self.was, self.now
        return Effects(
            tuple(each for key, each in now.items() if key not in was or each.points > was[key].points),
            tuple(each for key, each in was.items() if key not in now or each.points > now[key].points),
            moved(duty.fair.parts, duty.held(self.before), duty.held(self.after)),
        )

    def departures(self, published: Found = MappingProxyType({})) -> dict[Slot, Reason]:
        """The sessions that would not be as somebody's pattern has them though nobody decides so by hand.

        Not those that are so before, or on the rota as `published`.
        """
        known = self.was.keys() | published.keys()
        new = (each for key, each in self.now.items() if each.rule == working_pattern.ID and key not in known)
        return {slot: departure(slot, each.because, self.after) for each in new if (slot := self._departing(each))}

    def _departing(self, alert: Alert) -> Slot | None:
        """Whose session it is; who has no working term is another matter."""
        if alert.code is None or alert.half is None or self.practice.term_on(alert.code, alert.date) is None:
            return None
        return Slot(alert.code, Session(alert.date, alert.half))


def departure(slot: Slot, because: str, now: Standing) -> Reason:
    """What is wrong with a session, and how it is mended, in the words publishing has for it."""
    breach = Breach(working_pattern.ID, Level.HARD, 0, because, slot.session.date, slot.session.half, slot.code)
    return departures.in_words(slot, breach, now)


def days_of(cells: Iterable[CellChange]) -> frozenset[date]:
    """The days of some sessions."""
    return frozenset(cell.day for cell in cells)


def weeks_of(days: Iterable[date]) -> tuple[date, ...]:
    """The Mondays of some days, in order."""
    return tuple(sorted({monday_of(day) for day in days}))
