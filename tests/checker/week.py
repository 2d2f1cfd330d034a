"""A week of somebody with flexible days: what they work, and what is asked of them."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations
from math import ceil, floor

from tests.checker.practice import HALVES, Beside, Slot
from tests.checker.staff import Staff


class Week:
    """One week of somebody with flexible days, in days: worked, the range asked for, and its share of the period.

    Each term asks for its target times the part of its week, in letters, that there is to work while it lasts. A term
    without flexible days is simply worked.
    """

    def __init__(self, here: Beside, terms: list[Staff], monday: date) -> None:
        days = [monday + timedelta(day) for day in range(5)]
        slots = [(day, half) for day in days for half in HALVES]
        part = share = fixed = full = Fraction(0)
        weight: dict[Slot, int] = {}
        self.letters: dict[Slot, str] = {}
        self.worked = Fraction(0)
        for term in terms:
            inside = [slot for slot in slots if term.first <= slot[0] <= term.last and not term.by_hand]
            mine = {slot: self.worth(here, term, slot) for slot in inside if here.available(term, slot)}
            done = Fraction(sum(mine[slot] for slot in mine if here.given(term, slot)), 2)
            self.worked += done
            if not term.flexible:
                fixed += done
                continue
            possible = sum(here.letter(term, slot) != "-" for slot in slots)
            if possible and inside:
                full = max(full, here.days_a_week(term))
                part += Fraction(sum(mine.values()), possible)
                share += here.days_a_week(term) * sum(mine.values()) / possible
            weight |= mine
            self.letters |= {slot: here.letter(term, slot) for slot in mine}
        short = part < 1
        reach = [fixed + some for some in self.reachable(weight)]
        self.low, self.high = nearest(reach, fixed + floor(share), fixed + ceil(full if short else share))
        self.least = min(max(fixed + share, min(reach)), max(reach))
        self.most = min(max(fixed + (Fraction(ceil(share)) if short else share), min(reach)), max(reach))

    @staticmethod
    def worth(here: Beside, staff: Staff, slot: Slot) -> int:
        """Half-days: a day whose other half is closed is still a day for somebody who would have worked both."""
        other = (slot[0], HALVES[1 - HALVES.index(slot[1])])
        return 2 if here.letter(staff, other) != "-" and here.closed(staff.site, other) else 1

    def reachable(self, weight: dict[Slot, int]) -> list[Fraction]:
        """Every number of days that giving and not giving flexible days can make."""
        fixed = sum(worth for slot, worth in weight.items() if self.letters[slot] != "?")
        flexible: Counter[date] = Counter()
        for slot, worth in weight.items():
            if self.letters[slot] == "?":
                flexible[slot[0]] += worth
        chosen = (some for size in range(len(flexible) + 1) for some in combinations(flexible.values(), size))
        return sorted({Fraction(fixed + sum(some), 2) for some in chosen})


def nearest(reach: list[Fraction], low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
    """The range, widened to the nearest value there is when it holds none."""
    if any(low <= value <= high for value in reach):
        return low, high
    distance = min(max(low - value, value - high) for value in reach)
    return low - distance, high + distance
