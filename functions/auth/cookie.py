"""The two cookies: of a sign-in, and of a browser somebody has signed in with before."""

from __future__ import annotations

from datetime import UTC, datetime

from falcon.asgi import Request, Response

from functions.auth.devices import DAYS, DEVICE
from shared.sessions import cookie_name
from shared.settings import Settings

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class Cookies:
    """Both go back to this very host only, over https where there is TLS, and never to a page from elsewhere."""

    def __init__(self, settings: Settings) -> None:
        self._secure = settings.secure_cookies
        self._sign_in = cookie_name(secure=self._secure)
        self._device = cookie_name(DEVICE, secure=self._secure)

    def give(self, resp: Response, token: str) -> None:
        """Have the browser keep a sign-in. No age: on a shared computer it ends with the browser."""
        resp.set_cookie(self._sign_in, token, path="/", http_only=True, secure=self._secure, same_site="Strict")

    def take(self, resp: Response) -> None:
        """Have the browser forget it."""
        # Not by unset_cookie: it leaves Secure out, and browsers heed nothing about a __Host- cookie without it.
        resp.set_cookie(
            self._sign_in, "", path="/", http_only=True, secure=self._secure, same_site="Strict", expires=LONG_AGO
        )

    def tokens(self, req: Request) -> list[str]:
        """What the browser shows as its sign-in; several only where somebody has tampered with it."""
        return req.get_cookie_values(self._sign_in) or []

    def give_device(self, resp: Response, marks: str) -> None:
        """Have the browser keep who signed in with it."""
        resp.set_cookie(
            self._device, marks, path="/", http_only=True, secure=self._secure, same_site="Strict",
            max_age=DAYS * 86_400,
        )  # fmt: skip

    def device(self, req: Request) -> str:
        """Who signed in with this browser, as it was told to keep it."""
        return (req.get_cookie_values(self._device) or [""])[0]
