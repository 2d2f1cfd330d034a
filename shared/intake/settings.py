"""NAME.practice.json: the practice, its sites and its rules."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from shared.domain.calendar import NATIONS, WEEKDAYS, Half, Horizon
from shared.domain.people import GROUPS, ROLES, base_role
from shared.domain.problem import Closure, DutyRule, MaxOff, Rules, Site, SiteCover, Slot, Supervision, Wish
from shared.intake import words
from shared.intake.faults import Report, rather, shown
from shared.intake.located import Located
from shared.intake.nodes import Keys, Node, as_text, kind_of, monday, number, sentence, text, whole, yes_or_no
from shared.intake.words import Wrong

KEYS = (
    "name", "nation", "list_size", "horizon", "sites", "full_time_days_per_week", "minimum_doctors",
    "minimum_doctors_counts", "duty", "max_off", "supervision", "site_cover", "closures", "enhanced_access",
    "alternate_weeks", "leave", "notes",
)  # fmt: skip
DEFAULT_NATION = "england-and-wales"
MOST_WEEKS = 104
EVERY_OPEN_HALF_DAY = "every open half-day"
KEPT = ("enhanced_access", "leave")  # kept for the pages that will need them; no rota depends on them yet


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


def settings_of(document: Located, report: Report) -> Settings | None:
    """The settings; None when there are faults, all of which are in the report."""
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
    kept = _kept(keys, codes)
    rules = _rules(keys, codes)
    if len(report.faults) > before or name is None or horizon is None or sites is None:
        return None
    return Settings(
        name, nation or DEFAULT_NATION, list_size, horizon, sites, rules, closures or (), alternate, notes or (), kept
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
        site = keys.read("site", _site_among(codes))
        return None if dates is None else Closure(label or "Closed", dates, half, site)

    return closure


def _half_or_day(written: str) -> Half | None:
    """AM or PM; None for the whole day."""
    return None if written == "day" else words.half(written)


def _site_among(codes: Collection[str] | None) -> Callable[[Node], str]:
    def site(node: Node) -> str:
        code = text(node)
        if codes is not None and code not in codes:
            raise Wrong(f"There is no site {shown(code)}.", rather(code, codes))
        return code

    return site


def _rules(keys: Keys, codes: Collection[str] | None) -> Rules:
    """The rules; what is faulty in them is reported and left out."""
    full_time = keys.read("full_time_days_per_week", number(Decimal("0.01"), Decimal(7)))
    return Rules(
        duty=keys.read("duty", _duty),
        minimum_doctors=keys.read("minimum_doctors", _minimum_doctors),
        minimum_doctors_counts=keys.read("minimum_doctors_counts", _roles),
        max_off=keys.read("max_off", lambda node: node.each(_max_off_at(codes))) or (),
        supervision=keys.read("supervision", _supervision),
        site_cover=keys.read("site_cover", lambda node: node.each(_site_cover_at(codes))) or (),
        full_time_days_per_week=full_time or Decimal("3.5"),
    )


def _duty(node: Node) -> DutyRule | None:
    keys = node.keys(
        "default",
        "mondays",
        "first_day_after_bank_holiday",
        "skill",
        "same_person_both_halves",
        "not_on",
        "spread_sites",
    )
    default = keys.need("default", whole(), 'Write "default": 1, or 0 where ordinary days need nobody.')
    mondays = keys.read("mondays", whole())
    after = keys.read("first_day_after_bank_holiday", whole())
    skill = keys.read("skill", as_text(_skill))
    same = keys.read("same_person_both_halves", _wish)
    spread = keys.read("spread_sites", _wish)
    not_on = keys.read("not_on", lambda letters: letters.each(as_text(words.letter)))
    if default is None:
        return None
    given = {
        "mondays": mondays,
        "first_day_after_bank_holiday": after,
        "skill": skill,
        "same_person_both_halves": same,
        "spread_sites": spread,
        "not_on": not_on,
    }
    return DutyRule(default, **{key: value for key, value in given.items() if value is not None})  # type: ignore[arg-type]


def _skill(written: str) -> str:
    """One flag."""
    if len(words.flags(written)) != 1:
        raise Wrong(f"{shown(written)} is more than one flag.", "Write one, as duty.")
    return written


def _wish(node: Node) -> Wish:
    """no, prefer or require; true and false are require and no."""
    if isinstance(node.value, bool):
        return Wish.REQUIRE if node.value else Wish.NO
    return Wish(words.one_of(text(node), [wish.value for wish in Wish]))


def _minimum_doctors(node: Node) -> tuple[int, ...]:
    """People a day, Monday to Friday; a day that is left out needs nobody."""
    keys = node.keys(*WEEKDAYS)
    return tuple(keys.read(weekday, whole()) or 0 for weekday in WEEKDAYS)


def _roles(node: Node) -> tuple[str, ...]:
    roles = node.each(as_text(words.role))
    if node.value == []:
        raise Wrong("There is no role.", 'Write at least one, as ["Partner"], or leave the key out.')
    return roles


def _max_off_at(codes: Collection[str] | None) -> Callable[[Node], MaxOff | None]:
    def max_off(node: Node) -> MaxOff | None:
        keys = node.keys("roles", "site", "limit")
        roles = keys.need("roles", _roles, 'Write "roles": ["Partner", "Salaried"].')
        limit = keys.need("limit", whole(), 'Write "limit": 2, the people who may be away together.')
        site = keys.read("site", _site_among(codes))
        return None if roles is None or limit is None else MaxOff(roles, limit, site)

    return max_off


def _supervision(node: Node) -> Supervision | None:
    keys = node.keys(
        "trainees_per_supervisor", "same_site", "prefer_one_supervisor_free_of_duty", "tutorial_needs", "tutorial"
    )
    ratio = keys.need("trainees_per_supervisor", whole(1), 'Write "trainees_per_supervisor": 2.')
    same_site = keys.read("same_site", yes_or_no)
    free = keys.read("prefer_one_supervisor_free_of_duty", yes_or_no)
    needs = keys.read("tutorial_needs", as_text(_skill))
    tutorial = keys.read("tutorial", as_text(words.slot))
    if ratio is None:
        return None
    return Supervision(ratio, True if same_site is None else same_site, bool(free), needs, tutorial)


def _site_cover_at(codes: Collection[str] | None) -> Callable[[Node], SiteCover | None]:
    def site_cover(node: Node) -> SiteCover | None:
        keys = node.keys("site", "role_group", "minimum", "when")
        site = keys.need("site", _site_among(codes), 'Write "site": and a site\'s code.')
        group = keys.need("role_group", as_text(_group), 'Write "role_group": "gp".')
        minimum = keys.need("minimum", whole(), 'Write "minimum": 1.')
        when = keys.read("when", _when)
        if site is None or group is None or minimum is None:
            return None
        return SiteCover(site, group, minimum, when[0] if when else None)

    return site_cover


def _group(written: str) -> str:
    """A role group, or a role."""
    if written.lower() not in GROUPS and base_role(written).lower() not in ROLES:
        raise Wrong(f"{shown(written)} is no group of roles.", rather(written, [*GROUPS, *words.ROLE_NAMES]))
    return written


def _when(node: Node) -> tuple[tuple[Slot, ...] | None]:
    """Half-days of the week, wrapped; (None,) for every open half-day."""
    if node.value == EVERY_OPEN_HALF_DAY:
        return (None,)
    if not isinstance(node.value, list):
        raise Wrong(
            f"{shown(node.value) if isinstance(node.value, str) else kind_of(node.value)} does not say when.",
            f'Write "{EVERY_OPEN_HALF_DAY}", or a list of half-days as ["Mon AM", "Tue AM"].',
        )
    return (node.each(as_text(words.slot)),)


def _kept(keys: Keys, codes: Collection[str] | None) -> str:
    """The settings that are kept for export, as JSON text; their shape is looked at."""
    if (access := keys.get("enhanced_access")) is not None:
        access.read(lambda node: _enhanced_access(node, codes))
    if (leave := keys.get("leave")) is not None:
        leave.read(_leave_rules)
    return json.dumps({key: node.value for key in KEPT if (node := keys.get(key))}, ensure_ascii=False, sort_keys=True)


def _enhanced_access(node: Node, codes: Collection[str] | None) -> None:
    if not isinstance(node.value, dict):
        raise Wrong(f"{kind_of(node.value)} stands here, and keys are needed.", "Write { ... }.")
    keys = node.keys(*node.value)
    keys.read("minutes_per_1000_patients", number(Decimal(0), Decimal(100_000)))
    keys.read("windows", lambda windows: windows.each(sentence))
    keys.read("gp_minimum", whole())
    keys.read("hub", _site_among(codes))


def _leave_rules(node: Node) -> None:
    keys = node.keys("partner_unit", "notice_weeks", "year_start", "bank_holiday_pro_rata")
    keys.read("partner_unit", text)
    keys.read("notice_weeks", whole())
    keys.read("year_start", as_text(_day_of_year))
    keys.read("bank_holiday_pro_rata", yes_or_no)


def _day_of_year(written: str) -> date:
    try:
        return words.day(f"2028-{written}")  # a leap year, so that 29 February passes
    except Wrong:
        raise Wrong(f"{shown(written)} is not a day of the year.", "Write month-day, as 04-01.") from None
