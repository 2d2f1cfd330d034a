"""Who gets a popular week: the same always, in the stated order, never one too many."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from functions.leave.rounds.policy import Bidder, allocate, faults_of_round, in_order, next_best, rule_in_words

WEEKS = tuple(date(2027, 2, 15) + timedelta(weeks=n) for n in range(4))
HALF_TERM, AFTER = WEEKS[0], WEEKS[1]


def bidder(code: str, *choices: date, first: bool = False, before: int = 0) -> Bidder:
    return Bidder(code, choices or (HALF_TERM,), first, before)


@st.composite
def bidders(draw: st.DrawFn) -> list[Bidder]:
    """Up to eight people with a record, who would like some of the weeks."""
    choices = st.lists(st.sampled_from(WEEKS), min_size=1, max_size=4, unique=True).map(tuple)
    return [
        Bidder(f"P{n}", draw(choices), draw(st.booleans()), draw(st.integers(0, 3)))
        for n in range(draw(st.integers(0, 8)))
    ]


SETTINGS = {"places": st.integers(1, 4), "most_weeks": st.integers(1, 3), "seed": st.integers(0, 999_999)}


def test_three_ask_for_half_term_with_two_places_and_the_loser_is_told_the_next_week() -> None:
    asking = [bidder("A", HALF_TERM), bidder("B", HALF_TERM), bidder("C", HALF_TERM, AFTER)]
    places = allocate(asking, weeks=WEEKS[:2], places=2, most_weeks=1, seed=7)
    half_term = [place for place in places if place.week == HALF_TERM]
    assert [place.given for place in half_term] == [True, True, False]
    loser = half_term[-1]
    assert loser.position == 1
    best = next_best(HALF_TERM, choices=[HALF_TERM, AFTER], weeks=WEEKS[:2], taken={HALF_TERM: 2}, places=2)
    assert best == AFTER


def test_whoever_has_the_mark_comes_before_whoever_had_fewer_weeks() -> None:
    order = in_order([bidder("A", before=0), bidder("B", first=True, before=2), bidder("C", before=1)], seed=1)
    assert [each.code for each in order] == ["B", "A", "C"]


def test_the_draw_depends_on_the_seed_and_on_nothing_else() -> None:
    asking = [bidder(code) for code in "ABCDEFGH"]
    orders = {seed: [b.code for b in in_order(asking, seed)] for seed in range(20)}
    assert orders == {seed: [b.code for b in in_order(list(reversed(asking)), seed)] for seed in range(20)}
    assert len({tuple(order) for order in orders.values()}) > 10


@given(asking=bidders(), **SETTINGS)
def test_the_same_bids_and_seed_give_the_same_answer_in_whatever_order_they_came(
    asking: list[Bidder], places: int, most_weeks: int, seed: int
) -> None:
    answer = allocate(asking, weeks=WEEKS, places=places, most_weeks=most_weeks, seed=seed)
    again = allocate(asking[::-1], weeks=WEEKS, places=places, most_weeks=most_weeks, seed=seed)
    assert answer == again


@given(asking=bidders(), **SETTINGS)
def test_every_choice_is_given_or_waits_and_no_week_has_one_too_many(
    asking: list[Bidder], places: int, most_weeks: int, seed: int
) -> None:
    answer = allocate(asking, weeks=WEEKS, places=places, most_weeks=most_weeks, seed=seed)
    assert {(p.code, p.week) for p in answer} == {(b.code, week) for b in asking for week in b.choices}
    assert len(answer) == len({(p.code, p.week) for p in answer})
    assert max(Counter(p.week for p in answer if p.given).values(), default=0) <= places
    assert max(Counter(p.code for p in answer if p.given).values(), default=0) <= most_weeks
    for week in WEEKS:
        positions = [p.position for p in answer if p.week == week and not p.given]
        assert positions == list(range(1, len(positions) + 1))


@given(asking=bidders(), **SETTINGS)
def test_nobody_waits_for_a_place_that_is_free_while_they_may_have_more(
    asking: list[Bidder], places: int, most_weeks: int, seed: int
) -> None:
    answer = allocate(asking, weeks=WEEKS, places=places, most_weeks=most_weeks, seed=seed)
    given_in = Counter(p.week for p in answer if p.given)
    has = Counter(p.code for p in answer if p.given)
    assert not [p for p in answer if not p.given and given_in[p.week] < places and has[p.code] < most_weeks]


@given(asking=bidders(), **SETTINGS)
def test_nobody_envies_somebody_who_chose_later(asking: list[Bidder], places: int, most_weeks: int, seed: int) -> None:
    """With one week each: who has a week you would rather have chose before you."""
    answer = allocate(asking, weeks=WEEKS, places=places, most_weeks=1, seed=seed)
    order = [each.code for each in in_order(asking, seed)]
    choices = {each.code: each.choices for each in asking}
    mine = {p.code: p.week for p in answer if p.given}
    for code, wanted in choices.items():
        better = wanted[: wanted.index(mine[code])] if code in mine else wanted
        for week in better:
            holders = [other for other, theirs in mine.items() if theirs == week]
            assert len(holders) == places
            assert all(order.index(other) < order.index(code) for other in holders)


@given(asking=bidders(), **SETTINGS)
def test_putting_another_week_first_never_gets_somebody_the_one_they_would_rather_have(
    asking: list[Bidder], places: int, most_weeks: int, seed: int
) -> None:
    """With one week each, saying what one really would like is best."""
    if not asking:
        return
    me = asking[0]
    told = allocate(asking, weeks=WEEKS, places=places, most_weeks=1, seed=seed)
    lied = [Bidder(me.code, me.choices[::-1], me.comes_first, me.given_before), *asking[1:]]
    otherwise = allocate(lied, weeks=WEEKS, places=places, most_weeks=1, seed=seed)

    def rank(answer: tuple[object, ...]) -> int:
        mine = [p.week for p in answer if p.code == me.code and p.given]  # type: ignore[attr-defined]
        return me.choices.index(mine[0]) if mine else len(me.choices)

    assert rank(told) <= rank(otherwise)


def test_the_rule_is_said_with_its_mark_and_its_seed() -> None:
    said = " ".join(rule_in_words("school-age-children", 42))
    assert "school-age-children" in said and "42" in said
    assert "mark" not in " ".join(rule_in_words(None, 42))


def test_a_round_is_told_everything_that_is_wrong_with_it_at_once() -> None:
    tuesday, today = date(2027, 2, 16), date(2027, 2, 20)
    found = faults_of_round(
        label=" ", closes_on=date(2027, 2, 19), weeks=[tuesday, HALF_TERM, HALF_TERM], first_flag="", today=today
    )
    assert [reason.code for reason in found] == [
        "label", "closes-on", "not-a-monday", "too-late", "too-late", "twice", "first-flag",
    ]  # fmt: skip
