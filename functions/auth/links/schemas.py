"""What is asked and answered about mailed links."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from shared.http import In, Out


class TokenIn(In):
    """What stands behind the # of a link."""

    token: str = Field(min_length=1, max_length=200, repr=False)


class ResetIn(In):
    email: str = Field(min_length=1, max_length=254)


class ResetAskedOut(Out):
    message: str


class ResetLookOut(Out):
    """Whose password the link changes, and until when."""

    username: str
    display_name: str
    expires_at: datetime


class NewPasswordIn(TokenIn):
    password: str = Field(max_length=10_000, repr=False)


class ConfirmedOut(Out):
    """The address that is confirmed now."""

    email: str
