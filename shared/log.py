"""One line of JSON for each thing worth knowing. Never a password, a token, a cookie or what somebody typed."""

from __future__ import annotations

import logging
import sys
from typing import Any

import structlog
from structlog.types import EventDict, Processor, WrappedLogger

HIDDEN = frozenset({"password", "token", "cookie", "csrf_token", "secret", "secret_key", "authorization"})


def _hide(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    return {key: "***" if key.lower() in HIDDEN else value for key, value in event.items()}


def configure(level: str = "INFO") -> None:
    """Send every log line of this process, ours and the libraries', to standard error as JSON."""
    common: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _hide,
    ]
    structlog.configure(
        processors=[*common, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=common,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(sort_keys=False),
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)


def get(name: str) -> Any:
    """A logger: `log.info("rota published", number=3)`."""
    return structlog.stdlib.get_logger(name)
