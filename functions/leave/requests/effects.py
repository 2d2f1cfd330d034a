"""What a decision changes on the published rota: sessions out, pinned ones in, and back again. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from functions.leave.requests.cover import Standing
from functions.leave.requests.spells import sessions_in
from shared.constraints.reasons import in_a_row
from shared.domain.calendar import Session
from shared.domain.facts import LISTED, Facts
from shared.domain.people import Letter
from shared.domain.problem import Leave, Practice
from shared.domain.rota import ABSENT, Activity, Cell
from shared.rota_changes import Change

LEAVE, CANCELLED, REOPENED = "leave", "leave-cancelled", "leave-reopened"  # causes, as they are recorded
PUT_BACK = (CANCELLED, REOPENED)


def on_approval(leave: Leave, standing: Standing, facts: Facts) -> tuple[Change, ...]:
    """Take somebody's sessions off; list study leave and coroner's court instead.

    `facts` know the leave as approved. Dates without a rota have nothing to change: a rota made for them knows.
    """
    found = []
    for session in sessions_in(leave.start, leave.end):
        number = standing.versions.get(session.date)
        if number is None:
            continue
        was = standing.cells.get((leave.code, session))
        now = _instead(leave, was, facts, facts.plan(leave.code, session).cell)
        if now != was:
            found.append(Change(number, leave.code, session, was, now, pinned=now is not None))
    return tuple(found)


def _instead(leave: Leave, was: Cell | None, facts: Facts, planned: Cell | None) -> Cell | None:
    if planned is not None and planned.activity in ABSENT:
        return planned
    if leave.kind in LISTED and was is not None and was.activity not in ABSENT:
        return Cell(LISTED[leave.kind], was.site)
    return None


@dataclass(frozen=True, slots=True)
class Back:
    """One session of cancelled leave: what changes, what they do again, and what is to be said about it.

    `change` None: the rota stays as it is. `now` None: not put back, and `because` says why.
    """

    session: Session
    change: Change | None
    now: Cell | None
    because: str | None = None


@dataclass(frozen=True, slots=True)
class TakenOff:
    """What somebody did in a session before any leave, and whether somebody has changed the session since."""

    was: Cell | None
    changed_since: bool


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of somebody's sessions before the cancellation.

    `changes`: what was changed for them, oldest first; `was_away`: whether a version was made while they were away.
    """

    changes: Sequence[Change]
    was_away: Callable[[Session, int], bool]

    def before_leave(self, session: Session, number: int) -> TakenOff | None:
        """What leave took off this version; None when it took nothing off, or all of it has been put back."""
        found, by_hand = None, False
        for change in reversed([c for c in self.changes if c.session == session and c.version_number == number]):
            if change.cause == LEAVE:
                found = TakenOff(change.was, by_hand)
                if change.was is not None and change.was.activity not in ABSENT:
                    break
            elif found is not None or change.cause in PUT_BACK:
                break
            else:
                by_hand = True
        return found

    def on_older_version(self, session: Session, number: int) -> bool:
        """Whether leave took the session off a version that no longer shows."""
        return any(c.session == session and c.version_number < number and c.cause == LEAVE for c in self.changes)


def on_cancellation(leave: Leave, standing: Standing, facts: Facts, past: Past) -> tuple[Back, ...]:
    """Put somebody's sessions back where they are still free. `facts` know the leave no more.

    What a change took off is put back as it was. Where the rota was made while they were away, their pattern says what
    they do.
    """
    found = []
    for session in sessions_in(leave.start, leave.end):
        number = standing.versions.get(session.date)
        if number is not None and (back := _back(leave.code, session, number, standing, facts, past)) is not None:
            found.append(back)
    return tuple(found)


def _back(code: str, session: Session, number: int, standing: Standing, facts: Facts, past: Past) -> Back | None:
    now = standing.cells.get((code, session))
    taken_off = past.before_leave(session, number)
    wanted = taken_off.was if taken_off is not None else None
    because = None
    if wanted is None or wanted.activity in ABSENT:
        wanted = _by_pattern(code, session, facts) if past.was_away(session, number) else None
        if wanted is None and past.on_older_version(session, number):
            because = f"version {number} of the rota was published meanwhile"
    if because is None and wanted is not None:
        because = _why_not(code, session, wanted, now, facts)
        if because is None and taken_off is not None and taken_off.changed_since:
            because = "somebody changed it meanwhile"
    if because is not None or wanted is None:
        cleared = Change(number, code, session, now, None) if now is not None and now.activity in ABSENT else None
        return Back(session, cleared, None, because) if because or cleared else None
    if wanted.activity is Activity.DUTY and (holder := _who_holds_duty(code, session, standing, facts)):
        wanted = _by_pattern(code, session, facts) or Cell(Activity.CLINIC, wanted.site)
        because = f"{holder} holds the duty now"
    return Back(session, Change(number, code, session, now, wanted), wanted, because)


def _by_pattern(code: str, session: Session, facts: Facts) -> Cell | None:
    """What somebody certainly does then; None when nothing, or a day that may be given or not."""
    plan = facts.plan(code, session)
    return None if plan.optional or plan.cell is None or plan.activity in ABSENT else plan.cell


def _why_not(code: str, session: Session, wanted: Cell, now: Cell | None, facts: Facts) -> str | None:
    practice = facts.problem.practice
    term = practice.term_on(code, session.date)
    if term is None:
        return "no working term covers that day any more"
    if any(leave.approved and leave.code == code and leave.covers(session) for leave in practice.leave):
        return "they are away then all the same"
    if now is not None and now.activity not in ABSENT:
        return f"they are listed with {now.activity.value} then"
    if wanted.site not in facts.sites:
        return f"there is no site {wanted.site} any more"
    if closed := facts.closed_by(wanted.site, session):
        return f"{facts.sites[wanted.site].name} is closed then ({closed})"
    if term.is_generated and term.pattern.at(session) is Letter.NEVER:
        return "they do not work then any more"
    return None


def _who_holds_duty(code: str, session: Session, standing: Standing, facts: Facts) -> str | None:
    """Who holds the duty, when as many do as are needed."""
    holders = [
        other
        for (other, when), cell in standing.cells.items()
        if when == session and other != code and cell.activity is Activity.DUTY
    ]
    if len(holders) < facts.duty_need(session):
        return None
    return in_a_row([_name(other, facts.problem.practice) for other in sorted(holders)]) or "Nobody"


def _name(code: str, practice: Practice) -> str:
    terms = practice.terms_of(code)
    return terms[-1].name if terms else code
