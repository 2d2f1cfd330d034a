"""What can be asked about somebody's terms. Each answer is the whole person, as they are afterwards."""

from __future__ import annotations

from functools import partial

from falcon.asgi import Request, Response

from functions.practice.people import service_terms
from functions.practice.people.answers import PersonPageOut
from functions.practice.people.handler import OfOnePerson, by
from functions.practice.people.schemas import AddTermIn, ChangeIn, CorrectionIn, EndIn, VersionQuery
from shared.access import Access
from shared.http import endpoint


class Terms(OfOnePerson):
    """POST /practice/people/{code}/terms."""

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Add a term",
        body=AddTermIn,
        returns={201: PersonPageOut},
        errors=(404,),
    )
    async def on_post(self, req: Request, _resp: Response, *, body: AddTermIn, code: str) -> PersonPageOut:
        return await self._done(
            code, partial(service_terms.add_term, code=code, wanted=body, reason=body.reason, by=by(req))
        )


class OneTerm(OfOnePerson):
    """PUT and DELETE /practice/people/{code}/terms/{id}."""

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Put a term right, all of it",
        body=CorrectionIn,
        returns={200: PersonPageOut},
        errors=(404, 409),
    )
    async def on_put(
        self, req: Request, _resp: Response, *, body: CorrectionIn, code: str, term_id: int
    ) -> PersonPageOut:
        return await self._done(
            code, partial(service_terms.correct_term, code=code, term_id=term_id, wanted=body, by=by(req))
        )

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Delete a term that has not begun",
        query=VersionQuery,
        returns={200: PersonPageOut},
        errors=(404, 409),
    )
    async def on_delete(
        self, req: Request, _resp: Response, *, query: VersionQuery, code: str, term_id: int
    ) -> PersonPageOut:
        return await self._done(
            code, partial(service_terms.delete_term, code=code, term_id=term_id, version=query.version, by=by(req))
        )


class TermChange(OfOnePerson):
    """PUT /practice/people/{code}/terms/{id}/change."""

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="Change a term from a date, which splits it",
        body=ChangeIn,
        returns={200: PersonPageOut},
        errors=(404, 409),
    )
    async def on_put(self, req: Request, _resp: Response, *, body: ChangeIn, code: str, term_id: int) -> PersonPageOut:
        return await self._done(
            code, partial(service_terms.change_term, code=code, term_id=term_id, wanted=body, by=by(req))
        )


class TermEnd(OfOnePerson):
    """PUT /practice/people/{code}/terms/{id}/end."""

    @endpoint(
        access=Access.ADMINISTRATOR,
        summary="End a term, or take its end away",
        body=EndIn,
        returns={200: PersonPageOut},
        errors=(404, 409),
    )
    async def on_put(self, req: Request, _resp: Response, *, body: EndIn, code: str, term_id: int) -> PersonPageOut:
        act = partial(
            service_terms.end_term,
            code=code,
            term_id=term_id,
            version=body.version,
            last_day=body.last_day,
            corrects_past=body.corrects_past,
            reason=body.reason,
            by=by(req),
        )
        return await self._done(code, act)
