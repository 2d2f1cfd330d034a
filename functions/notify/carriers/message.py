"""A message as it goes out: who it is from, its headers, its two texts. The same for every carrier."""

from __future__ import annotations

from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from email.utils import format_datetime, parseaddr

from functions.notify.carriers.carrier import NotNow, Refusal
from shared.mail import Letter, missing
from shared.settings import Settings


def sender_of(settings: Settings) -> str:
    """The bare address mail comes from; empty when there is none."""
    return parseaddr(settings.default_from_email)[1]


def require_settings(settings: Settings) -> None:
    """Raises NotNow naming the settings that are missing: what waits goes out once they are there."""
    if empty := missing(settings):
        raise NotNow(f"Mail is not set up: {' and '.join(empty)} {'are' if len(empty) > 1 else 'is'} needed.")


def checked(letter: Letter, sender: str) -> EmailMessage:
    """The message. Raises Refusal for one that cannot be written, such as one with a line break in its address."""
    try:
        return message_of(letter, sender)
    except (ValueError, HeaderParseError) as error:
        raise Refusal(f"It cannot be written as a mail: {error}") from error


def message_of(letter: Letter, sender: str) -> EmailMessage:
    """The message as it is sent. Its Message-ID is the same however often it is tried."""
    message = EmailMessage(policy=WIRE)
    message["From"] = from_of(letter, sender)
    message["To"] = letter.to_address
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.posted_at)
    message["Message-ID"] = message_id_of(letter, sender)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday notice should answer it
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    return message


def from_of(letter: Letter, sender: str) -> Address:
    """The practice's name and the address mail comes from."""
    user, _, domain = sender.rpartition("@")
    return Address(letter.from_name, user, domain)


def message_id_of(letter: Letter, sender: str) -> str:
    """What the message is known by wherever it comes past."""
    return f"<{letter.id}@{sender.rpartition('@')[2]}>"
