"""Everybody holds their fair part of the duty, pro rata to the sessions they have free for it."""

from __future__ import annotations

from collections.abc import Mapping

from shared.constraints.linear import Linear, total
from shared.constraints.rule import Model
from shared.constraints.weights import points
from shared.domain.breach import Breach, Level
from shared.domain.calendar import Session
from shared.domain.facts import Share
from shared.domain.problem import Problem
from shared.domain.rota import Activity, Rota

ID = "duty-fairness"
LABEL = "Duty is shared fairly"
LEVEL = Level.SOFT
SOURCE = "ours: at most a day between the most and the least burdened, pro rata"


def unfairness(off: int) -> int:
    """Parts of the weight for half-days outside the band: 1, 4, 9, then 5 more for each."""
    return max(0, off, 3 * off - 2, 5 * off - 6)


def check(problem: Problem, rota: Rota) -> list[Breach]:
    facts = problem.facts
    return compare(problem, rota, ID, facts.duty_shares, facts.sessions, "duties")


def compare(
    problem: Problem,
    rota: Rota,
    rule: str,
    shares: Mapping[str, Share],
    sessions: tuple[Session, ...],
    duties: str,
) -> list[Breach]:
    """A breach for everybody whose duties in these sessions lie outside the band of their share."""
    each = points(problem, rule)
    found = []
    for code, share in shares.items():
        cells = (rota.get((code, session)) for session in sessions)
        held = sum(cell is not None and cell.activity is Activity.DUTY for cell in cells)
        cost = each * unfairness(max(share.low - held, held - share.high))
        if cost:
            name = problem.facts.person[code].name
            part = f"{float(share.expected):.1f} would be their part{_carried(share)}"
            words = f"{name} holds {held} half-day {duties}, where {part}"
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
    weigh(problem, model, ID, facts.duty_shares, facts.sessions)


def weigh(
    problem: Problem, model: Model, rule: str, shares: Mapping[str, Share], sessions: tuple[Session, ...]
) -> None:
    """The same as `compare`, said to the solver."""
    amounts: dict[str, list[Linear]] = {code: [] for code in shares}
    for session in sessions:
        for person, cell, amount in model.cells(session):
            if cell.activity is Activity.DUTY and person.code in amounts:
                amounts[person.code].append(amount)
    for code, share in shares.items():
        held = total(amounts[code])
        outside = (share.low - held, held - share.high)
        model.penalise(
            rule, points(problem, rule), *(part for off in outside for part in (off, 3 * off - 2, 5 * off - 6))
        )
