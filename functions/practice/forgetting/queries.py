"""Every statement with which the practice forgets."""

from __future__ import annotations

from shared.db import Tx
from shared.forgetting import Leaver


async def make_nameless(tx: Tx, leaver: Leaver) -> None:
    """Take away who somebody was. Their code and their terms stay: what they worked and were owed rests on them."""
    await tx.execute(
        """
        update person set name = %(becomes)s, email = null, note = '', active = false, nameless_at = now(),
                          version = version + 1
        where code = %(code)s
        """,
        leaver.told(),
    )
    await tx.execute("update working_term set note = '' where person_code = %(code)s", leaver.told())
    await tx.execute("delete from staff_group_member where person_code = %(code)s", leaver.told())
    await tx.execute("update practice set version = version + 1, updated_at = now() where id = 1")
