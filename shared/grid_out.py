"""The grid of a rota as it is answered: one compact document for a published rota and for a draft alike."""

from __future__ import annotations

from datetime import date

from shared.domain.calendar import Half
from shared.http import Out
from shared.marks import Place


class ShownVersionOut(Out):
    """A published rota that shows in the range."""

    id: str
    number: int
    published_at: str
    start: date
    end: date


class ClosureOut(Out):
    """Shut by the practice's own choice; `half` and `site` None mean all day, every site."""

    label: str
    half: Half | None
    site: str | None


class DayOut(Out):
    """A column of the grid. `week` counts from 0."""

    date: date
    weekday: str
    bank_holiday: str | None
    closures: list[ClosureOut]
    week: int


class RowOut(Out):
    """A row of the grid."""

    code: str
    name: str
    role: str
    group: str
    site: str
    wte: str


class GapOut(Out):
    """What is missing, why, and how much."""

    rule: str
    date: date | None
    half: Half | None
    site: str | None
    need: int | None
    have: int | None
    why: str


class GridOut(Out):
    """Who does what. Rows are compact: [person, day, half (0 AM, 1 PM), activity, site], by place in the lists.

    `away`: [person, day, half]. `duty`: [day, half, [people]]. `doctors_in` and `minimum`: one number a day; a
    minimum of None means none is asked for, or the practice is shut.

    `pinned`, `off` (kept off by hand), `sick`, `edited` (otherwise than published) and `synced` (the clinical system
    has it): [person, day, half]. `locums`: the same, and whose place it is, the cost in pence, the agency. `part`: the
    same, and the minutes of leave within the session. Colleagues get the pins and whether a session is a locum's, no
    more, and of part leave their own. `version_stamp` differs where the page may.
    """

    practice: str
    start: date
    weeks: int
    versions: list[ShownVersionOut]
    days: list[DayOut]
    people: list[RowOut]
    assignments: list[tuple[int, int, int, str, str]]
    away: list[tuple[int, int, int]]
    gaps: list[GapOut]
    minimum: list[int | None]
    duty: list[tuple[int, int, list[int]]]
    doctors_in: list[int]
    pinned: list[Place]
    off: list[Place]
    locums: list[tuple[int, int, int, str | None, int | None, str]]
    sick: list[Place]
    part: list[tuple[int, int, int, int]]
    edited: list[Place]
    synced: list[Place]
    version_stamp: str
