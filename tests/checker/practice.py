"""A practice beside a draft of its rota: the checker's own calendar, and who is there when."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import holidays

from tests.checker.staff import Staff, read_staff

Slot = tuple[date, str]  # a date, and "AM" or "PM"
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")
HALVES = ("AM", "PM")
OFF_WORK = {"study": "study-leave", "coroners": "coroners"}
SUBDIVISIONS = {
    "england-and-wales": "ENG",
    "england": "ENG",
    "wales": "WLS",
    "scotland": "SCT",
    "northern-ireland": "NIR",
}


class Beside:
    """One draft beside one practice: what the files say, and who does what."""

    def __init__(self, draft: dict[str, Any], stem: Path) -> None:
        self.draft = draft
        self.practice = json.loads(Path(f"{stem}.practice.json").read_text(encoding="utf-8-sig"))
        self.terms: dict[str, list[Staff]] = defaultdict(list)
        for each in read_staff(Path(f"{stem}.people.csv")):
            self.terms[each.code].append(each)
        self.sites = {site["code"]: site for site in self.practice["sites"]}
        self.start = date.fromisoformat(draft["start"])
        self.days = [self.start + timedelta(7 * week + day) for week in range(draft["weeks"]) for day in range(5)]
        self.slots: list[Slot] = [(day, half) for day in self.days for half in HALVES]
        nation = SUBDIVISIONS[self.practice.get("nation", "england-and-wales")]
        years = range(self.start.year - 1, self.days[-1].year + 1)
        self.bank_holidays = set(holidays.country_holidays("GB", subdiv=nation, years=years))
        local = self.practice.get("bank_holidays") or {}
        self.bank_holidays -= {date.fromisoformat(day) for day in local.get("worked", ())}
        self.bank_holidays |= {date.fromisoformat(day["date"]) for day in local.get("kept", ())}
        self.away = self.read_leave(Path(f"{stem}.leave.csv"))
        self.lines: dict[Slot, dict[str, tuple[str, str]]] = defaultdict(dict)

    def read_leave(self, file: Path) -> dict[tuple[str, Slot], str]:
        """(code, slot) -> the kind of approved leave."""
        away = {}
        with file.open(encoding="utf-8-sig", newline="") as stream:
            for row in csv.DictReader(stream):
                first, last = (row["start"], row["start_half"]), (row["end"], row["end_half"])
                for slot in self.slots:
                    if row["status"] == "approved" and first <= (slot[0].isoformat(), slot[1]) <= last:
                        away[row["code"], slot] = row["kind"]
        return away

    # -- the calendar ----------------------------------------------------------------------------------------------

    def closed(self, site: str, slot: Slot) -> bool:
        if slot[0] in self.bank_holidays:
            return True
        return any(
            slot[0].isoformat() in closure["dates"]
            and closure.get("half", slot[1]) in (slot[1], None, "day")
            and closure.get("site") in (None, site)
            for closure in self.practice.get("closures", ())
        )

    def all_closed(self, slot: Slot) -> bool:
        return all(self.closed(site, slot) for site in self.sites)

    def shut_day(self, day: date) -> bool:
        return day.weekday() > 4 or all(self.all_closed((day, half)) for half in HALVES)

    def after_bank_holiday(self, day: date) -> bool:
        """Whether the practice opens on this day for the first time after a bank holiday."""
        before = day - timedelta(1)
        while self.shut_day(before):
            if before in self.bank_holidays and before.weekday() < 5:
                return True
            before -= timedelta(1)
        return False

    # -- who is there ----------------------------------------------------------------------------------------------

    def staff_on(self, day: date) -> list[Staff]:
        """Everybody who has a working term that day, as it says."""
        return [term for terms in self.terms.values() for term in terms if term.first <= day <= term.last]

    def one_on(self, code: str, day: date) -> Staff | None:
        """Somebody as their working term of that day says; None without one."""
        return next((term for term in self.staff_on(day) if term.code == code), None)

    def letter(self, staff: Staff, slot: Slot) -> str:
        alternate = self.practice.get("alternate_weeks") or {}
        first = date.fromisoformat(alternate.get("week_a_starts") or self.practice["horizon"]["start"])
        monday = slot[0] - timedelta(slot[0].weekday())
        week = staff.weeks[(monday - first).days // 7 % len(staff.weeks)]
        return week[2 * slot[0].weekday() + HALVES.index(slot[1])]

    def given(self, staff: Staff, slot: Slot) -> bool:
        """Whether somebody works this half-day."""
        return self.lines[slot].get(staff.code, ("study-leave", ""))[0] not in OFF_WORK.values()

    def available(self, staff: Staff, slot: Slot) -> bool:
        return (
            self.letter(staff, slot) != "-"
            and (staff.code, slot) not in self.away
            and not self.closed(staff.site, slot)
        )

    def days_a_week(self, term: Staff) -> Fraction:
        full_time = Fraction(str(self.practice.get("full_time_days_per_week", "3.5")))
        return term.days if term.days is not None else full_time * term.wte


def said(slot: Slot) -> str:
    return f"{slot[0]:%a} {slot[0]} {slot[1]}"
