"""The images the Dockerfile builds on, made of Debian's own packages: where a registry cannot be reached.

They carry the names the Dockerfile asks for, in a store of our own. They are not the originals: larger, with Debian's
Python, and node as this machine has it.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from infra.bootstrap import node_environment
from infra.image.machine import Store, found, run, say
from infra.trouble import Trouble

PYTHON = "docker.io/library/python:3.11-slim-bookworm"
NODE = "docker.io/library/node:24-bookworm-slim"
SUITE = "bookworm"
PACKAGES = "ca-certificates,python3,python3-venv"
# As the original images have it: a base is made anew rather than saved from a power cut, and in no language but one.
SETTINGS = {
    "etc/dpkg/dpkg.cfg.d/unsafe-io": "force-unsafe-io\n",
    "etc/apt/apt.conf.d/no-languages": 'Acquire::Languages "none";\n',
}
SOURCES = ("/etc/apt/sources.list", "/etc/apt/sources.list.d/debian.sources")


def make(store: Store) -> tuple[str, ...]:
    """Make the bases that are not there yet; the names of those made."""
    made = []
    for name, maker in ((PYTHON, _python), (NODE, _node)):
        if not store.has(name):
            maker(store)
            made.append(name)
    return tuple(made)


def mirror() -> list[str]:
    """Where this machine gets Debian from; nothing where that is not found: debootstrap knows a place itself."""
    for file in map(Path, SOURCES):
        text = file.read_text(encoding="utf-8") if file.is_file() else ""
        if address := re.search(r"^(?:deb\s+(?:\[.*\]\s+)?|URIs:\s*)(\S+/debian)/?\s", text, re.MULTILINE):
            return [address[1]]
    return []


def _python(store: Store) -> None:
    say("Making a base of Debian's packages ...")
    container = store.buildah("from", "scratch")
    try:
        folder = store.buildah("mount", container)
        for name, text in SETTINGS.items():
            (Path(folder) / name).parent.mkdir(parents=True, exist_ok=True)
            (Path(folder) / name).write_text(text)
        options = ["--variant=minbase", f"--include={PACKAGES}", SUITE, folder, *mirror()]
        run([found("debootstrap") or "debootstrap", *options])
        for leftover in ("var/cache/apt/archives", "var/lib/apt/lists", "usr/share/doc", "usr/share/locale"):
            shutil.rmtree(Path(folder) / leftover, ignore_errors=True)
        (Path(folder) / "var/cache/apt/archives/partial").mkdir(parents=True)
        (Path(folder) / "var/lib/apt/lists/partial").mkdir(parents=True)
        store.buildah("config", "--env", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", container)
        store.buildah("umount", container)
        store.buildah("commit", "-q", container, PYTHON)
    finally:
        store.buildah("rm", container)


def _node(store: Store) -> None:
    say("Putting this machine's node on it ...")
    path = node_environment()["PATH"]
    node, npm = shutil.which("node", path=path), shutil.which("npm", path=path)
    if not node or not npm:
        raise Trouble("There is no node here; `make setup` gets one.")
    packages = Path(npm).resolve().parents[1]  # .../npm/bin/npm-cli.js
    container = store.buildah("from", "--pull=never", PYTHON)
    try:
        store.buildah("add", "-q", container, Path(node).resolve(), "/usr/local/bin/node")
        store.buildah("add", "-q", container, packages, "/usr/local/lib/node_modules/npm")
        links = "ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm"
        store.buildah("run", "--isolation", "chroot", container, "--", "sh", "-c", links)
        store.buildah("commit", "-q", container, NODE)
    finally:
        store.buildah("rm", container)
