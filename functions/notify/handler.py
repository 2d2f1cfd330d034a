"""What can be asked of the room that sends mail."""

from __future__ import annotations

from uuid import UUID

from falcon.asgi import Request, Response

from functions.notify import service
from functions.notify.schemas import AgainIn, MailItemOut, MailOut, MailQuery, TroubleOut
from shared.access import Access
from shared.app import Deps
from shared.db import Tx
from shared.http import caller_of, endpoint
from shared.queries import mail


class _Mail:
    def __init__(self, deps: Deps) -> None:
        self._database = deps.database


class Mail(_Mail):
    """GET /notify/mail."""

    @endpoint(access=Access.ADMINISTRATOR, summary="How mail fares", query=MailQuery, returns={200: MailOut})
    async def on_get(self, _req: Request, _resp: Response, *, query: MailQuery) -> MailOut:
        async with self._database.tx() as tx:
            found = await mail.posted(tx, status=query.status)
            counts = await mail.counts(tx)
        return MailOut(counts=counts, mail=[MailItemOut.of(each) for each in found])


class Trouble(_Mail):
    """GET /notify/trouble."""

    @endpoint(access=Access.ADMINISTRATOR, summary="What about mail needs a person", returns={200: TroubleOut})
    async def on_get(self, _req: Request, _resp: Response) -> TroubleOut:
        async with self._database.tx() as tx:
            return TroubleOut.of(await mail.trouble(tx))


class Sending(_Mail):
    """POST /notify/mail/{id}/sending."""

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Send again, as it was, a message that was given up",
        body=AgainIn,
        returns={200: MailItemOut},
        errors=(404, 409, 422),
    )
    async def on_post(self, req: Request, _resp: Response, *, body: AgainIn, mail_id: UUID) -> MailItemOut:
        async with self._database.tx() as tx:
            await service.send_again(tx, caller_of(req), mail_id=mail_id, may_arrive_twice=body.may_arrive_twice)
            return await one(tx, mail_id)


class Settlement(_Mail):
    """PUT /notify/mail/{id}/settlement."""

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Let a message that was given up be",
        returns={200: MailItemOut},
        errors=(404, 409),
    )
    async def on_put(self, req: Request, _resp: Response, *, mail_id: UUID) -> MailItemOut:
        async with self._database.tx() as tx:
            await service.settle(tx, caller_of(req), mail_id=mail_id)
            return await one(tx, mail_id)


async def one(tx: Tx, mail_id: UUID) -> MailItemOut:
    """A message that is there, as administrators see it."""
    [found] = await mail.posted(tx, ids=[mail_id])
    return MailItemOut.of(found)
