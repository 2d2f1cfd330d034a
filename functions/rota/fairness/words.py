"""What the ledger says, to somebody who doubts it. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from functions.rota.fairness.nouns import EntryKind, Line
from shared.domain.calendar import MONTHS, in_words
from shared.domain.duty_ledger import HALF_DAY, DutyKind, DutyWeights

KINDS: Mapping[DutyKind, str] = {
    DutyKind.ORDINARY: "",
    DutyKind.MONDAY: "Monday",
    DutyKind.AFTER_BANK_HOLIDAY: "after a bank holiday",
    DutyKind.FRIDAY_PM: "Friday afternoon",
}


def half_days(points: int) -> str:
    """'1.5', '0.07', '12'."""
    return f"{points / HALF_DAY:.2f}".rstrip("0").rstrip(".")


def signed(points: int) -> str:
    """'+1.5', '−0.25', '0'."""
    return half_days(points) if not points else f"{'+' if points > 0 else '−'}{half_days(abs(points))}"


def how(weights: DutyWeights) -> tuple[str, ...]:
    """How the ledger is worked out, in the order somebody would ask."""
    return (
        f"A half-day of duty counts for 1; on a Monday for {half_days(weights.monday)}, on the first open day after a "
        f"bank holiday for {half_days(weights.after_bank_holiday)}, on a Friday afternoon for "
        f"{half_days(weights.friday_pm)}. Where two apply, the larger counts.",
        "When a week is over it is closed: all the duty held in it is added up, and everybody's part of it is worked "
        "out pro rata to the sessions they had free for duty. Part-time work, days not worked, admin sessions and "
        "time away make a part smaller; nobody owes duty for them.",
        "The balance is what somebody held less what was their part, week after week. Above nought: more than their "
        "part. All balances together always come to nought.",
        "Only the published rota counts. When it is changed after a week is closed, the difference is posted as a line "
        "of its own; no line is ever changed or removed. Duty held by a locum counts for nobody.",
        "Somebody who joins begins at the median of the others' balances. When somebody leaves, their balance is "
        "shared out among those who stay, by what they work.",
        "A new rota expects less duty of people above nought and more of those below, and moves nobody's part by "
        "more than half of it at a time.",
    )


def what(entry: Line, names: Mapping[str, str]) -> str:
    """A line of a statement in a few words."""
    own = entry.about == entry.code
    who = names.get(entry.about or "", entry.about or "")
    if entry.kind is EntryKind.WEEK:
        return f"Week of {_day(entry.week)}" + (", counted again" if entry.reason else "")
    if entry.kind is EntryKind.OPENING:
        return _joined(entry) if own else f"{who} joined: what balances their start"
    if entry.kind is EntryKind.SETTLEMENT:
        return "Left: the balance comes to nought" if own else f"{who} left: a share of their balance"
    if entry.kind is EntryKind.RETURN:
        return "Had not left: the balance comes back" if own else f"{who} had not left: the share of it goes back"
    return "Adjusted by hand" if own else f"Against an adjustment for {who}"


def _joined(entry: Line) -> str:
    if entry.detail.get("others") == 0:
        return "The ledger begins"
    brought = entry.detail.get("brought")
    return "Joined, with what was carried over" if brought else "Joined, at the median of the others' balances"


def working(entry: Line) -> tuple[str, ...]:
    """The sum behind a line, a sentence a step; nothing for what has none."""
    detail = entry.detail
    if entry.kind is not EntryKind.WEEK or not detail:
        return ()
    free, in_all, held = detail["available"], detail["available_in_all"], half_days(detail["held_in_all"])
    return (
        f"Held: {_duties(detail['held'])}.",
        f"Part: {free:g} of everybody's {in_all:g} sessions free for duty, of {held} held in all.",
        *(("This line is the difference from what was posted before.",) if entry.reason else ()),
    )


def _duties(held: Sequence[Sequence[Any]]) -> str:
    """'Mon 4 Jan AM and PM (Monday, 1.5 each), Tue 5 Jan AM'; 'nothing'."""
    days: dict[tuple[str, str, int], list[str]] = defaultdict(list)
    for day, half, kind, points in held:
        days[day, kind, points].append(half)
    said = []
    for (day, kind, points), halves in days.items():
        harder = KINDS[DutyKind(kind)]
        each = f" ({harder}, {half_days(points)}{' each' if len(halves) > 1 else ''})" if harder else ""
        said.append(f"{in_words(date.fromisoformat(day))} {' and '.join(halves)}{each}")
    return ", ".join(said) or "nothing"


def _day(day: date | None) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else ""
