"""Mail by Mailgun's HTTP API: a form to /v3/{domain}/messages."""

from __future__ import annotations

import httpx

from functions.notify.carriers.answers import judge
from functions.notify.carriers.carrier import HandOver
from functions.notify.carriers.http_api import post, usable
from functions.notify.carriers.message import checked, from_of, message_id_of, require_settings, sender_of
from shared.mail import Letter
from shared.settings import Settings

ADDRESSES = {"us": "https://api.mailgun.net", "eu": "https://api.eu.mailgun.net"}


class Mailgun:
    """One request for each message."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def carry(self, letter: Letter, hand_over: HandOver) -> str:
        settings, sender = self._settings, sender_of(self._settings)
        require_settings(settings)
        key = usable("MAILGUN_API_KEY", settings.mailgun_api_key)
        checked(letter, sender)
        form = {
            "from": str(from_of(letter, sender)),
            "to": letter.to_address,
            "subject": letter.subject,
            "text": letter.text,
            "html": letter.html,
            "h:Message-Id": message_id_of(letter, sender),
            "h:Auto-Submitted": "auto-generated",
            "v:rotacc-mail": str(letter.id),
            "o:tracking": "no",  # a link that opens an account must not be rewritten
        }
        answer = await post(self._address(sender), hand_over, headers={}, data=form, auth=httpx.BasicAuth("api", key))
        judge(answer, str(answer.json().get("message") or answer.text()), key=key)
        return f"Mailgun took it: {answer.json().get('id', '')}".strip()

    def _address(self, sender: str) -> str:
        settings = self._settings
        base = settings.email_api_url or ADDRESSES[settings.mailgun_region]
        return f"{base.rstrip('/')}/v3/{settings.mailgun_domain or sender.rpartition('@')[2]}/messages"
