"""An independent checker of drafts: the JSON of `rotacc generate` against a practice's three files.

Written from the description of the formats alone, and sharing no line of code with the project on purpose: its own
reading of the files, its own calendar, its own idea of every rule. What it finds wrong comes back as sentences.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import Any

from tests.checker.practice import DAYS, HALVES, OFF_WORK, Beside, Slot, said
from tests.checker.staff import Staff, plain_role
from tests.checker.week import Week

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


def complaints(draft: dict[str, Any], stem: Path) -> list[str]:
    """What is wrong with a draft for the practice whose files are STEM.practice.json, .people.csv and .leave.csv."""
    return sorted(set(Checker(draft, stem).all()))


class Checker(Beside):
    """Looks for everything that is wrong with a draft."""

    def all(self) -> Iterator[str]:
        yield from self.check_numbers()
        yield from self.check_lines()
        yield from self.check_presence()
        yield from self.check_whole_days()
        yield from self.check_flexible_targets()
        yield from self.check_gaps()
        yield from self.check_duty_gaps_could_not_be_filled()
        yield from self.check_rooms()

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
