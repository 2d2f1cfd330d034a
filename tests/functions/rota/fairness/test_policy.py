"""What is posted: every act adds up to nought, and nothing is ever rewritten."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.rota.fairness.nouns import EntryKind, Line
from functions.rota.fairness.policy import COUNTED_AGAIN, Book
from shared.domain.duty_ledger import median
from tests.functions.rota.fairness.books import monday, week

ALL = ("A", "B", "C", "D", "E")


def wte_of(codes: Iterable[str]) -> dict[str, Fraction]:
    return dict.fromkeys(codes, Fraction(1))


def nobody(_code: str) -> bool:
    return False


def is_one_of(*codes: str) -> Callable[[str], bool]:
    return lambda code: code in codes


def test_it_works() -> None:
    book = Book()
    book.count(week(0, {"A": 400, "B": 200}, {"A": 5, "B": 5, "C": 5}))
    assert book.balances == {"A": 200, "B": 0, "C": -200}
    assert [line.kind for line in book.new if line.code == "A"] == [EntryKind.OPENING, EntryKind.WEEK]


def test_a_week_counted_twice_posts_nothing_the_second_time() -> None:
    book = Book()
    book.count(week(0, {"A": 400, "B": 200}, {"A": 5, "B": 5}))
    again = Book(book.new)
    again.count(week(0, {"A": 400, "B": 200}, {"A": 5, "B": 5}))
    assert again.new == []


def test_a_week_whose_rota_changed_posts_the_difference_and_says_so() -> None:
    book = Book()
    book.count(week(0, {"A": 400}, {"A": 5, "B": 5}))
    posted = len(book.new)
    book.count(week(0, {"B": 400}, {"A": 5, "B": 5}))
    lines = book.new[posted:]
    assert [(line.code, line.held, line.part, line.points) for line in lines] == [
        ("A", -400, 0, -400),
        ("B", 400, 0, 400),
    ]
    assert {line.reason for line in lines} == {COUNTED_AGAIN}
    assert book.balances == {"A": -200, "B": 200}


def test_somebody_who_was_away_all_week_and_held_nothing_has_no_line() -> None:
    book = Book()
    book.count(week(0, {"A": 400}, {"A": 5, "B": 0}))
    assert [line.kind for line in book.new if line.code == "B"] == [EntryKind.OPENING]


def test_two_who_join_together_begin_at_the_same_median() -> None:
    book = Book()
    book.count(week(0, {"A": 500, "B": 100, "C": 0}, {"A": 5, "B": 5, "C": 5}))
    before = dict(book.balances)
    book.count(week(1, {}, dict.fromkeys(ALL, 5)))
    assert book.balances["D"] == book.balances["E"] == median(before.values()) == -100
    assert sum(book.balances.values()) == 0


def test_who_leaves_is_settled_and_stays_settled_when_an_old_week_is_counted_again() -> None:
    book = Book()
    first = week(0, {"A": 600}, {"A": 5, "B": 5, "C": 5})
    book.count(first)
    book.settle(first, is_one_of("A"))
    assert book.balances == {"A": 0, "B": 0, "C": 0}
    assert book.joined == {"B", "C"}
    late = week(0, {"A": 400, "B": 200}, {"A": 5, "B": 5, "C": 5})
    book.count(late)
    book.settle(late, nobody)
    assert book.balances["A"] == 0
    assert sum(book.balances.values()) == 0
    assert "A" not in book.joined


def test_nobody_is_settled_when_nobody_would_stay() -> None:
    book = Book()
    last = week(0, {"A": 600}, {"A": 5, "B": 5})
    book.count(last)
    before = dict(book.balances)
    book.settle(last, is_one_of("A", "B"))
    assert (book.balances, book.joined) == (before, {"A", "B"})


def test_a_balance_is_spread_over_those_who_stay_by_what_they_work() -> None:
    book = Book()
    last = week(0, {"A": 300}, {"A": 5, "B": 5, "C": 5})
    book.count(last)
    halves = {"A": Fraction(1), "B": Fraction(1), "C": Fraction(1, 2)}
    book.settle(type(last)(last.closed, last.counts, last.duties, last.available, halves), is_one_of("A"))
    spread = {line.code: line.points for line in book.new if line.kind is EntryKind.SETTLEMENT}
    assert spread == {"A": -200, "B": 133, "C": 67}


def test_who_had_never_gone_gets_the_balance_back_to_the_hundredth() -> None:
    book = Book()
    first = week(0, {"A": 700}, {"A": 5, "B": 5, "C": 5})
    book.count(first)
    before = dict(book.balances)
    book.settle(first, is_one_of("A"))
    book.take_back(monday(1), lambda code, settled: (code, settled) == ("A", monday(0)))
    assert book.balances == before
    assert book.joined == {"A", "B", "C"}
    assert Book(book.new).joined == book.joined


def test_who_comes_back_later_joins_at_the_median_again() -> None:
    book = Book()
    first = week(0, {"A": 700}, {"A": 5, "B": 5, "C": 5})
    book.count(first)
    book.settle(first, is_one_of("A"))
    book.count(week(1, {"B": 300}, {"B": 5, "C": 5}))
    expected = median([book.balances["B"], book.balances["C"]])
    book.count(week(6, {}, {"A": 5, "B": 5, "C": 5}))
    assert book.balances["A"] == expected
    assert sum(book.balances.values()) == 0


def test_somebody_between_two_terms_keeps_the_balance_and_takes_on_nothing() -> None:
    book = Book()
    book.count(week(0, {"A": 600}, {"A": 5, "B": 5, "C": 5}))
    last = week(1, {}, {"A": 5, "C": 5})
    book.count(last)
    book.settle(last, is_one_of("A"))
    assert book.balances == {"A": 0, "B": -200, "C": 200}


def test_an_adjustment_is_balanced_by_one_other_or_by_all() -> None:
    book = Book()
    book.count(week(0, {}, dict.fromkeys("ABC", 5)))
    book.adjust("A", 150, "Held a Saturday.", counter="B", wte=wte_of("ABC"))
    assert book.balances == {"A": 150, "B": -150, "C": 0}
    lines = book.adjust("A", -100, "Too much.", counter=None, wte=wte_of("ABC"))
    assert book.balances == {"A": 50, "B": -100, "C": 50}
    assert {line.reason for line in lines} == {"Too much."}


def test_what_was_carried_over_is_what_the_ledger_begins_with() -> None:
    book = Book()
    book.adjust("A", 200, "The old spreadsheet.", counter=None, wte=wte_of("ABCD"))
    book.count(week(0, {}, dict.fromkeys("ABC", 5)))
    assert book.joined == set("ABC")
    assert book.balances == {"A": 200, "B": -67, "C": -67, "D": -66}
    book.count(week(1, {}, dict.fromkeys("ABCDE", 5)))
    assert (book.balances["D"], book.balances["A"]) == (-66, 223), "who brought something does not join at the median"
    assert sum(book.balances.values()) == 0


def test_what_was_carried_over_for_somebody_who_never_came_is_settled() -> None:
    book = Book()
    book.adjust("A", 200, "The old spreadsheet.", counter="B", wte=wte_of("AB"))
    book.count(week(0, {}, dict.fromkeys("AC", 5)))
    book.settle(week(0, {}, dict.fromkeys("AC", 5)), is_one_of("B"))
    assert book.balances == {"A": 100, "B": 0, "C": -100}


# -- any acts, in any order ----------------------------------------------------------------------------------------

held = st.dictionaries(st.sampled_from(ALL), st.integers(0, 900), max_size=5)
free = st.dictionaries(st.sampled_from(ALL), st.integers(0, 10), min_size=1, max_size=5)
acts = st.one_of(
    st.tuples(st.just("count"), st.integers(0, 6), held, free),
    st.tuples(st.just("settle"), st.sets(st.sampled_from(ALL))),
    st.tuples(st.just("take-back"), st.sets(st.sampled_from(ALL))),
    st.tuples(st.just("adjust"), st.sampled_from(ALL), st.integers(-900, 900), st.none() | st.sampled_from(ALL)),
)


def do(book: Book, act: tuple, last: int) -> int:  # type: ignore[type-arg]
    """One act as the service does it: what is counted is of people who take part. The newest week so far."""
    if act[0] == "count":
        _, number, points, sessions = act
        book.count(week(number, {code: p for code, p in points.items() if code in sessions}, sessions))
        return max(last, number)
    if act[0] == "settle":
        before = set(book.settled)
        book.settle(week(last, {}, dict.fromkeys(book.joined, 5)), is_one_of(*act[1]))
        left = set(book.settled) - before  # an adjustment may still be made for somebody who left long ago
        assert not any(book.balances[code] for code in left), "who has just been settled owes nothing"
    elif act[0] == "take-back":
        book.take_back(monday(last), lambda code, _: code in act[1])
    else:
        _, code, points, counter = act
        members = book.joined or set(ALL)
        if code in members and counter != code and (counter is None or counter in members):
            book.adjust(code, points, "By hand.", counter=counter, wte=wte_of(members))
    return last


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(acts, max_size=25))
def test_the_balances_add_up_to_nought_after_every_act_in_any_order(everything: list[tuple]) -> None:  # type: ignore[type-arg]
    book, last = Book(), 0
    for act in everything:
        already = len(book.new)
        last = do(book, act, last)
        assert sum(line.points for line in book.new[already:]) == 0
        assert sum(book.balances.values()) == 0
        posted: list[Line] = list(book.new)
        assert Book(posted).balances == book.balances, "what is posted is the whole truth"
        assert Book(posted).joined == book.joined


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(acts, max_size=15))
def test_every_act_about_somebody_adds_up_by_itself(everything: list[tuple]) -> None:  # type: ignore[type-arg]
    book, last = Book(), 0
    for act in everything:
        last = do(book, act, last)
    sums: dict[tuple[object, ...], int] = {}
    for line in book.new:
        key = (line.kind, line.week, line.about)
        sums[key] = sums.get(key, 0) + line.points
    assert set(sums.values()) <= {0}
