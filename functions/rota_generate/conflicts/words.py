"""Rules that cannot hold together, folded into a sentence, and the stored answer. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from functions.rota_generate.conflicts.members import Kind, Member
from functions.rota_generate.conflicts.nouns import Ground
from shared.constraints.reasons import NAMED_AT_MOST, in_a_row
from shared.domain.calendar import in_words

if TYPE_CHECKING:  # the web process reads these words, and never loads the solver
    from functions.rota_generate.conflicts.fewest import Conflict
    from functions.rota_generate.conflicts.ways import Way

# How a sort of rule is said of people, after their names or their number.
_FOLDED = {
    Kind.AWAY: "on leave",
    Kind.LETTER: "at other work",
    Kind.PINNED: "put elsewhere by hand",
    Kind.OFF: "kept off by hand",
    Kind.BY_HAND: "only written in by hand",
    Kind.NO_DUTY: "excused from duty",
    Kind.DAYS: "working other days",
    Kind.TRAINEE: "in to be supervised",
}


def sentence(ground: Ground, members: Sequence[Member]) -> str:
    """'Need 2, have 1: 14 on leave, 10 not working Thu PM.'"""
    groups: dict[str, list[str]] = {}
    for member in sorted(members, key=lambda member: (member.kind is not Kind.AWAY, member.kind is Kind.NOT_WORKING)):
        if member.code is not None:
            groups.setdefault(_folded(ground, member.kind), []).append(ground.name(member.code))
    parts = [f"{_people(list(dict.fromkeys(names)))} {said}" for said, names in groups.items()]
    parts += [member.words for member in members if member.kind is Kind.CLOSED]
    if others := [member.words for member in members if member.kind is Kind.OTHER_COVER]:
        parts.append(f"others needed for {in_a_row(others)}")
    return f"Need {ground.need}, have {ground.have}: {', '.join(parts) or 'there is nobody else'}."


def _folded(ground: Ground, kind: Kind) -> str:
    gap = ground.gap
    when = f"{in_words(gap.date)[:3]} {gap.half.value}" if gap.half else in_words(gap.date)[:3]
    return f"not working {when}" if kind is Kind.NOT_WORKING else _FOLDED[kind]


def _people(names: Sequence[str]) -> str:
    return str(len(names)) if len(names) > NAMED_AT_MOST else in_a_row(names)


def answer(
    ground: Ground, cover: Member, found: Conflict, ways: Iterable[Way], *, solves: int, seconds: float
) -> dict[str, Any]:
    """The answer as it is stored and given out."""
    members = [cover, *found.members]
    return {
        "sentence": sentence(ground, members),
        "members": [{"kind": member.kind, "code": member.code, "words": member.words} for member in members],
        "ways_out": [{"words": way.words, "cost": way.cost, "closes": True} for way in ways],
        "proved": found.proved,
        "solves": solves,
        "seconds": round(seconds, 2),
        "sentences": list(_footing(ground, members, found)),
    }


def _footing(ground: Ground, members: Sequence[Member], found: Conflict) -> Iterable[str]:
    if found.proved and len(members) > 1:
        yield f"These {len(members)} rules cannot all hold; without any one of them the gap could be closed."
        if ground.missing > 1:
            yield f"{ground.missing} people are missing, so of those who could help some need not be named here."
    if not found.proved:
        yield "This is an estimate: there was no time to make sure that fewer rules are not enough."


def closable(moves: Sequence[str], *, solves: int, seconds: float) -> dict[str, Any]:
    """The answer where nothing is in the way."""
    said = "; ".join(moves)
    ways = (
        [{"words": f"{said[0].upper()}{said[1:]}", "cost": "nothing else is left short", "closes": True}]
        if said
        else []
    )
    return {
        "sentence": "Nothing is in the way: this gap can be closed without breaking a rule.",
        "members": [],
        "ways_out": ways,
        "proved": True,
        "solves": solves,
        "seconds": round(seconds, 2),
        "sentences": [],
    }


def cut_short(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer with everything that was found before its time was over."""
    more = ["There was no time to try every way out."] if answer["proved"] else []
    return answer | {"sentences": [*answer["sentences"], *more], "cut_short": True}


def no_time() -> dict[str, Any]:
    """The answer where not even the first question could be settled."""
    return plainly("There was no time to find out whether this gap can be closed at all.") | {"cut_short": True}


def plainly(said: str) -> dict[str, Any]:
    """An answer that is nothing but a sentence."""
    return {"sentence": said, "sentences": [said]}
