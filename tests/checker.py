"""An independent checker of drafts: the JSON of `rotacc generate` against a practice's three files.

Written from the description of the formats alone, and sharing no line of code with the project on purpose: its own
reading of the files, its own calendar, its own idea of every rule. What it finds wrong comes back as sentences.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations
from math import ceil, floor
from pathlib import Path
from typing import Any

import holidays

Slot = tuple[date, str]  # a date, and "AM" or "PM"
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")
HALVES = ("AM", "PM")
DONE = {
    "S": "clinic",
    "A": "admin",
    "T": "tutorial",
    "E": "education",
    "L": "self-directed",
    "V": "visits",
    "?": "clinic",
}
COVER = {"clinic", "duty", "visits"}
PRESENT = {"clinic", "duty", "admin", "tutorial"}
TRAINEE_PRESENT = {"clinic", "visits", "admin", "tutorial"}
GP_ROLES = {"partner", "salaried", "retained", "locum"}
OFF_WORK = {"study": "study-leave", "coroners": "coroners"}
SUBDIVISIONS = {
    "england-and-wales": "ENG",
    "england": "ENG",
    "wales": "WLS",
    "scotland": "SCT",
    "northern-ireland": "NIR",
}


def complaints(draft: dict[str, Any], stem: Path) -> list[str]:
    """What is wrong with a draft for the practice whose files are STEM.practice.json, .people.csv and .leave.csv."""
    return sorted(set(Checker(draft, stem).all()))


@dataclass(frozen=True)
class Staff:
    """A row of the people's file: somebody in one working term."""

    code: str
    role: str  # without qualifiers, lower case
    site: str
    wte: Fraction
    weeks: tuple[str, ...]
    days: Fraction | None
    flags: frozenset[str]
    first: date = date.min
    last: date = date.max
    groups: frozenset[str] = frozenset()

    @property
    def by_hand(self) -> bool:
        return "by-hand" in self.flags

    @property
    def flexible(self) -> bool:
        return not self.by_hand and any("?" in week for week in self.weeks)

    @property
    def trainee(self) -> bool:
        return "trainee" in self.flags or self.in_training

    @property
    def in_training(self) -> bool:
        return re.fullmatch(r"(st|fy)\d|registrar", self.role) is not None

    @property
    def gp(self) -> bool:
        return self.role in GP_ROLES and not self.trainee

    @property
    def doctor(self) -> bool:
        return self.role in GP_ROLES or self.in_training


def plain_role(role: str) -> str:
    """'ST3 LTFT80' and 'Locum (regular)' without what follows the role."""
    return re.sub(r"\(.*?\)|\bLTFT\s*\d*%?|\bITP\b", "", role).strip().lower()


def read_staff(file: Path) -> list[Staff]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return [
            Staff(
                code=row["code"].strip(),
                role=plain_role(row["role"]),
                site=row["site"].strip(),
                wte=Fraction(row["wte"].strip()),
                weeks=tuple(row[key].strip() for key in ("pattern", "pattern_b") if row[key].strip()),
                days=Fraction(row["flexible_days_per_week"].strip()) if row["flexible_days_per_week"].strip() else None,
                flags=frozenset(row["flags"].strip().split("|")) - {""},
                first=date.fromisoformat(row["starts"].strip()) if (row.get("starts") or "").strip() else date.min,
                last=date.fromisoformat(row["ends"].strip()) if (row.get("ends") or "").strip() else date.max,
                groups=frozenset((row.get("groups") or "").strip().split("|")) - {""},
            )
            for row in csv.DictReader(stream)
            if row["code"]
        ]


class Checker:
    """One draft beside one practice."""

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

    def all(self) -> Iterator[str]:
        yield from self.check_numbers()
        yield from self.check_lines()
        yield from self.check_presence()
        yield from self.check_whole_days()
        yield from self.check_flexible_targets()
        yield from self.check_gaps()
        yield from self.check_duty_gaps_could_not_be_filled()
        yield from self.check_rooms()

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

    # -- the document ----------------------------------------------------------------------------------------------

    def check_numbers(self) -> Iterator[str]:
        draft = self.draft
        objective, bound = draft["objective"], draft["bound"]
        if draft["practice"] != self.practice["name"]:
            yield f"the practice is called {draft['practice']}"
        if bound > objective:
            yield f"the bound {bound} is above the objective {objective}"
        if draft["proved"] and bound != objective:
            yield f"it is called proved with the bound {bound} and the objective {objective}"
        if abs(draft["gap_percent"] - 100 * (objective - bound) / max(1, objective)) > 0.001:
            yield f"gap_percent is {draft['gap_percent']} with the objective {objective} and the bound {bound}"
        if (points := sum(breach["points"] for breach in draft["breaches"])) != objective:
            yield f"the breaches' points are {points} in all, and the objective is {objective}"
        for breach in draft["breaches"]:
            if breach["level"] not in ("hard", "soft") or not breach["because"]:
                yield f"a breach says nothing: {breach}"
        for gap in draft["gaps"]:
            if not gap["why"]:
                yield f"a gap gives no reason: {gap}"

    def check_lines(self) -> Iterator[str]:
        """Known people, days, sites and activities; nobody twice in a half-day."""
        slots = set(self.slots)
        for line in self.draft["assignments"]:
            code, slot, site = line["code"], (date.fromisoformat(line["date"]), line["half"]), line["site"]
            where = f"{code} on {said(slot)}"
            if code not in self.terms:
                yield f"{where}: nobody has this code"
            elif slot not in slots:
                yield f"{where}: outside the weeks"
            elif (staff := self.one_on(code, slot[0])) is None:
                yield f"{where}: listed without a working term"
            elif code in self.lines[slot]:
                yield f"{where}: in two places"
            else:
                self.lines[slot][code] = (line["activity"], site)
                if site not in self.sites:
                    yield f"{where}: there is no site {site}"
                elif site != staff.site and staff.trainee:
                    yield f"{where}: a trainee is sent to {site}"

    def check_presence(self) -> Iterator[str]:
        """Everybody does what their pattern says, is away when they are away, and holds duty only if they may."""
        for slot in self.slots:
            for staff in self.staff_on(slot[0]):
                found = self.lines[slot].get(staff.code)
                wrong = self.wrong_with(staff, slot, *(found or (None, None)))
                if wrong:
                    yield f"{staff.code} on {said(slot)}: {wrong}"

    def wrong_with(self, staff: Staff, slot: Slot, activity: str | None, site: str | None) -> str | None:
        letter = self.letter(staff, slot)
        kind = self.away.get((staff.code, slot))
        if staff.by_hand or letter == "-" or self.closed(staff.site, slot):
            return f"listed with {activity}, though not at work" if activity else None
        if kind is not None:
            if activity is None:
                missing = kind in OFF_WORK and letter != "?"
                return f"{OFF_WORK[kind]} is not listed" if missing else None
            return None if activity == OFF_WORK.get(kind) else f"listed with {activity}, though on leave"
        if activity is None:
            return None if letter == "?" else f"not listed, though the pattern has {letter}"
        if site is not None and self.closed(site, slot):
            return f"sent to {site}, which is closed"
        if activity == "duty":
            return self.wrong_with_duty(staff, letter)
        return None if activity == DONE[letter] else f"listed with {activity}, though the pattern has {letter}"

    def wrong_with_duty(self, staff: Staff, letter: str) -> str | None:
        rule = self.practice.get("duty")
        if rule is None:
            return "on duty, though the practice has none"
        if not self.may_hold_duty(staff):
            return "on duty without the skill"
        if letter not in "SA?" or letter in rule.get("not_on", ()):
            return f"on duty in place of {letter}"
        return None

    def may_hold_duty(self, staff: Staff) -> bool:
        skill = (self.practice.get("duty") or {}).get("skill", "duty")
        return skill in staff.flags and "no-duty" not in staff.flags and not staff.trainee

    # -- flexible days ---------------------------------------------------------------------------------------------

    def given(self, staff: Staff, slot: Slot) -> bool:
        """Whether somebody works this half-day."""
        return self.lines[slot].get(staff.code, ("study-leave", ""))[0] not in OFF_WORK.values()

    def available(self, staff: Staff, slot: Slot) -> bool:
        return (
            self.letter(staff, slot) != "-"
            and (staff.code, slot) not in self.away
            and not self.closed(staff.site, slot)
        )

    def check_whole_days(self) -> Iterator[str]:
        for day in self.days:
            for staff in self.staff_on(day):
                slots = [(day, half) for half in HALVES] if staff.flexible else []
                may = [s for s in slots if self.letter(staff, s) == "?" and self.available(staff, s)]
                if len({self.given(staff, slot) for slot in may}) > 1:
                    yield f"{staff.code} on {day:%a} {day}: half of a flexible day"

    def check_flexible_targets(self) -> Iterator[str]:
        """Each week near its target, the whole period within a day of what the weeks ask for together."""
        for code, terms in self.terms.items():
            here = [term for term in terms if any(term.first <= day <= term.last for day in self.days)]
            if not any(term.flexible for term in here):
                continue
            least = most = worked = Fraction(0)
            for monday in self.days[::5]:
                week = Week(self, here, monday)
                if not week.low <= week.worked <= week.high:
                    yield (
                        f"{code} works {float(week.worked):g} days in the week of {monday}, "
                        f"where {float(week.low):g} to {float(week.high):g} are asked for"
                    )
                worked += week.worked
                least += week.least
                most += week.most
            if not least - 1 <= worked <= most + 1:
                right = f"{float(least):g} to {float(most):g}"
                yield f"{code} works {float(worked):g} days in all, where {right} are right"

    def days_a_week(self, term: Staff) -> Fraction:
        full_time = Fraction(str(self.practice.get("full_time_days_per_week", "3.5")))
        return term.days if term.days is not None else full_time * term.wte

    # -- cover -----------------------------------------------------------------------------------------------------

    def duty_need(self, slot: Slot) -> int:
        rule = self.practice.get("duty")
        if rule is None or self.all_closed(slot):
            return 0
        special = []
        if slot[0].weekday() == 0 and rule.get("mondays") is not None:
            special.append(rule["mondays"])
        if self.after_bank_holiday(slot[0]) and rule.get("first_day_after_bank_holiday") is not None:
            special.append(rule["first_day_after_bank_holiday"])
        return int(max(special, default=rule["default"]))

    def doing(self, slot: Slot, activities: Iterable[str], site: str | None = None) -> list[Staff]:
        """Everybody who does one of these in a half-day (at a site)."""
        wanted = set(activities)
        found = [
            self.one_on(code, slot[0])
            for code, (activity, where) in self.lines[slot].items()
            if activity in wanted and site in (None, where)
        ]
        return [staff for staff in found if staff is not None]

    def in_group(self, staff: Staff, group: str) -> bool:
        if group in staff.groups:
            return True
        group = group.lower()
        if group in ("gp", "doctor", "trainee"):
            return bool(getattr(staff, group))
        nurses = {"nurse", "practice nurse", "nursing associate", "nurse associate"}
        kinds = {"nurse": nurses, "anp": {"anp", "acp", "anp/acp"}, "physio": {"physio", "fcp physio"}}
        return staff.role in kinds.get(group, {plain_role(group)})

    def counts(self, staff: Staff) -> bool:
        roles = self.practice.get("minimum_doctors_counts")
        return staff.doctor if roles is None else staff.role in {plain_role(role) for role in roles}

    def real_gaps(self) -> Iterator[tuple[Any, ...]]:
        """Every gap there is: rule, date, half, site, need, have."""
        for slot in self.slots:
            when, half = slot[0].isoformat(), slot[1]
            yield "duty", when, half, None, self.duty_need(slot), len(self.doing(slot, {"duty"}))
            for rule in self.practice.get("site_cover", ()):
                asked = rule.get("when", "every open half-day")
                now = isinstance(asked, str) or f"{DAYS[slot[0].weekday()]} {half}" in asked
                if now and not self.closed(rule["site"], slot):
                    there = [s for s in self.doing(slot, COVER, rule["site"]) if self.in_group(s, rule["role_group"])]
                    yield "site-cover", when, half, rule["site"], rule["minimum"], len(there)
            if rule := self.practice.get("supervision"):
                for site in self.sites if rule.get("same_site", True) else (None,):
                    trainees = [s for s in self.doing(slot, TRAINEE_PRESENT, site) if s.trainee]
                    have = [s for s in self.doing(slot, PRESENT, site) if "supervise" in s.flags and not s.trainee]
                    need = ceil(len(trainees) / rule["trainees_per_supervisor"])
                    yield "supervision", when, half, site, need, len(have)
        for day in self.days:
            minimum = (self.practice.get("minimum_doctors") or {}).get(DAYS[day.weekday()], 0)
            doctors = {s.code for half in HALVES for s in self.doing((day, half), COVER) if self.counts(s)}
            if not self.shut_day(day):
                yield "minimum-doctors", day.isoformat(), None, None, minimum, len(doctors)

    def check_gaps(self) -> Iterator[str]:
        real = Counter(gap for gap in self.real_gaps() if gap[-1] < gap[-2])
        keys = ("rule", "date", "half", "site", "need", "have")
        named = Counter(tuple(gap.get(key) for key in keys) for gap in self.draft["gaps"])
        yield from (f"a gap is not named: {gap}" for gap in real - named)
        yield from (f"a named gap is not there: {gap}" for gap in named - real)
        for slot in self.slots:
            if len(self.doing(slot, {"duty"})) > self.duty_need(slot):
                yield f"{said(slot)}: more people hold duty than are needed"

    def check_duty_gaps_could_not_be_filled(self) -> Iterator[str]:
        """Whoever is in clinic could hold duty instead and give the same cover, so a gap beside them is none."""
        for slot in self.slots:
            if len(self.doing(slot, {"duty"})) < self.duty_need(slot):
                for staff in self.doing(slot, {"clinic", "admin"}):
                    if self.wrong_with_duty(staff, self.letter(staff, slot)) is None:
                        yield f"{said(slot)}: {staff.code} could have held duty, which is called a gap"

    def check_rooms(self) -> Iterator[str]:
        told = {(b["date"], b.get("half"), b.get("site")) for b in self.draft["breaches"] if b["rule"] == "rooms"}
        for slot in self.slots:
            for code, site in self.sites.items():
                inside = [s for s in self.doing(slot, {"clinic", "duty"}, code) if "remote-ok" not in s.flags]
                clash = len(inside) > site["rooms"]
                if clash != ((slot[0].isoformat(), slot[1], code) in told):
                    yield f"{said(slot)}: {len(inside)} people for {site['rooms']} rooms at {code}, told: {not clash}"


class Week:
    """One week of somebody with flexible days, in days: worked, the range asked for, and its share of the period.

    Each term asks for its target times the part of its week, in letters, that there is to work while it lasts. A term
    without flexible days is simply worked.
    """

    def __init__(self, checker: Checker, terms: list[Staff], monday: date) -> None:
        days = [monday + timedelta(day) for day in range(5)]
        slots = [(day, half) for day in days for half in HALVES]
        part = share = fixed = full = Fraction(0)
        weight: dict[Slot, int] = {}
        self.letters: dict[Slot, str] = {}
        self.worked = Fraction(0)
        for term in terms:
            inside = [slot for slot in slots if term.first <= slot[0] <= term.last and not term.by_hand]
            mine = {slot: self.worth(checker, term, slot) for slot in inside if checker.available(term, slot)}
            done = Fraction(sum(mine[slot] for slot in mine if checker.given(term, slot)), 2)
            self.worked += done
            if not term.flexible:
                fixed += done
                continue
            possible = sum(checker.letter(term, slot) != "-" for slot in slots)
            if possible and inside:
                full = max(full, checker.days_a_week(term))
                part += Fraction(sum(mine.values()), possible)
                share += checker.days_a_week(term) * sum(mine.values()) / possible
            weight |= mine
            self.letters |= {slot: checker.letter(term, slot) for slot in mine}
        short = part < 1
        reach = [fixed + some for some in self.reachable(weight)]
        self.low, self.high = nearest(reach, fixed + floor(share), fixed + ceil(full if short else share))
        self.least = min(max(fixed + share, min(reach)), max(reach))
        self.most = min(max(fixed + (Fraction(ceil(share)) if short else share), min(reach)), max(reach))

    @staticmethod
    def worth(checker: Checker, staff: Staff, slot: Slot) -> int:
        """Half-days: a day whose other half is closed is still a day for somebody who would have worked both."""
        other = (slot[0], HALVES[1 - HALVES.index(slot[1])])
        return 2 if checker.letter(staff, other) != "-" and checker.closed(staff.site, other) else 1

    def reachable(self, weight: dict[Slot, int]) -> list[Fraction]:
        """Every number of days that giving and not giving flexible days can make."""
        fixed = sum(worth for slot, worth in weight.items() if self.letters[slot] != "?")
        flexible: Counter[date] = Counter()
        for slot, worth in weight.items():
            if self.letters[slot] == "?":
                flexible[slot[0]] += worth
        chosen = (some for size in range(len(flexible) + 1) for some in combinations(flexible.values(), size))
        return sorted({Fraction(fixed + sum(some), 2) for some in chosen})


def nearest(reach: list[Fraction], low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
    """The range, widened to the nearest value there is when it holds none."""
    if any(low <= value <= high for value in reach):
        return low, high
    distance = min(max(low - value, value - high) for value in reach)
    return low - distance, high + distance


def said(slot: Slot) -> str:
    return f"{slot[0]:%a} {slot[0]} {slot[1]}"
