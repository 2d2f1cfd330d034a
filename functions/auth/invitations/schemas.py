"""What is asked and answered about invitations."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from functions.auth.invitations.policy import Status, status_of
from functions.auth.invitations.queries import Invitation
from functions.auth.links.schemas import TokenIn
from functions.auth.people import PersonOut
from functions.auth.policy import may_grant
from shared import clock
from shared.access import Caller, Role
from shared.http import In, Out
from shared.mail import Posted


class InvitationIn(In):
    """`display_name`: as colleagues say it; the person's when left out, and the invited may change it."""

    email: str = Field(max_length=300)
    display_name: str = Field("", max_length=100)
    roles: list[str] = Field(max_length=10)
    person_code: str | None = Field(None, max_length=50)


class MailStateOut(Out):
    """How the message with the newest link fares."""

    status: str
    said: str | None


class InvitationOut(Out):
    id: UUID
    email: str
    display_name: str
    roles: list[Role]
    person: PersonOut | None
    status: Status
    invited_by: str | None
    invited_at: datetime
    sent_at: datetime
    expires_at: datetime
    accepted_at: datetime | None
    revoked_at: datetime | None
    mail: MailStateOut | None
    may: list[Literal["send-again", "revoke"]]

    @classmethod
    def of(
        cls, invitation: Invitation, caller: Caller, people: dict[str, str], posted: dict[UUID, Posted]
    ) -> InvitationOut:
        status = status_of(invitation, at=clock.now())
        is_open = status in ("waiting", "expired", "lapsed") and may_grant(caller.roles, invitation.roles)
        mail = posted.get(invitation.mail_id) if invitation.mail_id else None
        return cls(
            id=invitation.id,
            email=invitation.email,
            display_name=invitation.display_name,
            roles=[Role(role) for role in invitation.roles],
            person=PersonOut.of(invitation.person_code, people),
            status=status,
            invited_by=invitation.invited_by,
            invited_at=invitation.invited_at,
            sent_at=invitation.sent_at,
            expires_at=invitation.expires_at,
            accepted_at=invitation.accepted_at,
            revoked_at=invitation.revoked_at,
            mail=None if mail is None else MailStateOut(status=mail.status, said=mail.said),
            may=["send-again", "revoke"] if is_open else [],
        )


class InvitationsOut(Out):
    """Newest first."""

    invitations: list[InvitationOut]


class WelcomeLookOut(Out):
    """What somebody who has a working link sees before they accept."""

    email: str
    display_name: str
    practice: str | None
    roles: list[Role]
    person: PersonOut | None
    invited_by: str | None
    expires_at: datetime


class WelcomeIn(TokenIn):
    password: str = Field(max_length=10_000, repr=False)
    display_name: str = Field(max_length=100)
