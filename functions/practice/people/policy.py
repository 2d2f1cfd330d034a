"""What is right about people and their terms. Pure.

Everything that is wrong with what somebody typed is said at once, in the words the files' faults have: the same rules
read both.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from functions.practice.people.records import TermRow, dates_in_words, day_in_words, term_of
from shared.domain.people import Person, overlap
from shared.errors import NotFound, Reason, Refused
from shared.intake import words
from shared.intake.faults import Report
from shared.intake.people import people_of
from shared.intake.tables import Row

ONE_DAY = timedelta(days=1)
SOME_MONDAY = date(2000, 1, 3)  # alternate weeks count from the practice's Monday; a single term need not know it
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
LONGEST_EMAIL = 254
REWRITES = "corrects_past"


# -- what was typed ---------------------------------------------------------------------------------------------


def read_term(
    cells: Mapping[str, str], *, sites: Collection[str], note: str = "", besides: Sequence[Reason] = ()
) -> TermRow:
    """A term from what somebody typed, by the file's columns. Raises Refused with every reason, `besides` too."""
    report = Report("people")
    people = people_of([Row(None, cells)], report, sites=sites, anchor=SOME_MONDAY)
    reasons = [
        Reason(fault.message, code="bad-input", field=fault.field, instead=fault.instead) for fault in report.faults
    ]
    refuse_if([*reasons, *besides])
    person: Person = people[0]
    return term_of(person, note=note)


def read_each(given: Mapping[str, str | None]) -> tuple[dict[str, date | None], list[Reason]]:
    """Dates by field, None where empty or wrong, and everything that is no date."""
    days: dict[str, date | None] = {}
    faults = []
    for field, text in given.items():
        try:
            days[field] = words.day(text.strip()) if text and text.strip() else None
        except words.Wrong as wrong:
            days[field] = None
            faults.append(Reason(wrong.message, code="bad-input", field=field, instead=wrong.instead))
    return days, faults


def read_days(given: Mapping[str, str | None]) -> dict[str, date | None]:
    """Dates by field; empty ones are None. Raises Refused with everything that is no date."""
    days, faults = read_each(given)
    refuse_if(faults)
    return days


def details_faults(*, name: str, email: str | None) -> list[Reason]:
    """What is wrong with a name and an address."""
    faults = []
    try:
        words.plain(name)
    except words.Wrong as wrong:
        faults.append(Reason(wrong.message, code="bad-input", field="name", instead=wrong.instead))
    return faults + email_faults(email)


def email_faults(email: str | None) -> list[Reason]:
    """What is wrong with an address; nothing when there is none."""
    if email and (not EMAIL.fullmatch(email) or len(email) > LONGEST_EMAIL):
        return [
            Reason(
                f"'{email[:60]}' is not an email address.",
                code="bad-input",
                field="email",
                instead="Write one as name@example.org, or leave it empty.",
            )
        ]
    return []


def refuse_if(reasons: Iterable[Reason]) -> None:
    """Refuse when there is any reason, with all of them."""
    if found := list(reasons):
        count = f"{len(found)} things need" if len(found) > 1 else "Something needs"
        raise Refused("bad-input", f"{count} mending. Nothing was changed.", reasons=found)


# -- terms beside each other --------------------------------------------------------------------------------------


def refuse_overlap(name: str, terms: Iterable[TermRow], wanted: TermRow) -> None:
    """Refuse a term that shares a day with another one, naming that one."""
    for term in terms:
        if term.id != wanted.id and overlap(term, wanted):
            raise overlapping(name, term, wanted)


def overlapping(name: str, term: TermRow, wanted: TermRow) -> Refused:
    """Why two terms of one person cannot both be, in one sentence."""
    message = (
        f"{name} has a term as {term.role} {dates_in_words(term.starts, term.ends)}, so another "
        f"{dates_in_words(wanted.starts, wanted.ends)} would overlap it."
    )
    reason = Reason(message, code="terms-overlap", field="starts", instead=_instead(term, wanted))
    return Refused("terms-overlap", message, reasons=[reason])


def _instead(term: TermRow, wanted: TermRow) -> str:
    if wanted.starts and (term.starts is None or term.starts < wanted.starts):
        before = day_in_words(wanted.starts - ONE_DAY)
        return f"Change that term from {day_in_words(wanted.starts)}, or end it on {before}."
    return "Choose dates before or after it, or change that term instead."


# -- one term over time -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pieces:
    """What becomes of one term. `kept` keeps its place in the database; `added` are new."""

    kept: TermRow
    added: tuple[TermRow, ...] = ()

    @property
    def all(self) -> tuple[TermRow, ...]:
        return (self.kept, *self.added)


def split(term: TermRow, wanted: TermRow, *, first: date, last: date | None = None) -> Pieces:
    """The term as it is until the day before `first`, as wanted from then on, and as it was again after `last`.

    Every day of the term stays covered, once. Raises Refused for days the term does not have.
    """
    reasons = []
    if not term.covers(first):
        reasons.append(_outside(term, first, "from"))
    if last is not None and last < first:
        reasons.append(Reason("The change ends before it begins.", code="dates", field="until"))
    elif last is not None and not term.covers(last):
        reasons.append(_outside(term, last, "until"))
    refuse_if(reasons)
    if term.same_work(wanted) and term.note == wanted.note:
        return Pieces(term)
    changed = replace(wanted, id=0, starts=first, ends=last or term.ends)
    if first == term.starts:
        changed = replace(changed, id=term.id)
    pieces = [] if first == term.starts else [replace(term, ends=first - ONE_DAY)]
    pieces.append(changed)
    if last is not None and last != term.ends:
        pieces.append(replace(term, id=0, starts=last + ONE_DAY))
    return Pieces(pieces[0], tuple(pieces[1:]))


def _outside(term: TermRow, day: date, field: str) -> Reason:
    return Reason(
        f"The term runs {dates_in_words(term.starts, term.ends)}, and {day_in_words(day)} is outside it.",
        code="dates",
        field=field,
        instead="Choose a day of the term.",
    )


def ended(term: TermRow, last_day: date | None) -> TermRow:
    """The term with this last day; None: without end. Raises Refused for a day before it begins."""
    if last_day is not None and term.starts is not None and last_day < term.starts:
        message = f"The term begins on {day_in_words(term.starts)}, after {day_in_words(last_day)}."
        refuse_if([Reason(message, code="dates", field="last_day", instead="Delete the term if it never begins.")])
    return replace(term, ends=last_day)


def refuse_rewriting(old: Sequence[TermRow], new: Sequence[TermRow], *, today: date, corrects_past: bool) -> None:
    """Refuse a change of days gone by, unless somebody says that the record of them was wrong."""
    if corrects_past or (first := first_difference(old, new)) is None or first >= today:
        return
    since = "the beginning" if first == date.min else day_in_words(first)
    reason = Reason(
        f"This would rewrite the term in the past, since {since}.",
        code="past",
        field=REWRITES,
        instead="Change it from a date, which splits the term, or say that the record of the past was wrong.",
    )
    raise Refused("past", reason.message, reasons=[reason])


def first_difference(old: Sequence[TermRow], new: Sequence[TermRow]) -> date | None:
    """The first day somebody works otherwise by the new terms than by the old ones; date.min: always. None: no day."""
    borders = {date.min}
    for term in (*old, *new):
        borders |= {term.starts or date.min} | ({term.ends + ONE_DAY} if term.ends else set())
    return next((day for day in sorted(borders) if not _same_on(old, new, day)), None)


def _same_on(old: Sequence[TermRow], new: Sequence[TermRow], day: date) -> bool:
    was, now = term_on(old, day), term_on(new, day)
    if was is None or now is None:
        return was is now
    return was.same_work(now)


def term_on(terms: Iterable[TermRow], day: date) -> TermRow | None:
    """The term that covers a day."""
    return next((term for term in terms if term.covers(day)), None)


def term_called(terms: Iterable[TermRow], term_id: int) -> TermRow:
    """The term of this number. Raises NotFound."""
    for term in terms:
        if term.id == term_id:
            return term
    raise NotFound("There is no such term any more.")


def refuse_deleting(term: TermRow, *, today: date) -> None:
    """Only a term that has not begun can be deleted: what was worked stays on record."""
    if term.state(today) == "future":
        return
    since = f"began on {day_in_words(term.starts)}" if term.starts else "has always been"
    reason = Reason(f"The term {since}, and what was worked stays on record.", code="begun", instead="End it instead.")
    raise Refused("begun", reason.message, reasons=[reason])


# -- leaving --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Leaving:
    """What becomes of somebody's terms when they leave: past ones stay, the running one ends, later ones go."""

    cut: tuple[TermRow, ...]  # as they are now
    removed: tuple[TermRow, ...]


def leaving(terms: Iterable[TermRow], last_day: date) -> Leaving:
    """What happens to the terms when `last_day` is the last."""
    cut = [term for term in terms if term.covers(last_day) and term.ends != last_day]
    removed = [term for term in terms if (term.starts or date.min) > last_day]
    return Leaving(tuple(cut), tuple(removed))


def refuse_leaving_later(last_day: date, *, today: date) -> None:
    """Somebody who leaves on a day to come works until then: their term ends on that day."""
    if last_day > today:
        reason = Reason(
            f"{day_in_words(last_day)} is still to come.",
            code="dates",
            field="last_day",
            instead="End their term on that day, and deactivate them afterwards; they stay on the rota until then.",
        )
        refuse_if([reason])
