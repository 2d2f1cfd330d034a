"""PostgreSQL's programs, with a pg_dump and a pg_restore that can be held up."""

from __future__ import annotations

from pathlib import Path

from infra.embedded import postgres_binaries

# A program in pg_dump's place that says when it has begun, and waits until it may go on.
SLOW = """#!/bin/sh
case "$1" in --version) exec "{real}" --version;; esac
touch "{folder}/begun"
while [ -e "{folder}/hold" ]; do sleep 0.1; done
exec "{real}" "$@"
"""


def tools_in(folder: Path) -> Path:
    """Make them there."""
    for name in ("pg_dump", "pg_restore"):
        held, program = folder / f"{name}-held", folder / name
        held.mkdir()
        program.write_text(SLOW.format(real=postgres_binaries() / name, folder=held))
        program.chmod(0o755)
    return folder


def held_up(tools: Path, name: str) -> Path:
    """Have a program wait; the file that says that it has begun."""
    folder = tools / f"{name}-held"
    (folder / "begun").unlink(missing_ok=True)
    (folder / "hold").touch()
    return folder / "begun"


def let_go(tools: Path, name: str) -> None:
    (tools / f"{name}-held" / "hold").unlink()
