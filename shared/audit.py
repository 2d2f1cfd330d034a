"""Who changed what: a row for each change, written in the change's own transaction."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from shared import log
from shared.db import Tx
from shared.forgetting import Leaver, allow_words

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
    `request_id`: the number of the request it was done for, wherever it is done; known without being told.

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
            request_id or log.request_id(),
        ),
    )


async def forget_old(tx: Tx, *, days: int) -> int:
    """Remove what was written down so long ago. How much that was; the database itself keeps six years."""
    done = await tx.execute("delete from audit where at < now() - make_interval(days => %s)", (days,))
    return done.rowcount


async def make_nameless(tx: Tx, leaver: Leaver) -> None:
    """Take somebody's name out of what was written down; who did what to whom stays, by number and code."""
    await allow_words(tx)
    await tx.execute(
        """
        update audit set old = rename_in(old, %(names)s, %(becomes)s), new = rename_in(new, %(names)s, %(becomes)s),
                         reason = rename_in(reason, %(names)s, %(becomes)s)
        where names_in(concat(old::text, new::text, reason), %(names)s)
        """,
        leaver.told(),
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
