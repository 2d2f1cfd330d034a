"""Why somebody does what they do in a session: their pattern, what was decided by hand, and for duty who else could
have held it and what everybody holds. Facts only. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from functions.rota_generate.why.blockers import Blocker, Kind, blockers, is_away
from functions.rota_generate.why.ledger import (
    Held,
    beside_their_part,
    further_ahead,
    held,
    in_half_days,
    less_burdened,
    standings,
    turn,
)
from functions.rota_generate.why.nouns import CHANGES_HANDS, Stand, weekly
from shared.constraints.reasons import DOING, NAMED_AT_MOST, in_a_row
from shared.constraints.supervisors import Pair
from shared.domain.calendar import Half, Session
from shared.domain.people import Letter, Person
from shared.domain.rota import ABSENT, BY_LETTER, Activity, Cell
from shared.standing import Locum, Slot


@dataclass(frozen=True, slots=True)
class Reason:
    """One fact behind a session, in a sentence."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody else, and what keeps them from it; nothing: they could."""

    code: str
    name: str
    blockers: tuple[Blocker, ...]

    @property
    def possible(self) -> bool:
        return not self.blockers


@dataclass(frozen=True, slots=True)
class Supervised:
    """Who supervises a trainee in a session. None: nobody does."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a session is as it is. `others` is empty where nobody could do it in their place."""

    what: str
    reasons: tuple[Reason, ...]
    ledger: Held | None = None
    supervisor: Supervised | None = None
    others: tuple[Other, ...] = ()


def explanation(stand: Stand, slot: Slot, *, decided: str | None, pairs: Sequence[Pair]) -> Explanation:
    """Why a session is as it is. `decided`: who decided it by hand, where that is known; `pairs`: the trainees in the
    building then, each with who looks after them."""
    cell = stand.at_work(slot)
    if cell is None:
        return Explanation(_what(stand, slot, None), tuple(_not_at_work(stand, slot)))
    others = tuple(_others(stand, slot)) if cell.activity in CHANGES_HANDS else ()
    on_duty = cell.activity is Activity.DUTY
    mine = held(stand, slot.code) if on_duty else None
    said = [
        *_by_hand(stand, slot, decided),
        *_from_the_pattern(stand, slot, cell),
        *_at_another_site(stand, slot, cell),
    ]
    if on_duty:
        said += [*_from_the_others(stand, slot, others), *_from_the_ledger(stand, slot, others, mine)]
    said += _from_supervision(stand, slot, pairs)
    return Explanation(_what(stand, slot, cell), tuple(said), mine, _supervisor(stand, slot, pairs), others)


def _what(stand: Stand, slot: Slot, cell: Cell | None) -> str:
    name = stand.name(slot.code)
    if cell is None:
        said = "is away" if _is_absent(stand, slot) else "is not at work"
        return f"{name} {said} on {slot.session}."
    words = f"{name} is {DOING[cell.activity][0]} at {stand.site(cell.site)} on {slot.session}"
    return f"{words}, as a locum." if slot in stand.standing.locums else f"{words}."


def _is_absent(stand: Stand, slot: Slot) -> bool:
    listed = stand.rota.get(slot)
    return is_away(stand, slot) or (listed is not None and listed.activity in ABSENT)


# -- not at work -----------------------------------------------------------------------------------------------------


def _not_at_work(stand: Stand, slot: Slot) -> Iterator[Reason]:
    code, session = slot
    person = stand.practice.term_on(code, session.date)
    if person is None:
        yield Reason(Kind.NO_TERM, f"{stand.name(code)} has no working term then.")
        return
    if _is_absent(stand, slot):
        yield Reason(Kind.AWAY, f"{person.name} is away then.")
    if slot in stand.standing.off:
        yield Reason(Kind.OFF, f"{person.name} was taken off by hand then, and is kept off.")
    if label := stand.facts.closed_by(person.site, session):
        yield Reason(Kind.CLOSED, f"{stand.site(person.site)} is closed then ({label}).")
    letter = person.pattern.at(session)
    if letter is Letter.NEVER:
        yield Reason(Kind.NOT_WORKING, f"{person.name} does not work {weekly(session)}.")
    elif letter is Letter.FLEXIBLE:
        yield Reason("flexible", _flexible(stand, slot, given=False))


# -- by hand, from the pattern, sent ---------------------------------------------------------------------------------


def _by_hand(stand: Stand, slot: Slot, decided: str | None) -> Iterator[Reason]:
    person = stand.term(slot.code, slot.session.date)
    if slot in stand.standing.pinned:
        yield Reason("by-hand", f"It was decided by hand{f' by {decided}' if decided else ''}, so it stays.")
    elif person is not None and not person.is_generated:
        yield Reason("by-hand", f"The rota of {person.name} is only written by hand.")
    if locum := stand.standing.locums.get(slot):
        yield Reason("locum", _locum(stand, locum))


def _locum(stand: Stand, locum: Locum) -> str:
    return f"It is worked as a locum, for {stand.name(locum.covers)}." if locum.covers else "It is worked as a locum."


def _from_the_pattern(stand: Stand, slot: Slot, cell: Cell) -> Iterator[Reason]:
    code, session = slot
    person = stand.practice.term_on(code, session.date)
    if person is None or not person.is_generated:
        return
    letter = person.pattern.at(session)
    if letter is Letter.NEVER:
        yield Reason("pattern", f"By their pattern {person.name} does not work {weekly(session)}.")
    elif letter is Letter.FLEXIBLE:
        yield Reason("flexible", _flexible(stand, slot, given=True))
    else:
        usual, when = BY_LETTER[letter], _how_often(person, session)
        instead = "; duty takes the place of that" if cell.activity is Activity.DUTY else ""
        yield Reason("pattern", f"By their pattern {person.name} is {DOING[usual][0]} {when}{instead}.")


def _how_often(person: Person, session: Session) -> str:
    """'every Thu PM', unless their weeks differ then."""
    place = session.weekday * 2 + (session.half is Half.PM)
    same = len({week[place] for week in person.pattern.weeks}) == 1
    return f"every {weekly(session)}" if same else f"on {weekly(session)} in this week of it"


def _flexible(stand: Stand, slot: Slot, *, given: bool) -> str:
    """How many of their flexible days are given that week."""
    week = stand.horizon.week_of(slot.session.date)
    days = dict.fromkeys(session.date for session in stand.facts.week_sessions(week)
                         if stand.at_work(Slot(slot.code, session)))  # fmt: skip
    name = stand.name(slot.code)
    target = stand.facts.week_targets(slot.code)[week].target if slot.code in _flexible_codes(stand) else None
    asked = f" of the {float(target / 2):g} asked for" if target is not None else ""
    said = "is one of them" if given else "is not one of them"
    return f"{name} works {len(days)} days that week{asked}; {weekly(slot.session)[:3]} is flexible and {said}."


def _flexible_codes(stand: Stand) -> frozenset[str]:
    return frozenset(person.code for person in stand.facts.flexible_people)


def _at_another_site(stand: Stand, slot: Slot, cell: Cell) -> Iterator[Reason]:
    person = stand.practice.term_on(slot.code, slot.session.date)
    if person is not None and person.site != cell.site:
        yield Reason(
            "sent", f"{person.name} belongs to {stand.site(person.site)} and is sent to {stand.site(cell.site)}."
        )


# -- duty ------------------------------------------------------------------------------------------------------------

# How a reason is said of several people, in the order it is said in; who has two is named with the first.
_SAID: tuple[tuple[frozenset[Kind], str, str], ...] = (
    (frozenset({Kind.AWAY}), "is away", "are away"),
    (frozenset({Kind.NOT_WORKING, Kind.NO_TERM}), "does not work then", "do not work then"),
    (frozenset({Kind.ON_DUTY}), "is on duty too", "are on duty too"),
    (frozenset({Kind.LETTER}), "does other work then", "do other work then"),
    (frozenset({Kind.PINNED, Kind.OFF, Kind.BY_HAND}), "is kept as they are by hand", "are kept as they are by hand"),
    (frozenset({Kind.CLOSED}), "has a closed site", "have a closed site"),
)
_NEVER = frozenset({Kind.NOT_QUALIFIED, Kind.NO_DUTY, Kind.TRAINEE})


def _others(stand: Stand, slot: Slot) -> Iterator[Other]:
    for code in stand.practice.by_code():
        if code != slot.code:
            yield Other(code, stand.name(code), blockers(stand, slot, code))


def _from_the_others(stand: Stand, slot: Slot, others: Sequence[Other]) -> Iterator[Reason]:
    """Who else may hold duty, and why each did not; those who could are named by the next reason."""
    able = [other for other in others if not _NEVER & {blocker.kind for blocker in other.blockers}]
    if not able:
        yield Reason("only-one", f"Nobody but {stand.name(slot.code)} may hold duty.")
        return
    could = [other for other in able if other.possible]
    said = [f"{_people(could)} could hold it too"] if could else ["none could hold it"]
    left = [other for other in able if not other.possible]
    for kinds, one, many in _SAID:
        group = [other for other in left if kinds & {blocker.kind for blocker in other.blockers}]
        left = [other for other in left if other not in group]
        if group:
            said.append(f"{_people(group)} {one if len(group) == 1 else many}")
    people = f"{len(able)} other {'person' if len(able) == 1 else 'people'}"
    yield Reason("others", f"Of {people} who may hold duty, {'; '.join(said)}.")


def _people(others: Sequence[Other]) -> str:
    return str(len(others)) if len(others) > NAMED_AT_MOST else in_a_row([other.name for other in others])


def _from_the_ledger(stand: Stand, slot: Slot, others: Sequence[Other], mine: Held | None) -> Iterator[Reason]:
    if mine is None:
        return
    name = stand.name(slot.code)
    harder = f", harder ones counting for more as {mine.held:g}" if mine.held != mine.half_days else ""
    yield Reason("ledger", f"In this period {name} holds {in_half_days(mine.half_days)} of duty{harder}; their fair "
                           f"part is {mine.expected:.1f}.")  # fmt: skip
    if round(mine.balance, 1):
        yield Reason("carried", f"From earlier periods they carry {beside_their_part(mine.balance)}.")
    ahead, *others_ahead = standings(stand, slot.code)
    yield Reason("place", f"All in all {name} has held {beside_their_part(ahead)}{further_ahead(ahead, others_ahead)}.")
    could = [other.code for other in others if other.possible]
    if could and (before := less_burdened(stand, slot, could)) is not None:
        yield Reason("turn", turn(name, [stand.name(code) for code in before]))


# -- supervision -----------------------------------------------------------------------------------------------------


def _supervisor(stand: Stand, slot: Slot, pairs: Sequence[Pair]) -> Supervised | None:
    code = next((pair.supervisor for pair in pairs if pair.trainee == slot.code), None)
    return None if code is None else Supervised(code, stand.name(code))


def _from_supervision(stand: Stand, slot: Slot, pairs: Sequence[Pair]) -> Iterator[Reason]:
    name = stand.name(slot.code)
    for pair in pairs:
        if pair.trainee == slot.code:
            said = f"{stand.name(pair.supervisor)} supervises" if pair.supervisor else "Nobody is there to supervise"
            yield Reason("supervision", f"{said} {name} then.")
    if theirs := [stand.name(pair.trainee) for pair in pairs if pair.supervisor == slot.code]:
        yield Reason("supervision", f"{name} supervises {in_a_row(theirs)} then.")
