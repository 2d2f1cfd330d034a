"""What a provider's answer over HTTP means for a message. One reading for all of them; each adds what is its own.

Most of it is the meaning of the status itself (RFC 9110). The rest is one question: does it depend on the message, or
on how things are set up? What a person can mend without touching the message, such as a key, a domain or an unpaid
bill, is worth trying again; what is wrong with the message itself never is.
"""

from __future__ import annotations

import email.utils
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from functions.notify.carriers.carrier import NotNow, Refusal, Silence
from shared import clock

LONGEST_WORDS = 300  # of what a provider said
LONGEST_WAIT = timedelta(days=1)
KEY_NOT_TAKEN = (401, 403)
SET_UP = (402, 404, 405)  # no such domain there, or not paid for
LATER = (408, 409, 421, 423, 425, 429, 500, 503)
MAY_ARRIVE = "It may have arrived, so it is not sent again by itself."


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, the headers in lower case, and the body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> dict[str, Any]:
        """The body as an object; empty when it is none."""
        try:
            found = json.loads(self.body)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def text(self) -> str:
        """The body as one line."""
        return " ".join(self.body.decode(errors="replace").split())


def judge(answer: Answer, words: str, *, key: str) -> None:
    """Nothing when the provider took the message. Raises NotNow, Refusal or Silence, without the key in its words."""
    if 200 <= answer.status < 300:
        return
    said = quoted(answer.status, words, key=key)
    if answer.status in KEY_NOT_TAKEN:
        raise NotNow(f"The provider does not let us send: look at the key and at the address mail comes from. {said}")
    if answer.status in SET_UP or 300 <= answer.status < 400:
        raise NotNow(f"The provider does not know us as we are set up. {said}")
    if answer.status in LATER:
        raise NotNow(f"The provider does not take mail just now. {said}", wait=wait_of(answer))
    if answer.status >= 500:  # a go-between speaks here (502, 504), and does not know what the one behind it did
        raise Silence(f"The provider failed after it had been given the message. {MAY_ARRIVE} {said}")
    raise Refusal(f"The provider refuses this message. {said}")


def quoted(status: int, words: str, *, key: str) -> str:
    """The provider's words in ours, never with the key, should it send it back."""
    plain = " ".join(words.split())
    hidden = plain.replace(key, "***") if key else plain
    return f"The provider said: {status} {hidden[:LONGEST_WORDS] or _name(status)}".strip()


def wait_of(answer: Answer) -> timedelta | None:
    """How long the provider asks to be left alone, at most a day; None when it does not say."""
    asked = answer.headers.get("retry-after", "").strip()
    if asked.isdecimal():
        return min(timedelta(seconds=int(asked[:9])), LONGEST_WAIT)
    try:
        moment = email.utils.parsedate_to_datetime(asked)
        return min(max(moment - clock.now(), timedelta()), LONGEST_WAIT)
    except (TypeError, ValueError):
        return None


def _name(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
