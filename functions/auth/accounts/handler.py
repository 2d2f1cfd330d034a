"""What administrators can ask about accounts."""

from __future__ import annotations

from uuid import UUID

from falcon.asgi import Request, Response

from functions.auth import letters, queries
from functions.auth.accounts import service
from functions.auth.accounts.schemas import AccountEditIn, AccountMadeIn, AccountRowOut, AccountsOut, DeactivationIn
from functions.auth.links.queries import pending_emails
from functions.auth.people import PersonOut
from functions.auth.schemas import SignInOut, SignInsOut
from shared.access import Access, Caller
from shared.app import Deps
from shared.db import Tx
from shared.http import caller_of, endpoint
from shared.queries.practice import former_names, names


class _Accounts:
    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._database = deps.database
        self._sessions = deps.sessions


class Accounts(_Accounts):
    """GET and POST /auth/accounts."""

    @endpoint(access=Access.ADMINISTRATOR, summary="Who can sign in", returns={200: AccountsOut})
    async def on_get(self, req: Request, _resp: Response) -> AccountsOut:
        async with self._database.tx() as tx:
            people, pending = await names(tx), await pending_emails(tx)
            former = await former_names(tx)
            found = await queries.accounts(tx)
        choice = [PersonOut(code=code, name=name) for code, name in people.items() if code not in former]
        rows = [AccountRowOut.of(each, caller_of(req), people, pending) for each in found]
        can_mail = not letters.not_set_up(self._deps.settings)
        return AccountsOut(accounts=rows, people=sorted(choice, key=lambda each: each.name), can_mail=can_mail)

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Make an account by hand",
        body=AccountMadeIn,
        returns={201: AccountRowOut},
    )
    async def on_post(self, req: Request, _resp: Response, *, body: AccountMadeIn) -> AccountRowOut:
        caller = caller_of(req)
        async with self._database.tx() as tx:
            account_id = await service.make(tx, self._deps.settings, caller, **body.model_dump())
            return await row(tx, caller, account_id)


class OneAccount(_Accounts):
    """GET and PUT /auth/accounts/{id}."""

    @endpoint(access=Access.ADMINISTRATOR, summary="One account", returns={200: AccountRowOut}, errors=(404,))
    async def on_get(self, req: Request, _resp: Response, *, account_id: UUID) -> AccountRowOut:
        async with self._database.tx() as tx:
            return await row(tx, caller_of(req), account_id)

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Change an account",
        body=AccountEditIn,
        returns={200: AccountRowOut},
        errors=(404, 409),
    )
    async def on_put(self, req: Request, _resp: Response, *, body: AccountEditIn, account_id: UUID) -> AccountRowOut:
        caller = caller_of(req)
        async with self._database.tx() as tx:
            await service.change(tx, self._deps.settings, caller, account_id=account_id, **body.model_dump())
            changed = await row(tx, caller, account_id)
        self._sessions.forget_standings()
        return changed


class Deactivation(_Accounts):
    """PUT and DELETE /auth/accounts/{id}/deactivation."""

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Deactivate an account and sign it out",
        body=DeactivationIn,
        returns={200: AccountRowOut},
        errors=(404, 409),
    )
    async def on_put(self, req: Request, _resp: Response, *, body: DeactivationIn, account_id: UUID) -> AccountRowOut:
        caller = caller_of(req)
        async with self._database.tx() as tx:
            await service.deactivate(
                tx, caller, account_id=account_id, version=body.version, reason=(body.reason or "").strip() or None
            )
            changed = await row(tx, caller, account_id)
        await self._sessions.close_all(account_id)
        self._sessions.forget_standings()
        return changed

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Reactivate an account",
        returns={200: AccountRowOut},
        errors=(404, 422),
    )
    async def on_delete(self, req: Request, _resp: Response, *, account_id: UUID) -> AccountRowOut:
        caller = caller_of(req)
        async with self._database.tx() as tx:
            await service.reactivate(tx, caller, account_id=account_id)
            changed = await row(tx, caller, account_id)
        self._sessions.forget_standings()
        return changed


class Sessions(_Accounts):
    """GET and DELETE /auth/accounts/{id}/sessions."""

    @endpoint(
        access=Access.ADMINISTRATOR, summary="Where somebody is signed in", returns={200: SignInsOut}, errors=(404,)
    )
    async def on_get(self, _req: Request, _resp: Response, *, account_id: UUID) -> SignInsOut:
        async with self._database.tx() as tx:
            await service.existing(tx, account_id)
        return SignInsOut([SignInOut.of(each) for each in await self._sessions.of(account_id)])

    @endpoint(
        access=Access.ADMINISTRATOR, summary="Sign somebody out everywhere", returns={204: None}, errors=(404, 422)
    )
    async def on_delete(self, req: Request, _resp: Response, *, account_id: UUID) -> None:
        async with self._database.tx() as tx:
            await service.sign_out(tx, caller_of(req), account_id=account_id)
        await self._sessions.close_all(account_id)


async def row(tx: Tx, caller: Caller, account_id: UUID) -> AccountRowOut:
    """One account as this administrator sees it. Raises NotFound."""
    account = await service.existing(tx, account_id)
    return AccountRowOut.of(account, caller, await names(tx), await pending_emails(tx))
