"""Every statement with which the practice forgets."""

from __future__ import annotations

from shared.db import Tx
from shared.forgetting import Leaver


async def make_nameless(tx: Tx, leaver: Leaver) -> None:
    """Take away who somebody was. Their code and their terms stay: what they worked and were owed rests on them."""
    told = leaver.told()
    await tx.execute(
        """
        update person set name = %(becomes)s, email = null, note = '', active = false, nameless_at = now(),
                          version = version + 1
        where code = %(code)s
        """,
        told,
    )
    await tx.execute("update working_term set note = '' where person_code = %(code)s", told)
    await tx.execute("delete from staff_group_member where person_code = %(code)s", told)
    await tx.execute(
        """
        update person set note = rename_in(note, %(names)s, %(becomes)s), version = version + 1
        where names_in(note, %(names)s)
        """,
        told,
    )
    await tx.execute(
        """
        update working_term set note = rename_in(note, %(names)s, %(becomes)s) where names_in(note, %(names)s)
        """,
        told,
    )
    await tx.execute("update practice set version = version + 1, updated_at = now() where id = 1")
