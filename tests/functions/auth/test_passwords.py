"""Which passwords are good enough: by length, by how soon they are guessed, and by what others know of their owner."""

from __future__ import annotations

import time

import pytest

from functions.auth.policy import LONGEST_PASSWORD, is_made_of, password_faults

OWN = ("amara", "Dr Amara Okafor", "amara.okafor@elmlane.nhs.uk", "Elm Lane Surgery")


def codes(password: str) -> list[str | None]:
    return [reason.code for reason in password_faults(password, own=OWN)]


@pytest.mark.parametrize(
    "password", ["correct horse battery staple", "kitchen-amara-river-9", "x7#Lq-92kdPw", "Siân drinks tea at four"]
)
def test_good_ones_pass(password: str) -> None:
    assert codes(password) == []


@pytest.mark.parametrize(
    "password", ["password1234", "qwertyuiop12", "123456789012", "aaaaaaaaaaaaaa", "letmeinletmein", "P@ssw0rd12345"]
)
def test_those_that_are_guessed_first_do_not(password: str) -> None:
    assert codes(password) == ["password-common"]


@pytest.mark.parametrize(
    "password", ["amaraokafor1", "Amara.Okafor!2026", "ElmLaneSurgery1", "amara.okafor@elmlane.nhs.uk", "okafor-okafor"]
)
def test_those_made_of_what_others_know_do_not(password: str) -> None:
    assert codes(password) == ["password-is-own"]


def test_the_length_counts_and_every_fault_is_said() -> None:
    assert codes("short") == ["password-too-short", "password-common"]
    assert codes("amara") == ["password-too-short", "password-is-own"]
    assert "password-too-long" in codes("x" * (LONGEST_PASSWORD + 1))
    assert codes("") == ["password-too-short"]


def test_letters_in_other_scripts_count() -> None:
    assert not is_made_of("Ŵyn’s red bicycle", OWN)
    assert is_made_of("AMARA okafor 12345", OWN)


def test_even_the_longest_is_judged_at_once() -> None:
    for password in ("pa$$w0rd" * 125, "a" * 1000, "abcabcabc1!" * 90):
        began = time.perf_counter()
        password_faults(password, own=OWN)
        assert time.perf_counter() - began < 1
