"""Mail by Resend's HTTP API: JSON to /emails, with a key by which it knows a message it has had.

So here a silence is not the end: asked again at once with the same key, Resend says what became of the message, or
takes it now, and never sends it twice.
"""

from __future__ import annotations

from typing import Any

from functions.notify.carriers.answers import MAY_ARRIVE, Answer, judge, quoted
from functions.notify.carriers.carrier import HandOver, NotNow, Silence
from functions.notify.carriers.http_api import post, usable
from functions.notify.carriers.message import checked, from_of, message_id_of, require_settings, sender_of
from shared.mail import Letter
from shared.settings import Settings

ADDRESS = "https://api.resend.com"
KEY_USED = "invalid_idempotent_request"


class Resend:
    """One request for each message; a second with the same key after a silence."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def carry(self, letter: Letter, hand_over: HandOver) -> str:
        settings, sender = self._settings, sender_of(self._settings)
        require_settings(settings)
        key = usable("RESEND_API_KEY", settings.resend_api_key)
        checked(letter, sender)
        try:
            answer = await self._ask(letter, sender, key, hand_over)
        except Silence as silence:
            answer = await self._ask_again(letter, sender, key, silence)
        return f"Resend took it: {answer.json().get('id', '')}".strip()

    async def _ask(self, letter: Letter, sender: str, key: str, hand_over: HandOver) -> Answer:
        address = f"{(self._settings.email_api_url or ADDRESS).rstrip('/')}/emails"
        headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": str(letter.id)}
        answer = await post(address, hand_over, headers=headers, json=body_of(letter, sender))
        _judge(answer, key)
        return answer

    async def _ask_again(self, letter: Letter, sender: str, key: str, silence: Silence) -> Answer:
        async def already_given() -> None:
            """The first request is on record as handed over; nothing to add."""

        try:
            return await self._ask(letter, sender, key, already_given)
        except NotNow as reason:  # certain for the second request only
            raise Silence(f"{silence} Asked again: {reason}") from reason


def body_of(letter: Letter, sender: str) -> dict[str, Any]:
    """The message in Resend's words."""
    return {
        "from": str(from_of(letter, sender)),
        "to": [letter.to_address],
        "subject": letter.subject,
        "text": letter.text,
        "html": letter.html,
        "headers": {"Message-ID": message_id_of(letter, sender), "Auto-Submitted": "auto-generated"},
        "tags": [{"name": "rotacc-mail", "value": str(letter.id)}],
    }


def _judge(answer: Answer, key: str) -> None:
    found = answer.json()
    words = f"{found.get('name', '')} {found.get('message') or answer.text()}".strip()
    if found.get("name") == KEY_USED:  # it had a message under this key that was not word for word this one
        raise Silence(f"The provider has had this message before. {MAY_ARRIVE} {quoted(answer.status, words, key=key)}")
    judge(answer, words, key=key)
