"""What a publication makes of the rota: its hash, the marks it keeps, and what stands in its way. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from functions.rota.departures import in_words, newly_departing
from functions.rota.policy import CANNOT
from functions.rota.versions import unsupervised
from functions.rota.versions.notice import Noticed, noticed
from functions.rota.versions.unsupervised import Unsupervised
from shared.constraints import ALL, check_all, one_place, working_pattern
from shared.constraints.weights import GAPS
from shared.difference import difference, line_of
from shared.domain.breach import Breach
from shared.domain.calendar import Horizon, Session
from shared.domain.problem import Practice, Problem
from shared.domain.rota import ABSENT, Assignment, as_rota
from shared.errors import Reason
from shared.standing import Slot, Standing, as_it_stands, pins_of
from shared.standing import content_hash as content_hash


def with_marks_kept(was: Standing, lines: Iterable[Assignment]) -> Standing:
    """A draft in the place of a rota: what was decided by hand, and is in the draft as it was, stays decided."""
    ordered = tuple(sorted(lines))
    same = {Slot(line.code, line.session) for line in set(was.lines) & set(ordered)}
    listed = {Slot(line.code, line.session) for line in ordered}
    return Standing(
        ordered, was.pinned & same, was.off - listed, {slot: was.locums[slot] for slot in was.locums if slot in same}
    )


@dataclass(frozen=True, slots=True)
class Publishing:
    """A rota that is to take another's place in some weeks. `covered`: the dates something was published for.

    `since` and `only_people`: from when on and whose sessions were free to change; None: all of them.
    """

    practice: Practice
    horizon: Horizon
    was: Standing
    covered: frozenset[date]
    now: Standing
    today: date
    since: date | None = None
    only_people: frozenset[str] | None = None

    def was_free(self, code: str, day: date) -> bool:
        """Whether what somebody does on a day could have been decided otherwise."""
        return (self.since is None or day >= self.since) and (self.only_people is None or code in self.only_people)

    @property
    def problem(self) -> Problem:
        return as_it_stands(self.practice, self.horizon, self.now)


@dataclass(frozen=True, slots=True)
class Findings:
    """What publishing would do. `broken`: rules that cannot be broken, and would be."""

    changes: tuple[Noticed, ...]
    breaches: tuple[Breach, ...]
    broken: tuple[Breach, ...]
    new_gaps: tuple[Breach, ...]
    unsupervised: tuple[Unsupervised, ...]

    @property
    def gaps(self) -> tuple[Breach, ...]:
        return tuple(breach for breach in self.breaches if breach.is_gap)

    @property
    def inside_window(self) -> int:
        """Changes with less notice than is due."""
        return sum(change.is_short for change in self.changes)


def of_draft(publishing: Publishing) -> Findings:
    """What a run's draft would do. Only what it lists counts as broken: somebody who could be in by now and is not
    makes a draft no worse than it was when it was made. And what it was not free to change, and has not, is as people
    see it, whatever their pattern is by now: another draft would have it no other way."""
    problem = publishing.problem
    kept = {line for line in publishing.was.lines if not publishing.was_free(line.code, line.session.date)}
    listed: dict[tuple[str | None, Session], bool] = {
        (line.code, line.session): line in kept for line in publishing.now.lines
    }

    def is_broken(breach: Breach) -> bool:
        session = _session_of(breach)
        if breach.rule not in CANNOT or session is None or (breach.code, session) not in listed:
            return False
        return breach.rule != working_pattern.ID or not listed[breach.code, session]

    breaches = _check(problem, publishing.now, CANNOT | GAPS)
    return _findings(publishing, problem, breaches, filter(is_broken, breaches))


def of_edits(publishing: Publishing) -> Findings:
    """What changes by hand would do. What else each of them cannot be is looked at by itself, with the edits."""
    problem = publishing.problem
    broken = newly_departing(publishing.practice, publishing.horizon, publishing.was, publishing.now)
    return _findings(publishing, problem, check_all(problem, publishing.now.lines), broken.values())


def _findings(
    publishing: Publishing, problem: Problem, breaches: Sequence[Breach], broken: Iterable[Breach]
) -> Findings:
    was = as_it_stands(publishing.practice, publishing.horizon, publishing.was)
    before = [each for each in _check(was, publishing.was, GAPS) if each.date in publishing.covered]
    changes = difference(map(line_of, publishing.was.lines), map(line_of, publishing.now.lines)).changes
    return Findings(
        changes=noticed(publishing.practice, changes, publishing.covered, publishing.today),
        breaches=tuple(breaches),
        broken=tuple(broken),
        new_gaps=_worse([each for each in breaches if each.is_gap], before),
        unsupervised=unsupervised.new(problem, publishing.now, was, publishing.was, publishing.covered),
    )


def _check(problem: Problem, standing: Standing, rules: frozenset[str]) -> tuple[Breach, ...]:
    rota = as_rota(standing.lines)
    found = one_place.check_lines(problem, standing.lines) if one_place.ID in rules else []
    return (*found, *(breach for rule in ALL if rule.ID in rules for breach in rule.check(problem, rota)))


def _session_of(breach: Breach) -> Session | None:
    return Session(breach.date, breach.half) if breach.date and breach.half else None


def _worse(gaps: Sequence[Breach], before: Sequence[Breach]) -> tuple[Breach, ...]:
    """The gaps in which more people are missing than before, counted by rule, time and place."""
    now, then = _missing(gaps), _missing(before)
    return tuple(gap for gap in gaps if now[_place(gap)] > then[_place(gap)])


def _missing(gaps: Sequence[Breach]) -> Counter[Hashable]:
    missing = Counter[Hashable]()
    for gap in gaps:
        missing[_place(gap)] += (gap.need or 0) - (gap.have or 0)
    return missing


def _place(gap: Breach) -> Hashable:
    return gap.rule, gap.date, gap.half, gap.site


def broken_in_words(publishing: Publishing, findings: Findings) -> tuple[Reason, ...]:
    """Everything that cannot be on a rota, by the practice as it is now; empty when it may be published."""
    here = {person.code for person in publishing.practice.people}
    gone = sorted({line.code for line in publishing.now.lines} - here)
    return (
        *(Reason(f"{code} no longer works here.", code="no-longer-here") for code in gone),
        *(Reason(f"{each.because} ({_session_of(each)}).", code=each.rule) for each in findings.broken),
    )


def departing_in_words(publishing: Publishing, findings: Findings) -> tuple[Reason, ...]:
    """Every session that changes by hand leave neither as the pattern has it nor decided, and the mend."""
    return tuple(
        in_words(Slot(each.code, Session(each.date, each.half)), each, publishing.now)
        for each in findings.broken
        if each.code and each.date and each.half
    )


def marks_lost(publishing: Publishing) -> tuple[Reason, ...]:
    """What was decided by hand and is not so in a draft. Nobody is held to a pin that cannot be any more."""
    was, practice = publishing.was, publishing.practice
    pinned = [
        line for line in was.lines if Slot(line.code, line.session) in was.pinned and line.activity not in ABSENT
    ]  # an absence that is pinned goes with its leave
    stays = pins_of(practice, publishing.horizon, (), pinned)
    listed = {Slot(line.code, line.session) for line in publishing.now.lines}
    name = {person.code: person.name for person in practice.people}
    return (
        *(
            Reason(f"{name[pin.code]} is pinned to {pin.activity.value} at {pin.site} ({pin.session}).", code="pins")
            for pin in sorted(set(stays) - set(publishing.now.lines))
        ),
        *(
            Reason(f"{name.get(slot.code, slot.code)} is kept off by hand ({slot.session}).", code="kept-off")
            for slot in sorted(was.off & listed)
        ),
    )
