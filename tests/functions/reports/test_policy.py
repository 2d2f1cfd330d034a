"""What an entry changed, and the table of entries."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.reports.policy import COLUMNS, Change, changes, shortened, table
from functions.reports.queries import Entry


def entry(**more: Any) -> Entry:
    given: dict[str, Any] = {
        "id": 1, "at": datetime(2027, 7, 1, 23, 30, tzinfo=UTC), "account_id": None, "by": None,
        "action": "settings-changed", "entity": "practice", "entity_id": "1", "about": None, "old": None, "new": None,
        "reason": None, "request_id": None,
    }  # fmt: skip
    return Entry(**(given | more))


def test_only_what_differs_is_listed_field_by_field() -> None:
    old = {"name": "Elm", "duty": {"default": 1, "mondays": 2}, "gone": True}
    new = {"name": "Elm", "duty": {"default": 2, "mondays": 2}, "come": [1, 2]}
    assert changes(old, new) == (
        Change("duty.default", "1", "2"),
        Change("gone", "yes", None),
        Change("come", None, "1; 2"),
    )


def test_of_a_list_only_the_entries_that_differ_are_said() -> None:
    old = {"closures": [{"label": "PLT", "dates": ["2027-01-13"]}, {"label": "Boiler", "dates": []}]}
    new = {"closures": [{"label": "PLT", "dates": ["2027-01-13"]}]}
    assert changes(old, new) == (Change("closures", "label Boiler, dates none", None),)


def test_something_made_has_only_new_values_and_something_removed_only_old_ones() -> None:
    assert changes(None, {"name": "Elm"}) == (Change("name", None, "Elm"),)
    assert changes({"name": "Elm"}, None) == (Change("name", "Elm", None),)
    assert changes(None, None) == ()


def test_a_table_has_a_line_for_each_field_in_london_time() -> None:
    made = entry(by="Priya Shah", old={"a": 1, "b": 2}, new={"a": 3, "b": 4}, reason="Why not")
    lines = list(csv.reader(io.StringIO(table([made, entry()]).decode("utf-8-sig"))))
    assert tuple(lines[0]) == COLUMNS
    assert lines[1][:8] == ["2027-07-02 00:30:00", "Priya Shah", "Settings changed", "Practice", "1", "a", "1", "3"]
    assert lines[2][5:9] == ["b", "2", "4", "Why not"]
    assert lines[3][1:9] == ["the system", "Settings changed", "Practice", "1", "", "", "", ""]


@pytest.mark.parametrize("evil", ["=1+1", "+1+1", "-1-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://evil.example","x")'])
def test_no_cell_is_a_formula(evil: str) -> None:
    made = entry(by=evil, about=evil, entity_id=evil, old={evil: "x"}, new={evil: evil}, reason=evil, request_id=evil)
    for line in list(csv.reader(io.StringIO(table([made]).decode("utf-8-sig"))))[1:]:
        assert not [cell for cell in line if cell.startswith(("=", "+", "-", "@", "\t"))]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(JSON, JSON)
def test_any_two_documents_can_be_compared(old: Any, new: Any) -> None:
    assert changes(old, old) == ()
    for change in changes(old, new):
        assert isinstance(change.old, str | None) and isinstance(change.new, str | None)


def test_a_long_value_is_shortened_on_the_page() -> None:
    assert shortened("x" * 600) == "x" * 499 + "…"
    assert (shortened(None), shortened("x")) == (None, "x")
