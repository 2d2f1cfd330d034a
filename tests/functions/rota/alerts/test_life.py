"""What becomes of alerts when the rota is looked at again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from hypothesis import given
from hypothesis import strategies as st

from functions.rota.alerts.life import Steps, steps
from functions.rota.alerts.nouns import Alert, Severity
from tests.builders import MONDAY


@dataclass(frozen=True)
class Row:
    """An alert as it would be stored."""

    key: str
    points: int
    severity: str = "critical"
    because: str = "because"
    need: int | None = None
    have: int | None = None
    status: str = "active"
    dismissed_points: int | None = None


def alert(key: str, points: int = 5, because: str = "because") -> Alert:
    return Alert(key, "duty", Severity.CRITICAL, points, because, MONDAY)


def test_it_works() -> None:
    kept = Row("old", 5), Row("same", 5), Row("worse", 5)
    told = steps(kept, (alert("same"), alert("worse", 6), alert("new")))
    assert [each.key for each in told.raised] == ["new"]
    assert [now.key for _, now in told.changed] == ["worse"]
    assert [row.key for row in told.resolved] == ["old"]
    assert told.restored == ()


def test_other_words_are_a_change() -> None:
    told = steps([Row("a", 5)], [alert("a", because="Dr A on leave")])
    assert [now.because for _, now in told.changed] == ["Dr A on leave"]


def test_what_is_dismissed_stays_so_until_it_is_worse_than_it_was_then() -> None:
    dismissed = Row("a", 5, status="dismissed", dismissed_points=5)
    assert steps([dismissed], [alert("a", 5)]) == Steps((), (), (), ())
    assert steps([dismissed], [alert("a", 4)]).restored == ()
    assert [now.points for _, now in steps([dismissed], [alert("a", 6)]).restored] == [6]


def test_better_and_as_bad_again_is_nothing_new() -> None:
    better = Row("a", 3, status="dismissed", dismissed_points=5)
    told = steps([better], [alert("a", 5)])
    assert told.restored == () and [now.points for _, now in told.changed] == [5]


@dataclass
class Book:
    """Stored alerts, and what the steps make of them."""

    rows: dict[str, Row] = field(default_factory=dict)

    def take(self, told: Steps[Row]) -> None:
        self.rows |= {now.key: Row(now.key, now.points) for now in told.raised}
        self.rows |= {row.key: replace(row, points=now.points) for row, now in told.changed}
        for row, now in told.restored:
            self.rows[row.key] = replace(row, points=now.points, status="active", dismissed_points=None)
        for row in told.resolved:
            del self.rows[row.key]


_FOUND = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 4), max_size=4)


@given(st.lists(st.tuples(_FOUND, st.sets(st.sampled_from("abcd"))), max_size=8))
def test_after_any_looks_and_dismissals_what_is_kept_is_what_was_found_last(
    looks: list[tuple[dict[str, int], set[str]]],
) -> None:
    book = Book()
    for look, let_be in looks:
        now = [alert(key, points) for key, points in look.items()]
        dismissed_before = {key: row for key, row in book.rows.items() if row.status == "dismissed"}
        book.take(steps(book.rows.values(), now))
        assert {key: row.points for key, row in book.rows.items()} == look
        again = steps(book.rows.values(), now)
        assert again == Steps((), (), (), ())
        for key, row in dismissed_before.items():
            if key in look:
                worse = look[key] > (row.dismissed_points or 0)
                assert (book.rows[key].status == "active") is worse
        for key in let_be & set(book.rows):
            row = book.rows[key]
            book.rows[key] = replace(row, status="dismissed", dismissed_points=row.points)
