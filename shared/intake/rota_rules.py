"""The rules of a rota in NAME.practice.json: duty, minimums, supervision, cover."""

from __future__ import annotations

from collections.abc import Callable, Collection
from decimal import Decimal

from shared.domain.calendar import WEEKDAYS
from shared.domain.people import GROUPS, ROLES, base_role
from shared.domain.problem import DutyRule, MaxOff, Rules, SiteCover, Slot, Supervision, Wish
from shared.intake import words
from shared.intake.duty_weights import duty_weights_of
from shared.intake.faults import rather, shown
from shared.intake.nodes import Keys, Node, as_text, kind_of, number, site_among, text, whole, yes_or_no
from shared.intake.words import Wrong

EVERY_OPEN_HALF_DAY = "every open half-day"
RULES = (
    "full_time_days_per_week", "minimum_doctors", "minimum_doctors_counts", "duty", "max_off", "supervision",
    "site_cover",
)  # fmt: skip


def rules_of(keys: Keys, codes: Collection[str] | None, groups: Collection[str] | None) -> Rules:
    """The rules; what is faulty in them is reported and left out. `groups` are the practice's own (None: not known)."""
    full_time = keys.read("full_time_days_per_week", number(Decimal("0.01"), Decimal(7)))
    return Rules(
        duty=keys.read("duty", _duty),
        minimum_doctors=keys.read("minimum_doctors", _minimum_doctors),
        minimum_doctors_counts=keys.read("minimum_doctors_counts", _roles),
        max_off=keys.read("max_off", lambda node: node.each(_max_off_at(codes))) or (),
        supervision=keys.read("supervision", _supervision),
        site_cover=keys.read("site_cover", lambda node: node.each(_site_cover_at(codes, groups))) or (),
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
        "weights",
    )
    default = keys.need("default", whole(), 'Write "default": 1, or 0 where ordinary days need nobody.')
    mondays = keys.read("mondays", whole())
    after = keys.read("first_day_after_bank_holiday", whole())
    skill = keys.read("skill", as_text(_skill))
    same = keys.read("same_person_both_halves", _wish)
    spread = keys.read("spread_sites", _wish)
    not_on = keys.read("not_on", lambda letters: letters.each(as_text(words.letter)))
    weights = keys.read("weights", duty_weights_of)
    if default is None:
        return None
    given = {
        "mondays": mondays,
        "first_day_after_bank_holiday": after,
        "skill": skill,
        "same_person_both_halves": same,
        "spread_sites": spread,
        "not_on": not_on,
        "weights": weights,
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
        site = keys.read("site", site_among(codes))
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


def _site_cover_at(codes: Collection[str] | None, groups: Collection[str] | None) -> Callable[[Node], SiteCover | None]:
    def site_cover(node: Node) -> SiteCover | None:
        keys = node.keys("site", "role_group", "minimum", "when")
        site = keys.need("site", site_among(codes), 'Write "site": and a site\'s code.')
        group = keys.need("role_group", as_text(_group_among(groups)), 'Write "role_group": "gp".')
        minimum = keys.need("minimum", whole(), 'Write "minimum": 1.')
        when = keys.read("when", _when)
        if site is None or group is None or minimum is None:
            return None
        return SiteCover(site, group, minimum, when[0] if when else None)

    return site_cover


def _group_among(groups: Collection[str] | None) -> Callable[[str], str]:
    """Reads a role, a group of roles, or a group of the practice's own (None: not known, so none is called wrong)."""

    def group(written: str) -> str:
        if groups is not None and written not in groups and not is_group_of_roles(written):
            raise Wrong(
                f"{shown(written)} is no group of roles.", rather(written, [*GROUPS, *groups, *words.ROLE_NAMES])
            )
        return written

    return group


def is_group_of_roles(written: str) -> bool:
    """Whether this is a role, or a group of roles every practice has."""
    return written.lower() in GROUPS or base_role(written).lower() in ROLES


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
