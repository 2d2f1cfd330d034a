"""What one breach of each rule costs, in points. The one place where rules are weighed against each other.

Three storeys, each far above the next: what cannot be (never in a draft, counted when a rota drawn by hand or
overtaken by new leave is checked), what must not be, and what is better avoided. A gap outweighs every soft
rule together in any rota a practice could have.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from shared.domain.problem import Problem, Wish

HARD: Mapping[str, int] = MappingProxyType(
    {
        "absence": 1_000_000,
        "closed": 1_000_000,
        "one-place": 1_000_000,
        "pattern": 1_000_000,
        "duty-skill": 1_000_000,
        "pins": 1_000_000,
        # Above every gap that one more half-day of one person could fill: nobody is worked beyond their days
        # to fill a gap unasked; the gap is named and the practice decides.
        "flexible-days": 50_000,
        "flexible-days-in-all": 50_000,
        "supervision": 12_000,  # before site cover when one doctor could give either: trainees come first
        "duty": 11_000,
        "site-cover": 10_000,
        "minimum-doctors": 10_000,
    }
)

SOFT: Mapping[str, int] = MappingProxyType(
    {
        "tutorial": 60,
        "flexible-days-evenly": 20,
        "whole-days": 15,
        "rooms": 20,
        "duty-both-halves": 10,
        "duty-fairness": 6,
        "duty-fairness-mondays": 6,
        "duty-spread-sites": 4,
        "supervisor-free-of-duty": 6,
        "duty-on-admin": 5,
        "sent-elsewhere": 4,
        "one-site-a-day": 2,
        "stability": 40,  # above fairness and comfort: what was published changes only for cover
        "even-staffing": 1,
        "max-off": 0,  # leave is given: reported, not priced
    }
)

# The rules that say how many people something needs, so that what is missing is a gap.
GAPS = frozenset({"duty", "minimum-doctors", "supervision", "site-cover"})

WEIGHTS: Mapping[str, int] = MappingProxyType({**HARD, **SOFT})

REQUIRED_TIMES = 10


def points(problem: Problem, rule: str) -> int:
    """What one breach of a rule costs in this problem: the practice's own figure, if it has one."""
    return HARD[rule] if rule in HARD else problem.weights.get(rule, SOFT[rule])


def wished(problem: Problem, rule: str, wish: Wish) -> int:
    """The same for a rule a practice may prefer, require or not want at all."""
    return points(problem, rule) * {Wish.NO: 0, Wish.PREFER: 1, Wish.REQUIRE: REQUIRED_TIMES}[wish]
