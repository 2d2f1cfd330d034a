"""What is to be posted. Pure: a book is what has been posted, and takes up what an act adds to it.

Every act adds up to nought, and nothing that was posted is changed: a week that is counted again gets lines of the
difference. Whoever is in the book has a balance; whoever was settled has none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from functions.rota.fairness.nouns import EntryKind, Line
from shared.domain.duty_ledger import Count, moved, opening, settlement
from shared.duty_weeks import Week

NOTHING = Count(0, 0)
COUNTED_AGAIN = "The rota of this week changed after it was closed."
JOINS = frozenset({EntryKind.OPENING, EntryKind.RETURN})


class Book:
    """The ledger in hand. `new` are the lines to be posted."""

    def __init__(self, posted: Iterable[Line] = ()) -> None:
        self.new: list[Line] = []
        self.balances: dict[str, int] = {}
        self.joined: set[str] = set()  # who is in the book
        self.settled: dict[str, date] = {}  # who is not any more -> the week they were settled with
        self._counted: dict[date, dict[str, Count]] = defaultdict(dict)
        self._settled_by: dict[str, dict[str, int]] = {}  # who was settled -> what moved for it, since they joined
        for line in posted:
            self._take_up(line)

    def _take_up(self, line: Line) -> None:
        self.balances[line.code] = self.balances.get(line.code, 0) + line.points
        if line.kind is EntryKind.WEEK and line.week is not None:
            was = self._counted[line.week].get(line.code, NOTHING)
            self._counted[line.week][line.code] = Count(was.held + line.held, was.part + line.part)
        if line.kind is EntryKind.SETTLEMENT and line.about is not None:
            spread = self._settled_by.setdefault(line.about, {})
            spread[line.code] = spread.get(line.code, 0) + line.points
        if line.about == line.code:
            self._comes_or_goes(line)

    def _comes_or_goes(self, line: Line) -> None:
        if line.kind in JOINS:
            self.joined.add(line.code)
            self.settled.pop(line.code, None)
            self._settled_by.pop(line.code, None)
        elif line.kind is EntryKind.SETTLEMENT and line.week is not None:
            self.joined.discard(line.code)
            self.settled.setdefault(line.code, line.week)

    def _post(self, line: Line) -> None:
        self._take_up(line)
        self.new.append(line)

    def _post_all(self, points: Mapping[str, int], **about: Any) -> None:
        """The lines of one act, whoever it is about last: who they are in the book may change with it."""
        order = sorted(points, key=lambda code: (code == about["about"], code))
        for code in order:
            if points[code] or code == about["about"]:
                self._post(Line(code=code, points=points[code], **about))

    # -- weeks -----------------------------------------------------------------------------------------------------

    def count(self, week: Week) -> None:
        """Take in a week, the first time or again. Whoever is new in it joins first, at the median."""
        joining = [code for code in sorted(week.counts) if self._joins_in(code, week.monday)]
        before = {code: self.balances[code] for code in self.joined}
        others = shares_of(self._who_stay(before, week), week.wte)
        for code in joining:
            brought = self._has_brought(code)
            points = {code: 0} if brought else opening(code, before, others)
            detail = {"others": len(before), "brought": brought}
            self._post_all(points, about=code, kind=EntryKind.OPENING, week=week.monday, detail=detail)
        for line in self._differences(week):
            self._post(line)

    def _joins_in(self, code: str, monday: date) -> bool:
        settled = self.settled.get(code)
        return code not in self.joined and (settled is None or settled < monday)

    def _has_brought(self, code: str) -> bool:
        """Whether somebody has a balance from before they were ever in a week: one carried over from elsewhere."""
        return code in self.balances and code not in self.settled

    def _who_stay(self, codes: Iterable[str], week: Week) -> list[str]:
        """Who of these takes on what is shared out: those of the week, or all when none of them is in it."""
        theirs = list(codes)
        return [code for code in theirs if code in week.counts] or theirs

    def _differences(self, week: Week) -> Iterator[Line]:
        counted = self._counted.get(week.monday, {})
        again = COUNTED_AGAIN if counted else ""
        for code in sorted({*week.counts, *counted}):
            more = week.counts.get(code, NOTHING).since(counted.get(code, NOTHING))
            if more != NOTHING:
                yield Line(
                    code, EntryKind.WEEK, week.monday, more.points, None, more.held, more.part, again,
                    detail_of(week, code),
                )  # fmt: skip

    # -- leaving ---------------------------------------------------------------------------------------------------

    def take_back(self, now: date, went_on: Callable[[str, date], bool]) -> None:
        """Undo the settlement of whoever had not gone: their term went on, and was entered late. now: a week."""
        for code, monday in sorted(self.settled.items()):
            if went_on(code, monday):
                points = {other: -points for other, points in self._settled_by.get(code, {}).items()}
                self._post_all({code: 0} | points, about=code, kind=EntryKind.RETURN, week=now)

    def settle(self, week: Week, has_gone: Callable[[str], bool]) -> None:
        """Bring to nought whoever has left with this week, and whoever is gone, and yet was moved: by a late count, or
        by what was carried over for them before the ledger began.

        Nobody is settled when nobody would stay: that is a setting on its way to another, not everybody leaving.
        """
        gone = [code for code in sorted(self.joined) if has_gone(code)]
        out = sorted(self.balances.keys() - self.joined)
        late = [code for code in out if self.balances[code] and (code in self.settled or has_gone(code))]
        stay = self._who_stay(sorted(self.joined.difference(gone)), week)
        for code in [*gone, *late] if stay else ():
            points = settlement(code, self.balances[code], shares_of(stay, week.wte))
            self._post_all(points, about=code, kind=EntryKind.SETTLEMENT, week=week.monday)

    # -- by hand ---------------------------------------------------------------------------------------------------

    def adjust(
        self, code: str, points: int, reason: str, *, counter: str | None, wte: Mapping[str, Fraction]
    ) -> tuple[Line, ...]:
        """Move somebody's balance, against one other's or against all others', who are those of `wte`. The lines posted
        for it."""
        others = [counter] if counter else sorted(wte.keys() - {code})
        already = len(self.new)
        self._post_all(
            moved(code, points, shares_of(others, wte)),
            about=code,
            kind=EntryKind.ADJUSTMENT,
            week=None,
            reason=reason,
        )
        return tuple(self.new[already:])


def shares_of(codes: Iterable[str], wte: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """What is shared out is shared pro rata to what people work."""
    return {code: wte.get(code, Fraction(0)) for code in codes}


def detail_of(week: Week, code: str) -> dict[str, Any]:
    """How somebody's week was counted: each half-day held, and the sum behind their part. Never why they were away."""
    everybody = sum(week.available.values(), Fraction(0))
    return {
        "held": [
            [held.session.date.isoformat(), held.session.half.value, held.kind.value, held.points]
            for held in week.duties.get(code, ())
        ],
        "available": _rounded(week.available.get(code, Fraction(0))),
        "available_in_all": _rounded(everybody),
        "held_in_all": sum(count.held for count in week.counts.values()),
    }


def _rounded(sessions: Fraction) -> float:
    return round(float(sessions), 2)
