"""Four mail providers on this machine: real HTTPS servers that check what they are sent as the public documents of each
say, keep what they take, answer as each answers, and do what a test wants."""

from __future__ import annotations

import base64
import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs
from uuid import uuid4

import trustme

KEY = "key-of-the-provider-0123456789abcdef"
SENDER = "rota@practice.example"
DOMAIN = "practice.example"
HELD_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found

    def form(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(self.body.decode(), strict_parsing=True).items()}


@dataclass(frozen=True, slots=True)
class Reply:
    """What a provider answers. None: it hangs up."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Taken:
    """A message as the receiver will have it."""

    to: str
    sender: str
    subject: str
    text: str
    html: str
    headers: Mapping[str, str]


class Wrong(Exception):
    """What was sent is not what the provider's documents ask for; the reply says so."""

    def __init__(self, status: int, body: Any) -> None:
        super().__init__(body)
        self.reply = Reply(status, body)


@dataclass
class MailApi:
    """`answers` are given to the messages that come, one each, instead of taking them: a Reply, or `hang_up` to take
    the message and say nothing. After them everything is taken.

    `hold_at`: "greeting" (before TLS) or "answer" (the message is taken); there the next request is kept, once.
    """

    provider: str
    url: str
    certificate: Path
    asked: list[Asked] = field(default_factory=list)
    received: list[Taken] = field(default_factory=list)
    answers: list[Reply | Callable[[], None]] = field(default_factory=list)
    hold_at: str = ""
    held: threading.Event = field(default_factory=threading.Event)
    known: dict[str, tuple[bytes, Reply]] = field(default_factory=dict)

    def settings(self) -> dict[str, Any]:
        """What a system is told to send its mail here."""
        names = {"postmark": "postmark_server_token"}
        key = {names.get(self.provider, f"{self.provider}_api_key"): KEY}
        return {
            "email_provider": self.provider,
            "email_api_url": self.url,
            "default_from_email": SENDER,
            **key,
        }

    def environment(self) -> dict[str, str]:
        """The same, for the processes of a whole system."""
        return {name.upper(): str(value) for name, value in self.settings().items()} | {
            "SSL_CERT_FILE": str(self.certificate)
        }

    def forget(self) -> None:
        """As if nothing had been sent yet."""
        for kept in (self.asked, self.received, self.answers):
            kept.clear()
        self.known.clear()
        self.hold_at = ""
        self.held.clear()

    def to(self, address: str) -> list[Taken]:
        return [message for message in self.received if message.to == address]

    def hold(self, place: str) -> None:
        if self.hold_at == place:
            self.hold_at = ""
            self.held.set()
            time.sleep(HELD_SECONDS)

    def answer(self, asked: Asked) -> Reply | None:
        """What the provider does with one request; None: it hangs up."""
        self.asked.append(asked)
        try:
            read, ok = PROVIDERS[self.provider]
            taken = read(asked)
        except Wrong as wrong:
            return wrong.reply
        key = asked.headers.get("idempotency-key")
        if key in self.known:
            return self._again(key, asked)
        planned = self.answers.pop(0) if self.answers else None
        if isinstance(planned, Reply):
            return planned
        self.received.append(taken)
        reply = ok()
        if key:
            self.known[key] = (asked.body, reply)
        self.hold("answer")
        return None if planned else reply

    def _again(self, key: str, asked: Asked) -> Reply:
        body, reply = self.known[key]
        if body == asked.body:
            return reply
        return Reply(409, {"statusCode": 409, "name": "invalid_idempotent_request", "message": "Another body."})


def hang_up() -> None:
    """Take the message, and break the connection without a word."""


# What each provider's public documents ask of a request.


def _must(true: object, status: int, body: Any) -> None:
    if not true:
        raise Wrong(status, body)


def _mailgun(asked: Asked) -> Taken:
    right = "Basic " + base64.b64encode(f"api:{KEY}".encode()).decode()
    _must(asked.headers.get("authorization") == right, 401, "Forbidden")
    _must(asked.path == f"/v3/{DOMAIN}/messages", 404, {"message": f"Domain not found: {asked.path.split('/')[2]}"})
    _must(asked.headers.get("content-type") == "application/x-www-form-urlencoded", 400, {"message": "not a form"})
    form = asked.form()
    for name in ("from", "to", "subject", "text", "html"):
        _must(form.get(name), 400, {"message": f"'{name}' parameter is missing"})
    own = {name[2:]: value for name, value in form.items() if name.startswith("h:")}
    _must(form.get("o:tracking") == "no", 400, {"message": "links would be rewritten"})
    return Taken(form["to"], form["from"], form["subject"], form["text"], form["html"], own)


def _sendgrid(asked: Asked) -> Taken:
    def errors(message: str) -> dict[str, Any]:
        return {"errors": [{"message": message, "field": None, "help": None}]}

    _must(asked.path == "/v3/mail/send", 404, errors("not found"))
    grant = "The provided authorization grant is invalid, expired, or revoked"
    _must(asked.headers.get("authorization") == f"Bearer {KEY}", 401, errors(grant))
    _must(asked.headers.get("content-type") == "application/json", 415, errors("Content-Type should be JSON"))
    body = asked.json()
    known = {"personalizations", "from", "subject", "content", "headers", "custom_args", "tracking_settings"}
    _must(set(body) <= known, 400, errors(f"unknown fields: {set(body) - known}"))
    _must(body["from"]["email"] == SENDER, 403, errors("The from address does not match a verified Sender Identity."))
    _must([each["type"] for each in body["content"]] == ["text/plain", "text/html"], 400, errors("content's order"))
    _must(not body["tracking_settings"]["click_tracking"]["enable"], 400, errors("links would be rewritten"))
    [person] = body["personalizations"]
    [to] = person["to"]
    text, html = (each["value"] for each in body["content"])
    sender = f"{body['from']['name']} <{body['from']['email']}>"
    return Taken(to["email"], sender, person.get("subject") or body["subject"], text, html, body["headers"])


def _postmark(asked: Asked) -> Taken:
    def error(code: int, message: str) -> dict[str, Any]:
        return {"ErrorCode": code, "Message": message}

    _must(asked.path == "/email", 404, error(404, "not found"))
    token = asked.headers.get("x-postmark-server-token")
    _must(token == KEY, 401, error(10, "The Server Token you provided in the request was invalid."))
    json_both_ways = asked.headers.get("content-type") == asked.headers.get("accept") == "application/json"
    _must(json_both_ways, 422, error(409, "JSON required"))
    body = asked.json()
    _must(SENDER in body["From"], 422, error(400, "The 'From' address you supplied is not a Sender Signature."))
    _must(body.get("To") and body.get("TextBody"), 422, error(300, "Zero recipients specified"))
    _must(body.get("TrackLinks") == "None", 422, error(300, "links would be rewritten"))
    headers = {each["Name"]: each["Value"] for each in body["Headers"]}
    return Taken(body["To"], body["From"], body["Subject"], body["TextBody"], body["HtmlBody"], headers)


def _resend(asked: Asked) -> Taken:
    def error(status: int, name: str, message: str) -> dict[str, Any]:
        return {"statusCode": status, "name": name, "message": message}

    _must(asked.path == "/emails", 404, error(404, "not_found", "not found"))
    _must("authorization" in asked.headers, 401, error(401, "missing_api_key", "Missing API key"))
    right = asked.headers.get("authorization") == f"Bearer {KEY}"
    _must(right, 403, error(403, "invalid_api_key", "API key is invalid"))
    _must(asked.headers.get("user-agent"), 403, error(403, "1010", "User-Agent is missing"))
    body = asked.json()
    known = {"from", "to", "subject", "text", "html", "headers", "tags"}
    _must(set(body) <= known, 422, error(422, "validation_error", f"unknown fields: {set(body) - known}"))
    _must(isinstance(body["to"], list), 422, error(422, "validation_error", "`to` must be a list"))
    plain = all(c.isascii() and (c.isalnum() or c in "_-") for tag in body["tags"] for c in tag["name"] + tag["value"])
    _must(plain, 422, error(422, "validation_error", "tags hold letters, digits, _ and - only"))
    _must(len(asked.headers.get("idempotency-key", "")) <= 256, 400, error(400, "invalid_idempotency_key", "too long"))
    [to] = body["to"]
    return Taken(to, body["from"], body["subject"], body["text"], body["html"], body["headers"])


PROVIDERS: dict[str, tuple[Callable[[Asked], Taken], Callable[[], Reply]]] = {
    "mailgun": (_mailgun, lambda: Reply(200, {"id": f"<{uuid4()}@{DOMAIN}>", "message": "Queued. Thank you."})),
    "sendgrid": (_sendgrid, lambda: Reply(202, None, {"X-Message-Id": uuid4().hex})),
    "postmark": (_postmark, lambda: Reply(200, {"ErrorCode": 0, "Message": "OK", "MessageID": str(uuid4())})),
    "resend": (_resend, lambda: Reply(200, {"id": str(uuid4())})),
}


class _Server(ThreadingHTTPServer):
    """Greets each connection in its own thread, so that one that is held keeps nobody else waiting."""

    daemon_threads = True
    api: MailApi
    tls: ssl.SSLContext | None

    def finish_request(self, request: Any, client_address: Any) -> None:
        self.api.hold("greeting")
        try:
            line = self.tls.wrap_socket(request, server_side=True) if self.tls else request
        except OSError:  # whoever came did not like the certificate
            return
        _Handler(line, client_address, self)

    def handle_error(self, _request: Any, _client_address: Any) -> None:
        """Clients that are killed in the middle are what these tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        reply = self.server.api.answer(Asked(self.path, headers, body))
        self.close_connection = True
        if reply is None:
            return
        content = b"" if reply.body is None else json.dumps(reply.body).encode()
        if isinstance(reply.body, str):
            content = reply.body.encode()
        self.send_response(reply.status)
        for name, value in {"Content-Length": str(len(content)), "Connection": "close", **reply.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def mail_api(folder: Path, provider: str, *, tls: bool = True) -> Iterator[MailApi]:
    """A provider, over TLS unless told otherwise."""
    authority = trustme.CA()
    certificate = folder / f"{provider}-ca.pem"
    authority.cert_pem.write_to_path(str(certificate))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)
    server = _Server(("127.0.0.1", 0), _Handler)
    server.tls = context if tls else None
    scheme = "https" if tls else "http"
    server.api = MailApi(provider, f"{scheme}://localhost:{server.server_address[1]}", certificate)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)  # seconds until it sees its end
    thread.start()
    try:
        yield server.api
    finally:
        server.shutdown()
        server.server_close()
