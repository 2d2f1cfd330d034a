"""Showing a solve as it goes: a live line in a terminal, lines every few seconds elsewhere. Ctrl-C stops it."""

from __future__ import annotations

import contextlib
import signal
import threading
import time
from collections.abc import Iterator
from types import FrameType
from typing import IO, Any

from rich.console import Console
from rich.live import Live
from rich.text import Text

from shared.domain.outcome import Progress

SECONDS_BETWEEN_LINES = 5.0
SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Stop:
    """While entered, the first Ctrl-C (or SIGTERM) asks to stop and keep the best; the second ends the command."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self._before: dict[signal.Signals, Any] = {}

    def asked(self) -> bool:
        """Whether somebody wants it to stop."""
        return self._event.is_set()

    def __enter__(self) -> Stop:
        if threading.current_thread() is threading.main_thread():  # nobody else may set handlers
            self._before = {each: signal.signal(each, self._on_signal) for each in SIGNALS}
        return self

    def __exit__(self, *_: object) -> None:
        for each, handler in self._before.items():
            signal.signal(each, handler)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        if self._event.is_set():
            raise KeyboardInterrupt
        self._event.set()


class Shown:
    """The latest progress, as one line. Told from the solver's thread, read from another."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._latest: Progress | None = None

    def on_progress(self, progress: Progress) -> None:
        """Takes the newest progress."""
        self._latest = progress

    def line(self) -> str:
        """'00:07  0 gaps · objective 214 · cannot be better than 209 (2.34 %)'"""
        minutes, seconds = divmod(int(time.monotonic() - self._started), 60)
        return f"{minutes:02}:{seconds:02}  {_in_words(self._latest)}"

    def __rich__(self) -> Text:
        return Text(self.line(), no_wrap=True, overflow="ellipsis")


def _in_words(progress: Progress | None) -> str:
    if progress is None or progress.objective is None:
        return "looking for a first draft"
    gaps = "1 gap" if progress.gaps == 1 else f"{progress.gaps or 0} gaps"
    distance = f"({progress.gap_percent:.2f} %)"
    return f"{gaps} · objective {progress.objective} · cannot be better than {progress.bound} {distance}"


@contextlib.contextmanager
def progress_on(stream: IO[str], what: str) -> Iterator[Shown]:
    """Says what is being made, and shows how it goes on `stream` while entered."""
    shown = Shown()
    print(what, file=stream, flush=True)
    console = Console(file=stream)
    if console.is_terminal and not console.is_dumb_terminal:
        with Live(shown, console=console, refresh_per_second=4, transient=True):
            yield shown
        return
    ended = threading.Event()
    printer = threading.Thread(target=_print_lines, args=(shown, stream, ended), daemon=True)
    printer.start()
    try:
        yield shown
    finally:
        ended.set()
        printer.join()


def _print_lines(shown: Shown, stream: IO[str], ended: threading.Event) -> None:
    while not ended.wait(SECONDS_BETWEEN_LINES):
        print(shown.line(), file=stream, flush=True)
