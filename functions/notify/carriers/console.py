"""Mail for development: printed where the worker runs. Its links work, so this is refused in PROD."""

from __future__ import annotations

import sys

from functions.notify.carriers.carrier import HandOver
from shared.mail import Letter
from shared.settings import Settings


class Console:
    """Prints each message on standard output."""

    def __init__(self, _settings: Settings) -> None:
        """Needs nothing of the settings."""

    async def carry(self, letter: Letter, hand_over: HandOver) -> str:
        await hand_over()
        lines = (
            f"----- mail {letter.id} -----",
            f"To: {letter.to_address}",
            f"From: {letter.from_name}",
            f"Subject: {letter.subject}",
            "",
            letter.text.rstrip(),
            f"----- end of mail {letter.id} -----",
        )
        sys.stdout.write("\n".join(lines) + "\n")
        sys.stdout.flush()
        return "Printed where the worker runs."
