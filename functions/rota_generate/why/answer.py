"""What would follow, in words, and the stored answer. Pure. Nobody's kind of leave, and no reason beyond "away"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from functions.rota_generate.what_if import compared
from functions.rota_generate.what_if.compared import MISSING, Fairness, Move, Name, in_days
from functions.rota_generate.what_if.policy import Asked as AskedLeave
from functions.rota_generate.why.blockers import Blocker
from functions.rota_generate.why.forced import Forced
from functions.rota_generate.why.ledger import beyond_parts, duties, in_half_days
from functions.rota_generate.why.nouns import Asked, Stand
from shared.constraints import ALL, even_staffing, pins, working_pattern
from shared.constraints.weights import GAPS
from shared.domain.breach import Breach, Level
from shared.domain.calendar import Half, Session, in_words
from shared.domain.leave import LeaveKind

LABELS = {rule.ID: rule.LABEL for rule in ALL}
NOT_WORTH_A_WORD = frozenset({even_staffing.ID})

_Place = tuple[str, date | None, Half | None, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that would be kept less, once."""

    rule: str
    label: str
    hard: bool
    words: str


def impossible(blockers: Sequence[Blocker], *, seconds: float) -> dict[str, Any]:
    """The answer where somebody cannot take it."""
    said = "; ".join(blocker.words for blocker in blockers)
    return {
        "possible": False,
        "blockers": [asdict(blocker) for blocker in blockers],
        "sentences": [f"Not possible: {said}."],
        "proved": True,
        "seconds": round(seconds, 2),
    }


def possible(stand: Stand, asked: Asked, found: Forced, *, seconds: float) -> dict[str, Any]:
    """The answer where they could."""
    gaps = _newly(found.before, found.after, lambda breach: breach.rule in GAPS)
    breaks = [*_not_as_decided(stand, asked), *_breaks(stand, asked, found)]
    gaps_more = _missing(found.after) - _missing(found.before)
    fairness = round(beyond_parts(stand, found.rota) - beyond_parts(stand, stand.rota), 1)
    return {
        "possible": True,
        "blockers": [],
        "sentences": list(_sentences(stand, gaps, gaps_more, fairness, breaks, found)),
        "gaps_more": gaps_more,
        "fairness": fairness,
        "people": [_fair(each) for each in _people(stand, found)],
        "breaks": [asdict(each) for each in breaks],
        "moves": [_move(move) for move in _moves(stand.in_week_of(asked.slot.session), found)],
        "proved": found.proved,
        "seconds": round(seconds, 2),
    }


def plainly(sentence: str) -> dict[str, Any]:
    """An answer that is nothing but a sentence."""
    return {"possible": None, "sentences": [sentence]}


# -- what is short, and what is not kept -----------------------------------------------------------------------------


def _newly(before: Iterable[Breach], after: Iterable[Breach], wanted: Any) -> list[Breach]:
    """Breaches that were not there, or not by so much."""
    was: Counter[_Place] = Counter()
    for breach in before:
        was[_place(breach)] += breach.points
    return [breach for breach in after if wanted(breach) and breach.points > was[_place(breach)]]


def _place(breach: Breach) -> _Place:
    return breach.rule, breach.date, breach.half, breach.code, breach.site


def _missing(breaches: Iterable[Breach]) -> int:
    """People missing, all together."""
    return sum(breach.need - breach.have for breach in breaches if breach.need is not None and breach.have is not None)


def _breaks(stand: Stand, asked: Asked, found: Forced) -> Iterator[Broken]:
    new = _newly(found.before, found.after, lambda breach: breach.rule not in GAPS | NOT_WORTH_A_WORD)
    for breach in sorted(new, key=lambda breach: -breach.points):
        words = breach.because
        if breach.rule == working_pattern.ID and breach.code == asked.slot.code:
            words = f"{stand.name(breach.code)} would have nothing to do in a session they work"
        when = f" ({_when(breach)})" if breach.date else ""
        yield Broken(breach.rule, LABELS[breach.rule], breach.level is Level.HARD, f"{words}{when}")


def _not_as_decided(stand: Stand, asked: Asked) -> Iterator[Broken]:
    if asked.slot in stand.standing.pinned:
        words = f"{stand.name(asked.slot.code)} was put there by hand, and stays unless unpinned"
        yield Broken(pins.ID, LABELS[pins.ID], True, words)


def _when(breach: Breach) -> str:
    if breach.date is None:
        return ""
    return str(Session(breach.date, breach.half)) if breach.half else in_words(breach.date)


# -- in words --------------------------------------------------------------------------------------------------------


def _sentences(
    stand: Stand, gaps: Sequence[Breach], gaps_more: int, fairness: float, breaks: Sequence[Broken], found: Forced
) -> Iterator[str]:
    hard = [each for each in breaks if each.hard]
    yield f"{'Only by breaking a rule' if hard else 'Possible'}: {_verdict(gaps, gaps_more)}; {_evenness(fairness)}."
    yield from (f"{_gap(stand, gap)}." for gap in gaps)
    yield from (f"Breaks a rule: {each.words}." for each in hard)
    for rule in dict.fromkeys(each.rule for each in breaks if not each.hard):
        yield f"Better avoided: {'; '.join(each.words for each in breaks if each.rule == rule)}."
    if not found.proved:
        yield "This is an estimate: there was no time to prove that no other days of theirs would be better."


def _verdict(gaps: Sequence[Breach], more: int) -> str:
    if more > 0:
        return f"{more} gap{'s' if more > 1 else ''} more"
    if gaps:
        return "another gap in place of one"
    if more < 0:
        return f"{-more} gap{'s' if more < -1 else ''} fewer"
    return "nothing is left short"


def _evenness(fairness: float) -> str:
    if not fairness:
        return "duty is shared as evenly as now"
    less, more = ("less", "more") if fairness > 0 else ("more", "fewer")
    return (
        f"duty is shared {less} evenly, with {in_half_days(abs(fairness))} {more} beyond people’s fair parts "
        f"(fairness {fairness:+g})"
    )


def _gap(stand: Stand, gap: Breach) -> str:
    site = f" at {stand.site(gap.site)}" if gap.site else ""
    return f"{_when(gap)}: {MISSING[gap.rule]}{site}, {gap.because}"


# -- who moves, and what they hold -----------------------------------------------------------------------------------


def _moves(week: Stand, found: Forced) -> Iterator[Move]:
    begins = Session(week.horizon.start, Half.AM)
    nobody = AskedLeave("", LeaveKind.OTHER, begins, begins)
    now = {key: cell for key, cell in found.rota.items() if key[1].date in week.horizon}
    return compared.moves(week.checked, nobody, week.rota, now)


def _move(move: Move) -> dict[str, Any]:
    return {
        "date": move.date.isoformat(),
        "half": move.half.value,
        "activity": move.activity,
        "from": move.giver and asdict(move.giver),
        "to": move.taker and asdict(move.taker),
        "words": move.words,
    }


def _people(stand: Stand, found: Forced) -> Iterator[Fairness]:
    """Whose duty differs, who gains first; their fair part stays."""
    was, now = duties(stand, stand.rota), duties(stand, found.rota)
    for code in sorted({code for code in [*was, *now] if was[code] != now[code]}, key=lambda c: (was[c] - now[c], c)):
        part = compared.fair(stand.facts, code)
        yield Fairness(Name(code, stand.name(code)), in_days(was[code]), in_days(now[code]), part, part)


def _fair(each: Fairness) -> dict[str, Any]:
    return {
        **asdict(each.person),
        "before": each.before,
        "after": each.after,
        "fair_before": each.fair_before,
        "fair_after": each.fair_after,
    }
