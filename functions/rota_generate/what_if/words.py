"""A verdict in sentences, and the stored answer. Pure. Nobody's kind of leave, and no reason beyond "on leave"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from functions.rota_generate.what_if.compared import Move, Name
from functions.rota_generate.what_if.judge import Judged, Verdict
from functions.rota_generate.what_if.policy import Asked, Stand

MOST_MOVES = 200  # that anybody would read

PART_OF_A_SESSION = "Part of a session is taken off and the session is still worked, so the rota stays as it is."


def sentences(judged: Judged, stand: Stand) -> list[str]:
    """The verdict first, then what it rests on."""
    return [*_verdict(judged), *_footing(judged, stand)]


def _verdict(judged: Judged) -> Iterable[str]:
    if judged.verdict is Verdict.GREEN:
        yield "The rota holds: nothing is left short and nobody else’s sessions change."
    elif judged.verdict is Verdict.AMBER and judged.others:
        yield (
            f"Nothing is left short if {_count(judged.sessions, 'session')} of "
            f"{_count(judged.others, 'other person', 'other people')} "
            f"{'changes' if judged.sessions == 1 else 'change'}."
        )
    elif judged.verdict is Verdict.AMBER:
        yield "Nothing is left short and nobody else’s sessions change, but something is not done:"
    else:
        yield f"{_count(len(judged.gaps), 'gap')} would be left that moving others does not close."
    yield from judged.lost
    if judged.own:
        yield f"{_count(judged.own, 'other session')} of the person who is away would change as well."


def _footing(judged: Judged, stand: Stand) -> Iterable[str]:
    if judged.old_gaps:
        have = "are" if judged.old_gaps > 1 else "is"
        yield f"{_count(judged.old_gaps, 'gap')} {have} there already, whatever is decided; the leave is not the cause."
    if stand.only is None:
        yield "Nothing is published for these weeks yet, so this is an estimate from a rota made for the question."
    if stand.unseen:
        yield f"{_count(stand.unseen, 'week')} of the leave could not be looked at: not published yet, or too far on."
    if judged.estimate and stand.only is not None and not stand.unseen:
        yield "This is an estimate: there was no time to prove that there is nothing better."


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def answer(judged: Judged, stand: Stand, nearby: Iterable[Asked], *, seconds: float) -> dict[str, Any]:
    """The answer as it is stored and given out."""
    return {
        "verdict": judged.verdict.value,
        "estimate": judged.estimate,
        "seconds": round(seconds, 2),
        "sentences": sentences(judged, stand),
        "gaps": [
            {"date": place.date.isoformat(), "half": place.half, "because": short.because}
            for place, short in judged.gaps.items()
        ],
        "moves": [_move(move) for move in judged.moves[:MOST_MOVES]],
        "fairness": [
            {
                **asdict(each.person),
                "before": each.before,
                "after": each.after,
                "fair_before": each.fair_before,
                "fair_after": each.fair_after,
            }
            for each in judged.fairness
        ],
        "nearby": [
            {
                "start": other.start.date.isoformat(),
                "start_half": other.start.half.value,
                "end": other.end.date.isoformat(),
                "end_half": other.end.half.value,
                "verdict": Verdict.GREEN.value,
            }
            for other in nearby
        ],
    }


def plainly(verdict: Verdict | None, *said: str) -> dict[str, Any]:
    """An answer that is nothing but words."""
    return {"verdict": verdict and verdict.value, "sentences": list(said)}


def _move(move: Move) -> dict[str, Any]:
    return {
        "date": move.date.isoformat(),
        "half": move.half.value,
        "activity": move.activity,
        "from": _name(move.giver),
        "to": _name(move.taker),
        "words": move.words,
    }


def _name(name: Name | None) -> dict[str, str] | None:
    return None if name is None else asdict(name)
