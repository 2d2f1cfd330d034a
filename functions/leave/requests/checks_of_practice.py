"""What the practice asks of leave: places, entitlement, somebody to look after things, supervision, cover. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from functions.leave.requests.cover import Verdict
from functions.leave.requests.kinds import DecidedBy, Kind
from functions.leave.requests.nouns import Against, Situation, Wanted, Weight, session_minutes
from functions.leave.requests.spells import sessions_in
from functions.leave.requests.words import counted, dated, days, listed
from shared.domain.amount import Amount, plain
from shared.domain.calendar import Session
from shared.domain.entitlement import leave_year_of
from shared.domain.leave import LockedDates
from shared.domain.problem import Practice


def locked(wanted: Wanted, kind: Kind, known: Situation) -> Iterator[Against]:
    if not kind.chosen:
        return
    for locked in locked_dates(known.practice, wanted):
        words = f"{locked.label} ({dated(locked.start)} to {dated(locked.end)}): nobody may ask for these dates."
        yield Against("locked", words, Weight.STOPS)


def locked_dates(practice: Practice, wanted: Wanted) -> Iterator[LockedDates]:
    """The locked dates it touches at a site of theirs."""
    for locked in practice.leave_rules.locked:
        for session in sessions_in(wanted.start, wanted.end):
            term = practice.term_on(wanted.code, session.date)
            if locked.start <= session.date <= locked.end and term and locked.site in (None, term.site):
                yield locked
                break


def places(wanted: Wanted, kind: Kind, known: Situation) -> Iterator[Against]:
    if not kind.chosen or wanted.part_minutes is not None:
        return
    full: dict[str, list[Session]] = {}
    asked: dict[str, list[Session]] = {}
    for session, minutes in known.charge.sessions:
        for place in known.limits.places(wanted.code, session) if minutes else ():
            if place.left <= 0:
                full.setdefault(f"{place.taken} of {place.limit} {place.who} are off already", []).append(session)
            elif place.left <= place.asked:
                words = f"{counted(place.left, 'place')} left for {place.who}, and others have asked before"
                asked.setdefault(words, []).append(session)
    for words, sessions in full.items():
        yield Against("max-off", f"{words} on {listed(sessions)}.", Weight.DECIDE)
    for words, sessions in asked.items():
        yield Against("asked-before", f"{words}: {listed(sessions)}.", Weight.DECIDE)


def entitlement(wanted: Wanted, kind: Kind, known: Situation) -> Iterator[Against]:
    if not kind.uses_entitlement or known.left is None:
        return
    length = session_minutes(known.practice, wanted)
    for start, minutes in known.charge.by_year.items():
        left = known.left.get(start, 0)
        if minutes > left:
            year = leave_year_of(known.practice.leave_rules, start).words
            takes, there = (plain(Amount(amount, length).sessions) for amount in (minutes, left))
            words = f"It takes {takes} sessions of {year}, where {there} are left."
            yield Against("entitlement", words, Weight.DECIDE)


def buddy(wanted: Wanted, kind: Kind, known: Situation) -> Iterator[Against]:
    code = wanted.buddy_code
    if code is None:
        if kind.chosen and known.practice.leave_rules.buddy_required and wanted.part_minutes is None:
            words = "Name somebody who looks after results, letters and tasks meanwhile."
            yield Against("buddy-missing", words, Weight.STOPS, "buddy_code")
        return
    if code == wanted.code:
        yield Against("buddy-self", "Name somebody else to look after things meanwhile.", Weight.STOPS, "buddy_code")
        return
    terms = known.practice.terms_of(code)
    if not terms or any(known.practice.term_on(code, s.date) is None for s in (wanted.start, wanted.end)):
        name = terms[-1].name if terms else code
        yield Against("buddy-not-here", f"{name} does not work here then.", Weight.STOPS, "buddy_code")
        return
    if away := [s for s in sessions_in(wanted.start, wanted.end) if is_away(known.practice, code, s)]:
        words = f"{terms[-1].name} is away then too: {listed(away)}."
        yield Against("buddy-away", words, Weight.STOPS, "buddy_code")


def is_away(practice: Practice, code: str, session: Session) -> bool:
    """Whether approved leave keeps somebody away."""
    return any(leave.approved and leave.code == code and leave.covers(session) for leave in practice.leave)


def stranded(wanted: Wanted, kind: Kind, known: Situation) -> Iterator[Against]:
    if not kind.chosen:
        return
    trainees: dict[str, list[Session]] = {}
    for one in known.cover.stranded:
        trainees.setdefault(one.name, []).append(one.session)
    for name, sessions in trainees.items():
        words = f"{name} would have no supervisor on {listed(sessions)}."
        yield Against("stranded", words, Weight.DECIDE)


def cover(wanted: Wanted, kind: Kind, known: Situation) -> Iterator[Against]:
    if kind.chosen and known.cover.verdict is Verdict.RED:
        missing = days(sorted({gap.date for gap in known.cover.gaps if gap.date}))
        yield Against("cover", f"The rota would have a gap on {missing}.", Weight.DECIDE)


def who_decides(wanted: Wanted, kind: Kind, known: Situation) -> Iterator[Against]:
    if kind.decided_by is DecidedBy.A_PERSON:
        yield Against("a-person-decides", f"{kind.words} is always decided by a person.", Weight.DECIDE, "kind")
    elif kind.chosen and not known.practice.leave_rules.auto_approve:
        words = "This practice has a person decide on every request."
        yield Against("every-request", words, Weight.DECIDE, "kind")
