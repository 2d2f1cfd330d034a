"""What contradicts itself in a question, all of it at once, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from shared.domain.calendar import NATIONS, Session, span_in_words
from shared.domain.people import Person, overlap, term_type
from shared.domain.problem import Decide
from shared.domain.rota import Activity, Assignment

if TYPE_CHECKING:
    from shared.domain.problem import Problem


def refusals(problem: Problem) -> tuple[str, ...]:
    """Every contradiction in the question itself; empty when it can be asked."""
    found = tuple(dict.fromkeys(_of_the_practice(problem)))  # several terms of somebody may have the same fault
    if found:  # facts cannot be trusted, so pins are not read against them yet
        return found
    return (*_of_the_pins(problem), *_of_the_scope(problem))


def _of_the_practice(problem: Problem) -> Iterator[str]:
    practice, horizon = problem.practice, problem.horizon
    if horizon.weeks < 1:
        yield f"A rota is made for at least one week, not {horizon.weeks}."
    if horizon.start.weekday() != 0:
        yield f"A rota starts on a Monday; {horizon.start.isoformat()} is not one."
    if practice.nation not in NATIONS:
        yield f"There is no nation {practice.nation!r}: write one of {', '.join(NATIONS)}."
    yield from _twice("site", [site.code for site in practice.sites])
    for terms in practice.by_code().values():
        yield from _of_terms(terms)
    yield from _of_places(problem)
    yield from _of_people(problem)
    yield from _of_numbers(problem)


def _twice(what: str, codes: list[str]) -> Iterator[str]:
    for code, times in Counter(codes).items():
        if times > 1:
            yield f"The {what} {code} is listed {times} times."


def _of_terms(terms: tuple[Person, ...]) -> Iterator[str]:
    """What is wrong with the working terms of one code, as dates."""
    code, name = terms[0].code, terms[0].name
    for other in terms[1:]:
        if other.name != name:
            yield f"The code {code} is both {name}'s and {other.name}'s."
    for term in terms:
        if term.starts and term.ends and term.ends < term.starts:
            yield f"A working term of {name} ({code}) ends before it starts."
    undated = sum(term.starts is None and term.ends is None for term in terms)
    if undated > 1:
        yield f"The person {code} is listed {undated} times."
    for one, later in combinations(terms, 2):
        starts = max((term.starts for term in (one, later) if term.starts), default=None)
        ends = min((term.ends for term in (one, later) if term.ends), default=None)
        if overlap(one, later) and (starts or ends):
            yield f"Two working terms of {name} ({code}) overlap: both cover {span_in_words(starts, ends)}."


def _of_places(problem: Problem) -> Iterator[str]:
    practice, rules = problem.practice, problem.practice.rules
    sites = {site.code for site in practice.sites}
    if not sites:
        yield "A practice has at least one site."
    for person in practice.people:
        if person.site not in sites:
            yield f"{person.name} ({person.code}) belongs to the site {person.site}, which the practice does not have."
    for where, site in (
        *((f"The closure {closure.label}", closure.site) for closure in practice.closures),
        *(("A limit of people off", limit.site) for limit in rules.max_off),
        *(("A rule of site cover", cover.site) for cover in rules.site_cover),
    ):
        if site is not None and site not in sites:
            yield f"{where} names the site {site}, which the practice does not have."


def _of_people(problem: Problem) -> Iterator[str]:
    codes = {person.code for person in problem.practice.people}
    if not codes:
        yield "Nobody works here yet. Add people, or bring them in from a file, first."
    for person in problem.practice.people:
        if term_type(person.role) is None:
            yield f"{person.name} ({person.code}) has the role {person.role!r}, which is not known."
        if len(person.pattern.weeks) not in (1, 2) or any(len(week) != 10 for week in person.pattern.weeks):
            yield f"{person.name} ({person.code}) needs a pattern of one or two weeks of ten letters."
    approved = [leave for leave in problem.practice.leave if leave.approved]
    for index, leave in enumerate(approved):
        if leave.code not in codes:
            yield f"There is leave for {leave.code}, whom the practice does not have."
        if leave.end < leave.start:
            yield f"Leave of {leave.code} ends on {leave.end} before it starts on {leave.start}."
        for other in approved[:index]:
            if (
                other.code == leave.code
                and other.kind is not leave.kind
                and _overlap(other.start, leave.start, other.end, leave.end)
            ):
                yield f"{leave.code} has two kinds of approved leave at once from {max(leave.start, other.start)}."


def _overlap(start: Session, other_start: Session, end: Session, other_end: Session) -> bool:
    return max(start, other_start) <= min(end, other_end)


def _of_numbers(problem: Problem) -> Iterator[str]:
    from shared.constraints.weights import HARD, WEIGHTS

    rules = problem.practice.rules
    counts: dict[str, list[int | None]] = {
        "Duty doctors per half-day": [rules.duty.default, rules.duty.mondays, rules.duty.first_day_after_bank_holiday]
        if rules.duty
        else [],
        "Minimum doctors": list(rules.minimum_doctors or ()),
        "Rooms": [site.rooms for site in problem.practice.sites],
        "The limit of people off": [limit.limit for limit in rules.max_off],
        "Site cover": [cover.minimum for cover in rules.site_cover],
    }
    for what, numbers in counts.items():
        if any(number is not None and number < 0 for number in numbers):
            yield f"{what} cannot be less than none."
    if rules.minimum_doctors is not None and len(rules.minimum_doctors) != 5:
        yield "Minimum doctors needs five numbers, Monday to Friday."
    if rules.supervision is not None and rules.supervision.trainees_per_supervisor < 1:
        yield "A supervisor looks after at least one trainee."
    for rule, points in problem.weights.items():
        if rule not in WEIGHTS:
            yield f"There is no rule {rule!r} to give a weight."
        elif rule in HARD:
            yield f"The rule {rule} must not be broken, so its weight is not for choosing."
        elif points < 0:
            yield f"The weight of {rule} cannot be negative."


def _of_the_pins(problem: Problem) -> Iterator[str]:
    facts = problem.facts
    seen: dict[tuple[str, Session], Assignment] = {}
    for pin in problem.pins:
        person = facts.person.get(pin.code) or facts.others.get(pin.code)
        if person is None:
            yield f"The pin on {pin.session} names {pin.code}, whom the practice does not have."
            continue
        name = f"{person.name}'s pin on {pin.session}"
        first = seen.setdefault((pin.code, pin.session), pin)
        if first != pin:
            yield f"{person.name} is pinned twice on {pin.session}: {_words(first)} and {_words(pin)}."
        if pin.session.date not in problem.horizon:
            yield f"{name} is outside the weeks asked for."
        elif facts.as_of(pin.code, pin.session.date) is None:
            yield f"{name} is on a day none of their working terms covers."
        if pin.site not in facts.sites:
            yield f"{name} names the site {pin.site}, which the practice does not have."
        elif closed := facts.closed_by(pin.site, pin.session):
            yield f"{name} is at {facts.sites[pin.site].name}, which is closed then ({closed})."
        now = facts.as_of(pin.code, pin.session.date) or person
        if facts.away(pin.code, pin.session) and facts.listed_absence(now, pin.session) is not pin.activity:
            yield f"{name} is in their approved leave."
        if pin.activity is Activity.DUTY and not facts.has_duty_skill(now):
            yield f"{name} is for duty, which they may not hold."


def _words(pin: Assignment) -> str:
    return f"{pin.activity.value} at {pin.site}"


def _of_the_scope(problem: Problem) -> Iterator[str]:
    yield from _of_who_and_when(problem)
    if Decide.DAYS in problem.decide or problem.published or not problem.facts.flexible_people:
        return
    yield "Working days are to stay as published, but nothing is published for these weeks."


def _of_who_and_when(problem: Problem) -> Iterator[str]:
    facts, since, chosen = problem.facts, problem.since, problem.only_people
    if since is not None and since not in problem.horizon:
        yield f"A change from {since.isoformat()} on is outside the weeks asked for, or on a weekend."
    if chosen is not None and not chosen:
        yield "Nobody is chosen whose rota may change."
    for code in sorted(chosen or ()):
        if code not in facts.person and not problem.practice.terms_of(code):
            yield f"{code} is to have a new rota, whom the practice does not have."
    for off in sorted(problem.off):
        if off in facts.pins:
            yield f"{facts.person[off.code].name} is both pinned on {off.session} and kept off."
