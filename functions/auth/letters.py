"""What is mailed about accounts: one folder a letter in `emails`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from shared.clock import LONDON
from shared.db import Tx
from shared.errors import Reason, Refused
from shared.mail import Message, missing, written
from shared.queries.practice import practice_name
from shared.settings import Settings

EMAILS = Path(__file__).parent / "emails"


def not_set_up(settings: Settings) -> list[Reason]:
    """Why this system cannot send links at all; empty when it can. The same for every address."""
    found = []
    if not settings.site_url:
        found.append(Reason("The setting SITE_URL is empty, so links would lead nowhere.", "no-site-url"))
    if empty := missing(settings):
        words = f"settings {' and '.join(empty)} are" if len(empty) > 1 else f"setting {empty[0]} is"
        found.append(Reason(f"The {words} empty.", "no-mail-server"))
    return found


def require_mail(settings: Settings) -> None:
    """Raises Refused when no mail can be sent."""
    if found := not_set_up(settings):
        raise Refused("mail-not-set-up", "Mail is not set up on this system yet.", reasons=found)


def link(settings: Settings, page: str, token: str) -> str:
    """An address with a token behind the #: the page reads it there, and no server or proxy ever sees it.

    Built from the setting, never from a request: whoever could choose the host could have the token sent to them.
    """
    return f"{settings.site_url.rstrip('/')}/{page}.html#{token}"


def moment(at: datetime, zone: ZoneInfo = LONDON) -> str:
    """A moment as people say it: "Monday 4 January 2027 at 09:30"."""
    local = at.astimezone(zone)
    return f"{local:%A} {local.day} {local:%B %Y} at {local:%H:%M}"


async def invitation(
    tx: Tx, settings: Settings, *, to: str, name: str, inviter: str, token: str, expires_at: datetime, about: str
) -> Message:
    """Asks somebody to choose a password."""
    values = {
        "greeting": name or "there",
        "inviter": inviter,
        "practice": await _practice(tx),
        "link": link(settings, "welcome", token),
        "until": moment(expires_at),
    }
    return written(EMAILS / "invitation", "invitation", to, values, about=about, useful_until=expires_at)


async def password_reset(
    tx: Tx, settings: Settings, *, to: str, name: str, username: str, token: str, expires_at: datetime
) -> Message:
    """Lets somebody choose a new password."""
    values = {
        "greeting": name,
        "username": username,
        "practice": await _practice(tx),
        "link": link(settings, "reset", token),
        "until": moment(expires_at),
    }
    return written(EMAILS / "password_reset", "password-reset", to, values, useful_until=expires_at)


async def email_change(
    tx: Tx, settings: Settings, *, to: str, name: str, asker: str, token: str, expires_at: datetime
) -> Message:
    """Has somebody prove that an address is theirs."""
    values = {
        "greeting": name,
        "asker": asker,
        "practice": await _practice(tx),
        "link": link(settings, "confirm", token),
        "until": moment(expires_at),
    }
    return written(EMAILS / "email_change", "email-change", to, values, useful_until=expires_at)


async def email_changing(tx: Tx, *, to: str, name: str, asker: str, new_email: str) -> Message:
    """Tells the old address that another one is to take its place. Holds no link."""
    values = {"greeting": name, "asker": asker, "practice": await _practice(tx), "email": new_email}
    return written(EMAILS / "email_changing", "email-changing", to, values)


async def password_changed(tx: Tx, *, to: str, name: str, at: datetime) -> Message:
    """Tells somebody that their password is another one now. Holds no link."""
    values = {"greeting": name, "practice": await _practice(tx), "at": moment(at)}
    return written(EMAILS / "password_changed", "password-changed", to, values)


async def _practice(tx: Tx) -> str:
    return await practice_name(tx) or "RotaCC"
