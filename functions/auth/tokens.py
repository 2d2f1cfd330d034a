"""What stands in a mailed link. Only its hash is kept, so that reading the database opens nothing."""

from __future__ import annotations

import hashlib
import secrets


def new() -> str:
    """A token nobody guesses: 256 random bits."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> bytes:
    """A token as it is stored. Random bits need no salt and no slow hash."""
    return hashlib.sha256(token.encode()).digest()
