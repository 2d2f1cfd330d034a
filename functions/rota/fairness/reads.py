"""Reading the ledger: everybody's balance, and one person's statement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from functions.rota.fairness import queries, words
from functions.rota.fairness.leavers import with_leavers
from functions.rota.fairness.nouns import Closed, Entry
from functions.rota.fairness.policy import Book
from functions.rota.fairness.schemas import FairnessOut, PersonBalanceOut, StatementLineOut, StatementOut, WeightsOut
from shared.db import Tx
from shared.domain.duty_ledger import HALF_DAY
from shared.domain.people import Person
from shared.domain.problem import Practice
from shared.errors import NotFound
from shared.intake import kept_of
from shared.queries.practice import names

FRIDAY = timedelta(days=4)


async def fairness(tx: Tx, practice: Practice, *, today: date) -> FairnessOut:
    """Everybody who is or was in the ledger, who held most beyond their part first."""
    entries, closed, called = await queries.entries(tx), await queries.closed_weeks(tx), await names(tx)
    everybody, book = await with_leavers(tx, practice), Book(entries)
    people = [_stands(everybody, book, code, theirs, called, today) for code, theirs in _by_person(entries).items()]
    weights = kept_of(practice).duty_weights
    return FairnessOut(
        as_of=_as_of(closed),
        first_week=closed[0].week if closed else None,
        weeks=len(closed),
        weights=WeightsOut(ordinary=HALF_DAY, **asdict(weights)),
        how=list(words.how(weights)),
        people=sorted(people, key=lambda person: (not person.active, -person.balance, person.name)),
        total=sum(book.balances.values()),
    )


async def statement(tx: Tx, practice: Practice, code: str, *, today: date) -> StatementOut:
    """Every movement of somebody's balance. Raises NotFound for who was never in the ledger."""
    called = await names(tx)
    if code not in called:
        raise NotFound("Nobody here has this code.")
    entries = await queries.entries_of(tx, code=code)
    if not entries:
        raise NotFound(f"{called[code]} is not in the fairness ledger.")
    everybody = await with_leavers(tx, practice)
    stands = _stands(everybody, Book(entries), code, entries, called, today)
    return StatementOut(
        **stands.model_dump(),
        as_of=_as_of(await queries.closed_weeks(tx)),
        how=list(words.how(kept_of(practice).duty_weights)),
        lines=_lines(entries, called),
    )


def _as_of(closed: list[Closed]) -> date | None:
    return closed[-1].week + FRIDAY if closed else None


def _by_person(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.code, []).append(entry)
    return found


def _stands(
    practice: Practice, book: Book, code: str, entries: list[Entry], called: Mapping[str, str], today: date
) -> PersonBalanceOut:
    term = _term(practice, code, today)
    held, part, points = (sum(getattr(entry, name) for entry in entries) for name in ("held", "part", "points"))
    return PersonBalanceOut(
        code=code,
        name=called.get(code, code),
        role=term.role if term else None,
        wte=f"{term.wte.normalize():f}" if term else None,
        balance=points,
        held=held,
        part=part,
        otherwise=points - held + part,
        active=code in book.joined,
    )


def _term(practice: Practice, code: str, today: date) -> Person | None:
    """Somebody's working term today, else the next, else the last."""
    terms = practice.terms_of(code)
    return practice.term_between(code, today, date.max) or (terms[-1] if terms else None)


def _lines(entries: Iterable[Entry], called: Mapping[str, str]) -> list[StatementLineOut]:
    balance, lines = 0, []
    for entry in entries:
        balance += entry.points
        lines.append(_line(entry, balance, called))
    return lines


def _line(entry: Entry, balance: int, called: Mapping[str, str]) -> StatementLineOut:
    detail: dict[str, Any] = dict(entry.detail)
    return StatementLineOut(
        id=entry.id,
        at=entry.at,
        kind=entry.kind.value,
        week=entry.week,
        what=words.what(entry, called),
        held=entry.held,
        part=entry.part,
        points=entry.points,
        balance=balance,
        reason=entry.reason,
        working=list(words.working(entry)),
        detail=detail,
        by=entry.by,
    )
