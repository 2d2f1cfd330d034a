"""Who is in the ledger, and who has left it. Pure."""

from __future__ import annotations

from collections.abc import Set
from datetime import date, timedelta

from shared.domain.problem import Practice
from shared.duty_weeks import Closed, Rule, closing, takes_part

LAST_DAY_OF_ALL = date.max


def members(practice: Practice, joined: Set[str], today: date) -> Set[str]:
    """Who is in the ledger. Before its first week is closed: whoever will be, so that what an older reckoning says can
    be carried over."""
    if joined or practice.rules.duty is None:
        return joined
    rule = closing(practice, today).rule
    return {code for code in practice.by_code() if takes_part(practice, code, rule, today, LAST_DAY_OF_ALL)}


def has_gone(practice: Practice, code: str, closed: Closed) -> bool:
    """Whether somebody holds duty on no day after a week: their terms with the skill have ended."""
    return not takes_part(practice, code, closed.rule, closed.last_day + timedelta(days=1), LAST_DAY_OF_ALL)


def went_on(practice: Practice, code: str, rule: Rule, monday: date) -> bool:
    """Whether somebody who was settled with a week takes part in the very next one after all."""
    after = monday + timedelta(days=7)
    return takes_part(practice, code, rule, after, after + timedelta(days=6))
