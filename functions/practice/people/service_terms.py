"""Terms: adding one, putting a wrong one right, changing one from a date, ending one, deleting one to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from functions.practice.people import policy, queries
from functions.practice.people.records import TermRow
from functions.practice.people.schemas import ChangeIn, CorrectionIn, TermIn
from functions.practice.people.service import By, Loaded, claim, finish, load
from shared import clock
from shared.db import Tx
from shared.errors import Reason, Refused


async def add_term(tx: Tx, *, code: str, wanted: TermIn, reason: str | None, by: By) -> None:
    """Another term. Two administrators may add one at the same moment: the database decides who was first."""
    loaded = await load(tx, code=code)
    _refuse_left(loaded)
    term = _read(loaded, wanted, starts=wanted.starts, ends=wanted.ends)
    policy.refuse_overlap(loaded.person.name, loaded.terms, term)
    await queries.touch(tx, codes=[code])
    await _write(tx, loaded, (), (term,))
    await finish(
        tx,
        code=code,
        action="term-added",
        old=None,
        new={"terms": [term.said()]},
        by=by,
        reason=reason,
        terms_changed=True,
    )


async def correct_term(tx: Tx, *, code: str, term_id: int, wanted: CorrectionIn, by: By) -> None:
    """The whole term written anew; one that has begun only by saying that the record of the past was wrong."""
    loaded = await load(tx, code=code, version=wanted.version)
    term = policy.term_called(loaded.terms, term_id)
    read = _read(loaded, wanted, starts=wanted.starts, ends=wanted.ends)
    now = replace(read, id=term.id)
    policy.refuse_overlap(loaded.person.name, loaded.terms, now)
    policy.refuse_rewriting([term], [now], today=clock.today(), corrects_past=wanted.corrects_past)
    await _record(
        tx, loaded, term, policy.Pieces(now), version=wanted.version, action="term-corrected", by=by,
        reason=wanted.reason,
    )  # fmt: skip


async def change_term(tx: Tx, *, code: str, term_id: int, wanted: ChangeIn, by: By) -> None:
    """The term as it is from a date on: it is split there, and stays what it was before."""
    loaded = await load(tx, code=code, version=wanted.version)
    term = policy.term_called(loaded.terms, term_id)
    days, faults = policy.read_each({"from": wanted.from_, "until": wanted.until})
    if not wanted.from_.strip():
        faults.append(Reason("From which day?", code="bad-input", field="from", instead="Write a date of the term."))
    read = _read(loaded, wanted, starts=_iso(term.starts), ends=_iso(term.ends), besides=faults)
    first = days["from"] or clock.today()
    pieces = policy.split(term, replace(read, id=term.id), first=first, last=days["until"])
    policy.refuse_rewriting([term], pieces.all, today=clock.today(), corrects_past=wanted.corrects_past)
    await _record(tx, loaded, term, pieces, version=wanted.version, action="term-changed", by=by, reason=wanted.reason)


async def end_term(
    tx: Tx,
    *,
    code: str,
    term_id: int,
    version: int,
    last_day: str | None,
    corrects_past: bool,
    reason: str | None,
    by: By,
) -> None:
    """Another last day for a term, or none."""
    loaded = await load(tx, code=code, version=version)
    term = policy.term_called(loaded.terms, term_id)
    now = policy.ended(term, policy.read_days({"last_day": last_day})["last_day"])
    policy.refuse_overlap(loaded.person.name, loaded.terms, now)
    policy.refuse_rewriting([term], [now], today=clock.today(), corrects_past=corrects_past)
    await _record(tx, loaded, term, policy.Pieces(now), version=version, action="term-ended", by=by, reason=reason)


async def delete_term(tx: Tx, *, code: str, term_id: int, version: int, by: By) -> None:
    """A term that has not begun is gone."""
    loaded = await load(tx, code=code, version=version)
    term = policy.term_called(loaded.terms, term_id)
    policy.refuse_deleting(term, today=clock.today())
    await claim(tx, loaded, version)
    await queries.write_terms(tx, deleted=[term.id])
    await finish(
        tx, code=code, action="term-deleted", old={"terms": [term.said()]}, new=None, by=by, terms_changed=True
    )


def _read(
    loaded: Loaded, wanted: TermIn | ChangeIn, *, starts: str | None, ends: str | None, besides: Sequence[Reason] = ()
) -> TermRow:
    person = loaded.person
    cells = wanted.cells(code=person.code, name=person.name, starts=starts, ends=ends)
    return policy.read_term(cells, sites=loaded.sites, note=wanted.note, besides=besides)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _refuse_left(loaded: Loaded) -> None:
    if not loaded.person.active:
        message = f"{loaded.person.name} has left."
        reason = Reason(message, code="left", instead="Reactivate them first.")
        raise Refused("left", message, reasons=[reason])


async def _record(
    tx: Tx, loaded: Loaded, term: TermRow, pieces: policy.Pieces, *, version: int, action: str, by: By,
    reason: str | None,
) -> None:  # fmt: skip
    """Write what became of one term. Nothing is written when nothing changed."""
    await claim(tx, loaded, version)
    if pieces.all == (term,):
        return
    await _write(tx, loaded, (pieces.kept,), pieces.added)
    await finish(
        tx,
        code=loaded.person.code,
        action=action,
        old={"terms": [term.said()]},
        new={"terms": [piece.said() for piece in pieces.all]},
        by=by,
        reason=reason,
        terms_changed=True,
    )


async def _write(tx: Tx, loaded: Loaded, updated: Sequence[TermRow], inserted: Sequence[TermRow]) -> None:
    """Write terms; where another transaction was first, say which of its terms is in the way."""
    try:
        await queries.write_terms(tx, updated=updated, inserted=inserted)
    except queries.Overlapping:
        terms = await queries.terms(tx, code=loaded.person.code)
        for term in (*updated, *inserted):
            policy.refuse_overlap(loaded.person.name, terms, term)
        raise
