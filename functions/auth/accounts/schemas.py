"""What is asked and answered about accounts."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import Field

from functions.auth.accounts.policy import May, may
from functions.auth.people import PersonOut
from functions.auth.queries import Account
from shared.access import Caller, Role
from shared.http import In, Out


class OwnAccountOut(Out):
    """Somebody's own account. `pending_email`: an address that takes the place of `email` once it is confirmed."""

    id: UUID
    username: str
    display_name: str
    email: str | None
    pending_email: str | None
    roles: list[Role]
    person: PersonOut | None
    password_changed_at: datetime
    version: int

    @classmethod
    def of(cls, account: Account, people: dict[str, str], pending: dict[UUID, str]) -> OwnAccountOut:
        return cls(**_common(account, people, pending), password_changed_at=account.password_changed_at)


class AccountRowOut(Out):
    """An account as administrators see it."""

    id: UUID
    username: str
    display_name: str
    email: str | None
    pending_email: str | None
    roles: list[Role]
    person: PersonOut | None
    active: bool
    created_at: datetime
    last_sign_in_at: datetime | None
    version: int
    may: list[May]

    @classmethod
    def of(cls, account: Account, caller: Caller, people: dict[str, str], pending: dict[UUID, str]) -> AccountRowOut:
        return cls(
            **_common(account, people, pending),
            active=account.active,
            created_at=account.created_at,
            last_sign_in_at=account.last_sign_in_at,
            may=may(caller, account),
        )


class AccountsOut(Out):
    """By name. `can_mail`: whether invitations can be sent; else accounts are made by hand.

    `people`: those on the rota now, to choose from.
    """

    accounts: list[AccountRowOut]
    people: list[PersonOut]
    can_mail: bool


class AccountMadeIn(In):
    """An account made by hand: whoever makes it tells its owner the password."""

    username: str = Field(max_length=300)
    display_name: str = Field(max_length=100)
    email: str | None = Field(None, max_length=300)
    roles: list[str] = Field(max_length=10)
    person_code: str | None = Field(None, max_length=50)
    password: str = Field(max_length=10_000, repr=False)


class AccountEditIn(In):
    """The account as it is to be. Another `email` has to be confirmed first; null takes it away."""

    version: int
    display_name: str = Field(max_length=100)
    email: str | None = Field(max_length=300)
    roles: list[str] = Field(max_length=10)
    person_code: str | None = Field(max_length=50)


class DeactivationIn(In):
    version: int
    reason: str | None = Field(None, max_length=1000)


class OwnAccountIn(In):
    """`present_password` is needed when the address is to be another one."""

    version: int
    display_name: str = Field(max_length=100)
    email: str | None = Field(max_length=300)
    present_password: str | None = Field(None, max_length=1000, repr=False)


class OwnPasswordIn(In):
    present_password: str = Field(max_length=1000, repr=False)
    password: str = Field(max_length=10_000, repr=False)


def _common(account: Account, people: dict[str, str], pending: dict[UUID, str]) -> dict[str, object]:
    return {
        "id": account.id,
        "username": account.username,
        "display_name": account.display_name,
        "email": account.email,
        "pending_email": pending.get(account.id),
        "roles": [Role(role) for role in sorted(account.roles)],
        "person": PersonOut.of(account.person_code, people),
        "version": account.version,
    }
