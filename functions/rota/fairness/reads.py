"""Reading the ledger: everybody's balance as it is and as it will be, and one person's statement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from functions.rota.fairness import membership, queries, words
from functions.rota.fairness.forecast import Forecast, look_ahead
from functions.rota.fairness.leavers import with_leavers
from functions.rota.fairness.nouns import Entry, Line
from functions.rota.fairness.policy import Book
from functions.rota.fairness.schemas import (
    AheadLineOut,
    AheadOut,
    FairnessOut,
    PersonAheadOut,
    PersonBalanceOut,
    StatementLineOut,
    StatementOut,
    WeightsOut,
)
from shared.db import Tx
from shared.domain.duty_ledger import HALF_DAY
from shared.domain.people import Person
from shared.domain.problem import Practice
from shared.duty_weeks import Closed
from shared.errors import NotFound
from shared.queries.practice import names

FRIDAY = timedelta(days=4)


async def fairness(tx: Tx, practice: Practice, *, today: date) -> FairnessOut:
    """Everybody who is or was in the ledger, who held most beyond their part first; before its first week is closed,
    everybody who will be."""
    entries, closed, called = await queries.entries(tx), await queries.closed_weeks(tx), await names(tx)
    everybody, book = await with_leavers(tx, practice), Book(entries)
    members = membership.members(everybody, book.joined, today)
    theirs = {code: list[Entry]() for code in members} | _by_person(entries)
    people = [_stands(everybody, members, code, found, called, today) for code, found in theirs.items()]
    weights = practice.rules.duty_weights
    return FairnessOut(
        as_of=_as_of(closed),
        first_week=closed[0].week if closed else None,
        weeks=len(closed),
        weights=WeightsOut(ordinary=HALF_DAY, **asdict(weights)),
        how=list(words.how(weights)),
        people=sorted(people, key=lambda person: (not person.active, -person.balance, person.name)),
        total=sum(book.balances.values()),
    )


async def ahead(tx: Tx, practice: Practice, *, today: date) -> AheadOut:
    """Everybody who will be in the ledger, or who leaves it, when the published rota is worked; who will have held
    most beyond their part first."""
    everybody, called = await with_leavers(tx, practice), await names(tx)
    forecast = await look_ahead(tx, everybody)
    moved = {line.code for line in forecast.lines}
    people = [_will_stand(everybody, forecast, code, called, today) for code in forecast.joined | moved]
    return AheadOut(
        first_week=forecast.weeks[0] if forecast.weeks else None,
        until=_until(forecast),
        weeks=len(forecast.weeks),
        people=sorted(people, key=lambda person: (not person.active, -person.balance, person.name)),
    )


async def statement(tx: Tx, practice: Practice, code: str, *, today: date) -> StatementOut:
    """Every movement of somebody's balance, and those to come. Raises NotFound for who has neither."""
    called = await names(tx)
    if code not in called:
        raise NotFound("Nobody here has this code.")
    entries, everybody = await queries.entries_of(tx, code=code), await with_leavers(tx, practice)
    forecast = await look_ahead(tx, everybody)
    members = membership.members(everybody, Book(await queries.entries(tx)).joined, today)
    if not entries and not forecast.of(code) and code not in members:
        raise NotFound(f"{called[code]} is not in the fairness ledger.")
    stands = _stands(everybody, members, code, entries, called, today)
    return StatementOut(
        **stands.model_dump(),
        as_of=_as_of(await queries.closed_weeks(tx)),
        until=_until(forecast),
        how=list(words.how(practice.rules.duty_weights)),
        lines=_lines(entries, called),
        ahead=_lines_ahead(forecast.of(code), stands.balance, called),
    )


def _as_of(closed: list[Closed]) -> date | None:
    return closed[-1].week + FRIDAY if closed else None


def _until(forecast: Forecast) -> date | None:
    return forecast.weeks[-1] + FRIDAY if forecast.weeks else None


def _by_person(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.code, []).append(entry)
    return found


def _stands(
    practice: Practice, members: Set[str], code: str, entries: list[Entry], called: Mapping[str, str], today: date
) -> PersonBalanceOut:
    held, part, points = (sum(getattr(entry, name) for entry in entries) for name in ("held", "part", "points"))
    return PersonBalanceOut(
        **_who(practice, code, called, today),
        balance=points,
        held=held,
        part=part,
        otherwise=points - held + part,
        active=code in members,
    )


def _will_stand(
    practice: Practice, forecast: Forecast, code: str, called: Mapping[str, str], today: date
) -> PersonAheadOut:
    lines = forecast.of(code)
    return PersonAheadOut(
        **_who(practice, code, called, today),
        balance=forecast.balances[code],
        held=sum(line.held for line in lines),
        part=sum(line.part for line in lines),
        active=code in forecast.joined,
    )


def _who(practice: Practice, code: str, called: Mapping[str, str], today: date) -> dict[str, Any]:
    term = _term(practice, code, today)
    return {
        "code": code,
        "name": called.get(code, code),
        "role": term.role if term else None,
        "wte": f"{term.wte.normalize():f}" if term else None,
    }


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


def _lines_ahead(lines: Iterable[Line], balance: int, called: Mapping[str, str]) -> list[AheadLineOut]:
    found = []
    for line in lines:
        balance += line.points
        found.append(_line_ahead(line, balance, called))
    return found


def _line_ahead(line: Line, balance: int, called: Mapping[str, str]) -> AheadLineOut:
    return AheadLineOut(
        week=line.week,
        kind=line.kind.value,
        what=words.what(line, called),
        held=line.held,
        part=line.part,
        points=line.points,
        balance=balance,
        working=list(words.working(line)),
    )
