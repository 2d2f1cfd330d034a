"""What everybody can ask about their own account."""

from __future__ import annotations

from uuid import UUID

from falcon.asgi import Request, Response

from functions.auth.accounts import service
from functions.auth.accounts.schemas import OwnAccountIn, OwnAccountOut, OwnPasswordIn
from functions.auth.cookie import Cookies
from functions.auth.limiter import Limiter
from functions.auth.links.queries import pending_emails
from functions.auth.schemas import AccountOut, SignedInOut
from shared.access import Access
from shared.app import Deps
from shared.http import address_of, caller_of, endpoint
from shared.queries.practice import names


class _Own:
    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._limiter = Limiter(deps.settings, deps.redis)
        self._cookies = Cookies(deps.settings)


class OwnAccount(_Own):
    """GET and PUT /auth/account."""

    @endpoint(access=Access.SIGNED_IN, summary="Your account", returns={200: OwnAccountOut})
    async def on_get(self, req: Request, _resp: Response) -> OwnAccountOut:
        return await self._own(caller_of(req).account_id)

    @endpoint(
        access=Access.SIGNED_IN,
        summary="Change your name and address",
        body=OwnAccountIn,
        returns={200: OwnAccountOut},
        errors=(409, 429),
    )
    async def on_put(self, req: Request, _resp: Response, *, body: OwnAccountIn) -> OwnAccountOut:
        caller = caller_of(req)
        await service.change_own(self._deps.database, self._deps.settings, self._limiter, caller, **body.model_dump())
        self._deps.sessions.forget_standings()
        return await self._own(caller.account_id)

    async def _own(self, account_id: UUID) -> OwnAccountOut:
        async with self._deps.database.tx() as tx:
            account = await service.existing(tx, account_id)
            return OwnAccountOut.of(account, await names(tx), await pending_emails(tx))


class OwnPassword(_Own):
    """PUT /auth/account/password."""

    @endpoint(
        access=Access.SIGNED_IN,
        summary="Choose another password; you are signed out everywhere else",
        body=OwnPasswordIn,
        returns={200: SignedInOut},
        errors=(429,),
    )
    async def on_put(self, req: Request, resp: Response, *, body: OwnPasswordIn) -> SignedInOut:
        token, caller = await service.change_own_password(
            self._deps.database,
            self._deps.sessions,
            self._limiter,
            caller_of(req),
            present_password=body.present_password,
            password=body.password,
            address=address_of(req),
            agent=req.user_agent or "",
        )
        self._cookies.give(resp, token)
        return SignedInOut(account=AccountOut.of(caller), csrf_token=caller.csrf_token)
