"""Adding people, changing who they are, and what happens when they leave or come back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from functions.practice.people import policy, queries, views
from functions.practice.people.answers import EffectsOut
from functions.practice.people.records import PersonRow, TermRow
from functions.practice.people.schemas import DetailsIn, PersonIn
from shared import audit, clock, outbox
from shared.db import Tx
from shared.errors import NotFound, Reason, Refused, Stale
from shared.events import TermsChanged
from shared.intake import BadInput, practice_from_parts
from shared.queries import practice as reads

NO_PRACTICE = "No practice has been set up yet. An administrator can set it up or import one."


@dataclass(frozen=True, slots=True)
class By:
    """Who asks, and the number under which it is logged."""

    account_id: UUID | None
    request_id: str | None = None


@dataclass(frozen=True, slots=True)
class Loaded:
    """Somebody and their terms, oldest first, as they were when this transaction looked."""

    person: PersonRow
    terms: Sequence[TermRow]
    sites: Collection[str]


# -- what every change begins and ends with -----------------------------------------------------------------------


async def load(tx: Tx, *, code: str, version: int | None = None) -> Loaded:
    """Somebody as they are now; no import can come between until this transaction ends.

    Raises NotFound, and Stale when they are no longer at `version`: what was wanted is then judged by nobody.
    """
    sites = await begin(tx)
    # Terms first: a change committed between the two readings then shows as a newer version, never as newer terms
    # under the old one.
    terms = await queries.terms(tx, code=code)
    person = await views.found(tx, code=code)
    if version is not None and version != person.version:
        raise await _stale(tx, person)
    if await queries.is_nameless(tx, code=code):
        raise Refused("nameless", "This person left and was made nameless. Nothing about them can be changed.")
    return Loaded(person, terms, sites)


async def begin(tx: Tx) -> Collection[str]:
    """Keep imports out, and say which sites there are. Raises NotFound before there is a practice."""
    await queries.keep_imports_out(tx)
    settings = await reads.practice_settings(tx)
    if not settings:
        raise NotFound(NO_PRACTICE)
    return [site["code"] for site in settings["sites"]]


async def claim(tx: Tx, loaded: Loaded, version: int) -> None:
    """Be the one who changes this version. Raises Stale, with the newer state, for whoever comes second."""
    if not await queries.claim(tx, code=loaded.person.code, version=version):
        raise await _stale(tx, loaded.person)


async def _stale(tx: Tx, person: PersonRow) -> Stale:
    newer = await views.one_person(tx, code=person.code, today=clock.today())
    return Stale(
        f"{person.name} was changed by somebody else since you looked. Your change was not made.",
        newer=newer.model_dump(mode="json"),
    )


async def finish(
    tx: Tx,
    *,
    code: str,
    action: str,
    old: dict[str, Any] | None,
    new: dict[str, Any] | None,
    by: By,
    reason: str | None = None,
    terms_changed: bool = False,
) -> None:
    """Write down who changed what, tell the other rooms, and count the practice up."""
    await refuse_unreadable(tx)
    await audit.record(
        tx,
        account_id=by.account_id,
        action=action,
        entity="person",
        entity_id=code,
        old=old,
        new=new,
        reason=(reason or "").strip() or None,
        request_id=by.request_id,
    )
    if terms_changed:
        await outbox.announce(tx, TermsChanged(person_code=code))
    await queries.count_up(tx)


async def refuse_unreadable(tx: Tx) -> None:
    """Refuse a change after which the practice could no longer be read, by the same rules as its files."""
    try:
        practice_from_parts(
            await reads.practice_settings(tx), await reads.people_parts(tx), await reads.leave_parts(tx)
        )
    except BadInput as bad:
        reasons = [Reason(f.message, code="bad-input", field=f.field, instead=f.instead) for f in bad.faults]
        raise Refused("bad-input", "The practice cannot be left like this.", reasons=reasons) from None


# -- people ---------------------------------------------------------------------------------------------------------


async def add_person(tx: Tx, *, wanted: PersonIn, by: By) -> str:
    """Somebody new at the end of the list, with a first term; their code."""
    sites = await begin(tx)
    code, name, email = wanted.code.strip(), wanted.name.strip(), (wanted.email or "").strip() or None
    besides = policy.email_faults(email) + await _unknown_groups(tx, wanted.groups) + await _taken(tx, code)
    cells = wanted.term.cells(code=code, name=name, starts=wanted.term.starts, ends=wanted.term.ends)
    term = policy.read_term(cells, sites=sites, note=wanted.term.note, besides=besides)
    try:
        await queries.insert_person(tx, code=code, name=name, email=email, note=wanted.note)
    except queries.Taken:
        policy.refuse_if(await _taken(tx, code))
        raise
    await queries.write_terms(tx, inserted=[term])
    await queries.set_groups(tx, person_code=code, groups=wanted.groups)
    new = {"name": name, "email": email, "note": wanted.note, "groups": wanted.groups, "terms": [term.said()]}
    await finish(tx, code=code, action="person-added", old=None, new=new, by=by, terms_changed=True)
    return code


async def _taken(tx: Tx, code: str) -> list[Reason]:
    """Why a code cannot be given to somebody new; nothing when it can."""
    person = await queries.person(tx, code=code)
    if person is None:
        return []
    who = person.name if person.active else f"{person.name}, who has left"
    instead = (
        "Write another code." if person.active else "Write another code, or reactivate them if it is the same person."
    )
    return [Reason(f"The code {code} is taken by {who}.", code="taken", field="code", instead=instead)]


async def _unknown_groups(tx: Tx, codes: Collection[str]) -> list[Reason]:
    known = {group.code for group in await queries.groups(tx)}
    return [
        Reason(f"There is no group {code}.", code="no-group", field="groups", instead="Add the group first.")
        for code in codes
        if code not in known
    ]


async def change_details(tx: Tx, *, code: str, wanted: DetailsIn, by: By) -> None:
    """Another name, address or note."""
    loaded = await load(tx, code=code, version=wanted.version)
    name, email = wanted.name.strip(), (wanted.email or "").strip() or None
    policy.refuse_if(policy.details_faults(name=name, email=email))
    await claim(tx, loaded, wanted.version)
    await queries.update_person(tx, code=code, name=name, email=email, note=wanted.note)
    old, new = _details(loaded.person), {"name": name, "email": email, "note": wanted.note}
    await finish(tx, code=code, action="person-changed", old=old, new=new, by=by)


def _details(person: PersonRow) -> dict[str, Any]:
    return {"name": person.name, "email": person.email, "note": person.note}


async def change_groups(tx: Tx, *, code: str, version: int, groups: Sequence[str], by: By) -> None:
    """Have somebody in just these groups."""
    loaded = await load(tx, code=code, version=version)
    policy.refuse_if(await _unknown_groups(tx, groups))
    await claim(tx, loaded, version)
    was = [group for group, people in (await queries.members(tx)).items() if code in people]
    await queries.set_groups(tx, person_code=code, groups=groups)
    old, new = {"groups": sorted(was)}, {"groups": sorted(set(groups))}
    await finish(tx, code=code, action="groups-changed", old=old, new=new, by=by)


async def deactivate(
    tx: Tx, *, code: str, version: int, last_day: date | None, reason: str | None, by: By
) -> EffectsOut:
    """Somebody has left: off the lists and the rota to come; what they did stays on record. What it did to them.

    The running term and supervision end on `last_day`, those that had not begun go.
    """
    loaded, today = await load(tx, code=code, version=version), clock.today()
    day = last_day or today
    policy.refuse_leaving_later(day, today=today)
    if not loaded.person.active:
        raise Refused("left", f"{loaded.person.name} is deactivated already.")
    effects = await views.effects(tx, code=code, last_day=day, today=today)
    await claim(tx, loaded, version)
    going = policy.leaving(loaded.terms, day)
    await queries.write_terms(
        tx,
        deleted=[term.id for term in going.removed],
        updated=[replace(term, ends=day) for term in going.cut],
    )
    await end_links(tx, code=code, last_day=day)
    await queries.set_active(tx, code=code, active=False)
    touched = {term.id for term in (*going.cut, *going.removed)}
    old = {"active": True, "terms": [term.said() for term in loaded.terms if term.id in touched]}
    new = {"active": False, "last_day": day.isoformat(), "terms": [replace(t, ends=day).said() for t in going.cut]}
    await finish(tx, code=code, action="person-deactivated", old=old, new=new, by=by, reason=reason, terms_changed=True)
    return effects


async def end_links(tx: Tx, *, code: str, last_day: date) -> None:
    """Supervision somebody gives or gets ends with their last day; what had not begun goes."""
    for link in await queries.links(tx, code=code):
        if (link.starts or date.min) > last_day:
            await queries.delete_link(tx, link_id=link.id)
        elif (link.ends or date.max) > last_day:
            await queries.update_link(tx, link=replace(link, ends=last_day))


async def reactivate(tx: Tx, *, code: str, version: int, by: By) -> None:
    """Somebody is back on the lists, with the terms they had. Where none runs, a new one is needed."""
    loaded = await load(tx, code=code, version=version)
    if loaded.person.active:
        raise Refused("here", f"{loaded.person.name} is not deactivated.")
    await claim(tx, loaded, version)
    await queries.set_active(tx, code=code, active=True)
    await finish(
        tx,
        code=code,
        action="person-reactivated",
        old={"active": False},
        new={"active": True},
        by=by,
        terms_changed=True,
    )
