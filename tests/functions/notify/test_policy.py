"""When to try again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from functions.notify.policy import WAITS, next_try

NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)


def test_waits_grow_and_end_after_about_a_day() -> None:
    assert list(WAITS) == sorted(WAITS)
    assert timedelta(hours=20) < sum(WAITS, timedelta()) < timedelta(hours=28)


def test_each_attempt_has_its_wait_and_the_last_has_none() -> None:
    assert next_try(1, at=NOW, useful_until=None) == NOW + WAITS[0]
    assert next_try(len(WAITS), at=NOW, useful_until=None) == NOW + WAITS[-1]
    assert next_try(len(WAITS) + 1, at=NOW, useful_until=None) is None


def test_nothing_is_tried_that_would_come_too_late() -> None:
    assert next_try(1, at=NOW, useful_until=NOW + timedelta(seconds=61)) == NOW + WAITS[0]
    assert next_try(1, at=NOW, useful_until=NOW + timedelta(seconds=60)) is None
