"""The built pages as they are served: found by address, packed at build, kept a year where the name names the content.

What the build wrote lies in memory, because it is little. An address this release does not know may still be asked for
by a page of the former one, or by one of the next while both run: then the folder the releases share is looked in.
"""

from __future__ import annotations

import asyncio
import hashlib
import mimetypes
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from falcon.asgi import Request, Response

from shared import log
from shared.errors import NotFound
from shared.settings import DeploymentEnv

logger = log.get("rotacc.pages")

# Where the container's entrypoint keeps the hashed files of this release and the former ones.
SHARED = Path("/app/staticfiles")
YEAR = "public, max-age=31536000, immutable"
HASHED = re.compile(r"[-.][A-Za-z0-9_-]{8,}\.\w+$")  # the name changes with the content
SHARED_ADDRESS = re.compile(r"/assets/([A-Za-z0-9_-][A-Za-z0-9_.-]*)")  # one name, no folder: it leads nowhere else
NO_PAGE = b"<!doctype html><html lang=en><meta charset=utf-8><title>Not found</title><h1>There is no such page</h1>"
SUFFIXES = {"br": ".br", "gzip": ".gz"}  # what we would rather send comes first
AS_IT_IS = "identity"
# Which system this is, on top of every page, so that nobody mistakes a trial for the real one.
BANNERS = {
    DeploymentEnv.STAGING: b'<p class="environment staging">STAGING: a copy to try things on</p>',
    DeploymentEnv.DEV: b'<p class="environment dev">DEV: for building and testing, not for patients</p>',
}


@dataclass(frozen=True, slots=True)
class Page:
    """One built file, and its packed bodies by the name of the packing. `digest` is of what it says, however packed."""

    bodies: Mapping[str, bytes]
    content_type: str
    digest: str
    immutable: bool

    def etag(self, packing: str) -> str:
        """Each body has a tag of its own: they differ in every byte."""
        return self.digest if packing == AS_IT_IS else f"{self.digest}-{packing}"


def read_pages(folder: Path, system: DeploymentEnv = DeploymentEnv.PROD) -> Mapping[str, Page]:
    """Every file of the built pages by its address, with the banner of this kind of system.

    An empty folder, or none, is served as no pages at all.
    """
    files = [file for file in sorted(folder.rglob("*")) if file.is_file()] if folder.is_dir() else []
    if not files:
        logger.warning("no pages are built", folder=str(folder))
    pages = {f"/{file.relative_to(folder).as_posix()}": read_page(file) for file in files if not _is_packed(file)}
    if banner := BANNERS.get(system):
        pages = {address: _under(banner, page) for address, page in pages.items()}
    if "/index.html" in pages:
        pages["/"] = pages["/index.html"]
    return pages


def read_page(file: Path) -> Page:
    """A file and what the build packed beside it."""
    body = file.read_bytes()
    packed = {name: _beside(file, suffix) for name, suffix in SUFFIXES.items()}
    bodies = {name: path.read_bytes() for name, path in packed.items() if path.is_file()}
    immutable = file.parent.name == "assets" and HASHED.search(file.name) is not None
    return Page(bodies | {AS_IT_IS: body}, content_type(file.name), _digest(body), immutable)


def _under(banner: bytes, page: Page) -> Page:
    """A page with this on top. It travels unpacked then: what the build packed does not have it, and it is small."""
    if not page.content_type.startswith("text/html"):
        return page
    body = page.bodies[AS_IT_IS].replace(b"<body>", b"<body>" + banner, 1)
    return Page({AS_IT_IS: body}, page.content_type, _digest(body), page.immutable)


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:24]


def content_type(name: str) -> str:
    found = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if found == "text/javascript":
        found = "application/javascript"
    text = found.startswith(("text/", "application/javascript", "application/json"))
    return f"{found}; charset=utf-8" if text else found


def _beside(file: Path, suffix: str) -> Path:
    return file.with_name(file.name + suffix)


def _is_packed(file: Path) -> bool:
    """Whether this is another file's packed body, and so no page of its own."""
    return file.suffix in SUFFIXES.values() and file.with_suffix("").is_file()


def best_packing(offered: Mapping[str, bytes], accepted: str) -> str:
    """What to send to somebody who accepts this (an Accept-Encoding header): their first choice, then ours."""
    wishes = _wishes(accepted)
    anything = wishes.get("*", 0.0)
    liked = {name: wishes.get(name, anything) for name in SUFFIXES if name in offered}
    # Unpacked is fine with everybody who does not say otherwise, but nobody's first choice.
    liked[AS_IT_IS] = wishes.get(AS_IT_IS, anything if "*" in wishes else 0.001)
    best = max(liked, key=lambda name: liked[name])
    return best if liked[best] > 0 else AS_IT_IS


def _wishes(accepted: str) -> dict[str, float]:
    """Each packing named and how much it is wanted, from 0 (not at all) to 1."""
    wishes: dict[str, float] = {}
    for part in accepted.split(","):
        name, *parameters = (word.strip().lower() for word in part.split(";"))
        if name:
            wishes["gzip" if name == "x-gzip" else name] = _weight(parameters)
    return wishes


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            return float(value) if re.fullmatch(r"\s*[01](\.\d{0,3})?\s*", value) else 0.0
    return 1.0


class Pages:
    """Serves the built pages. What is asked for is looked up by its name alone, so no address leads out of a folder."""

    def __init__(self, pages: Mapping[str, Page], shared: Path = SHARED) -> None:
        self._pages, self._shared = pages, shared

    async def __call__(self, req: Request, resp: Response | None, **_: Any) -> None:
        if resp is None:
            return
        if req.method not in ("GET", "HEAD"):
            raise NotFound("There is nothing at this address.")
        page = self._pages.get(req.path) or await self._of_another_release(req.path)
        if page is None:
            self._missing(resp)
        else:
            _send(page, req, resp)

    async def _of_another_release(self, address: str) -> Page | None:
        """A hashed file another release left in the shared folder, as an open page of that release asks for."""
        name = SHARED_ADDRESS.fullmatch(address)
        if not name or not HASHED.search(name[1]) or name[1].endswith(tuple(SUFFIXES.values())):
            return None
        try:
            return await asyncio.to_thread(read_page, self._shared / "assets" / name[1])
        except OSError:
            return None

    def _missing(self, resp: Response) -> None:
        page = self._pages.get("/404.html")
        resp.status = 404
        resp.content_type = "text/html; charset=utf-8"
        resp.data = page.bodies[AS_IT_IS] if page else NO_PAGE


def _send(page: Page, req: Request, resp: Response) -> None:
    packing = best_packing(page.bodies, req.get_header("Accept-Encoding") or "")
    resp.etag = page.etag(packing)
    resp.content_type = page.content_type
    resp.set_header("Cache-Control", YEAR if page.immutable else "no-cache")
    if len(page.bodies) > 1:
        resp.set_header("Vary", "Accept-Encoding")
    if page.etag(packing) in (req.if_none_match or ()):
        resp.status = 304
        return
    if packing != AS_IT_IS:
        resp.set_header("Content-Encoding", packing)
    resp.data = page.bodies[packing]
