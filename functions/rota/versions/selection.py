"""Which weeks the changes somebody chose to publish belong to, and why they cannot be published so. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from functions.rota.edits.policy import Edit, Overtaken
from shared.domain.calendar import Horizon, in_words, monday_of
from shared.errors import Reason


def weeks_of(chosen: Sequence[Edit]) -> Horizon:
    """The whole stretch from the first week that is touched to the last."""
    days = [cell.day for edit in chosen for cell in edit.cells]
    first, last = monday_of(min(days)), monday_of(max(days))
    return Horizon(first, (last - first).days // 7 + 1)


def refusals(
    chosen: Sequence[Edit],
    waiting: Sequence[Edit],
    horizon: Horizon,
    covered: Collection[date],
    overtaken: Mapping[int, Sequence[Overtaken]],
) -> tuple[Reason, ...]:
    """Every reason why the chosen changes cannot be published by themselves, in words."""
    left = [edit for edit in waiting if edit not in chosen]
    return (
        *_unpublished(horizon, covered),
        *(reason for edit in chosen for reason in _of(edit, left, overtaken.get(edit.id, ()))),
    )


def _unpublished(horizon: Horizon, covered: Collection[date]) -> Iterator[Reason]:
    missing = [day for day in horizon.days() if day not in covered]
    if missing:
        words = f"{in_words(missing[0])} to {in_words(missing[-1])}"
        yield Reason(
            f"Nothing is published between these changes ({words}). Publish those before and those after it apart.",
            "nothing-published",
        )


def _of(edit: Edit, left: Sequence[Edit], overtaken: Sequence[Overtaken]) -> Iterator[Reason]:
    below = _stands_on(edit, left)
    for earlier in below:
        yield Reason(
            f"“{edit.words}” stands on “{earlier.words}”, which is not chosen. Publish that too, or undo both.",
            "stands-on-another",
        )
    slots = {cell.slot for earlier in below for cell in earlier.cells}
    for each in overtaken:
        if each.slot not in slots:
            yield Reason(f"“{edit.words}” is overtaken: {each.because}. Undo it.", "overtaken")


def _stands_on(edit: Edit, left: Sequence[Edit]) -> list[Edit]:
    """The changes made before it to one of its sessions, and left behind."""
    slots = {cell.slot for cell in edit.cells}
    return [
        earlier for earlier in left if earlier.id < edit.id and any(cell.slot in slots for cell in earlier.cells)
    ]  # fmt: skip
