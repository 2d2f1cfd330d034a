"""The Dockerfile, and what `make image` needs of a machine. That the image builds and runs is `make image` itself."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from infra.image import base, checks, machine, packages
from infra.image.__main__ import main, went_well
from infra.image.containers import Failed, WithoutRunning
from infra.image.machine import Impossible, Store
from infra.start_up import UID, VOLUMES
from tests.paths import ROOT

DOCKERFILE = (ROOT / "infra/docker/Dockerfile").read_text()
WRAPPER = ROOT / "infra/docker/rotacc"


# --- the Dockerfile ---------------------------------------------------------------------------------------------------


def test_the_linter_has_nothing_against_it() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "hadolint", ROOT / "infra/docker/Dockerfile"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_only_the_solver_is_built_from_the_lock_with_ortools() -> None:
    stages = dict(re.findall(r"^FROM \S+ AS (\S+)\n(.*?)(?=^FROM|\Z)", DOCKERFILE, re.MULTILINE | re.DOTALL))
    assert "requirements-solver.txt" in stages["solver-packages"]
    assert not [name for name, text in stages.items() if "requirements-solver" in text and name != "solver-packages"]
    assert "--from=environment /venv" in stages["web"]
    assert "--from=solver-environment /venv" in stages["solver"]


def test_every_install_is_by_hash() -> None:
    installs = re.findall(r"pip\S* (?:--python \S+ )?install [^\n]*", DOCKERFILE)
    assert len(installs) == 5
    for install in installs:
        assert "--require-hashes" in install or "--no-deps --no-index /wheel/" in install, install


def test_it_names_no_address_of_packages() -> None:
    assert "://" not in DOCKERFILE and "--index" not in DOCKERFILE and "trusted-host" not in DOCKERFILE


def test_the_account_and_the_volumes_are_those_the_entrypoint_knows() -> None:
    assert f"--uid {UID} --gid appuser" in DOCKERFILE
    (made,) = re.findall(r"install -d -o appuser -g appuser (.*)", DOCKERFILE)
    assert made.split() == [str(volume) for volume in VOLUMES]
    assert 'ENTRYPOINT ["/venv/bin/rotacc", "entrypoint"]' in DOCKERFILE


def test_what_it_copies_is_let_into_the_build() -> None:
    ignored = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and line[0] != "#"]
    assert ignored[0] == "*"
    let_in = [line.removeprefix("!") for line in ignored if line.startswith("!")]
    copied = [
        source
        for words in re.findall(r"^COPY (?!--from)(.*)", DOCKERFILE, re.MULTILINE)
        for source in words.split()[:-1]
    ]
    assert copied
    for source in copied:
        assert list(ROOT.glob(source)), f"{source} is not in the tree"
        assert any(Path(source).match(each) or source.startswith(each) for each in let_in), f"{source} is kept out"


def test_secrets_and_leftovers_stay_out_of_the_build() -> None:
    let_in = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    assert not {".env", ".git", "var", ".venv", "tests"} & set(let_in)
    assert "frontend-static/node_modules" in (ROOT / ".dockerignore").read_text()


def test_rotacc_typed_by_root_in_a_container_is_not_run_as_root(tmp_path: Path) -> None:
    for name, does in {"id": "echo 0", "setpriv": 'echo "$@"'}.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{does}\n")
        (tmp_path / name).chmod(0o755)
    done = subprocess.run(
        ["/bin/sh", WRAPPER, "backup", "now"], env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [
        f"--reuid={UID}",
        f"--regid={UID}",
        "--clear-groups",
        "--no-new-privs",
        "/venv/bin/rotacc",
        "backup",
        "now",
    ]
    assert WRAPPER.stat().st_mode & 0o111 == 0o111


# --- how the build reaches packages -----------------------------------------------------------------------------------


def test_pip_in_the_build_is_told_what_pip_here_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "files" / "simple").mkdir(parents=True)
    file = tmp_path / "pip.conf"
    file.write_text(
        f"[global]\nfind-links = {tmp_path}\nextra-index-url = file://{tmp_path}/files/simple\nuser = yes\n"
    )
    for name in ("PIP_FIND_LINKS", "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", str(file))
    monkeypatch.setenv("PIP_TIMEOUT", "7")
    found = packages.pip_settings()
    assert found["timeout"] == "7" and "user" not in found
    assert packages.local_places(found) == [tmp_path]
    written = packages.pip_file(found)
    assert f"find-links = {tmp_path}\n" in written
    assert f"cert = {packages.CERTIFICATES}\n" in written


def test_an_index_of_files_brings_the_files_beside_it(tmp_path: Path) -> None:
    (tmp_path / "simple").mkdir()
    assert packages.local_places({"index-url": f"file://{tmp_path}/simple"}) == [tmp_path]
    assert packages.local_places({"index-url": "https://packages.example.org/simple"}) == []


def test_mounts_are_read_only_and_lie_outside_of_the_tree(tmp_path: Path) -> None:
    words = packages.mounts(tmp_path)
    volumes = [word for word in words if word != "--volume"]
    assert len(volumes) * 2 == len(words) and all(volume.endswith(":ro") for volume in volumes)
    assert not any(volume.startswith(str(ROOT)) for volume in volumes)
    assert f"cafile={packages.CERTIFICATES}" in (tmp_path / "npmrc").read_text()


@pytest.mark.parametrize(
    ("text", "mirror"),
    [
        (
            "Types: deb\nURIs: http://mirror.example.org/debian\nSuites: bookworm\n",
            ["http://mirror.example.org/debian"],
        ),
        ("deb [signed-by=/x] http://mirror.example.org/debian bookworm main\n", ["http://mirror.example.org/debian"]),
        ("deb http://mirror.example.org/debian/ bookworm main\n", ["http://mirror.example.org/debian"]),
        ("Types: deb\nURIs: http://mirror.example.org/debian-security\nSuites: x\n", []),
        ("", []),
    ],
)
def test_the_base_comes_from_where_this_machine_gets_debian(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, mirror: list[str]
) -> None:
    (tmp_path / "sources").write_text(text)
    monkeypatch.setattr(base, "SOURCES", (str(tmp_path / "nowhere"), str(tmp_path / "sources")))
    assert base.mirror() == mirror


# --- machines that cannot ---------------------------------------------------------------------------------------------


def test_a_machine_where_we_are_not_root_is_skipped_aloud(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(machine.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(sys, "argv", ["image"])
    assert main() == 0
    assert "NOT CHECKED: the image was neither built nor run: only root" in capsys.readouterr().err


def test_nothing_is_installed_without_being_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine.os, "geteuid", lambda: 0)
    monkeypatch.setattr(machine, "missing", lambda: ("buildah", "runc"))
    monkeypatch.setattr(machine.subprocess, "run", lambda *_, **__: pytest.fail("something was run"))
    with pytest.raises(Impossible, match="buildah, runc not installed"):
        machine.make_ready(install=False)


def test_a_machine_without_debians_packages_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine.os, "geteuid", lambda: 0)
    monkeypatch.setattr(machine, "missing", lambda: ("buildah",))
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    with pytest.raises(Impossible, match="no apt-get"):
        machine.make_ready(install=True)


def test_a_check_that_fails_is_told_and_counted(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    def nobody_is_root(_: object) -> None:
        raise Failed("web runs as 0")

    nobody = WithoutRunning(Store(tmp_path))
    assert went_well(nobody_is_root, nobody) is False
    assert "WRONG  nobody is root: web runs as 0" in capsys.readouterr().err
    assert went_well(lambda _: None, nobody) is True


def test_every_check_has_a_sentence_of_its_own() -> None:
    sentences = [checks.sentence(check) for check in (*checks.OF_IMAGES, *checks.OF_THE_SYSTEM)]
    assert len(set(sentences)) == len(sentences) >= 14
    assert "three started together migrate once" in sentences
