"""Who gets a popular week. Pure: the same bids, record and seed always give the same answer.

The rule, as people are told it: whoever has the flag the practice puts first; among equals, whoever was given fewer
popular weeks before; among equals again, a draw by the round's seed. In that order each takes the best of their
choices that still has a place; when everybody has had a turn there is another one, up to the weeks a person may have.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from shared.domain.calendar import in_words
from shared.domain.people import Person, in_group
from shared.domain.problem import Practice
from shared.errors import Reason


@dataclass(frozen=True, slots=True)
class Bidder:
    """Somebody who would like some of these weeks, best first. `given_before`: popular weeks of earlier rounds."""

    code: str
    choices: tuple[date, ...]
    comes_first: bool
    given_before: int


@dataclass(frozen=True, slots=True)
class Place:
    """One week of one bidder: given, or a position on the week's waiting list. `turn` counts choices from 1."""

    code: str
    week: date
    given: bool
    position: int
    turn: int


def in_order(bidders: Iterable[Bidder], seed: int) -> tuple[Bidder, ...]:
    """The bidders in the order they choose."""
    return tuple(sorted(bidders, key=lambda b: (not b.comes_first, b.given_before, drawn(seed, b.code), b.code)))


def drawn(seed: int, code: str) -> str:
    """The lot of one person: nobody can choose it, and everybody can work it out again."""
    return hashlib.sha256(f"{seed}:{code}".encode()).hexdigest()


def allocate(
    bidders: Iterable[Bidder], *, weeks: Sequence[date], places: int, most_weeks: int, seed: int
) -> tuple[Place, ...]:
    """Every bidder's every choice, given or waiting, by week and position."""
    order = in_order(bidders, seed)
    left = dict.fromkeys(weeks, places)
    turns: dict[tuple[str, date], int] = {}
    turn = 0
    for _ in range(most_weeks):
        for bidder in order:
            wanted = (w for w in bidder.choices if left.get(w, 0) > 0 and (bidder.code, w) not in turns)
            if (week := next(wanted, None)) is not None:
                turn += 1
                left[week] -= 1
                turns[bidder.code, week] = turn
    return tuple(place for week in weeks for place in _places_of(week, order, turns))


def _places_of(week: date, order: Sequence[Bidder], turns: Mapping[tuple[str, date], int]) -> Iterator[Place]:
    """Those who have the week by turn, then its waiting list: people who have fewer weeks than they may come first."""
    given = sorted((turns[b.code, week], b.code) for b in order if (b.code, week) in turns)
    for position, (turn, code) in enumerate(given, start=1):
        yield Place(code, week, given=True, position=position, turn=turn)
    have = Counter(code for code, _ in turns)
    waiting = [b for b in order if week in b.choices and (b.code, week) not in turns]
    waiting.sort(key=lambda b: have[b.code])  # stable: among equals the order of choosing
    for position, bidder in enumerate(waiting, start=1):
        yield Place(bidder.code, week, given=False, position=position, turn=order.index(bidder) + 1)


def next_best(
    week: date, *, choices: Sequence[date], weeks: Sequence[date], taken: Mapping[date, int], places: int
) -> date | None:
    """For somebody who did not get `week`: the next of their choices with a place, else the nearest week with one."""
    free = [w for w in weeks if taken.get(w, 0) < places and w != week]
    after = choices[choices.index(week) + 1 :] if week in choices else ()
    if (own := next((w for w in after if w in free), None)) is not None:
        return own
    return min(free, key=lambda w: (abs((w - week).days), w), default=None)


def rule_in_words(first_flag: str | None, seed: int) -> tuple[str, ...]:
    """How places are given, as everybody may read it."""
    first = (f"Whoever has the mark “{first_flag}” chooses first.",) if first_flag else ()
    return (
        *first,
        "Then whoever was given fewer popular weeks before.",
        f"Among equals a draw decides, by the round's number {seed}: the same number always draws the same order.",
        "In that order each takes the best of their choices that still has a place.",
    )


def may_bid(practice: Practice, code: str, week: date, groups: Sequence[str]) -> bool:
    """Whether a week's places are for somebody: in a working term that week, and in one of the groups."""
    person = term_in(practice, code, week)
    return person is not None and (not groups or any(in_group(person, group) for group in groups))


def term_in(practice: Practice, code: str, week: date) -> Person | None:
    """Somebody as they work in a week; None when no term covers any of its days."""
    days = (week + timedelta(days=day) for day in range(5))
    return next((person for day in days if (person := practice.term_on(code, day))), None)


def faults_of_round(
    *, label: str, closes_on: date, weeks: Sequence[date], first_flag: str | None, today: date
) -> tuple[Reason, ...]:
    """Everything wrong with a round somebody wants to open; empty when nothing is."""
    found = []
    if not label.strip():
        found.append(Reason("Give the round a name, such as Half-term.", "label", "label"))
    if closes_on < today:
        found.append(Reason("Bids cannot close in the past.", "closes-on", "closes_on"))
    for week in weeks:
        if week.weekday() != 0:
            found.append(Reason(f"{in_words(week)} is not a Monday.", "not-a-monday", "weeks"))
        elif week <= closes_on:
            message = f"The week of {in_words(week)} begins before bids close."
            found.append(Reason(message, "too-late", "weeks", instead="Close earlier, or leave that week out."))
    found += [
        Reason(f"The week of {in_words(week)} is there twice.", "twice", "weeks")
        for week, times in Counter(weeks).items()
        if times > 1
    ]
    if first_flag is not None and not first_flag.strip():
        found.append(Reason("Name the mark that comes first, or leave it out.", "first-flag", "first_flag"))
    return tuple(found)


def faults_of_bid(
    practice: Practice, code: str, choices: Sequence[date], *, weeks: Sequence[date], groups: Sequence[str]
) -> tuple[Reason, ...]:
    """Everything wrong with what somebody would like; empty when nothing is."""
    found = []
    for week, times in Counter(choices).items():
        if week not in weeks:
            found.append(Reason(f"{in_words(week)} is no week of this round.", "no-such-week", "choices"))
        elif times > 1:
            found.append(Reason(f"The week of {in_words(week)} is chosen twice.", "twice", "choices"))
        elif not may_bid(practice, code, week, groups):
            message = f"The places of the week of {in_words(week)} are not for you: your role or your term."
            found.append(Reason(message, "not-for-you", "choices"))
    return tuple(found)
