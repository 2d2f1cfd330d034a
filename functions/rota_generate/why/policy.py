"""What may be asked about a session. Pure."""

from __future__ import annotations

from functions.rota_generate.why.nouns import CHANGES_HANDS, Asked, Stand
from shared.errors import Reason


def faults(stand: Stand, asked: Asked) -> tuple[Reason, ...]:
    """Everything that keeps "why not somebody else" from making sense."""
    found = []
    cell = stand.at_work(asked.slot)
    if not stand.practice.terms_of(asked.instead):
        found.append(Reason("Nobody on the rota has this code.", "unknown-person", "instead"))
    if asked.instead == asked.slot.code:
        found.append(Reason("They have this session already.", "same-person", "instead"))
    if cell is None:
        found.append(Reason(f"{stand.name(asked.slot.code)} is not at work then.", "not-at-work", "code"))
    elif cell.activity not in CHANGES_HANDS:
        words = "Only duty and clinics pass from one to another; the rest is everybody’s own."
        found.append(Reason(words, "own-session", "half"))
    return tuple(found)
