"""What the tests that disturb a run ask about it."""

from __future__ import annotations

from typing import Any

import psycopg

from infra.demo.api import Api
from tests.systems import ENDED, run_of


def under_way(api: Api, run: dict[str, object]) -> bool:
    """Whether the solver is at it and has told something."""
    now = run_of(api, run)
    assert now["status"] not in ENDED, f"it ended before anything could befall it: {now}"
    return now["status"] == "running" and bool(now["progress"])


def times_ended(database_url: str, run: dict[str, Any]) -> int:
    with psycopg.connect(database_url) as connection:
        ends = "select count(*) from audit where action = 'run-ended' and entity_id = %s"
        row = connection.execute(ends, (run["id"],)).fetchone()
        assert row
        return int(row[0])
