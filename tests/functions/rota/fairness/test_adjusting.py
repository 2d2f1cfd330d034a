"""What an adjustment must be, before anything is posted."""

from __future__ import annotations

from typing import Any

import pytest

from functions.rota.fairness.adjusting import Wanted, faults


def wanted(**changed: Any) -> Wanted:
    return Wanted(**{"code": "AO", "points": 100, "reason": "Held a Saturday.", "counter": None} | changed)


def test_it_works() -> None:
    assert list(faults({"AO", "BH"}, wanted())) == []
    assert list(faults({"AO", "BH"}, wanted(counter="BH", points=-10_000, reason="x" * 500))) == []


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"code": "NP"}, "code", "not-in-ledger"),
        ({"counter": "RM"}, "counter", "not-in-ledger"),
        ({"counter": "AO"}, "counter", "same-person"),
        ({"points": 0}, "points", "points"),
        ({"points": 10_001}, "points", "points"),
        ({"points": -10_001}, "points", "points"),
        ({"reason": "  "}, "reason", "reason"),
        ({"reason": "x" * 501}, "reason", "reason"),
    ],
)
def test_an_adjustment_that_cannot_be_is_refused_in_words(changed: dict[str, Any], field: str, code: str) -> None:
    (fault,) = faults({"AO", "BH"}, wanted(**changed))
    assert (fault.field, fault.code) == (field, code)
    assert fault.message.endswith(".")


def test_who_is_alone_in_the_ledger_has_nobody_to_balance_it_by() -> None:
    (fault,) = faults({"AO"}, wanted())
    assert fault.code == "nobody-else"
