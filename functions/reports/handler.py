"""What can be asked of the reports."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID

from falcon.asgi import Request, Response

from functions.reports import policy, queries
from functions.reports.queries import Entry, Wanted
from functions.reports.schemas import SYSTEM, AuditOut, AuditQuery, ChangeOut, EntryOut, FilterQuery, NamedOut
from functions.reports.words import ACTIONS, ENTITIES, SUPERUSERS_ONLY, action_in_words, entity_in_words, field_in_words
from shared.access import Access, Caller
from shared.app import Deps
from shared.clock import LONDON, today
from shared.errors import Reason, Refused
from shared.http import caller_of, endpoint

MOST_LINES = 20_000  # of entries in one file


class Audit:
    """GET /reports/audit."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Who changed what, newest first",
        query=AuditQuery,
        returns={200: AuditOut},
    )
    async def on_get(self, req: Request, _resp: Response, *, query: AuditQuery) -> AuditOut:
        caller = caller_of(req)
        wanted = _wanted(query, caller, before=query.before)
        async with self._deps.database.tx() as tx:
            found = await queries.entries(tx, wanted=wanted, limit=query.limit + 1)
            authors = await queries.authors(tx)
        shown = found[: query.limit]
        return AuditOut(
            entries=[_entry_out(entry) for entry in shown],
            next=shown[-1].id if len(found) > query.limit else None,
            people=[NamedOut(key=str(account_id), words=name) for account_id, name in authors],
            actions=[NamedOut(key=key, words=words) for key, words in ACTIONS.items()],
            entities=[
                NamedOut(key=key, words=kind.words) for key, kind in ENTITIES.items() if key not in wanted.hidden
            ],
        )


class AuditTable:
    """GET /reports/audit.csv."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Who changed what, as a table for spreadsheets",
        query=FilterQuery,
        returns={200: None},
        produces="text/csv",
        a_minute=30,
    )
    async def on_get(self, req: Request, resp: Response, *, query: FilterQuery) -> bytes:
        wanted = _wanted(query, caller_of(req))
        async with self._deps.database.tx() as tx:
            if await queries.count_up_to(tx, wanted=wanted, most=MOST_LINES) > MOST_LINES:
                message = f"There are more than {MOST_LINES} entries. Choose a shorter time, or one kind of change."
                raise Refused("too-many", message, reasons=[Reason(message, "too-many", "from")])
            found = await queries.entries(tx, wanted=wanted, limit=MOST_LINES)
        resp.set_header("Content-Disposition", f'attachment; filename="audit-{today().isoformat()}.csv"')
        return policy.table(found)


def _wanted(query: FilterQuery, caller: Caller, *, before: int | None = None) -> Wanted:
    by_system = query.who == SYSTEM
    return Wanted(
        account_id=None if query.who is None or by_system else _account(query.who),
        by_system=by_system,
        action=query.what,
        entity=query.entity,
        since=None if query.since is None else _midnight(query.since),
        until=None if query.until is None else _midnight(query.until + timedelta(days=1)),
        text=query.q,
        before=before,
        hidden=() if caller.is_superuser else SUPERUSERS_ONLY,
    )


def _account(who: str) -> UUID:
    try:
        return UUID(who)
    except ValueError:
        message = "There is nobody by that id. Write an account's id, or system."
        raise Refused("no-such-account", message, reasons=[Reason(message, "no-such-account", "who")]) from None


def _midnight(day: date) -> datetime:
    """When a day begins in London."""
    return datetime.combine(day, time(), LONDON)


def _entry_out(entry: Entry) -> EntryOut:
    changes = policy.changes(entry.old, entry.new)
    return EntryOut(
        id=entry.id,
        at=entry.at,
        by=entry.by,
        account_id=entry.account_id,
        action=entry.action,
        action_words=action_in_words(entry.action),
        entity=entry.entity,
        entity_words=entity_in_words(entry.entity),
        entity_id=entry.entity_id,
        about=entry.about,
        changes=[
            ChangeOut(
                field=change.field,
                words=field_in_words(change.field),
                old=policy.shortened(change.old),
                new=policy.shortened(change.new),
            )
            for change in changes[: policy.MOST_CHANGES]
        ],
        more=max(0, len(changes) - policy.MOST_CHANGES),
        reason=entry.reason,
        request_id=entry.request_id,
    )
