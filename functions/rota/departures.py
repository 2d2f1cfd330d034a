"""Sessions that depart from somebody's pattern though nobody decided so by hand. Pure.

By hand, people work when and how their pattern does not say: the pin, or being kept off, says that somebody meant it.
Without it, the rota would only be wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shared.constraints import working_pattern
from shared.domain.breach import Breach
from shared.domain.calendar import Horizon, Session
from shared.domain.problem import Practice
from shared.domain.rota import as_rota
from shared.errors import Reason
from shared.standing import Slot, Standing, as_it_stands


def departures(practice: Practice, horizon: Horizon, standing: Standing) -> dict[Slot, Breach]:
    """Each session of a rota that is not as the pattern has it; who has no working term is no matter of patterns."""
    problem = as_it_stands(practice, horizon, standing)
    found = working_pattern.check(problem, as_rota(standing.lines))
    return {slot: each for slot, each in _by_slot(found) if practice.term_on(slot.code, slot.session.date)}


def _by_slot(breaches: Iterable[Breach]) -> Iterator[tuple[Slot, Breach]]:
    for each in breaches:
        if each.code and each.date and each.half:
            yield Slot(each.code, Session(each.date, each.half)), each


def newly_departing(practice: Practice, horizon: Horizon, was: Standing, now: Standing) -> dict[Slot, Breach]:
    """Those of them that were as the pattern has them on the rota before."""
    after = departures(practice, horizon, now)
    before = departures(practice, horizon, was) if after else {}
    return {slot: each for slot, each in after.items() if slot not in before}


def in_words(slot: Slot, breach: Breach, now: Standing) -> Reason:
    """What is wrong with it, and how it is mended."""
    listed = any((line.code, line.session) == slot for line in now.lines)
    mend = "pin it, or take it back" if listed else "keep them off by hand, or put the session back"
    return Reason(f"{breach.because} ({slot.session}): {mend}.", working_pattern.ID)
