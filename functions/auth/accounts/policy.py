"""What somebody may do with an account. Pure."""

from __future__ import annotations

from typing import Literal

from functions.auth import policy
from functions.auth.queries import Account
from shared.access import Caller

May = Literal["edit", "deactivate", "reactivate", "sign-out"]


def may(caller: Caller, account: Account) -> list[May]:
    """What this administrator may do with this account. Nobody deactivates themselves: they could not undo it."""
    if not policy.may_manage(caller.roles, account.roles):
        return []
    if not account.active:
        return ["reactivate"]
    return ["edit", "sign-out"] if account.id == caller.account_id else ["edit", "deactivate", "sign-out"]
