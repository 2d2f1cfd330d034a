"""What stands at every door: our own host, https, our own pages, who is asking, and the token of a change."""

from __future__ import annotations

import re
import secrets
from typing import Any
from urllib.parse import quote, urlsplit

import falcon
from falcon.asgi import Request, Response

from shared import errors
from shared.access import Caller, may
from shared.http import SAFE, declaration
from shared.pace import Pace
from shared.proxies import Proxies, host_of
from shared.sessions import Sessions, cookie_name
from shared.settings import DeploymentEnv, Settings

HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*(:\d+)?")
IN_PATHS = "/:@!$&'()*+,;="  # what RFC 3986 lets stand in a path as it is
PROBES = frozenset({"/healthz", "/readyz", "/metrics"})  # asked by address rather than by name, and without TLS


OURS = (None, "same-origin", "none")  # what Sec-Fetch-Site is where a page of ours asks, or somebody by hand


class Hosts:
    """The hosts this site answers for. None told: that of SITE_URL; on a development system, any."""

    def __init__(self, settings: Settings) -> None:
        told = [host.lower() for host in settings.allowed_hosts]
        site = (urlsplit(settings.site_url).netloc or "").lower()
        if not told and site and settings.deployment_env is not DeploymentEnv.DEV:
            told = [host_of(site)]
        self._any = not told or "*" in told
        self._names = frozenset(told)
        self._below = tuple(host for host in told if host.startswith("."))

    def has(self, netloc: str) -> bool:
        """Whether a request for this host, with or without a port, is for us."""
        host = host_of(netloc)
        return self._any or not self._names.isdisjoint({netloc, host}) or f".{host}".endswith(self._below)


class Doorkeeper:
    """Lets in whom a route's declaration lets in, before anything of the request is read."""

    def __init__(self, settings: Settings, sessions: Sessions, proxies: Proxies, pace: Pace) -> None:
        self._sessions = sessions
        self._pace = pace
        self._proxies = proxies
        self._hosts = Hosts(settings)
        self._cookie = cookie_name(secure=settings.secure_cookies)
        self._https_only = settings.secure_ssl_redirect
        self._site = urlsplit(settings.site_url)
        self._origins = frozenset(settings.csrf_trusted_origins) | {settings.site_url.rstrip("/")} - {""}
        # https://*.example.nhs.uk is every host below it, but not the host itself.
        self._below = tuple(tuple(each.split("*", 1)) for each in self._origins if "://*." in each)

    async def process_request(self, req: Request, _resp: Response) -> None:
        if req.path not in PROBES:
            self._check_host(req)
            self._check_https(req)
        if "\0" in req.path:  # no store can hold such a name
            raise falcon.HTTPNotFound(description="There is nothing at this address.")
        if req.method not in SAFE:
            self._check_origin(req)

    async def process_resource(self, req: Request, _resp: Response, resource: object, _params: dict[str, Any]) -> None:
        declared = declaration(resource, req.method)
        if declared is None:
            return  # a method nobody answers: 405, or OPTIONS
        caller = await self._caller(req)
        req.context["caller"] = caller
        if not may(caller, declared.access):
            if caller is None:
                raise errors.NotSignedIn("Please sign in.")
            raise errors.Forbidden(f"This is for {declared.access}s.")
        if req.method not in SAFE and caller is not None and declared.access != "public":
            given = (req.get_header("X-CSRF-Token") or "").encode()
            if not secrets.compare_digest(given, caller.csrf_token.encode()):
                raise errors.Forbidden("This change did not come from our own pages. Reload the page and try again.")
        if declared.a_minute is not None and caller is not None:
            route = f"{req.method} {req.uri_template}"
            await self._pace.step(caller.account_id, route, a_minute=declared.a_minute)

    async def _caller(self, req: Request) -> Caller | None:
        token = (req.get_cookie_values(self._cookie) or [""])[0]
        return await self._sessions.caller(token) if token else None

    def _check_host(self, req: Request) -> None:
        if not self._hosts.has(self._proxies.netloc(req)):
            raise falcon.HTTPBadRequest(description="This site does not answer for that host.")

    def _check_https(self, req: Request) -> None:
        """Send whoever came by http to https. A change was readable on its way: it is refused, so that it is noticed.

        Only where one of our proxies says that it was http: whoever asks this process directly finds no TLS here.
        """
        if not self._https_only or self._proxies.scheme(req) != "http":
            return
        if req.method not in ("GET", "HEAD"):
            raise errors.Forbidden("This was sent by http, which others can read. Use https.")
        raise falcon.HTTPPermanentRedirect(f"https://{self._https_netloc(req)}{_asked_for(req)}")

    def _https_netloc(self, req: Request) -> str:
        """Where https is spoken: at SITE_URL's port if that names this host, else at the usual one."""
        host = host_of(self._proxies.netloc(req))
        if self._site.scheme == "https" and host_of(self._site.netloc.lower()) == host:
            return self._site.netloc
        return host

    def _check_origin(self, req: Request) -> None:
        """A browser says where a change comes from; it must be one of our own pages.

        An https page of our own host is ours even where no proxy has told us that it is https.
        """
        origin, site = req.get_header("Origin"), req.get_header("Sec-Fetch-Site")
        netloc = self._proxies.netloc(req)
        own = {f"{self._proxies.scheme(req) or req.scheme}://{netloc}", f"https://{netloc}"}
        told = self._is_told(origin)
        if (origin is not None and origin not in own and not told) or (site not in OURS and not told):
            raise errors.Forbidden("Changes are taken from our own pages only.")

    def _is_told(self, origin: str | None) -> bool:
        """Whether the settings say that changes may come from there."""
        if origin is None:
            return False
        return origin in self._origins or any(
            origin.startswith(scheme) and origin.endswith(domain) and HOST.fullmatch(origin.removeprefix(scheme))
            for scheme, domain in self._below
        )


def _asked_for(req: Request) -> str:
    """The path and what stands behind the question mark, as an address has them: no line can end within."""
    return quote(req.path, safe=IN_PATHS) + (f"?{req.query_string}" if req.query_string else "")
