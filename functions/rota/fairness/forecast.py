"""Where the published rota leads: what everybody's balance will be once its weeks are worked as they stand now.

It is the ledger's own arithmetic, in hand only: nothing is posted, and whoever looks again sees what has changed since.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from functions.rota.fairness import membership, queries
from functions.rota.fairness.nouns import Line
from functions.rota.fairness.policy import Book
from functions.rota.fairness.service import count_week
from shared import duty_weeks
from shared.db import Tx
from shared.domain.problem import Practice
from shared.queries import fairness


@dataclass(frozen=True, slots=True)
class Forecast:
    """Balances as they will be. weeks: the Mondays that are published and not closed; lines: what they will post."""

    weeks: tuple[date, ...]
    lines: tuple[Line, ...]
    balances: Mapping[str, int]
    joined: frozenset[str]

    def of(self, code: str) -> tuple[Line, ...]:
        """What will be posted for one person, in order."""
        return tuple(line for line in self.lines if line.code == code)


async def look_ahead(tx: Tx, practice: Practice) -> Forecast:
    """Count every published week that is not closed, as if it were over. practice: with its leavers.

    Where nobody has said who holds duty, no week would be closed.
    """
    book = Book(await queries.entries(tx))
    weeks = await fairness.weeks_to_close(tx, before=date.max) if practice.rules.duty else []
    for monday in weeks:
        closed = duty_weeks.closing(practice, monday)
        week = await count_week(tx, practice, closed)
        book.count(week)
        book.settle(week, partial(membership.has_gone, practice, closed=closed))
    return Forecast(tuple(weeks), tuple(book.new), book.balances, frozenset(book.joined))
