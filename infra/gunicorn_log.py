"""gunicorn's own words in the one shape everything else is logged in."""

from __future__ import annotations

import logging
from typing import Any

from gunicorn.glogging import Logger

from shared import log


class JsonLogger(Logger):  # type: ignore[misc]  # gunicorn has no types
    """Hands what gunicorn says to the root logger, in the parent process as in the workers."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        log.configure(cfg.loglevel.upper(), "web")
        self.error_log.handlers.clear()
        self.error_log.propagate = True
        self.error_log.setLevel(logging.NOTSET)
