"""How long things may be kept, and who may be made nameless."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from functions.cleanup.policy import Gone, days_kept, due_on, obstacles, require_nameless, require_periods
from shared.errors import Refused
from shared.forgetting import AT_MOST, PERIODS, SIX_YEARS
from tests.paths import ROOT

TODAY = date(2034, 1, 2)
GONE = Gone("BH", "Dr Ben Hughes", date(2027, 6, 30), False, False, 0, 0, False)


def test_what_nobody_chose_is_kept_as_long_as_usual() -> None:
    assert days_kept({}) == {what: period.days for what, period in PERIODS.items()}


def test_a_stored_period_below_the_least_counts_as_the_least() -> None:
    assert days_kept({"audit": 3, "mail": 400})["audit"] == SIX_YEARS
    assert days_kept({"mail": 400})["mail"] == 400


def test_no_period_begins_below_its_own_least() -> None:
    assert all(period.days >= period.least for period in PERIODS.values())
    assert PERIODS["audit"].least == PERIODS["leavers"].least == SIX_YEARS


def test_every_period_that_cannot_be_is_named_with_why() -> None:
    with pytest.raises(Refused) as refused:
        require_periods({"audit": SIX_YEARS - 1, "tea": 4, "mail": 10**6, "runs": 30})
    found = {reason.field: reason for reason in refused.value.reasons}
    assert {field: reason.code for field, reason in found.items()} == {
        "audit": "too-short", "tea": "unknown", "mail": "too-long",
    }  # fmt: skip
    assert "Working Time Regulations" in found["audit"].message and found["audit"].instead == str(SIX_YEARS)


def test_the_least_and_the_most_may_be_chosen() -> None:
    require_periods({what: period.least for what, period in PERIODS.items()})
    require_periods(dict.fromkeys(PERIODS, AT_MOST))
    with pytest.raises(Refused):
        require_periods({"mail": AT_MOST + 1})


def test_the_periods_are_those_the_practice_is_told_of() -> None:
    told = (ROOT / "docs/data-protection.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)`: [^|]+ \| (\d+)[^|]* \| (\d+)", told, re.M)
    assert {what: (int(days), int(least)) for what, days, least in rows} == {
        what: (period.days, period.least) for what, period in PERIODS.items()
    }


def test_somebody_who_left_long_ago_may_be_made_nameless() -> None:
    assert obstacles(GONE, days=SIX_YEARS, today=TODAY) == []
    require_nameless(GONE, days=SIX_YEARS, today=TODAY, confirmed="Dr Ben Hughes")


def test_the_day_it_may_be_done_is_to_the_day() -> None:
    due = due_on(GONE, SIX_YEARS)
    assert due == date(2033, 6, 30)
    assert obstacles(GONE, days=SIX_YEARS, today=due) == []
    assert [each.code for each in obstacles(GONE, days=SIX_YEARS, today=date(2033, 6, 29))] == ["too-early"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"works": True}, "works"),
        ({"last_day": None}, "never"),
        ({"account_works": True}, "account"),
        ({"leave": 1}, "leave"),
        ({"supervises": 2}, "supervision"),
        ({"hands_off": True}, "hand-off"),
    ],
)
def test_whatever_still_hangs_on_somebody_stands_in_the_way(changed: dict[str, object], code: str) -> None:
    gone = replace(GONE, **changed)  # type: ignore[arg-type]
    assert [each.code for each in obstacles(gone, days=SIX_YEARS, today=TODAY)] == [code]


def test_every_reason_is_said_at_once_and_the_name_must_be_typed() -> None:
    gone = replace(GONE, works=True, account_works=True)
    with pytest.raises(Refused) as refused:
        require_nameless(gone, days=SIX_YEARS, today=TODAY, confirmed="ben")
    assert [each.code for each in refused.value.reasons] == ["works", "account", "confirm"]
