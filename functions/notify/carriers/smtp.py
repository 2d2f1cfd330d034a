"""Mail by SMTP, over TLS unless told otherwise, in a thread of its own because smtplib waits.

The conversation is led up to the server's "go ahead" before the message counts as handed over, so that nearly
everything that can go wrong goes wrong while it is still certain that nothing was sent.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import smtplib
import ssl
from collections.abc import Callable
from email.message import EmailMessage
from typing import TypeVar

from functions.notify.carriers.carrier import HandOver, NotNow, Refusal, Silence
from functions.notify.carriers.message import checked, require_settings, sender_of
from shared.mail import Letter
from shared.settings import Settings

STEP_SECONDS = 30.0
IMPLICIT_TLS_PORT = 465
GO_AHEAD, TAKEN = 354, 250

T = TypeVar("T")


class Smtp:
    """One conversation for each message: there are few, and a connection kept open is one more thing to break."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def carry(self, letter: Letter, hand_over: HandOver) -> str:
        require_settings(self._settings)
        sender = sender_of(self._settings)
        content = on_the_wire(checked(letter, sender))
        conversation = await _in_thread(lambda: self._go_ahead(sender, letter.to_address))
        try:
            await hand_over()
            return await _in_thread(lambda: _give(conversation, content))
        finally:
            await asyncio.to_thread(conversation.close)

    def _go_ahead(self, sender: str, to: str) -> smtplib.SMTP:
        """A conversation at the point where the server waits for the text. Raises NotNow or Refusal."""
        try:
            conversation = self._connect()
        except (OSError, ValueError, smtplib.SMTPException) as error:
            raise NotNow(f"The mail server could not be reached or would not let us in. {_words(error)}") from error
        try:
            _ask(conversation.mail(sender), "It does not take mail from us.")
            _ask(conversation.rcpt(to), "It does not take mail for this address.")
            conversation.putcmd("data")
            _ask(conversation.getreply(), "It does not take this message.", GO_AHEAD)
        except (OSError, smtplib.SMTPException) as error:
            conversation.close()
            raise NotNow(f"The mail server broke off. {_words(error)}") from error
        except (NotNow, Refusal):
            conversation.close()
            raise
        return conversation

    def _connect(self) -> smtplib.SMTP:
        """A conversation on an encrypted line (unless that is switched off), signed in."""
        settings, tls = self._settings, ssl.create_default_context()
        host, port = settings.email_host, settings.email_port
        if port == IMPLICIT_TLS_PORT and settings.email_use_tls:
            conversation: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=STEP_SECONDS, context=tls)
        else:
            conversation = smtplib.SMTP(host, port, timeout=STEP_SECONDS)
        try:
            if settings.email_use_tls and port != IMPLICIT_TLS_PORT:
                conversation.starttls(context=tls)  # raises when the server does not offer it: never in the clear
            if settings.email_host_user:
                conversation.login(settings.email_host_user, settings.email_host_password)
            else:
                conversation.ehlo_or_helo_if_needed()
        except BaseException:
            conversation.close()
            raise
        return conversation


def on_the_wire(message: EmailMessage) -> bytes:
    """The bytes of a message: lines end in CR LF, and one that begins with a dot gets another (RFC 5321, 4.5.2)."""
    lines = re.sub(rb"\r?\n", b"\r\n", message.as_bytes())
    return re.sub(rb"(?m)^\.", b"..", lines)


def _give(conversation: smtplib.SMTP, content: bytes) -> str:
    """Send the text; what the server said. Without its last line the server has not got it; after it, nobody knows."""
    try:
        conversation.send(content)
    except (OSError, smtplib.SMTPException) as error:
        raise NotNow(f"The mail server broke off while it was given the message. {_words(error)}") from error
    try:
        conversation.send(b".\r\n")
        code, said = conversation.getreply()
    except (OSError, smtplib.SMTPException) as error:
        raise Silence(
            "The mail server fell silent after it had been given the message. It may have arrived, so it is not sent "
            f"again by itself. {_words(error)}"
        ) from error
    _ask((code, said), "It did not take the message.", TAKEN)
    with contextlib.suppress(OSError, smtplib.SMTPException):
        conversation.quit()  # it has the message; how it says goodbye does not matter
    return _said(code, said)


def _ask(reply: tuple[int, bytes], otherwise: str, *expected: int) -> None:
    """Nothing when the server agreed. Raises NotNow for 4xx ("try again"), Refusal for everything else."""
    code, said = reply
    if code in (expected or (250, 251)):
        return
    words = f"{otherwise} {_said(code, said)}"
    if 400 <= code < 500 or code == -1:
        raise NotNow(words)
    raise Refusal(words)


def _words(error: Exception) -> str:
    """What went wrong, with the server's words where it had any; never what we sent."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"The user name and password were not accepted ({error.smtp_code})."
    if isinstance(error, smtplib.SMTPResponseException):
        return _said(error.smtp_code, error.smtp_error)
    return f"{type(error).__name__}: {error}".strip()


def _said(code: int, said: bytes | str) -> str:
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    return f"The server said: {code} {' '.join(text.split())}"


async def _in_thread(work: Callable[[], T]) -> T:
    return await asyncio.to_thread(work)
