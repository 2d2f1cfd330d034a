"""NAME.leave.csv: who is away when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from shared.domain.calendar import Session, in_words
from shared.domain.problem import Leave, LeaveKind
from shared.intake import words
from shared.intake.faults import Report, rather, shown
from shared.intake.rows import Cells, place
from shared.intake.tables import Row
from shared.intake.words import Wrong

COLUMNS = ("code", "kind", "start", "start_half", "end", "end_half", "status")
KINDS = tuple(kind.value for kind in LeaveKind)
APPROVED, REQUESTED = STATUSES = ("approved", "requested")


class _Spell(NamedTuple):
    """Leave and where it is written; `order` counts rows."""

    leave: Leave
    order: int
    cells: Cells


def leave_of(rows: Sequence[Row], report: Report, *, codes: Collection[str] | None) -> list[Leave]:
    """All leave, in the order of the rows; faulty rows are reported and left out.

    `codes` None: the people are not known, so nobody's code is called wrong.
    """
    spells = []
    for order, row in enumerate(rows):
        cells = Cells(row, report)
        if (leave := _leave(cells, codes)) is not None:
            spells.append(_Spell(leave, order, cells))
    _check_overlaps(spells)
    return [spell.leave for spell in spells]


def _leave(cells: Cells, codes: Collection[str] | None) -> Leave | None:
    code = cells.read("code", _person_among(codes))
    kind = cells.read("kind", lambda text: LeaveKind(words.one_of(text, KINDS)))
    status = cells.read("status", lambda text: words.one_of(text, STATUSES))
    start, start_half = cells.read("start", words.day), cells.read("start_half", words.half)
    end, end_half = cells.read("end", words.day), cells.read("end_half", words.half)
    if start is None or start_half is None or end is None or end_half is None:
        return None
    first, last = Session(start, start_half), Session(end, end_half)
    if last < first:
        column = "end" if end < start else "end_half"
        cells.fault(
            column, "The leave ends before it begins.", f"Write {start.isoformat()} {start_half.value} or later."
        )
        return None
    if code is None:
        return None
    # A row with another fault is never used; its dates still tell whether it overlaps the others.
    return Leave(code, kind or LeaveKind.OTHER, first, last, status == APPROVED)


def _person_among(codes: Collection[str] | None) -> Callable[[str], str]:
    def read(text: str) -> str:
        if codes is not None and text not in codes:
            raise Wrong(f"Nobody has the code {shown(text)} in the people's file.", rather(text, codes))
        return text

    return read


def _check_overlaps(spells: Sequence[_Spell]) -> None:
    """One person's leave may touch, and never overlap: which of the two would count?"""
    by_person = defaultdict(list)
    for spell in spells:
        by_person[spell.leave.code].append(spell)
    for theirs in by_person.values():
        theirs.sort(key=lambda spell: (spell.leave.start, spell.order))
        longest = theirs[0]
        for spell in theirs[1:]:
            if spell.leave.start <= longest.leave.end:
                _report_overlap(*sorted((longest, spell), key=lambda each: each.order))
            longest = max(longest, spell, key=lambda each: each.leave.end)


def _report_overlap(above: _Spell, below: _Spell) -> None:
    first, last = max(above.leave.start, below.leave.start), min(above.leave.end, below.leave.end)
    both = _in_words(first) if first == last else f"{_in_words(first)} to {_in_words(last)}"
    below.cells.fault(
        "start",
        f"{below.leave.code} is on leave already by {place(above.cells.row)}: both have {both}.",
        "Keep one of the two for those half-days, and shorten or remove the other.",
    )


def _in_words(session: Session) -> str:
    return f"{in_words(session.date)} {session.date.year} {session.half.value}"


def row_of(leave: Leave) -> dict[str, str]:
    """Leave as a row of the table; reading it gives the same leave."""
    return {
        "code": leave.code,
        "kind": leave.kind.value,
        "start": leave.start.date.isoformat(),
        "start_half": leave.start.half.value,
        "end": leave.end.date.isoformat(),
        "end_half": leave.end.half.value,
        "status": APPROVED if leave.approved else REQUESTED,
    }
