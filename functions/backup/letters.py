"""The letter to whoever wants to know when a backup fails."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from functions.backup import reads
from shared import clock, mail
from shared.db import Tx
from shared.queries.practice import practice_name
from shared.settings import Settings

EMAILS = Path(__file__).parent / "emails"
USEFUL_FOR = timedelta(days=2)
MADE = "The backup failed"
PROVED = "A backup could not be proved"
COPIED = "The backup was made, but not copied"
LOST = "Backups are missing"


async def tell(tx: Tx, settings: Settings, *, what: str, said: str, about: str | None = None) -> int:
    """Post it to everybody who wants it; how many that are."""
    practice = await practice_name(tx) or "RotaCC"
    page = f"{settings.site_url.rstrip('/')}/backups.html" if settings.site_url else "See the page Backups."
    told = await reads.to_be_told(tx)
    for name, address in told:
        values = {"greeting": name, "practice": practice, "what": what, "said": said, "link": page}
        message = mail.written(
            EMAILS / "backup_failed",
            "backup-failed",
            address,
            values,
            about=about,
            useful_until=clock.now() + USEFUL_FOR,
        )
        await mail.post(tx, message)
    return len(told)
