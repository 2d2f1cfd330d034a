"""Who may supervise whom, and when. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from functions.practice.people.records import LinkRow, TermRow, dates_in_words
from shared.domain.people import overlap
from shared.errors import Reason


def link_faults(
    link: LinkRow, *, trainee: str, supervisor: str, trainee_terms: Sequence[TermRow], their_terms: Sequence[TermRow]
) -> list[Reason]:
    """Why one person cannot supervise the other on these dates: everything at once."""
    faults = []
    if link.starts and link.ends and link.ends < link.starts:
        faults.append(Reason("The link ends before it begins.", code="dates", field="ends"))
        return faults
    if (term := _first_unfit(trainee_terms, link, lambda term: term.is_trainee)) is not None:
        faults.append(_unfit(trainee, term, link, "is not a trainee", "trainee_code"))
    if (term := _first_unfit(their_terms, link, lambda term: term.may_supervise)) is not None:
        faults.append(_unfit(supervisor, term, link, "may not supervise", "supervisor_code"))
    return faults


NO_TERM = "no term"


def _first_unfit(terms: Sequence[TermRow], link: LinkRow, fits: Callable[[TermRow], bool]) -> TermRow | str | None:
    """The first term within the link's dates that does not fit, NO_TERM when there is none at all, None when all do."""
    within = [term for term in terms if overlap(term, link)]
    if not within:
        return NO_TERM
    return next((term for term in within if not fits(term)), None)


def links_clash(link: LinkRow, wanted: LinkRow) -> bool:
    """Whether two links cannot both be: one educational supervisor at a time, and nobody twice in the same way."""
    if link.id == wanted.id or (link.trainee_code, link.kind) != (wanted.trainee_code, wanted.kind):
        return False
    same = link.kind == "educational" or link.supervisor_code == wanted.supervisor_code
    return same and overlap(link, wanted)


def _unfit(name: str, term: TermRow | str, link: LinkRow, what: str, field: str) -> Reason:
    if isinstance(term, str):
        message = f"{name} has no working term {dates_in_words(link.starts, link.ends)}."
        return Reason(message, code="no-term", field=field, instead="Choose dates within a term.")
    instead = (
        "Add the flag supervise to their term first, or choose somebody who has it."
        if field == "supervisor_code"
        else "Choose dates within their training, or somebody in training."
    )
    message = f"{name} {what} as {term.role} {dates_in_words(term.starts, term.ends)}."
    return Reason(message, code="unfit", field=field, instead=instead)
