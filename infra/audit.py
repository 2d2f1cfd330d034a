"""Asks the public services whether a dependency has a known vulnerability: pip-audit and npm, over the hashed locks.

A vulnerability fails, unless `infra/audit-ignored.toml` says why it does not concern us and until when. A service that
cannot be reached is said, and passes: a machine without a way out can be worked on. `--strict` fails then too. What a
service says is kept for the day, while the locks stay.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
IGNORED = ROOT / "infra/audit-ignored.toml"
LOCKS = ("requirements.txt", "requirements-dev.txt")
SECONDS = 20  # for each service; somebody waits
KEPT = ROOT / ".venv"


@dataclass(frozen=True, slots=True)
class Found:
    """One vulnerability. `ids`: every name it goes by, the first being its own."""

    package: str
    ids: tuple[str, ...]
    mended_in: str

    def __str__(self) -> str:
        return f"{self.package}: {', '.join(self.ids)} (mended in {self.mended_in or 'no release yet'})"


@dataclass(frozen=True, slots=True)
class Ignored:
    """One that does not concern us, until it is looked at again."""

    id: str
    reason: str
    until: date


class CannotCheck(Exception):
    """A service gave no answer that says anything."""


class WrongList(Exception):
    """The list of what is ignored cannot be read, or leaves something out."""


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="audit", description="Known vulnerabilities of what this project depends on.")
    parser.add_argument("--strict", action="store_true", help="fail also where a service could not be asked")
    args = parser.parse_args(words)
    try:
        ignored = read_ignored(IGNORED.read_text(encoding="utf-8"))
    except WrongList as wrong:
        print(f"{IGNORED.name}: {wrong}", file=sys.stderr)
        return 1
    found, unknown = [], []
    for name, ask in (("pip-audit", ask_pip_audit), ("npm audit", ask_npm)):
        try:
            found += ask()
        except CannotCheck as why:
            unknown.append(f"{name} could not check: {why}")
    lines, failed = report(found, ignored, today=datetime.now(UTC).date())
    print("\n".join([*unknown, *lines] or ["No known vulnerability in any dependency."]))
    return int(failed or (args.strict and bool(unknown)))


def report(found: Iterable[Found], ignored: Sequence[Ignored], *, today: date) -> tuple[list[str], bool]:
    """What to say, and whether it fails."""
    lines, failed, met = [], False, set()
    for each in dict.fromkeys(found):
        entry = next((entry for entry in ignored if entry.id in each.ids), None)
        if entry is None:
            lines.append(f"Vulnerable: {each}")
            failed = True
        else:
            met.add(entry.id)
            lines.append(f"Ignored until {entry.until}: {each}. {entry.reason}")
    for entry in ignored:
        if entry.until < today:
            lines.append(f"Look at {entry.id} again: it was ignored until {entry.until}. {entry.reason}")
            failed = True
        elif entry.id not in met:
            lines.append(f"Nothing reports {entry.id} now; it can leave {IGNORED.name}.")
    return lines, failed


def read_ignored(text: str) -> list[Ignored]:
    """The list. Raises WrongList."""
    try:
        entries = tomllib.loads(text).get("ignored", [])
    except tomllib.TOMLDecodeError as error:
        raise WrongList(str(error)) from None
    read = []
    for entry in entries:
        id_, reason, until = entry.get("id"), entry.get("reason"), entry.get("until")
        if not (isinstance(id_, str) and id_ and isinstance(reason, str) and reason.strip() and type(until) is date):
            raise WrongList(f"An entry needs an id, a reason and a day until which it holds: {entry}")
        read.append(Ignored(id_, reason, until))
    return read


def ask_pip_audit() -> list[Found]:
    """What pip-audit knows about the Python locks. Raises CannotCheck."""
    locks = [word for lock in LOCKS for word in ("-r", str(ROOT / lock))]
    command = [
        sys.executable, "-m", "pip_audit", "--disable-pip", "--format", "json", "--progress-spinner", "off",
        "--timeout", str(SECONDS // 2), *locks,
    ]  # fmt: skip
    return kept("pip-audit", [ROOT / lock for lock in LOCKS], lambda: _said(command, ROOT), read_pip_audit)


def kept(name: str, locks: Iterable[Path], ask: Callable[[], str], read: Callable[[str], list[Found]]) -> list[Found]:
    """What a service says of these locks; asked once a day. What says nothing is not kept."""
    stamp = hashlib.sha256(b"".join(lock.read_bytes() for lock in locks)).hexdigest()
    file, key = KEPT / f"{name}.json", f"{datetime.now(UTC).date()} {stamp}\n"
    if file.exists() and (text := file.read_text(encoding="utf-8")).startswith(key):
        return read(text.removeprefix(key))
    text = ask()
    found = read(text)
    if KEPT.is_dir():
        file.write_text(key + text, encoding="utf-8")
    return found


def read_pip_audit(text: str) -> list[Found]:
    """What pip-audit's JSON says. Raises CannotCheck where it passed something over."""
    packages = _json(text).get("dependencies", [])
    if passed := [package["name"] for package in packages if "skip_reason" in package]:
        raise CannotCheck(f"it knows nothing of {', '.join(passed[:5])}")
    return [
        Found(
            f"{package['name']} {package.get('version', '')}".strip(),
            tuple(dict.fromkeys([each["id"], *each.get("aliases", [])])),
            ", ".join(each.get("fix_versions", [])),
        )
        for package in packages
        for each in package.get("vulns", [])
    ]


def ask_npm() -> list[Found]:
    """What npm knows about the lock of the pages. Raises CannotCheck."""
    from infra.bootstrap import node_environment

    environment = node_environment()
    pages = ROOT / "frontend-static"
    command = ["npm", "audit", "--json", "--package-lock-only", f"--fetch-timeout={SECONDS * 500}", "--fetch-retries=0"]
    return kept("npm-audit", [pages / "package-lock.json"], lambda: _said(command, pages, environment), read_npm)


def read_npm(text: str) -> list[Found]:
    """What npm's JSON says: an advisory stands in `via`; a name there is a package that only passes it on."""
    told = _json(text)
    if "vulnerabilities" not in told:
        raise CannotCheck(str(told.get("message") or "the registry gave no list of vulnerabilities")[:200])
    found = []
    for name, package in told["vulnerabilities"].items():
        fix = package.get("fixAvailable")
        mended = fix.get("version", "") if isinstance(fix, dict) else ""
        for advisory in package.get("via", []):
            if isinstance(advisory, dict):
                id_ = str(advisory.get("url", "")).rpartition("/")[2] or str(advisory.get("source", "unnamed"))
                found.append(Found(f"{name} {advisory.get('range', '')}".strip(), (id_,), mended))
    return found


def _said(command: list[str], where: Path, environment: dict[str, str] | None = None) -> str:
    """What a command prints. Both of these end with 1 when they have found something."""
    try:
        done = subprocess.run(
            command, cwd=where, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise CannotCheck(f"no answer within {SECONDS} seconds") from None
    except OSError as error:
        raise CannotCheck(str(error)) from None
    if not done.stdout.strip():
        raise CannotCheck(_last_line(done.stderr) or f"it ended with {done.returncode} and said nothing")
    return done.stdout


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:200] if lines else ""


def _json(text: str) -> dict[str, Any]:
    try:
        told = json.loads(text)
    except ValueError:
        raise CannotCheck(f"its answer is not JSON: {text.strip()[:80]}") from None
    if not isinstance(told, dict):
        raise CannotCheck("its answer has another form")
    return told


if __name__ == "__main__":
    sys.exit(main())
