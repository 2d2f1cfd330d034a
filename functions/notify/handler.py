"""What can be asked of the room that sends mail."""

from __future__ import annotations

from falcon.asgi import Request, Response

from functions.notify.schemas import MailItemOut, MailOut, MailQuery
from shared import mail
from shared.access import Access
from shared.app import Deps
from shared.http import endpoint


class Mail:
    """GET /notify/mail."""

    def __init__(self, deps: Deps) -> None:
        self._database = deps.database

    @endpoint(access=Access.ADMINISTRATOR, summary="How mail fares", query=MailQuery, returns={200: MailOut})
    async def on_get(self, _req: Request, _resp: Response, *, query: MailQuery) -> MailOut:
        async with self._database.tx() as tx:
            found = await mail.posted(tx, status=query.status)
            counts = await mail.counts(tx)
        return MailOut(counts=counts, mail=[MailItemOut.of(each) for each in found])
