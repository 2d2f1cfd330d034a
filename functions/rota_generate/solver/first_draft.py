"""A rota by hand: days, then duty, then who is sent where. Always succeeds, in a moment, with whatever gaps remain.

It is the draft that comes back when there is no time for more, and where CP-SAT starts from.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from functions.rota_generate.solver.model import Penalty, RotaModel
from shared.constraints.minimum_doctors import need_on
from shared.domain.calendar import Half, Session
from shared.domain.facts import Facts
from shared.domain.people import Person
from shared.domain.rota import GIVES_COVER, Activity, Cell


def first_draft(model: RotaModel) -> list[int]:
    """The decisions of a usable rota."""
    facts = model.problem.facts
    rota: dict[tuple[str, Session], Cell] = {}
    for person in facts.people:
        for session in facts.sessions:
            plan = facts.plan(person.code, session)
            if plan.cell is not None and not plan.optional:
                rota[person.code, session] = plan.cell
    _give_days(facts, rota)
    _give_duty(facts, rota)
    values = model.values_of(rota)
    _send(model, values)
    return values


# -- days --------------------------------------------------------------------------------------------------------


def _give_days(facts: Facts, rota: dict[tuple[str, Session], Cell]) -> None:
    """Week by week, one day of one person at a time, always to the day that is shortest of doctors."""
    behind: dict[str, Fraction] = defaultdict(Fraction)
    doctors = Counter({day: len(_in_for_certain(facts, day)) for day in facts.days})
    for week in range(facts.problem.horizon.weeks):
        left = {person.code: _optional(facts, person, week) for person in facts.flexible_people}
        wanted = {p.code: _half_days_wanted(facts, p, week, left[p.code], behind) for p in facts.flexible_people}
        while (choice := _next_day(facts, left, wanted, doctors)) is not None:
            code, day = choice
            wanted[code] -= left[code].pop(day)
            for session in facts.optional_days[code, day]:
                if (cell := facts.plan(code, session).cell) is not None:
                    rota[code, session] = cell
            person = facts.as_of(code, day)
            doctors[day] += person is not None and facts.counts_as_doctor(person)


def _in_for_certain(facts: Facts, day: date) -> set[str]:
    plans = (
        (person, facts.plan(person.code, Session(day, half)))
        for person in facts.on(day)
        for half in Half
        if facts.counts_as_doctor(person)
    )
    return {person.code for person, plan in plans if plan.activity in GIVES_COVER and not plan.optional}


def _half_days_wanted(
    facts: Facts, person: Person, week: int, optional: dict[date, int], behind: dict[str, Fraction]
) -> int:
    """Half-days still to be given this week, so that the running total keeps to its target."""
    target, low, high = facts.week_targets(person.code)[week]
    settled = facts.settled_half_days(person.code, week)
    reachable = [settled + given for given in _sums(optional.values())]
    due = behind[person.code] + target
    chosen = min((t for t in reachable if low <= t <= high), key=lambda t: (abs(t - due), t))
    behind[person.code] = due - chosen
    return chosen - settled


def _optional(facts: Facts, person: Person, week: int) -> dict[date, int]:
    """Day -> half-days it counts, for the days of a week that somebody may be given."""
    return {
        day: sum(facts.half_days(person.code, session) for session in facts.optional_days[person.code, day])
        for day in facts.days[5 * week : 5 * week + 5]
        if (person.code, day) in facts.optional_days
    }


def _sums(parts: Iterable[int]) -> set[int]:
    sums = {0}
    for part in parts:
        sums |= {total + part for total in sums}
    return sums


def _next_day(
    facts: Facts, left: dict[str, dict[date, int]], wanted: dict[str, int], doctors: Counter[date]
) -> tuple[str, date] | None:
    """The person and day to give next: the day most in need, and whoever has fewest other days to choose from.

    left[code] says what each day still to be given counts, in half-days.
    """
    best: tuple[tuple[int, int], str, date] | None = None
    for code, days in left.items():
        spare = sum(days.values()) - wanted[code]
        for day, half_days in days.items() if wanted[code] > 0 else ():
            score = (doctors[day] - need_on(facts, day), spare)
            if best is None or score < best[0]:
                others = [value for other, value in days.items() if other != day]
                if wanted[code] - half_days in _sums(others):
                    best = (score, code, day)
    return None if best is None else best[1:]


# -- duty --------------------------------------------------------------------------------------------------------


def _give_duty(facts: Facts, rota: dict[tuple[str, Session], Cell]) -> None:
    """Day by day, whole days first, to whoever is furthest below their part."""
    held, mondays = defaultdict[str, Fraction](Fraction), Counter[str]()
    for day in facts.days:
        halves = [Session(day, half) for half in Half]
        needs = {session: _duty_missing(facts, rota, session) for session in halves}
        for together in (halves, halves[:1], halves[1:]):
            while all(needs[session] > 0 for session in together):
                able = [p for p in facts.on(day) if all(_is_free_for_duty(facts, rota, p, s) for s in together)]
                if not able:
                    break
                person = min(able, key=lambda p: _claim(facts, rota, p, together, held, mondays))
                for session in together:
                    rota[person.code, session] = Cell(Activity.DUTY, rota[person.code, session].site)
                    needs[session] -= 1
                    held[person.code] += facts.duty_counts[session]
                    mondays[person.code] += session.weekday == 0


def _duty_missing(facts: Facts, rota: dict[tuple[str, Session], Cell], session: Session) -> int:
    return facts.duty_need(session) - sum(cell.activity is Activity.DUTY for _, cell in facts.at_work(rota, session))


def _is_free_for_duty(facts: Facts, rota: dict[tuple[str, Session], Cell], person: Person, session: Session) -> bool:
    cell = rota.get((person.code, session))
    return cell is not None and cell.activity is not Activity.DUTY and facts.plan(person.code, session).may_hold_duty


def _claim(
    facts: Facts,
    rota: dict[tuple[str, Session], Cell],
    person: Person,
    sessions: Sequence[Session],
    held: Mapping[str, Fraction],
    mondays: Mapping[str, int],
) -> tuple[float, ...]:
    """The smaller, the sooner somebody is given duty: their admin is spared, sites are spread, shares are filled."""
    admin = sum(rota[person.code, session].activity is Activity.ADMIN for session in sessions)
    site = rota[person.code, sessions[0]].site
    beside = sum(
        cell.activity is Activity.DUTY and cell.site == site
        for session in sessions
        for _, cell in facts.at_work(rota, session)
    )
    part, monday_part = facts.duty_shares.get(person.code), facts.monday_shares.get(person.code)
    load = float((held[person.code] + 1) / part.expected) if part and part.expected else 99.0
    monday_load = (
        (mondays[person.code] + 1) / float(monday_part.expected) if monday_part and monday_part.expected else 99.0
    )
    on_monday = sessions[0].weekday == 0
    return (admin, beside, load + monday_load if on_monday else load)


# -- sites -------------------------------------------------------------------------------------------------------


def _send(model: RotaModel, values: list[int]) -> None:
    """Sends people one by one wherever it makes the rota cheaper, until nobody's going helps."""
    decisions = [index for index in range(model.own) if model.names[index].startswith("sent ")]
    paid: dict[int, list[Penalty]] = {index: [] for index in decisions}
    for penalty in model.penalties:
        for index in dict.fromkeys(index for amount in penalty.amounts for index in amount.terms if index in paid):
            paid[index].append(penalty)
    bound: dict[int, list[int]] = {index: [] for index in decisions}
    for number, limit in enumerate(model.limits):
        for index in limit.amount.terms:
            if index in bound:
                bound[index].append(number)
    helped = True
    while helped:
        helped = False
        for index in decisions:
            helped |= values[index] == 0 and _flip_if_cheaper(model, values, index, paid[index], bound[index])


def _flip_if_cheaper(model: RotaModel, values: list[int], index: int, paid: list[Penalty], bound: list[int]) -> bool:
    before = sum(penalty.points * values[penalty.excess] for penalty in paid)
    values[index] = 1
    after = [model.excess(penalty, values) for penalty in paid]
    allowed = all(model.limits[number].is_kept(values) for number in bound)
    if allowed and sum(p.points * excess for p, excess in zip(paid, after, strict=True)) < before:
        for penalty, excess in zip(paid, after, strict=True):
            values[penalty.excess] = excess
        return True
    values[index] = 0
    return False
