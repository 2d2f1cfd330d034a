"""What can be asked about popular weeks."""

from __future__ import annotations

from uuid import UUID

from falcon.asgi import Request, Response

from functions.leave.rounds import allocation, queries, service, shown
from functions.leave.rounds.schemas import AllocationIn, BidIn, CancelIn, PreviewOut, RoundIn, RoundOut, RoundsOut
from shared.access import Access, Caller
from shared.app import Deps
from shared.db import Tx
from shared.domain.problem import Practice
from shared.errors import Forbidden, NotFound
from shared.http import caller_of, endpoint, request_id_of

NO_PRACTICE = "There is no practice yet. An administrator can set one up."


class Room:
    """What every resource here is given."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    async def practice(self, tx: Tx) -> Practice:
        known = await self._deps.practices.current(tx)
        if known is None:
            raise NotFound(NO_PRACTICE)
        return known.practice

    async def shown(self, tx: Tx, round_id: UUID, caller: Caller) -> RoundOut:
        return await shown.round_out(tx, await self.practice(tx), await service.the_round(tx, round_id), caller)


class Rounds(Room):
    """GET and POST /leave/rounds."""

    @endpoint(access=Access.SIGNED_IN, summary="Popular weeks", returns={200: RoundsOut}, errors=(404,))
    async def on_get(self, req: Request, _resp: Response) -> RoundsOut:
        async with self._deps.database.tx() as tx:
            practice = await self.practice(tx)
            caller = caller_of(req)
            found = await queries.rounds(tx)
            return RoundsOut(
                rounds=[await shown.round_out(tx, practice, offer, caller) for offer in found],
                groups=sorted(service.known_groups(practice)) if caller.is_administrator else [],
                flags=sorted({f for p in practice.people for f in p.flags}) if caller.is_administrator else [],
            )

    @endpoint(access=Access.ADMINISTRATOR, summary="Offer popular weeks", body=RoundIn, returns={201: RoundOut})
    async def on_post(self, req: Request, _resp: Response, *, body: RoundIn) -> RoundOut:
        caller = caller_of(req)
        async with self._deps.database.tx() as tx:
            practice = await self.practice(tx)
            offer = await service.open_round(tx, practice, body, by=caller.account_id, request_id=request_id_of(req))
            return await shown.round_out(tx, practice, offer, caller)


class OneRound(Room):
    """GET and PUT /leave/rounds/{id}."""

    @endpoint(access=Access.SIGNED_IN, summary="One offer of popular weeks", returns={200: RoundOut}, errors=(404,))
    async def on_get(self, req: Request, _resp: Response, *, round_id: UUID) -> RoundOut:
        async with self._deps.database.tx() as tx:
            return await self.shown(tx, round_id, caller_of(req))

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Change an offer of popular weeks",
        body=RoundIn,
        returns={200: RoundOut},
        errors=(404, 409),
    )
    async def on_put(self, req: Request, _resp: Response, *, body: RoundIn, round_id: UUID) -> RoundOut:
        caller = caller_of(req)
        async with self._deps.database.tx() as tx:
            practice = await self.practice(tx)
            await service.change_round(
                tx, practice, round_id, body, by=caller.account_id, request_id=request_id_of(req)
            )
            return await self.shown(tx, round_id, caller)


class OneBid(Room):
    """PUT and DELETE /leave/rounds/{id}/bids/{code}. One's own; an administrator may for anybody."""

    @endpoint(
        access=Access.SIGNED_IN,
        summary="Say which weeks somebody would like",
        body=BidIn,
        returns={200: RoundOut},
        errors=(403, 404, 409),
    )
    async def on_put(self, req: Request, _resp: Response, *, body: BidIn, round_id: UUID, code: str) -> RoundOut:
        caller = _own_or_administrator(req, code)
        async with self._deps.database.tx() as tx:
            await service.put_bid(
                tx,
                await self.practice(tx),
                round_id,
                code=code,
                choices=body.choices,
                by=caller.account_id,
                request_id=request_id_of(req),
            )
            return await self.shown(tx, round_id, caller)

    @endpoint(access=Access.SIGNED_IN, summary="Take a bid back", returns={200: RoundOut}, errors=(403, 404, 409))
    async def on_delete(self, req: Request, _resp: Response, *, round_id: UUID, code: str) -> RoundOut:
        caller = _own_or_administrator(req, code)
        async with self._deps.database.tx() as tx:
            await service.withdraw_bid(tx, round_id, code=code, by=caller.account_id, request_id=request_id_of(req))
            return await self.shown(tx, round_id, caller)


class Preview(Room):
    """GET /leave/rounds/{id}/preview."""

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="How the places would go if bids closed now",
        returns={200: PreviewOut},
        errors=(404,),
    )
    async def on_get(self, _req: Request, _resp: Response, *, round_id: UUID) -> PreviewOut:
        async with self._deps.database.tx() as tx:
            practice = await self.practice(tx)
            offer = await service.the_round(tx, round_id)
            return shown.preview_out(offer, practice, *await allocation.preview(tx, practice, offer))


class Allocation(Room):
    """PUT /leave/rounds/{id}/allocation."""

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Give the places of popular weeks out",
        body=AllocationIn,
        returns={200: RoundOut},
        errors=(404, 409),
    )
    async def on_put(self, req: Request, _resp: Response, *, body: AllocationIn, round_id: UUID) -> RoundOut:
        caller = caller_of(req)
        async with self._deps.database.tx() as tx:
            await allocation.allocate(
                tx,
                round_id,
                early=body.early,
                version=body.version,
                by=caller.account_id,
                request_id=request_id_of(req),
            )
            return await self.shown(tx, round_id, caller)


class Cancellation(Room):
    """PUT /leave/rounds/{id}/cancellation."""

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Take an offer of popular weeks back",
        body=CancelIn,
        returns={200: RoundOut},
        errors=(404, 409),
    )
    async def on_put(self, req: Request, _resp: Response, *, body: CancelIn, round_id: UUID) -> RoundOut:
        caller = caller_of(req)
        async with self._deps.database.tx() as tx:
            await service.cancel_round(
                tx, round_id, version=body.version, by=caller.account_id, request_id=request_id_of(req)
            )
            return await self.shown(tx, round_id, caller)


def _own_or_administrator(req: Request, code: str) -> Caller:
    caller = caller_of(req)
    if caller.person_code != code and not caller.is_administrator:
        raise Forbidden("You can bid for yourself only.")
    return caller
