"""Requests and assessments as they are answered. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from functions.leave.entitlement.schemas import AmountOut
from functions.leave.requests import policy
from functions.leave.requests.assessing import Assessed, acts_for_another
from functions.leave.requests.booking import Day
from functions.leave.requests.calendar_schemas import DayOut, HalfOut
from functions.leave.requests.checks_of_dates import closed_sessions
from functions.leave.requests.kinds import KINDS, words_of
from functions.leave.requests.nouns import Situation, Wanted, person_on
from functions.leave.requests.queries import Request
from functions.leave.requests.schemas import (
    AssessmentOut,
    CellOut,
    CoverOut,
    GroupedPersonOut,
    PersonOut,
    ReasonOut,
    RequestOut,
    SessionOut,
    SpellOut,
    StrandedOut,
    YearAmountOut,
    YearOut,
)
from functions.leave.requests.spells import joined, sessions_in
from shared import clock
from shared.access import Caller
from shared.domain.amount import Amount
from shared.domain.calendar import Half, Session
from shared.domain.entitlement import leave_year_of
from shared.domain.people import SESSION_MINUTES, Person
from shared.domain.problem import Leave, Practice
from shared.rota_changes import Change

FORMER = "former"


def request_out(request: Request, practice: Practice | None, caller: Caller) -> RequestOut:
    """A request, fit for the one it belongs to and for administrators."""
    term = practice.term_on(request.person_code, request.start_date) if practice else None
    terms = practice.terms_of(request.person_code) if practice else ()
    term = term or (terms[-1] if terms else None)
    decide_by = _decide_by(request, practice)
    return RequestOut(
        id=request.id,
        person=GroupedPersonOut(
            code=request.person_code, name=request.person_name, group=term.term.value if term else FORMER
        ),
        kind=request.leave_kind,
        kind_words=words_of(request.kind),
        start=request.start_date,
        start_half=Half(request.start_half),
        end=request.end_date,
        end_half=Half(request.end_half),
        part_minutes=request.part_minutes,
        status=request.status,
        source=request.source,
        automatic=request.automatic,
        note=request.note,
        buddy=PersonOut(code=request.buddy_code, name=request.buddy_name or request.buddy_code)
        if request.buddy_code
        else None,
        amount=_amount(request.minutes, term),
        asked_at=request.asked_at,
        asked_by=request.asked_by,
        decided_at=request.decided_at,
        decided_by=request.decided_by,
        decision_reason=request.decision_reason,
        decide_by=decide_by,
        overdue=decide_by is not None and clock.today() > decide_by,
        version=request.version,
        may=list(may(request, caller, clock.today())),
    )


def _decide_by(request: Request, practice: Practice | None) -> date | None:
    """The day by which the practice promises to decide, while a request waits."""
    if request.status != "requested" or practice is None:
        return None
    return request.asked_at.astimezone(clock.LONDON).date() + timedelta(days=practice.leave_rules.decide_within_days)


def may(request: Request, caller: Caller, today: date) -> Iterator[str]:
    """What somebody may do with a request: administrators decide on others', and people take back their own."""
    for_another = acts_for_another(caller, request.person_code)
    if request.status == "requested" and for_another:
        yield "approve"
        yield "decline"
    if for_another and may_reopen(request, today):
        yield "reopen"
    if request.counts and (for_another or may_take_back(request, caller, today)):
        yield "cancel"


def may_reopen(request: Request, today: date) -> bool:
    """Whether an approval can be taken back: a person gave it to somebody who asked, and the leave has not begun."""
    asked = request.source == "asked" and not request.automatic
    return asked and request.status == "approved" and request.start_date > today


def may_take_back(request: Request, caller: Caller, today: date) -> bool:
    """Whether it is the caller's own and can still be taken back: not decided on, or not begun.

    What only administrators record is theirs to take back as well.
    """
    if caller.person_code != request.person_code or KINDS[request.leave_kind].administrators_only:
        return False
    return request.status == "requested" or request.start_date > today


def assessment_out(assessed: Assessed) -> AssessmentOut:
    """What would come of it."""
    wanted, known = assessed.wanted, assessed.known
    practice, cover = known.practice, known.cover
    person = person_on(practice, wanted) if practice.terms_of(wanted.code) else None
    return AssessmentOut(
        verdict=assessed.outcome.value,
        reasons=[
            ReasonOut(code=each.code, message=each.message, stops=policy.stops(each, on_behalf=known.on_behalf))
            for each in sorted(assessed.reasons, key=lambda each: not policy.stops(each, on_behalf=known.on_behalf))
        ],
        amount=_amount(known.charge.minutes, person),
        uses_entitlement=KINDS[wanted.kind].uses_entitlement,
        years=[_year(known, start, minutes, person) for start, minutes in known.charge.by_year.items()]
        if known.left is not None
        else [],
        sessions=list(_sessions(wanted, known)),
        cover=CoverOut(verdict=cover.verdict.value, sentences=list(cover.sentences)),
        others_away=[spell for spell in spells(practice, wanted.start, wanted.end) if spell.code != wanted.code],
        stranded=[
            StrandedOut(code=each.code, name=each.name, date=each.session.date, half=each.session.half)
            for each in cover.stranded
        ],
        buddies=[PersonOut(code=each.code, name=each.name) for each in buddies(wanted, practice)],
    )


def _amount(minutes: int, term: Person | None) -> AmountOut:
    return AmountOut.of(Amount(minutes, term.session_minutes if term else SESSION_MINUTES))


def _year(known: Situation, start: date, minutes: int, person: Person | None) -> YearAmountOut:
    left = (known.left or {}).get(start, 0)
    return YearAmountOut(
        year=YearOut.of(leave_year_of(known.practice.leave_rules, start), known.today),
        amount=_amount(minutes, person),
        left_before=_amount(left, person),
        left_after=_amount(left - minutes, person),
    )


def _sessions(wanted: Wanted, known: Situation) -> Iterator[SessionOut]:
    """Their sessions in it: those of their pattern, and those the rota has besides."""
    minutes, closed = dict(known.charge.sessions), closed_sessions(wanted, known)
    cells = known.cover.rota_before
    for session in sessions_in(wanted.start, wanted.end):
        cell = cells.get((wanted.code, session))
        term = known.practice.term_on(wanted.code, session.date)
        if term is None or (session not in minutes and cell is None):
            continue
        staffing = known.cover.staffing(term, session)
        yield SessionOut(
            date=session.date,
            half=session.half,
            activity=cell.activity.value if cell else None,
            minutes=minutes.get(session, 0),
            closed=closed.get(session),
            needed=staffing.needed,
            in_before=staffing.before,
            in_after=staffing.after,
        )


def spells(practice: Practice, start: Session, end: Session) -> list[SpellOut]:
    """Who is away between two half-days, by when it begins. Spells that touch are one: nobody sees a kind end."""
    by_code: dict[str, list[Leave]] = {}
    for leave in practice.leave:
        if leave.approved and leave.start <= end and leave.end >= start:
            by_code.setdefault(leave.code, []).append(leave)
    found = [
        _spell(practice, code, first, last)
        for code, leaves in by_code.items()
        for first, last in joined((leave.start, leave.end) for leave in leaves)
    ]
    return sorted(found, key=lambda spell: (spell.start, spell.start_half, spell.code))


def _spell(practice: Practice, code: str, start: Session, end: Session) -> SpellOut:
    terms = practice.terms_of(code)
    name = terms[-1].name if terms else code
    return SpellOut(code=code, name=name, start=start.date, start_half=start.half, end=end.date, end_half=end.half)


def buddies(wanted: Wanted, practice: Practice) -> list[Person]:
    """Who could look after things: people of the same calling who are not away at all meanwhile."""
    if not practice.terms_of(wanted.code) or wanted.end < wanted.start:
        return []
    person = person_on(practice, wanted)
    found = {}
    for other in practice.people:
        here = other.in_term_on(wanted.start.date) and practice.term_on(other.code, wanted.end.date) is not None
        if other.code != wanted.code and here and _alike(person, other) and not _away(practice, other.code, wanted):
            found[other.code] = other
    return list(found.values())


def _alike(person: Person, other: Person) -> bool:
    """A doctor's results are for doctors who are no trainees; everybody else's for somebody of their term type."""
    if person.is_gp or person.is_trainee:
        return other.is_gp
    return other.term is person.term


def _away(practice: Practice, code: str, wanted: Wanted) -> bool:
    return any(
        leave.approved and leave.code == code and leave.start <= wanted.end and leave.end >= wanted.start
        for leave in practice.leave
    )


def day_out(day: Day) -> DayOut:
    """A day of the booking calendar."""
    return DayOut(
        date=day.date,
        bank_holiday=day.bank_holiday,
        locked=list(day.locked),
        halves=[
            HalfOut(
                half=each.half,
                activity=each.activity,
                away=each.away,
                request_id=each.request_id,
                closed=each.closed,
                places=each.places,
                may_ask=each.may_ask,
                why_not=list(each.why_not),
            )
            for each in day.halves
        ],
    )


def cells_out(changes: Sequence[Change], *, of_what_was: bool) -> list[CellOut]:
    """What changes took off the rota, or what they put on it."""
    found = []
    for change in changes:
        cell = change.was if of_what_was else change.now
        if cell is not None:
            found.append(CellOut(date=change.session.date, half=change.session.half, activity=cell.activity.value))
    return found
