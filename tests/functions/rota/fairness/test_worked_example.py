"""The example in docs/fairness.md is what the program does."""

from __future__ import annotations

from fractions import Fraction

from functions.rota.fairness.nouns import EntryKind, Line
from functions.rota.fairness.policy import Book
from shared.domain.duty_ledger import DEFAULT_DUTY_WEIGHTS, HALF_DAY
from shared.duty_weeks import Week
from tests.functions.rota.fairness.books import MONDAY, week
from tests.paths import ROOT

PAGE = (ROOT / "docs/fairness.md").read_text(encoding="utf-8")


def table(head: str) -> list[list[str]]:
    """The rows of a table on the page, by the beginning of its head."""
    lines = PAGE.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(head))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def points(said: str) -> int:
    return round(float(said.replace("−", "-")) * HALF_DAY)


def column(rows: list[list[str]], place: int) -> dict[str, int]:
    return {row[0]: points(row[place]) for row in rows if row[place]}


def book_at(balances: dict[str, int]) -> Book:
    """A book in which people stand so."""
    return Book(Line(code, EntryKind.OPENING, MONDAY, much, about=code) for code, much in balances.items())


def with_wte(of: Week, wte: dict[str, int]) -> Week:
    return Week(of.closed, of.counts, of.duties, of.available, {code: Fraction(w, 100) for code, w in wte.items()})


def test_the_weights_are_those_that_hold_when_nothing_is_set() -> None:
    said = {row[2].strip("`"): points(row[1]) for row in table("| duty | counts for") if row[2]}
    assert said == {name: getattr(DEFAULT_DUTY_WEIGHTS, name) for name in said}
    assert set(said) == {"monday", "after_bank_holiday", "friday_pm"}


def test_the_week_is_counted_as_it_says() -> None:
    rows = table("| who | held")
    held, free, part, before, after = (column(rows, place) for place in range(1, 6))
    counted = week(1, held, {code: sessions // HALF_DAY for code, sessions in free.items()})
    assert {code: count.part for code, count in counted.counts.items()} == part
    book = book_at(before)
    book.count(counted)
    assert book.balances == after


def test_joining_and_leaving_are_as_it_says() -> None:
    rows = table("| who | WTE")
    wte, before, joined, left = (column(rows, place) for place in range(1, 5))
    assert before == column(table("| who | held"), 5), "the second example goes on from the first"
    book = book_at(before)
    with_dogwood = with_wte(week(1, {}, dict.fromkeys(wte, 5)), wte)
    book.count(with_dogwood)
    assert book.balances == joined
    book.settle(with_dogwood, lambda code: code == "Dr Beech")
    assert book.balances == left
