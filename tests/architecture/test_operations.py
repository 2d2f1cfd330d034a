"""What the documents tell people to type can be typed, and nothing the older guide teaches is missing."""

from __future__ import annotations

import argparse
import re
import shlex
from datetime import timedelta
from pathlib import Path

import pytest

from infra import cli
from shared.settings import NAMES
from shared.settings.given import ENGINE, OLDER_NAMES
from tests.architecture.test_docs import DOCS, read, rows
from tests.paths import ROOT

GUIDE = "docs/operations.md"
# What the older guide teaches, in our words, and the command that does it here.
TAUGHT = {
    "print a good secret": "secret",
    "make the superuser of the settings": "ensure-superuser",
    "count the superusers": "dbshell",
    "make a clinician's account": "create-clinician",
    "send a message to try mail out": "send-test-email",
    "see what the workers are doing": "workers",
    "see what they can be asked to do": "workers",
    "see how long they have run and how much they did": "workers",
    "see what waits in the queues": "workers",
    "see which migrations would be applied": "migrate",
    "apply them": "migrate",
    "prepare volumes, database and pages again, as a start does": "entrypoint",
    "ask the database something": "dbshell",
    "look at everything and be told what to do": "doctor",
    "see whether one container's process does its work": "alive",
    "see whether all is well": "compose",
    "see why one is not": "inspect",
    "ask the web process itself": "curl",
    "follow every log": "compose",
    "read one process's": "compose",
    "read since when": "compose",
    "see what the volumes hold": "system",
    "see the room that is left": "compose",
    "ask PostgreSQL whether it is there": "compose",
    "start, or take up changed settings": "compose",
}
# The account may be called rotacc as well: sudo -u rotacc rotacc migrate.
TYPED = re.compile(r"(?:^|(?<!-u)[\s`/])rotacc ([a-z][a-z-]+[^`\n|]*)")


def code(document: str) -> list[str]:
    """Every line of code in a document: those of its blocks, and what stands between backticks."""
    text = document if document.endswith("\n") else f"{document}\n"
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
    rest = re.sub(r"^```\w*\n.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    return [*(line for block in blocks for line in block.splitlines()), *re.findall(r"`([^`\n]+)`", rest)]


def typed(document: str) -> list[list[str]]:
    """Every `rotacc ...` in a document's code, as words."""
    found = [match for line in code(document) for match in TYPED.findall(line)]
    return [shlex.split(words.partition(" #")[0].removesuffix(" ...")) for words in found]


@pytest.mark.parametrize("document", DOCS, ids=lambda path: path.name)
def test_every_command_a_document_names_exists(document: Path) -> None:
    for words in typed(document.read_text(encoding="utf-8")):
        assert words[0] in cli.COMMANDS, f"{document.name} names rotacc {words[0]}"


@pytest.mark.parametrize("words", typed(read(GUIDE)), ids=" ".join)
def test_every_command_of_the_guide_can_be_typed_as_it_stands(words: list[str]) -> None:
    parsed = cli.parser_for(words).parse_args(words)
    assert isinstance(parsed, argparse.Namespace)


def test_everything_the_older_guide_teaches_has_a_command_here() -> None:
    table = {row[0]: row[1].strip("`").split() for row in rows(read(GUIDE)) if len(row) == 2}
    for task, command in TAUGHT.items():
        assert task in table, f"{GUIDE} does not tell how to {task}"
        assert table[task][:2] in (["rotacc", command], ["docker", command]) or table[task][0] == command, task


def test_every_command_there_is_stands_in_the_guide() -> None:
    named = {words[0] for words in typed(read(GUIDE))}
    ours_alone = {"demo", "schema"}  # for whoever works on the project
    assert set(cli.COMMANDS) - named == ours_alone


def test_every_command_of_the_older_stack_is_gone() -> None:
    for document in DOCS:
        for line in code(document.read_text(encoding="utf-8")):
            assert not re.search(r"manage\.py|celery -A", line), f"{document.name}: {line}"


def test_every_setting_a_document_names_exists() -> None:
    known = {*NAMES, *OLDER_NAMES, ENGINE}
    for document in (GUIDE, "README.md", "docs/settings.md"):
        for line in code(read(document)):
            for name in re.findall(r"^([A-Z][A-Z0-9]*_[A-Z0-9_]+)(?:=|$)", line):
                elsewhere = name.startswith("ROTACC_") or name in ("COMPOSE_FILE", "WEB_PORT") or name.endswith("_FILE")
                assert name in known or name.endswith("_") or elsewhere, f"{document} names {name}"


def test_every_setting_of_the_example_exists_and_is_worth_nothing_as_it_is() -> None:
    lines = [line for line in read(".env.example").splitlines() if line and not line.startswith("#")]
    given = dict(line.split("=", 1) for line in lines)
    assert set(given) <= set(NAMES)
    for name in given:
        if any(word in name for word in ("PASS", "SECRET", "KEY", "TOKEN", "SUPERUSER")):
            assert given[name] == "", f".env.example has a default for {name}"


def test_the_example_as_it_stands_is_refused_for_what_must_be_filled_in(monkeypatch: pytest.MonkeyPatch) -> None:
    from shared.settings import SettingsError, load

    for line in read(".env.example").splitlines():
        if line and not line.startswith("#"):
            monkeypatch.setenv(*line.split("=", 1))
    with pytest.raises(SettingsError) as told:
        load()
    assert [reason.partition(":")[0] for reason in told.value.reasons] == ["SECRET_KEY"]


def test_the_example_tells_of_every_setting_a_practice_has_to_know() -> None:
    example = read(".env.example")
    for name in ("SECRET_KEY", "SITE_URL", "ALLOWED_HOSTS", "DB_PASSWORD", "REDIS_PASS", "SUPERUSER_PASSWORD"):
        assert re.search(rf"^{name}=$", example, flags=re.MULTILINE)


def test_every_job_of_the_scheduler_stands_in_the_guide_with_its_hour() -> None:
    from infra.scheduler import JOBS

    turns = {timedelta(minutes=1): "every minute", timedelta(minutes=5): "every five minutes"}
    turns |= {timedelta(hours=1): "every hour", timedelta(days=1): "every day"}
    table = {row[0].strip("`"): row[1] for row in rows(read(GUIDE)) if len(row) == 3 and row[0].startswith("`")}
    assert set(table) == {job.name for job in JOBS}
    for job in JOBS:
        hour = f" at {job.at // timedelta(hours=1):02}:00" if job.at else ""
        assert table[job.name] == turns[job.every] + hour, job.name


def test_the_unit_of_systemd_starts_what_there_is() -> None:
    unit = read(GUIDE).partition("```ini")[2].partition("```")[0]
    assert "ExecStart=/opt/rotacc/.venv/bin/rotacc %i" in unit
    for process in ("web", "worker", "solver", "scheduler"):
        assert cli.COMMANDS[process] == "process"
        assert f"`rotacc {process}`" in read(GUIDE)


def test_folders_the_guide_names_exist() -> None:
    for name in re.findall(r"`(infra/[\w./-]+|docker-compose[\w.-]*\.yml)`", read(GUIDE)):
        assert (ROOT / name).exists(), f"{GUIDE} names {name}"
