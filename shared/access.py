"""Who is asking, and what they may do. Every method of every route declares one `Access`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What an account may do. A superuser may do all that an administrator may."""

    CLINICIAN = "clinician"
    ADMINISTRATOR = "administrator"
    SUPERUSER = "superuser"


class Access(StrEnum):
    """The least somebody must be to use one method of one route."""

    PUBLIC = "public"
    SIGNED_IN = "signed-in"
    ADMINISTRATOR = "administrator"
    SUPERUSER = "superuser"


@dataclass(frozen=True, slots=True)
class Caller:
    """The account behind a request, as it was when it signed in.

    `session_id` names this sign-in to its owner; it opens nothing. `csrf_token` must come back with every change.
    """

    account_id: UUID
    username: str
    display_name: str
    roles: frozenset[Role]
    person_code: str | None
    session_id: str
    csrf_token: str

    @property
    def is_administrator(self) -> bool:
        return not self.roles.isdisjoint({Role.ADMINISTRATOR, Role.SUPERUSER})

    @property
    def is_superuser(self) -> bool:
        return Role.SUPERUSER in self.roles


def may(caller: Caller | None, access: Access) -> bool:
    """Whether this caller (None: a stranger) may use something that asks for `access`."""
    if access is Access.PUBLIC:
        return True
    if caller is None:
        return False
    return {
        Access.SIGNED_IN: True,
        Access.ADMINISTRATOR: caller.is_administrator,
        Access.SUPERUSER: caller.is_superuser,
    }[access]
