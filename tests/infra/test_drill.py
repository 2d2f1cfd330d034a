"""The drill of docs/backups.md, walked by its own commands: from a machine that has nothing to a running practice."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from infra.demo.api import Api
from infra.demo.contents import Accounts, accounts_in, fill
from infra.demo.show import Place, Stores, environment, wait_until_ready
from infra.embedded import Postgres, free_port
from infra.supervise import Supervisor
from tests.conftest import own_database
from tests.paths import ROOT
from tests.s3 import S3, s3_server

PASSPHRASE = "a passphrase for tests alone"


def drill() -> list[str]:
    """The commands of the drill, as they stand in the document."""
    text = (ROOT / "docs/backups.md").read_text(encoding="utf-8").partition("## The drill")[2]
    blocks = re.findall(r"```drill\n(.*?)```", text, flags=re.DOTALL)
    return [line.strip() for block in blocks for line in block.splitlines() if line.strip()]


def rotacc(line: str, told: dict[str, str]) -> str:
    """Run a command of the document in a process of its own, with nothing but these settings."""
    words = line.split()
    assert words[0] == "rotacc"
    plain = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-m", "infra.cli", *words[1:]],
        env=plain | {"DEPLOYMENT_ENV": "DEV", "PYTHONPATH": str(ROOT)} | told,
        capture_output=True,
        text=True,
        cwd="/",
        check=False,
    )
    assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def s3() -> Iterator[S3]:
    with s3_server() as found:
        yield found


@pytest.fixture(scope="module")
def lost(
    postgres_url: str, template: str, s3: S3, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, str, Accounts]:
    """What is left of a machine that is gone: its newest backup, that one's name, and who could sign in."""
    folder = tmp_path_factory.mktemp("gone")
    accounts = accounts_in(folder / "accounts.json")
    with own_database(postgres_url, template, "gone") as url:
        fill(url, accounts)
        rotacc("rotacc backup", settings(url, folder / "backups", s3) | {"REDIS_URL": "redis://127.0.0.1:1/0"})
    [dump] = (folder / "backups").glob("*.dump.enc")
    for beside in (dump, dump.with_name(f"{dump.name.partition('.')[0]}.json")):
        shutil.copy(beside, folder)
    shutil.rmtree(folder / "backups")
    return folder / dump.name, dump.name.partition(".")[0], accounts


def settings(url: str, folder: Path, s3: S3) -> dict[str, str]:
    told = {"DATABASE_URL": url, "BACKUP_DIR": str(folder), "BACKUP_ENCRYPTION_KEY": PASSPHRASE}
    return told | s3.environment()


def walk(told: dict[str, str], file: Path, name: str) -> list[str]:
    """Do what the document says, and print how long it took."""
    began, said = time.monotonic(), []
    for line in drill():
        said.append(rotacc(line.replace("FILE", str(file)).replace("NAME", name), told))
    print(f"The drill took {time.monotonic() - began:.0f} seconds.")
    return said


def test_the_drill_of_the_document_brings_a_practice_to_a_bare_machine(
    lost: tuple[Path, str, Accounts], s3: S3, redis_url: str, tmp_path: Path
) -> None:
    file, name, _ = lost
    with Postgres() as machine:
        with psycopg.connect(machine.url, autocommit=True) as connection:
            connection.execute("create database rota_db")
        url = machine.url.rpartition("/")[0] + "/rota_db"
        told = settings(url, tmp_path / "backups", s3) | {"REDIS_URL": redis_url, "CACHE_PREFIX": "drill"}
        from_bucket, from_file, restored, migrated, proved = walk(told, file, name)
        for planned in (from_bucket, from_file):
            assert "Its checksum is right." in planned and "find an empty database" in planned
        assert "There is nothing to back up first" not in planned
        assert f"Restored {name}" in restored
        assert "up to date" in migrated
        assert "Proved by restoring it" in proved
        with psycopg.connect(url) as connection:
            people = connection.execute("select count(*) from person").fetchone()
        assert people is not None and people[0] > 10


@pytest.mark.slow
@pytest.mark.long
def test_after_the_drill_everybody_signs_in_and_finds_the_practice(
    lost: tuple[Path, str, Accounts], s3: S3, redis_url: str, tmp_path: Path
) -> None:
    file, name, accounts = lost
    with Postgres() as machine:
        with psycopg.connect(machine.url, autocommit=True) as connection:
            connection.execute("create database rota_db")
        url = machine.url.rpartition("/")[0] + "/rota_db"
        place = Place(free_port(), tmp_path)
        told = environment(place, Stores(url, redis_url)) | settings(url, tmp_path / "backups", s3)
        told |= {"PYTHONPATH": str(ROOT), "CACHE_PREFIX": "drill"}
        walk(told, file, name)
        supervisor = Supervisor(place.logs, told, print, ROOT)
        try:
            for program in ("web", "worker", "scheduler"):
                supervisor.start(program)
            wait_until_ready(place, supervisor)
            api = Api(place.base_url)
            api.sign_in(**accounts["administrator"])
            assert len(api.ask("GET", "/practice/people")["people"]) > 10
            assert api.ask("GET", "/backup/status")["trouble"] is None
        finally:
            supervisor.stop()
