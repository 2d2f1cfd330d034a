"""Mail by Postmark's HTTP API: JSON to /email."""

from __future__ import annotations

from typing import Any

from functions.notify.carriers.answers import Answer, judge, quoted
from functions.notify.carriers.carrier import HandOver, NotNow
from functions.notify.carriers.http_api import post, usable
from functions.notify.carriers.message import checked, from_of, message_id_of, require_settings, sender_of
from shared.mail import Letter
from shared.settings import Settings

ADDRESS = "https://api.postmarkapp.com"
# What Postmark answers with 422 although the message is good: its ErrorCode for tokens, for senders nobody has
# confirmed, and for accounts that may not send (yet, or any more).
SET_UP_CODES = frozenset({10, 100, 400, 401, 405, 412, 413, 429})


class Postmark:
    """One request for each message."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def carry(self, letter: Letter, hand_over: HandOver) -> str:
        settings, sender = self._settings, sender_of(self._settings)
        require_settings(settings)
        key = usable("POSTMARK_SERVER_TOKEN", settings.postmark_server_token)
        checked(letter, sender)
        headers = {"X-Postmark-Server-Token": key, "Accept": "application/json"}
        address = f"{(settings.email_api_url or ADDRESS).rstrip('/')}/email"
        answer = await post(address, hand_over, headers=headers, json=body_of(letter, sender))
        _judge(answer, key)
        return f"Postmark took it: {answer.json().get('MessageID', '')}".strip()


def body_of(letter: Letter, sender: str) -> dict[str, Any]:
    """The message in Postmark's words. X-PM-KeepID has it keep our Message-ID."""
    headers = {
        "Message-ID": message_id_of(letter, sender),
        "X-PM-KeepID": "true",
        "Auto-Submitted": "auto-generated",
    }
    return {
        "From": str(from_of(letter, sender)),
        "To": letter.to_address,
        "Subject": letter.subject,
        "TextBody": letter.text,
        "HtmlBody": letter.html,
        "Headers": [{"Name": name, "Value": value} for name, value in headers.items()],
        "Metadata": {"rotacc-mail": str(letter.id)},
        "MessageStream": "outbound",
        "TrackOpens": False,
        "TrackLinks": "None",  # a link that opens an account must not be rewritten
    }


def _judge(answer: Answer, key: str) -> None:
    found = answer.json()
    words = f"{found.get('Message') or answer.text()} (code {found.get('ErrorCode', 'none')})"
    if answer.status == 422 and found.get("ErrorCode") in SET_UP_CODES:
        raise NotNow(f"The provider does not know us as we are set up. {quoted(answer.status, words, key=key)}")
    judge(answer, words, key=key)
