"""Every field of the settings, in the order of the page. A test holds this to what the intake reads."""

from __future__ import annotations

from dataclasses import replace

from functions.practice.settings.field import Field, Section
from functions.practice.settings.fields_of_leave import CALENDAR, LEAVE
from functions.practice.settings.fields_of_the_practice import NOTIFICATIONS, PRACTICE, SITES
from functions.practice.settings.fields_of_the_rota import COVER, SUPERVISION, WEEK, WEIGHTS

_PAGE: tuple[tuple[Section, tuple[Field, ...]], ...] = (
    (Section("practice", "Practice", "What the practice is called, where it is, and which weeks it plans."), PRACTICE),
    (Section("sites", "Sites and rooms", "Every building, and how many people can consult there at once."), SITES),
    (Section("week", "Working week and duty", "How long a week is, and who must hold duty in it."), WEEK),
    (Section("cover", "Minimums and cover", "How many must be in, and how many may be away together."), COVER),
    (Section("supervision", "Supervision", "How trainees are looked after."), SUPERVISION),
    (Section("leave", "Leave rules", "What people may ask for, how long before, and what becomes of the rest."), LEAVE),
    (Section("days", "Bank holidays and closures", "Days the practice is shut: closed is not uncovered."), CALENDAR),
    (Section("weights", "What matters most", "Points for what a rota should avoid. 0 switches it off."), WEIGHTS),
    (Section("notifications", "Notifications", "How people are told, unless they choose otherwise."), NOTIFICATIONS),
)

SECTIONS: tuple[Section, ...] = tuple(section for section, _ in _PAGE)
FIELDS: tuple[Field, ...] = tuple(replace(field, section=section.key) for section, fields in _PAGE for field in fields)
BY_PATH: dict[str, Field] = {field.path: field for field in FIELDS}
