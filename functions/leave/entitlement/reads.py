"""What can be looked up in the ledger, put together: who it is about, their sums, their statement."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from datetime import date

from functions.leave.entitlement import queries, service
from functions.leave.entitlement.balance import balance
from functions.leave.entitlement.nouns import Entry
from functions.leave.entitlement.policy import Ledger
from functions.leave.entitlement.schemas import (
    AmountOut,
    BalanceOut,
    BalancesOut,
    LeaveYearOut,
    LeaveYearsOut,
    LedgerEntryOut,
    PersonBalanceOut,
    StatementOut,
    WhoseOut,
)
from functions.leave.entitlement.statement import statement
from functions.leave.entitlement.words import number
from shared import clock
from shared.access import Caller
from shared.db import Tx
from shared.domain.amount import Amount
from shared.domain.entitlement import ONE_DAY, LeaveYear, leave_year_of, leave_years, weekly_sessions
from shared.domain.problem import Practice
from shared.errors import Forbidden
from shared.queries.practice import names


def allow(caller: Caller, code: str) -> None:
    """Let somebody see their own ledger, and an administrator everybody's. Raises Forbidden."""
    if not caller.is_administrator and caller.person_code != code:
        raise Forbidden("What somebody has left is for them and for administrators.")


async def years(tx: Tx, practice: Practice, *, today: date) -> LeaveYearsOut:
    """From the first leave year there is anything of to the one after the running one, and further where booked."""
    first, last = await queries.span(tx)
    rules = practice.leave_rules
    next_year = leave_year_of(rules, leave_year_of(rules, today).end + ONE_DAY)
    found = leave_years(rules, min(first or today, today), max(last or today, next_year.start))
    return LeaveYearsOut(years=[LeaveYearOut.of(year, today) for year in found])


async def balance_of(tx: Tx, practice: Practice, code: str, day: date, *, today: date) -> BalanceOut:
    """Somebody's sums of the leave year that holds a day."""
    ledger = await service.ledger_of(tx, practice, code, today=today)
    year = ledger.year_of(day)
    return BalanceOut.of_year(await _who(tx, ledger, year), LeaveYearOut.of(year, today), balance(ledger, year))


async def balances(tx: Tx, practice: Practice, day: date, *, today: date) -> BalancesOut:
    """Everybody's sums, in the order the practice lists its people; those who have left come last."""
    year, people = leave_year_of(practice.leave_rules, day), await names(tx)
    found = await service.ledgers(tx, practice, today=today)
    # A large practice takes a while to sum up; other requests are answered meanwhile.
    rows = await asyncio.to_thread(_rows, found, year, people)
    order = {code: place for place, code in enumerate(dict.fromkeys(person.code for person in practice.people))}
    rows.sort(key=lambda row: (order.get(row.person.code, len(order)), row.person.code))
    return BalancesOut(year=LeaveYearOut.of(year, today), balances=rows)


def _rows(ledgers: Iterable[Ledger], year: LeaveYear, people: Mapping[str, str]) -> list[PersonBalanceOut]:
    return [
        PersonBalanceOut.of_person(_described(ledger, year, people[ledger.code]), balance(ledger, year))
        for ledger in ledgers
        if _is_in(ledger, year)
    ]


async def statement_of(tx: Tx, practice: Practice, code: str, day: date, *, today: date) -> StatementOut:
    """Somebody's statement of the leave year that holds a day."""
    ledger = await service.ledger_of(tx, practice, code, today=today)
    year = ledger.year_of(day)
    said = statement(ledger, year)
    weekly = [number(weekly_sessions(practice, term)) for term in said.terms]
    who = await _who(tx, ledger, year)
    return StatementOut.of(who, LeaveYearOut.of(year, today), practice.name, clock.now(), said, weekly)


def entry_out(entry: Entry) -> LedgerEntryOut:
    """An entry as it was posted."""
    return LedgerEntryOut(
        id=entry.id,
        date=entry.effective,
        kind=entry.kind,
        what=entry.detail.get("what", ""),
        amount=AmountOut.of(Amount(entry.minutes, entry.session_minutes)),
        by=entry.by,
        why=entry.reason,
        working=list(entry.detail.get("working", ())),
        reverses=entry.reverses,
    )


async def _who(tx: Tx, ledger: Ledger, year: LeaveYear) -> WhoseOut:
    return _described(ledger, year, (await names(tx))[ledger.code])


def _described(ledger: Ledger, year: LeaveYear, name: str) -> WhoseOut:
    """Somebody as their last working term in the year has it."""
    terms = [term for term in ledger.practice.terms_of(ledger.code) if term.in_term_between(*year)]
    return WhoseOut(code=ledger.code, name=name, group=terms[-1].term.value if terms else "")


def _is_in(ledger: Ledger, year: LeaveYear) -> bool:
    """Whether somebody has a working term, or anything on the ledger, in a year."""
    works = any(term.in_term_between(*year) for term in ledger.practice.terms_of(ledger.code))
    return works or any(entry.minutes for entry in ledger.posted(year))
