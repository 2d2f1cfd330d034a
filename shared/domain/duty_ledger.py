"""What duty weighs, what part of it is fair, and how balances move. Whole hundredths of a half-day, never fractions.

A balance is what somebody held less what was their part: above nought they have held more. Whatever is posted adds up
to nought over all people, because whatever is shared out is shared out whole, by largest remainders.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import floor
from typing import NamedTuple

from shared.domain.calendar import Half, Session

HALF_DAY = 100  # what an ordinary half-day of duty counts for


class DutyKind(StrEnum):
    """What sort of duty a half-day is. The product knows no evening sessions yet; they would be one more."""

    ORDINARY = "ordinary"
    MONDAY = "monday"
    AFTER_BANK_HOLIDAY = "after-bank-holiday"  # the first day the practice opens after one
    FRIDAY_PM = "friday-pm"


class Weighed(NamedTuple):
    """A half-day of duty, and what it counts for."""

    kind: DutyKind
    points: int


@dataclass(frozen=True, slots=True)
class DutyWeights:
    """What each harder kind of duty counts for; any other half-day counts for `HALF_DAY`."""

    monday: int = 150
    after_bank_holiday: int = 150
    friday_pm: int = 125

    def of(self, session: Session, *, after_bank_holiday: bool) -> Weighed:
        """What duty in a session counts for. Where several kinds apply, the one that counts for most."""
        kinds = []
        if after_bank_holiday:
            kinds.append(Weighed(DutyKind.AFTER_BANK_HOLIDAY, self.after_bank_holiday))
        if session.weekday == 0:
            kinds.append(Weighed(DutyKind.MONDAY, self.monday))
        if session.weekday == 4 and session.half is Half.PM:
            kinds.append(Weighed(DutyKind.FRIDAY_PM, self.friday_pm))
        return max(kinds, key=lambda weighed: weighed.points, default=Weighed(DutyKind.ORDINARY, HALF_DAY))


DEFAULT_DUTY_WEIGHTS = DutyWeights()


class Count(NamedTuple):
    """What somebody held in a week, and what was their part of all that was held."""

    held: int
    part: int

    @property
    def points(self) -> int:
        """What their balance moves by."""
        return self.held - self.part

    def since(self, before: Count) -> Count:
        """What is to be posted when `before` is posted already."""
        return Count(self.held - before.held, self.part - before.part)


def shared_out(total: int, parts: Mapping[str, Fraction]) -> dict[str, int]:
    """A total in whole numbers pro rata to parts, by largest remainders: the shares add up to it exactly.

    Equal remainders go by code, so the order of people never matters. Parts that are all nought count as equal.
    """
    everybody = sum(parts.values(), Fraction(0))
    if not everybody:
        parts, everybody = dict.fromkeys(parts, Fraction(1)), Fraction(len(parts))
    exact = {code: abs(total) * part / everybody for code, part in parts.items()}
    whole = {code: floor(share) for code, share in exact.items()}
    left = abs(total) - sum(whole.values())
    rounded_up = set(sorted(parts, key=lambda code: (whole[code] - exact[code], code))[:left])
    sign = 1 if total >= 0 else -1
    return {code: sign * (share + (code in rounded_up)) for code, share in whole.items()}


def week_of(held: Mapping[str, int], available: Mapping[str, Fraction]) -> dict[str, Count]:
    """Everybody's count of a week: what they held, and their part of it all, pro rata to what they had free for it.

    Parts add up to what was held. When nobody had a session free for duty, what they held is their part.
    """
    free = {code: available.get(code, Fraction(0)) for code in {*held, *available}}
    if not any(free.values()):
        return {code: Count(held.get(code, 0), held.get(code, 0)) for code in free}
    parts = shared_out(sum(held.values()), free)
    return {code: Count(held.get(code, 0), part) for code, part in parts.items()}


def median(balances: Iterable[int]) -> int:
    """The middle of some balances; of two in the middle their mean, rounded toward nought. Of none: nought."""
    ordered = sorted(balances)
    if not ordered:
        return 0
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else int(Fraction(ordered[middle - 1] + ordered[middle], 2))


def moved(code: str, points: int, others: Mapping[str, Fraction]) -> dict[str, int]:
    """What one person's balance moves by, and what the others' move by against it, pro rata to `others`.

    Nobody's moves when there are no others. The points add up to nought.
    """
    against = {other: part for other, part in others.items() if other != code}
    return {code: points, **shared_out(-points, against)} if against else {}


def opening(code: str, balances: Mapping[str, int], others: Mapping[str, Fraction]) -> dict[str, int]:
    """Somebody joins at the median of these balances; what they begin with is spread over the others."""
    return moved(code, median(balances.values()), others) or {code: 0}


def settlement(code: str, balance: int, others: Mapping[str, Fraction]) -> dict[str, int]:
    """Somebody leaves: their balance comes to nought, and the others take it on."""
    return moved(code, -balance, others) if balance else {code: 0}
