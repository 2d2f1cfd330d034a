"""What can be asked about invitations: by administrators, and by whoever has a link."""

from __future__ import annotations

from uuid import UUID

from falcon.asgi import Request, Response

from functions.auth.cookie import Cookies
from functions.auth.devices import Devices
from functions.auth.invitations import queries, service
from functions.auth.invitations.schemas import (
    InvitationIn,
    InvitationOut,
    InvitationsOut,
    WelcomeIn,
    WelcomeLookOut,
)
from functions.auth.limiter import LINKS_FROM_AN_ADDRESS, Limiter
from functions.auth.links.schemas import TokenIn
from functions.auth.people import PersonOut
from functions.auth.schemas import AccountOut, SignedInOut
from shared import mail
from shared.access import Access, Caller, Role
from shared.app import Deps
from shared.db import Tx
from shared.errors import NotFound
from shared.http import address_of, caller_of, endpoint
from shared.proxies import counted_as
from shared.queries.practice import names, practice_name


class _Invitations:
    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._database = deps.database


class Invitations(_Invitations):
    """GET and POST /auth/invitations."""

    @endpoint(access=Access.ADMINISTRATOR, summary="Who was invited", returns={200: InvitationsOut})
    async def on_get(self, req: Request, _resp: Response) -> InvitationsOut:
        async with self._database.tx() as tx:
            return InvitationsOut(invitations=await listed(tx, caller_of(req)))

    @endpoint(
        access=Access.ADMINISTRATOR, summary="Invite somebody by mail", body=InvitationIn, returns={201: InvitationOut}
    )
    async def on_post(self, req: Request, _resp: Response, *, body: InvitationIn) -> InvitationOut:
        caller = caller_of(req)
        async with self._database.tx() as tx:
            invitation_id = await service.invite(
                tx,
                self._deps.settings,
                caller,
                email=body.email,
                display_name=body.display_name,
                roles=body.roles,
                person_code=body.person_code,
            )
            return await one(tx, caller, invitation_id)


class Mails(_Invitations):
    """POST /auth/invitations/{id}/mails."""

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Send an invitation again; the link before stops working",
        returns={200: InvitationOut},
        errors=(404, 422),
    )
    async def on_post(self, req: Request, _resp: Response, *, invitation_id: UUID) -> InvitationOut:
        caller = caller_of(req)
        async with self._database.tx() as tx:
            await service.send_again(tx, self._deps.settings, caller, invitation_id=invitation_id)
            return await one(tx, caller, invitation_id)


class Revocation(_Invitations):
    """PUT /auth/invitations/{id}/revocation."""

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Withdraw an invitation",
        returns={200: InvitationOut},
        errors=(404, 422),
    )
    async def on_put(self, req: Request, _resp: Response, *, invitation_id: UUID) -> InvitationOut:
        caller = caller_of(req)
        async with self._database.tx() as tx:
            await service.withdraw(tx, caller, invitation_id=invitation_id)
            return await one(tx, caller, invitation_id)


class _Welcome(_Invitations):
    def __init__(self, deps: Deps) -> None:
        super().__init__(deps)
        self._limiter = Limiter(deps.settings, deps.redis)
        self._cookies = Cookies(deps.settings)
        self._devices = Devices(deps.settings.secret_key)

    async def _count(self, req: Request) -> None:
        await self._limiter.count(LINKS_FROM_AN_ADDRESS, "link-address", counted_as(address_of(req)))


class WelcomeLook(_Welcome):
    """POST /auth/welcome/look. A POST, so that the token stands in no address and no log."""

    @endpoint(
        access=Access.PUBLIC,
        summary="What an invitation's link leads to",
        body=TokenIn,
        returns={200: WelcomeLookOut},
        errors=(429,),
    )
    async def on_post(self, req: Request, _resp: Response, *, body: TokenIn) -> WelcomeLookOut:
        await self._count(req)
        async with self._database.tx() as tx:
            invitation = await service.working(tx, body.token)
            return WelcomeLookOut(
                email=invitation.email,
                display_name=invitation.display_name,
                practice=await practice_name(tx),
                roles=[Role(role) for role in invitation.roles],
                person=PersonOut.of(invitation.person_code, await names(tx)),
                invited_by=invitation.invited_by,
                expires_at=invitation.expires_at,
            )


class Welcome(_Welcome):
    """POST /auth/welcome."""

    @endpoint(
        access=Access.PUBLIC,
        summary="Accept an invitation: choose a password and be signed in",
        body=WelcomeIn,
        returns={200: SignedInOut},
        errors=(429,),
    )
    async def on_post(self, req: Request, resp: Response, *, body: WelcomeIn) -> SignedInOut:
        await self._count(req)
        token, caller = await service.accept(
            self._database,
            self._deps.sessions,
            token=body.token,
            password=body.password,
            display_name=body.display_name,
            address=address_of(req),
            agent=req.user_agent or "",
        )
        self._cookies.give(resp, token)
        self._cookies.give_device(resp, self._devices.marked(self._cookies.device(req), caller.username))
        return SignedInOut(account=AccountOut.of(caller), csrf_token=caller.csrf_token)


async def listed(tx: Tx, caller: Caller) -> list[InvitationOut]:
    """Every invitation as this administrator sees it."""
    found = await queries.invitations(tx)
    people = await names(tx)
    ids = [each.mail_id for each in found if each.mail_id is not None]
    posted = {each.id: each for each in await mail.posted(tx, ids=ids)}
    return [InvitationOut.of(each, caller, people, posted) for each in found]


async def one(tx: Tx, caller: Caller, invitation_id: UUID) -> InvitationOut:
    """One invitation as this administrator sees it."""
    for each in await listed(tx, caller):
        if each.id == invitation_id:
            return each
    raise NotFound("There is no such invitation.")
