"""One request to a provider, with the moment of handing over put where it belongs.

The connection is made, and the other side's certificate checked, before the message counts as handed over; then the
request goes out. So a provider that is away, or a false one, has certainly got nothing.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from typing import Any

import httpx

from functions.notify.carriers.answers import MAY_ARRIVE, Answer
from functions.notify.carriers.carrier import HandOver, NotNow, Silence

STEP_SECONDS = 30.0
WHOLE_SECONDS = 120.0
LARGEST_ANSWER = 64 * 1024
BEGINS = "http11.send_request_headers.started"
NOT_REACHED = "The provider could not be reached."
FELL_SILENT = f"The provider fell silent after it had been given the message. {MAY_ARRIVE}"


async def post(url: str, hand_over: HandOver, *, headers: Mapping[str, str], **content: Any) -> Answer:
    """What the provider answers. Raises NotNow when it has got nothing, Silence when it may have.

    `content` is what httpx calls it: `json`, `data`, `auth`.
    """
    given = False

    async def watch(event: str, info: Mapping[str, Any]) -> None:
        nonlocal given
        # A proxy is asked for a tunnel first, by a request of its own.
        if event == BEGINS and not given and info["request"].method != b"CONNECT":
            await hand_over()
            given = True

    try:
        async with asyncio.timeout(WHOLE_SECONDS), _client() as client:
            extensions = {"trace": watch}
            async with client.stream("POST", url, headers=headers, extensions=extensions, **content) as answer:
                return Answer(answer.status_code, dict(answer.headers), await _beginning(answer))
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:  # TimeoutError is an OSError
        if given:
            raise Silence(f"{FELL_SILENT} {words_of(error)}") from error
        raise NotNow(f"{NOT_REACHED} {words_of(error)}") from error


def usable(name: str, key: str) -> str:
    """A key as it can stand in a header. Raises NotNow without showing it."""
    if not key.isascii() or not key.isprintable() or " " in key:
        raise NotNow(f"{name} holds signs no key has, such as a space or a line break.")
    return key


def words_of(error: BaseException) -> str:
    """What went wrong on the line; never what we sent."""
    if isinstance(error, httpx.LocalProtocolError):  # quotes the header it could not send
        return type(error).__name__
    return f"{type(error).__name__}: {error}".strip().removesuffix(":")


def _client() -> httpx.AsyncClient:
    # The system's own certificates, as for SMTP: a practice's gateway has one they know.
    return httpx.AsyncClient(timeout=STEP_SECONDS, verify=ssl.create_default_context(), follow_redirects=False)


async def _beginning(answer: httpx.Response) -> bytes:
    """The body, as far as anybody would read it."""
    body = b""
    async for chunk in answer.aiter_bytes():
        body += chunk
        if len(body) > LARGEST_ANSWER:
            break
    return body[:LARGEST_ANSWER]
