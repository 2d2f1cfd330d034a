"""What rooms are asked when it is time to forget.

A room names a module in its manifest (`forgets`). `forget(tx, days)` removes what it has kept for long enough and says
how much of what; `make_nameless(tx, leaver)` takes somebody's name out of what it keeps. Both write the room's own
tables only, so there is still one writer for each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shared.db import Tx


@dataclass(frozen=True, slots=True)
class Period:
    """How long something is kept: by itself, and at the least. `why`: what the least rests on."""

    words: str
    days: int
    least: int
    why: str


SIX_YEARS = 6 * 365 + 2  # two leap days at the most in six years
AT_MOST = 100 * 365
LAW = (
    "Records of annual leave are kept for six years (Working Time Regulations 1998, reg. 16B), and claims from a "
    "contract may be brought for six (Limitation Act 1980, s. 5)."
)
PERIODS: Mapping[str, Period] = {
    "audit": Period("The audit", 7 * 365 + 2, SIX_YEARS, LAW),
    "leavers": Period("Names of those who left, after their last working day", SIX_YEARS, SIX_YEARS, LAW),
    "runs": Period("Runs that were not published, with their drafts", 180, 30, "A month to come back to a draft."),
    "questions": Period("Questions the solver answered", 30, 1, "Their answers hold for a day."),
    "alerts": Period("Alerts that are over", 3 * 365, 90, "A quarter to look back on."),
    "links": Period("Invitations and links that are used or ran out", 365, 30, "A month to ask who was let in."),
    "mail": Period("Mail that has ended", 180, 30, "A month to ask what became of it."),
    "facts": Period("What the parts of the system have told each other", 30, 7, "A week to look for a fault."),
}


@dataclass(frozen=True, slots=True)
class Leaver:
    """Somebody who is made nameless. `names`: everything they were known by, longest first."""

    code: str
    becomes: str
    number: int
    names: tuple[str, ...]

    def told(self) -> dict[str, object]:
        """As SQL is told of them."""
        return {"code": self.code, "becomes": self.becomes, "number": self.number, "names": list(self.names)}


async def allow_words(tx: Tx) -> None:
    """Let words be changed, until this transaction ends, in rows that are otherwise final."""
    await tx.execute("select set_config('rotacc.making_nameless', 'yes', true)")
