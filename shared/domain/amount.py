"""An amount of leave: whole minutes, said as sessions, hours and days side by side."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

SESSIONS_IN_A_DAY = 2
MINUTES_IN_AN_HOUR = 60

# Fine enough that each of the three goes back to the minute it came from, for sessions of up to eight hours.
_THOUSANDTHS, _HUNDREDTHS = Decimal("0.001"), Decimal("0.01")


class AmountUnit(StrEnum):
    """What an amount may be said in."""

    SESSIONS = "sessions"
    HOURS = "hours"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Amount:
    """Minutes, signed, and the length of the session they are said in. A day is two sessions."""

    minutes: int
    session_minutes: int

    @property
    def sessions(self) -> Decimal:
        """To a thousandth; 9.6 for 2,400 minutes in sessions of 250."""
        return _shown(Fraction(self.minutes, self.session_minutes), _THOUSANDTHS)

    @property
    def hours(self) -> Decimal:
        """To a hundredth."""
        return _shown(Fraction(self.minutes, MINUTES_IN_AN_HOUR), _HUNDREDTHS)

    @property
    def days(self) -> Decimal:
        """To a thousandth."""
        return _shown(Fraction(self.minutes, self.session_minutes * SESSIONS_IN_A_DAY), _THOUSANDTHS)


def minutes_in(unit: AmountUnit, session_minutes: int) -> int:
    """Minutes in one session, hour or day."""
    return {
        AmountUnit.SESSIONS: session_minutes,
        AmountUnit.HOURS: MINUTES_IN_AN_HOUR,
        AmountUnit.DAYS: session_minutes * SESSIONS_IN_A_DAY,
    }[unit]


def amount_of(number: Decimal, unit: AmountUnit, session_minutes: int) -> Amount:
    """What somebody wrote, to the nearest whole minute; half a minute goes away from nought."""
    return Amount(nearest(Fraction(number) * minutes_in(unit, session_minutes)), session_minutes)


def nearest(exact: Fraction) -> int:
    """The nearest whole number; a half goes away from nought, so that taking back takes what was given."""
    whole = (2 * abs(exact) + 1) // 2
    return int(whole if exact >= 0 else -whole)


def plain(number: Decimal) -> str:
    """Without trailing noughts: '9', '37.5', '-0.4'."""
    text = format(number + 0, "f")  # + 0: there is no -0
    return text.rstrip("0").rstrip(".") if "." in text else text


def _shown(exact: Fraction, step: Decimal) -> Decimal:
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(step, rounding=ROUND_HALF_UP)
