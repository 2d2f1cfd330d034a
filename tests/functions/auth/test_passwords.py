"""Which passwords are good enough: by length, by how soon they are guessed, and by what others know of their owner."""

from __future__ import annotations

import pytest

from functions.auth import passwords
from functions.auth.policy import LONGEST_PASSWORD, MOST_WEIGHED, is_made_of, password_faults

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


@pytest.mark.parametrize("kept", [None, "", "!"], ids=["no account", "made nameless", "read in from an export"])
async def test_what_is_no_hash_opens_nothing(kept: str | None) -> None:
    assert not await passwords.matches(kept, "nobody has this password")
    assert await passwords.matches(await passwords.hashed("nobody has this password"), "nobody has this password")


def test_of_the_longest_only_the_beginning_is_weighed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it costs to weigh one grows faster than its length: some of a thousand signs would take minutes."""
    weighed = []

    def weigh(password: str, user_inputs: list[str]) -> dict[str, int]:
        weighed.append(len(password))
        return {"guesses": 1}

    monkeypatch.setattr("zxcvbn.zxcvbn", weigh)
    for password in ("pa$$w0rd" * 125, "a" * 1000, "abcabcabc1!" * 90):
        assert "password-common" in codes(password)
    assert weighed == [MOST_WEIGHED] * 3
