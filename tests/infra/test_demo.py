"""`rotacc demo`, as somebody runs it who has just cloned the project."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.demo.api import Api
from infra.demo.contents import accounts_in
from infra.demo.first_rota import in_words
from infra.embedded import free_port
from tests.paths import ROOT
from tests.systems import until

READY = "Ctrl-C stops everything"
CARRIED = {"P3": 300, "P4": -300, "S2": 100, "P2": -100}


class Demo:
    """A demo in a process of its own."""

    def __init__(self, data: Path, port: int) -> None:
        self.data, self.port = data, port
        self.base_url = f"http://127.0.0.1:{port}"
        self.output = data.parent / f"demo-{port}.txt"
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "infra.cli", "demo"],
                cwd=ROOT,
                env=os.environ | {"ROTACC_PORT": str(port), "ROTACC_DATA": str(data), "WEB_WORKERS": "1"},
                stdout=output,
                stderr=output,
            )

    @property
    def said(self) -> str:
        return self.output.read_text()

    def ready(self) -> None:
        until(lambda: READY in self.said or self.process.poll() is not None, seconds=150)
        assert READY in self.said, self.said

    def api(self, role: str) -> Api:
        api = Api(self.base_url)
        api.sign_in(**json.loads((self.data / "demo-accounts.json").read_text())[role])
        return api

    def left_running(self) -> list[str]:
        """Processes that were started with this data folder: by its name in their words, or by their environment."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                words = (folder / "cmdline").read_bytes() + b"\0" + (folder / "environ").read_bytes()
                if str(self.data).encode() in words and int(folder.name) != os.getpid():
                    found.append(words.split(b"\0ROTACC")[0].replace(b"\0", b" ").decode(errors="replace")[:200])
        return found


@pytest.fixture
def data(open_folder: Path) -> Iterator[Path]:
    yield open_folder / "data"


@pytest.mark.slow
def test_it_works_from_the_first_start_to_the_next(data: Path) -> None:
    demo = Demo(data, free_port())
    demo.ready()
    accounts = json.loads((data / "demo-accounts.json").read_text())
    assert set(accounts) == {"clinician", "administrator", "superuser"}
    assert stat.S_IMODE((data / "demo-accounts.json").stat().st_mode) == 0o600
    assert demo.base_url in demo.said and "Traceback" not in demo.said
    assert all(account["password"] in demo.said for account in accounts.values())
    assert demo.api("clinician").ask("GET", "/rota/publication")["published"]
    fairness = demo.api("clinician").ask("GET", "/rota/fairness")
    assert {each["code"]: each["balance"] for each in fairness["people"] if each["balance"]} == CARRIED
    assert demo.api("clinician").ask("GET", "/rota/fairness/ahead")["until"] == "2027-04-02"

    beside = Demo(data, free_port())
    assert beside.process.wait(20) == 1
    assert "Another demo is already using" in beside.said and demo.base_url in beside.said

    demo.process.send_signal(signal.SIGINT)
    assert demo.process.wait(30) == 0
    assert demo.left_running() == []

    again = Demo(data, demo.port)
    again.ready()
    assert json.loads((data / "demo-accounts.json").read_text()) == accounts
    assert "Making the rota" not in again.said
    assert again.api("clinician").ask("GET", "/rota/publication")["number"] == 1

    again.process.kill()
    again.process.wait()
    until(lambda: again.left_running() == [], seconds=30)


@pytest.mark.long
@pytest.mark.slow
def test_a_demo_stopped_while_it_makes_its_rota_goes_on_with_it_the_next_time(data: Path) -> None:
    demo = Demo(data, free_port())
    until(lambda: "Making the rota" in demo.said, seconds=90)
    time.sleep(1)
    demo.process.send_signal(signal.SIGTERM)
    assert demo.process.wait(30) == 0
    assert demo.left_running() == []
    again = Demo(data, demo.port)
    again.ready()
    assert len(again.api("administrator").ask("GET", "/rota-generate/runs")) == 1
    again.process.send_signal(signal.SIGTERM)
    assert again.process.wait(30) == 0


def test_a_port_in_use_is_a_sentence(data: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        demo = Demo(data, taken.getsockname()[1])
        assert demo.process.wait(20) == 1
    assert re.fullmatch(r"Port \d+ cannot be used .* Choose another: ROTACC_PORT=\d+ make demo\n", demo.said)


def test_a_port_that_is_no_port_is_a_sentence(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROTACC_PORT", "many")
    done = subprocess.run(
        [sys.executable, "-m", "infra.cli", "demo"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (1, "ROTACC_PORT is 'many'; a port is a number from 1 to 65535.\n")


def test_a_folder_that_cannot_be_used_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("ROTACC_DATA", str(tmp_path / "file" / "data"))
    done = subprocess.run(
        [sys.executable, "-m", "infra.cli", "demo"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "Choose another folder with ROTACC_DATA" in done.stderr and "Traceback" not in done.stderr


def test_accounts_are_made_up_once(tmp_path: Path) -> None:
    first = accounts_in(tmp_path / "demo-accounts.json")
    assert accounts_in(tmp_path / "demo-accounts.json") == first
    assert len({account["password"] for account in first.values()}) == 3


@pytest.mark.parametrize(
    ("progress", "words"),
    [
        ({}, "looking for a first draft"),
        ({"gaps": None, "gap_percent": None}, "looking for a first draft"),
        ({"gaps": 0, "gap_percent": 1.25}, "no gaps, within 1.2 % of the best there can be"),
        ({"gaps": 0, "gap_percent": 0.0}, "no gaps, the best there can be"),
        ({"gaps": 1, "gap_percent": None}, "1 gap"),
        ({"gaps": 3, "gap_percent": 40.0}, "3 gaps, within 40.0 % of the best there can be"),
    ],
)
def test_progress_is_told_in_words(progress: dict[str, float], words: str) -> None:
    assert in_words(progress) == words
