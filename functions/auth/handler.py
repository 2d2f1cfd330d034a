"""What can be asked of the room that knows accounts."""

from __future__ import annotations

from falcon.asgi import Request, Response

from functions.auth import service
from functions.auth.cookie import Cookies
from functions.auth.devices import Devices
from functions.auth.limiter import SignInLimiter
from functions.auth.policy import plain_username
from functions.auth.schemas import AccountOut, MeOut, SignedInOut, SignInIn, SignInOut, SignInsOut
from shared.access import Access
from shared.app import Deps
from shared.errors import NotFound
from shared.http import address_of, caller_of, endpoint
from shared.queries.practice import practice_name


class SignIn:
    """POST /auth/sign-in."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._limiter = SignInLimiter(deps.settings, deps.redis)
        self._cookies = Cookies(deps.settings)
        self._devices = Devices(deps.settings.secret_key)

    @endpoint(
        access=Access.PUBLIC,
        summary="Sign in",
        body=SignInIn,
        returns={200: SignedInOut},
        errors=(401, 403, 429),
    )
    async def on_post(self, req: Request, resp: Response, *, body: SignInIn) -> SignedInOut:
        username, marks = plain_username(body.username), self._cookies.device(req)
        token, caller = await service.sign_in(
            self._deps.database,
            self._deps.sessions,
            self._limiter,
            username=username,
            password=body.password,
            address=address_of(req),
            agent=req.user_agent or "",
            device=self._devices.known(marks, username),
        )
        for former in self._cookies.tokens(req):  # this browser has another sign-in now
            await self._deps.sessions.close(former)
        self._cookies.give(resp, token)
        self._cookies.give_device(resp, self._devices.marked(marks, username))
        return SignedInOut(account=AccountOut.of(caller), csrf_token=caller.csrf_token)


class SignOut:
    """POST /auth/sign-out."""

    def __init__(self, deps: Deps) -> None:
        self._sessions = deps.sessions
        self._cookies = Cookies(deps.settings)

    @endpoint(access=Access.SIGNED_IN, summary="Sign out here", returns={204: None})
    async def on_post(self, req: Request, resp: Response) -> None:
        for token in self._cookies.tokens(req):
            await self._sessions.close(token)
        self._cookies.take(resp)


class Me:
    """GET /auth/me."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    @endpoint(access=Access.SIGNED_IN, summary="Who is signed in", returns={200: MeOut})
    async def on_get(self, req: Request, _resp: Response) -> MeOut:
        caller = caller_of(req)
        async with self._deps.database.tx() as tx:
            practice = await practice_name(tx)
        return MeOut(
            account=AccountOut.of(caller),
            csrf_token=caller.csrf_token,
            practice=practice,
        )


class SignIns:
    """GET and DELETE /auth/sessions."""

    def __init__(self, deps: Deps) -> None:
        self._sessions = deps.sessions

    @endpoint(access=Access.SIGNED_IN, summary="Where you are signed in", returns={200: SignInsOut})
    async def on_get(self, req: Request, _resp: Response) -> SignInsOut:
        caller = caller_of(req)
        found = await self._sessions.of(caller.account_id)
        return SignInsOut([SignInOut.of(each, caller.session_id) for each in found])

    @endpoint(access=Access.SIGNED_IN, summary="Sign out everywhere", returns={204: None})
    async def on_delete(self, req: Request, _resp: Response) -> None:
        await self._sessions.close_all(caller_of(req).account_id)


class OneSignIn:
    """DELETE /auth/sessions/{id}."""

    def __init__(self, deps: Deps) -> None:
        self._sessions = deps.sessions

    @endpoint(access=Access.SIGNED_IN, summary="Sign out in one place", returns={204: None})
    async def on_delete(self, req: Request, _resp: Response, *, session_id: str) -> None:
        if not await self._sessions.close_one(caller_of(req).account_id, session_id):
            raise NotFound("You are not signed in there (any more).")
