"""A forgotten password and a new address, each by a link that works once."""

from __future__ import annotations

from uuid import UUID

from functions.auth import letters, passwords, policy, queries, tokens
from functions.auth.links import queries as links
from functions.auth.links.policy import EMAIL_CHANGE, LASTS, PASSWORD_RESET, fault
from functions.auth.service import clashes, recorded, seen
from shared import clock, log, mail
from shared.db import Database, Tx
from shared.errors import Refused
from shared.events import ResetAsked
from shared.outbox import announce
from shared.queries.practice import practice_name
from shared.sessions import Sessions
from shared.settings import Settings

logger = log.get("rotacc.auth")


async def ask_for_reset(tx: Tx, *, email: str) -> None:
    """Note that a new password is wanted for an address.

    Nobody looks here whether the address is known: the worker does, later. So the answer, and the time it takes, is
    the same for every address.
    """
    ask_id = await links.insert_ask(tx, email=policy.plain_email(email))
    await announce(tx, ResetAsked(ask_id))


async def answer_ask(tx: Tx, settings: Settings, *, ask_id: UUID) -> None:
    """Mail a link to the account the address belongs to, if there is one. The address is forgotten either way."""
    email = await links.take_ask(tx, ask_id=ask_id)
    account = None if email is None else await queries.account_of_email(tx, email=email)
    if account is None or account.email is None:
        return
    if letters.not_set_up(settings):
        logger.error("a new password was asked for, but mail is not set up")
        return
    token, expires_at = tokens.new(), clock.now() + LASTS[PASSWORD_RESET]
    await links.insert_link(
        tx,
        kind=PASSWORD_RESET,
        account_id=account.id,
        email=account.email,
        token_hash=tokens.hashed(token),
        expires_at=expires_at,
        asked_by=None,
    )
    letter = await letters.password_reset(
        tx,
        settings,
        to=account.email,
        name=account.display_name,
        username=account.username,
        token=token,
        expires_at=expires_at,
    )
    await mail.post(tx, letter)
    await recorded(tx, account.id, "password-reset-sent", None, {"email": account.email}, None)


async def open_link(tx: Tx, kind: str, token: str) -> tuple[links.Link, queries.Account]:
    """A link that works, and whose it is. Raises Refused saying why it does not."""
    link = await links.link_of(tx, kind=kind, token_hash=tokens.hashed(token))
    if reason := fault(link, at=clock.now()):
        raise Refused(reason.code or "link", reason.message)
    assert link is not None  # noqa: S101  # a link that is not there has a fault
    account = await queries.account(tx, account_id=link.account_id)
    assert account is not None  # noqa: S101  # the link refers to it
    return link, account


async def reset_password(database: Database, sessions: Sessions, *, token: str, password: str) -> queries.Account:
    """Give an account a new password by its link, and sign it out everywhere. Gives the account. Raises Refused.

    No connection is held while the password is hashed.
    """
    async with database.tx() as tx:
        link, account = await open_link(tx, PASSWORD_RESET, token)
        await require_good(tx, account, password)
    password_hash = await passwords.hashed(password)
    async with database.tx() as tx:
        if not await links.use_link(tx, link_id=link.id):
            await open_link(tx, PASSWORD_RESET, token)  # says who was quicker
            raise Refused("link-used", "This link was used a moment ago. It works once.")
        await set_password(tx, account, password_hash, action="password-reset")
    await sessions.close_all(account.id)
    sessions.forget_standings()
    return account


async def require_good(tx: Tx, account: queries.Account, password: str) -> None:
    """Raises Refused with everything that is wrong with a password for this account."""
    own = (account.username, account.display_name, account.email or "", await practice_name(tx) or "")
    if found := policy.password_faults(password, own=own):
        raise Refused("password", "Please choose another password.", reasons=found)


async def set_password(tx: Tx, account: queries.Account, password_hash: str, *, action: str) -> None:
    """Give an account another password, make its open links worthless, and tell its owner."""
    await queries.set_password(tx, account_id=account.id, password_hash=password_hash)
    await links.replace_links(tx, account_id=account.id)
    await recorded(tx, account.id, action, None, {"password_changed": True}, account.id)
    if account.email:
        letter = await letters.password_changed(tx, to=account.email, name=account.display_name, at=clock.now())
        await mail.post(tx, letter)


async def start_email_change(
    tx: Tx, settings: Settings, account: queries.Account, *, email: str, by: UUID | None, asker: str
) -> None:
    """Mail a link to a new address; until it is used the old one stays. The old one is told."""
    token, expires_at = tokens.new(), clock.now() + LASTS[EMAIL_CHANGE]
    await links.insert_link(
        tx,
        kind=EMAIL_CHANGE,
        account_id=account.id,
        email=email,
        token_hash=tokens.hashed(token),
        expires_at=expires_at,
        asked_by=by,
    )
    name = account.display_name
    letter = await letters.email_change(
        tx, settings, to=email, name=name, asker=asker, token=token, expires_at=expires_at
    )
    await mail.post(tx, letter, by=by)
    if account.email:
        letter = await letters.email_changing(tx, to=account.email, name=name, asker=asker, new_email=email)
        await mail.post(tx, letter, by=by)
    await recorded(tx, account.id, "email-change-asked", {"email": account.email}, {"email": email}, by)


async def confirm_email(tx: Tx, *, token: str) -> str:
    """Take over an address whose owner has its link; gives it. Raises Refused.

    Somebody who signs in with their address goes on doing so: then it is their username too.
    """
    await queries.lock_accounts(tx)
    link, account = await open_link(tx, EMAIL_CHANGE, token)
    username = link.email if account.username == account.email else account.username
    if found := await clashes(tx, other_than=account.id, username=None, email=link.email, person_code=None):
        raise Refused("taken", "This address cannot be confirmed.", reasons=found)
    if not await links.use_link(tx, link_id=link.id):
        raise Refused("link-used", "This link was used a moment ago. It works once.")
    await queries.set_email(tx, account_id=account.id, username=username, email=link.email)
    new = seen(account) | {"email": link.email, "username": username}
    await recorded(tx, account.id, "email-confirmed", seen(account), new, account.id)
    return link.email
