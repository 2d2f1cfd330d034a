"""Whatever practice is asked about, the command's draft stands before a checker that knows nothing of the solver."""

from __future__ import annotations

import csv
import json
import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from infra.cli import main
from tests.checker.rules import complaints
from tests.drafts import draft_of, exit_code_of
from tests.made_up import STEMS

LIMIT = ("--seconds", "2.5")


@pytest.mark.parametrize("name", sorted(STEMS))
def test_nothing_is_wrong_with_the_draft_of(name: str) -> None:
    draft = draft_of(name, *LIMIT)
    assert complaints(draft, STEMS[name]) == []
    assert exit_code_of(name, *LIMIT) == (3 if draft["gaps"] else 0)


def test_the_lead_away_on_thursday_afternoon_is_one_named_gap() -> None:
    gaps = [gap for gap in draft_of("tern-valley", *LIMIT)["gaps"] if gap["date"] == "2027-01-21"]
    assert gaps == [
        {
            "rule": "duty",
            "date": "2027-01-21",
            "half": "PM",
            "site": None,
            "need": 1,
            "have": 0,
            "why": "need 1, have 0: Dr Alder on leave, Dr Birch and Dr Cedar do not work then",
        }
    ]


def test_the_default_demonstration_has_no_gaps_and_its_room_clashes_are_told() -> None:
    draft = draft_of("northgate", *LIMIT)
    assert draft["gaps"] == []
    assert {breach["level"] for breach in draft["breaches"]} <= {"soft"}


@pytest.mark.parametrize(
    "words", [("--start", "2027-03-22", "--weeks", "4"), ("--weeks", "1"), ("--start", "2026-12-21")]
)
def test_other_weeks_than_the_usual_are_right_too(words: tuple[str, ...]) -> None:
    assert complaints(draft_of("calder-bridge", *words, "--seconds", "2"), STEMS["calder-bridge"]) == []


ROLES = (
    "Partner",
    "Salaried",
    "Retained",
    "Locum (regular)",
    "ST3",
    "ST2 LTFT80",
    "FY2",
    "ANP",
    "Nurse",
    "HCA",
    "Paramedic",
)
FLAGS = ("duty", "supervise", "no-duty", "by-hand", "remote-ok", "trainee", "educational-supervisor", "imms")

PEOPLE = "code,name,role,site,wte,pattern,pattern_b,flexible_days_per_week,annual_leave_sessions,flags"
DATED = ",starts,ends,session_minutes,groups"
LEAVE = "code,kind,start,start_half,end,end_half,status"


class Chance:
    """A small practice nobody has thought of, in the documented format."""

    def __init__(self, seed: int, *, dated: bool = False) -> None:
        self.dated = dated
        self.dice = random.Random(seed)
        self.sites = ["A", "B", "C"][: self.dice.randint(1, 3)]
        self.codes = [f"P{number}" for number in range(self.dice.randint(1, 9))]

    def maybe(self, value: Any, odds: float = 0.5) -> dict[str, Any]:
        return value if self.dice.random() < odds else {}

    def write(self, folder: Path) -> Path:
        stem = folder / "chance"
        Path(f"{stem}.practice.json").write_text(json.dumps(self.settings()), encoding="utf-8")
        people = [term for code in self.codes for term in (self.terms(code) if self.dated else [self.person(code)])]
        self.table(Path(f"{stem}.people.csv"), PEOPLE + DATED * self.dated, people)
        self.table(Path(f"{stem}.leave.csv"), LEAVE, [each for code in self.codes for each in self.leave(code)])
        return stem

    @staticmethod
    def table(file: Path, header: str, rows: list[tuple[Any, ...]]) -> None:
        with file.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([header.split(","), *rows])

    def settings(self) -> dict[str, Any]:
        dice = self.dice
        slots = [f"{day} {half}" for day in ("Mon", "Tue", "Wed", "Thu", "Fri") for half in ("AM", "PM")]
        return {
            "name": "Chance",
            "nation": dice.choice(["england-and-wales", "england", "wales", "scotland", "northern-ireland"]),
            "horizon": {"start": dice.choice(["2027-01-04", "2027-03-22", "2026-12-21"]), "weeks": dice.randint(1, 4)},
            "sites": [{"code": code, "name": code, "rooms": dice.randint(0, 4)} for code in self.sites],
            **self.maybe({"full_time_days_per_week": dice.choice([3, 3.5, 4.5])}),
            **self.maybe({"minimum_doctors": {day: dice.randint(0, 4) for day in ("Mon", "Tue", "Wed", "Thu", "Fri")}}),
            **self.maybe({"minimum_doctors_counts": ["Partner", "Salaried", "Locum", "ST2"]}, 0.3),
            **self.maybe({"duty": self.duty()}, 0.8),
            **self.maybe({"max_off": [{"roles": ["Partner"], "limit": dice.randint(0, 2)}]}),
            **self.maybe({"supervision": {
                "trainees_per_supervisor": dice.randint(1, 3), "same_site": dice.choice([True, True, False]),
                **self.maybe({"tutorial_needs": "educational-supervisor"})}}, 0.7),
            **self.maybe({"site_cover": [
                {"site": dice.choice(self.sites), "role_group": dice.choice(["gp", "doctor", "nurse", "ANP"]),
                 "minimum": dice.randint(1, 2), "when": dice.choice(["every open half-day", dice.sample(slots, 4)])}
                for _ in range(dice.randint(1, 3))]}),
            **self.maybe({"closures": [
                {"label": "Shut", "dates": [f"2027-01-{dice.randint(4, 29):02}" for _ in range(2)],
                 **self.maybe({"half": dice.choice(["AM", "PM"])}), **self.maybe({"site": dice.choice(self.sites)})}]}),
            **self.maybe({"alternate_weeks": {"week_a_starts": "2026-12-28"}}),
            **(self.maybe({"bank_holidays": self.bank_holidays()}) if self.dated else {}),
        }  # fmt: skip

    def bank_holidays(self) -> dict[str, Any]:
        """A holiday of the town, and bank holidays that are worked."""
        kept = [{"date": self.dice.choice(["2027-01-06", "2027-03-24"]), "name": "Fair"}]
        return {"kept": kept, "worked": self.dice.choice([[], ["2026-12-28"], ["2027-03-26", "2027-01-01"]])}

    def duty(self) -> dict[str, Any]:
        dice = self.dice
        return {
            "default": dice.randint(0, 2),
            **self.maybe({"mondays": dice.randint(2, 3)}),
            **self.maybe({"first_day_after_bank_holiday": dice.randint(2, 3)}),
            **self.maybe({"same_person_both_halves": dice.choice(["no", "prefer", "require"])}),
            **self.maybe({"spread_sites": dice.choice(["no", "prefer", "require"])}),
            **self.maybe({"not_on": dice.choice([["A"], ["?"], []])}, 0.3),
        }

    def person(self, code: str) -> tuple[Any, ...]:
        dice = self.dice
        letters = dice.choice(["SSSS--", "SAT--S", "??--", "?????-", "S?-", "SVEL-", "SSTA"])
        patterns = ["".join(dice.choice(letters) for _ in range(10)) for _ in range(2)]
        if dice.random() < 0.6:  # whole days, as most people work
            patterns = ["".join(letter * 2 for letter in pattern[::2]) for pattern in patterns]
        flags = dice.sample(FLAGS, dice.randint(0, 3)) + (["duty"] if dice.random() < 0.6 else [])
        return (
            code, f"Dr {code}", dice.choice(ROLES), dice.choice(self.sites), dice.choice(["0.44", "0.8", "1.00"]),
            patterns[0], patterns[1] if dice.random() < 0.3 else "", dice.choice(["", "2", "3.5", "2.5", "0", "5"]),
            "36", "|".join(dict.fromkeys(flags)),
        )  # fmt: skip

    def terms(self, code: str) -> list[tuple[Any, ...]]:
        """Somebody's rows: always here, coming, going, on other terms from a day on, or away in between."""
        dice = self.dice
        start = date.fromisoformat(dice.choice(["2027-01-06", "2027-01-11", "2027-03-25", "2026-12-22"]))
        before, after = (start - timedelta(days=1)).isoformat(), start.isoformat()
        back = (start + timedelta(days=dice.randint(1, 9))).isoformat()
        spans = dice.choice(
            [[("", "")], [(after, "")], [("", before)], *[[("", before), (after, "")]] * 3, [("", before), (back, "")]]
        )
        groups = dice.choice(["", "insiders", "insiders|other"])
        return [(*self.person(code), *span, dice.choice(["", "240"]), groups) for span in spans]

    def leave(self, code: str) -> list[tuple[Any, ...]]:
        dice = self.dice
        spells = []
        for first in dice.sample(range(1, 28, 6), dice.randint(0, 3)):
            last, halves = first + dice.randint(0, 4), dice.choice([("AM", "PM"), ("AM", "AM"), ("PM", "PM")])
            if first == last or halves == ("AM", "PM"):
                kind, status = (
                    dice.choice(["annual", "study", "coroners", "sick"]),
                    dice.choice(["approved", "requested"]),
                )
                spells.append((code, kind, f"2027-01-{first:02}", halves[0], f"2027-01-{last:02}", halves[1], status))
        return spells


@pytest.mark.parametrize("seed", range(24))
def test_nothing_is_wrong_with_the_draft_of_a_practice_made_by_chance(seed: int, tmp_path: Path) -> None:
    stem = Chance(seed).write(tmp_path)
    out = tmp_path / "draft.json"
    code = main(["generate", str(stem), "--seconds", "1", "--format", "json", "--out", str(out)])
    draft = json.loads(out.read_text(encoding="utf-8"))
    assert complaints(draft, stem) == []
    assert code == (3 if draft["gaps"] else 0)


@pytest.mark.parametrize("seed", range(100, 124))
def test_nothing_is_wrong_with_the_draft_of_people_who_come_go_and_change(seed: int, tmp_path: Path) -> None:
    stem = Chance(seed, dated=True).write(tmp_path)
    out = tmp_path / "draft.json"
    code = main(["generate", str(stem), "--seconds", "1", "--format", "json", "--out", str(out)])
    draft = json.loads(out.read_text(encoding="utf-8"))
    assert complaints(draft, stem) == []
    assert code == (3 if draft["gaps"] else 0)
