"""Who supervises which trainee, from when to when."""

from __future__ import annotations

from dataclasses import replace

from functions.practice.people import policy, queries, supervision
from functions.practice.people.records import LinkRow, dates_in_words
from functions.practice.people.schemas import LinkDatesIn, LinkIn
from functions.practice.people.service import By, claim, finish, load
from shared.db import Tx
from shared.errors import NotFound, Reason, Refused
from shared.queries import practice as reads


async def add_link(tx: Tx, *, code: str, wanted: LinkIn, by: By) -> None:
    """Somebody supervises the trainee `code`. Two administrators may link at once: the database decides."""
    loaded = await load(tx, code=code, version=wanted.version)
    days, faults = policy.read_each({"starts": wanted.starts, "ends": wanted.ends})
    supervisor = wanted.supervisor_code.strip()
    names = await reads.names(tx)
    if supervisor not in names or supervisor == code:
        message = f"{supervisor or 'Nobody'} cannot be their supervisor."
        faults.append(Reason(message, code="no-person", field="supervisor_code", instead="Choose a colleague."))
    policy.refuse_if(faults)
    link = LinkRow(0, code, supervisor, wanted.kind, days["starts"], days["ends"])
    await _refuse_unfit(tx, link, names)
    await claim(tx, loaded, wanted.version)
    try:
        await queries.insert_link(tx, link=link)
    except queries.Overlapping:
        raise await _link_overlap(tx, link, names) from None
    await finish(tx, code=code, action="supervision-added", old=None, new=link.said(), by=by)


async def change_link(tx: Tx, *, code: str, link_id: int, wanted: LinkDatesIn, by: By) -> None:
    """Other dates for a link."""
    loaded = await load(tx, code=code, version=wanted.version)
    link = await _link(tx, code, link_id)
    days = policy.read_days({"starts": wanted.starts, "ends": wanted.ends})
    now = replace(link, starts=days["starts"], ends=days["ends"])
    names = await reads.names(tx)
    await _refuse_unfit(tx, now, names)
    await claim(tx, loaded, wanted.version)
    try:
        await queries.update_link(tx, link=now)
    except queries.Overlapping:
        raise await _link_overlap(tx, now, names) from None
    await finish(tx, code=code, action="supervision-changed", old=link.said(), new=now.said(), by=by)


async def delete_link(tx: Tx, *, code: str, link_id: int, version: int, by: By) -> None:
    """A link that was a mistake is gone."""
    loaded = await load(tx, code=code, version=version)
    link = await _link(tx, code, link_id)
    await claim(tx, loaded, version)
    await queries.delete_link(tx, link_id=link.id)
    await finish(tx, code=code, action="supervision-deleted", old=link.said(), new=None, by=by)


async def _link(tx: Tx, trainee: str, link_id: int) -> LinkRow:
    for link in await queries.links(tx, code=trainee):
        if link.id == link_id and link.trainee_code == trainee:
            return link
    raise NotFound("There is no such link any more.")


async def _refuse_unfit(tx: Tx, link: LinkRow, names: dict[str, str]) -> None:
    policy.refuse_if(
        supervision.link_faults(
            link,
            trainee=names[link.trainee_code],
            supervisor=names[link.supervisor_code],
            trainee_terms=await queries.terms(tx, code=link.trainee_code),
            their_terms=await queries.terms(tx, code=link.supervisor_code),
        )
    )


async def _link_overlap(tx: Tx, wanted: LinkRow, names: dict[str, str]) -> Refused:
    """Which link is in the way, in one sentence."""
    for link in await queries.links(tx, code=wanted.trainee_code):
        if supervision.links_clash(link, wanted):
            message = (
                f"{names[wanted.trainee_code]} has {names[link.supervisor_code]} as {link.kind} supervisor "
                f"{dates_in_words(link.starts, link.ends)}, so another link "
                f"{dates_in_words(wanted.starts, wanted.ends)} would overlap it."
            )
            reason = Reason(message, code="links-overlap", field="starts", instead="End that link first.")
            return Refused("links-overlap", message, reasons=[reason])
    return Refused("links-overlap", "Somebody else is changing this trainee's supervision at this moment. Try again.")
