"""How long things may be kept, and who may be made nameless. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from shared.errors import Reason, Refused
from shared.forgetting import AT_MOST, PERIODS


@dataclass(frozen=True, slots=True)
class Gone:
    """Somebody who works here no more, and what still hangs on them.

    `last_day`: the last one they worked; None for somebody who never had a term.
    `works`: a term has no end, or not yet.
    """

    code: str
    name: str
    last_day: date | None
    works: bool
    account_works: bool
    leave: int
    supervises: int
    hands_off: bool


def days_kept(chosen: Mapping[str, int]) -> dict[str, int]:
    """How many days each thing is kept; never less than the least, whatever is stored."""
    return {what: max(chosen.get(what, period.days), period.least) for what, period in PERIODS.items()}


def require_periods(wanted: Mapping[str, int]) -> None:
    """Raises Refused with everything that cannot be: unknown, shorter than the least, longer than a life."""
    reasons = []
    for what, days in wanted.items():
        period = PERIODS.get(what)
        if period is None:
            reasons.append(Reason(f"There is no such period. Known: {', '.join(PERIODS)}.", "unknown", field=what))
        elif days < period.least:
            words = f"{period.words}: at least {period.least} days. {period.why}"
            reasons.append(Reason(words, "too-short", field=what, instead=str(period.least)))
        elif days > AT_MOST:
            reasons.append(Reason(f"{period.words}: at most {AT_MOST} days.", "too-long", field=what))
    if reasons:
        raise Refused("periods", "These periods cannot be kept to.", reasons=reasons)


def due_on(gone: Gone, days: int) -> date | None:
    """From which day on somebody may be made nameless; None while they work here or never did."""
    return None if gone.works or gone.last_day is None else gone.last_day + timedelta(days=days)


def obstacles(gone: Gone, *, days: int, today: date) -> Sequence[Reason]:
    """Everything that stands in the way of making somebody nameless; empty when nothing does."""
    due = due_on(gone, days)
    found = (
        (gone.works, "They have a working term that is not over.", "works"),
        (
            not gone.works and gone.last_day is None,
            "They never had a working term: delete what was a mistake.",
            "never",
        ),
        (
            due is not None and due > today,
            f"Their last working day is not long enough ago: from {due} on.",
            "too-early",
        ),
        (gone.account_works, "They have an account that works. Deactivate it first.", "account"),
        (gone.leave > 0, f"{gone.leave} of their leave is open or still to come.", "leave"),
        (gone.supervises > 0, f"They still supervise, or are supervised, in {gone.supervises} cases.", "supervision"),
        (gone.hands_off, "They see to the hand-off to the clinical system. Give it to somebody else.", "hand-off"),
    )
    return [Reason(words, code) for stands, words, code in found if stands]


def require_nameless(gone: Gone, *, days: int, today: date, confirmed: str) -> None:
    """Raises Refused with every reason why somebody is not made nameless."""
    reasons = list(obstacles(gone, days=days, today=today))
    if confirmed != gone.name:
        reasons.append(
            Reason("Write the name exactly as it stands: it cannot be had back.", "confirm", field="confirm")
        )
    if reasons:
        raise Refused("nameless", "This person is not made nameless.", reasons=reasons)
