"""Encrypted backups: what was put in comes out, and nothing else ever does."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.backup import sealing
from functions.backup.nouns import Failure
from functions.backup.sealing import ALTERED, NO_KEY, TRUNCATED, WRONG_KEY, is_sealed, seal, unseal

KEY = "a passphrase for tests alone"


@pytest.fixture(autouse=True)
def small_and_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small pieces, so that a few bytes are many of them; a cheap key."""
    monkeypatch.setattr(sealing, "PIECE", 64)
    monkeypatch.setattr(sealing, "COST", (4, 8, 1))


def sealed(chunks: Iterable[bytes], key: str = KEY) -> bytes:
    return b"".join(seal(chunks, key))


def opened(data: bytes, key: str = KEY) -> bytes:
    return b"".join(unseal(io.BytesIO(data), key))


@given(chunks=st.lists(st.binary(max_size=200), max_size=6))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_was_put_in_comes_out(chunks: list[bytes]) -> None:
    assert opened(sealed(chunks)) == b"".join(chunks)


def test_nothing_of_it_can_be_read_and_no_two_are_alike() -> None:
    data = sealed([b"Dr Amara Okafor " * 20])
    assert b"Amara" not in data
    assert is_sealed(data) and not is_sealed(b"PGDMP")
    assert sealed([b"Dr Amara Okafor " * 20]) != data


def test_any_byte_altered_anywhere_is_noticed() -> None:
    data = sealed([os.urandom(200)])
    for place in range(len(data)):
        altered = bytearray(data)
        altered[place] ^= 0x01
        with pytest.raises(Failure) as noticed:
            opened(bytes(altered))
        assert not noticed.value.again, "trying again does not mend it"


def test_an_end_that_is_missing_is_noticed_wherever_it_was_cut() -> None:
    data = sealed([os.urandom(200)])
    for length in range(len(data)):
        with pytest.raises(Failure) as noticed:
            opened(data[:length])
        assert noticed.value.message in (TRUNCATED, ALTERED, WRONG_KEY)


def test_pieces_in_another_order_left_out_or_of_another_file_are_noticed() -> None:
    whole, other = sealed([os.urandom(200)]), sealed([os.urandom(200)])
    header, size = sealing._HEADER.size + sealing.PROOF, 4 + 64 + sealing.TAG
    first, second = whole[header : header + size], whole[header + size : header + 2 * size]
    rest = whole[header + 2 * size :]
    for pieces in (second + first + rest, first + rest, first + first + rest, other[header : header + size] + second):
        with pytest.raises(Failure):
            opened(whole[:header] + pieces)


def test_a_piece_cut_off_at_its_border_is_called_an_end_that_is_missing() -> None:
    data = sealed([os.urandom(200)])
    end = sealing._HEADER.size + sealing.PROOF + 2 * (4 + 64 + sealing.TAG)
    with pytest.raises(Failure, match="its end is missing"):
        opened(data[:end])


def test_something_behind_the_end_is_noticed() -> None:
    with pytest.raises(Failure):
        opened(sealed([b"all"]) + sealed([b"all"])[sealing._HEADER.size + sealing.PROOF :])


def test_the_wrong_passphrase_and_none_are_told_apart_from_damage() -> None:
    with pytest.raises(Failure) as wrong:
        opened(sealed([b"all"]), "another passphrase for tests")
    assert wrong.value.message == WRONG_KEY
    with pytest.raises(Failure) as none:
        opened(sealed([b"all"]), "")
    assert none.value.message == NO_KEY


def test_a_forged_header_cannot_ask_for_the_whole_memory() -> None:
    data = bytearray(sealed([b"all"]))
    data[len(sealing.MAGIC)] = 60
    with pytest.raises(Failure, match="damaged"):
        opened(bytes(data))
