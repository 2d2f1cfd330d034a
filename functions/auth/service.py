"""Signing in, and seeing to it that an account exists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from functions.auth import passwords, policy, queries
from functions.auth.limiter import SignInLimiter
from shared import audit
from shared.access import Caller
from shared.db import Database, Tx
from shared.errors import NotSignedIn, Refused
from shared.queries import accounts
from shared.sessions import Sessions

WRONG = "That username and password do not go together."


async def sign_in(
    database: Database,
    sessions: Sessions,
    limiter: SignInLimiter,
    *,
    username: str,
    password: str,
    address: str,
    agent: str,
) -> tuple[str, Caller]:
    """The token of a new sign-in and who it is. Raises NotSignedIn, or TooMany.

    The same words and the same work whether the name or the password is wrong, so neither gives the other away.
    No connection is held while the password is hashed.
    """
    username = policy.plain_username(username)
    await limiter.try_once(username, address)
    async with database.tx() as tx:
        account = await queries.account_named(tx, username=username)
        standing = None if account is None else await accounts.standing(tx, account_id=account.id)
    right = await passwords.matches(account.password_hash if account else None, password)
    if not right or standing is None:
        await limiter.failed(username, address)
        raise NotSignedIn(WRONG)
    await limiter.succeeded(username, address)
    return await sessions.open(standing, address=address, agent=agent)


async def ensure_account(
    tx: Tx,
    *,
    username: str,
    password: str,
    roles: Sequence[str],
    display_name: str,
    email: str | None = None,
    person_code: str | None = None,
    by: UUID | None = None,
) -> UUID:
    """An active account with just these values. Asked twice, nothing changes the second time.

    Raises Refused listing everything wrong with it. A new password ends the account's sign-ins.
    """
    if found := policy.faults(username, password, roles):
        raise Refused("account", "This account cannot be made.", reasons=found)
    await queries.lock_accounts(tx)
    wanted: dict[str, Any] = {
        "display_name": display_name,
        "email": email,
        "roles": sorted(set(roles)),
        "person_code": person_code,
    }
    username = policy.plain_username(username)
    account = await queries.account_named(tx, username=username)
    if account is None:
        password_hash = await passwords.hashed(password)
        account_id = await queries.insert_account(tx, username=username, password_hash=password_hash, **wanted)
        await _audit(tx, account_id, "account-made", None, {"username": username, **wanted}, by)
        return account_id
    old: dict[str, Any] = {
        "display_name": account.display_name,
        "email": account.email,
        "roles": sorted(account.roles),
        "person_code": account.person_code,
    }
    same_password = await passwords.matches(account.password_hash, password)
    if old == wanted and same_password and account.active:
        return account.id
    password_hash = account.password_hash if same_password else await passwords.hashed(password)
    await queries.update_account(tx, account_id=account.id, password_hash=password_hash, **wanted)
    old |= {"active": account.active}
    await _audit(tx, account.id, "account-changed", old, wanted | {"password_changed": not same_password}, by)
    return account.id


async def _audit(
    tx: Tx, account_id: UUID, action: str, old: dict[str, Any] | None, new: dict[str, Any], by: UUID | None
) -> None:
    await audit.record(tx, account_id=by, action=action, entity="account", entity_id=str(account_id), old=old, new=new)
