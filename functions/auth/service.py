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
from shared.errors import NotSignedIn, Reason, Refused
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
    device: str | None = None,
) -> tuple[str, Caller]:
    """The token of a new sign-in and who it is. Raises NotSignedIn, or TooMany. `username` may be the address as well.

    The same words and the same work whether the name or the password is wrong, so neither gives the other away.
    `device`: the number of a browser they signed in with before. No connection is held while the password is hashed.
    """
    username = policy.plain_username(username)
    await limiter.try_once(username, address, device)
    async with database.tx() as tx:
        account = await _known_as(tx, username)
        standing = None if account is None else await accounts.standing(tx, account_id=account.id)
    right = await passwords.matches(account.password_hash if account else None, password)
    if not right or standing is None:
        await limiter.failed(username, address)
        raise NotSignedIn(WRONG)
    await limiter.succeeded(username, address, device)
    async with database.tx() as tx:
        await queries.note_sign_in(tx, account_id=standing.id)
    return await sessions.open(standing, address=address, agent=agent)


async def _known_as(tx: Tx, name: str) -> queries.Account | None:
    """The account with this username or this address; both are always looked for, and no two accounts share one."""
    named = await queries.account_named(tx, username=name)
    mailed = await queries.account_of_email(tx, email=name)
    return named or mailed


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

    For the operator, whose word for an address is taken. Raises Refused listing everything wrong with it. A new
    password ends the account's sign-ins.
    """
    username = policy.plain_username(username)
    email, display_name = policy.plain_email(email) if email else None, policy.plain_name(display_name)
    await queries.lock_accounts(tx)
    account = await queries.account_named(tx, username=username)
    found = [*policy.faults(username, password, roles, own=(display_name, email or ""))]
    found += [*policy.name_faults(display_name), *(policy.email_faults(email) if email else [])]
    found += await clashes(
        tx, other_than=account.id if account else None, username=username, email=email, person_code=person_code
    )
    if account is not None:
        found += await losses(tx, account, roles=roles, active=True)
    if found:
        raise Refused("account", "This account cannot be made.", reasons=found)
    wanted: dict[str, Any] = {
        "display_name": display_name,
        "email": email,
        "roles": sorted(set(roles)),
        "person_code": person_code,
    }
    if account is None:
        password_hash = await passwords.hashed(password)
        account_id = await queries.insert_account(tx, username=username, password_hash=password_hash, **wanted)
        await recorded(tx, account_id, "account-made", None, {"username": username, **wanted}, by)
        return account_id
    await _bring_to(tx, account, wanted, password, by)
    return account.id


async def _bring_to(tx: Tx, account: queries.Account, wanted: dict[str, Any], password: str, by: UUID | None) -> None:
    """Make an existing account what is wanted; write down what changed, if anything did."""
    old = seen(account)
    same_password = await passwords.matches(account.password_hash, password)
    if {name: old[name] for name in wanted} == wanted and same_password and account.active:
        return
    await queries.update_account(tx, account_id=account.id, **wanted)
    if not account.active:
        await queries.set_active(tx, account_id=account.id, active=True)
    if not same_password:
        password_hash = await passwords.hashed(password)
        await queries.set_password(tx, account_id=account.id, password_hash=password_hash)
    new = wanted | {"active": True, "password_changed": not same_password}
    await recorded(tx, account.id, "account-changed", old, new, by)


def seen(account: queries.Account) -> dict[str, Any]:
    """What of an account the audit may hold: everything but the password."""
    return {
        "username": account.username,
        "display_name": account.display_name,
        "email": account.email,
        "roles": sorted(account.roles),
        "person_code": account.person_code,
        "active": account.active,
    }


async def clashes(
    tx: Tx, *, other_than: UUID | None, username: str | None, email: str | None, person_code: str | None
) -> list[Reason]:
    """What of these belongs to somebody else's account. Call it with the accounts locked."""
    taken = await queries.taken(tx, other_than=other_than, username=username, email=email, person_code=person_code)
    said = (
        (taken.username, "username", f"The account of {taken.username} has that username or address."),
        (taken.email, "email", f"The account of {taken.email} has that address."),
        (taken.person, "person_code", f"The account of {taken.person} belongs to that person."),
    )
    return [Reason(message, "taken", field) for owner, field, message in said if owner is not None]


async def losses(tx: Tx, account: queries.Account, *, roles: Sequence[str], active: bool) -> list[Reason]:
    """Why an account may not become this: nobody would be left in charge. Call it with the accounts locked."""
    superusers, in_charge = await queries.others_in_charge(tx, account_id=account.id)
    return policy.losses(account.roles if account.active else [], roles if active else [], superusers, in_charge)


async def recorded(
    tx: Tx,
    account_id: UUID,
    action: str,
    old: dict[str, Any] | None,
    new: dict[str, Any] | None,
    by: UUID | None,
    *,
    reason: str | None = None,
    request_id: str | None = None,
) -> None:
    """Write a change of an account down: only what differs, and never a password."""
    if old is not None and new is not None:
        changed = [name for name in new if old.get(name) != new[name] and not name.startswith("password")]
        kept = {name: new[name] for name in new if name.startswith("password")}
        old, new = {name: old.get(name) for name in changed}, {name: new[name] for name in changed} | kept
    await audit.record(
        tx,
        account_id=by,
        action=action,
        entity="account",
        entity_id=str(account_id),
        old=old,
        new=new,
        reason=reason,
        request_id=request_id,
    )
