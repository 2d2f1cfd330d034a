"""What somebody holds of the duty, beside their fair part of it. Pure. Counted in half-days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from functions.rota_generate.why.nouns import Stand
from shared.domain.rota import Activity, Rota

HUNDREDTHS = 100


@dataclass(frozen=True, slots=True)
class Held:
    """Half-days of duty in the period, a fair part of them, and what was held beyond it before (below nought: less)."""

    balance: float
    expected: float
    held: int


def held(stand: Stand, code: str) -> Held | None:
    """Somebody's place in the ledger; None for who has no part in the duty."""
    share = stand.facts.duty_shares.get(code)
    if share is None:
        return None
    return Held(stand.carried.get(code, 0) / HUNDREDTHS, round(float(share.expected), 2), _duties(stand)[code])


def _duties(stand: Stand) -> Counter[str]:
    return duties(stand.rota)


def duties(rota: Rota) -> Counter[str]:
    """Half-days of duty by code."""
    return Counter(code for (code, _), cell in rota.items() if cell.activity is Activity.DUTY)


def beyond_parts(stand: Stand, rota: Rota) -> float:
    """Half-days of duty held beyond people's fair parts, all together: what sharing more evenly makes less of."""
    counted = duties(rota)
    return sum(max(0.0, _ahead(stand, counted, code)) for code in stand.facts.duty_shares)


def _ahead(stand: Stand, counted: Counter[str], code: str) -> float:
    """How far somebody is beyond their part, with what was carried over; below nought: behind."""
    part = float(stand.facts.duty_shares[code].expected)
    return counted[code] + stand.carried.get(code, 0) / HUNDREDTHS - part


def less_burdened(stand: Stand, code: str, others: Sequence[str]) -> list[str] | None:
    """Those of the others who would hold less of their part than somebody who gave one half-day away, furthest first.

    None where somebody has no part to compare with.
    """
    shares = stand.facts.duty_shares
    if code not in shares or not shares[code].expected:
        return None
    counted = _duties(stand)
    counted[code] -= 1
    ahead = {one: _ahead(stand, counted, one) for one in (code, *others) if one in shares}
    return sorted((one for one in others if one in ahead and ahead[one] < ahead[code]), key=lambda one: ahead[one])


def in_half_days(number: float) -> str:
    """'1 half-day', '1.5 half-days'."""
    return f"{number:g} half-day{'' if number == 1 else 's'}"
