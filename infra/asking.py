"""Asking the person at the keyboard; when nobody is there, standard input answers, a line for each question."""

from __future__ import annotations

import getpass
import sys

from infra.trouble import Trouble
from shared.errors import DomainError


def ask(question: str, usual: str = "") -> str:
    """An answer; an empty one is the usual."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip() or usual
    return input(f"{question} [{usual}]: " if usual else f"{question}: ").strip() or usual


def ask_password() -> str:
    """A password, typed twice and never shown; one line of standard input when nobody is at a terminal."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("Password (12 characters or more): ")
    if getpass.getpass("Again: ") != password:
        raise Trouble("The two passwords differ; nothing was changed.")
    return password


def trouble(error: DomainError) -> Trouble:
    """What one of the rooms says, with every reason, as the command line shows it."""
    reasons = (f"  {reason.message}{f' {reason.instead}' if reason.instead else ''}" for reason in error.reasons)
    return Trouble("\n".join([error.message, *reasons]))
