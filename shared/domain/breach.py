"""A rule not kept, once. A gap is a breach of a rule that says how many people something needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shared.domain.calendar import Half


class Level(StrEnum):
    """What *must not* happen is hard; what is better avoided is soft.

    (What *cannot* happen, such as working while away, is never a breach: `Problem.verify` and `facts` rule it out.)
    """

    HARD = "hard"
    SOFT = "soft"


@dataclass(frozen=True, slots=True)
class Breach:
    """`because` is a sentence a practice manager understands and never tells the kind of somebody's leave.

    `points` is what the breach adds to the objective. `need` and `have` count people, and are given for gaps only.
    `which`: which of several rules of one kind, where a practice may have several at one time and place.
    """

    rule: str
    level: Level
    points: int
    because: str
    date: date | None = None
    half: Half | None = None
    code: str | None = None
    site: str | None = None
    need: int | None = None
    have: int | None = None
    which: str = ""

    @property
    def is_gap(self) -> bool:
        return self.need is not None
