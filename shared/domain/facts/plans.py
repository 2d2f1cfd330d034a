"""What is settled about each person in each session before anything is decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from shared.domain.calendar import Half, Session
from shared.domain.facts.staff import Staff
from shared.domain.people import Letter, Person
from shared.domain.problem import Decide
from shared.domain.rota import ABSENT, BY_LETTER, Activity, Cell

DUTY_LETTERS = frozenset({Letter.CLINIC, Letter.FLEXIBLE, Letter.ADMIN})
MAY_BE_SENT = frozenset({Activity.CLINIC, Activity.DUTY})


@dataclass(frozen=True, slots=True)
class Plan:
    """What is settled about one person in one session.

    `activity` is what they do there when at work and not chosen for duty; None: they are certainly not at work.
    """

    activity: Activity | None
    site: str
    optional: bool = False  # a "?" that is still to be given or not
    may_hold_duty: bool = False  # may be chosen for duty instead
    pinned: bool = False  # exactly this, here

    @property
    def cell(self) -> Cell | None:
        """What they do when at work and not chosen for duty or sent elsewhere."""
        return None if self.activity is None else Cell(self.activity, self.site)


NOT_AT_WORK = Plan(None, "")


class Plans(Staff):
    """Everybody's sessions, as far as they are settled."""

    @cached_property
    def _plans(self) -> dict[tuple[str, Session], Plan]:
        plans = {}
        for code in self.terms:
            for session in self.sessions:
                person = self.as_of(code, session.date)
                if person is not None and (plan := self._plan(person, session)).activity is not None:
                    plans[code, session] = plan
        return plans

    def plan(self, code: str, session: Session) -> Plan:
        """What is settled about somebody in a session."""
        return self._plans.get((code, session), NOT_AT_WORK)

    def _plan(self, person: Person, session: Session) -> Plan:
        pin = self.pins.get((person.code, session))
        if pin is not None:
            return Plan(pin.activity, pin.site, pinned=True)
        absence = self.listed_absence(person, session)
        if absence is not None:
            return Plan(absence, person.site, pinned=True)
        letter = self.letter(person.code, session)
        if letter is Letter.NEVER or self.away(person.code, session) or not self.is_open(person.site, session):
            return NOT_AT_WORK
        if self._is_kept(person, session):
            was = self.published.get((person.code, session))
            return NOT_AT_WORK if was is None else Plan(was.activity, was.site, pinned=True)
        optional = letter is Letter.FLEXIBLE and not self._day_is_pinned(person, session)
        if optional and not self._decides_days:
            if not self._was_at_work(person, session):
                return NOT_AT_WORK
            optional = False
        activity, may_hold_duty = self._duty(person, session, letter)
        return Plan(activity, person.site, optional, may_hold_duty)

    def _is_kept(self, person: Person, session: Session) -> bool:
        """Whether somebody's session is outside the weeks that may change, and what was published can still be."""
        only, was = self.problem.only, self.published.get((person.code, session))
        if only is None or session.date in only:
            return False
        return was is None or (
            was.site in self.sites
            and self.is_open(was.site, session)
            and (was.activity is not Activity.DUTY or self.has_duty_skill(person))
        )

    def _duty(self, person: Person, session: Session, letter: Letter) -> tuple[Activity, bool]:
        """What somebody does when at work, and whether they may be chosen for duty instead."""
        if not self.may_take_duty(person, session) or self.duty_need(session) == 0:
            return BY_LETTER[letter], False
        if self._decides_duty:
            return BY_LETTER[letter], True
        was = self.published.get((person.code, session))
        return (Activity.DUTY if was and was.activity is Activity.DUTY else BY_LETTER[letter]), False

    @property
    def _decides_days(self) -> bool:
        return Decide.DAYS in self.problem.decide

    @property
    def _decides_duty(self) -> bool:
        return Decide.DUTY in self.problem.decide

    def _was_at_work(self, person: Person, session: Session) -> bool:
        was = self.published.get((person.code, session))
        return was is not None and was.activity not in ABSENT

    def _day_is_pinned(self, person: Person, session: Session) -> bool:
        """Whether a pin already brings somebody in on that day, so that the rest of the day goes with it."""
        pins = (self.pins.get((person.code, Session(session.date, half))) for half in Half)
        return any(pin is not None and pin.activity not in ABSENT for pin in pins)

    @cached_property
    def published_sessions(self) -> tuple[Session, ...]:
        """Sessions of the days a published rota covers."""
        covered = {session.date for _, session in self.published}
        return tuple(session for session in self.sessions if session.date in covered)

    @cached_property
    def optional_days(self) -> Mapping[tuple[str, date], tuple[Session, ...]]:
        """(code, day) -> the "?" sessions that are given together or not at all."""
        days: dict[tuple[str, date], tuple[Session, ...]] = {}
        for (code, session), plan in self._plans.items():
            if plan.optional:
                days[code, session.date] = (*days.get((code, session.date), ()), session)
        return days

    # -- what somebody, as a term describes them, may do -----------------------------------------------------------

    def can_be_sent(self, person: Person, session: Session) -> bool:
        """Whether somebody may do this session at another site: anyone but a trainee, in a clinic or on duty."""
        plan = self.plan(person.code, session)
        return not plan.pinned and not person.is_trainee and (plan.activity in MAY_BE_SENT or plan.may_hold_duty)

    def duty_need(self, session: Session) -> int:
        """People who must hold duty then: none when everything is shut.

        A number for the day takes the place of the usual one; where two apply, the larger counts.
        """
        rule = self.rules.duty
        if rule is None or not self.anywhere_open(session):
            return 0
        special = []
        if session.weekday == 0 and rule.mondays is not None:
            special.append(rule.mondays)
        if session.date in self.days_after_bank_holiday and rule.first_day_after_bank_holiday is not None:
            special.append(rule.first_day_after_bank_holiday)
        return max(special, default=rule.default)

    def has_duty_skill(self, person: Person) -> bool:
        return self.rules.duty is not None and person.may_hold_duty(self.rules.duty.skill)

    def may_take_duty(self, person: Person, session: Session) -> bool:
        """Whether duty may take this session of theirs, if they are at work in it."""
        rule = self.rules.duty
        letter = self.letter(person.code, session)
        return (
            rule is not None
            and person.may_hold_duty(rule.skill)
            and letter in DUTY_LETTERS
            and letter not in rule.not_on
        )

    def could_hold_duty(self, person: Person, session: Session) -> bool:
        """Whether some rota has them on duty then."""
        plan = self.plan(person.code, session)
        return plan.may_hold_duty or plan.activity is Activity.DUTY
