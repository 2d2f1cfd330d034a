"""What can be asked of the room that knows the practice."""

from __future__ import annotations

from falcon.asgi import Request, Response

from functions.practice import service
from functions.practice.policy import Changes
from functions.practice.schemas import (
    ChangesOut,
    HorizonOut,
    ImportIn,
    ImportOut,
    LeaveChangesOut,
    PeopleChangesOut,
    PeopleOut,
    PersonOut,
    PracticeOut,
    SiteOut,
)
from shared.access import Access
from shared.app import Deps
from shared.errors import NotFound
from shared.http import caller_of, endpoint, request_id_of
from shared.intake import Files
from shared.queries.practice import Known

NO_PRACTICE = "No practice has been read in yet. An administrator can import one."


class ThePractice:
    """GET /practice."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(access=Access.SIGNED_IN, summary="The practice", returns={200: PracticeOut}, errors=(404,))
    async def on_get(self, _req: Request, _resp: Response) -> PracticeOut:
        known = await _known(self._deps)
        practice, horizon = known.practice, known.practice.horizon
        return PracticeOut(
            name=practice.name,
            nation=practice.nation,
            sites=[SiteOut(code=site.code, name=site.name, rooms=site.rooms) for site in practice.sites],
            horizon=HorizonOut(start=horizon.start, weeks=horizon.weeks) if horizon else None,
            week_a_starts=practice.week_a_starts,
            roles=sorted({person.role for person in practice.people}),
            version=known.version,
        )


class People:
    """GET /practice/people."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(access=Access.SIGNED_IN, summary="Who works here", returns={200: PeopleOut}, errors=(404,))
    async def on_get(self, _req: Request, _resp: Response) -> PeopleOut:
        known = await _known(self._deps)
        return PeopleOut(
            people=[
                PersonOut(
                    code=person.code,
                    name=person.name,
                    role=person.role,
                    group=person.term.value,
                    site=person.site,
                    wte=format(person.wte, "f"),
                    trainee=person.is_trainee,
                )
                for person in known.practice.people
            ]
        )


class Import:
    """POST /practice/import."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Read a practice in from its three files, or see what that would change",
        body=ImportIn,
        returns={200: ImportOut},
    )
    async def on_post(self, req: Request, _resp: Response, *, body: ImportIn) -> ImportOut:
        practice = service.read(_files(body))
        async with self._deps.database.tx() as tx:
            changes, version = await service.import_practice(
                tx, practice, preview=body.preview, by=caller_of(req).account_id, request_id=request_id_of(req)
            )
        return ImportOut(
            preview=body.preview,
            changed=changes.any,
            people=len(practice.people),
            leave=len(practice.leave),
            sites=len(practice.sites),
            version=version,
            changes=_changes_out(changes),
        )


async def _known(deps: Deps) -> Known:
    async with deps.database.tx() as tx:
        known = await deps.practices.current(tx)
    if known is None:
        raise NotFound(NO_PRACTICE)
    return known


def _files(body: ImportIn) -> Files:
    return Files(
        stem="practice",
        practice=body.practice.encode(),
        people=body.people.encode(),
        leave=body.leave.encode(),
        names=body.names.model_dump(),
    )


def _changes_out(changes: Changes) -> ChangesOut:
    return ChangesOut(
        settings=list(changes.settings),
        people=PeopleChangesOut(added=list(changes.added), changed=list(changes.changed), left=list(changes.left)),
        leave=LeaveChangesOut(added=changes.leave_added, removed=changes.leave_removed),
    )
