"""Where the stores keep their files, and whose they are."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pwd
import secrets
from collections.abc import Iterator
from pathlib import Path

from infra.embedded.accounts import dropped, reachable
from infra.trouble import Trouble

OURS = Path("/var/lib/rotacc")  # root's fallback for what the dropped account could not reach


def stores_folder(data: Path) -> Path:
    """Where the stores keep their files for this data folder: inside it, or, where the account root drops to cannot
    get there (a data folder in a closed home), under /var/lib/rotacc."""
    inside = data / "stores"
    if not dropped():
        inside.mkdir(parents=True, exist_ok=True)
        return inside
    if inside.exists():
        if not reachable(inside):
            raise Trouble(
                f"The stores do not run as root, and can no longer reach {inside}: was a folder above closed?"
            )
        return inside
    data.mkdir(parents=True, exist_ok=True)
    if reachable(data):
        inside.mkdir(exist_ok=True)
        inside.chmod(0o755)
        return inside
    # Named by a random word kept in the data folder: whoever removes the data folder begins afresh.
    name = data / "stores-elsewhere"
    if not name.exists():
        name.write_text(secrets.token_hex(8))
    folder = OURS / name.read_text().strip()
    make_ours(folder)
    return folder


def make_ours(folder: Path) -> None:
    """Make a folder of our own, open to everybody, for what the dropped account could not reach."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Trouble(
            f"The stores do not run as root, and cannot reach this folder; {folder} cannot be made either "
            f"({error.strerror}). Set ROTACC_DATA to a folder everybody may enter, such as /srv/rotacc."
        ) from error
    for each in (OURS, folder):
        each.chmod(0o755)


def refuse_strangers(folder: Path) -> None:
    """Raise Trouble when the folder's files belong to another account than the one that is about to use them."""
    account = dropped().get("user", os.geteuid())
    if folder.exists() and (owner := folder.stat().st_uid) != account:
        with contextlib.suppress(KeyError):
            names = pwd.getpwuid(owner).pw_name, pwd.getpwuid(account).pw_name
            raise Trouble(
                f"{folder} belongs to {names[0]}, but the stores would run as {names[1]} now. Start this as the "
                f"account that made it, or choose another ROTACC_DATA."
            )


def secret(file: Path) -> str:
    """A random word kept in a file that only its owner reads."""
    if not file.exists():
        unfinished = file.with_suffix(".new")
        unfinished.touch(mode=0o600)
        unfinished.write_text(secrets.token_urlsafe(24))
        unfinished.rename(file)
    return file.read_text()


@contextlib.contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold a folder for one supervisor. Raises Trouble when another has it."""
    with (folder / "lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Trouble(f"Another rota is already using {folder}.") from None
        yield
