"""The practice's settings as NAME.practice.json has them: what `settings` reads, written."""

from __future__ import annotations

import json
from collections.abc import Collection
from decimal import Decimal
from typing import Any

from shared.domain.calendar import WEEKDAYS, HolidayEdits, Horizon
from shared.domain.problem import Closure, DutyRule, Practice, SiteCover, Slot, Supervision, Wish
from shared.intake.leave_rules import leave_rules_parts
from shared.intake.rota_rules import EVERY_OPEN_HALF_DAY


def settings_parts(practice: Practice) -> dict[str, Any]:
    """The practice's settings as the JSON file's keys; reading them gives the same settings."""
    rules = practice.rules
    kept = json.loads(practice.kept)
    said_of_leave = kept.pop("leave", ())
    duty_weights = kept.pop("duty", {}).get("weights")
    parts: dict[str, Any] = {
        "name": practice.name,
        "nation": practice.nation,
        "list_size": practice.list_size,
        "horizon": _horizon_parts(practice.horizon),
        "sites": [{"code": site.code, "name": site.name, "rooms": site.rooms} for site in practice.sites],
        "full_time_days_per_week": _number_part(rules.full_time_days_per_week),
        "minimum_doctors": _minimum_parts(rules.minimum_doctors),
        "minimum_doctors_counts": _list_part(rules.minimum_doctors_counts),
        "duty": _duty_parts(rules.duty, duty_weights),
        "max_off": [_present(roles=list(m.roles), site=m.site, limit=m.limit) for m in rules.max_off] or None,
        "supervision": _supervision_parts(rules.supervision),
        "site_cover": [_cover_parts(cover) for cover in rules.site_cover] or None,
        "closures": [_closure_parts(closure) for closure in practice.closures] or None,
        "alternate_weeks": practice.week_a_starts and {"week_a_starts": practice.week_a_starts.isoformat()},
        "bank_holidays": _holiday_parts(practice.holidays),
        "leave": leave_rules_parts(practice.leave_rules, said_of_leave),
        **kept,
        "notes": _list_part(practice.notes or None),
    }
    return _present(**parts)


def _present(**parts: Any) -> dict[str, Any]:
    """The keys that say something."""
    return {key: value for key, value in parts.items() if value is not None}


def _list_part(values: Collection[str] | None) -> list[str] | None:
    return None if values is None else list(values)


def _number_part(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _horizon_parts(horizon: Horizon | None) -> dict[str, Any] | None:
    return None if horizon is None else {"start": horizon.start.isoformat(), "weeks": horizon.weeks}


def _minimum_parts(minimum: tuple[int, ...] | None) -> dict[str, int] | None:
    return None if minimum is None else dict(zip(WEEKDAYS, minimum, strict=True))


def _duty_parts(duty: DutyRule | None, weights: dict[str, Any] | None) -> dict[str, Any] | None:
    if duty is None:
        return None
    return _present(
        default=duty.default,
        mondays=duty.mondays,
        first_day_after_bank_holiday=duty.first_day_after_bank_holiday,
        skill=duty.skill,
        same_person_both_halves=duty.same_person_both_halves.value,
        not_on=[letter.value for letter in duty.not_on] or None,
        spread_sites=None if duty.spread_sites is Wish.NO else duty.spread_sites.value,
        weights=weights,
    )


def _supervision_parts(rule: Supervision | None) -> dict[str, Any] | None:
    if rule is None:
        return None
    return _present(
        trainees_per_supervisor=rule.trainees_per_supervisor,
        same_site=rule.same_site,
        prefer_one_supervisor_free_of_duty=rule.prefer_one_supervisor_free_of_duty or None,
        tutorial_needs=rule.tutorial_needs,
        tutorial=rule.tutorial and _slot_part(rule.tutorial),
    )


def _slot_part(slot: Slot) -> str:
    return f"{WEEKDAYS[slot.weekday]} {slot.half.value}"


def _cover_parts(cover: SiteCover) -> dict[str, Any]:
    when = EVERY_OPEN_HALF_DAY if cover.when is None else [_slot_part(slot) for slot in cover.when]
    return {"site": cover.site, "role_group": cover.role_group, "minimum": cover.minimum, "when": when}


def _closure_parts(closure: Closure) -> dict[str, Any]:
    dates = [day.isoformat() for day in closure.dates]
    return _present(label=closure.label, half=closure.half and closure.half.value, dates=dates, site=closure.site)


def _holiday_parts(edits: HolidayEdits) -> dict[str, Any] | None:
    kept = [{"date": holiday.date.isoformat(), "name": holiday.name} for holiday in edits.kept]
    worked = [day.isoformat() for day in edits.worked]
    return _present(kept=kept or None, worked=worked or None) or None
