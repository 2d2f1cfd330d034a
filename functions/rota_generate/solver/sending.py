"""Where sending somebody to another site could help. Elsewhere the model has no such decision, and stays small.

Nothing is lost: a sending left out here would cost more than it could save, or could be done as well by somebody
else. Who may be elsewhere whatever is short, as published or to spread duty, counts as gone where they are missed and
as come where there are few rooms. (One thing is not looked for: that somebody on duty who makes room for others also
spreads duty, unless spreading is required.) A test compares with a model that lets anybody be sent anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from shared.constraints import duty_spread_sites, one_site_a_day, sent_elsewhere
from shared.constraints.rooms import takes_room
from shared.constraints.site_cover import covers
from shared.constraints.supervision import needs_supervision, supervises
from shared.constraints.tutorial import is_taught, teaches
from shared.constraints.weights import points
from shared.domain.calendar import Half, Session
from shared.domain.facts import MAY_BE_SENT, Facts
from shared.domain.people import Person, in_group
from shared.domain.problem import Problem, SiteCover, Supervision
from shared.domain.rota import Activity, Cell

Sending = Mapping[tuple[str, Session], tuple[str, ...]]
Found = dict[tuple[str, Session], dict[str, None]]
Sent = tuple[Person, str]  # somebody, and the site they may be sent to


@dataclass(frozen=True, slots=True)
class Supply:
    """What one site asks for of one kind, and who would give it.

    `certain` counts those who give it if everybody stays at home, whatever else is decided; `may_leave` counts those
    among them who could be sent away, `may_be_gone` those who may be elsewhere whatever is short; `able` are people of
    other sites who could be sent to give it.
    """

    site: str
    need: int
    certain: int
    may_leave: int
    may_be_gone: int
    able: tuple[Person, ...]

    def missing(self, leaving: int) -> int:
        """How many may be missing when so many could be sent away from here for other reasons."""
        return max(0, self.need - self.certain + min(leaving + self.may_be_gone, self.may_leave))


def useful_sending(problem: Problem) -> Sending:
    """(code, session) -> the other sites somebody may be sent to then."""
    facts = problem.facts
    if len(facts.sites) < 2:
        return {}
    found: Found = {}
    for day in facts.open_days:
        found |= _on_day(problem, day)
    return {key: tuple(sites) for key, sites in found.items()}


def _on_day(problem: Problem, day: date) -> Found:
    """Where changing sites at lunchtime is dearer than being sent, whoever may be sent may be sent all day.

    Those who stay on take rooms and leave others short in the other half, where somebody may be sent for it, all day
    again: so it is looked at anew until no more would stay on.
    """
    facts = problem.facts
    all_day = points(problem, one_site_a_day.ID) > points(problem, sent_elsewhere.ID)
    staying = dict.fromkeys(Half, 0)
    while True:
        moments = [_Moment(problem, Session(day, half), staying[half]) for half in Half]
        movers = _room_makers(facts, day, moments)
        found: Found = {}
        for moment in moments:
            for person, site in moment.useful(movers):
                if facts.is_open(site, moment.session) and site != facts.plan(person.code, moment.session).site:
                    found.setdefault((person.code, moment.session), {})[site] = None
        stay_on = _staying_on(facts, day, found) if all_day else {}
        before, staying = staying, {half: sum(session.half is half for _, session in stay_on) for half in Half}
        if staying == before:
            for key, sites in stay_on.items():
                found.setdefault(key, {}).update(sites)
            return found


def _staying_on(facts: Facts, day: date, found: Found) -> Found:
    """Where people may be in one half of a day because they may be there in the other, away from home."""
    stay_on: Found = {}
    for half, other in ((Half.AM, Session(day, Half.PM)), (Half.PM, Session(day, Half.AM))):
        for person in facts.on(day):
            session = Session(day, half)
            places = [*found.get((person.code, session), {}), facts.plan(person.code, session).site]
            if facts.can_be_sent(person, other):
                home = facts.plan(person.code, other).site
                more = {site: None for site in places if site not in ("", home) and facts.is_open(site, other)}
                if more:
                    stay_on[person.code, other] = more
    return stay_on


class _Moment:
    """One session with everybody at home, as far as it is settled.

    `staying` counts those who may be sent then only because they are elsewhere in the other half of the day.
    """

    def __init__(self, problem: Problem, session: Session, staying: int) -> None:
        self.problem = problem
        self.facts = facts = problem.facts
        self.session = session
        plans = ((person, facts.plan(person.code, session)) for person in facts.on(session.date))
        self.home = [(person, plan.cell, plan) for person, plan in plans if plan.cell is not None]
        self.can_go = {person.code for person, _, _ in self.home if facts.can_be_sent(person, session)}

        self.anyway = frozenset((person.code, site) for person, site in (*self._as_published(), *self._to_spread_duty())
                                if site != facts.plan(person.code, session).site)  # fmt: skip
        self.supplies = list(self._supplies())
        self.short = sum(supply.missing(leaving=0) for supply in self.supplies)
        self.sent = self.short + staying  # how many may come to a site or leave one, but for want of a room
        self.without_room = {site: self._without_room(site) for site in facts.sites}

    def useful(self, movers: frozenset[str]) -> Iterator[Sent]:
        """Everybody who may usefully be sent, and where to. `movers` are those who may make room for others."""
        yield from self._as_published()
        yield from self._to_spread_duty()
        yield from self._to_rooms(movers)
        leaving = self.sent + sum(self.without_room.values())
        if any(supply.missing(leaving) for supply in self.supplies):
            # One who helps may leave others short in turn, so every place that asks for something is open.
            yield from ((person, supply.site) for supply in self.supplies if supply.need for person in supply.able)

    def _as_published(self) -> Iterator[Sent]:
        for person, _, _ in self.home:
            was = self.facts.published.get((person.code, self.session))
            if was is not None and was.activity in MAY_BE_SENT and was.site in self.facts.sites:
                yield from ((person, was.site) for _ in (1,) if person.code in self.can_go)

    def _to_spread_duty(self) -> Iterator[Sent]:
        """Only where two holders at one site are dearer than sending one of them."""
        if duty_spread_sites.cost(self.problem) > points(self.problem, sent_elsewhere.ID):
            for person, _, _ in self.home:
                if self.facts.could_hold_duty(person, self.session) and person.code in self.can_go:
                    yield from ((person, site) for site in self.facts.sites)

    # -- cover, supervision, teaching ----------------------------------------------------------------------------

    def _supplies(self) -> Iterator[Supply]:
        for rule in self.facts.rules.site_cover:
            if need := self.facts.cover_need(rule, self.session):
                yield self._supply(rule.site, need, _covering(rule))
        supervision = self.facts.rules.supervision
        if supervision is not None and supervision.same_site:
            for site in self.facts.sites:
                yield from self._for_trainees(supervision, site)
        if supervision is not None and (flag := supervision.tutorial_needs) is not None:
            for site in dict.fromkeys(cell.site for person, cell, _ in self.home if is_taught(person, cell)):
                yield self._supply(site, 1, lambda person, cell: teaches(person, cell, flag), free_of_duty=True)

    def _for_trainees(self, rule: Supervision, site: str) -> Iterator[Supply]:
        trainees = sum(needs_supervision(person, cell) and cell.site == site for person, cell, _ in self.home)
        if trainees:
            yield self._supply(site, -(-trainees // rule.trainees_per_supervisor), supervises)
            if rule.prefer_one_supervisor_free_of_duty:
                yield self._supply(site, 1, supervises, free_of_duty=True)

    def _supply(
        self, site: str, need: int, gives: Callable[[Person, Cell], bool], *, free_of_duty: bool = False
    ) -> Supply:
        certain = [
            person
            for person, cell, plan in self.home
            if cell.site == site
            and not plan.optional
            and gives(person, cell)
            and not (free_of_duty and plan.may_hold_duty)
        ]
        able = tuple(
            person
            for person, cell, _ in self.home
            if cell.site != site
            and person.code in self.can_go
            and any(gives(person, Cell(activity, site)) for activity in (Activity.CLINIC, Activity.DUTY))
        )
        may_leave = sum(person.code in self.can_go for person in certain)
        may_be_gone = len({code for code, _ in self.anyway} & {person.code for person in certain})
        return Supply(site, need, len(certain), may_leave, may_be_gone, able)

    # -- rooms ---------------------------------------------------------------------------------------------------

    def _without_room(self, site: str) -> int:
        """How many there may be without a room at a site, with those who may be sent there."""
        inside = sum(
            cell.site == site
            and person.needs_room
            and (takes_room(person, cell) or self.facts.could_hold_duty(person, self.session))
            for person, cell, _ in self.home
        )
        may_come = sum(there == site for _, there in self.anyway)
        return max(0, inside + self.sent + may_come - self.facts.sites[site].rooms)

    def _to_rooms(self, movers: frozenset[str]) -> Iterator[Sent]:
        for person, cell, _ in self.home:
            if self.without_room[cell.site] and person.code in movers & self.can_go:
                yield from ((person, site) for site in self.facts.sites if self._has_room(site))

    def _has_room(self, site: str) -> bool:
        certain = sum(
            cell.site == site and takes_room(person, cell) and not plan.optional for person, cell, plan in self.home
        )
        return certain - self.sent - len(self.anyway) < self.facts.sites[site].rooms


def _covering(rule: SiteCover) -> Callable[[Person, Cell], bool]:
    return lambda person, cell: covers(rule, person, cell)


def _room_makers(facts: Facts, day: date, moments: list[_Moment]) -> frozenset[str]:
    """Who might leave a full site on a day.

    People whose day is alike can stand for each other, so of those no rule has a say in, only as many are looked at
    as have no room; they take turns from day to day. While there are enough of them, others whose day is alike stay.
    """
    without = {site: max(moment.without_room[site] for moment in moments) for site in facts.sites}
    alike: dict[tuple[object, ...], list[Person]] = {}
    for person in facts.on(day):
        if person.needs_room and without[person.site] and any(person.code in moment.can_go for moment in moments):
            alike.setdefault(_day_of(facts, person, day), []).append(person)
    movers: set[str] = set()
    for people in alike.values():
        wanted = without[people[0].site]
        free = [person for person in people if _no_rule_minds(facts, person)]
        turn = facts.days.index(day) % max(1, len(free))
        movers |= {person.code for person in (free[turn:] + free[:turn])[:wanted]}
        if len(free) < wanted:
            movers |= {person.code for person in people}
    return frozenset(movers)


def _day_of(facts: Facts, person: Person, day: date) -> tuple[object, ...]:
    """What makes somebody's day like another's: what they do, what is published, and whether it is settled."""
    parts: list[object] = [person.site]
    for half in Half:
        plan = facts.plan(person.code, Session(day, half))
        parts += [plan.cell, plan.pinned, facts.published.get((person.code, Session(day, half)))]
        parts.append(person.code if plan.optional else None)
    return tuple(parts)


def _no_rule_minds(facts: Facts, person: Person) -> bool:
    """Whether duty, supervision, teaching and every site's cover are the same without somebody."""
    supervision = facts.rules.supervision
    return not (
        facts.has_duty_skill(person)
        or (supervision is not None and person.may_supervise)
        or (supervision is not None and supervision.tutorial_needs in person.flags)
        or any(in_group(person, rule.role_group) for rule in facts.rules.site_cover)
    )
