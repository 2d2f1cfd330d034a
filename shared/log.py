"""One line of JSON for each thing worth knowing. Never a password, a token, a cookie or what somebody typed."""

from __future__ import annotations

import json
import logging
import os
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any

import orjson
import structlog
from structlog.types import EventDict, Processor, WrappedLogger

HIDDEN = frozenset({"password", "token", "cookie", "csrf_token", "secret", "secret_key", "authorization"})
HIDDEN_ENDS = ("_password", "_token", "_key", "_secret", "_pass")
SHOWN = frozenset({"idempotency_key"})
# What a sentence of ours or a library's may carry along: who signs in at an address, and words after a question mark.
IN_ADDRESSES = re.compile(r"(://)[^/\s@\"]*:[^/\s@\"]*@")
IN_QUERIES = re.compile(r"([?&#](?:token|key|secret|password|signature|x-amz-[a-z-]+)=)[^&\s\"\\]+", re.IGNORECASE)
TOKEN = re.compile(r"(?=.*[A-Z0-9])[A-Za-z0-9_~=-]{20,}(\.\w+)?$")
UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")

OURS = "rotacc"
# A library's own words below this are not written, whatever LOG_LEVEL says: on DEBUG some of them tell what travels,
# headers and keys included.
OTHERS = logging.INFO
# These speak at length of what we say ourselves, in a line of our own.
QUIET = ("taskiq", "httpx", "httpcore", "boto3", "botocore", "s3transfer", "urllib3", "python_http_client", "fontTools")


def configure(level: str = "INFO", process: str = "") -> None:
    """Send every line of this process to standard error as JSON: ours, the libraries', and last words.

    `process` (web, worker and so on) is named in each line.
    """
    structlog.configure(
        processors=[*_common(process), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_common(process),
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _as_json],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    _set_levels(root, logging.getLevelNamesMapping()[level])
    _hear_last_words()


def get(name: str) -> Any:
    """A logger: `log.info("rota published", number=3)`."""
    return structlog.stdlib.get_logger(name)


def request_id() -> str | None:
    """The number of the request this work was asked for by, whichever process does it; None outside of any."""
    found = structlog.contextvars.get_contextvars().get("request_id")
    return str(found) if found else None


@contextmanager
def on_behalf_of(number: str | None, **more: Any) -> Iterator[None]:
    """Have what is logged and announced within the block carry this request's number, and `more` its log lines."""
    with structlog.contextvars.bound_contextvars(**({"request_id": number} if number else {}), **more):
        yield


@contextmanager
def last_words() -> Iterator[None]:
    """Write down what ends this process, like everything else it said, and end it."""
    try:
        yield
    except Exception as error:
        get("rotacc.uncaught").critical("the process ends", error=type(error).__name__, exc_info=error)
        raise SystemExit(1) from None


def masked(path: str) -> str:
    """An address without what opens something: a part that looks like a token is starred. Ids and our files stay."""
    if path.startswith("/assets/"):
        return path
    return "/".join("***" if _looks_secret(part) else part for part in path.split("/"))


def _common(process: str) -> list[Processor]:
    def whence(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        return {**event, "process": process, "pid": os.getpid()}

    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        *((whence,) if process else ()),
        _hide,
    ]


def _set_levels(root: logging.Logger, level: int) -> None:
    root.setLevel(max(level, OTHERS))
    logging.getLogger(OURS).setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))


def _hide(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    return {key: _without_secrets(key, value) for key, value in event.items()}


def _without_secrets(key: str, value: Any) -> Any:
    name = key.lower()
    if value and name not in SHOWN and (name in HIDDEN or name.endswith(HIDDEN_ENDS)):
        return "***"
    if isinstance(value, dict):
        return {inner: _without_secrets(str(inner), each) for inner, each in value.items()}
    return value


def _as_json(_logger: WrappedLogger, _method: str, event: EventDict) -> str:
    try:
        line = orjson.dumps(event, default=repr, option=orjson.OPT_NON_STR_KEYS).decode()
    except TypeError:  # a number beyond 64 bits, half a sign: rather ugly than lost
        line = json.dumps({str(key): repr(value) for key, value in event.items()})
    return IN_QUERIES.sub(r"\1***", IN_ADDRESSES.sub(r"\1***@", line))


def _looks_secret(part: str) -> bool:
    return TOKEN.match(part) is not None and UUID.fullmatch(part) is None


def _hear_last_words() -> None:
    """Have what nobody caught written like everything else, wherever it was raised."""
    logging.captureWarnings(True)
    sys.excepthook = _uncaught
    threading.excepthook = lambda told: _uncaught(told.exc_type, told.exc_value, told.exc_traceback)
    sys.unraisablehook = lambda told: _uncaught(told.exc_type, told.exc_value, told.exc_traceback)


def _uncaught(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt | SystemExit):
        return
    caught = (kind, error or kind(), trace)
    get("rotacc.uncaught").critical("nobody caught this", error=kind.__name__, exc_info=caught)
