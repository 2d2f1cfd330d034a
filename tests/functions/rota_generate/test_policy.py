"""How two rotas differ, without a database."""

from __future__ import annotations

from datetime import date

from functions.rota_generate.policy import Change, Mode, Wanted, difference, faults, mode_of
from shared.queries.rota import Line

MONDAY, TUESDAY = date(2027, 1, 4), date(2027, 1, 5)


def test_equal_rotas_differ_in_nothing() -> None:
    lines = [Line("A", MONDAY, "AM", "clinic", "M"), Line("B", MONDAY, "AM", "duty", "M")]
    assert difference(lines, reversed(lines)).changes == ()


def test_a_change_says_what_was_and_what_is() -> None:
    was = [Line("A", MONDAY, "AM", "clinic", "M"), Line("B", MONDAY, "PM", "duty", "M")]
    now = [Line("A", MONDAY, "AM", "duty", "M"), Line("C", TUESDAY, "AM", "clinic", "M")]
    assert difference(was, now).changes == (
        Change(MONDAY, "AM", "A", ("clinic", "M"), ("duty", "M")),
        Change(MONDAY, "PM", "B", ("duty", "M"), None),
        Change(TUESDAY, "AM", "C", None, ("clinic", "M")),
    )


def test_who_changes_most_comes_first() -> None:
    was = [Line("B", MONDAY, "AM", "clinic", "M")]
    now = [Line("A", MONDAY, "AM", "clinic", "M"), Line("A", MONDAY, "PM", "clinic", "M")]
    found = difference(was, now)
    assert list(found.by_person) == ["A", "B"]
    assert found.by_day == {MONDAY: 3}


def test_a_move_to_another_site_is_a_change() -> None:
    was, now = [Line("A", MONDAY, "AM", "clinic", "M")], [Line("A", MONDAY, "AM", "clinic", "N")]
    assert len(difference(was, now).changes) == 1


def test_a_run_has_one_limit() -> None:
    assert not faults(Wanted(seconds=5), most_seconds=10, most_workers=2)
    found = faults(Wanted(seconds=11, effort=1, workers=3), most_seconds=10, most_workers=2)
    assert [reason.code for reason in found] == ["both-limits", "too-long", "too-many-workers"]


def test_the_mode_follows_what_is_published_unless_somebody_says() -> None:
    assert mode_of(Wanted(), ()) is Mode.AFRESH
    assert mode_of(Wanted(mode=Mode.STAY_CLOSE), ()) is Mode.STAY_CLOSE
