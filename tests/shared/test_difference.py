"""How two rotas differ."""

from __future__ import annotations

from datetime import date

from shared.difference import Change, difference, line_of
from shared.queries.rota import Line, as_assignment

MONDAY, TUESDAY = date(2027, 1, 4), date(2027, 1, 5)


def test_it_works() -> None:
    was = [Line("A", MONDAY, "AM", "clinic", "M"), Line("B", MONDAY, "PM", "duty", "M")]
    now = [Line("A", MONDAY, "AM", "duty", "M"), Line("C", TUESDAY, "AM", "clinic", "M")]
    assert difference(was, now).changes == (
        Change(MONDAY, "AM", "A", ("clinic", "M"), ("duty", "M")),
        Change(MONDAY, "PM", "B", ("duty", "M"), None),
        Change(TUESDAY, "AM", "C", None, ("clinic", "M")),
    )


def test_equal_rotas_differ_in_nothing() -> None:
    lines = [Line("A", MONDAY, "AM", "clinic", "M"), Line("B", MONDAY, "AM", "duty", "M")]
    assert difference(lines, reversed(lines)).changes == ()


def test_who_changes_most_comes_first() -> None:
    was = [Line("B", MONDAY, "AM", "clinic", "M")]
    now = [Line("A", MONDAY, "AM", "clinic", "M"), Line("A", MONDAY, "PM", "clinic", "M")]
    found = difference(was, now)
    assert list(found.by_person) == ["A", "B"]
    assert found.by_day == {MONDAY: 3}


def test_a_move_to_another_site_is_a_change() -> None:
    was, now = [Line("A", MONDAY, "AM", "clinic", "M")], [Line("A", MONDAY, "AM", "clinic", "N")]
    assert len(difference(was, now).changes) == 1


def test_an_assignment_and_its_line_are_the_same() -> None:
    line = Line("A", MONDAY, "AM", "clinic", "M")
    assert line_of(as_assignment(line)) == line
