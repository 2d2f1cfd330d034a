"""What is shipped: locks without addresses, and everything the program reads packed with it."""

from __future__ import annotations

import itertools
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# What of infra is read by people, by the Makefile or by other programs, never by ours as it runs.
OUTSIDE = ("docker", "kubernetes", "monitoring", "proxy", "audit-ignored.toml", "releases.toml")
FOR_PEOPLE = {("infra", name) for name in OUTSIDE}
LOCKS = ("requirements.txt", "requirements-solver.txt", "requirements-dev.txt", "requirements-uv.txt")


def test_locks_carry_hashes_and_no_address() -> None:
    for name in LOCKS:
        text = (ROOT / name).read_text()
        assert "--hash=sha256:" in text
        assert "://" not in text, f"{name} names an address"


def test_the_pages_lock_carries_no_address() -> None:
    lock = json.loads((ROOT / "frontend-static/package-lock.json").read_text())
    assert len(lock["packages"]) > 1
    for name, package in lock["packages"].items():
        assert "resolved" not in package, f"package-lock.json says where {name} was fetched from"


def test_the_locks_hold_what_the_project_names() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    locked = (ROOT / "requirements-dev.txt").read_text()
    named = [*project["dependencies"], *itertools.chain(*project["optional-dependencies"].values())]
    for requirement in named:
        if "==" in requirement:
            package = re.sub(r"\[.*\]", "", requirement)
            assert f"{package} " in locked, f"run `make lock`: {package} is not in requirements-dev.txt"


def test_the_web_image_does_without_the_solver() -> None:
    assert "ortools" not in (ROOT / "requirements.txt").read_text()
    assert "ortools" in (ROOT / "requirements-solver.txt").read_text()


def test_everything_a_room_needs_is_packed_with_it() -> None:
    packed = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["package-data"]["*"]
    suffixes = {pattern.removeprefix("*") for pattern in packed}
    files = (file for place in ("shared", "functions", "infra") for file in (ROOT / place).rglob("*") if file.is_file())
    left_out = [
        str(file.relative_to(ROOT))
        for file in files
        if file.suffix not in {".py", ".pyc", *suffixes} and file.relative_to(ROOT).parts[:2] not in FOR_PEOPLE
    ]
    assert not left_out, f"pyproject.toml's package-data leaves out {left_out}"


def test_imports_point_one_way() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
