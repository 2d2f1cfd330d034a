"""What can be asked of the room that knows the practice."""

from __future__ import annotations

from falcon.asgi import Request, Response

from functions.practice import service
from functions.practice.policy import Changes, PersonChange
from functions.practice.schemas import (
    ChangesOut,
    FieldChangeOut,
    HorizonOut,
    ImportIn,
    ImportOut,
    LeaveChangesOut,
    PeopleChangesOut,
    PersonChangeOut,
    PracticeOut,
    SiteOut,
    TermChangeOut,
)
from shared.access import Access
from shared.app import Deps
from shared.errors import NotFound
from shared.http import caller_of, endpoint, request_id_of
from shared.intake import Files, write_practice
from shared.queries.practice import Known

NO_PRACTICE = "No practice has been set up yet. An administrator can set it up or import one."
CSV = "text/csv; charset=utf-8"


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
        async with self._deps.database.tx() as tx:
            practice = await service.read_beside_stored(tx, _files(body))
            changes, version = await service.import_practice(
                tx, practice, preview=body.preview, by=caller_of(req).account_id, request_id=request_id_of(req)
            )
        return ImportOut(
            preview=body.preview,
            changed=changes.any,
            people=len({person.code for person in practice.people}),
            leave=len(practice.leave),
            sites=len(practice.sites),
            version=version,
            changes=_changes_out(changes),
        )


class Exported:
    """GET /practice/export/...: the practice as the import takes it, one file or all."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    async def _files(self, resp: Response, name: str) -> Files:
        practice = (await _known(self._deps)).practice
        resp.downloadable_as = name
        return write_practice(practice)


class ExportedPeople(Exported):
    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="The people file",
        returns={200: None},
        errors=(404,),
        produces=CSV,
    )
    async def on_get(self, _req: Request, resp: Response) -> bytes | None:
        return (await self._files(resp, "people.csv")).people


class ExportedLeave(Exported):
    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="The leave file",
        returns={200: None},
        errors=(404,),
        produces=CSV,
    )
    async def on_get(self, _req: Request, resp: Response) -> bytes | None:
        return (await self._files(resp, "leave.csv")).leave


class ExportedSettings(Exported):
    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="The settings file",
        returns={200: None},
        errors=(404,),
    )
    async def on_get(self, _req: Request, resp: Response) -> bytes | None:
        return (await self._files(resp, "practice.json")).practice


class ExportedAll(Exported):
    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="All three files in one archive",
        returns={200: None},
        errors=(404,),
        produces="application/zip",
    )
    async def on_get(self, _req: Request, resp: Response) -> bytes:
        return service.archive(await self._files(resp, "practice.zip"))


async def _known(deps: Deps) -> Known:
    async with deps.database.tx() as tx:
        known = await deps.practices.current(tx)
    if known is None:
        raise NotFound(NO_PRACTICE)
    return known


def _files(body: ImportIn) -> Files:
    practice, people, leave = (
        None if text is None else text.encode() for text in (body.practice, body.people, body.leave)
    )
    return Files("practice", practice, people, leave, names=body.names.model_dump())


def _changes_out(changes: Changes) -> ChangesOut:
    return ChangesOut(
        settings=list(changes.settings),
        people=PeopleChangesOut(
            added=changes.codes("added"), changed=changes.codes("changed"), left=changes.codes("deactivated")
        ),
        leave=LeaveChangesOut(added=changes.leave_added, removed=changes.leave_removed),
        details=[_person_out(person) for person in changes.people],
        unchanged=changes.unchanged,
    )


def _person_out(person: PersonChange) -> PersonChangeOut:
    return PersonChangeOut(
        what=person.what,
        code=person.code,
        name=person.name,
        terms=[
            TermChangeOut(
                what=term.what,
                starts=term.starts,
                ends=term.ends,
                fields=[FieldChangeOut(field=each.field, old=each.old, new=each.new) for each in term.fields],
            )
            for term in person.terms
        ],
    )
