"""When to try again, what things are called, and when to raise the alarm."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from functions.backup import policy
from functions.backup.nouns import Measured
from functions.backup.policy import Record

NOW = datetime(2027, 1, 20, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def trouble(**known: object) -> str | None:
    old = {"since": NOW - 900 * HOUR, "last_made": NOW - HOUR, "last_proved": NOW - HOUR}
    return policy.trouble(Record(**(old | known)), now=NOW, hours=36)  # type: ignore[arg-type]


def test_it_is_tried_again_after_one_two_and_four_minutes_and_then_given_up() -> None:
    waits = [policy.next_try(attempts, at=NOW) for attempts in (1, 2, 3, 4)]
    assert waits == [NOW + timedelta(seconds=60), NOW + timedelta(seconds=120), NOW + timedelta(seconds=240), None]


def test_a_name_says_when_and_nothing_else_is_taken_for_one() -> None:
    assert policy.name_of(NOW) == "rotacc-20270120T120000Z"
    assert policy.moment_of("rotacc-20270120T120000Z") == NOW
    assert policy.stem_of("rotacc-20270120T120000Z.dump.enc") == "rotacc-20270120T120000Z"
    for stranger in ("rotacc-20270120T120000Z.txt", "holiday.pdf", "rotacc-20279999T120000Z.dump", "../x.dump"):
        assert policy.stem_of(stranger) is None


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({}, None),
        ({"last_proved": NOW - 35 * HOUR}, None),
        ({"last_proved": NOW - 37 * HOUR}, "The last backup that was proved is 37 hours old."),
        ({"last_proved": NOW - 100 * HOUR}, "The last backup that was proved is 4 days old."),
        ({"last_proved": None}, "No backup has been proved yet."),
        ({"last_proved": None, "last_made": None}, "No backup has been made yet."),
        ({"last_proved": None, "last_made": None, "since": NOW - HOUR}, None),
        ({"failed": "The last backup failed."}, "The last backup failed."),
        ({"last_proved": NOW + 2 * HOUR}, "The newest backup is dated in the future"),
        ({"last_proved": NOW + HOUR / 2}, None),
    ],
)
def test_the_alarm_is_raised_when_there_is_reason_and_only_then(known: dict[str, object], said: str | None) -> None:
    found = trouble(**known)
    assert found is None if said is None else (found or "").startswith(said)


def measured(**changed: object) -> Measured:
    same = {"schema_id": "0015", "rows": {"person": 5}, "leave": {"AO": 60}, "duty": {"AO": 3, "BH": -3},
            "versions": {"1": "abc"}}  # fmt: skip
    return Measured(**(same | changed))  # type: ignore[arg-type]


def test_two_databases_are_the_same_or_it_is_said_in_what_they_differ() -> None:
    assert policy.differences(measured(), measured()) == ()
    assert policy.differences(measured(), measured(rows={"person": 4, "leave": 1})) == (
        "The table leave has 1 rows instead of none.",
        "The table person has 4 rows instead of 5.",
    )
    assert "minutes" in policy.differences(measured(), measured(leave={"AO": 61}))[0]
    assert "hash" in policy.differences(measured(), measured(versions={"1": "abd"}))[0]
    assert "migration" in policy.differences(measured(), measured(schema_id="0014"))[0]


def test_no_database_may_have_duty_that_does_not_add_up_or_versions_that_changed() -> None:
    assert policy.faults(measured(), recorded={"1": "abc"}) == ()
    assert "nought" in policy.faults(measured(duty={"AO": 3}), recorded={"1": "abc"})[0]
    assert "published as xyz" in policy.faults(measured(), recorded={"1": "xyz"})[0]
