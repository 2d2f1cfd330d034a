"""NAME.practice.json: the practice, its sites, its days, and the rules that have files of their own beside this one."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from shared.domain.calendar import NATIONS, Half, Holiday, HolidayEdits, Horizon
from shared.domain.leave import LeaveRules
from shared.domain.problem import Closure, Rules, Site
from shared.intake import words
from shared.intake.faults import Report
from shared.intake.kept import KEPT, read_kept
from shared.intake.leave_rules import leave_rules_of
from shared.intake.located import Located
from shared.intake.nodes import Node, as_text, monday, sentence, site_among, text, whole
from shared.intake.rota_rules import RULES, rules_of
from shared.intake.words import Wrong

KEYS = (
    "name", "nation", "list_size", "horizon", "sites", *RULES, "closures", "bank_holidays", "alternate_weeks", "leave",
    *KEPT, "notes",
)  # fmt: skip
DEFAULT_NATION = "england-and-wales"
MOST_WEEKS = 104


@dataclass(frozen=True, slots=True)
class Settings:
    """What the practice's file says, apart from people and leave."""

    name: str
    nation: str
    list_size: int | None
    horizon: Horizon
    sites: tuple[Site, ...]
    rules: Rules
    closures: tuple[Closure, ...]
    week_a_starts: date | None
    notes: tuple[str, ...]
    leave_rules: LeaveRules
    holidays: HolidayEdits
    kept: str

    @property
    def anchor(self) -> date:
        """The Monday of a week A."""
        return self.week_a_starts or self.horizon.start


def site_codes(document: Located) -> tuple[str, ...] | None:
    """The sites' codes as far as they can be told, so that other files are checked even when this one has faults."""
    sites = document.value.get("sites") if isinstance(document.value, dict) else None
    codes = [site.get("code") if isinstance(site, dict) else None for site in sites] if isinstance(sites, list) else []
    known = tuple(code.strip() for code in codes if isinstance(code, str))
    return known if known and len(known) == len(codes) else None


def settings_of(document: Located, report: Report, *, groups: Collection[str] | None) -> Settings | None:
    """The settings; None when there are faults, all of which are in the report.

    `groups` are the practice's own groups of people; None: not known, so none is called wrong.
    """
    before = len(report.faults)
    keys = Node(document.value, (), document, report).keys(*KEYS)
    codes = site_codes(document)
    name = keys.need("name", text, 'Write "name": "Our Surgery".')
    horizon = keys.need("horizon", _horizon, 'Write "horizon": {"start": "2027-01-04", "weeks": 13}.')
    sites = keys.need("sites", _sites, 'Write "sites": [{"code": "MAIN", "name": "Main surgery", "rooms": 5}].')
    nation = keys.read("nation", as_text(lambda text: words.one_of(text, NATIONS)))
    list_size = keys.read("list_size", whole(0, 10_000_000))
    closures = keys.read("closures", lambda node: node.each(_closure_at(codes)))
    alternate = keys.read("alternate_weeks", _week_a_starts)
    notes = keys.read("notes", _notes)
    leave_rules = keys.read("leave", lambda node: leave_rules_of(node, codes))
    edits = keys.read("bank_holidays", _holiday_edits)
    kept = read_kept(keys, codes)
    rules = rules_of(keys, codes, groups)
    if len(report.faults) > before or name is None or horizon is None or sites is None:
        return None
    return Settings(
        name=name,
        nation=nation or DEFAULT_NATION,
        list_size=list_size,
        horizon=horizon,
        sites=sites,
        rules=rules,
        closures=closures or (),
        week_a_starts=alternate,
        notes=notes or (),
        leave_rules=leave_rules or LeaveRules(),
        holidays=edits or HolidayEdits(),
        kept=kept,
    )


def _horizon(node: Node) -> Horizon | None:
    keys = node.keys("start", "weeks")
    start = keys.need("start", monday, 'Write "start": "2027-01-04", a Monday.')
    weeks = keys.need("weeks", whole(1, MOST_WEEKS), 'Write "weeks": 13.')
    return None if start is None or weeks is None else Horizon(start, weeks)


def _sites(node: Node) -> tuple[Site, ...]:
    seen: set[str] = set()

    def site(node: Node) -> Site | None:
        keys = node.keys("code", "name", "rooms")
        code = keys.need("code", as_text(words.code), 'Write "code": "MAIN".')
        name = keys.read("name", text)
        rooms = keys.need("rooms", whole(), 'Write "rooms": 5, the number of consulting rooms.')
        if code in seen:
            node.fault(f"The site code {code} is there twice.", "Give each site a code of its own.")
        if code is None or rooms is None:
            return None
        seen.add(code)
        return Site(code, name or code, rooms)

    sites = node.each(site)
    if node.value == []:
        raise Wrong("There is no site.", 'Write at least one, as {"code": "MAIN", "name": "Main surgery", "rooms": 5}.')
    return sites


def _week_a_starts(node: Node) -> date | None:
    return node.keys("week_a_starts").read("week_a_starts", monday)


def _notes(node: Node) -> tuple[str, ...]:
    return (sentence(node),) if isinstance(node.value, str) else node.each(sentence)


def _closure_at(codes: Collection[str] | None) -> Callable[[Node], Closure | None]:
    def closure(node: Node) -> Closure | None:
        keys = node.keys("label", "half", "dates", "site")
        label = keys.read("label", text)
        dates = keys.need("dates", lambda dates: dates.each(as_text(words.day)), 'Write "dates": ["2027-01-20"].')
        half = keys.read("half", as_text(_half_or_day))
        site = keys.read("site", site_among(codes))
        return None if dates is None else Closure(label or "Closed", dates, half, site)

    return closure


def _half_or_day(written: str) -> Half | None:
    """AM or PM; None for the whole day."""
    return None if written == "day" else words.half(written)


def _holiday_edits(node: Node) -> HolidayEdits:
    """Days kept besides the nation's bank holidays, and bank holidays that are worked."""
    keys = node.keys("kept", "worked")
    kept = keys.read("kept", lambda kept: kept.each(_holiday)) or ()
    worked = keys.read("worked", lambda worked: worked.each(as_text(words.day))) or ()
    days = [holiday.date for holiday in kept] + list(worked)
    if (twice := next((day for day in days if days.count(day) > 1), None)) is not None:
        raise Wrong(f"{twice.isoformat()} is there twice.", "Keep one: a day is either kept or worked.")
    return HolidayEdits(kept, worked)


def _holiday(node: Node) -> Holiday | None:
    keys = node.keys("date", "name")
    day = keys.need("date", as_text(_weekday), 'Write "date": "2027-06-02".')
    name = keys.need("name", text, 'Write "name": "Local holiday", which the rota shows.')
    return None if day is None or name is None else Holiday(day, name)


def _weekday(written: str) -> date:
    """A date from Monday to Friday: on others nobody is expected anyway."""
    day = words.day(written)
    if day.weekday() > 4:
        raise Wrong(f"{written} is a {day:%A}, when no rota is made.", "Write a date from Monday to Friday.")
    return day
