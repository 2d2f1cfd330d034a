"""What text and page both tell of a draft: who does what in which half-day, what is missing, how fair it is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from shared.constraints import ALL, duty_cover, minimum_doctors, site_cover, supervision
from shared.domain import facts
from shared.domain.breach import Breach
from shared.domain.calendar import Half, Session, in_words
from shared.domain.facts import Share
from shared.domain.outcome import Outcome
from shared.domain.people import Letter, Person, TermType
from shared.domain.problem import Problem
from shared.domain.rota import ABSENT, Activity, Cell, as_rota

LETTERS = {
    Activity.CLINIC: "S",
    Activity.DUTY: "D",
    Activity.VISITS: "V",
    Activity.ADMIN: "A",
    Activity.TUTORIAL: "T",
    Activity.EDUCATION: "E",
    Activity.SELF_DIRECTED: "L",
    Activity.STUDY_LEAVE: "U",
    Activity.CORONERS: "C",
}
AWAY, CLOSED, NOT_WORKING = "=", "#", "."


@dataclass(frozen=True, slots=True)
class Square:
    """One person's half-day. `cell` None: not at work, because of what `sign` says."""

    sign: str
    cell: Cell | None = None
    elsewhere: bool = False  # at a site that is not their own


@dataclass(frozen=True, slots=True)
class Fair:
    """One person's part of the duty, in half-days; `share` and `monday_share` are what pro rata would give.

    counts: what the held ones count for, where harder duty counts for more; `share` is a part of that.
    """

    person: Person
    held: int
    counts: float
    share: float
    mondays: int
    monday_share: float


class Sheet:
    """A draft ready to be written down."""

    def __init__(self, problem: Problem, outcome: Outcome) -> None:
        self.problem, self.outcome = problem, outcome
        self.horizon = problem.horizon
        self._facts = problem.facts
        self._rota = as_rota(outcome.assignments)
        rank = {term: place for place, term in enumerate(TermType)}
        self.people: tuple[Person, ...] = tuple(sorted(self._facts.people, key=lambda person: rank[person.term]))
        self._name = {person.code: person.name for person in problem.practice.people}

    @property
    def title(self) -> str:
        """Whose rota, and when."""
        first, last = self.horizon.start, self.horizon.end
        weeks = "1 week" if self.horizon.weeks == 1 else f"{self.horizon.weeks} weeks"
        return f"{self.problem.practice.name}, {in_words(first)} {first.year} to {in_words(last)} {last.year}, {weeks}"

    @property
    def summary(self) -> str:
        """How good the draft is."""
        outcome = self.outcome
        count = len(outcome.gaps)
        gaps = "No gaps" if not count else "1 gap" if count == 1 else f"{count} gaps"
        proof = (
            "no better rota exists" if outcome.proved else (f"within {outcome.gap_percent:.2f} % of the best possible")
        )
        stopped = ", stopped early" if outcome.stopped else ""
        return f"{gaps}, {proof} (objective {outcome.objective}, bound {outcome.bound}), seed {outcome.seed}{stopped}"

    def fortnights(self) -> list[list[list[date]]]:
        """The weeks in pairs, each week its five days; the last pair may be a single week."""
        days = list(self.horizon.days())
        weeks = [days[at : at + 5] for at in range(0, len(days), 5)]
        return [weeks[at : at + 2] for at in range(0, len(weeks), 2)]

    def square(self, person: Person, session: Session) -> Square:
        """What somebody does in a half-day, or why they are not at work."""
        now = self._facts.as_of(person.code, session.date)
        if (cell := self._rota.get((person.code, session))) is not None:
            elsewhere = now is not None and cell.site != now.site and cell.activity not in ABSENT
            return Square(LETTERS[cell.activity], cell, elsewhere)
        if now is None:
            return Square(NOT_WORKING)
        if self._facts.closed_by(now.site, session):
            return Square(CLOSED)
        away = self._facts.away(person.code, session) and self._facts.letter(person.code, session) is not Letter.NEVER
        return Square(AWAY if away else NOT_WORKING)

    def shut(self, day: date) -> list[str]:
        """'Good Friday', or 'PLT PM', or 'Flood AM at BRANCH': all that is closed on a day."""
        if (holiday := self._facts.bank_holidays.get(day)) is not None:
            return [holiday]
        return [
            " ".join(filter(None, [c.label, c.half and c.half.value, c.site and f"at {c.site}"]))
            for c in self.problem.practice.closures
            if day in c.dates
        ]

    def duty(self, session: Session) -> list[str]:
        """Names of those on duty."""
        return self._holders.get(session, [])

    @cached_property
    def _holders(self) -> dict[Session, list[str]]:
        holders = defaultdict(list)
        for a in self.outcome.assignments:
            if a.activity is Activity.DUTY:
                holders[a.session].append(self._name[a.code])
        return dict(holders)

    def missing_duty(self, session: Session) -> int:
        """How many people on duty are missing."""
        return sum(
            (gap.need or 0) - (gap.have or 0)
            for gap in self.outcome.gaps
            if gap.rule == duty_cover.ID and (gap.date, gap.half) == session
        )

    def sent(self, day: date) -> list[str]:
        """'AM Dr Fir at Eastfield branch' for everybody away from their own site on a day."""
        sites = {site.code: site.name for site in self.problem.practice.sites}
        found = []
        for half in Half:
            for person in self.people:
                square = self.square(person, Session(day, half))
                if square.elsewhere and square.cell:
                    found.append(f"{half.value} {person.name} at {sites[square.cell.site]}")
        return found

    def gaps(self) -> list[str]:
        """Every gap in words, in order of date."""
        return [f"{_when(gap)}, {self._what(gap)}: {gap.because}" for gap in sorted(self.outcome.gaps, key=_order)]

    def _what(self, gap: Breach) -> str:
        """'duty', 'cover at Eastfield branch'."""
        sites = {site.code: site.name for site in self.problem.practice.sites}
        what = GAPS.get(gap.rule) or LABELS[gap.rule].lower()
        return f"{what} at {sites.get(gap.site, gap.site)}" if gap.site else what

    def soft(self) -> list[tuple[str, int, int]]:
        """What would be better otherwise: the rule's words, how often, and its points."""
        found: dict[str, tuple[int, int]] = {}
        for breach in self.outcome.breaches:
            if not breach.is_gap:
                times, points = found.get(breach.rule, (0, 0))
                found[breach.rule] = (times + 1, points + breach.points)
        return [(LABELS[rule], *found[rule]) for rule in sorted(found, key=lambda rule: (-found[rule][1], rule))]

    def fairness(self) -> list[Fair]:
        """Duty by person, those who may hold it."""
        duties = [(a.code, a.session) for a in self.outcome.assignments if a.activity is Activity.DUTY]
        held = Counter(code for code, _ in duties)
        mondays = Counter(code for code, session in duties if session.weekday == 0)
        counts = facts.held(duties, self._facts.duty_counts)
        shares, monday_shares = self._facts.duty_shares, self._facts.monday_shares
        return [
            Fair(
                person,
                held[person.code],
                float(counts[person.code]),
                _part(shares, person.code),
                mondays[person.code],
                _part(monday_shares, person.code),
            )
            for person in self.people
            if person.code in shares or held[person.code]
        ]


LABELS = {rule.ID: rule.LABEL for rule in ALL}
GAPS = {duty_cover.ID: "duty", site_cover.ID: "cover", minimum_doctors.ID: "doctors in", supervision.ID: "supervision"}


def _part(shares: Mapping[str, Share], code: str) -> float:
    return float(shares[code].expected) if code in shares else 0.0


def _when(gap: Breach) -> str:
    day = in_words(gap.date) if gap.date else "The whole period"
    return f"{day} {gap.half.value}" if gap.half else day


def _order(gap: Breach) -> tuple[date, str]:
    return gap.date or date.min, gap.half.value if gap.half else ""
