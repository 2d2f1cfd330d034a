"""Why people who could give some cover do not: the words behind a gap."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from shared.domain.calendar import Half, Session
from shared.domain.facts import Facts
from shared.domain.people import Letter, Person
from shared.domain.problem import Off
from shared.domain.rota import ABSENT, GIVES_COVER, Activity, Rota

# More people than this for one reason are counted, not named.
NAMED_AT_MOST = 6

ON_LEAVE = ("on leave", "on leave")
NOT_THEN = ("does not work then", "do not work then")
TAKEN_OFF = ("taken off by hand", "taken off by hand")
OTHER_DAYS = ("works other days that week", "work other days that week")
SITE_CLOSED = ("has a closed site", "have a closed site")

DOING = {
    Activity.CLINIC: ("in clinic", "in clinic"),
    Activity.DUTY: ("on duty", "on duty"),
    Activity.VISITS: ("on visits", "on visits"),
    Activity.ADMIN: ("on admin", "on admin"),
    Activity.TUTORIAL: ("in a tutorial", "in tutorials"),
    Activity.EDUCATION: ("at education", "at education"),
    Activity.SELF_DIRECTED: ("in self-directed learning", "in self-directed learning"),
}

Reason = tuple[str, str]  # as said of one person, and of several

# Leave first, then what people are doing, then those who were never expected.
_ORDER = [ON_LEAVE, *DOING.values(), TAKEN_OFF, OTHER_DAYS, SITE_CLOSED, NOT_THEN]


def because(need: int, have: int, reasons: Iterable[tuple[Person, Reason]], nobody: str) -> str:
    """'need 1, have 0: Dr Alder on leave, Dr Birch and Dr Cedar do not work then'.

    `nobody` is said when there is no person to give a reason for.
    """
    groups: dict[Reason, list[str]] = {}
    for person, reason in reasons:
        groups.setdefault(reason, []).append(person.name)
    ordered = sorted(groups.items(), key=lambda group: _ORDER.index(group[0]) if group[0] in _ORDER else 1)
    parts = [f"{_people(names)} {one if len(names) == 1 else many}" for (one, many), names in ordered]
    return f"need {need}, have {have}: {', '.join(parts) or nobody}"


def _people(names: Sequence[str]) -> str:
    return str(len(names)) if len(names) > NAMED_AT_MOST else in_a_row(names)


def in_a_row(names: Sequence[str]) -> str:
    """'Dr Ash', 'Dr Ash and Dr Beech', 'Dr Ash, Dr Beech and Dr Fir'."""
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else ""


def why_not(facts: Facts, rota: Rota, person: Person, session: Session, site: str | None = None) -> Reason:
    """Why somebody gives no cover in one session (at one site). Never tells the kind of leave."""
    cell = rota.get((person.code, session))
    if cell is None or cell.activity in ABSENT:
        return _why_not_at_work(facts, person, session, absent=cell is not None)
    if site is not None and cell.site != site:
        name = facts.site_name(cell.site)
        return (f"at {name}", f"at {name}")
    return DOING[cell.activity]


def _why_not_at_work(facts: Facts, person: Person, session: Session, *, absent: bool) -> Reason:
    letter = facts.letter(person.code, session)
    if facts.away(person.code, session) and letter is not Letter.NEVER:
        return ON_LEAVE
    if absent:
        return ON_LEAVE
    if letter is Letter.NEVER:
        return NOT_THEN
    if not facts.is_open(person.site, session):
        return SITE_CLOSED
    return TAKEN_OFF if Off(person.code, session) in facts.problem.off else OTHER_DAYS


def why_not_that_day(facts: Facts, rota: Rota, person: Person, day: date) -> Reason:
    """Why somebody gives no cover all day: the reason of the half that comes nearest to cover."""
    reasons = [why_not(facts, rota, person, Session(day, half)) for half in Half]
    return min(reasons, key=lambda reason: _NEAREST.index(reason) if reason in _NEAREST else len(_NEAREST))


_NEAREST = [
    *(words for activity, words in DOING.items() if activity not in GIVES_COVER),
    ON_LEAVE,
    TAKEN_OFF,
    OTHER_DAYS,
    SITE_CLOSED,
    NOT_THEN,
]
