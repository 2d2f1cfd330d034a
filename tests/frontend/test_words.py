"""The pages know the trade's words: every rule and activity has a name people understand."""

from __future__ import annotations

from shared.constraints import ALL
from shared.domain.people import TermType
from shared.domain.rota import Activity
from tests.paths import ROOT

WORDS = (ROOT / "frontend-static/src/domain/activities.ts").read_text(encoding="utf-8")


def is_key(name: str) -> bool:
    return f'  "{name}": ' in WORDS or f"  {name}: " in WORDS


def test_every_rule_has_a_name_on_the_pages() -> None:
    assert [rule.ID for rule in ALL if not is_key(rule.ID)] == []


def test_every_activity_has_a_letter_on_the_pages() -> None:
    assert [activity.value for activity in Activity if not is_key(activity.value)] == []


def test_every_term_type_has_a_band_on_the_grid() -> None:
    assert [term.value for term in TermType if f'"{term.value.lower()}"' not in WORDS] == []
