"""A draft from a file, as `rotacc generate --format json` writes it: the rota that is there, to be changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from infra.practice_files import LARGEST
from shared.domain.calendar import Half, Session
from shared.domain.rota import Activity, Assignment
from shared.intake import words
from shared.intake.faults import shown


def read_draft(text: str) -> tuple[Assignment, ...]:
    """The lines of the draft in a file. Raises words.Wrong."""
    try:
        raw = Path(text).read_bytes()[: LARGEST + 1]
        document = json.loads(raw)
        return tuple(sorted(_lines(document["assignments"])))
    except OSError as error:
        raise words.Wrong(f"{shown(text)} cannot be read: {_told(error)}.", "Give a file you may read.") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        instead = "Write one with rotacc generate --format json --out FILE."
        raise words.Wrong(f"{shown(text)} is not a draft in JSON.", instead) from None


def _lines(found: list[dict[str, Any]]) -> Iterator[Assignment]:
    for line in found:
        session = Session(date.fromisoformat(line["date"]), Half(line["half"]))
        yield Assignment(session, str(line["code"]), Activity(line["activity"]), str(line["site"]))


def _told(error: OSError) -> str:
    return (error.strerror or "it is not there").lower()
