"""Keys of NAME.practice.json that no rota depends on: looked at when they are read, kept as they were written.

`Practice.kept` holds them as JSON; `kept_of` gives what they say, with a default for everything.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Any

from shared.constraints.weights import SOFT
from shared.domain.calendar import Half
from shared.domain.problem import Practice
from shared.intake import words
from shared.intake.leave_rules import leave_rules_of, said_as_default
from shared.intake.nodes import Keys, Node, as_text, kind_of, number, sentence, site_among, whole
from shared.intake.words import Wrong

KEPT = ("contact", "fixed_period_weeks", "session_times", "weights", "notifications", "enhanced_access")
DEFAULT_FIXED_PERIOD_WEEKS = 6
MOST_FIXED_PERIOD_WEEKS = 52
MOST_POINTS = 100  # a gap stays far above whatever a practice gives a soft rule


class Notify(StrEnum):
    """When mail goes out to people who have not chosen for themselves."""

    IMMEDIATE = "immediate"
    DAILY = "daily"


@dataclass(frozen=True, slots=True)
class Contact:
    """Where the practice is reached. None: not said."""

    address: str | None = None
    telephone: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What the kept keys say. session_times: start and end of each half, as '08:30'."""

    contact: Contact
    fixed_period_weeks: int
    session_times: Mapping[Half, tuple[str, str]]
    weights: Mapping[str, int]  # points by id of a soft rule; the others have their usual ones
    notifications: Notify


DEFAULT_SESSION_TIMES: Mapping[Half, tuple[str, str]] = {Half.AM: ("08:30", "13:00"), Half.PM: ("13:30", "18:30")}


def kept_of(practice: Practice) -> Kept:
    """What a practice says under its kept keys, and the default of what it does not say."""
    parts = json.loads(practice.kept)
    times = {Half(half): (start, end) for half, (start, end) in (parts.get("session_times") or {}).items()}
    weights = {rule: int(points) for rule, points in (parts.get("weights") or {}).items() if points is not None}
    weeks = parts.get("fixed_period_weeks")
    return Kept(
        contact=Contact(**(parts.get("contact") or {})),
        fixed_period_weeks=DEFAULT_FIXED_PERIOD_WEEKS if weeks is None else int(weeks),
        session_times={**DEFAULT_SESSION_TIMES, **times},
        weights=weights,
        notifications=Notify((parts.get("notifications") or {}).get("mail") or Notify.IMMEDIATE),
    )


def weights_of(practice: Practice) -> dict[str, int]:
    """The practice's own points of soft rules, as `Problem.weights` takes them."""
    return dict(kept_of(practice).weights)


def read_kept(keys: Keys, codes: Collection[str] | None) -> str:
    """The kept keys as JSON text; their shape is looked at. `codes` are the sites' (None: not known)."""
    keys.read("contact", _contact)
    keys.read("fixed_period_weeks", whole(0, MOST_FIXED_PERIOD_WEEKS))
    keys.read("session_times", _session_times)
    keys.read("weights", _weights)
    keys.read("notifications", _notifications)
    keys.read("enhanced_access", lambda node: _enhanced_access(node, codes))
    found: dict[str, Any] = {key: node.value for key in KEPT if (node := keys.get(key))}
    if (leave := keys.get("leave")) and (said := _said_of_leave(leave)):
        found["leave"] = said
    if (duty := keys.get("duty")) and isinstance(duty.value, dict) and duty.value.get("weights") is not None:
        found["duty"] = {"weights": duty.value["weights"]}
    return json.dumps(found, ensure_ascii=False, sort_keys=True)


def _said_of_leave(node: Node) -> list[str]:
    aside = Node(node.value, node.path, node.document, type(node.report)(node.report.file))  # told of elsewhere
    return said_as_default(leave_rules_of(aside, None), node.value)


def _contact(node: Node) -> None:
    keys = node.keys("address", "telephone", "email")
    keys.read("address", sentence)
    keys.read("telephone", as_text(words.telephone))
    keys.read("email", as_text(words.email))


def _session_times(node: Node) -> None:
    keys = node.keys(*[half.value for half in Half])
    read = [keys.read(half.value, _from_to) or DEFAULT_SESSION_TIMES[half] for half in Half]
    in_order = [time for times in read for time in times]
    if any(later < earlier for earlier, later in pairwise(in_order)):
        raise Wrong("The afternoon begins before the morning ends.", 'Write "AM" times before "PM" times.')


def _from_to(node: Node) -> tuple[str, str]:
    times = node.each(as_text(words.time_of_day))
    if not isinstance(node.value, list) or len(node.value) != 2 or len(times) != 2:
        raise Wrong("A half-day has a start and an end.", 'Write ["08:30", "13:00"].')
    if times[1] <= times[0]:
        raise Wrong("This half-day ends before it begins.", f"Write an end after {times[0]}.")
    return times[0], times[1]


def _weights(node: Node) -> None:
    keys = node.keys(*SOFT)
    for rule in SOFT:
        keys.read(rule, whole(0, MOST_POINTS))


def _notifications(node: Node) -> None:
    choice = [each.value for each in Notify]
    node.keys("mail").read("mail", as_text(lambda written: words.one_of(written, choice)))


def _enhanced_access(node: Node, codes: Collection[str] | None) -> None:
    if not isinstance(node.value, dict):
        raise Wrong(f"{kind_of(node.value)} stands here, and keys are needed.", "Write { ... }.")
    keys = node.keys(*node.value)
    if not _finite(node.value):
        raise Wrong("A number here is too large.", "Write one with fewer digits.")
    keys.read("minutes_per_1000_patients", number(Decimal(0), Decimal(100_000)))
    keys.read("windows", lambda windows: windows.each(sentence))
    keys.read("gp_minimum", whole())
    keys.read("hub", site_among(codes))


def _finite(value: Any) -> bool:
    """Whether a value holds only numbers JSON can write."""
    if isinstance(value, dict | list):
        return all(_finite(each) for each in (value.values() if isinstance(value, dict) else value))
    return not isinstance(value, float) or math.isfinite(value)
