"""Making, changing, deactivating accounts; one's own password."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from functions.auth import letters, passwords, policy, queries
from functions.auth.accounts.policy import may
from functions.auth.limiter import NEW_ADDRESSES_OF_AN_ACCOUNT, PRESENT_PASSWORDS_OF_AN_ACCOUNT, Limiter
from functions.auth.links import queries as links
from functions.auth.links.service import require_good, set_password, start_email_change
from functions.auth.people import person_faults
from functions.auth.queries import Account
from functions.auth.service import clashes, losses, recorded, seen
from shared.access import Caller
from shared.db import Database, Tx
from shared.errors import Forbidden, NotFound, NotSignedIn, Reason, Refused, Stale
from shared.queries import accounts
from shared.queries.practice import practice_name
from shared.sessions import Sessions
from shared.settings import Settings

WRONG_PASSWORD = "That is not your present password."  # noqa: S105  # a sentence


async def make(
    tx: Tx,
    settings: Settings,
    caller: Caller,
    *,
    username: str,
    display_name: str,
    email: str | None,
    roles: list[str],
    person_code: str | None,
    password: str,
) -> UUID:
    """An account made by hand. Its address, if any, has yet to be confirmed. Raises Refused with every fault."""
    username, email, name = policy.plain_username(username), _address(email), policy.plain_name(display_name)
    await queries.lock_accounts(tx)
    own = (name, email or "", await practice_name(tx) or "")
    found = [*policy.faults(username, password, roles, own=own), *policy.name_faults(name)]
    found += policy.granting_faults(caller.roles, [], roles)
    found += await _email_faults(settings, email, None)
    found += await person_faults(tx, person_code)
    found += await clashes(tx, other_than=None, username=username, email=email, person_code=person_code)
    if found:
        raise Refused("account", "This account cannot be made.", reasons=found)
    values: dict[str, Any] = {"display_name": name, "roles": sorted(set(roles)), "person_code": person_code}
    password_hash = await passwords.hashed(password)
    account_id = await queries.insert_account(tx, username=username, email=None, password_hash=password_hash, **values)
    await recorded(tx, account_id, "account-made", None, {"username": username, **values}, caller.account_id)
    if email is not None:
        account = await existing(tx, account_id)
        await start_email_change(tx, settings, account, email=email, by=caller.account_id, asker=caller.display_name)
    return account_id


async def change(
    tx: Tx,
    settings: Settings,
    caller: Caller,
    *,
    account_id: UUID,
    version: int,
    display_name: str,
    email: str | None,
    roles: list[str],
    person_code: str | None,
) -> None:
    """Make an account what an administrator wants it to be. Raises NotFound, Forbidden, Stale or Refused."""
    await queries.lock_accounts(tx)
    account = await _managed(tx, caller, account_id, "edit")
    _require_current(account, version)
    email, name = _address(email), policy.plain_name(display_name)
    found = [*policy.name_faults(name), *policy.role_faults(roles)]
    found += policy.granting_faults(caller.roles, account.roles, roles)
    found += await _email_faults(settings, email, account)
    if person_code != account.person_code:
        found += await person_faults(tx, person_code)
    found += await clashes(tx, other_than=account_id, username=None, email=email, person_code=person_code)
    found += await losses(tx, account, roles=roles, active=True)
    if found:
        raise Refused("account", "This account cannot be changed so.", reasons=found)
    await _bring_to(tx, settings, account, caller, name, email, sorted(set(roles)), person_code)


async def change_own(
    database: Database,
    settings: Settings,
    limiter: Limiter,
    caller: Caller,
    *,
    version: int,
    display_name: str,
    email: str | None,
    present_password: str | None,
) -> None:
    """Change one's own name and address. Another address needs the password: it opens the account. Raises Refused."""
    email, name = _address(email), policy.plain_name(display_name)
    async with database.tx() as tx:
        account = await existing(tx, caller.account_id)
    found: list[Reason] = []
    if email != account.email:
        found += await _password_faults(limiter, account, present_password)
    if email not in (None, account.email) and not found:
        await limiter.count(NEW_ADDRESSES_OF_AN_ACCOUNT, "new-address", str(account.id))
    async with database.tx() as tx:
        await queries.lock_accounts(tx)
        account = await existing(tx, caller.account_id)
        _require_current(account, version)
        found += policy.name_faults(name) + await _email_faults(settings, email, account)
        found += await clashes(tx, other_than=account.id, username=None, email=email, person_code=None)
        if found:
            raise Refused("account", "Your account cannot be changed so.", reasons=found)
        await _bring_to(tx, settings, account, caller, name, email, account.roles, account.person_code)


async def change_own_password(
    database: Database,
    sessions: Sessions,
    limiter: Limiter,
    caller: Caller,
    *,
    present_password: str,
    password: str,
    address: str,
    agent: str,
) -> tuple[str, Caller]:
    """Choose another password; signed out everywhere, and in again here. Gives the new sign-in. Raises Refused."""
    async with database.tx() as tx:
        account = await existing(tx, caller.account_id)
    found = await _password_faults(limiter, account, present_password)
    if password == present_password:
        found.append(Reason("The new password is the present one.", "password-same", "password"))
    async with database.tx() as tx:
        try:
            await require_good(tx, account, password)
        except Refused as refusal:
            found += refusal.reasons
    if found:
        raise Refused("password", "Your password was not changed.", reasons=found)
    password_hash = await passwords.hashed(password)
    async with database.tx() as tx:
        await set_password(tx, account, password_hash, action="password-changed")
        standing = await accounts.standing(tx, account_id=account.id)
    await sessions.close_all(account.id)
    if standing is None:
        raise NotSignedIn("This account is not active.")
    return await sessions.open(standing, address=address, agent=agent)


async def deactivate(tx: Tx, caller: Caller, *, account_id: UUID, version: int, reason: str | None) -> None:
    """Let nobody sign in to an account any more; its mailed links stop working. Raises as `change` does.

    Asked again, nothing changes. The caller ends its sign-ins once this is committed.
    """
    await queries.lock_accounts(tx)
    account = await existing(tx, account_id)
    if account_id == caller.account_id:
        raise Refused("own-account", "You cannot deactivate your own account. Ask another administrator.")
    if not account.active:
        return
    await _managed(tx, caller, account_id, "deactivate")
    _require_current(account, version)
    if found := await losses(tx, account, roles=[], active=False):
        raise Refused("in-charge", "This account cannot be deactivated.", reasons=found)
    await queries.set_active(tx, account_id=account_id, active=False)
    await links.replace_links(tx, account_id=account_id)
    old, new = {"active": True}, {"active": False}
    await recorded(tx, account_id, "account-deactivated", old, new, caller.account_id, reason=reason)


async def reactivate(tx: Tx, caller: Caller, *, account_id: UUID) -> None:
    """Let an account sign in again. Raises NotFound, Forbidden, or Refused when its place was taken meanwhile."""
    await queries.lock_accounts(tx)
    account = await existing(tx, account_id)
    if account.active:
        return
    await _managed(tx, caller, account_id, "reactivate")
    found = await clashes(
        tx, other_than=account_id, username=account.username, email=account.email, person_code=account.person_code
    )
    if found:
        raise Refused("taken", "This account cannot be active again.", reasons=found)
    await queries.set_active(tx, account_id=account_id, active=True)
    await recorded(tx, account_id, "account-reactivated", {"active": False}, {"active": True}, caller.account_id)


async def sign_out(tx: Tx, caller: Caller, *, account_id: UUID) -> None:
    """Write down that an administrator signed somebody out. The caller does it once this is committed."""
    await _managed(tx, caller, account_id, "sign-out")
    await recorded(tx, account_id, "signed-out", None, None, caller.account_id)


async def existing(tx: Tx, account_id: UUID) -> Account:
    """The account with this id. Raises NotFound."""
    account = await queries.account(tx, account_id=account_id)
    if account is None:
        raise NotFound("There is no such account.")
    return account


async def _managed(tx: Tx, caller: Caller, account_id: UUID, what: str) -> Account:
    """An account this administrator may do that with. Raises NotFound, Forbidden or Refused."""
    account = await existing(tx, account_id)
    if not policy.may_manage(caller.roles, account.roles):
        raise Forbidden("Only a superuser changes the account of a superuser.")
    if what not in may(caller, account):
        state = "active" if account.active else "deactivated"
        raise Refused("state", f"This account is {state}, so that cannot be done.")
    return account


async def _bring_to(
    tx: Tx,
    settings: Settings,
    account: Account,
    caller: Caller,
    name: str,
    email: str | None,
    roles: list[str],
    person_code: str | None,
) -> None:
    """Record what is new. Another address is mailed a link and waits; taking an address away happens at once."""
    kept = account.email if email is not None else None
    values: dict[str, Any] = {"display_name": name, "email": kept, "roles": roles, "person_code": person_code}
    old = seen(account)
    if {key: old[key] for key in values} != values:
        await queries.update_account(tx, account_id=account.id, **values)
        await recorded(tx, account.id, "account-changed", old, values, caller.account_id)
    if email is None:
        await links.replace_links(tx, account_id=account.id)
    elif email != account.email:
        await start_email_change(tx, settings, account, email=email, by=caller.account_id, asker=caller.display_name)


async def _password_faults(limiter: Limiter, account: Account, password: str | None) -> list[Reason]:
    """What is wrong with what somebody says is their present password. Raises TooMany."""
    who = str(account.id)
    await limiter.count(PRESENT_PASSWORDS_OF_AN_ACCOUNT, "present-password", who)
    if not await passwords.matches(account.password_hash, password or ""):
        return [Reason(WRONG_PASSWORD, "wrong-password", "present_password")]
    await limiter.forget(PRESENT_PASSWORDS_OF_AN_ACCOUNT, "present-password", who)
    return []


async def _email_faults(settings: Settings, email: str | None, account: Account | None) -> list[Reason]:
    """What is wrong with a new address; nothing when it is the one the account has."""
    if email is None or (account is not None and email == account.email):
        return []
    if letters.not_set_up(settings):
        words = "Mail is not set up on this system yet, so an address cannot be confirmed. Leave it empty."
        return [Reason(words, "mail-not-set-up", "email")]
    return policy.email_faults(email)


def _address(email: str | None) -> str | None:
    """An address as it is stored; nothing but spaces is none."""
    return policy.plain_email(email) or None if email is not None else None


def _require_current(account: Account, version: int) -> None:
    if account.version != version:
        newer = {"version": account.version, **seen(account)}
        raise Stale("Somebody has changed this account since you opened it.", newer=newer)
