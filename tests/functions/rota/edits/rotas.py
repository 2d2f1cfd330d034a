"""Rotas with what people decided by hand on them, such as nobody has thought of."""

from __future__ import annotations

from hypothesis import strategies as st

from shared.domain.problem import Practice, Problem
from shared.domain.rota import ABSENT, Activity, Assignment
from shared.standing import Locum, Slot, Standing
from tests.builders import as_planned, lines_of

DONE = tuple(activity for activity in Activity if activity not in ABSENT)


def slots_of(problem: Problem) -> list[Slot]:
    """Every session of everybody, hand-written rotas and terms that are over included."""
    codes = list(problem.practice.by_code())
    return [Slot(code, session) for code in codes for session in problem.horizon.sessions()]


def sites_of(practice: Practice) -> tuple[str, ...]:
    return tuple(site.code for site in practice.sites)


@st.composite
def standings(draw: st.DrawFn, problem: Problem) -> Standing:
    """The plan of a problem with duties, extra sessions and sessions off, some of it pinned, some of it impossible."""
    sites = sites_of(problem.practice)
    cells = {Slot(line.code, line.session): line for line in lines_of(as_planned(problem))}
    off = set()
    for slot in draw(st.lists(st.sampled_from(slots_of(problem)), max_size=12, unique=True)):
        activity = draw(st.sampled_from((None, Activity.DUTY, Activity.DUTY, Activity.CLINIC, Activity.ADMIN, *DONE)))
        if activity is None:
            cells.pop(slot, None)
            off |= {slot} if draw(st.booleans()) else set()
        else:
            cells[slot] = Assignment(slot.session, slot.code, activity, draw(st.sampled_from(sites)))
    listed = sorted(cells, key=lambda slot: (slot.session, slot.code))
    pinned = draw(st.sets(st.sampled_from(listed), max_size=4)) if listed else set()
    locums = {slot: Locum(None, 25_000, "Agency") for slot in list(pinned)[:1]}
    return Standing(tuple(cells[slot] for slot in listed), frozenset(pinned), frozenset(off), locums)
