"""What can be asked about groups and who is in them."""

from __future__ import annotations

from functools import partial

from falcon.asgi import Request, Response

from functions.practice.people import service, service_groups, views
from functions.practice.people.answers import GroupListOut, PersonPageOut
from functions.practice.people.handler import OfOnePerson, by
from functions.practice.people.schemas import (
    GroupIn,
    GroupNameIn,
    GroupsIn,
    MembersIn,
    VersionQuery,
)
from shared.access import Access
from shared.app import Deps
from shared.http import endpoint


class PersonGroups(OfOnePerson):
    """PUT /practice/people/{code}/groups."""

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Have somebody in just these groups",
        body=GroupsIn,
        returns={200: PersonPageOut},
        errors=(404, 409),
    )
    async def on_put(self, req: Request, _resp: Response, *, body: GroupsIn, code: str) -> PersonPageOut:
        return await self._done(
            code, partial(service.change_groups, code=code, version=body.version, groups=body.groups, by=by(req))
        )


class Groups:
    """GET and POST /practice/groups."""

    def __init__(self, deps: Deps) -> None:
        self._database = deps.database

    @endpoint(access=Access.SIGNED_IN, summary="The practice's own groups", returns={200: GroupListOut})
    async def on_get(self, _req: Request, _resp: Response) -> GroupListOut:
        async with self._database.tx() as tx:
            return await views.group_list(tx)

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Add a group",
        body=GroupIn,
        returns={201: GroupListOut},
        errors=(404,),
    )
    async def on_post(self, req: Request, _resp: Response, *, body: GroupIn) -> GroupListOut:
        async with self._database.tx() as tx:
            await service_groups.add_group(tx, wanted=body, by=by(req))
            return await views.group_list(tx)


class OneGroup:
    """PUT and DELETE /practice/groups/{code}."""

    def __init__(self, deps: Deps) -> None:
        self._database = deps.database

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Rename a group",
        body=GroupNameIn,
        returns={200: GroupListOut},
        errors=(404, 409),
    )
    async def on_put(self, req: Request, _resp: Response, *, body: GroupNameIn, group_code: str) -> GroupListOut:
        async with self._database.tx() as tx:
            await service_groups.rename_group(tx, code=group_code, version=body.version, name=body.name, by=by(req))
            return await views.group_list(tx)

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Delete a group no rule names",
        query=VersionQuery,
        returns={200: GroupListOut},
        errors=(404, 409),
    )
    async def on_delete(self, req: Request, _resp: Response, *, query: VersionQuery, group_code: str) -> GroupListOut:
        async with self._database.tx() as tx:
            await service_groups.delete_group(tx, code=group_code, version=query.version, by=by(req))
            return await views.group_list(tx)


class GroupMembers:
    """PUT /practice/groups/{code}/members."""

    def __init__(self, deps: Deps) -> None:
        self._database = deps.database

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Have just these people in a group",
        body=MembersIn,
        returns={200: GroupListOut},
        errors=(404, 409),
    )
    async def on_put(self, req: Request, _resp: Response, *, body: MembersIn, group_code: str) -> GroupListOut:
        async with self._database.tx() as tx:
            await service_groups.set_members(tx, code=group_code, version=body.version, people=body.people, by=by(req))
            return await views.group_list(tx)
