"""What differs between two documents of settings, in words. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from functions.practice.settings.field import Field, Kind
from functions.practice.settings.fields import BY_PATH
from functions.practice.settings.queries import BasedAt
from shared.constraints.reasons import in_a_row
from shared.domain.calendar import in_words, monday_of
from shared.errors import Reason
from shared.intake.rota_rules import is_group_of_roles

Document = Mapping[str, Any]
NAMED_AT_MOST = 4
NOTHING = "not said"

# Lists of objects: what they are called, by key.
LISTS: Mapping[str, str] = {
    "sites": "Sites",
    "site_cover": "Site cover",
    "max_off": "Limits of people away together",
    "leave.locked": "Locked dates",
    "bank_holidays.kept": "Days kept besides",
    "closures": "Closures",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One key with its value before and after. None: not there."""

    field: str
    old: Any
    new: Any


def flat(document: Document, before: str = "") -> dict[str, Any]:
    """The document's values by dotted key; lists are values."""
    found: dict[str, Any] = {}
    for key, value in document.items():
        if isinstance(value, Mapping):
            found |= flat(value, f"{before}{key}.")
        else:
            found[f"{before}{key}"] = value
    return found


def changes(old: Document, new: Document) -> tuple[Change, ...]:
    """Every key whose value differs, in the order of the page."""
    was, now = flat(old), flat(new)
    order = {path.partition("[]")[0]: n for n, path in reversed(list(enumerate(BY_PATH)))}
    keys = sorted(was.keys() | now.keys(), key=lambda key: (order.get(key, len(order)), key))
    return tuple(Change(key, was.get(key), now.get(key)) for key in keys if was.get(key) != now.get(key))


def label(path: str) -> str:
    """What a key is called."""
    if path in LISTS:
        return LISTS[path]
    field = BY_PATH.get(path)
    return field.words if field else path.replace("_", " ").replace(".", ", ")


def said(change: Change) -> tuple[list[str], list[str]]:
    """A change in words, before and after; of a list only the entries that differ."""
    if isinstance(change.old or [], list) and isinstance(change.new or [], list) and (change.old or change.new):
        old, new = change.old or [], change.new or []
        return (
            [value_in_words(change.field, each) for each in old if each not in new],
            [value_in_words(change.field, each) for each in new if each not in old],
        )
    return [value_in_words(change.field, change.old)], [value_in_words(change.field, change.new)]


def value_in_words(path: str, value: Any) -> str:
    """One value as people read it; of a list, one entry."""
    if isinstance(value, Mapping):
        parts = (_part_in_words(f"{path}[].{key}", each) for key, each in value.items() if each is not None)
        return ", ".join(parts)
    return _plain_in_words(BY_PATH.get(path), value)


def _part_in_words(path: str, value: Any) -> str:
    field = BY_PATH.get(path)
    words = ", ".join(_plain_in_words(field, each) for each in (value if isinstance(value, list) else [value]))
    return words if field is None or field.kind in (Kind.TEXT, Kind.DATES) else f"{field.words.lower()} {words}"


def _plain_in_words(field: Field | None, value: Any) -> str:
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if field and (choice := next((each.words for each in field.choices if each.value == value), None)):
        return choice
    if field and field.kind in (Kind.DATE, Kind.DATES):
        day = date.fromisoformat(value)
        return f"{in_words(day)} {day.year}"
    words = f"{value:g}" if isinstance(value, float) else str(value)
    return f"{words} {field.unit}" if field and field.unit and isinstance(value, (int, float)) else words


def still_needed(removed: Iterable[str], based: Sequence[BasedAt]) -> tuple[Reason, ...]:
    """Why sites cannot be removed: people work, or once worked, there."""
    return tuple(_needed(site, here) for site in removed if (here := [each for each in based if each.site == site]))


def _needed(site: str, here: Sequence[BasedAt]) -> Reason:
    now = [each.name for each in here if each.still]
    names = now or [each.name for each in here]
    shown = in_a_row(names) if len(names) <= NAMED_AT_MOST else f"{', '.join(names[:3])} and {len(names) - 3} more"
    if now:
        message = f"The site {site} cannot be removed: {shown} {'works' if len(now) == 1 else 'work'} there."
        instead = f"Give {shown if len(now) == 1 else 'them'} another site first."
        return Reason(message, "site-in-use", "sites", instead=instead)
    message = f"The site {site} cannot be removed: earlier working terms of {shown} name it."
    return Reason(message, "site-in-use", "sites", instead="Keep it, and set its rooms to 0.")


def unknown_groups(document: Document, groups: Iterable[str]) -> tuple[Reason, ...]:
    """Groups of people that rules of cover name and the practice does not have."""
    known = {*groups}
    return tuple(
        Reason(
            f"There is no group or role {group}.",
            "no-such-group",
            f"site_cover[{n}].role_group",
            instead="Choose a role, or make the group on the people page first.",
        )
        for n, cover in enumerate(document.get("site_cover", ()), 1)
        if not is_group_of_roles(group := cover["role_group"]) and group not in known
    )


def sites_of(document: Document) -> tuple[str, ...]:
    """The codes of the sites a sound document has."""
    return tuple(site["code"] for site in document.get("sites", ()))


def start_with(today: date, *, weeks: int = 13) -> dict[str, Any]:
    """What a new practice begins with: the weeks from next Monday on."""
    return {"horizon": {"start": (monday_of(today) + timedelta(days=7)).isoformat(), "weeks": weeks}}
