"""How an invitation stands, and in words why its link does not work. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from functions.auth.invitations.queries import Invitation
from functions.auth.letters import moment
from functions.auth.links.policy import NOT_OURS
from functions.auth.policy import may_grant
from shared.errors import Reason

LASTS = timedelta(days=7)

Status = Literal["waiting", "expired", "lapsed", "accepted", "revoked"]


def status_of(invitation: Invitation, *, at: datetime) -> Status:
    """How an invitation stands. Lapsed: whoever sent it could not send it today."""
    if invitation.accepted_at is not None:
        return "accepted"
    if invitation.revoked_at is not None:
        return "revoked"
    if invitation.expires_at <= at:
        return "expired"
    return "waiting" if _stands_by(invitation.sender_roles, invitation.roles) else "lapsed"


def _stands_by(sender_roles: list[str] | None, roles: list[str]) -> bool:
    """Whether the sender may still give these roles. The operator always may."""
    return sender_roles is None or may_grant(sender_roles, roles)


def fault(invitation: Invitation | None, *, at: datetime) -> Reason | None:
    """Why the link of an invitation does not work; None when it does."""
    if invitation is None:
        return Reason(NOT_OURS, "link-unknown")
    who = invitation.invited_by or "your rota administrator"
    status = status_of(invitation, at=at)
    if status == "accepted" and invitation.accepted_at is not None:
        words = f"This invitation was accepted on {moment(invitation.accepted_at)}. Sign in with your password."
        return Reason(words, "link-used")
    if status == "revoked":
        return Reason(f"This invitation was withdrawn. Ask {who} if you still need an account.", "link-revoked")
    if not invitation.newest:
        words = f"A newer link was sent on {moment(invitation.sent_at)}. Use the one in the newest mail."
        return Reason(words, "link-replaced")
    if status == "expired":
        words = f"This invitation ran out on {moment(invitation.expires_at)}. Ask {who} to send it again."
        return Reason(words, "link-expired")
    if status == "lapsed":
        words = "Whoever invited you does not look after accounts any more. Ask your rota administrator to invite you."
        return Reason(words, "link-lapsed")
    return None
