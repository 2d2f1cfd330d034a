"""How much duty people hold beyond their fair part, before a change and after it. Pure.

The fair part is that of the whole rota a week belongs to, by terms, leave and closures: what is decided by hand moves
duty about and nobody's part of it. Counted in half-days.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from shared.domain.calendar import Horizon
from shared.domain.problem import Practice, Problem
from shared.domain.rota import Activity, Assignment

Parts = Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Share:
    """What somebody holds beyond their part, in half-days; below nought: less than their part."""

    code: str
    before: Fraction
    after: Fraction


def duties(lines: Iterable[Assignment]) -> Counter[str]:
    """Half-days of duty by person."""
    return Counter(line.code for line in lines if line.activity is Activity.DUTY)


def moved(parts: Parts, before: Mapping[str, int], after: Mapping[str, int]) -> tuple[Share, ...]:
    """Everybody with a part in the duty who holds more or less of it afterwards."""
    differ = (code for code in parts if before.get(code, 0) != after.get(code, 0))
    return tuple(
        Share(code, before.get(code, 0) - parts[code], after.get(code, 0) - parts[code]) for code in sorted(differ)
    )


def beyond(parts: Parts, held: Mapping[str, int]) -> Fraction:
    """Half-days people hold beyond their parts, all together: the less, the fairer."""
    over = (held.get(code, 0) - part for code, part in parts.items())
    return sum((each for each in over if each > 0), Fraction(0))


def parts_of(practice: Practice, period: Horizon) -> Parts:
    """Everybody's fair part of the duty of a period."""
    return {code: share.expected for code, share in Problem(practice, period).facts.duty_shares.items()}
