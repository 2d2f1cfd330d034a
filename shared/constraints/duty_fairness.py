"""Everybody holds their fair part of the duty, pro rata to the sessions they have free for it.

Harder duty counts for more, as it does in the fairness ledger: what is fair here brings nobody's balance far.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import ceil

from shared.constraints.linear import Linear, total
from shared.constraints.rule import Model
from shared.constraints.weights import points
from shared.domain.breach import Breach, Level
from shared.domain.calendar import Session
from shared.domain.facts import Share, finest, held
from shared.domain.problem import Problem
from shared.domain.rota import Activity, Rota, duties_of

ID = "duty-fairness"
LABEL = "Duty is shared fairly"
LEVEL = Level.SOFT
SOURCE = "ours: at most a day between the most and the least burdened, pro rata, as the fairness ledger weighs it"
SLOPES = ((1, 0), (3, 2), (5, 6))


def unfairness(off: Fraction | int) -> Fraction:
    """Parts of the weight for half-days outside the band: 1, 4, 9, then 5 more for each."""
    return Fraction(max(0, *(slope * off - less for slope, less in SLOPES)))


def check(problem: Problem, rota: Rota) -> list[Breach]:
    facts = problem.facts
    return compare(problem, rota, ID, facts.duty_shares, facts.duty_counts, "holds duty that counts for {:g} half-days")


def compare(
    problem: Problem,
    rota: Rota,
    rule: str,
    shares: Mapping[str, Share],
    counts: Mapping[Session, Fraction],
    holds: str,
) -> list[Breach]:
    """A breach for everybody whose duties in these sessions lie outside the band of their share."""
    each = points(problem, rule)
    theirs = held(duties_of(rota), counts)
    found = []
    for code, share in shares.items():
        own = theirs[code]
        cost = ceil(each * unfairness(max(share.low - own, own - share.high)))
        if cost:
            name = problem.facts.person[code].name
            part = f"{float(share.expected):.1f} would be their part{_carried(share)}"
            words = f"{name} {holds.format(float(own))}, where {part}"
            found.append(Breach(rule, LEVEL, cost, words, code=code))
    return found


def _carried(share: Share) -> str:
    """What of the part is due to duty of weeks gone by; nothing when it rounds to nothing."""
    much = f"{abs(float(share.less)):.1f}"
    if much == "0.0":
        return ""
    return f" ({much} less for what they held before)" if share.less > 0 else f" ({much} more, to catch up)"


def post(problem: Problem, model: Model) -> None:
    facts = problem.facts
    weigh(problem, model, ID, facts.duty_shares, facts.duty_counts)


def weigh(
    problem: Problem, model: Model, rule: str, shares: Mapping[str, Share], counts: Mapping[Session, Fraction]
) -> None:
    """The same as `compare`, said to the solver: in the pieces of a half-day that make everything whole."""
    fine, each = finest(counts), points(problem, rule)
    amounts: dict[str, list[Linear]] = {code: [] for code in shares}
    for session, counted in counts.items():
        for person, cell, amount in model.cells(session):
            if cell.activity is Activity.DUTY and person.code in amounts:
                amounts[person.code].append(amount * int(counted * fine))
    for code, share in shares.items():
        own = total(amounts[code])
        outside = (int(share.low * fine) - own, own - int(share.high * fine))
        steps = ((slope * off - less * fine) * each for off in outside for slope, less in SLOPES)
        model.penalise(rule, 1, *steps, per=fine)
