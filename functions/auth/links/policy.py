"""Whether a mailed link still works, and if not, in words why. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from functions.auth.letters import moment
from functions.auth.links.queries import Link
from functions.auth.policy import may_manage
from shared.errors import Reason

PASSWORD_RESET, EMAIL_CHANGE = "password-reset", "email-change"
LASTS = {PASSWORD_RESET: timedelta(hours=1), EMAIL_CHANGE: timedelta(days=3)}
NOT_OURS = "This link is not one of ours. Perhaps it was not copied whole: it ends with a long row of letters."


def fault(link: Link | None, *, at: datetime) -> Reason | None:
    """Why a link does not work; None when it does."""
    if link is None:
        return Reason(NOT_OURS, "link-unknown")
    if link.used_at is not None:
        return Reason(f"This link was used on {moment(link.used_at)}. It works once.", "link-used")
    if not link.account_active:
        return Reason("This account is not active any more. Ask your rota administrator.", "link-withdrawn")
    if link.replaced_at is not None:
        words = "This link does not work any more: a newer one took its place, or the password was changed since."
        return Reason(words, "link-replaced")
    if link.asker_roles is not None and not may_manage(link.asker_roles, link.account_roles):
        words = "Whoever asked for this does not look after accounts any more. Nothing was changed."
        return Reason(words, "link-lapsed")
    if link.expires_at <= at:
        return Reason(f"This link ran out on {moment(link.expires_at)}. Ask for a new one.", "link-expired")
    return None
