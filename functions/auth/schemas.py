"""What is asked of, and answered by, the room that knows accounts."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field, RootModel

from shared.access import Caller, Role
from shared.http import In, Out
from shared.sessions import SignIn


class SignInIn(In):
    username: str = Field(min_length=1, max_length=200)
    password: str = Field(min_length=1, max_length=1000, repr=False)


class AccountOut(Out):
    username: str
    display_name: str
    roles: list[Role]
    person_code: str | None

    @classmethod
    def of(cls, caller: Caller) -> AccountOut:
        return cls(
            username=caller.username,
            display_name=caller.display_name,
            roles=sorted(caller.roles),
            person_code=caller.person_code,
        )


class SignedInOut(Out):
    """`csrf_token` goes into the header X-CSRF-Token of every change."""

    account: AccountOut
    csrf_token: str


class MeOut(SignedInOut):
    practice: str | None


class SignInOut(Out):
    """One place somebody is signed in."""

    id: str
    since: datetime
    address: str
    agent: str
    current: bool

    @classmethod
    def of(cls, found: SignIn, current: str | None = None) -> SignInOut:
        return cls(
            id=found.id, since=found.since, address=found.address, agent=found.agent, current=found.id == current
        )


class SignInsOut(RootModel[list[SignInOut]]):
    """Newest first."""
