"""What this process remembers of a practice, so that the next change is quick: fair parts, and what was found wrong.

Everything here can be worked out again, and is as soon as the practice is another.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from datetime import date, timedelta
from weakref import WeakKeyDictionary

from functions.rota.alerts import policy as alerts
from functions.rota.alerts.nouns import Alert
from functions.rota.edits.shares import Fair, fair_in
from shared.domain.calendar import Horizon
from shared.domain.facts import Facts
from shared.domain.problem import Practice, Problem
from shared.queries.practice import Practices
from shared.standing import Standing

MOST_WEEKS = 40  # rotas of a week, with what was found in them; one of 60 people takes about 100 kB


class Remembered:
    """Of one practice as it is. Asked from several threads at once, the worst that happens is work done twice."""

    def __init__(self, practice: Practice) -> None:
        self.practice = practice
        self._fair: dict[Horizon, Fair] = {}
        self._facts: OrderedDict[date, Facts] = OrderedDict()
        self._weeks: OrderedDict[tuple[date, int], tuple[Standing, tuple[Alert, ...]]] = OrderedDict()

    def fair(self, period: Horizon) -> Fair:
        """What is fair in a period: 50 ms' work for a large practice."""
        if period not in self._fair:
            self._fair[period] = fair_in(self.practice, period)
        return self._fair[period]

    def facts(self, monday: date) -> Facts:
        """What is settled about a week: 2 ms' work for a large practice."""
        if (known := self._facts.get(monday)) is not None:
            return known
        facts = self._facts[monday] = Problem(self.practice, Horizon(monday, 1)).facts
        while len(self._facts) > MOST_WEEKS:
            self._facts.popitem(last=False)
        return facts

    def found(self, mondays: Iterable[date], standing: Standing) -> dict[str, Alert]:
        """What is wrong in some weeks of a rota, by key: 10 ms' work a week. What a change leaves behind is what the
        next one begins with, and what was previewed is often made."""
        weeks = ((monday, standing.between(monday, monday + timedelta(days=6))) for monday in mondays)
        return {alert.key: alert for monday, week in weeks for alert in self._of_week(monday, week)}

    def _of_week(self, monday: date, week: Standing) -> tuple[Alert, ...]:
        key = monday, hash((week.lines, week.pinned, week.off))
        known = self._weeks.get(key)
        if known is not None and known[0] == week:
            return known[1]
        found = alerts.found(self.practice, monday, week)
        self._weeks[key] = week, found
        while len(self._weeks) > MOST_WEEKS:
            self._weeks.popitem(last=False)
        return found


_REMEMBERED: WeakKeyDictionary[Practices, Remembered] = WeakKeyDictionary()


def remembered(practices: Practices, practice: Practice) -> Remembered:
    """What is remembered of a practice as it is now."""
    kept = _REMEMBERED.get(practices)
    if kept is None or kept.practice is not practice:
        kept = _REMEMBERED[practices] = Remembered(practice)
    return kept
