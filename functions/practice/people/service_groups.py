"""Groups: made, renamed, filled and deleted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from functions.practice.people import policy, queries, views
from functions.practice.people.records import GroupRow
from functions.practice.people.schemas import GroupIn
from functions.practice.people.service import By, begin, refuse_unreadable
from shared import audit
from shared.db import Tx
from shared.errors import NotFound, Reason, Refused, Stale
from shared.queries import practice as reads

LONGEST_GROUP = 60


async def add_group(tx: Tx, *, wanted: GroupIn, by: By) -> str:
    """A new, empty group; its code."""
    await begin(tx)
    name = wanted.name.strip()
    code = (wanted.code or "").strip() or name
    policy.refuse_if(_name_faults(name, "name") + (_name_faults(code, "code") if code != name else []))
    try:
        await queries.insert_group(tx, code=code, name=name)
    except queries.Taken:
        raise _group_taken(name) from None
    await _finish(tx, code=code, action="group-added", old=None, new={"name": name}, by=by)
    return code


async def rename_group(tx: Tx, *, code: str, version: int, name: str, by: By) -> None:
    """The group is called something else; files and rules go on knowing it by its code."""
    await begin(tx)
    group = await _group(tx, code)
    policy.refuse_if(_name_faults(name.strip(), "name"))
    await _claim(tx, group, version)
    try:
        await queries.rename_group(tx, code=code, name=name.strip())
    except queries.Taken:
        raise _group_taken(name.strip()) from None
    await _finish(tx, code=code, action="group-renamed", old={"name": group.name}, new={"name": name.strip()}, by=by)


async def delete_group(tx: Tx, *, code: str, version: int, by: By) -> None:
    """The group is gone, with who was in it. One a rule names cannot go: the rule would mean nobody."""
    await begin(tx)
    group = await _group(tx, code)
    rules = views.rules_naming(await reads.practice_settings(tx), code)
    if rules:
        message = f"The group {group.name} is used by {len(rules)} of the practice's rules."
        reasons = [Reason(f"It is named by: {rule}.", code="used", instead="Change the rule first.") for rule in rules]
        raise Refused("used", message, reasons=reasons)
    await _claim(tx, group, version)
    was = (await queries.members(tx)).get(code, [])
    await queries.touch(tx, codes=was)
    await queries.delete_group(tx, code=code)
    await _finish(tx, code=code, action="group-deleted", old={"name": group.name, "people": was}, new=None, by=by)


async def set_members(tx: Tx, *, code: str, version: int, people: Sequence[str], by: By) -> None:
    """Have just these people in a group."""
    await begin(tx)
    group = await _group(tx, code)
    known = await reads.names(tx)
    policy.refuse_if(
        Reason(f"Nobody here has the code {person}.", code="no-person", field="people")
        for person in people
        if person not in known
    )
    await _claim(tx, group, version)
    was = (await queries.members(tx)).get(code, [])
    await queries.touch(tx, codes=set(was) ^ set(people))
    await queries.set_members(tx, group_code=code, people=people)
    await _finish(
        tx, code=code, action="members-changed", old={"people": sorted(was)}, new={"people": sorted(set(people))}, by=by
    )


def _name_faults(text: str, field: str) -> list[Reason]:
    if text and text.isprintable() and len(text) <= LONGEST_GROUP and "|" not in text:
        return []
    message = f"'{text[:LONGEST_GROUP]}' cannot be what a group is called." if text else "There is nothing here."
    instead = f"Write at most {LONGEST_GROUP} letters on one line, without |."
    return [Reason(message, code="bad-input", field=field, instead=instead)]


def _group_taken(name: str) -> Refused:
    reason = Reason(f"There is a group {name} already.", code="taken", field="name", instead="Choose another name.")
    return Refused("taken", reason.message, reasons=[reason])


async def _group(tx: Tx, code: str) -> GroupRow:
    group = await queries.group(tx, code=code)
    if group is None:
        raise NotFound("There is no such group any more.")
    return group


async def _claim(tx: Tx, group: GroupRow, version: int) -> None:
    if version == group.version and await queries.claim_group(tx, code=group.code, version=version):
        return
    newer = next((each for each in (await views.group_list(tx)).groups if each.code == group.code), None)
    raise Stale(
        f"The group {group.name} was changed by somebody else since you looked. Your change was not made.",
        newer=None if newer is None else newer.model_dump(mode="json"),
    )


async def _finish(
    tx: Tx, *, code: str, action: str, old: dict[str, Any] | None, new: dict[str, Any] | None, by: By
) -> None:
    await refuse_unreadable(tx)
    await audit.record(
        tx,
        account_id=by.account_id,
        action=action,
        entity="group",
        entity_id=code,
        old=old,
        new=new,
        request_id=by.request_id,
    )
    await queries.count_up(tx)
