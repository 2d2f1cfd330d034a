"""What somebody holds of the duty, beside their fair part of it. Pure.

Counted as the fairness ledger counts: in half-days of ordinary duty, harder ones for more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from functions.rota_generate.why.nouns import Stand
from shared.constraints.reasons import in_a_row
from shared.domain import facts
from shared.domain.duty_ledger import HALF_DAY
from shared.domain.rota import Rota, duties_of
from shared.standing import Slot


@dataclass(frozen=True, slots=True)
class Held:
    """What duty of the period counts for, a fair part of it, and what was held beyond it before (below nought: less).

    half_days: how many half-days of duty that is.
    """

    balance: float
    expected: float
    held: float
    half_days: int


def held(stand: Stand, code: str) -> Held | None:
    """Somebody's place in the ledger; None for who has no part in the duty."""
    share = stand.facts.duty_shares.get(code)
    if share is None:
        return None
    counted = float(duties(stand, stand.rota)[code])
    half_days = sum(holder == code for holder, _ in duties_of(stand.rota))
    return Held(_carried(stand, code), round(float(share.expected), 2), counted, half_days)


def duties(stand: Stand, rota: Rota) -> Mapping[str, Fraction]:
    """What the duty of a rota counts for, by code."""
    return facts.held(duties_of(rota), stand.facts.duty_counts)


def beyond_parts(stand: Stand, rota: Rota) -> float:
    """What is held beyond people's fair parts, all together: what sharing more evenly makes less of."""
    return sum(max(0.0, ahead) for ahead in _ahead(stand, rota).values())


def _ahead(stand: Stand, rota: Rota) -> dict[str, float]:
    """How far everybody with a part is beyond it, with what was carried over; below nought: behind."""
    counted = duties(stand, rota)
    return {
        code: float(counted[code] - share.expected) + _carried(stand, code)
        for code, share in stand.facts.duty_shares.items()
    }


def _carried(stand: Stand, code: str) -> float:
    return stand.carried.get(code, 0) / HALF_DAY


def standings(stand: Stand, code: str) -> tuple[float, ...]:
    """How far somebody is beyond their part with what was carried over, and after them everybody else with a part."""
    ahead, shares = _ahead(stand, stand.rota), stand.facts.duty_shares
    return ahead[code], *(each for one, each in ahead.items() if one != code and shares[one].expected)


def less_burdened(stand: Stand, slot: Slot, others: Sequence[str]) -> list[str] | None:
    """Those of the others who would hold less of their part than somebody who gave this duty away, furthest first.

    None where somebody has no part to compare with.
    """
    code, shares = slot.code, stand.facts.duty_shares
    if code not in shares or not shares[code].expected:
        return None
    ahead = _ahead(stand, stand.rota)
    ahead[code] -= float(stand.facts.duty_counts[slot.session])
    return sorted((one for one in others if one in ahead and ahead[one] < ahead[code]), key=lambda one: ahead[one])


def in_half_days(number: float) -> str:
    """'1 half-day', '1.5 half-days'."""
    return f"{number:g} half-day{'' if number == 1 else 's'}"


# -- in words ---------------------------------------------------------------------------------------------------------

NAMED_FIRST = 3  # of those whose turn it was, where there are many


def beside_their_part(half_days: float) -> str:
    """'0.6 half-days less than their fair part'."""
    beyond = round(half_days, 1)
    if not beyond:
        return "just their fair part"
    return f"{in_half_days(abs(beyond))} {'more' if beyond > 0 else 'less'} than their fair part"


def further_ahead(mine: float, others: Sequence[float]) -> str:
    """How many of the others have held more beyond their parts; nothing where there is only one."""
    if len(others) < 2:
        return ""
    ahead = sum(round(other, 2) > round(mine, 2) for other in others)
    said = "1 is" if ahead == 1 else f"{ahead or 'none'} are"
    return f"; of the {len(others)} others who share duty, {said} further ahead"


def turn(name: str, before: Sequence[str]) -> str:
    """Whose turn it was going by fair parts; `before`: those who would be further below theirs without the session."""
    if not before:
        return (
            f"Going by fair parts it was their turn: without this session {name} would be the "
            "furthest below of those who could hold it."
        )
    also = f"even without this session {name} would be further ahead"
    return f"Going by fair parts alone, {_named(before)} came first: {also}."


def _named(names: Sequence[str]) -> str:
    """'Dr Ash and Dr Fir', 'Dr Ash, Dr Beech, Dr Fir and 5 others'."""
    left = len(names) - NAMED_FIRST
    return in_a_row(names if left <= 1 else [*names[:NAMED_FIRST], f"{left} others"])
