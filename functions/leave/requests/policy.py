"""What stands in the way of somebody's leave: every rule, each in words, all at once. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from functions.leave.requests import checks_of_dates as dates
from functions.leave.requests import checks_of_practice as asks
from functions.leave.requests.kinds import KINDS, Kind
from functions.leave.requests.nouns import Against, Outcome, Situation, Wanted, Weight

__all__ = ["CHECKS", "Against", "Outcome", "Situation", "Wanted", "Weight", "against", "outcome", "stops"]

Check = Callable[[Wanted, Kind, Situation], Iterator[Against]]


def against(wanted: Wanted, known: Situation) -> tuple[Against, ...]:
    """Every reason, in the order they are best read."""
    kind = KINDS[wanted.kind]
    if not known.practice.terms_of(wanted.code):
        return (Against("no-person", f"Nobody on the rota has the code {wanted.code}.", Weight.CANNOT, "person_code"),)
    if faults := tuple(dates.no_spell(wanted)):
        return faults
    return tuple(reason for check in CHECKS for reason in check(wanted, kind, known))


def stops(reason: Against, *, on_behalf: bool) -> bool:
    """Whether it cannot be asked for like this."""
    return reason.weight is Weight.CANNOT or (reason.weight is Weight.STOPS and not on_behalf)


def outcome(wanted: Wanted, reasons: Sequence[Against], *, on_behalf: bool) -> Outcome:
    """What becomes of it. What only administrators record is approved by the one who does, but for themselves."""
    if any(stops(reason, on_behalf=on_behalf) for reason in reasons):
        return Outcome.REFUSED
    if on_behalf and KINDS[wanted.kind].administrators_only:
        return Outcome.AT_ONCE
    return Outcome.DECISION if reasons else Outcome.AT_ONCE


CHECKS: tuple[Check, ...] = (
    dates.kind_is_theirs, dates.past, dates.too_far, dates.notice, dates.overlaps, dates.whole, dates.in_term,
    dates.something_to_take, dates.part, asks.locked, asks.places, asks.entitlement, asks.buddy, asks.stranded,
    asks.cover, asks.who_decides,
)  # fmt: skip
