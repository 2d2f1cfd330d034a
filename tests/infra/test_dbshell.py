"""`rotacc dbshell`: psql, with the password where nobody sees it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from infra.cli import main
from shared.pg_tools import ToolMissing, tool
from tests.paths import ROOT


def shell(database_url: str, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    told = os.environ | {"DATABASE_URL": database_url, "DEPLOYMENT_ENV": "DEV"} | more
    command = [sys.executable, "-m", "infra.cli", "dbshell", *words]
    return subprocess.run(command, env=told, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def test_it_works(database_url: str) -> None:
    try:
        tool("psql")
    except ToolMissing:
        pytest.skip("there is no psql here")
    done = shell(database_url, "-c", "select current_database()", "-c", "select 41 + 1", "--", "-t", "-A")
    assert done.stdout.split() == [urlsplit(database_url).path[1:], "42"], done.stderr
    assert shell(database_url, "-c", "select nonsense").returncode != 0


def test_nothing_secret_is_among_its_words(database_url: str, tmp_path: Path) -> None:
    spy = tmp_path / "psql"
    spy.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "psql 99" && exit\necho "$@"; echo "$PGPASSWORD" >&2\n')
    spy.chmod(0o755)
    done = shell(database_url, "-c", "select 1", ROTACC_PG_BIN=str(tmp_path))
    assert done.stdout == "-c select 1\n"
    assert done.stderr.strip() == urlsplit(database_url).password


def test_without_psql_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def missing(name: str) -> Path:
        raise ToolMissing(f"There is no {name} here. Install it.")

    monkeypatch.setenv("DEPLOYMENT_ENV", "DEV")
    monkeypatch.setattr("shared.pg_tools.tool", missing)
    assert main(["dbshell"]) == 1
    assert capsys.readouterr().err == "There is no psql here. Install it.\n"
