"""What can be asked about people: who works here, one person, and what happens when they leave or come back.

Everybody signed in may read who works here. Addresses, notes, entitlements and history are for administrators.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

from falcon.asgi import Request, Response

from functions.practice.people import policy, service, views
from functions.practice.people.answers import (
    DeactivatedOut,
    EffectsOut,
    PersonPageOut,
    StaffOut,
    TermWarningsOut,
    WorkerOut,
    WorkersOut,
)
from functions.practice.people.schemas import (
    DeactivationIn,
    DetailsIn,
    LastDayQuery,
    PersonIn,
    RangeQuery,
    VersionQuery,
)
from functions.practice.people.service import By
from shared import clock
from shared.access import Access
from shared.app import Deps
from shared.db import Tx
from shared.domain.people import Person
from shared.domain.problem import Practice
from shared.errors import NotFound
from shared.http import caller_of, endpoint, request_id_of


def by(req: Request) -> By:
    """Who asks."""
    return By(caller_of(req).account_id, request_id_of(req))


class OfOnePerson:
    """What changes something of one person, and answers with the whole person as they are afterwards."""

    def __init__(self, deps: Deps) -> None:
        self._database = deps.database

    async def _done(self, code: str, act: Callable[[Tx], Awaitable[object]]) -> PersonPageOut:
        async with self._database.tx() as tx:
            await act(tx)
            return await views.one_person(tx, code=code, today=clock.today())


class People:
    """GET and POST /practice/people."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(access=Access.SIGNED_IN, summary="Who works here", returns={200: WorkersOut}, errors=(404,))
    async def on_get(self, _req: Request, _resp: Response) -> WorkersOut:
        async with self._deps.database.tx() as tx:
            known = await self._deps.practices.current(tx)
        if known is None:
            raise NotFound(service.NO_PRACTICE)
        return WorkersOut(people=[_worker(person) for person in as_they_work(known.practice)])

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Add somebody with a first term",
        body=PersonIn,
        returns={201: PersonPageOut},
        errors=(404,),
    )
    async def on_post(self, req: Request, resp: Response, *, body: PersonIn) -> PersonPageOut:
        async with self._deps.database.tx() as tx:
            code = await service.add_person(tx, wanted=body, by=by(req))
            page = await views.one_person(tx, code=code, today=clock.today())
        resp.location = f"{req.path}/{code}"
        return page


def as_they_work(practice: Practice) -> list[Person]:
    """Everybody once, as they work today, or will, or did last."""
    today = clock.today()
    found: dict[str, Person] = {}
    for person in practice.people:
        if person.code not in found:
            terms = practice.terms_of(person.code)
            ahead = [term for term in terms if term.ends is None or term.ends >= today]
            found[person.code] = ahead[0] if ahead else terms[-1]
    return list(found.values())


def _worker(person: Person) -> WorkerOut:
    return WorkerOut(
        code=person.code,
        name=person.name,
        role=person.role,
        group=person.term.value,
        site=person.site,
        wte=format(person.wte, "f"),
        trainee=person.is_trainee,
    )


class Staff:
    """GET /practice/staff."""

    def __init__(self, deps: Deps) -> None:
        self._database = deps.database

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Everybody on record, with terms, accounts and warnings",
        returns={200: StaffOut},
    )
    async def on_get(self, _req: Request, _resp: Response) -> StaffOut:
        async with self._database.tx() as tx:
            return await views.staff(tx, today=clock.today())


class TermWarnings:
    """GET /practice/term-warnings."""

    def __init__(self, deps: Deps) -> None:
        self._database = deps.database

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Whose terms do not cover some weeks",
        query=RangeQuery,
        returns={200: TermWarningsOut},
    )
    async def on_get(self, _req: Request, _resp: Response, *, query: RangeQuery) -> TermWarningsOut:
        last = query.start + timedelta(days=7 * query.weeks - 3)
        async with self._database.tx() as tx:
            return await views.term_warnings(tx, first=query.start, last=last)


class OnePerson(OfOnePerson):
    """GET and PUT /practice/people/{code}."""

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="One person, with terms, groups, supervision and history",
        returns={200: PersonPageOut},
        errors=(404,),
    )
    async def on_get(self, _req: Request, _resp: Response, *, code: str) -> PersonPageOut:
        async with self._database.tx() as tx:
            return await views.one_person(tx, code=code, today=clock.today())

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Change somebody's name, address or note",
        body=DetailsIn,
        returns={200: PersonPageOut},
        errors=(404, 409),
    )
    async def on_put(self, req: Request, _resp: Response, *, body: DetailsIn, code: str) -> PersonPageOut:
        return await self._done(code, partial(service.change_details, code=code, wanted=body, by=by(req)))


class Deactivation(OfOnePerson):
    """GET, PUT and DELETE /practice/people/{code}/deactivation."""

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="What deactivating somebody would do",
        query=LastDayQuery,
        returns={200: EffectsOut},
        errors=(404,),
    )
    async def on_get(self, _req: Request, _resp: Response, *, query: LastDayQuery, code: str) -> EffectsOut:
        today = clock.today()
        async with self._database.tx() as tx:
            await views.found(tx, code=code)
            return await views.effects(tx, code=code, last_day=query.last_day or today, today=today)

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Somebody has left",
        body=DeactivationIn,
        returns={200: DeactivatedOut},
        errors=(404, 409),
    )
    async def on_put(self, req: Request, _resp: Response, *, body: DeactivationIn, code: str) -> DeactivatedOut:
        last_day = policy.read_days({"last_day": body.last_day})["last_day"]
        async with self._database.tx() as tx:
            effects = await service.deactivate(
                tx, code=code, version=body.version, last_day=last_day, reason=body.reason, by=by(req)
            )
            return DeactivatedOut(person=await views.one_person(tx, code=code, today=clock.today()), effects=effects)

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Somebody is back",
        query=VersionQuery,
        returns={200: PersonPageOut},
        errors=(404, 409),
    )
    async def on_delete(self, req: Request, _resp: Response, *, query: VersionQuery, code: str) -> PersonPageOut:
        return await self._done(code, partial(service.reactivate, code=code, version=query.version, by=by(req)))
