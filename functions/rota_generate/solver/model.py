"""A rota as decisions, limits and penalties: plain data that any engine can solve.

Decisions, all 0 or 1 unless said otherwise:

    comes[p, d]       1 = flexible person p is given the "?" sessions of day d
    holds[p, s]       1 = p holds duty in session s in place of what the pattern says
    sent[p, s, t, a]  1 = p does a (clinic or duty) of session s at site t, not at home

Everything else follows: what p does in s is a sum of these (`cells`), so nobody can be in two places at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from functions.rota_generate.solver.sending import useful_sending
from shared.constraints import ALL, Rule
from shared.constraints.linear import Linear, total
from shared.constraints.weights import GAPS
from shared.domain.calendar import Session
from shared.domain.people import Person
from shared.domain.problem import Problem
from shared.domain.rota import ABSENT, Activity, Assignment, Cell, Rota


@dataclass(frozen=True, slots=True)
class Limit:
    """low <= amount <= high, always."""

    amount: Linear
    low: int | None
    high: int | None

    def is_kept(self, values: Sequence[int]) -> bool:
        amount = self.amount.value(values)
        return (self.low is None or amount >= self.low) and (self.high is None or amount <= self.high)


@dataclass(frozen=True, slots=True)
class Penalty:
    """points x excess is paid, where excess is the largest of the amounts and nought over `per`, rounded up."""

    rule: str
    points: int
    amounts: tuple[Linear, ...]
    excess: int  # the decision that stands for it
    per: int = 1


@dataclass
class RotaModel:
    """What `shared.constraints` talks to, and what an engine reads.

    `low[i]`, `high[i]` bound decision i; `names[i]` says what it is. The first `len(_meanings)` decisions make a
    rota; the rest follow from them.
    """

    problem: Problem
    low: list[int] = field(default_factory=list)
    high: list[int] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    limits: list[Limit] = field(default_factory=list)
    penalties: list[Penalty] = field(default_factory=list)
    settled_cost: int = 0  # paid by every rota
    settled_gaps: int = 0  # had by every rota
    _meanings: list[Callable[[Rota], bool]] = field(default_factory=list)
    _cells: dict[Session, list[tuple[Person, Cell, Linear]]] = field(default_factory=dict)
    _here: dict[tuple[str, Session], dict[Cell, Linear]] = field(default_factory=dict)
    _follows: list[tuple[int, str, tuple[Linear, ...], int]] = field(default_factory=list)
    _joined: dict[tuple[tuple[int, ...], ...], Linear] = field(default_factory=dict)

    # -- what rules may say (see shared.constraints.rule.Model) ------------------------------------------------

    def cells(self, session: Session) -> Sequence[tuple[Person, Cell, Linear]]:
        return self._cells.get(session, ())

    def here(self, code: str, session: Session, cell: Cell) -> Linear:
        return self._here.get((code, session), {}).get(cell, _NOUGHT)

    def unlisted(self, code: str, session: Session) -> Linear:
        return 1 - total(self._here.get((code, session), {}).values())

    def at_work(self, code: str, session: Session) -> Linear:
        cells = self._here.get((code, session), {})
        return total(amount for cell, amount in cells.items() if cell.activity not in ABSENT)

    def any_of(self, parts: Iterable[Linear]) -> Linear:
        different = {_key(part): part for part in parts if not part.settled or part.constant}
        if any(part.settled for part in different.values()):
            return Linear(1)
        if len(different) <= 1:
            return next(iter(different.values()), _NOUGHT)
        known = tuple(sorted(different))
        if known not in self._joined:
            amounts = tuple(different.values())
            index = self._decision(0, 1, "any")
            joined = Linear(0, {index: 1})
            self._follows.append((index, "any", amounts, 1))
            for amount in amounts:
                self._limit(joined - amount, low=0)
            self._limit(total(amounts) - joined, low=0)
            self._joined[known] = joined
        return self._joined[known]

    def share_out(self, amount: Linear, size: int) -> Linear:
        if amount.settled:
            return Linear(-(-amount.constant // size))
        _, most = self.range_of(amount)
        index = self._decision(0, -(-most // size), "shares")
        shares = Linear(0, {index: 1})
        self._follows.append((index, "shares", (amount,), size))
        self._limit(shares * size - amount, low=0, high=size - 1)
        return shares

    def at_most(self, amount: Linear, limit: int) -> None:
        if self.range_of(amount)[1] > limit:
            self._limit(amount, high=limit)

    def penalise(self, rule: str, points: int, *amounts: Linear, per: int = 1) -> None:
        if points == 0:
            return
        certain = max((a.constant for a in amounts if a.settled), default=0)
        open_amounts = tuple(a for a in amounts if self.range_of(a)[1] > max(0, certain) and not a.settled)
        if not open_amounts:
            self.settled_cost += points * -(-max(0, certain) // per)
            self.settled_gaps += certain > 0 and rule in GAPS
            return
        if certain > 0:
            open_amounts = (*open_amounts, Linear(certain))
        most = max(self.range_of(a)[1] for a in open_amounts)
        index = self._decision(-(-max(0, certain) // per), -(-most // per), rule)
        self.penalties.append(Penalty(rule, points, open_amounts, index, per))

    @property
    def own(self) -> int:
        """How many decisions make a rota; they come first."""
        return len(self._meanings)

    # -- building ----------------------------------------------------------------------------------------------

    def range_of(self, amount: Linear) -> tuple[int, int]:
        """Least and most an amount could be, each decision taken by itself."""
        low = high = amount.constant
        for index, coefficient in amount.terms.items():
            ends = (coefficient * self.low[index], coefficient * self.high[index])
            low, high = low + min(ends), high + max(ends)
        return low, high

    def _decision(self, low: int, high: int, name: str) -> int:
        self.low.append(low)
        self.high.append(high)
        self.names.append(name)
        return len(self.low) - 1

    def _yes_or_no(self, name: str, meaning: Callable[[Rota], bool]) -> Linear:
        """A decision that makes a rota. `meaning` reads it back from one."""
        self._meanings.append(meaning)
        return Linear(0, {self._decision(0, 1, name): 1})

    def _limit(self, amount: Linear, low: int | None = None, high: int | None = None) -> None:
        self.limits.append(Limit(amount, low, high))

    def build(self, rules: Iterable[Rule] = ALL) -> RotaModel:
        """The decisions, then everything the rules have to say."""
        facts = self.problem.facts
        sending = useful_sending(self.problem)
        comes = {
            (code, day): self._yes_or_no(f"comes {code} {day}", _is_listed(code, sessions[0]))
            for (code, day), sessions in facts.optional_days.items()
        }
        for session in facts.sessions:
            here = self._cells[session] = []
            for person in facts.on(session.date):
                plan = facts.plan(person.code, session)
                if plan.cell is None:
                    continue
                in_then = comes[person.code, session.date] if plan.optional else Linear(1)
                cells = self._cells_of(person, session, plan.cell, in_then, sending.get((person.code, session), ()))
                self._here[person.code, session] = cells
                if plan.activity not in ABSENT:
                    here.extend((person, cell, amount) for cell, amount in cells.items())
        for rule in rules:
            rule.post(self.problem, self)
        return self

    def _cells_of(
        self, person: Person, session: Session, usual: Cell, in_then: Linear, elsewhere: tuple[str, ...]
    ) -> dict[Cell, Linear]:
        """Every cell somebody could have in a session, each with the amount that is 1 when they do."""
        amounts = {usual.activity: in_then}
        if self.problem.facts.plan(person.code, session).may_hold_duty:
            holds = self._yes_or_no(f"holds {person.code} {session}", _is_on_duty(person.code, session))
            amounts = {usual.activity: in_then - holds, Activity.DUTY: holds}
            if not in_then.settled:
                self._limit(in_then - holds, low=0)
        cells: dict[Cell, Linear] = {}
        for activity, amount in amounts.items():
            may_go = activity in (Activity.CLINIC, Activity.DUTY)
            away = [Cell(activity, site) for site in elsewhere if may_go]
            sent = {
                cell: self._yes_or_no(f"sent {person.code} {session} {cell}", _is(person.code, session, cell))
                for cell in away
            }
            at_home = amount - total(sent.values())
            if sent:
                self._limit(at_home, low=0)
            cells |= {Cell(activity, usual.site): at_home, **sent}
        return cells

    # -- between rotas and decisions ---------------------------------------------------------------------------

    def values_of(self, rota: Rota) -> list[int]:
        """The decisions that make this rota, and everything that follows from them."""
        values = [int(meaning(rota)) for meaning in self._meanings]
        values += [0] * (len(self.low) - len(values))
        for index, how, amounts, size in self._follows:
            found = [amount.value(values) for amount in amounts]
            values[index] = max(found) if how == "any" else -(-found[0] // size)
        for penalty in self.penalties:
            values[penalty.excess] = self.excess(penalty, values)
        return values

    def rota_of(self, values: Sequence[int]) -> tuple[Assignment, ...]:
        """The rota these decisions make, sorted."""
        lines = [
            Assignment(session, code, cell.activity, cell.site)
            for (code, session), cells in self._here.items()
            for cell, amount in cells.items()
            if amount.value(values)
        ]
        return tuple(sorted(lines))

    @staticmethod
    def excess(penalty: Penalty, values: Sequence[int]) -> int:
        return -(-max(0, *(amount.value(values) for amount in penalty.amounts)) // penalty.per)

    def cost(self, values: Sequence[int]) -> int:
        """What a rota's decisions cost: the objective, each excess taken at its least."""
        return self.settled_cost + sum(p.points * self.excess(p, values) for p in self.penalties)

    def broken(self, values: Sequence[int]) -> list[Limit]:
        """Limits these decisions do not keep: none for a rota that can be."""
        return [limit for limit in self.limits if not limit.is_kept(values)]


_NOUGHT = Linear()


def _is_listed(code: str, session: Session) -> Callable[[Rota], bool]:
    return lambda rota: (code, session) in rota


def _is_on_duty(code: str, session: Session) -> Callable[[Rota], bool]:
    return lambda rota: (cell := rota.get((code, session))) is not None and cell.activity is Activity.DUTY


def _is(code: str, session: Session, cell: Cell) -> Callable[[Rota], bool]:
    return lambda rota: rota.get((code, session)) == cell


def _key(amount: Linear) -> tuple[int, ...]:
    return (amount.constant, *(part for term in sorted(amount.terms.items()) for part in term))
