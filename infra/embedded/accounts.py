"""The account the stores run as: never root."""

from __future__ import annotations

import contextlib
import functools
import os
import pwd
import subprocess
from pathlib import Path
from typing import Any

from infra.trouble import Trouble

ACCOUNTS = ("rota", "postgres", "nobody")  # whom root becomes, first that exists


@functools.cache
def dropped() -> dict[str, Any]:
    """What to pass to Popen so that a store does not run as root: PostgreSQL refuses to, and Valkey need not."""
    if os.geteuid() != 0:
        return {}
    for name in ACCOUNTS:
        with contextlib.suppress(KeyError):
            user = pwd.getpwnam(name)
            return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise Trouble(f"PostgreSQL does not run as root, and there is no account to run it as: {', '.join(ACCOUNTS)}.")


def reachable(path: Path, mode: str = "-x") -> bool:
    """Whether the account the stores run as can get there."""
    return subprocess.run(["test", mode, str(path)], cwd="/", **dropped(), check=False).returncode == 0


def give(path: Path) -> None:
    """Hand a file or folder to the account the stores run as."""
    if account := dropped():
        os.chown(path, account["user"], account["group"])
