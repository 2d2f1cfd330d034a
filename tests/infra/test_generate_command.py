"""`rotacc generate`: what people type, what they get, and what they are told when something is wrong."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from infra.cli import main
from tests.drafts import draft_of
from tests.made_up import ROOT, STEMS, practice_of

LONE_MOOR, PLAIN_FIELD = str(STEMS["lone-moor"]), str(STEMS["plain-field"])
COMMAND = (sys.executable, "-m", "infra.cli", "generate")
QUICK = ("--seconds", "1")
HARD = (str(STEMS["calder-bridge"]), "--weeks", "104")  # nobody proves the best rota of two years in seconds


@contextmanager
def started(
    *words: str, stdout: Any = subprocess.PIPE, stderr: Any = subprocess.PIPE, env: dict[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """The command in a process of its own, which does not outlive a test that fails."""
    with subprocess.Popen([*COMMAND, *words], cwd=ROOT, stdout=stdout, stderr=stderr, env=env) as process:
        try:
            yield process
        finally:
            process.kill()


def told(capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    """The report on standard error of a command that refuses."""
    assert main(["generate", *words]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "Traceback" not in err
    return err.splitlines()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A folder with Northgate in it, to do anything to."""
    for ending in (".practice.json", ".people.csv", ".leave.csv"):
        shutil.copy(f"{STEMS['northgate']}{ending}", tmp_path)
    return tmp_path


def test_it_works(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["generate", PLAIN_FIELD, *QUICK, "--format", "json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["practice"] == "Plainfield"
    assert out.endswith("}\n")
    assert "No gaps, proved best" in err


def test_gaps_end_with_three_and_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["generate", LONE_MOOR, *QUICK]) == 3
    out, err = capsys.readouterr()
    assert "Mon 8 Mar PM, duty: need 4, have 0: Dr Only on admin" in out
    assert "gaps, proved best" in err


def test_the_draft_has_every_documented_key() -> None:
    draft = draft_of("lone-moor", *QUICK)
    assert {"practice", "start", "weeks", "seed", "assignments", "gaps", "breaches", "objective", "bound",
            "gap_percent", "proved", "seconds"} <= set(draft)  # fmt: skip
    assert set(draft["assignments"][0]) == {"code", "date", "half", "activity", "site"}
    assert {"rule", "date", "half", "need", "have", "why"} <= set(draft["gaps"][0])
    assert {"rule", "level", "points", "date", "code", "because"} <= set(draft["breaches"][0])


def test_start_and_weeks_may_be_given() -> None:
    draft = draft_of("plain-field", *QUICK, "--start", "2027-06-07", "--weeks", "2")
    assert (draft["start"], draft["weeks"]) == ("2027-06-07", 2)
    assert {a["date"] for a in draft["assignments"]} <= {f"2027-06-{day:02}" for day in range(7, 19)}


def test_a_folder_with_one_practice_will_do(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["generate", str(copy), "--weeks", "1", *QUICK, "--format", "csv"]) in (0, 3)
    assert capsys.readouterr().out.startswith("code,name,date,half,activity,site\n")


def test_the_settings_file_itself_will_do(copy: Path) -> None:
    assert main(["generate", str(copy / "northgate.practice.json"), "--weeks", "1", *QUICK, "--out", os.devnull]) in (
        0,
        3,
    )


def test_a_folder_with_several_is_asked_about(capsys: pytest.CaptureFixture[str]) -> None:
    lines = told(capsys, str(STEMS["northgate"].parent))
    assert "holds 4 practices (calder-bridge, northgate, severnbank, tern-valley)" in lines[1]


def test_a_folder_with_none_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "holds no practice" in told(capsys, str(tmp_path))[1]


def test_a_stem_that_is_not_there_is_told_with_the_one_that_is(capsys: pytest.CaptureFixture[str]) -> None:
    lines = told(capsys, str(STEMS["northgate"].with_name("nortgate")))
    assert len(lines) == 2
    assert lines[1].endswith(f"Give {STEMS['northgate']}.")


@pytest.mark.parametrize("ending", ["practice.json", "people.csv", "leave.csv"])
def test_a_file_that_is_missing_is_one_fault(copy: Path, ending: str, capsys: pytest.CaptureFixture[str]) -> None:
    (copy / f"northgate.{ending}").unlink()
    lines = told(capsys, str(copy / "northgate"))
    assert len(lines) == 2
    assert f"northgate.{ending}: There is no such file." in lines[1]


def test_a_folder_in_the_place_of_a_file_is_told(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (copy / "northgate.leave.csv").unlink()
    (copy / "northgate.leave.csv").mkdir()
    assert "cannot be read: is a directory" in told(capsys, str(copy / "northgate"))[1]


def forbid(monkeypatch: pytest.MonkeyPatch, name: str, forbidden: Path) -> None:
    """os.open and io.open as they are for somebody who may not touch one file. (Root may do anything.)"""
    module = os if name == "open" else io
    allowed = getattr(module, "open")  # noqa: B009 - the same for both

    def open_as_another(file: Any, *how: Any, **more: Any) -> Any:
        if str(file).startswith(str(forbidden)):
            raise PermissionError(13, "Permission denied", str(file))
        return allowed(file, *how, **more)

    monkeypatch.setattr(module, "open", open_as_another)


def test_a_file_one_may_not_read_is_told(
    copy: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    forbid(monkeypatch, "io.open", copy / "northgate.people.csv")
    lines = told(capsys, str(copy))
    assert len(lines) == 2
    assert "northgate.people.csv: The file cannot be read: permission denied." in lines[1]


def test_all_that_is_wrong_is_one_report(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    people = copy / "northgate.people.csv"
    people.write_text(people.read_text().replace("Partner", "Partnr", 1).replace("0.78", "x"))
    (copy / "northgate.leave.csv").unlink()
    lines = told(
        capsys, str(copy / "northgate"), "--start", "2027-01-05", "--weeks", "0", "--seconds", "-1", "--seed", "x",
        "--workers", "0", "--format", "jsn", "--out", str(copy / "no" / "where.json"),
    )  # fmt: skip
    assert lines[0] == "No rota was made: 10 mistakes to mend first."
    assert [re.sub(r"^ +(?:/[^:]*/)?", "", line).split(":")[0] for line in lines[1:]] == [
        "--start", "--weeks", "--seconds", "--seed", "--workers", "--format",
        "northgate.leave.csv", "northgate.people.csv, line 2, role", "northgate.people.csv, line 3, wte", "--out",
    ]  # fmt: skip


WORDS = [
    (("--start", "2027-01-05"), "--start: 2027-01-05 is a Tuesday, and weeks begin on a Monday. Write 2027-01-04"),
    (("--start", "next week"), "--start: 'next week' is not a date."),
    (("--weeks", "105"), "--weeks: '105' is not a whole number from 1 to 104."),
    (("--weeks", "1.5"), "--weeks: '1.5' is not a whole number"),
    (("--weeks", "9" * 5000), "--weeks: '9999"),
    (("--seconds", "0"), "--seconds: Nothing can be solved in no time."),
    (("--seconds", "nan"), "--seconds: 'nan' is not a number."),
    (("--effort", "1e3"), "--effort: '1e3' is not a number."),
    (("--seconds", "1", "--effort", "1"), "--effort: Both --seconds and --effort limit the solving. Give one"),
    (("--workers", "65"), "--workers: '65' is not a whole number from 1 to 64."),
    (("--seed", "-1"), "--seed: '-1' is not a whole number"),
    (("--format", "HTML"), "--format: 'HTML' is not known here. Write html."),
    (("--mode", "repair"), "--mode: There is no rota to repair. Give --published, with the rota of these weeks."),
    (("--mode", "refill"), "--mode: 'refill' is not known here. Write fill."),
    (("--people", "NOBODY"), "--people: Nobody on the rota has the code NOBODY."),
    (("--people", " , "), "--people: Choose at least one person or group, or everybody."),
    (("--since", "2027-01-09"), "--since: Sat 9 Jan is not a working day of the weeks asked for."),
    (("--since", "soon"), "--since: 'soon' is not a date."),
    (("--published", "nowhere.json"), "--published: 'nowhere.json' cannot be read: no such file or directory."),
    (("--published", "pyproject.toml"), "--published: 'pyproject.toml' is not a draft in JSON."),
    (("--out", ""), "--out: There is no file's name."),
    (("--out", "/"), "--out: '/' is a folder."),
    (("--out", "x" * 300), "cannot be written: file name too long"),
]


@pytest.mark.parametrize(("words", "fault"), WORDS, ids=[" ".join(words)[:30] for words, _ in WORDS])
def test_a_word_that_is_wrong_is_told(words: tuple[str, ...], fault: str, capsys: pytest.CaptureFixture[str]) -> None:
    lines = told(capsys, LONE_MOOR, *words)
    assert len(lines) == 2
    assert fault in lines[1]


def test_the_files_that_are_read_are_never_written_over(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (copy / "northgate.leave.csv").read_bytes()
    lines = told(capsys, str(copy), "--out", str(copy / "northgate.leave.csv"))
    assert "is one of the files that are read" in lines[1]
    assert (copy / "northgate.leave.csv").read_bytes() == before


def test_a_folder_one_may_not_write_in_is_told_before_solving(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    forbid(monkeypatch, "open", tmp_path)
    lines = told(capsys, LONE_MOOR, "--out", str(tmp_path / "draft.json"))
    assert len(lines) == 2
    assert "cannot be written: permission denied" in lines[1]


def test_a_refusal_leaves_nothing_behind(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(copy.iterdir())
    told(capsys, str(copy), "--weeks", "0", "--out", str(copy / "draft.json"))
    assert sorted(copy.iterdir()) == before


def test_an_older_draft_is_replaced_whole_and_keeps_its_mode(tmp_path: Path) -> None:
    out = tmp_path / "draft.json"
    out.write_text("x" * 10**6)
    out.chmod(0o640)
    link = tmp_path / "link.json"
    link.symlink_to(out)
    main(["generate", PLAIN_FIELD, *QUICK, "--format", "json", "--out", str(link)])
    assert json.loads(out.read_text())["practice"] == "Plainfield"
    assert link.is_symlink()
    assert out.stat().st_mode & 0o777 == 0o640
    assert sorted(tmp_path.iterdir()) == [out, link]


def test_a_new_draft_is_as_readable_as_any_new_file(tmp_path: Path) -> None:
    main(["generate", PLAIN_FIELD, *QUICK, "--out", str(tmp_path / "draft")])
    (tmp_path / "other").touch()
    assert (tmp_path / "draft").stat().st_mode == (tmp_path / "other").stat().st_mode


@pytest.mark.parametrize("name", ["northgate", "calder-bridge"])
def test_the_same_question_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    words = ["generate", str(STEMS[name]), "--weeks", "3", "--seed", "7", "--workers", "1", "--effort", "0.5"]
    for run in ("one", "two"):
        main([*words, "--format", "json", "--out", str(tmp_path / run)])
    one, two = (re.sub(rb'"seconds": [\d.]+', b"", (tmp_path / run).read_bytes()) for run in ("one", "two"))
    assert one == two


def test_a_rota_there_is_can_be_changed_for_some_people_from_a_day_on(tmp_path: Path) -> None:
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    northgate = str(STEMS["northgate"])
    main(["generate", northgate, "--weeks", "2", *QUICK, "--format", "json", "--out", str(first)])
    draft = json.loads(first.read_bytes())
    gone = draft["assignments"].pop()
    first.write_text(json.dumps(draft))
    words = ["--published", str(first), "--mode", "fill", "--weeks", "2", *QUICK, "--format", "json"]
    main(["generate", northgate, *words, "--out", str(second)])
    filled = json.loads(second.read_bytes())["assignments"]
    assert all(line in filled for line in draft["assignments"])
    assert gone["code"] in {line["code"] for line in filled if line not in draft["assignments"]}
    # From a day on and for one person: nobody else changes, and nothing before it.
    since = sorted({line["date"] for line in filled})[3]
    words[3] = "afresh"
    main(["generate", northgate, *words, "--people", "P1", "--since", since, "--seed", "7", "--out", str(second)])
    again = json.loads(second.read_bytes())["assignments"]
    changed = [line for line in again if line not in draft["assignments"]]
    assert all(line["code"] == "P1" and line["date"] >= since for line in changed)


def test_csv_has_a_line_for_every_assignment(capsys: pytest.CaptureFixture[str]) -> None:
    same = ("--effort", "0.5", "--workers", "1")  # however busy the machine is
    main(["generate", str(STEMS["glen-strath"]), *same, "--format", "csv"])
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    draft = draft_of("glen-strath", *same)
    assert len(rows) == len(draft["assignments"])
    assert {row["name"] for row in rows if row["code"] == "G3"} == {"'=Dr Sum"}  # no formula for a spreadsheet
    assert {row["name"] for row in rows if row["code"] == "G2"} == {"O'Neil, Dr"}


def test_everybody_is_in_what_people_read(capsys: pytest.CaptureFixture[str]) -> None:
    for format in ("text", "html"):
        main(["generate", str(STEMS["severnbank"]), "--weeks", "2", *QUICK, "--format", format])
        out = capsys.readouterr().out
        assert all(person.name in out for person in practice_of("severnbank").people)


# -- with a process of its own -----------------------------------------------------------------------------------


@pytest.mark.long
@pytest.mark.slow
def test_ctrl_c_stops_at_once_and_keeps_the_best(tmp_path: Path) -> None:
    out = tmp_path / "draft.json"
    with started(*HARD, "--seconds", "300", "--format", "json", "--out", str(out)) as process:
        assert process.stderr is not None
        assert process.stderr.readline().startswith(b"Calder Bridge")
        assert any(b"objective" in line for line in process.stderr)  # a line every five seconds, until there is a draft
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) in (0, 3)
        assert b"Stopped early" in process.stderr.read()
    draft = json.loads(out.read_text())
    assert draft["stopped"]
    assert draft["assignments"]


@pytest.mark.long
def test_a_reader_who_has_seen_enough_is_no_trouble() -> None:
    with started(LONE_MOOR, *QUICK, "--format", "html") as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        process.wait(timeout=60)
        assert b"Traceback" not in process.stderr.read()


def test_standard_output_that_is_closed_is_told() -> None:
    done = subprocess.run(
        ["sh", "-c", '"$@" >&-', "sh", *COMMAND, LONE_MOOR, *QUICK],
        cwd=ROOT,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert b"Traceback" not in done.stderr
    assert done.returncode == 2


@pytest.mark.long
def test_a_full_disk_is_told() -> None:
    with open("/dev/full", "wb") as full, started(LONE_MOOR, *QUICK, stdout=full) as process:
        _, err = process.communicate(timeout=60)
    assert b"Traceback" not in err
    assert b"no space left" in err.lower()
    assert process.returncode == 1


def test_a_name_of_any_bytes_is_told_of() -> None:
    done = subprocess.run([*COMMAND, b"/nowhere/\xff\x1b[31m"], cwd=ROOT, capture_output=True, timeout=60, check=False)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert b"\x1b" not in done.stderr


def test_letters_beyond_ascii_survive_any_locale() -> None:
    environment = os.environ | {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    with started(str(STEMS["glen-strath"]), *QUICK, "--format", "text", env=environment) as process:
        out, err = process.communicate(timeout=60)
    assert "Dr Ní Bhriain" in out.decode()
    assert b"Traceback" not in err


@pytest.mark.long
@pytest.mark.slow
def test_a_terminal_sees_a_line_that_lives() -> None:
    here, there = pty.openpty()
    with started(*HARD, "--seconds", "3", "--out", os.devnull, stderr=there) as process:
        os.close(there)
        seen = b""
        while True:
            try:
                seen += os.read(here, 65536)
            except OSError:  # the terminal's other end is closed
                break
        os.close(here)
        assert process.wait(timeout=60) in (0, 3)
    assert "cannot be better than" in seen.decode()
    assert b"\x1b[2K" in seen  # the line is rubbed out, not repeated


def test_where_there_is_no_solver_it_says_where_there_is_one(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "functions.rota_generate.solver.search", None)
    assert main(["generate", LONE_MOOR, *QUICK]) == 1
    assert "Use the container of the solver" in capsys.readouterr().err
