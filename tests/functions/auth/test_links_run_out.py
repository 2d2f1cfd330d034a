"""A mailed link works up to the moment it runs out, and not at that moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from functions.auth.invitations.policy import fault as invitation_fault
from functions.auth.invitations.queries import Invitation
from functions.auth.links.policy import PASSWORD_RESET
from functions.auth.links.policy import fault as link_fault
from functions.auth.links.queries import Link
from shared.errors import Reason

SENT = datetime(2027, 1, 4, 9, tzinfo=UTC)
ENDS = SENT + timedelta(hours=1)
JUST_BEFORE = ENDS - timedelta(microseconds=1)
SOME = UUID(int=7)

INVITATION = Invitation(
    id=SOME, email="nia@elm.example", display_name="Nia Pugh", roles=["clinician"], person_code=None, mail_id=None,
    invited_by="Priya Shah", invited_at=SENT, sent_at=SENT, expires_at=ENDS, accepted_at=None, revoked_at=None,
    newest=True, sender_roles=["administrator"],
)  # fmt: skip
LINK = Link(
    id=SOME, kind=PASSWORD_RESET, account_id=SOME, email="nia@elm.example", asked_by=None, asked_at=SENT,
    expires_at=ENDS, used_at=None, replaced_at=None, account_active=True, account_roles=["clinician"],
    asker_roles=None,
)  # fmt: skip


def code(reason: Reason | None) -> str | None:
    return reason.code if reason else None


def test_an_invitation_runs_out_to_the_moment() -> None:
    assert invitation_fault(INVITATION, at=JUST_BEFORE) is None
    assert code(invitation_fault(INVITATION, at=ENDS)) == "link-expired"


def test_a_link_runs_out_to_the_moment() -> None:
    assert link_fault(LINK, at=JUST_BEFORE) is None
    assert code(link_fault(LINK, at=ENDS)) == "link-expired"
