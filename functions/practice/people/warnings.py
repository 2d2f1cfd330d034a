"""What an administrator should know about somebody's terms before it is too late. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from functions.practice.people.policy import ONE_DAY
from functions.practice.people.records import LinkRow, TermRow, dates_in_words, day_in_words

SOON = timedelta(weeks=8)  # the notice trainees are owed of a change, and time enough to renew or advertise


@dataclass(frozen=True, slots=True)
class Warned:
    """kind: missing, expiring, gap, not-started, unsupervised or unfit-supervisor."""

    kind: str
    words: str


def warnings_of(
    name: str,
    terms: Sequence[TermRow],
    *,
    today: date,
    links: Sequence[LinkRow] = (),
    terms_by_code: Mapping[str, Sequence[TermRow]] | None = None,
) -> list[Warned]:
    """Everything about one active person; `links` are those in which they are the trainee."""
    ahead = sorted((term for term in terms if term.state(today) != "past"), key=lambda term: term.starts or date.min)
    if not ahead:
        return [_missing(name, terms)]
    found = []
    if ahead[0].state(today) == "future" and ahead[0].starts:
        found.append(Warned("not-started", f"{name} is not on the rota until {day_in_words(ahead[0].starts)}."))
    for before, after in pairwise(ahead):
        if before.ends and after.starts and before.ends + ONE_DAY < after.starts:
            words = dates_in_words(before.ends + ONE_DAY, after.starts - ONE_DAY)
            found.append(Warned("gap", f"{name} has no term {words}: not on the rota then."))
    if (last := ahead[-1].ends) is not None and last <= today + SOON:
        found.append(Warned("expiring", f"{name} has no term after {day_in_words(last)}."))
    return found + _supervision(name, ahead, today, links, terms_by_code or {})


def _missing(name: str, terms: Sequence[TermRow]) -> Warned:
    over = max((term.ends for term in terms if term.ends), default=None)
    since = f" since the last one ended on {day_in_words(over)}" if over else ""
    return Warned("missing", f"{name} has no working term{since}: not on the rota.")


def _supervision(
    name: str,
    ahead: Sequence[TermRow],
    today: date,
    links: Sequence[LinkRow],
    terms_by_code: Mapping[str, Sequence[TermRow]],
) -> list[Warned]:
    """A trainee at work without an educational supervisor, or with one who may no longer supervise."""
    term = ahead[0]
    if not (term.is_trainee and term.state(today) == "current"):
        return []
    found = []
    mine = [link for link in links if _on(link, today)]
    if links and not any(link.kind == "educational" for link in mine):
        found.append(Warned("unsupervised", f"{name} has no educational supervisor today."))
    for link in mine:
        theirs = next((each for each in terms_by_code.get(link.supervisor_code, ()) if each.covers(today)), None)
        if theirs is None or not theirs.may_supervise:
            words = f"{link.supervisor_code}, {link.kind} supervisor of {name}, may not supervise today."
            found.append(Warned("unfit-supervisor", words))
    return found


def _on(link: LinkRow, day: date) -> bool:
    return (link.starts or date.min) <= day <= (link.ends or date.max)


def uncovered(name: str, terms: Sequence[TermRow], *, first: date, last: date) -> list[Warned]:
    """The days of a range no term of somebody covers; nothing when they are in term on every day of it."""
    within = sorted(
        (term for term in terms if (term.starts or date.min) <= last and first <= (term.ends or date.max)),
        key=lambda term: term.starts or date.min,
    )
    if not within:
        return [Warned("missing", f"{name} has no working term {dates_in_words(first, last)}.")]
    found, day = [], first
    for term in within:
        if term.starts and term.starts > day:
            kind = "not-started" if day == first else "gap"
            found.append(Warned(kind, f"{name} has no term {dates_in_words(day, term.starts - ONE_DAY)}."))
        day = (term.ends or last) + ONE_DAY
    if day <= last:
        found.append(Warned("expiring", f"{name} has no term after {day_in_words(day - ONE_DAY)}."))
    return found
