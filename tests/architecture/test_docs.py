"""The documents stay true: they name what exists, all of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def rows(document: str) -> list[list[str]]:
    """The cells of every table row in a Markdown document."""
    return [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in document.splitlines()
        if line.startswith("|") and not set(line) <= set("|-: ")
    ]


def test_every_rule_is_in_the_solver_document_with_its_label_level_weight_and_source() -> None:
    from shared.constraints import ALL
    from shared.constraints.weights import WEIGHTS

    documented = {row[0].strip("`"): row for row in rows(read("docs/solver.md")) if len(row) == 5}
    for rule in ALL:
        assert rule.ID in documented, f"docs/solver.md has no row for the rule {rule.ID}"
        _, label, level, weight, source = documented[rule.ID]
        assert (label, level, source) == (rule.LABEL, rule.LEVEL.value, rule.SOURCE)
        assert weight.replace(" ", "") == str(WEIGHTS[rule.ID]), f"docs/solver.md gives {rule.ID} another weight"


def test_the_solver_document_names_no_rule_that_does_not_exist() -> None:
    from shared.constraints import ALL

    named = {row[0].strip("`") for row in rows(read("docs/solver.md")) if len(row) == 5} - {"id"}
    assert named == {rule.ID for rule in ALL}


def test_every_setting_is_documented_with_its_default_and_meaning() -> None:
    from shared.settings import Settings

    documented = {row[0].strip("`"): row for row in rows(read("docs/settings.md")) if len(row) == 3}
    documented.pop("name")
    assert set(documented) == {name.upper() for name in Settings.model_fields}
    for name, field in Settings.model_fields.items():
        assert field.description, f"the setting {name} does not say what it means"
        assert documented[name.upper()][2] == field.description


def test_the_map_names_every_room_and_every_shared_module() -> None:
    the_map = read("docs/map.md")
    rooms = [p.parent.name for p in (ROOT / "functions").glob("*/__init__.py")]
    modules = [p.name for p in (ROOT / "shared").glob("*.py") if p.name != "__init__.py"]
    packages = [p.parent.name for p in (ROOT / "shared").glob("*/__init__.py")]
    infra = [p.name for p in (ROOT / "infra").glob("*.py") if p.name != "__init__.py"]
    missing = [name for name in (*rooms, *modules, *packages, *infra) if name not in the_map]
    assert not missing, f"docs/map.md does not mention {missing}"


def test_every_file_the_map_names_exists() -> None:
    for name in re.findall(r"`((?:functions|shared|infra|tests|frontend-static|docs)/[\w./-]+)`", read("docs/map.md")):
        assert (ROOT / name).exists(), f"docs/map.md names {name}, which does not exist"


def test_every_key_of_the_input_is_documented() -> None:
    document = read("docs/input.md")
    for practice in (ROOT / "infra/demo/practices").glob("*.practice.json"):
        for key in re.findall(r'^  "(\w+)":', practice.read_text(encoding="utf-8"), flags=re.MULTILINE):
            assert f"`{key}" in document, f"docs/input.md does not explain {key}"


@pytest.mark.parametrize("document", DOCS, ids=lambda p: p.name)
def test_every_link_between_documents_leads_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (document.parent / target).exists(), f"{document.name} links to {target}, which does not exist"


def test_decisions_are_numbered_without_holes_and_say_how_we_would_notice() -> None:
    records = sorted((ROOT / "docs/decisions").glob("*.md"))
    assert [int(record.name[:4]) for record in records] == list(range(1, len(records) + 1))
    for record in records:
        text = record.read_text(encoding="utf-8")
        for part in ("**Context.**", "**Decision.**", "**Consequences.**", "**How we would notice it was wrong.**"):
            assert part in text, f"{record.name} lacks {part}"


def test_every_make_target_has_a_line_of_help() -> None:
    makefile = read("Makefile")
    targets = re.search(r"^\.PHONY: (.*)$", makefile, flags=re.MULTILINE)
    assert targets
    for target in targets[1].split():
        assert re.search(rf"^{target}:.*## .+", makefile, flags=re.MULTILINE), f"make {target} has no help"


def test_the_readme_names_only_make_targets_that_exist() -> None:
    makefile = read("Makefile")
    for document in ("README.md", "CONTRIBUTING.md"):
        for target in re.findall(r"^make (\w+)", read(document), flags=re.MULTILINE):
            assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE), f"{document} names make {target}"
