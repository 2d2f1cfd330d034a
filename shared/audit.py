"""Who changed what: a row for each change, written in the change's own transaction."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from shared.db import Tx


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
    """Write down one change, from what, to what. `account_id` is None for what the system does by itself."""
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
            None if old is None else Jsonb(old),
            None if new is None else Jsonb(new),
            reason,
            request_id,
        ),
    )
