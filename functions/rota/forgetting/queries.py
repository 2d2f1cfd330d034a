"""Every statement with which the rota forgets. The lines of published versions are never touched: they hold codes."""

from __future__ import annotations

from collections.abc import Mapping

from shared.db import Tx
from shared.forgetting import Leaver, allow_words


async def forget(tx: Tx, days: Mapping[str, int]) -> dict[str, int]:
    """Remove alerts that are long over, with their life."""
    gone = "status = 'resolved' and resolved_at < now() - make_interval(days => %(alerts)s)"
    await tx.execute(f"delete from alert_event where alert_id in (select id from alert where {gone})", days)  # noqa: S608
    alerts = await tx.execute(f"delete from alert where {gone}", days)  # noqa: S608
    return {"alert": alerts.rowcount}


async def make_nameless(tx: Tx, leaver: Leaver) -> None:
    """Take somebody's name out of alerts, changes by hand, the ledger of duty, and what versions say in words."""
    told = leaver.told()
    await allow_words(tx)
    await tx.execute(
        """
        update rota_version set
            summary = rename_in(summary, %(names)s, %(becomes)s), gaps = rename_in(gaps, %(names)s, %(becomes)s),
            breaches = rename_in(breaches, %(names)s, %(becomes)s),
            overrides = rename_in(overrides, %(names)s, %(becomes)s), reason = rename_in(reason, %(names)s, %(becomes)s)
        where names_in(concat(summary::text, gaps::text, breaches::text, overrides::text, reason), %(names)s)
        """,
        told,
    )
    await tx.execute(
        """
        update alert set because = rename_in(because, %(names)s, %(becomes)s),
                         dismissed_reason = rename_in(dismissed_reason, %(names)s, %(becomes)s)
        where names_in(because || coalesce(dismissed_reason, ''), %(names)s)
        """,
        told,
    )
    await tx.execute(
        """
        update alert_event set because = rename_in(because, %(names)s, %(becomes)s)
        where names_in(because, %(names)s)
        """,
        told,
    )
    await tx.execute(
        "update rota_edit set words = rename_in(words, %(names)s, %(becomes)s) where names_in(words, %(names)s)", told
    )
    await tx.execute(
        """
        update duty_entry set reason = rename_in(reason, %(names)s, %(becomes)s),
                              detail = rename_in(detail, %(names)s, %(becomes)s)
        where names_in(reason || detail::text, %(names)s)
        """,
        told,
    )
