"""The same objective said plainly in CP-SAT, as one would on a first day. Frozen: our own model is measured beside it.

    does[p, s, a, t]  1 = person p does activity a at site t in session s

for every activity and every open site there could be; nothing is left out because it cannot help, there is no first
draft to start from, and CP-SAT is left at its defaults. It reads a problem's facts (who is away, what is needed) and
the weights, and shares nothing else with `functions/rota_generate/solver` or the rules' `post`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from ortools.sat.python import cp_model

from shared.constraints.even_staffing import enough
from shared.constraints.weights import points, wished
from shared.domain.calendar import Half, Session
from shared.domain.people import Person, base_role, in_group
from shared.domain.problem import Problem
from shared.domain.rota import (
    ABSENT,
    GIVES_COVER,
    IN_THE_BUILDING,
    NEEDS_ROOM,
    Activity,
    Assignment,
    Cell,
)

Says = Callable[[Person, Cell], bool]
Amount = cp_model.LinearExprT


@dataclass(frozen=True)
class PlainOutcome:
    assignments: tuple[Assignment, ...] | None
    bound: int
    proved: bool
    seconds: float
    first_draft: float | None  # seconds until there was one


class PlainModel:
    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.facts = problem.facts
        self.cp = cp_model.CpModel()
        self.costs: list[Amount] = []
        self.does: dict[tuple[str, Session], dict[Cell, cp_model.IntVar]] = {}
        self.presence()
        for say in (self.duty, self.minimum, self.supervision, self.site_cover, self.days, self.duty_wishes):
            say()
        for say in (self.fairness, self.teaching, self.rooms, self.sending, self.stability, self.max_off):
            say()
        self.cp.minimize(sum(self.costs))

    # -- what can be ---------------------------------------------------------------------------------------------

    def presence(self) -> None:
        for session in self.facts.sessions:
            for person in self.facts.on(session.date):
                plan = self.facts.plan(person.code, session)
                if plan.cell is None:
                    continue
                cells = [plan.cell]
                if plan.may_hold_duty:
                    cells.append(Cell(Activity.DUTY, plan.site))
                if self.facts.can_be_sent(person, session):
                    cells += [
                        Cell(cell.activity, site)
                        for cell in tuple(cells)
                        for site in self.facts.sites
                        if cell.activity in (Activity.CLINIC, Activity.DUTY)
                        and site != plan.site
                        and self.facts.is_open(site, session)
                    ]
                does = {cell: self.cp.new_bool_var(f"{person.code} {session} {cell}") for cell in cells}
                self.does[person.code, session] = does
                self.cp.add(sum(does.values()) <= 1 if plan.optional else sum(does.values()) == 1)
        for (code, _), sessions in self.facts.optional_days.items():
            for session in sessions[1:]:
                self.cp.add(self.works(code, session) == self.works(code, sessions[0]))

    def works(self, code: str, session: Session) -> Amount:
        return sum(v for cell, v in self.does.get((code, session), {}).items() if cell.activity not in ABSENT)

    def count(self, session: Session, says: Says, people: Iterable[Person] | None = None) -> Amount:
        return sum(
            v
            for person in people or self.facts.on(session.date)
            for cell, v in self.does.get((person.code, session), {}).items()
            if cell.activity not in ABSENT and says(person, cell)
        )

    def pay(self, rule: str, amount: Amount, most: int = 1000, times: int | None = None) -> None:
        """Adds the rule's points for each unit the amount is above nought."""
        excess = self.cp.new_int_var(0, most, rule)
        self.cp.add(excess >= amount)
        self.costs.append((points(self.problem, rule) if times is None else times) * excess)

    # -- what must not be ----------------------------------------------------------------------------------------

    def duty(self) -> None:
        for session in self.facts.sessions:
            need = self.facts.duty_need(session)
            held = self.count(session, lambda _, cell: cell.activity is Activity.DUTY)
            settled = sum(
                self.facts.plan(p.code, session).activity is Activity.DUTY for p in self.facts.on(session.date)
            )
            self.cp.add(held <= max(need, settled))
            self.pay("duty", need - held)

    def doctors(self, day_sessions: list[Session]) -> Amount:
        there = []
        for person in self.facts.on(day_sessions[0].date):
            if not self.facts.counts_as_doctor(person):
                continue
            covering = [
                self.count(session, lambda _, cell: cell.activity in GIVES_COVER, [person]) for session in day_sessions
            ]
            one = self.cp.new_bool_var(f"{person.code} in")
            self.cp.add_max_equality(one, covering)
            there.append(one)
        return sum(there)

    def minimum(self) -> None:
        most = dict(enough(self.facts))
        for day in self.facts.open_days:
            sessions = [Session(day, half) for half in Half]
            needs = self.problem.practice.rules.minimum_doctors
            there = self.doctors(sessions)
            if needs is not None:
                self.pay("minimum-doctors", needs[day.weekday()] - there)
            if day in most:
                self.pay("even-staffing", there - most[day])

    def supervision(self) -> None:
        rule = self.problem.practice.rules.supervision
        if rule is None:
            return
        present = IN_THE_BUILDING | {Activity.VISITS}
        for session in self.facts.sessions:
            for site in self.facts.sites if rule.same_site else (None,):
                trainees = self.count(
                    session,
                    lambda p, cell: p.is_trainee and cell.activity in present and site in (None, cell.site),  # noqa: B023
                )
                there = self.count(
                    session,
                    lambda p, cell: (
                        p.may_supervise and cell.activity in IN_THE_BUILDING and site in (None, cell.site)  # noqa: B023
                    ),
                )
                missing = self.cp.new_int_var(0, 100, "missing")
                self.cp.add(rule.trainees_per_supervisor * (there + missing) >= trainees)
                self.costs.append(points(self.problem, "supervision") * missing)

    def site_cover(self) -> None:
        for rule in self.problem.practice.rules.site_cover:
            for session in self.facts.sessions:
                there = self.count(
                    session,
                    lambda p, cell: (
                        cell.site == rule.site and cell.activity in GIVES_COVER and in_group(p, rule.role_group)  # noqa: B023
                    ),
                )
                self.pay("site-cover", self.facts.cover_need(rule, session) - there)

    # -- days ----------------------------------------------------------------------------------------------------

    def days(self) -> None:
        for person in self.facts.flexible_people:
            so_far: Amount = 0
            meant, least, most = Fraction(0), 0, 0
            for week, (target, low, high) in enumerate(self.facts.week_targets(person.code)):
                worked = sum(
                    self.facts.half_days(person.code, session) * self.works(person.code, session)
                    for session in self.facts.week_sessions(week)
                )
                self.outside("flexible-days", worked, low, high)
                so_far, meant, least, most = so_far + worked, meant + target, least + low, most + high
                self.outside("flexible-days-evenly", so_far, min(ceil(meant - 2), most), max(floor(meant + 2), least))
            self.outside("flexible-days-in-all", so_far, min(ceil(meant - 1), most), max(floor(meant + 1), least))
            self.whole_days(person)

    def outside(self, rule: str, amount: Amount, low: int, high: int) -> None:
        excess = self.cp.new_int_var(0, 10_000, rule)
        self.cp.add(excess >= low - amount)
        self.cp.add(excess >= amount - high)
        self.costs.append(points(self.problem, rule) * excess)

    def whole_days(self, person: Person) -> None:
        for session in self.facts.sessions:
            other = self.facts.plan(person.code, Session(session.date, next(h for h in Half if h is not session.half)))
            settled = other.activity is not None and not other.optional and other.activity not in ABSENT
            if settled and self.facts.plan(person.code, session).optional:
                self.pay("whole-days", 1 - self.works(person.code, session))

    # -- duty ----------------------------------------------------------------------------------------------------

    def holds(self, person: Person, session: Session) -> Amount:
        return self.count(session, lambda _, cell: cell.activity is Activity.DUTY, [person])

    def duty_wishes(self) -> None:
        rule = self.problem.practice.rules.duty
        if rule is None:
            return
        both = wished(self.problem, "duty-both-halves", rule.same_person_both_halves)
        for day in self.facts.days_for_one_holder:
            for person in self.facts.on(day):
                morning, afternoon = (self.holds(person, Session(day, half)) for half in Half)
                apart = self.cp.new_int_var(0, 1, "apart")
                self.cp.add_abs_equality(apart, morning - afternoon)
                self.costs.append(both * apart)
        spread = wished(self.problem, "duty-spread-sites", rule.spread_sites)
        for session in self.facts.sessions:
            able = [p for p in self.facts.on(session.date) if self.facts.could_hold_duty(p, session)]
            homes = {self.facts.plan(p.code, session).site for p in able}
            for site in self.facts.sites if len(homes) > 1 else ():
                here = self.count(session, lambda _, c: c.activity is Activity.DUTY and c.site == site)  # noqa: B023
                self.pay("spread", here + self.facts.duty_need(session) // -len(homes), times=spread)
            for person in able:
                if self.facts.plan(person.code, session).activity is Activity.ADMIN:
                    self.pay("duty-on-admin", self.holds(person, session))

    def fairness(self) -> None:
        for rule, shares, counts in (
            ("duty-fairness", self.facts.duty_shares, self.facts.duty_counts),
            ("duty-fairness-mondays", self.facts.monday_shares, self.facts.monday_counts),
        ):
            each = points(self.problem, rule)
            for code, share in shares.items():
                held = sum(int(100 * c) * self.holds(self.facts.person[code], s) for s, c in counts.items())
                off = self.cp.new_int_var(0, 100_000, "off")
                self.cp.add(off >= int(100 * share.low) - held)
                self.cp.add(off >= held - int(100 * share.high))
                cost = self.cp.new_int_var(0, 10_000 * each, "unfair")
                for line in (off, 3 * off - 200, 5 * off - 600):
                    self.cp.add(100 * cost >= each * line)
                self.costs.append(cost)

    # -- teaching, rooms, sending, stability ---------------------------------------------------------------------

    def teaching(self) -> None:
        rule = self.problem.practice.rules.supervision
        if rule is None:
            return
        present = IN_THE_BUILDING | {Activity.VISITS}
        for session in self.facts.sessions:
            for site in self.facts.sites if rule.same_site else (None,):
                if not rule.prefer_one_supervisor_free_of_duty:
                    break
                free = self.count(
                    session,
                    lambda p, cell: (
                        p.may_supervise
                        and cell.activity in IN_THE_BUILDING - {Activity.DUTY}
                        and site in (None, cell.site)  # noqa: B023
                    ),
                )
                lonely = self.cp.new_bool_var("lonely")
                for person in self.facts.on(session.date):
                    if person.is_trainee:
                        self.cp.add(
                            lonely
                            >= self.count(
                                session,
                                lambda _, cell: cell.activity in present and site in (None, cell.site),  # noqa: B023
                                [person],
                            )
                            - free
                        )
                self.costs.append(points(self.problem, "supervisor-free-of-duty") * lonely)
            if rule.tutorial_needs is not None:
                self.tutorials(session, rule.tutorial_needs)

    def tutorials(self, session: Session, flag: str) -> None:
        for person in self.facts.on(session.date):
            for lesson, taught in self.does.get((person.code, session), {}).items():
                if person.is_trainee and lesson.activity is Activity.TUTORIAL:
                    teachers = self.count(
                        session,
                        lambda p, cell: (
                            flag in p.flags
                            and not p.is_trainee
                            and cell.activity in IN_THE_BUILDING - {Activity.DUTY}
                            and cell.site == lesson.site  # noqa: B023
                        ),
                    )
                    self.pay("tutorial", taught - teachers)

    def rooms(self) -> None:
        for session in self.facts.sessions:
            for code, site in self.facts.sites.items():
                inside = self.count(
                    session,
                    lambda p, cell: p.needs_room and cell.activity in NEEDS_ROOM and cell.site == code,  # noqa: B023
                )
                self.pay("rooms", inside - site.rooms)

    def sending(self) -> None:
        for (code, session), does in self.does.items():
            person = self.facts.as_of(code, session.date)
            if person is None or self.facts.plan(code, session).pinned:
                continue
            self.pay("sent-elsewhere", sum(v for cell, v in does.items() if cell.site != person.site))
        for day in self.facts.days:
            for person in self.facts.on(day):
                self.one_site(person, Session(day, Half.AM), Session(day, Half.PM))

    def one_site(self, person: Person, morning: Session, afternoon: Session) -> None:
        changes = self.cp.new_bool_var("changes")
        for site in self.facts.sites:
            there, still = (
                self.count(session, lambda _, cell: cell.site == site, [person])  # noqa: B023
                for session in (morning, afternoon)
            )
            self.cp.add(changes >= there + self.works(person.code, afternoon) - 1 - still)
        self.costs.append(points(self.problem, "one-site-a-day") * changes)

    def stability(self) -> None:
        for session in self.facts.published_sessions:
            for person in self.facts.people:
                does = self.does.get((person.code, session), {})
                was = self.facts.published.get((person.code, session))
                same = 1 - sum(does.values()) if was is None else sum(v for cell, v in does.items() if cell == was)
                self.costs.append(points(self.problem, "stability") * (1 - same))

    def max_off(self) -> None:
        for rule in self.problem.practice.rules.max_off:
            roles = {base_role(role).lower() for role in rule.roles}
            for day in self.facts.days:
                off = max(self.off(roles, rule.site, Session(day, half)) for half in Half)
                self.costs.append(points(self.problem, "max-off") * max(0, off - rule.limit))

    def off(self, roles: set[str], site: str | None, session: Session) -> int:
        return sum(
            person.base_role.lower() in roles
            and site in (None, person.site)
            and self.facts.away(person.code, session)
            and self.facts.letter(person.code, session).value != "-"
            and self.facts.is_open(person.site, session)
            for person in self.facts.on(session.date)
        )

    # -- solving -------------------------------------------------------------------------------------------------

    def solve(self, *, seconds: float, workers: int = 2, seed: int = 1) -> PlainOutcome:
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = seconds
        solver.parameters.num_workers = workers
        solver.parameters.random_seed = seed
        began, first = time.monotonic(), _First()
        status = solver.solve(self.cp, first)
        lines = None
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            lines = tuple(
                sorted(
                    Assignment(session, code, cell.activity, cell.site)
                    for (code, session), does in self.does.items()
                    for cell, v in does.items()
                    if solver.value(v)
                )
            )
        return PlainOutcome(
            lines,
            ceil(solver.best_objective_bound - 1e-6),
            status == cp_model.OPTIMAL,
            time.monotonic() - began,
            None if first.at is None else first.at - began,
        )


class _First(cp_model.CpSolverSolutionCallback):
    """Notes when the first rota came."""

    def __init__(self) -> None:
        super().__init__()
        self.at: float | None = None

    def on_solution_callback(self) -> None:
        self.at = self.at or time.monotonic()
