"""What a provider's answer means."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime

import pytest

from functions.notify.carriers.answers import Answer, judge, quoted, wait_of
from functions.notify.carriers.carrier import NotNow, Refusal, Silence
from shared import clock

KEY = "key-0123456789"


def judged(status: int, **headers: str) -> type[Exception] | None:
    try:
        judge(Answer(status, headers, b""), "words", key=KEY)
    except (NotNow, Refusal, Silence) as ended:
        return type(ended)
    return None


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_it_was_taken(status: int) -> None:
    assert judged(status) is None


@pytest.mark.parametrize("status", [301, 302, 307, 401, 402, 403, 404, 405, 408, 409, 425, 429, 500, 503])
def test_what_a_person_or_time_can_mend_is_tried_again(status: int) -> None:
    assert judged(status) is NotNow


@pytest.mark.parametrize("status", [400, 406, 413, 415, 422, 451])
def test_what_is_wrong_with_the_message_is_not(status: int) -> None:
    assert judged(status) is Refusal


@pytest.mark.parametrize("status", [502, 504, 520, 524, 599])
def test_a_go_between_that_failed_leaves_everything_open(status: int) -> None:
    assert judged(status) is Silence


def test_the_wait_is_what_was_asked_for_and_at_most_a_day() -> None:
    def asked(words: str) -> timedelta | None:
        return wait_of(Answer(429, {"retry-after": words}, b""))

    assert asked("90") == timedelta(seconds=90)
    assert asked("999999999999999999999999") == timedelta(days=1)
    assert asked("soon") is None and asked("") is None and asked("-5") is None
    in_an_hour = asked(format_datetime(clock.now() + timedelta(hours=1), usegmt=False))
    assert in_an_hour and timedelta(minutes=58) < in_an_hour <= timedelta(hours=1)
    assert asked("Mon, 04 Jan 2021 09:00:00 GMT") == timedelta()


def test_words_never_hold_the_key_nor_a_page() -> None:
    assert quoted(400, f"what is {KEY}\n  here", key=KEY) == "The provider said: 400 what is *** here"
    assert len(quoted(400, "x" * 10_000, key=KEY)) < 400
    assert quoted(504, "", key=KEY) == "The provider said: 504 Gateway Timeout"
    assert quoted(599, "", key="") == "The provider said: 599"


def test_a_body_that_is_no_object_is_none() -> None:
    assert Answer(200, {}, b"[1]").json() == Answer(200, {}, b"\xff<html>").json() == {}
