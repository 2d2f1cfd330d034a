"""Drafts for tests, made by the real command and kept for the rest of the test run."""

from __future__ import annotations

import copy
import json
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from infra.cli import main
from tests.made_up import STEMS


@cache
def _made(name: str, words: tuple[str, ...]) -> tuple[int, str]:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "draft.json"
        code = main(["generate", str(STEMS[name]), "--format", "json", "--out", str(out), *words])
        return code, out.read_text(encoding="utf-8")


def draft_of(name: str, *words: str) -> dict[str, Any]:
    """The draft of a practice, to do anything to."""
    return copy.deepcopy(json.loads(_made(name, words)[1]))


def exit_code_of(name: str, *words: str) -> int:
    """What the command that made the same draft ended with."""
    return _made(name, words)[0]
