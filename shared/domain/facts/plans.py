"""What is settled about each person in each session before anything is decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from shared.domain.calendar import Half, Session
from shared.domain.facts.staff import Staff
from shared.domain.people import Letter, Person
from shared.domain.problem import Decide, Off
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
    stays: bool = False  # here, with this or with duty in its place

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
        if Off(person.code, session) in self.problem.off or self.away(person.code, session):
            return NOT_AT_WORK
        was = self.published.get((person.code, session))
        if not self.may_change(person.code, session.date):
            if was is None:
                return NOT_AT_WORK
            if self._can_still_be(person, session, was):
                return Plan(was.activity, was.site, pinned=True)
        elif was is not None and self._stays(person, session, was):
            becomes_duty = was.activity is Activity.CLINIC and session in self._short_of_duty
            return Plan(
                was.activity, was.site, False, becomes_duty and self._may_be_chosen(person, session), stays=True
            )
        return self._open_plan(person, session, was)

    def _open_plan(self, person: Person, session: Session, was: Cell | None) -> Plan:
        """What the pattern leaves to be decided, of somebody who is here."""
        letter = self.letter(person.code, session)
        if letter is Letter.NEVER or not self.is_open(person.site, session):
            return NOT_AT_WORK
        optional = letter is Letter.FLEXIBLE and not self._day_is_pinned(person, session)
        if not self._decides_days:
            if not self._was_at_work(was) and (optional or session.date in self._published_days):
                return NOT_AT_WORK
            optional = False
        if self._decides_duty or was is None or was.activity is not Activity.DUTY:
            return Plan(BY_LETTER[letter], person.site, optional, self._may_be_chosen(person, session))
        holds = self.may_take_duty(person, session) and self.duty_need(session) > 0
        return Plan(Activity.DUTY if holds else BY_LETTER[letter], person.site, optional and not holds)

    def _can_still_be(self, person: Person, session: Session, was: Cell) -> bool:
        """Whether what was published could be done today: the site is there and open, the skill too."""
        return (
            was.site in self.sites
            and self.is_open(was.site, session)
            and (was.activity is not Activity.DUTY or self.has_duty_skill(person))
        )

    def _stays(self, person: Person, session: Session, was: Cell) -> bool:
        """Whether a published session is kept by a question that only adds."""
        return self.problem.adds_only and was.activity not in ABSENT and self._can_still_be(person, session, was)

    def may_change(self, code: str, day: date) -> bool:
        """Whether the question leaves open what somebody does on a day."""
        asked = self.problem
        return (
            (asked.only is None or day in asked.only)
            and (asked.since is None or day >= asked.since)
            and (asked.only_people is None or code in asked.only_people)
        )

    def _may_be_chosen(self, person: Person, session: Session) -> bool:
        """Whether somebody at work may be given duty in place of what their pattern says."""
        return self._decides_duty and self.duty_need(session) > 0 and self.may_take_duty(person, session)

    @cached_property
    def _short_of_duty(self) -> frozenset[Session]:
        """Sessions in which fewer people hold duty, among those who certainly go on doing so, than are needed."""
        return frozenset(
            session
            for session in self.sessions
            if sum(self._holds_already(person, session) for person in self.on(session.date)) < self.duty_need(session)
        )

    def _holds_already(self, person: Person, session: Session) -> bool:
        slot = (person.code, session)
        if (pin := self.pins.get(slot)) is not None:
            return pin.activity is Activity.DUTY
        was = self.published.get(slot)
        if was is None or was.activity is not Activity.DUTY or Off(*slot) in self.problem.off or self.away(*slot):
            return False
        return self._can_still_be(person, session, was)

    @cached_property
    def _published_days(self) -> frozenset[date]:
        return frozenset(session.date for _, session in self.published)

    @property
    def _decides_days(self) -> bool:
        return Decide.DAYS in self.problem.decide

    @property
    def _decides_duty(self) -> bool:
        return Decide.DUTY in self.problem.decide

    @staticmethod
    def _was_at_work(was: Cell | None) -> bool:
        return was is not None and was.activity not in ABSENT

    def _day_is_pinned(self, person: Person, session: Session) -> bool:
        """Whether a pin already brings somebody in on that day, so that the rest of the day goes with it."""
        pins = (self.pins.get((person.code, Session(session.date, half))) for half in Half)
        return any(pin is not None and pin.activity not in ABSENT for pin in pins)

    @cached_property
    def published_sessions(self) -> tuple[Session, ...]:
        """Sessions of the days a published rota covers."""
        return tuple(session for session in self.sessions if session.date in self._published_days)

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
        return not (plan.pinned or plan.stays or person.is_trainee) and (
            plan.activity in MAY_BE_SENT or plan.may_hold_duty
        )

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

    def is_free_for_duty(self, person: Person, session: Session) -> bool:
        """The same, were everything open that is settled only because the question leaves it as it was.

        Fair parts are counted by it, so that they are the same however little a run may change.
        """
        if self.could_hold_duty(person, session):
            return True
        plan, by_hand = self.plan(person.code, session), (person.code, session) in self.pins
        kept = (plan.pinned or plan.stays) and not by_hand
        return kept and plan.activity is Activity.CLINIC and self.may_take_duty(person, session)
