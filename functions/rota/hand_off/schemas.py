"""What is asked of, and answered about, the hand-off."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from functions.rota.hand_off.policy import Does
from shared.domain.calendar import Half
from shared.http import In, Out
from shared.standing import Slot, slot_of

MOST = 1000


class DoesIn(In):
    activity: str = Field(max_length=40)
    site: str = Field(max_length=40)


class SlotIn(In):
    code: str = Field(max_length=40)
    date: date
    half: Half

    @property
    def slot(self) -> Slot:
        return slot_of(self.code, self.date, self.half)


class TickIn(SlotIn):
    """`has`: what the clinical system has now; `stands`: what the rota said when this was looked at. None: nothing."""

    has: DoesIn | None
    stands: DoesIn | None


class TicksIn(In):
    lines: list[TickIn] = Field(min_length=1, max_length=MOST)


class OwnersIn(In):
    """`owner` None: whoever sees to the list."""

    lines: list[SlotIn] = Field(min_length=1, max_length=MOST)
    owner: UUID | None


class HandOffIn(In):
    """`baseline`: what the clinical system has when the list begins; left out once it is kept."""

    owner: UUID | None
    baseline: Literal["as-it-stands", "nothing"] | None = None


class DoesOut(Out):
    activity: str
    site: str


class OwnerOut(Out):
    id: UUID
    name: str


class LineOut(Out):
    """One session to be changed in the clinical system; `was` is what it has, `now` what it should have."""

    code: str
    name: str
    date: date
    half: Half
    act: str
    was: DoesOut | None
    now: DoesOut | None
    since: datetime
    overdue: bool
    owner: OwnerOut | None


class HandOffOut(Out):
    """`since` None: no list is kept yet."""

    since: datetime | None
    owner: OwnerOut | None
    lines: list[LineOut]
    overdue: int
    administrators: list[OwnerOut]


class OverdueOut(Out):
    """How many lines have waited too long, or are for a session that is near."""

    overdue: int


class TickedOut(Out):
    """How many lines were ticked."""

    ticked: int


def does_of(said: DoesIn | None) -> Does | None:
    return None if said is None else Does(said.activity, said.site)


def does_out(does: Does | None) -> DoesOut | None:
    return None if does is None else DoesOut(activity=does.activity, site=does.site)
