"""What is asked of, and answered by, the fairness ledger. Points are hundredths of a half-day of ordinary duty."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from shared.http import In, Out

LONGEST_CODE = 40


class WeightsOut(Out):
    """What a half-day of each kind of duty counts for, by the settings as they are."""

    ordinary: int
    monday: int
    after_bank_holiday: int
    friday_pm: int


class PersonBalanceOut(Out):
    """Where somebody stands. balance = held - part + otherwise, which is joining, leaving and adjustments.

    active: in the ledger; else they have left it, and their balance is nought.
    """

    code: str
    name: str
    role: str | None
    wte: str | None
    balance: int
    held: int
    part: int
    otherwise: int
    active: bool


class FairnessOut(Out):
    """Everybody's balance. as_of: the last Friday that is counted; None: no week is closed yet. total is always 0."""

    as_of: date | None
    first_week: date | None
    weeks: int
    weights: WeightsOut
    how: list[str]
    people: list[PersonBalanceOut]
    total: int


class PersonAheadOut(Out):
    """Where somebody will stand. held and part are of the weeks to come alone; active: in the ledger then."""

    code: str
    name: str
    role: str | None
    wte: str | None
    balance: int
    held: int
    part: int
    active: bool


class AheadOut(Out):
    """Where the published rota leads, as it stands. weeks: that are published and not closed; until: the last Friday
    of them; None: there are none."""

    first_week: date | None
    until: date | None
    weeks: int
    people: list[PersonAheadOut]


class AheadLineOut(Out):
    """One movement to come. week: its Monday; balance: after this line; working: the sum behind it."""

    week: date | None
    kind: str
    what: str
    held: int
    part: int
    points: int
    balance: int
    working: list[str]


class StatementLineOut(Out):
    """One movement. week: its Monday; balance: after this line; working: the sum behind it, a sentence a step.

    detail of a week: held [[date, half, kind, points]], available and available_in_all (sessions), held_in_all.
    """

    id: int
    at: datetime
    kind: str
    week: date | None
    what: str
    held: int
    part: int
    points: int
    balance: int
    reason: str
    working: list[str]
    detail: dict[str, Any]
    by: str | None


class StatementOut(PersonBalanceOut):
    """Every movement of somebody's balance, oldest first; the last line's balance is theirs.

    ahead: what the published rota will post, as it stands, to the Friday `until`.
    """

    as_of: date | None
    until: date | None
    how: list[str]
    lines: list[StatementLineOut]
    ahead: list[AheadLineOut]


class AdjustmentIn(In):
    """points: hundredths of a half-day, above nought for somebody who did more than the rota shows.

    counter: who it is balanced by; None: everybody else in the ledger, by what they work.
    """

    code: str
    points: int
    reason: str
    counter: str | None = None


class MovedOut(Out):
    """What an adjustment did to one balance."""

    code: str
    name: str
    before: int
    after: int


class AdjustedOut(Out):
    """Every balance an adjustment moved; whom it is about first."""

    entries: list[int]
    moved: list[MovedOut]
