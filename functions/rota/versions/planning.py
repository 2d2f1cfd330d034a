"""What would be published, and what it would do: loaded and decided, nothing written."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from functions.rota.edits import queries as edits
from functions.rota.edits.policy import Edit, overtaken, working
from functions.rota.versions import policy, selection
from functions.rota.versions.policy import Findings, Publishing
from shared import clock
from shared.db import Tx
from shared.domain.calendar import Horizon
from shared.domain.outcome import breach_document, gap_document
from shared.domain.problem import Practice
from shared.errors import NotFound, Reason, Refused, Stale
from shared.grid import lines_of_draft
from shared.queries import rota, runs
from shared.queries.practice import Practices
from shared.queries.rota import as_assignment


@dataclass(frozen=True, slots=True)
class Plan:
    """A publication that is not made yet. refusals: why it cannot be made, as things are.

    run_id: whose draft it is; None: `edits` by id, with those that wait besides counted in `also_waiting`.
    """

    run_id: UUID | None
    publishing: Publishing
    findings: Findings
    refusals: tuple[Reason, ...]
    summary: Mapping[str, Any]
    gaps: Sequence[Mapping[str, Any]]
    breaches: Sequence[Mapping[str, Any]]
    edits: tuple[int, ...] = ()
    also_waiting: int = 0

    @property
    def horizon(self) -> Horizon:
        return self.publishing.horizon


async def of_run(tx: Tx, practices: Practices, *, run_id: UUID) -> Plan:
    """A run's draft in the place of the rota of its weeks. Raises NotFound, or Stale when it has no draft (yet)."""
    run = await runs.draft(tx, run_id=run_id)
    if run is None:
        raise NotFound("There is no such run.")
    if run.draft is None or run.status not in ("done", "stopped"):
        raise Stale(f"This run has no draft to publish; it is {run.status}.", newer={"status": run.status})
    horizon = Horizon(run.start_date, run.weeks)
    practice = await practice_of(tx, practices)
    was = await rota.standing(tx, start=horizon.start, end=horizon.end)
    now = policy.with_marks_kept(was, map(as_assignment, lines_of_draft(run.draft)))
    only = None if run.only_people is None else frozenset(run.only_people)
    published = await covered(tx, horizon)
    publishing = Publishing(practice, horizon, was, published, now, clock.today(), run.since, only)
    # A large practice takes a while to check; other requests are answered meanwhile.
    findings = await asyncio.to_thread(policy.of_draft, publishing)
    return Plan(
        run_id,
        publishing,
        findings,
        (*policy.broken_in_words(publishing, findings), *policy.marks_lost(publishing)),
        run.summary or {},
        run.draft["gaps"],
        run.draft["breaches"],
        also_waiting=len(await edits.waiting(tx)),
    )


async def of_edits(tx: Tx, practices: Practices, *, ids: Collection[int] | None) -> Plan:
    """Changes by hand that wait, all of them when no ids are given, on the rota of the weeks they touch.

    Raises Stale when some no longer wait, Refused when nothing does.
    """
    waiting = await edits.waiting(tx)
    chosen = _chosen(waiting, ids)
    horizon = selection.weeks_of(chosen)
    practice = await practice_of(tx, practices)
    was, published = await rota.standing(tx, start=horizon.start, end=horizon.end), await covered(tx, horizon)
    publishing = Publishing(practice, horizon, was, published, working(was, chosen), clock.today())
    # A large practice takes a while to check; other requests are answered meanwhile.
    findings = await asyncio.to_thread(policy.of_edits, publishing)
    return Plan(
        None,
        publishing,
        findings,
        (
            *selection.refusals(chosen, waiting, horizon, published, overtaken(was, chosen, practice)),
            *policy.departing_in_words(publishing, findings),
        ),
        {"gaps": len(findings.gaps)},
        [gap_document(gap) for gap in findings.gaps],
        [breach_document(breach) for breach in findings.breaches],
        tuple(edit.id for edit in chosen),
        len(waiting) - len(chosen),
    )


def _chosen(waiting: Sequence[Edit], ids: Collection[int] | None) -> tuple[Edit, ...]:
    chosen = tuple(edit for edit in waiting if ids is None or edit.id in ids)
    if len(chosen) < len(set(ids or ())):
        message = "Some of these changes no longer wait: they were undone or published meanwhile. Look again."
        raise Stale(message, newer={"waiting": [edit.id for edit in waiting]})
    if not chosen:
        raise Refused("nothing-waits", "No change waits to be published.")
    return chosen


async def practice_of(tx: Tx, practices: Practices) -> Practice:
    """The practice as it stands. Raises Stale before the first import."""
    known = await practices.current(tx)
    if known is None:
        raise Stale("There is no practice to publish a rota for.")
    return known.practice


async def covered(tx: Tx, horizon: Horizon) -> frozenset[date]:
    """The dates of some weeks for which a rota is published."""
    found = await rota.versions_covering(tx, start=horizon.start, end=horizon.end)
    return frozenset(day for _, dates in found for day in dates)
