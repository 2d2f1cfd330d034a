"""What the scheduler has done every night."""

from __future__ import annotations

from functions.cleanup import service
from shared import log
from shared.db import Tx

logger = log.get("rotacc.cleanup")


async def forget(tx: Tx) -> None:
    """Forget what is old."""
    counts = await service.forget(tx)
    logger.info("forgotten", **counts)
