"""The log: one line of JSON each, from whoever speaks, without what is secret."""

from __future__ import annotations

import io
import json
import logging
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from shared import log
from tests.paths import ROOT


@pytest.fixture
def said() -> Iterator[Any]:
    """The lines written so far, each read as JSON."""
    root, levels = logging.getLogger(), {name: logging.getLogger(name).level for name in ("", log.OURS, *log.QUIET)}
    before = root.handlers[:], sys.excepthook, sys.unraisablehook, threading.excepthook
    log.configure("INFO", "worker")
    written = io.StringIO()
    root.handlers[:] = [_writing_to(written, root.handlers[0])]
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    root.handlers[:], sys.excepthook, sys.unraisablehook, threading.excepthook = before
    logging.captureWarnings(False)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    structlog.reset_defaults()


def _writing_to(file: io.StringIO, like: logging.Handler) -> logging.Handler:
    handler = logging.StreamHandler(file)
    handler.setFormatter(like.formatter)
    return handler


def test_it_works(said: Any) -> None:
    log.get("rotacc.rota").info("rota published", number=3)
    (line,) = said()
    assert (line["event"], line["number"], line["level"]) == ("rota published", 3, "info")
    assert line["logger"] == "rotacc.rota"
    assert line["process"] == "worker"


def test_libraries_speak_the_same_way(said: Any) -> None:
    logging.getLogger("some.library").warning("%d of %d are gone", 2, 3)
    (line,) = said()
    assert line["event"] == "2 of 3 are gone"


def test_a_traceback_is_part_of_its_line(said: Any) -> None:
    try:
        raise LookupError("gone")
    except LookupError:
        log.get("rotacc.rota").exception("no such thing")
    (line,) = said()
    assert "LookupError: gone" in line["exception"]


@pytest.mark.parametrize(
    "words",
    [
        {"password": "marker"},
        {"csrf_token": "marker"},
        {"postmark_server_token": "marker"},
        {"backup_encryption_key": "marker"},
        {"asked": {"new_password": "marker"}},
        {"error": "connection to postgresql://rota:marker@db/rota failed"},
        {"url": "https://example.nhs.uk/feed?token=marker&x=1"},
        {"url": "https://example.nhs.uk/reset.html#token=marker"},
    ],
    ids=str,
)
def test_what_is_secret_is_starred(said: Any, words: dict[str, Any]) -> None:
    log.get("rotacc.rota").info("look", **words)
    (line,) = said()
    assert "marker" not in json.dumps(line)
    assert "***" in json.dumps(line)


def test_a_secret_in_a_traceback_is_starred(said: Any) -> None:
    try:
        raise OSError("cannot reach redis://:marker@redis:6379/0")
    except OSError:
        logging.getLogger("some.library").exception("oh")
    (line,) = said()
    assert "redis://***@redis:6379/0" in line["exception"]
    assert "marker" not in json.dumps(line)


def test_how_often_something_was_asked_is_no_secret(said: Any) -> None:
    log.get("rotacc.rota").info("look", idempotency_key="abc", keys=3)
    (line,) = said()
    assert (line["idempotency_key"], line["keys"]) == ("abc", 3)


@pytest.mark.parametrize("value", [2**70, "half a sign: \ud83d"], ids=["too large", "not a sign"])
def test_what_json_cannot_hold_is_written_all_the_same(said: Any, value: object) -> None:
    log.get("rotacc.rota").info("look", value=value)
    (line,) = said()
    assert "value" in line


def test_libraries_keep_their_details_to_themselves(said: Any) -> None:
    log.configure("DEBUG")
    spoken = {
        name: [level for level in ("DEBUG", "INFO", "WARNING") if _says(name, level)]
        for name in ("rotacc.rota", "some.library", "botocore.auth", "taskiq.receiver")
    }
    assert spoken == {
        "rotacc.rota": ["DEBUG", "INFO", "WARNING"],
        "some.library": ["INFO", "WARNING"],
        "botocore.auth": ["WARNING"],
        "taskiq.receiver": ["WARNING"],
    }


def _says(name: str, level: str) -> bool:
    return logging.getLogger(name).isEnabledFor(logging.getLevelNamesMapping()[level])


def test_warnings_are_logged(said: Any) -> None:
    warnings.warn("this will go", UserWarning, stacklevel=1)
    assert "this will go" in said()[0]["event"]


@pytest.mark.parametrize(
    "crash",
    [
        "raise LookupError('gone')",
        "import threading; threading.Thread(target=lambda: 1 / 0).start()",
        "import asyncio\nasync def f():\n  asyncio.create_task(g()); await asyncio.sleep(.01)\nasync def g(): 1 / 0\n"
        "asyncio.run(f())",
        "with log.last_words(): 1 / 0",
    ],
    ids=["main", "thread", "task", "the process's own work"],
)
def test_last_words_are_a_line_like_any_other(crash: str) -> None:
    program = f"from shared import log\nlog.configure('INFO', 'worker')\n{crash}"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=False)
    (line,) = [json.loads(line) for line in ended.stderr.splitlines()]
    assert line["level"] in ("critical", "error")
    assert "Error" in line["exception"]


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/api/v1/rota/2f1c8c3e-6a58-4a3c-9a58-0f2e5d1c7b11", "/api/v1/rota/2f1c8c3e-6a58-4a3c-9a58-0f2e5d1c7b11"),
        ("/calendar/Zm9vYmFyYmF6cXV4cXV1eDEyMzQ1Njc4OTA.ics", "/calendar/***"),
        ("/calendar/Zm9vYmFyYmF6cXV4cXV1eDEyMzQ1Njc4OTA", "/calendar/***"),
        ("/assets/popular-weeks-table-B1x_9aQz.js", "/assets/popular-weeks-table-B1x_9aQz.js"),
        ("/api/v1/practice/coverage-requirements", "/api/v1/practice/coverage-requirements"),
    ],
)
def test_a_path_is_shown_without_what_opens_something(path: str, shown: str) -> None:
    assert log.masked(path) == shown


def test_the_number_of_a_request_is_at_hand_within_its_block() -> None:
    assert log.request_id() is None
    with log.on_behalf_of("0123456789abcdef", task="deliver_event"):
        assert log.request_id() == "0123456789abcdef"
        with log.on_behalf_of(None):
            assert log.request_id() == "0123456789abcdef"
    assert log.request_id() is None
