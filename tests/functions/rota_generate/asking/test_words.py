"""What is asked for and what stands already, in words."""

from __future__ import annotations

from datetime import date

import pytest

from functions.rota_generate.asking.existing import Existing, Fixed
from functions.rota_generate.asking.words import Called, asked, existing_in_words, is_fixed, would_replace
from functions.rota_generate.policy import Mode
from shared.domain.problem import Decide

CALLED = Called({"A": "Dr Ash", "B": "Dr Birch"}, {"ops": "Minor ops"})


def test_it_says_what_is_decided_for_whom_and_from_when() -> None:
    everything = list(Decide)
    assert asked(Mode.FILL, everything, None, None) == "Fill the gaps: working days and duty, for everybody"
    whom = CALLED.those(["A", "Z"], ["ops"])
    said = asked(Mode.REBALANCE, [Decide.DUTY], whom, date(2027, 1, 6))
    assert said == "Rebalance duty: duty, for Dr Ash, Z and the group Minor ops, from Wed 6 Jan on"
    many = asked(Mode.AFRESH, everything, CALLED.those("ABCDE", None), None)
    assert many.endswith("for Dr Ash, Dr Birch, C and 2 more")
    assert CALLED.those(None, None) is None


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        (Mode.FILL, "The other 6 sessions stay too; a clinic may become duty where duty is short."),
        (Mode.AFRESH, "The other 6 sessions are made afresh."),
        (Mode.STAY_CLOSE, "Of the other 6 sessions, little changes: where cover needs it."),
        (Mode.REBALANCE, "Of the other 6 sessions, duty may move to somebody who has held less of it."),
        (Mode.REPAIR, "Of the other 6 sessions, as little changes as can be."),
    ],
)
def test_it_says_what_stays_and_what_becomes_of_the_rest(mode: Mode, words: str) -> None:
    existing = Existing(sessions=9, people=2, pinned=1, off=2, by_hand=1, leave=1, free=6)
    assert existing_in_words(mode, existing) == [
        "9 sessions of 2 people are on the rota there.",
        "1 pinned session, 1 session of people whose rota is written by hand, 1 session of study leave or at court and "
        "2 sessions somebody was taken off by hand stay as they are.",
        words,
    ]


def test_one_is_said_as_one_and_none_as_none() -> None:
    assert existing_in_words(Mode.FILL, Existing()) == ["Nothing is on the rota yet where this may change it."]
    assert existing_in_words(Mode.AFRESH, Existing(sessions=1, people=1, free=1)) == [
        "1 session of 1 person is on the rota there.",
        "It is made afresh.",
    ]
    assert existing_in_words(Mode.FILL, Existing(sessions=2, people=1, free=2))[1].startswith("They stay; a clinic")
    assert existing_in_words(Mode.FILL, Existing(sessions=1, people=1, pinned=1))[1:] == [
        "1 pinned session stays as it is."
    ]


def test_what_has_to_be_agreed_to_is_said_with_its_numbers() -> None:
    assert would_replace(Existing(sessions=5, people=1, pinned=2, free=3)).startswith(
        "To make it afresh would replace 3 sessions that are on the rota. 2 pinned sessions stay as they are."
    )
    assert is_fixed(Fixed(date(2027, 1, 3), 40)).startswith("The rota is fixed until Sun 3 Jan, and 40 sessions")
