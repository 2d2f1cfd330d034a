"""The dependency audit, with what the services have been known to say."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from infra import audit
from infra.audit import CannotCheck, Found, Ignored, WrongList, read_ignored, read_npm, read_pip_audit, report

TODAY = date(2027, 1, 4)
FALCON = Found("falcon 4.4.0", ("PYSEC-2027-1", "CVE-2027-0001", "GHSA-aaaa-bbbb-cccc"), "4.4.1")
PIP = {
    "dependencies": [
        {"name": "falcon", "version": "4.4.0", "vulns": [
            {"id": "PYSEC-2027-1", "fix_versions": ["4.4.1"], "aliases": ["CVE-2027-0001", "GHSA-aaaa-bbbb-cccc"],
             "description": "Words."}]},
        {"name": "redis", "version": "8.1.0", "vulns": []},
    ],
    "fixes": [],
}  # fmt: skip
NPM = {
    "auditReportVersion": 2,
    "vulnerabilities": {
        "vite": {"name": "vite", "severity": "high", "fixAvailable": {"name": "vite", "version": "8.3.9"}, "via": [
            {"source": 1098, "url": "https://advisories.example/GHSA-dddd-eeee-ffff", "range": "<8.3.9"}]},
        "passes-it-on": {"name": "passes-it-on", "via": ["vite"], "fixAvailable": False},
    },
    "metadata": {},
}  # fmt: skip
CLEAN_PIP: dict[str, Any] = {"dependencies": [{"name": "redis", "version": "8.1.0", "vulns": []}], "fixes": []}
CLEAN_NPM: dict[str, Any] = {"auditReportVersion": 2, "vulnerabilities": {}, "metadata": {}}

Say = Callable[..., None]


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Say:
    """Have the two services say something: JSON, or that they cannot be asked."""
    (tmp_path / "kept").mkdir()
    monkeypatch.setattr(audit, "KEPT", tmp_path / "kept")
    monkeypatch.setattr(audit, "IGNORED", tmp_path / "ignored.toml")
    monkeypatch.setattr("infra.bootstrap.node_environment", dict)

    def says(pip: Any, npm: Any, ignored: str = "") -> None:
        (tmp_path / "ignored.toml").write_text(ignored)

        def said(command: list[str], *_: Any) -> str:
            told = npm if command[0] == "npm" else pip
            if isinstance(told, Exception):
                raise told
            return json.dumps(told)

        monkeypatch.setattr(audit, "_said", said)

    return says


def test_it_works(say: Say, capsys: pytest.CaptureFixture[str]) -> None:
    say(CLEAN_PIP, CLEAN_NPM)
    assert audit.main([]) == 0
    assert capsys.readouterr().out == "No known vulnerability in any dependency.\n"


def test_a_vulnerability_fails_and_is_named_with_where_it_is_mended(
    say: Say, capsys: pytest.CaptureFixture[str]
) -> None:
    say(PIP, NPM)
    assert audit.main([]) == 1
    said = capsys.readouterr().out
    assert "falcon 4.4.0: PYSEC-2027-1, CVE-2027-0001, GHSA-aaaa-bbbb-cccc (mended in 4.4.1)" in said
    assert "vite <8.3.9: GHSA-dddd-eeee-ffff (mended in 8.3.9)" in said
    assert "passes-it-on" not in said


def test_a_service_out_of_reach_is_said_and_passes_unless_strict(say: Say, capsys: pytest.CaptureFixture[str]) -> None:
    say(CannotCheck("no answer within 20 seconds"), CLEAN_NPM)
    assert audit.main([]) == 0
    assert "pip-audit could not check: no answer within 20 seconds" in capsys.readouterr().out
    assert audit.main(["--strict"]) == 1


def test_what_the_other_service_found_is_told_all_the_same(say: Say, capsys: pytest.CaptureFixture[str]) -> None:
    say(CannotCheck("nobody answers"), NPM)
    assert audit.main([]) == 1
    said = capsys.readouterr().out
    assert "could not check" in said and "Vulnerable: vite" in said


def test_what_is_said_is_kept_for_the_day_and_silence_is_not(say: Say) -> None:
    say(CLEAN_PIP, CLEAN_NPM)
    assert audit.main([]) == 0
    say(CannotCheck("asked again"), CannotCheck("asked again"))
    assert audit.main(["--strict"]) == 0
    for file in audit.KEPT.iterdir():
        file.write_text(file.read_text().replace("20", "19", 1))  # of another day
    assert audit.main(["--strict"]) == 1


IGNORE = """
[[ignored]]
id = "CVE-2027-0001"
reason = "Only its command line is concerned."
until = 2027-03-01
"""


def test_an_ignored_one_passes_by_any_of_its_names_until_its_day() -> None:
    (entry,) = read_ignored(IGNORE)
    lines, failed = report([FALCON], [entry], today=date(2027, 3, 1))
    assert not failed
    assert lines[0].startswith("Ignored until 2027-03-01: falcon 4.4.0") and "command line" in lines[0]


def test_after_its_day_it_fails_although_nothing_else_changed() -> None:
    lines, failed = report([FALCON], read_ignored(IGNORE), today=date(2027, 3, 2))
    assert failed
    assert "Look at CVE-2027-0001 again" in lines[-1]


def test_an_entry_nothing_reports_is_told_of() -> None:
    lines, failed = report([], read_ignored(IGNORE), today=TODAY)
    assert (failed, len(lines)) == (False, 1)
    assert "can leave" in lines[0]


def test_one_ignored_hides_no_other() -> None:
    other = Found("falcon 4.4.0", ("PYSEC-2027-2",), "")
    lines, failed = report([FALCON, other], [Ignored("PYSEC-2027-1", "Not us.", TODAY)], today=TODAY)
    assert failed
    assert [line for line in lines if line.startswith("Vulnerable")] == [
        "Vulnerable: falcon 4.4.0: PYSEC-2027-2 (mended in no release yet)"
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        '[[ignored]]\nid = "X"\nuntil = 2027-03-01',
        '[[ignored]]\nid = "X"\nreason = " "\nuntil = 2027-03-01',
        '[[ignored]]\nid = "X"\nreason = "Y"',
        '[[ignored]]\nid = "X"\nreason = "Y"\nuntil = "soon"',
        "[[ignored]\n",
    ],
)
def test_a_list_that_leaves_something_out_is_refused(say: Say, wrong: str) -> None:
    with pytest.raises(WrongList):
        read_ignored(wrong)
    say(CLEAN_PIP, CLEAN_NPM, wrong)
    assert audit.main([]) == 1


@pytest.mark.parametrize(
    "nonsense", ["", "<html>Proxy</html>", "[]", '{"error": {"summary": ""}}', '{"message": "no"}']
)
def test_an_answer_that_says_nothing_is_no_clean_bill(nonsense: str) -> None:
    with pytest.raises(CannotCheck):
        read_npm(nonsense)


def test_a_package_passed_over_is_no_clean_bill() -> None:
    passed = {"dependencies": [{"name": "rotacc", "skip_reason": "not found"}]}
    with pytest.raises(CannotCheck, match="rotacc"):
        read_pip_audit(json.dumps(passed))


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("import time; time.sleep(30)", "no answer within"),
        ("import sys; sys.exit('nobody there')", "nobody there"),
        ("", "said nothing"),
    ],
)
def test_a_service_that_does_not_answer_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, program: str, said: str
) -> None:
    monkeypatch.setattr(audit, "SECONDS", 1)
    with pytest.raises(CannotCheck, match=said):
        audit._said([sys.executable, "-c", program], Path.cwd())


def test_the_list_in_use_can_be_read() -> None:
    for entry in read_ignored(audit.IGNORED.read_text(encoding="utf-8")):
        assert len(entry.reason) > 10
