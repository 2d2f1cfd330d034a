"""Inviting, sending again, withdrawing and accepting."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from functions.auth import letters, passwords, policy, queries, tokens
from functions.auth.invitations import queries as invitations
from functions.auth.invitations.policy import LASTS, fault, status_of
from functions.auth.invitations.queries import Invitation
from functions.auth.people import named, person_faults
from functions.auth.service import clashes, recorded
from shared import audit, clock, mail
from shared.access import Caller
from shared.db import Database, Tx
from shared.errors import Forbidden, NotFound, NotSignedIn, Reason, Refused
from shared.queries import accounts
from shared.queries.practice import practice_name
from shared.sessions import Sessions
from shared.settings import Settings

BEYOND = "Only a superuser invites superusers."


async def invite(
    tx: Tx,
    settings: Settings,
    caller: Caller,
    *,
    email: str,
    display_name: str,
    roles: list[str],
    person_code: str | None,
) -> UUID:
    """Mail somebody a link by which they make their account. Raises Refused with everything that is wrong."""
    letters.require_mail(settings)
    email, name = policy.plain_email(email), policy.plain_name(display_name)
    await queries.lock_accounts(tx)
    found = policy.email_faults(email) + policy.role_faults(roles)
    found += policy.granting_faults(caller.roles, [], roles)
    found += await person_faults(tx, person_code)
    found += await clashes(tx, other_than=None, username=None, email=email, person_code=person_code)
    found += await _open_already(tx, email)
    found += policy.name_faults(name) if name else []
    if found:
        raise Refused("invitation", "This invitation cannot be sent.", reasons=found)
    token, expires_at = tokens.new(), clock.now() + LASTS
    invitation_id = await invitations.insert_invitation(
        tx,
        email=email,
        display_name=name or await named(tx, person_code) or "",
        roles=sorted(set(roles)),
        person_code=person_code,
        token_hash=tokens.hashed(token),
        expires_at=expires_at,
        invited_by=caller.account_id,
    )
    invitation = await _existing(tx, invitation_id)
    await _mail_link(tx, settings, caller, invitation, token)
    new = {"email": email, "roles": invitation.roles, "person_code": person_code}
    await _record(tx, invitation_id, "invitation-sent", None, new, caller.account_id)
    return invitation_id


async def send_again(tx: Tx, settings: Settings, caller: Caller, *, invitation_id: UUID) -> None:
    """Mail a new link, for another seven days; the one before stops working. Raises Refused."""
    letters.require_mail(settings)
    await queries.lock_accounts(tx)
    invitation = await _open(tx, caller, invitation_id)
    code = invitation.person_code
    found = await clashes(tx, other_than=None, username=None, email=invitation.email, person_code=code)
    if found:
        raise Refused("invitation", "This invitation cannot be sent again.", reasons=found)
    token, expires_at = tokens.new(), clock.now() + LASTS
    if invitation.mail_id is not None:
        await mail.withdraw(tx, mail_id=invitation.mail_id, said="A newer link took its place.")
    await invitations.renew_link(
        tx, invitation_id=invitation_id, token_hash=tokens.hashed(token), expires_at=expires_at, by=caller.account_id
    )
    await _mail_link(tx, settings, caller, await _existing(tx, invitation_id), token)
    old, new = {"expires_at": invitation.expires_at.isoformat()}, {"expires_at": expires_at.isoformat()}
    await _record(tx, invitation_id, "invitation-sent-again", old, new, caller.account_id)


async def withdraw(tx: Tx, caller: Caller, *, invitation_id: UUID) -> None:
    """Make an invitation worthless. One that is withdrawn stays so. Raises Refused when it was accepted."""
    invitation = await _existing(tx, invitation_id)
    _require_may(caller, invitation)
    if invitation.accepted_at is not None:
        raise Refused("accepted", "This invitation was accepted already. Deactivate the account instead.")
    if invitation.revoked_at is not None:
        return
    await invitations.revoke(tx, invitation_id=invitation_id, by=caller.account_id)
    if invitation.mail_id is not None:
        await mail.withdraw(tx, mail_id=invitation.mail_id, said="The invitation was withdrawn.")
    old = {"status": status_of(invitation, at=clock.now()), "email": invitation.email}
    await _record(tx, invitation_id, "invitation-revoked", old, {"status": "revoked"}, caller.account_id)


async def working(tx: Tx, token: str) -> Invitation:
    """The invitation whose link this is. Raises Refused saying why it does not work."""
    invitation = await invitations.invitation_of(tx, token_hash=tokens.hashed(token))
    if reason := fault(invitation, at=clock.now()):
        raise Refused(reason.code or "link", reason.message)
    assert invitation is not None  # noqa: S101  # an invitation that is not there has a fault
    return invitation


async def accept(
    database: Database,
    sessions: Sessions,
    *,
    token: str,
    password: str,
    display_name: str,
    address: str,
    agent: str,
) -> tuple[str, Caller]:
    """Make the account, and sign it in: the token of the sign-in, and who it is. Raises Refused.

    Of two at once one wins. No connection is held while the password is hashed.
    """
    name = policy.plain_name(display_name)
    async with database.tx() as tx:
        invitation = await working(tx, token)
        found = policy.name_faults(name, ask="Say what colleagues call you.")
        own = (invitation.email, name, invitation.display_name, await practice_name(tx) or "")
        found += policy.password_faults(password, own=own)
    if found:
        raise Refused("account", "Your account cannot be made yet.", reasons=found)
    password_hash = await passwords.hashed(password)
    async with database.tx() as tx:
        account_id = await _make_account(tx, invitation, token, name, password_hash)
        standing = await accounts.standing(tx, account_id=account_id)
    if standing is None:  # deactivated between two of our statements
        raise NotSignedIn("This account is not active.")
    return await sessions.open(standing, address=address, agent=agent)


async def _make_account(tx: Tx, invitation: Invitation, token: str, name: str, password_hash: str) -> UUID:
    await queries.lock_accounts(tx)
    await working(tx, token)  # again: whoever was quicker has used it up
    email, code = invitation.email, invitation.person_code
    if found := await clashes(tx, other_than=None, username=None, email=email, person_code=code):
        raise Refused("account", "Your account cannot be made. Ask your rota administrator.", reasons=found)
    account_id = await queries.insert_account(
        tx,
        username=email,
        display_name=name,
        email=email,
        password_hash=password_hash,
        roles=invitation.roles,
        person_code=code,
    )
    await queries.note_sign_in(tx, account_id=account_id)
    if not await invitations.accept(
        tx, invitation_id=invitation.id, token_hash=tokens.hashed(token), account_id=account_id
    ):
        raise Refused("link-used", "This invitation stopped working a moment ago.")
    new = {"username": email, "display_name": name, "email": email, "roles": invitation.roles, "person_code": code}
    await recorded(tx, account_id, "account-made", None, new, account_id)
    await _record(tx, invitation.id, "invitation-accepted", None, {"account": str(account_id)}, account_id)
    return account_id


async def _mail_link(tx: Tx, settings: Settings, caller: Caller, invitation: Invitation, token: str) -> None:
    letter = await letters.invitation(
        tx,
        settings,
        to=invitation.email,
        name=invitation.display_name,
        inviter=caller.display_name,
        token=token,
        expires_at=invitation.expires_at,
        about=f"invitation:{invitation.id}",
    )
    mail_id = await mail.post(tx, letter, by=caller.account_id)
    await invitations.note_mail(tx, invitation_id=invitation.id, mail_id=mail_id)


async def _open_already(tx: Tx, email: str) -> list[Reason]:
    """Why this address cannot be invited: it has been."""
    before = await invitations.open_invitation(tx, email=email)
    if before is None:
        return []
    words = f"{email} was invited on {letters.moment(before.invited_at)}. Send that invitation again, or withdraw it."
    return [Reason(words, "invited", "email")]


async def _existing(tx: Tx, invitation_id: UUID) -> Invitation:
    invitation = await invitations.invitation(tx, invitation_id=invitation_id)
    if invitation is None:
        raise NotFound("There is no such invitation.")
    return invitation


async def _open(tx: Tx, caller: Caller, invitation_id: UUID) -> Invitation:
    """An invitation that still can be accepted, or could be sent again. Raises NotFound, Forbidden or Refused."""
    invitation = await _existing(tx, invitation_id)
    _require_may(caller, invitation)
    status = status_of(invitation, at=clock.now())
    if status in ("accepted", "revoked"):
        words = {"accepted": "accepted already", "revoked": "withdrawn"}[status]
        raise Refused(status, f"This invitation was {words}.")
    return invitation


def _require_may(caller: Caller, invitation: Invitation) -> None:
    if not policy.may_grant(caller.roles, invitation.roles):
        raise Forbidden(BEYOND)


async def _record(
    tx: Tx, invitation_id: UUID, action: str, old: dict[str, Any] | None, new: dict[str, Any], by: UUID
) -> None:
    await audit.record(
        tx, account_id=by, action=action, entity="invitation", entity_id=str(invitation_id), old=old, new=new
    )
