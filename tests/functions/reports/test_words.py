"""Every action and entity that any code records has words, and there are words for nothing else."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from functions.reports.words import ACTIONS, ENTITIES, action_in_words, entity_in_words, field_in_words
from tests.paths import ROOT

SOURCES = sorted(file for folder in ("functions", "shared", "infra") for file in (ROOT / folder).rglob("*.py"))


PARAMETERS = ("action", "entity")
RECORD = ["tx", "account_id", "action", "entity", "entity_id"]
Def = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def trees() -> dict[Path, ast.Module]:
    """Every module that could have to do with the audit."""
    found = {file: file.read_text(encoding="utf-8") for file in SOURCES}
    return {file: ast.parse(source) for file, source in found.items() if "action" in source or "audit" in source}


def defined(tree: ast.Module) -> dict[str, list[str]]:
    """A module's functions that take an action or an entity by name, with their parameters in order."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, Def):
            names = [each.arg for each in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
            if set(PARAMETERS) & set(names) and "tx" in names:
                found[node.name] = names
    return found


@cache
def everywhere() -> dict[str, list[str]]:
    """The same of all modules together."""
    return {name: names for tree in trees().values() for name, names in defined(tree).items()}


def texts(node: ast.expr) -> Iterator[str | None]:
    """Every text an expression may come to; None where that cannot be read from it."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from texts(node.body)
        yield from texts(node.orelse)
    elif not (isinstance(node, ast.Name) and node.id in PARAMETERS):  # passed on: whoever calls us says it
        yield None


@cache
def recorded(parameter: str) -> dict[str | None, Path]:
    """Each action (or entity) written down anywhere, with a file that does."""
    found: dict[str | None, Path] = {}
    for file, tree in trees().items():
        own = defined(tree)
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            is_audit = ast.unparse(call.func) == "audit.record"
            names = RECORD if is_audit else own.get(name) or (None if name.startswith("_") else everywhere().get(name))
            if names is None or (name == "record" and not is_audit):
                continue
            said = {keyword.arg: keyword.value for keyword in call.keywords} | dict(zip(names, call.args, strict=False))
            if parameter in said:
                found |= dict.fromkeys(texts(said[parameter]), file)
    return found


@pytest.mark.parametrize(("parameter", "words"), [("action", ACTIONS), ("entity", ENTITIES)])
def test_everything_recorded_has_words_and_nothing_else_has(parameter: str, words: Mapping[str, object]) -> None:
    found = recorded(parameter)
    assert len(found) > 5, "the sources are not read"
    assert None not in found, f"{found.get(None)}: write the {parameter} as a text where it is recorded"
    missing = {name: str(file.relative_to(ROOT)) for name, file in found.items() if name not in words}
    assert missing == {}, "add words to functions/reports/words.py"
    assert [name for name in words if name not in found] == [], "nothing records these"


def test_what_an_older_version_recorded_is_still_said() -> None:
    assert action_in_words("thing-done") == "Thing done"
    assert entity_in_words("old_thing") == "Old thing"
    assert field_in_words("leave.notice_weeks") == "leave, notice weeks"


def test_words_are_sentences_of_their_own() -> None:
    for words in (*ACTIONS.values(), *(entity.words for entity in ENTITIES.values())):
        assert words[0].isupper() and not words.endswith(".")
    assert len(set(ACTIONS.values())) == len(ACTIONS)
