"""What the practice's groups of people are called."""

from __future__ import annotations

from shared.db import Tx


async def names(tx: Tx) -> dict[str, str]:
    """Every group's name, by code."""
    return dict(await (await tx.execute("select code, name from staff_group")).fetchall())
