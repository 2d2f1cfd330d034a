"""A real SMTP server on this machine, with TLS and sign-in, that keeps what it is given and does what a test wants."""

from __future__ import annotations

import asyncio
import email
import email.policy
import re
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session

from infra.embedded import free_port

USER, PASSWORD = "rota@practice.example", "the mail server's own password"
SENDER = "rota@practice.example"
HELD_SECONDS = 5


@dataclass
class MailServer:
    """`answers` are given to the messages that come, one each; after them everything is taken.

    `hold_at`: "receiver" or "text"; there the next conversation is kept waiting, once, and `held` is set.
    """

    port: int
    certificate: Path
    received: list[EmailMessage] = field(default_factory=list)
    answers: list[str | Callable[[Any], None]] = field(default_factory=list)
    to_receivers: list[str] = field(default_factory=list)
    signed_in: list[bool] = field(default_factory=list)
    hold_at: str = ""
    held: threading.Event = field(default_factory=threading.Event)

    def settings(self) -> dict[str, Any]:
        """What a system is told to send its mail here."""
        return {
            "email_provider": "smtp",
            "email_host": "localhost",
            "email_port": self.port,
            "email_host_user": USER,
            "email_host_password": PASSWORD,
            "email_use_tls": True,
            "default_from_email": SENDER,
        }

    def environment(self) -> dict[str, str]:
        """The same, for the processes of a whole system."""
        return {name.upper(): str(value) for name, value in self.settings().items()} | {
            "SSL_CERT_FILE": str(self.certificate)
        }

    def forget(self) -> None:
        """As if nothing had been sent yet."""
        for kept in (self.received, self.answers, self.to_receivers, self.signed_in):
            kept.clear()
        self.hold_at = ""
        self.held.clear()

    async def _hold(self, place: str) -> None:
        if self.hold_at == place:
            self.hold_at = ""
            self.held.set()
            await asyncio.sleep(HELD_SECONDS)

    def to(self, address: str) -> list[EmailMessage]:
        return [message for message in self.received if message["To"] == address]

    # What aiosmtpd asks of a handler.
    async def handle_RCPT(self, _server: Any, _session: Session, envelope: Envelope, address: str, _o: Any) -> str:
        await self._hold("receiver")
        if self.to_receivers:
            return self.to_receivers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        answer = self.answers.pop(0) if self.answers else "250 Kept under 7"
        if callable(answer):
            self.received.append(message)
            answer(server)
            return "421 gone"
        if answer.startswith("250"):
            self.received.append(message)
            self.signed_in.append(bool(session.authenticated))
        await self._hold("text")
        return answer


@contextmanager
def mail_server(folder: Path, *, port: int | None = None, tls: bool = True) -> Iterator[MailServer]:
    """A server that offers STARTTLS (unless told otherwise) and then insists on a sign-in."""
    authority = trustme.CA()
    certificate = folder / "mail-ca.pem"
    authority.cert_pem.write_to_path(str(certificate))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)
    server = MailServer(port or free_port(), certificate)
    options: dict[str, Any] = {"auth_required": tls, "authenticator": _authenticate}
    if tls:
        options |= {"tls_context": context, "require_starttls": True}
    controller = Controller(server, hostname="127.0.0.1", port=server.port, **options)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


def hang_up(server: Any) -> None:
    """Break the connection without another word."""
    server.transport.abort()


def link_in(message: EmailMessage, page: str) -> str:
    """The address, with its token, that stands in a message."""
    body = message.get_body(("plain",))
    assert body is not None
    found = re.search(rf"\S+/{page}\.html#\S+", body.get_content())
    assert found, body.get_content()
    return found[0]


def token_in(text: str) -> str:
    """The token of the link in a text."""
    found = re.search(r"\.html#([\w-]+)", text)
    assert found, text
    return found[1]


def _authenticate(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    right = isinstance(data, LoginPassword) and data == LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=False)
