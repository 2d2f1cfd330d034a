"""What is said to hold when something fails is proved where it is said to be."""

from __future__ import annotations

import re

import pytest

from infra.supervise import PROGRAMS
from tests.architecture.tables import NAMED, names_in, rows
from tests.chaos.faults import Fault, faults
from tests.paths import ROOT

FAULTS = faults()
# What was promised to be tried, by a word the row must have.
PROMISED = [
    *PROGRAMS,
    *(
        "PostgreSQL killed",
        "redis killed",
        "Disk full",
        "S3 is down",
        "S3 is slow",
        "truncated",
        "altered",
        "wrong key",
    ),
    *("killed in the middle", "clock jumps", "Two schedulers", "power goes", "while people work", "An update while"),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.id)
def test_every_fault_says_what_must_hold_and_names_tests_that_exist(fault: Fault) -> None:
    assert fault.what and fault.must_hold and fault.tests, fault.id
    for test in fault.tests:
        named = NAMED.fullmatch(f"`{test}`")
        assert named and named[2], f"{fault.id} names {test}, which is no test"
        assert named[2] in names_in(ROOT / named[1]), f"{fault.id} names {test}, which does not exist"


def test_every_fault_was_measured_and_held() -> None:
    lacking = [fault.id for fault in FAULTS if not re.search(r"\d", fault.measured) or "FAILED" in fault.measured]
    assert lacking == [], "run `make chaos CHAOS=--keep`"


def test_faults_are_numbered_without_holes() -> None:
    assert [fault.id for fault in FAULTS] == [f"F{number}" for number in range(1, len(FAULTS) + 1)]
    assert len(FAULTS) == len(rows("docs/reliability.md", r"F\d+"))


def test_every_test_that_brings_a_fault_about_is_in_the_table() -> None:
    named = {test.partition("[")[0] for fault in FAULTS for test in fault.tests}
    for file in (ROOT / "tests/chaos").glob("test_*.py"):
        for name in names_in(file):
            assert f"{file.relative_to(ROOT)}::{name}" in named, f"no fault is proved by {name}"


@pytest.mark.parametrize("words", PROMISED)
def test_what_was_promised_to_be_tried_has_a_row(words: str) -> None:
    assert any(words in fault.what for fault in FAULTS), f"no fault speaks of {words!r}"
