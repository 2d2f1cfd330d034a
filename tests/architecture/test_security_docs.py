"""What is said about security is proved where it is said to be."""

from __future__ import annotations

import re

import pytest

from tests.architecture.tables import NAMED, names_in, rows
from tests.paths import ROOT

THREATS = rows("docs/security.md", r"T\d+")
ROWS = rows("docs/asvs.md", r"\d+\.\d+\.\d+")


@pytest.mark.parametrize("threat", THREATS, ids=lambda row: row[0])
def test_every_threat_names_a_defence_and_a_test_that_exists(threat: list[str]) -> None:
    number, what, who, defence, test = threat
    assert what and who and defence, number
    named = NAMED.fullmatch(test)
    assert named and named[2], f"{number} names no test"
    assert named[2] in names_in(ROOT / named[1]), f"{number} names {test}, which does not exist"


def test_threats_are_numbered_without_holes() -> None:
    assert [row[0] for row in THREATS] == [f"T{number}" for number in range(1, len(THREATS) + 1)]
    assert len(THREATS) >= 40


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_every_row_says_how_it_stands_and_where(row: list[str]) -> None:
    number, asks, stands, where, test = row
    assert asks and stands in ("met", "not applicable", "short of it"), number
    assert where or stands == "met", f"{number} does not say why"
    for file, name in NAMED.findall(f"{where} {test}"):
        assert (ROOT / file).is_file(), f"{number} names {file}, which does not exist"
        assert not name or name in names_in(ROOT / file), f"{number} names {name}, which does not exist"


def test_what_falls_short_says_what_would_be_needed_or_why() -> None:
    short = [row for row in ROWS if row[2] == "short of it"]
    assert short, "a list on which everything is met was not walked honestly"
    assert all(len(row[3]) > 40 for row in short)


def test_every_setting_and_file_the_documents_name_exists() -> None:
    from shared.settings import Settings

    settings = {name.upper() for name in Settings.model_fields}
    for document in ("docs/security.md", "docs/asvs.md", "SECURITY.md"):
        text = (ROOT / document).read_text(encoding="utf-8")
        for name in re.findall(r"`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)`", text):
            assert name in settings, f"{document} names {name}, which is no setting"
        for file, _ in NAMED.findall(text):
            assert (ROOT / file).is_file(), f"{document} names {file}, which does not exist"
