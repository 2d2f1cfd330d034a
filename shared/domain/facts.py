"""What patterns, leave, bank holidays, closures and pins already settle before anything is decided.

Both faces of every rule read these facts, so that a check and the solver can never disagree about who is away,
what is open, or how many days somebody should work.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from math import ceil, floor
from typing import TYPE_CHECKING, NamedTuple

from shared.domain.calendar import Half, Session, bank_holidays
from shared.domain.people import DOCTOR_TERMS, Letter, Person, base_role
from shared.domain.problem import Decide, LeaveKind, Wish
from shared.domain.rota import ABSENT, BY_LETTER, Activity, Cell, Rota, as_rota

if TYPE_CHECKING:
    from shared.domain.problem import Leave, Problem, SiteCover

# How far before the horizon a bank holiday is looked for that the first open day comes after.
LOOK_BACK = timedelta(days=14)

# Leave that is listed on a rota as something done; every other kind lists nothing.
LISTED = {LeaveKind.STUDY: Activity.STUDY_LEAVE, LeaveKind.CORONERS: Activity.CORONERS}

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


class WeekTarget(NamedTuple):
    """How much of one week somebody with flexible days should work. Counted in half-days.

    target: what the running total follows; low and high: the least and most that keep to it and can be reached.
    """

    target: Fraction
    low: int
    high: int


class Share(NamedTuple):
    """Somebody's fair part of the duty. Counted in half-days.

    available: sessions they can be expected to have free for duty; expected: their part, pro rata;
    low and high: a band one day wide, placed so that whole days add up to all the duty there is.
    """

    available: Fraction
    expected: Fraction
    low: int
    high: int


class Facts:
    """A problem's settled facts. Built once per problem by `Problem.facts`."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        practice = problem.practice
        self.rules = practice.rules
        self.days: tuple[date, ...] = tuple(problem.horizon.days())
        self.sessions: tuple[Session, ...] = tuple(problem.horizon.sessions())
        self.sites = {site.code: site for site in practice.sites}
        self.pins: Rota = as_rota(problem.pins)
        self.published: Rota = as_rota(problem.published)
        by_hand = {code for code, _ in self.pins}
        self.people: tuple[Person, ...] = tuple(p for p in practice.people if p.is_generated or p.code in by_hand)
        self.person = {person.code: person for person in self.people}
        first, last = problem.horizon.start - LOOK_BACK, problem.horizon.end
        holidays = bank_holidays(practice.nation, first.year, last.year)
        self.bank_holidays: Mapping[date, str] = {d: name for d, name in holidays.items() if first <= d <= last}
        self._closures = self._read_closures()
        self._leave = self._read_leave()

    # -- the calendar ------------------------------------------------------------------------------------------

    def _read_closures(self) -> dict[tuple[str, Session], str]:
        """(site, session) -> the label of the closure that shuts it."""
        shut: dict[tuple[str, Session], str] = {}
        for closure in self.problem.practice.closures:
            halves = (closure.half,) if closure.half else tuple(Half)
            sites = (closure.site,) if closure.site else tuple(self.sites)
            for day in closure.dates:
                for half in halves:
                    for site in sites:
                        shut.setdefault((site, Session(day, half)), closure.label)
        return shut

    def closed_by(self, site: str, session: Session) -> str | None:
        """The bank holiday or closure that shuts a site then, or None when it is open."""
        return self.bank_holidays.get(session.date) or self._closures.get((site, session))

    def is_open(self, site: str, session: Session) -> bool:
        return self.closed_by(site, session) is None

    def anywhere_open(self, session: Session) -> bool:
        return any(self.is_open(site, session) for site in self.sites)

    @cached_property
    def open_sessions(self) -> tuple[Session, ...]:
        """Sessions in which at least one site is open."""
        return tuple(session for session in self.sessions if self.anywhere_open(session))

    @cached_property
    def open_days(self) -> tuple[date, ...]:
        """Days with an open session."""
        return tuple(dict.fromkeys(session.date for session in self.open_sessions))

    @cached_property
    def days_after_bank_holiday(self) -> frozenset[date]:
        """The first day the practice opens after a bank holiday, or after a run of them."""
        found: set[date] = set()
        waiting = False
        day = self.problem.horizon.start - LOOK_BACK
        while day <= self.problem.horizon.end:
            if day in self.bank_holidays:
                waiting = True
            elif waiting and day.weekday() < 5 and any(self.anywhere_open(Session(day, half)) for half in Half):
                found.add(day)
                waiting = False
            day += timedelta(days=1)
        return frozenset(found)

    # -- people ------------------------------------------------------------------------------------------------

    def _read_leave(self) -> dict[tuple[str, Session], Leave]:
        """(code, session) -> the approved leave that keeps them away."""
        away: dict[tuple[str, Session], Leave] = {}
        for leave in self.problem.practice.leave:
            if leave.approved and leave.code in self.person:
                for session in self.sessions:
                    if leave.covers(session):
                        away.setdefault((leave.code, session), leave)
        return away

    def away(self, code: str, session: Session) -> bool:
        """Whether approved leave keeps somebody away."""
        return (code, session) in self._leave

    def letter(self, code: str, session: Session) -> Letter:
        """The letter of somebody's pattern; never at work for a person whose rota is written by hand."""
        person = self.person[code]
        return person.pattern.at(session) if person.is_generated else Letter.NEVER

    def listed_absence(self, person: Person, session: Session) -> Activity | None:
        """Study leave or coroner's court, when somebody would otherwise have been at work."""
        leave = self._leave.get((person.code, session))
        if leave is None or leave.kind not in LISTED:
            return None
        if self.letter(person.code, session) is Letter.NEVER or not self.is_open(person.site, session):
            return None
        return LISTED[leave.kind]

    @cached_property
    def _plans(self) -> dict[tuple[str, Session], Plan]:
        plans = {}
        for person in self.people:
            for session in self.sessions:
                plan = self._plan(person, session)
                if plan.activity is not None:
                    plans[person.code, session] = plan
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
        optional = letter is Letter.FLEXIBLE and not self._day_is_pinned(person, session)
        if optional and not self._decides_days:
            if not self._was_at_work(person, session):
                return NOT_AT_WORK
            optional = False
        activity, may_hold_duty = self._duty(person, session, letter)
        return Plan(activity, person.site, optional, may_hold_duty)

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

    def can_be_sent(self, person: Person, session: Session) -> bool:
        """Whether somebody may do this session at another site: anyone but a trainee, in a clinic or on duty."""
        plan = self.plan(person.code, session)
        return not plan.pinned and not person.is_trainee and (plan.activity in MAY_BE_SENT or plan.may_hold_duty)

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

    def at_work(self, rota: Rota, session: Session) -> Iterator[tuple[Person, Cell]]:
        """Everybody a rota lists in one session who is not absent, with what they do."""
        for person in self.people:
            cell = rota.get((person.code, session))
            if cell is not None and cell.activity not in ABSENT:
                yield person, cell

    # -- duty --------------------------------------------------------------------------------------------------

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

    @cached_property
    def days_for_one_holder(self) -> frozenset[date]:
        """Days on which duty is needed in both halves and somebody could hold both."""
        return frozenset(
            day
            for day in self.days
            if all(self.duty_need(Session(day, half)) for half in Half)
            and any(all(self.could_hold_duty(p, Session(day, half)) for half in Half) for p in self.people)
        )

    @cached_property
    def duty_shares(self) -> Mapping[str, Share]:
        """Fair parts of all duty, by code, pro rata to sessions available for it."""
        return self._shares(self.sessions)

    @cached_property
    def monday_shares(self) -> Mapping[str, Share]:
        """Fair parts of Monday duty, by code, pro rata to Monday sessions available for it."""
        return self._shares(tuple(session for session in self.sessions if session.weekday == 0))

    def _shares(self, sessions: tuple[Session, ...]) -> dict[str, Share]:
        total = 0
        available: dict[str, Fraction] = {p.code: Fraction(0) for p in self.people if self.has_duty_skill(p)}
        for session in sessions:
            able = [p for p in self.people if self.could_hold_duty(p, session)]
            total += min(self.duty_need(session), len(able))
            for person in able:
                if person.code in available:
                    available[person.code] += self._expected_at_clinic(person, session)
        everybody = sum(available.values(), Fraction(0))
        if not everybody:
            return {}
        expected = {code: total * own / everybody for code, own in available.items()}
        # Duty is shared out in whole days where one person is to hold both halves.
        unit = 1 if self.rules.duty is None or self.rules.duty.same_person_both_halves is Wish.NO else 2
        behind = most_behind(expected, unit)
        return {
            code: Share(available[code], part, max(0, ceil(part - behind)), floor(part + unit - behind))
            for code, part in expected.items()
        }

    def _expected_at_clinic(self, person: Person, session: Session) -> Fraction:
        """How likely somebody's session is one that duty would take: not an admin session, and "?" by its target."""
        plan = self.plan(person.code, session)
        if plan.activity is Activity.ADMIN:
            return Fraction(0)
        return (
            self._expected_share(person.code, self.problem.horizon.week_of(session.date))
            if plan.optional
            else (Fraction(1))
        )

    # -- flexible days -----------------------------------------------------------------------------------------

    @cached_property
    def flexible_people(self) -> tuple[Person, ...]:
        """People for whom the generator decides days."""
        return tuple(person for person in self.people if person.is_generated and person.pattern.flexible)

    def half_days(self, person: Person, session: Session) -> int:
        """What being at work in a session counts toward somebody's days.

        One half-day; two when the other half of a day of theirs is closed, because a closed afternoon does not
        make theirs a shorter day.
        """
        other = Session(session.date, Half.PM if session.half is Half.AM else Half.AM)
        both = all(self.letter(person.code, s) is not Letter.NEVER for s in (session, other))
        return 2 if both and not self.is_open(person.site, other) and (person.code, other) not in self.pins else 1

    def week_sessions(self, week: int) -> tuple[Session, ...]:
        return self.sessions[10 * week : 10 * week + 10]

    def week_targets(self, code: str) -> tuple[WeekTarget, ...]:
        """What somebody with flexible days should work, week by week."""
        return self._week_targets[code]

    @cached_property
    def _week_targets(self) -> dict[str, tuple[WeekTarget, ...]]:
        weeks = range(self.problem.horizon.weeks)
        return {p.code: tuple(self._week_target(p, week) for week in weeks) for p in self.flexible_people}

    def _week_target(self, person: Person, week: int) -> WeekTarget:
        sessions = self.week_sessions(week)
        possible = sum(self.letter(person.code, s) is not Letter.NEVER for s in sessions)
        available = sum(self.half_days(person, s) for s in sessions if self._is_available(person, s))
        days = person.flexible_days_per_week
        full = Fraction(days if days is not None else self.rules.full_time_days_per_week * person.wte)
        if possible == 0:
            low = high = 0
            target = Fraction(0)
        elif available >= possible:
            target = 2 * full
            low, high = 2 * floor(full), 2 * ceil(full)
        else:
            # A shortened week asks for its share, rounded up to a whole day, and never for more than there is.
            low = high = min(2 * ceil(full * available / possible), available)
            target = Fraction(low)
        return _reachable(self._reachable_sums(person, week), target, low, high)

    def _is_available(self, person: Person, session: Session) -> bool:
        return (
            self.letter(person.code, session) is not Letter.NEVER
            and not self.away(person.code, session)
            and self.is_open(person.site, session)
            and not self._is_pinned_absent(person, session)
        )

    def _is_pinned_absent(self, person: Person, session: Session) -> bool:
        pin = self.pins.get((person.code, session))
        return pin is not None and pin.activity in ABSENT

    def settled_half_days(self, person: Person, week: int) -> int:
        """Half-days of a week somebody works whatever is decided."""
        return sum(
            self.half_days(person, session)
            for session in self.week_sessions(week)
            if (plan := self.plan(person.code, session)).activity and plan.activity not in ABSENT and not plan.optional
        )

    def _optional_half_days(self, person: Person, week: int) -> list[int]:
        """Half-days each day of a week adds when its "?" sessions are given."""
        by_day: Counter[date] = Counter()
        for session in self.week_sessions(week):
            if self.plan(person.code, session).optional:
                by_day[session.date] += self.half_days(person, session)
        return list(by_day.values())

    def _reachable_sums(self, person: Person, week: int) -> set[int]:
        sums = {self.settled_half_days(person, week)}
        for half_days in self._optional_half_days(person, week):
            sums |= {total + half_days for total in sums}
        return sums

    def _expected_share(self, code: str, week: int) -> Fraction:
        """How much of the "?" sessions of a week somebody is expected to work: 0 to 1."""
        return self._expected_shares[code, week]

    @cached_property
    def _expected_shares(self) -> dict[tuple[str, int], Fraction]:
        shares = {}
        for person in self.flexible_people:
            for week, target in enumerate(self.week_targets(person.code)):
                optional = sum(self._optional_half_days(person, week))
                wanted = target.target - self.settled_half_days(person, week)
                shares[person.code, week] = (
                    min(Fraction(1), max(Fraction(0), wanted / optional)) if optional else (Fraction(0))
                )
        return shares

    # -- cover -------------------------------------------------------------------------------------------------

    def counts_as_doctor(self, person: Person) -> bool:
        """Whether somebody counts toward the minimum number of doctors, by role without qualifiers."""
        if self.rules.minimum_doctors_counts is None:
            return person.term in DOCTOR_TERMS
        return person.base_role.lower() in self._doctor_roles

    @cached_property
    def _doctor_roles(self) -> frozenset[str]:
        return frozenset(base_role(role).lower() for role in self.rules.minimum_doctors_counts or ())

    def cover_need(self, rule: SiteCover, session: Session) -> int:
        """People a site cover rule asks for then: none when the site is shut or another half-day is meant."""
        if not self.is_open(rule.site, session):
            return 0
        if rule.when is not None and (session.weekday, session.half) not in rule.when:
            return 0
        return rule.minimum


def most_behind(expected: Mapping[str, Fraction], unit: int) -> Fraction:
    """How far below their part somebody falls when all is shared out in whole units by largest remainders.

    Everybody then lies in a band one unit wide that starts this far below their part (Hamilton's method).
    """
    remainders = sorted((part / unit - floor(part / unit) for part in expected.values()), reverse=True)
    whole_units = floor(sum(expected.values(), Fraction(0)) / unit)
    rounded_up = whole_units - sum(floor(part / unit) for part in expected.values())
    return unit * remainders[rounded_up] if rounded_up < len(remainders) else Fraction(0)


def _reachable(sums: set[int], target: Fraction, low: int, high: int) -> WeekTarget:
    """The band narrowed to what can be reached; the nearest that can, when nothing inside it can."""
    inside = [total for total in sums if low <= total <= high]
    if not inside:
        nearest = min(sums, key=lambda total: (max(low - total, total - high), total))
        inside = [nearest]
    low, high = min(inside), max(inside)
    return WeekTarget(min(max(target, Fraction(low)), Fraction(high)), low, high)
