"""What can be asked of the settings."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from falcon.asgi import Request, Response

from functions.practice.settings import policy, queries, service, year
from functions.practice.settings.fields import FIELDS, SECTIONS
from functions.practice.settings.policy import Change
from functions.practice.settings.schemas import (
    BankHolidaysOut,
    ChangeOut,
    ChoiceOut,
    FieldOut,
    PreviewIn,
    PreviewOut,
    SavedOut,
    SectionOut,
    SettingsIn,
    SettingsOut,
    SetUpIn,
    SetUpOut,
    YearQuery,
)
from shared.access import Access
from shared.app import Deps
from shared.clock import today
from shared.http import caller_of, endpoint, request_id_of
from shared.queries import practice as reads


class TheSettings:
    """GET and PUT /practice/settings."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="The practice's settings, and what each field means",
        returns={200: SettingsOut},
        errors=(404,),
    )
    async def on_get(self, _req: Request, _resp: Response) -> SettingsOut:
        async with self._deps.database.tx() as tx:
            settings, version = await service.read(tx)
            groups = [ChoiceOut(value=code, words=name) for code, name in await queries.groups(tx)]
        return SettingsOut(settings=settings, version=version, groups=groups, **_meaning())

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Save the settings, all of them",
        body=SettingsIn,
        returns={200: SavedOut},
        errors=(404, 409),
    )
    async def on_put(self, req: Request, _resp: Response, *, body: SettingsIn) -> SavedOut:
        async with self._deps.database.tx() as tx:
            saved = await service.save(
                tx,
                body.settings,
                at_version=body.version,
                reason=body.reason,
                today=today(),
                by=caller_of(req).account_id,
                request_id=request_id_of(req),
            )
        return SavedOut(settings=saved.settings, version=saved.version, changes=_changes_out(saved.changes))


class Preview:
    """POST /practice/settings/preview."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="What other settings would change, and what that does",
        body=PreviewIn,
        returns={200: PreviewOut},
        errors=(404,),
    )
    async def on_post(self, _req: Request, _resp: Response, *, body: PreviewIn) -> PreviewOut:
        async with self._deps.database.tx() as tx:
            changes, effects = await service.preview(tx, body.settings, today=today())
        return PreviewOut(changes=_changes_out(changes), effects=list(effects))


class BankHolidays:
    """GET /practice/bank-holidays. They are changed with the settings, as `bank_holidays` and `closures`."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="A year's bank holidays, days kept besides, and closures, with who is on the published rota then",
        query=YearQuery,
        returns={200: BankHolidaysOut},
        errors=(404,),
    )
    async def on_get(self, _req: Request, _resp: Response, *, query: YearQuery) -> BankHolidaysOut:
        async with self._deps.database.tx() as tx:
            return await year.bank_holidays_of(
                tx, self._deps.practices, year=query.year, nation=query.nation, today=today()
            )


class SetUp:
    """GET and PUT /practice/set-up."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(
        access=Access.ADMINISTRATOR, summary="Whether a practice must be set up, and how", returns={200: SetUpOut}
    )
    async def on_get(self, _req: Request, _resp: Response) -> SetUpOut:
        async with self._deps.database.tx() as tx:
            name = await reads.practice_name(tx)
        return SetUpOut(needed=name is None, practice=name, settings=policy.start_with(today()), **_meaning())

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Set the practice up; once",
        body=SetUpIn,
        returns={201: SavedOut},
    )
    async def on_put(self, req: Request, _resp: Response, *, body: SetUpIn) -> SavedOut:
        async with self._deps.database.tx() as tx:
            saved = await service.set_up(
                tx,
                body.settings,
                today=today(),
                by=caller_of(req).account_id,
                request_id=request_id_of(req),
            )
        return SavedOut(settings=saved.settings, version=saved.version, changes=[])


def _meaning() -> dict[str, Any]:
    return {
        "sections": [SectionOut(**section._asdict()) for section in SECTIONS],
        "fields": [FieldOut.model_validate(_field_parts(field)) for field in FIELDS],
    }


def _field_parts(field: Any) -> dict[str, Any]:
    return asdict(field) | {"choices": [choice._asdict() for choice in field.choices]}


def _changes_out(changes: tuple[Change, ...]) -> list[ChangeOut]:
    found = []
    for change in changes:
        was, now = policy.said(change)
        found.append(ChangeOut(field=change.field, words=policy.label(change.field), was=was, now=now))
    return found
