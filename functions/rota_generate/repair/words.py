"""The answer in sentences, and as it is stored and given out. Pure. Nobody's kind of leave is in it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from functions.rota_generate.repair.locums import Wanted, as_a_locum, cost, wanted
from functions.rota_generate.repair.measured import Scale
from functions.rota_generate.repair.policy import Stand
from functions.rota_generate.repair.search import Found, Kind, Repair
from functions.rota_generate.repair.told import takers, told
from functions.rota_generate.what_if.compared import Fairness
from shared.domain.calendar import in_words
from shared.domain.outcome import gap_document
from shared.domain.rota import Cell
from shared.standing import Slot

NOTHING = "Nothing has to be repaired: on these days nobody is missing and every rule is kept."
NOT_PUBLISHED = "Nothing is published for these weeks, so there is nothing to repair: generate a rota for them instead."
WITH_EDITS = "The changes that wait to be published are counted in."
NO_TIME = "There was no time to look for every other option."


def plainly(*said: str) -> dict[str, Any]:
    """An answer that is nothing but words."""
    return {"sentences": list(said), "options": []}


def nothing(stand: Stand, *, seconds: float) -> dict[str, Any]:
    """Nothing is short."""
    return {**_about(stand, seconds), "sentences": [NOTHING, *_footing(stand)], "options": []}


def answer(scale: Scale, found: Found, *, seconds: float) -> dict[str, Any]:
    """The answer as it is stored and given out."""
    said = [_short(scale), _what_can_be_done(scale, found), *_footing(scale.stand)]
    if not found.looked_everywhere:
        said.append(NO_TIME)
    options = [option(scale, each) for each in found.options]
    short = [gap_document(gap) for gap in scale.short]
    return {
        **_about(scale.stand, seconds),
        "sentences": [each for each in said if each],
        "gaps": short,
        "options": options,
    }


def _about(stand: Stand, seconds: float) -> dict[str, Any]:
    """The weeks that may change, and how long the answer took."""
    weeks = {"start": stand.only.start.isoformat(), "weeks": stand.only.weeks}
    return {"range": weeks, "since": stand.since.isoformat(), "seconds": round(seconds, 2)}


# -- sentences -------------------------------------------------------------------------------------------------------


def _short(scale: Scale) -> str:
    days = f"{in_words(scale.stand.since)} to {in_words(scale.stand.only.end)}"
    if not scale.short:
        return f"Nobody is missing from {days}, and a rule about working days is not kept."
    return f"{count(len(scale.short), 'gap')} from {days}."


def _what_can_be_done(scale: Scale, found: Found) -> str:
    first = next((option for option in found.options if option.kind is not Kind.LOCUM), None)
    if first is None:
        return "No change of anybody here closes any of it; it takes somebody from outside." if scale.short else ""
    closed, short = len(scale.closed(first.rota)), len(scale.short)
    much = f"{closed} of them" if closed < short else "All of them" if short > 1 else "It"
    return (
        f"{much} can be closed by changing {_sessions(first)}."
        if short
        else f"It can be mended by changing {_sessions(first)}."
    )


def _sessions(option: Repair) -> str:
    figures = option.figures
    if not figures.others:
        return f"{count(figures.own, 'session')} of the person who is away, and nobody else’s"
    own = f", and {figures.own} of the person who is away once they are back" if figures.own else ""
    return f"{count(figures.others, 'session')} of {count(figures.people, 'person', 'people')}{own}"


def _footing(stand: Stand) -> list[str]:
    said = []
    if stand.is_only_thought_of and stand.absence:
        name = name_of_absent(stand)
        said.append(f"The absence of {name} is not on record yet; record it too, or the rota still lists them.")
    if stand.edited:
        said.append(WITH_EDITS)
    if stand.unseen:
        said.append(f"{count(stand.unseen, 'week')} could not be looked at: not published yet.")
    return said


def name_of_absent(stand: Stand) -> str:
    """What the absent person is called."""
    code = stand.absence.code if stand.absence else ""
    return next((person.name for person in stand.practice.people if person.code == code), code)


def count(number: int, one: str, many: str | None = None) -> str:
    """'1 gap', '2 gaps'."""
    return f"{number} {one if number == 1 else many or one + 's'}"


# -- one option ------------------------------------------------------------------------------------------------------


def option(scale: Scale, repair: Repair) -> dict[str, Any]:
    """One option as it is given out."""
    scale = scale.given(repair.by_hand)
    left, closed = scale.gaps(repair.rota), scale.closed(repair.rota)
    locums, changed = wanted(scale.problem, left), scale.changed(repair.rota)
    come_in = len(changed) if repair.kind is Kind.LOCUM else 0
    return {
        "kind": repair.kind.value,
        "title": _title(scale, repair),
        "proof": _proof(scale, repair),
        "proved": repair.proved,
        "cells": [_change(scale, repair, slot) for slot in changed],
        "moved": repair.figures.people,
        "sessions": repair.figures.others,
        "own": repair.figures.own,
        "closed": len(closed),
        "gaps_closed": [gap_document(gap) for gap in closed],
        "gaps_left": [gap_document(gap) for gap in left],
        "tell": [asdict(each) for each in told(scale, repair.rota)],
        "locums": [_locum(each) for each in locums],
        "cost_pence": cost(scale.stand.standing, come_in + sum(each.people for each in locums)),
        "fairness": [_fairness(each) for each in scale.fairness(repair.rota)],
    }


def _title(scale: Scale, option: Repair) -> str:
    who = _in_a_row(takers(scale, option.rota))
    take = "takes over" if who and " and " not in who else "take over"
    if option.kind is Kind.LOCUM:
        come = "come in as locums" if " and " in who else "comes in as a locum"
        return f"Nobody moves: {who} {come}" if who else "Nobody moves: find a locum"
    if option.kind is Kind.FAIREST:
        return f"Fairest: {who} {take}" if who else "Fairest"
    if option.kind is Kind.SOMEBODY_ELSE:
        return f"Instead: {who} {take}" if who else "Instead: other people change"
    return f"Fewest changes: {who} {take}" if who else "Fewest changes"


def _in_a_row(names: list[str]) -> str:
    """'Dr A', 'Dr A and Dr B', 'Dr A, Dr B and 2 others'."""
    if len(names) > 3:
        names = [*names[:2], f"{len(names) - 2} others"]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _proof(scale: Scale, option: Repair) -> str:
    if option.kind is Kind.LOCUM and scale.changed(option.rota):
        return "Locums of yours who are free then, by the rota; ask them before you choose this."
    if option.kind is Kind.LOCUM:
        return "Nobody here is asked for anything."
    if not option.proved:
        return "The best found in the time; there may be something better."
    return {
        Kind.FEWEST: "Proved: nothing that closes as much changes fewer sessions of others.",
        Kind.SOMEBODY_ELSE: "Proved: the fewest changes when those of the first option are not asked.",
        Kind.FAIREST: "Proved: no better balance of fairness and changes.",
    }[option.kind]


def _change(scale: Scale, repair: Repair, slot: Slot) -> dict[str, Any]:
    """One session as it stands and as it would be; applied by a person, so it stays from then on."""
    standing = scale.stand.standing
    locum = standing.locums.get(slot)
    said = None if locum is None else locum.as_document()
    was, now = scale.was.get(slot), repair.rota.get(slot)
    as_one = as_a_locum(scale.stand).as_document() if repair.kind is Kind.LOCUM else said
    return {
        "code": slot.code,
        "date": slot.session.date.isoformat(),
        "half": slot.session.half.value,
        "was": _cell(was, pinned=slot in standing.pinned or slot in standing.off, locum=said),
        "now": _cell(now, pinned=True, locum=as_one if now is not None else None),
    }


def _cell(cell: Cell | None, *, pinned: bool, locum: dict[str, Any] | None) -> dict[str, Any]:
    activity, site = (None, None) if cell is None else (cell.activity.value, cell.site)
    return {"activity": activity, "site": site, "pinned": pinned, "locum": locum}


def _locum(each: Wanted) -> dict[str, Any]:
    half = each.half.value if each.half else None
    return {**asdict(each), "date": each.date.isoformat(), "half": half}


def _fairness(each: Fairness) -> dict[str, Any]:
    rest = {"before": each.before, "after": each.after, "fair_before": each.fair_before, "fair_after": each.fair_after}
    return {**asdict(each.person), **rest}
