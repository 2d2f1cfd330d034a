"""Bringing a database up to date with a backup of it first (O16)."""

from __future__ import annotations

from collections.abc import Callable

from functions.backup.before_update import before_update
from functions.backup.nouns import Failure
from infra.migrate import migrate
from infra.trouble import Trouble
from shared.settings import Settings


def update(settings: Settings, say: Callable[[str], None], *, backup: bool = True) -> None:
    """Apply what is pending. A database that holds something is backed up before it is changed, once, whoever else is
    starting meanwhile. Raises Trouble; when the backup fails, nothing is changed."""
    applied = migrate(settings.database_url, before=(lambda: say(_backed_up(settings))) if backup else None)
    for id_ in applied:
        say(f"applied {id_}")
    if not applied:
        say("The database is up to date.")


def _backed_up(settings: Settings) -> str:
    try:
        return before_update(settings)
    except Failure as failure:
        raise Trouble(
            f"Nothing was changed, because the backup before it failed: {failure.message} Mend that, or do without: "
            "`rotacc migrate --no-backup`."
        ) from failure
