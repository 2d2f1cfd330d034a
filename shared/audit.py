"""Who changed what: a row for each change, written in the change's own transaction."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from shared.db import Tx

# Keys whose values open doors. They have no business here; should one stray in, its value stays out.
SECRET = re.compile(r"(^|[._-])(password|passphrase|secret|token|csrf)([._-]|$)|(?<!content)_hash$", re.IGNORECASE)
NOT_KEPT = "(not kept)"


async def record(
    tx: Tx,
    *,
    account_id: UUID | None,
    action: str,
    entity: str,
    entity_id: str,
    old: dict[str, Any] | None = None,
    new: dict[str, Any] | None = None,
    reason: str | None = None,
    request_id: str | None = None,
) -> None:
    """Write down one change, from what, to what. `account_id` is None for what the system does by itself.

    functions/reports/words.py has words for every action and entity; a test compares.
    """
    await tx.execute(
        """
        insert into audit (account_id, action, entity, entity_id, old, new, reason, request_id)
        values (%s, %s, %s, %s, %s, %s, %s, %s)
        """,
        (
            account_id,
            action,
            entity,
            entity_id,
            None if old is None else Jsonb(without_secrets(old)),
            None if new is None else Jsonb(without_secrets(new)),
            reason,
            request_id,
        ),
    )


def without_secrets(value: Any) -> Any:
    """The same, with every text under a secret's key left out."""
    if isinstance(value, dict):
        return {key: _unless_secret(str(key), each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [without_secrets(each) for each in value]
    return value


def _unless_secret(key: str, value: Any) -> Any:
    return NOT_KEPT if SECRET.search(key) and isinstance(value, str) else without_secrets(value)
