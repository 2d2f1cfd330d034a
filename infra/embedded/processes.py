"""Processes that end with the one that started them, and what is heard of them."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

PR_SET_PDEATHSIG = 1
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)  # how people and systems ask a program to end


def die_with_parent(signal_number: int) -> Callable[[], None]:
    """A preexec_fn: this process's child is sent the signal when this process dies, even by kill -9.

    It runs after the change of account, which would clear it, and is tied to the thread that starts the child: start
    from the main thread. Linux only; elsewhere it does nothing.
    """
    parent = os.getpid()
    libc = ctypes.CDLL(None)

    def arrange() -> None:
        with contextlib.suppress(AttributeError):
            libc.prctl(PR_SET_PDEATHSIG, signal_number)
            if os.getppid() != parent:  # died before we had arranged it
                os._exit(1)

    return arrange


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Signals that arrive meanwhile are heeded afterwards: between starting a process and knowing of it there must be
    no way out, or it would be left running."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    arrived: list[int] = []
    former = {number: signal.signal(number, lambda which, _: arrived.append(which)) for number in ENDING}
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
    for first in arrived[:1]:
        signal.raise_signal(first)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def tail(file: Path, lines: int = 15) -> str:
    """The last lines of a log."""
    with contextlib.suppress(OSError):
        return "\n".join(file.read_text(errors="replace").splitlines()[-lines:])
    return ""
