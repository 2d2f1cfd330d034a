"""What can be asked by somebody who has a mailed link, or wants one."""

from __future__ import annotations

from falcon.asgi import Request, Response

from functions.auth import letters, policy
from functions.auth.cookie import Cookies
from functions.auth.devices import Devices
from functions.auth.limiter import (
    LINKS_FROM_AN_ADDRESS,
    RESETS_FOR_AN_EMAIL,
    RESETS_FROM_AN_ADDRESS,
    Limiter,
)
from functions.auth.links import service
from functions.auth.links.policy import PASSWORD_RESET
from functions.auth.links.schemas import ConfirmedOut, NewPasswordIn, ResetAskedOut, ResetIn, ResetLookOut, TokenIn
from shared.access import Access
from shared.app import Deps
from shared.errors import Refused
from shared.http import address_of, endpoint
from shared.proxies import counted_as

ON_ITS_WAY = (
    "If an account has that address, a link to choose a new password is on its way there. "
    "It works for an hour. If nothing comes, look among unwanted mail, or ask your rota administrator."
)


class _Links:
    """What all of them have: the stores, and a count of tries from each address."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._limiter = Limiter(deps.settings, deps.redis)
        self._cookies = Cookies(deps.settings)
        self._devices = Devices(deps.settings.secret_key)

    async def _count(self, req: Request) -> None:
        await self._limiter.count(LINKS_FROM_AN_ADDRESS, "link-address", counted_as(address_of(req)))


class PasswordResets(_Links):
    """POST /auth/password-resets."""

    @endpoint(
        access=Access.PUBLIC,
        summary="Ask for a link to choose a new password",
        body=ResetIn,
        returns={202: ResetAskedOut},
        errors=(429,),
    )
    async def on_post(self, req: Request, _resp: Response, *, body: ResetIn) -> ResetAskedOut:
        email = policy.plain_email(body.email)
        if found := policy.email_faults(email):
            raise Refused("email", "That is not an email address.", reasons=found)
        letters.require_mail(self._deps.settings)
        await self._limiter.count(RESETS_FROM_AN_ADDRESS, "reset-address", counted_as(address_of(req)))
        await self._limiter.count(RESETS_FOR_AN_EMAIL, "reset-email", email)
        async with self._deps.database.tx() as tx:
            await service.ask_for_reset(tx, email=email)
        return ResetAskedOut(message=ON_ITS_WAY)


class PasswordResetLook(_Links):
    """POST /auth/password-resets/look. A POST, so that the token stands in no address and no log."""

    @endpoint(
        access=Access.PUBLIC,
        summary="Whose password a link changes",
        body=TokenIn,
        returns={200: ResetLookOut},
        errors=(429,),
    )
    async def on_post(self, req: Request, _resp: Response, *, body: TokenIn) -> ResetLookOut:
        await self._count(req)
        async with self._deps.database.tx() as tx:
            link, account = await service.open_link(tx, PASSWORD_RESET, body.token)
        return ResetLookOut(username=account.username, display_name=account.display_name, expires_at=link.expires_at)


class NewPassword(_Links):
    """POST /auth/password-resets/password."""

    @endpoint(
        access=Access.PUBLIC,
        summary="Choose a new password by a link",
        body=NewPasswordIn,
        returns={204: None},
        errors=(429,),
    )
    async def on_post(self, req: Request, resp: Response, *, body: NewPasswordIn) -> None:
        """Whoever has read the letter is let in past those who guess: the browser is marked for each of their names."""
        await self._count(req)
        account = await service.reset_password(
            self._deps.database, self._deps.sessions, token=body.token, password=body.password
        )
        marks = self._cookies.device(req)
        for name in {account.username, account.email or account.username}:
            marks = self._devices.marked(marks, name)
        self._cookies.give_device(resp, marks)


class EmailConfirmations(_Links):
    """POST /auth/email-confirmations."""

    @endpoint(
        access=Access.PUBLIC,
        summary="Confirm an address by a link",
        body=TokenIn,
        returns={200: ConfirmedOut},
        errors=(429,),
    )
    async def on_post(self, req: Request, _resp: Response, *, body: TokenIn) -> ConfirmedOut:
        await self._count(req)
        async with self._deps.database.tx() as tx:
            return ConfirmedOut(email=await service.confirm_email(tx, token=body.token))
