"""What somebody holds of the duty, beside their fair part of it. Pure. Counted in half-days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from functions.rota_generate.why.nouns import Stand
from shared.constraints.reasons import in_a_row
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


def standings(stand: Stand, code: str) -> tuple[float, ...]:
    """How far somebody is beyond their part with what was carried over, and after them everybody else with a part."""
    counted = _duties(stand)
    return tuple(_ahead(stand, counted, one) for one in _before_all_others(stand, code))


def weighed(stand: Stand, code: str) -> tuple[float, ...]:
    """The same as the fairness ledger has it: in half-days of ordinary duty, with what harder ones count for."""
    balances = (stand.weighed[one] + stand.carried.get(one, 0) for one in _before_all_others(stand, code))
    return tuple(balance / HUNDREDTHS for balance in balances)


def _before_all_others(stand: Stand, code: str) -> tuple[str, ...]:
    shares = stand.facts.duty_shares
    return code, *(one for one in shares if one != code and shares[one].expected)


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
