"""What is shipped: locks without addresses, and a process for every queue in both compose files."""

from __future__ import annotations

import itertools
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
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


def test_every_process_is_in_both_compose_files() -> None:
    for name in ("docker-compose.yml", "docker-compose.app-only.yml"):
        text = (ROOT / name).read_text()
        for process in ("web", "worker", "solver", "scheduler", "migrate"):
            assert f'command: ["rotacc", "{process}"]' in text, f"{name} does not start {process}"


def test_compose_passes_only_settings_that_exist() -> None:
    from shared.settings import Settings

    known = {name.upper() for name in Settings.model_fields}
    for name in ("docker-compose.yml", "docker-compose.app-only.yml"):
        block = (ROOT / name).read_text().split("environment:", 1)[1].split("depends_on", 1)[0]
        for variable in re.findall(r"^    ([A-Z_]+):", block, flags=re.MULTILINE):
            assert variable in known, f"{name} passes {variable}, which is no setting"


def test_imports_point_one_way() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
