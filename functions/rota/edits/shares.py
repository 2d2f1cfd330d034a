"""How much duty people hold beyond their fair part, before a change and after it. Pure.

The fair part is that of the whole rota a week belongs to, by terms, leave and closures: what is decided by hand moves
duty about and nobody's part of it. Counted in half-days of ordinary duty; harder ones count for more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from shared.domain.calendar import Horizon, Session
from shared.domain.problem import Practice, Problem
from shared.domain.rota import Activity, Assignment

Amounts = Mapping[str, Fraction]  # half-days by code


@dataclass(frozen=True, slots=True)
class Fair:
    """What is fair in a period: everybody's part of its duty, and what duty in each of its sessions counts for."""

    parts: Amounts = field(default_factory=dict)
    counts: Mapping[Session, Fraction] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Share:
    """What somebody holds beyond their part, in half-days; below nought: less than their part."""

    code: str
    before: Fraction
    after: Fraction


def duties(lines: Iterable[Assignment]) -> Iterator[tuple[str, Session]]:
    """Who holds duty when."""
    return ((line.code, line.session) for line in lines if line.activity is Activity.DUTY)


def moved(parts: Amounts, before: Amounts, after: Amounts) -> tuple[Share, ...]:
    """Everybody with a part in the duty who holds more or less of it afterwards."""
    differ = (code for code in parts if before.get(code, 0) != after.get(code, 0))
    return tuple(
        Share(code, before.get(code, 0) - parts[code], after.get(code, 0) - parts[code]) for code in sorted(differ)
    )


def beyond(parts: Amounts, held: Amounts) -> Fraction:
    """What people hold beyond their parts, all together: the less, the fairer."""
    over = (held.get(code, 0) - part for code, part in parts.items())
    return sum((each for each in over if each > 0), Fraction(0))


def fair_in(practice: Practice, period: Horizon) -> Fair:
    """What is fair in a period."""
    facts = Problem(practice, period).facts
    return Fair({code: share.expected for code, share in facts.duty_shares.items()}, facts.duty_counts)
