"""The cookie of a sign-in."""

from __future__ import annotations

from falcon.asgi import Response

from shared.sessions import COOKIE


def give(resp: Response, token: str, *, secure: bool) -> None:
    """Have the browser keep a sign-in. No age: on a shared computer it ends with the browser; redis ends it unused."""
    resp.set_cookie(COOKIE, token, path="/", http_only=True, secure=secure, same_site="Lax")


def take(resp: Response) -> None:
    """Have the browser forget it."""
    resp.unset_cookie(COOKIE, path="/", same_site="Lax")
