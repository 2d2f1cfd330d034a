"""What a process says it is at."""

from __future__ import annotations

import pytest

from shared.in_hand import InHand


def test_it_works() -> None:
    mine = InHand()
    with mine.working_on("one"), mine.working_on("two") as second:
        second.what = "two, known better by now"
        assert mine.doing == ("one", "two, known better by now")
    assert (mine.doing, mine.done, mine.failed) == ((), 2, 0)


def test_what_raises_has_failed() -> None:
    mine = InHand()
    with pytest.raises(KeyError), mine.working_on("one"):
        raise KeyError
    assert (mine.doing, mine.done, mine.failed) == ((), 0, 1)


def test_what_was_said_to_have_failed_has() -> None:
    mine = InHand()
    with mine.working_on("one") as task:
        task.failed = True
    assert (mine.done, mine.failed) == (0, 1)
