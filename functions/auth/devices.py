"""Browsers somebody has signed in with before.

Whoever keeps guessing a colleague's password is made to wait, and everybody with them who comes from the same place or
gives the same name. The colleague's own browser is not: it holds a mark, given when they signed in there, and its tries
are counted by themselves. A mark opens nothing, names nobody, and needs no store: it is signed.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time

DEVICE = "rota_device"
DAYS = 180
MOST = 6  # people one browser keeps in mind
LONGEST = 2000  # characters; more is none of ours


class Devices:
    """Makes marks, and knows them again."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode() or b"no secret is set outside production"

    def known(self, marks: str, username: str) -> str | None:
        """The number of this browser, if this person signed in with it before."""
        for mark in self._read(marks):
            number, day, signature = mark
            if hmac.compare_digest(signature, self._sign(number, day, username)):
                return number
        return None

    def marked(self, marks: str, username: str) -> str:
        """The marks of a browser this person has signed in with just now."""
        others = [mark for mark in self._read(marks) if mark[2] != self._sign(mark[0], mark[1], username)]
        number, day = secrets.token_urlsafe(12), str(_today())
        kept = [(number, day, self._sign(number, day, username)), *others][:MOST]
        return "~".join(".".join(mark) for mark in kept)

    def _read(self, marks: str) -> list[tuple[str, str, str]]:
        """The marks that are whole and not too old."""
        parts = [mark.split(".") for mark in marks.split("~")] if len(marks) <= LONGEST and marks.isascii() else []
        return [(m[0], m[1], m[2]) for m in parts if len(m) == 3 and m[1].isdecimal() and _today() - int(m[1]) <= DAYS]

    def _sign(self, number: str, day: str, username: str) -> str:
        said = "\0".join(("device", number, day, username)).encode()
        return hmac.new(self._secret, said, hashlib.sha256).hexdigest()[:40]


def _today() -> int:
    return int(time.time() // 86_400)
