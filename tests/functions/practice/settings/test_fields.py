"""Every field of the settings is described, and described truly: against what the intake reads and refuses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from functions.practice.settings.field import Field, Kind
from functions.practice.settings.fields import BY_PATH, FIELDS, SECTIONS
from functions.practice.settings.policy import LISTS, changes, label, said
from shared.constraints.weights import SOFT
from shared.intake import BadInput, parts_of, practice_from_parts
from shared.intake.nodes import Keys, Node
from tests.paths import ROOT

# A document in which every key is written: what is read from it is everything the intake knows.
WHOLE: dict[str, Any] = {
    "name": "Elm Lane", "nation": "wales", "list_size": 9000,
    "contact": {"address": "1 Elm Lane", "telephone": "01632 960123", "email": "office@elm.example"},
    "horizon": {"start": "2027-01-04", "weeks": 13}, "fixed_period_weeks": 6, "notes": ["One.", "Two."],
    "sites": [{"code": "ELM", "name": "Elm Lane", "rooms": 5}],
    "full_time_days_per_week": 3.5, "alternate_weeks": {"week_a_starts": "2027-01-04"},
    "session_times": {"AM": ["08:30", "13:00"], "PM": ["13:30", "18:30"]},
    "duty": {
        "default": 1, "mondays": 2, "first_day_after_bank_holiday": 2, "skill": "duty", "not_on": ["A"],
        "same_person_both_halves": "prefer", "spread_sites": "prefer",
        "weights": {"monday": 1.5, "after_bank_holiday": 2, "friday_pm": 1.25},
    },
    "minimum_doctors": {"Mon": 3, "Tue": 2, "Wed": 2, "Thu": 2, "Fri": 2}, "minimum_doctors_counts": ["Partner"],
    "site_cover": [{"site": "ELM", "role_group": "gp", "minimum": 1, "when": ["Mon AM"]}],
    "max_off": [{"roles": ["Partner"], "site": "ELM", "limit": 1}],
    "enhanced_access": {"minutes_per_1000_patients": 60, "windows": ["Sat 09:00-17:00"], "gp_minimum": 1, "hub": "ELM"},
    "supervision": {
        "trainees_per_supervisor": 2, "same_site": True, "prefer_one_supervisor_free_of_duty": True,
        "tutorial_needs": "educational-supervisor", "tutorial": "Tue PM",
    },
    "leave": {
        "year_start": "04-01", "partner_unit": "week", "salaried_unit": "day", "other_unit": "session",
        "notice_weeks": 6, "study_notice_weeks": 6, "longest_ahead_months": 18, "past_days": 0, "auto_approve": True,
        "carry_over_sessions": 4.5, "bank_holiday_pro_rata": True, "rounding": "minute", "buddy_required": False,
        "decide_within_days": 14,
        "locked": [{"label": "Flu clinics", "start": "2027-10-04", "end": "2027-10-15", "site": "ELM"}],
    },
    "bank_holidays": {"kept": [{"date": "2027-06-02", "name": "Fair"}], "worked": ["2027-08-30"]},
    "closures": [{"label": "Training", "half": "PM", "dates": ["2027-01-13"], "site": "ELM"}],
    "weights": dict(SOFT), "notifications": {"mail": "daily"},
}  # fmt: skip


def read(document: dict[str, Any]) -> dict[str, Any]:
    """The document as it is stored. Raises BadInput."""
    return parts_of(practice_from_parts(document, [], []))[0]


def place(document: dict[str, Any], path: str) -> tuple[Any, str]:
    """The object that holds a field, the first of a list, and the field's own key."""
    *steps, last = path.split(".")
    for step in steps:
        document = document[step.removesuffix("[]")]
        document = document[0] if isinstance(document, list) else document
    return document, last


def asked_for(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Every key the intake asks for while it reads a whole document, lists as 'sites[]'."""
    asked: set[str] = set()
    get = Keys.get

    def note(keys: Keys, key: str) -> Node | None:
        path = ".".join(str(step) for step in (*keys.node.path, key))
        for n in range(3):
            path = path.replace(f".{n}.", "[].")
        asked.add(path)
        return get(keys, key)

    monkeypatch.setattr(Keys, "get", note)
    read(WHOLE)
    return asked


def test_every_key_the_intake_reads_has_a_field_and_no_field_is_of_a_key_it_does_not_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = asked_for(monkeypatch)
    leaves = {path for path in asked if not any(other.startswith((f"{path}.", f"{path}[].")) for other in asked)}
    assert leaves - BY_PATH.keys() == set(), "not described in functions/practice/settings/fields"
    assert BY_PATH.keys() - leaves == set(), "the intake does not read these"


def test_a_whole_document_is_read_and_written_back() -> None:
    assert read(WHOLE) == WHOLE


def test_every_key_is_explained_in_the_input_document() -> None:
    document = (ROOT / "docs/input.md").read_text(encoding="utf-8")
    missing = [
        path
        for path in BY_PATH
        if f"`{path.rpartition('.')[2]}`" not in document
        and path.partition(".")[0] not in ("weights", "minimum_doctors")
    ]
    assert missing == []


def test_every_field_has_words_a_section_and_a_sentence() -> None:
    for field in FIELDS:
        assert field.words, field.path
        assert field.what.endswith("."), field.path
        assert field.section in {section.key for section in SECTIONS}
        assert (field.kind in (Kind.WHOLE, Kind.NUMBER)) == (field.low is not None and field.high is not None), (
            field.path
        )
        assert field.unit or field.kind not in (Kind.WHOLE, Kind.NUMBER), field.path
    assert len(BY_PATH) == len(FIELDS)


def numbers() -> Iterator[Field]:
    return (field for field in FIELDS if field.low is not None)


@pytest.mark.parametrize("field", list(numbers()), ids=lambda field: field.path)
def test_a_number_may_be_what_its_range_says_and_nothing_beyond(field: Field) -> None:
    assert field.low is not None and field.high is not None
    for value, sound in ((field.low, True), (field.high, True), (field.low - 1, False), (field.high + 1, False)):
        document = deepcopy(WHOLE)
        holder, key = place(document, field.path)
        holder[key] = int(value) if float(value).is_integer() else value
        if sound:
            assert read(document)
            continue
        with pytest.raises(BadInput) as caught:
            read(document)
        assert [fault.field for fault in caught.value.faults] == [field.path.replace("[]", "[1]")]


@pytest.mark.parametrize("field", [field for field in FIELDS if field.choices], ids=lambda field: field.path)
def test_every_choice_may_be_chosen_and_nothing_else(field: Field) -> None:
    many = field.kind in (Kind.LETTERS, Kind.ROLES, Kind.HALF_DAYS)
    for value in [choice.value for choice in field.choices]:
        document = deepcopy(WHOLE)
        holder, key = place(document, field.path)
        holder[key] = [value] if many else value
        assert read(document)
    document = deepcopy(WHOLE)
    holder, key = place(document, field.path)
    holder[key] = ["perhaps"] if many else "perhaps"
    if field.kind is Kind.ROLE_GROUP:  # may be a group of the practice's own, which the document does not know
        return
    with pytest.raises(BadInput):
        read(document)


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.path)
def test_what_must_be_there_is_missed_and_the_rest_has_its_default(field: Field) -> None:
    left_out = deepcopy(WHOLE)
    holder, key = place(left_out, field.path)
    del holder[key]
    if field.must:
        with pytest.raises(BadInput):
            read(left_out)
        return
    if field.default is None:
        assert read(left_out)
        return
    said_so = deepcopy(WHOLE)
    holder, key = place(said_so, field.path)
    holder[key] = field.default
    assert effect(left_out) == effect(said_so), "the default is another"


def effect(document: dict[str, Any]) -> Any:
    """What a document means, however it is said."""
    from dataclasses import replace

    from shared.intake import kept_of

    practice = practice_from_parts(document, [], [])
    kept = kept_of(practice)
    weights = dict(SOFT) | dict(kept.weights)
    return replace(practice, kept="{}"), replace(kept, weights=weights)


def test_every_list_of_objects_is_called_something() -> None:
    assert {path.partition("[]")[0] for path in BY_PATH if "[]" in path} == set(LISTS)


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.path)
def test_a_change_of_any_field_is_said_in_words(field: Field) -> None:
    without = deepcopy(WHOLE)
    holder, key = place(without, field.path)
    del holder[key]
    (change,) = changes(WHOLE, without)
    assert change.field == field.path.partition("[]")[0]
    assert label(change.field) not in ("", change.field) or change.field == "name"
    was, now = said(change)
    assert [line for line in was + now if line]
    assert not [line for line in was + now if "{" in line or "[" in line], "not in words"


def test_the_document_of_fields_is_json() -> None:
    from functions.practice.settings.handler import _meaning

    assert json.dumps({key: [each.model_dump() for each in value] for key, value in _meaning().items()})
