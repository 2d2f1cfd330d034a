"""What a grab sheet says. Nobody's leave is in it: who is not at work is simply not there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shared.clock import LONDON
from shared.domain.calendar import Half
from shared.domain.rota import Activity

WEEKS = 4
WORDS: Mapping[Activity, str] = {
    Activity.CLINIC: "Clinic",
    Activity.DUTY: "DUTY",
    Activity.VISITS: "Visits",
    Activity.ADMIN: "Admin",
    Activity.TUTORIAL: "Tutorial",
    Activity.EDUCATION: "Education",
    Activity.SELF_DIRECTED: "Self-directed",
}
NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Work:
    """What somebody does in one half-day, and where."""

    activity: Activity
    site: str


@dataclass(frozen=True, slots=True)
class GrabSheet:
    """The rota of some weeks from a Monday. `people`: name by code, in the practice's order; `sites`: name by code."""

    practice: str
    contact: tuple[str, ...]
    made_at: datetime
    start: date
    weeks: int
    people: Mapping[str, str]
    sites: Mapping[str, str]
    work: Mapping[tuple[str, date, Half], Work]

    @property
    def title(self) -> str:
        return f"Rota of {self.practice}, {day(self.start)} to {day(self.end)}"

    @property
    def made(self) -> str:
        local = self.made_at.astimezone(LONDON)
        return f"As it stood on {local:%A} {local.day} {local:%B %Y} at {local:%H:%M}."

    @property
    def end(self) -> date:
        return self.start + timedelta(weeks=self.weeks, days=-1)

    def mondays(self) -> Iterator[date]:
        yield from (self.start + timedelta(weeks=number) for number in range(self.weeks))

    def days(self, monday: date) -> list[date]:
        """Monday to Friday, and what of the week-end anybody works."""
        week = [monday + timedelta(days=number) for number in range(7)]
        worked = {worked for _, worked, _ in self.work}
        return [each for each in week if each.weekday() < 5 or each in worked]

    def at_work(self, monday: date) -> list[str]:
        """The codes of those who work at all in a week, in their order."""
        days = set(self.days(monday))
        working = {code for code, worked, _ in self.work if worked in days}
        return [code for code in self.people if code in working]

    def on_duty(self, when: date, half: Half) -> str:
        """Names of who is on duty, or a dash."""
        held = [
            f"{self.people.get(code, code)}{self._where(work)}"
            for (code, worked, part), work in self.work.items()
            if worked == when and part == half and work.activity is Activity.DUTY
        ]
        return ", ".join(held) or NOTHING

    def said(self, code: str, when: date) -> tuple[str, ...]:
        """What somebody does on a day: one word for the whole day, or one for each half."""
        am, pm = (self._one(self.work.get((code, when, half))) for half in Half)
        return (am,) if am == pm else (f"AM {am}", f"PM {pm}")

    def _one(self, work: Work | None) -> str:
        return NOTHING if work is None else f"{WORDS[work.activity]}{self._where(work)}"

    def _where(self, work: Work) -> str:
        return f" ({work.site})" if len(self.sites) > 1 else ""


def day(when: date) -> str:
    """Mon 4 Jan 2027."""
    return f"{when:%a} {when.day} {when:%b %Y}"


def short(when: date) -> str:
    """Mon 4 Jan."""
    return f"{when:%a} {when.day} {when:%b}"
