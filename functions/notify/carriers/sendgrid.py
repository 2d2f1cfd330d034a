"""Mail by SendGrid's own library, in a thread of its own because the library waits.

The library builds the request and reads the answer. Its connection is ours for three reasons: the message counts as
handed over only once there is a connection, no answer leads the key to another address, and nothing waits for ever.
"""

from __future__ import annotations

import asyncio
import http.client
import logging
import urllib.error
import urllib.request
from collections.abc import Callable
from functools import partial
from typing import Any

import python_http_client  # type: ignore[import-untyped]
import sendgrid  # type: ignore[import-untyped]
from python_http_client.exceptions import HTTPError  # type: ignore[import-untyped]
from sendgrid.helpers import mail as parts  # type: ignore[import-untyped]

from functions.notify.carriers.answers import Answer, judge
from functions.notify.carriers.carrier import HandOver, NotNow, Silence
from functions.notify.carriers.http_api import FELL_SILENT, NOT_REACHED, STEP_SECONDS, usable, words_of
from functions.notify.carriers.message import checked, message_id_of, require_settings, sender_of
from shared.mail import Letter
from shared.settings import Settings

ADDRESS = "https://api.sendgrid.com"
# The library writes keys and messages into the log where that is set to DEBUG.
logging.getLogger("python_http_client").setLevel(logging.WARNING)


class SendGrid:
    """One request for each message."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def carry(self, letter: Letter, hand_over: HandOver) -> str:
        settings, sender = self._settings, sender_of(self._settings)
        require_settings(settings)
        key = usable("SENDGRID_API_KEY", settings.sendgrid_api_key)
        checked(letter, sender)
        loop = asyncio.get_running_loop()

        def hand_over_here() -> None:
            asyncio.run_coroutine_threadsafe(_done(hand_over), loop).result(STEP_SECONDS)

        host = (settings.email_api_url or ADDRESS).rstrip("/")
        answer = await asyncio.to_thread(_ask, host, key, body_of(letter, sender), hand_over_here)
        judge(answer, _words(answer), key=key)
        return f"SendGrid took it: {answer.headers.get('x-message-id', '')}".strip()


def body_of(letter: Letter, sender: str) -> dict[str, Any]:
    """The message as the library has it."""
    message = parts.Mail(
        from_email=parts.From(sender, letter.from_name),
        to_emails=parts.To(letter.to_address),
        subject=parts.Subject(letter.subject),
        plain_text_content=parts.PlainTextContent(letter.text),
        html_content=parts.HtmlContent(letter.html),
    )
    message.header = parts.Header("Message-ID", message_id_of(letter, sender))
    message.header = parts.Header("Auto-Submitted", "auto-generated")
    message.custom_arg = parts.CustomArg("rotacc-mail", str(letter.id))
    tracking = parts.TrackingSettings()  # a link that opens an account must not be rewritten
    tracking.click_tracking = parts.ClickTracking(enable=False, enable_text=False)
    tracking.open_tracking = parts.OpenTracking(enable=False)
    message.tracking_settings = tracking
    body: dict[str, Any] = message.get()
    return body


def _ask(host: str, key: str, body: dict[str, Any], hand_over: Callable[[], None]) -> Answer:
    """What SendGrid answers. Raises NotNow when it has got nothing, Silence when it may have."""
    api = sendgrid.SendGridAPIClient(key, host=host)
    api.client = Careful(hand_over, host=host, request_headers=api.client.request_headers, version=3)
    try:
        answer = api.client.mail.send.post(request_body=body)
    except HTTPError as error:  # every answer but a good one
        return Answer(error.status_code, _lower(error.headers), error.body or b"")
    except urllib.error.URLError as error:  # before the whole request was out
        raise NotNow(f"{NOT_REACHED} {words_of(_reason(error))}") from error
    except (OSError, http.client.HTTPException) as error:
        raise Silence(f"{FELL_SILENT} {words_of(error)}") from error
    return Answer(answer.status_code, _lower(answer.headers), answer.body or b"")


class Careful(python_http_client.Client):  # type: ignore[misc]  # the library has no types
    """The library's client on connections that tell when they stand, follow no redirect and give up in time."""

    def __init__(self, hand_over: Callable[[], None], **more: Any) -> None:
        super().__init__(timeout=STEP_SECONDS, **more)
        self._hand_over = hand_over

    def _build_client(self, name: str | None = None) -> Careful:
        path = [*self._url_path, name] if name else self._url_path
        more = {"host": self.host, "version": self._version, "request_headers": self.request_headers}
        return Careful(self._hand_over, url_path=path, **more)

    def _make_request(self, _opener: Any, request: urllib.request.Request, timeout: float | None = None) -> Any:
        opener = urllib.request.build_opener(_NoRedirect(), _Https(self._hand_over), _Http(self._hand_over))
        return super()._make_request(opener, request, timeout=timeout)


class _TlsConnection(http.client.HTTPSConnection):
    def __init__(self, hand_over: Callable[[], None], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._hand_over = hand_over

    def connect(self) -> None:
        super().connect()
        self._hand_over()


class _Connection(http.client.HTTPConnection):
    def __init__(self, hand_over: Callable[[], None], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._hand_over = hand_over

    def connect(self) -> None:
        super().connect()
        self._hand_over()


class _Https(urllib.request.HTTPSHandler):
    def __init__(self, hand_over: Callable[[], None]) -> None:
        super().__init__()
        self._hand_over = hand_over

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(partial(_TlsConnection, self._hand_over), req)


class _Http(urllib.request.HTTPHandler):
    def __init__(self, hand_over: Callable[[], None]) -> None:
        super().__init__()
        self._hand_over = hand_over

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(partial(_Connection, self._hand_over), req)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """Whoever answers with another address gets neither the key nor the message."""


async def _done(hand_over: HandOver) -> None:
    await hand_over()


def _lower(headers: Any) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()} if headers else {}


def _words(answer: Answer) -> str:
    found = answer.json().get("errors")
    told = [str(each.get("message", "")) for each in found if isinstance(each, dict)] if isinstance(found, list) else []
    return "; ".join(filter(None, told)) or answer.text()


def _reason(error: urllib.error.URLError) -> BaseException:
    return error.reason if isinstance(error.reason, BaseException) else error
