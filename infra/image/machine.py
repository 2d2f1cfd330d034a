"""What this machine must have for building and running images, and how its programs are called."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from infra.trouble import Trouble

# Debian's package and the program that shows that it is there.
NEEDED = {"buildah": "buildah", "podman": "podman", "runc": "runc", "debootstrap": "debootstrap"}
ADMINS_PATH = "/usr/local/sbin:/usr/sbin:/sbin"


def say(sentence: str) -> None:
    print(f"  {sentence}", file=sys.stderr, flush=True)


class Impossible(Exception):
    """This machine cannot build images, and the reason is nothing the project could mend."""


def missing() -> tuple[str, ...]:
    """The Debian packages that are not here."""
    return tuple(package for package, program in NEEDED.items() if found(program) is None)


def found(program: str) -> str | None:
    return shutil.which(program, path=f"{os.environ.get('PATH', '')}:{ADMINS_PATH}")


def make_ready(*, install: bool) -> None:
    """Raises Impossible unless everything needed is here, or could be installed and we were allowed to."""
    if os.geteuid() != 0:
        raise Impossible("only root can make a base with debootstrap and build on it")
    if not (packages := missing()):
        return
    if not install:
        raise Impossible(f"{', '.join(packages)} not installed (apt-get install {' '.join(packages)}, or --install)")
    if shutil.which("apt-get") is None:
        raise Impossible(f"{', '.join(packages)} not installed, and there is no apt-get")
    say(f"Installing {', '.join(packages)} ...")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        done = subprocess.run(["apt-get", *words], env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Impossible(f"apt-get {words[0]} failed: {last_line(done.stderr)}")


def last_line(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1] if lines else "it said nothing"


@dataclass(frozen=True, slots=True)
class Store:
    """A place for images of our own, so that a base made here is never mistaken for the one from a registry."""

    folder: Path

    def options(self) -> list[str]:
        return ["--root", str(self.folder / "images"), "--runroot", str(self.folder / "running")]

    def buildah(self, *words: str | Path, quiet: bool = True) -> str:
        return run([found("buildah") or "buildah", *self.options(), *map(str, words)], quiet=quiet)

    def tried(self, *words: str) -> tuple[int, str]:
        """The same with buildah, when it may fail: its exit code and all it wrote."""
        command = [found("buildah") or "buildah", *self.options(), *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    def podman(self, *words: str | Path, check: bool = True) -> subprocess.CompletedProcess[str]:
        command = [found("podman") or "podman", *self.options(), "--runtime", "runc", *map(str, words)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if check and done.returncode:
            raise Trouble(f"podman {words[0]} failed:\n{done.stdout}{done.stderr}")
        return done

    def has(self, image: str) -> bool:
        return self.tried("inspect", "--type", "image", image)[0] == 0


def run(command: Sequence[str], *, quiet: bool = True, environment: dict[str, str] | None = None) -> str:
    """Run to its end and give back what it wrote; Trouble with all of it when it failed."""
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, env=environment
    )
    if not quiet:
        print(done.stdout, file=sys.stderr)
    if done.returncode:
        raise Trouble(f"{' '.join(command)} failed:\n{done.stdout[-6000:]}")
    return done.stdout.strip()
