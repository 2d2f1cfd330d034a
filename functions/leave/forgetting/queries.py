"""Every statement with which leave is forgotten: words go, days and minutes stay."""

from __future__ import annotations

from shared.db import Tx
from shared.forgetting import Leaver, allow_words


async def make_nameless(tx: Tx, leaver: Leaver) -> None:
    """Empty somebody's own notes, and take their name out of what was written about others."""
    told = leaver.told()
    await allow_words(tx)
    await tx.execute(
        """
        update leave_request set note = '', decision_reason = null, assessment = '{}'
        where person_code = %(code)s
        """,
        told,
    )
    await tx.execute(
        """
        update leave_request set
            note = rename_in(note, %(names)s, %(becomes)s),
            decision_reason = rename_in(decision_reason, %(names)s, %(becomes)s),
            assessment = rename_in(assessment, %(names)s, %(becomes)s)
        where names_in(note || coalesce(decision_reason, '') || assessment::text, %(names)s)
        """,
        told,
    )
    await tx.execute(
        """
        update leave_place set because = rename_in(because, %(names)s, %(becomes)s)
        where names_in(because, %(names)s)
        """,
        told,
    )
    await tx.execute(
        """
        update ledger_entry set reason = rename_in(reason, %(names)s, %(becomes)s),
                                detail = rename_in(detail, %(names)s, %(becomes)s)
        where names_in(reason || detail::text, %(names)s)
        """,
        told,
    )
