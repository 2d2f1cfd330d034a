"""The whole visit: every look in turn."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

from infra.doctor import backups, database, folders, mail, redis, settings
from infra.doctor.finding import Finding, Findings, Part
from shared.settings import Settings, SettingsError, load

Look = Callable[[Settings], Findings]

LOOKS: dict[str, Look] = {
    "settings": settings.look,
    "database": database.look,
    "redis": redis.look,
    "mail": mail.look,
    "folders": folders.look,
    "backups": backups.look,
}


def visit() -> Iterator[Finding]:
    """Everything found, in the order of the looks, while it is found."""
    yield from settings.misspelt(os.environ)
    try:
        usable = load()
    except SettingsError as error:
        yield from settings.refused(error.reasons)
        return
    for name, look in LOOKS.items():
        yield from careful(name, look, usable)


def careful(name: str, look: Look, usable: Settings) -> Findings:
    """What a look finds; and, where it breaks down, that."""
    try:
        yield from look(usable)
    except Exception as error:  # whatever it is, the other looks go on
        said = " ".join(str(error).split()) or "no more is known"
        yield Part(name).bad(f"could not be looked at: {type(error).__name__}: {said}", "Mend what is bad above first.")
