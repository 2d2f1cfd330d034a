"""Tables in documents whose rows name the tests that prove them."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

from tests.paths import ROOT

# A file of ours, and perhaps a test in it, and perhaps one case of that test.
NAMED = re.compile(r"`((?:tests|functions|shared|infra)/[\w/]+\.py)(?:::(\w+)(?:\[[^\]`]+\])?)?`")


def rows(document: str, first: str) -> list[list[str]]:
    """The cells of every row whose first cell is like this pattern, such as T12 for `T\\d+`."""
    text = (ROOT / document).read_text(encoding="utf-8")
    return [cells(line) for line in text.splitlines() if re.match(rf"\| {first} ", line)]


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


@cache
def names_in(file: Path) -> frozenset[str]:
    """The tests defined there."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    defined = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return frozenset(node.name for node in defined if node.name.startswith("test_"))
