"""What needs somebody in one week of a rota: rules that are not kept, and what is kept with nothing to spare. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from functions.rota.alerts import load
from functions.rota.alerts.nouns import Alert, Severity
from shared.constraints import ALL, duty_cover, flexible_days_in_all, minimum_doctors, one_place
from shared.domain.breach import Breach, Level
from shared.domain.calendar import Half, Horizon
from shared.domain.facts import Facts
from shared.domain.problem import Practice
from shared.domain.rota import ABSENT, Rota, as_rota
from shared.standing import Standing, as_it_stands

# Every rule that must be kept, but for the one that has no meaning within a week: what a period comes to in all.
RULES = tuple(rule for rule in ALL if rule.LEVEL is Level.HARD and rule is not flexible_days_in_all)

MONDAY = 0


def found(practice: Practice, monday: date, standing: Standing) -> tuple[Alert, ...]:
    """Everything to be watched in the week from `monday`, in the order of the rules and of the calendar.

    Critical: each breach of a rule that must be kept. Warning: a day with exactly its minimum of doctors, and somebody
    who works more than a tenth beyond their sessions of that week. `standing` may hold other weeks, too.
    """
    horizon = Horizon(monday, 1)
    here = standing.between(horizon.start, horizon.end)
    problem = as_it_stands(practice, horizon, here)
    rota, times = as_rota(here.lines), Counter[str]()
    breaches = [*one_place.check_lines(problem, here.lines), *(b for rule in RULES for b in rule.check(problem, rota))]
    return (
        *(_critical(problem.facts, breach, times) for breach in breaches),
        *_with_none_to_spare(problem.facts, rota),
        *_overworked(problem.facts, rota, monday),
    )


def _critical(facts: Facts, breach: Breach, times: Counter[str]) -> Alert:
    day = breach.date or facts.days[0]
    key = key_of(breach.rule, day, breach.half, breach.code, breach.site, breach.which)
    times[key] += 1
    return Alert(
        key if times[key] == 1 else f"{key}|{times[key]}",  # the same said twice: a rule that is written twice
        breach.rule,
        Severity.CRITICAL,
        breach.points,
        _words(facts, breach),
        day,
        breach.half,
        breach.code,
        breach.site,
        breach.need,
        breach.have,
    )


def key_of(
    rule: str,
    day: date,
    half: Half | None = None,
    code: str | None = None,
    site: str | None = None,
    which: str = "",
) -> str:
    """Which breach it is: of which rule, when, of whom and where."""
    key = f"{rule}|{day.isoformat()}|{half or ''}|{code or ''}|{site or ''}"
    return f"{key}|{which}" if which else key


def _words(facts: Facts, breach: Breach) -> str:
    """The rule's own words, discreet, and with what makes a day without duty doctors worse than another."""
    words = breach.because
    for activity in ABSENT:
        words = words.replace(activity.value, "leave")
    if breach.rule != duty_cover.ID or breach.date is None:
        return words
    if breach.date in facts.days_after_bank_holiday:
        return _with_day(words, "the first day after a bank holiday")
    return _with_day(words, "a Monday") if breach.date.weekday() == MONDAY else words


def _with_day(words: str, day: str) -> str:
    numbers, _, reasons = words.partition(": ")
    return f"{numbers} on {day}: {reasons}"


def _with_none_to_spare(facts: Facts, rota: Rota) -> Iterator[Alert]:
    """Days with exactly as many doctors as they need. Below that it is the same alert, critical."""
    for day in facts.days:
        need = minimum_doctors.need_on(facts, day)
        if need and len(minimum_doctors.doctors_in(facts, rota, day)) == need:
            words = f"need {need}, have {need}: nobody can be spared"
            key = key_of(minimum_doctors.ID, day)
            yield Alert(key, minimum_doctors.ID, Severity.WARNING, 0, words, day, need=need, have=need)


def _overworked(facts: Facts, rota: Rota, monday: date) -> Iterator[Alert]:
    suspects = load.suspects(facts, rota)
    for person in facts.people:
        if person.code not in suspects:
            continue
        of_week = load.of_week(facts, rota, person.code)
        if load.is_too_much(of_week):
            key = key_of(load.ID, monday, code=person.code)
            beyond = of_week.worked - of_week.own
            words = load.in_words(person.name, of_week)
            yield Alert(key, load.ID, Severity.WARNING, beyond, words, monday, code=person.code)
