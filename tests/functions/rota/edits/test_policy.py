"""The working copy: the published rota with what waits, as far as it still fits. Without a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.rota.edits.cells import EMPTY, OFF, CellChange, Cells, CellState, Edit
from functions.rota.edits.policy import made_by_hand, overtaken, standing_on, within, working
from shared.domain.problem import DutyRule, Problem
from shared.domain.rota import ABSENT, Activity
from shared.standing import Locum, Slot, Standing
from tests.builders import MONDAY, leave, line, person, problem, problems, session
from tests.functions.rota.edits.rotas import DONE, sites_of, slots_of, standings

CLINIC = CellState(Activity.CLINIC, "MAIN")
ADMIN = CellState(Activity.ADMIN, "MAIN", pinned=True)
DUTY = CellState(Activity.DUTY, "MAIN", pinned=True)
AT = datetime(2026, 11, 23, tzinfo=UTC)


def edit(number: int, *cells: CellChange, undone: bool = False) -> Edit:
    return Edit(number, AT, None, None, "words", "hand", None, cells, undone_at=AT if undone else None)


def change(code: str, when: str, was: CellState, now: CellState, week: int = 0) -> CellChange:
    return CellChange(Slot(code, session(when, week)), was, now)


def at(standing: Standing, code: str, when: str) -> CellState:
    return Cells(standing)[Slot(code, session(when))]


PUBLISHED = Standing((line("A", "Mon AM"), line("B", "Mon AM")))


def test_it_works() -> None:
    copy = working(PUBLISHED, [edit(1, change("A", "Mon AM", CLINIC, ADMIN), change("B", "Mon AM", CLINIC, OFF))])
    assert at(copy, "A", "Mon AM") == ADMIN
    assert at(copy, "B", "Mon AM") == OFF
    assert copy.lines == (line("A", "Mon AM", Activity.ADMIN),)
    assert copy.off == {Slot("B", session("Mon AM"))}


def test_later_changes_stand_on_earlier_ones() -> None:
    edits = [edit(1, change("A", "Mon AM", CLINIC, ADMIN)), edit(2, change("A", "Mon AM", ADMIN, DUTY))]
    assert at(working(PUBLISHED, edits), "A", "Mon AM") == DUTY


def test_what_is_otherwise_by_now_stays_and_so_does_what_stood_on_the_change() -> None:
    on_visits = Standing((line("A", "Mon AM", Activity.VISITS),))
    edits = [
        edit(1, change("A", "Mon AM", CLINIC, ADMIN), change("B", "Tue AM", EMPTY, ADMIN)),
        edit(2, change("A", "Mon AM", ADMIN, DUTY)),
    ]
    copy = working(on_visits, edits)
    assert at(copy, "A", "Mon AM").activity is Activity.VISITS
    assert at(copy, "B", "Tue AM") == ADMIN
    practice = problem(person("A", flags="duty"), person("B"), duty=DutyRule(1)).practice
    late = overtaken(on_visits, edits, practice)
    assert {number: [each.because for each in cells] for number, cells in late.items()} == {
        1: ["Dr A is on visits on Mon 4 Jan AM now"], 2: ["Dr A is on visits on Mon 4 Jan AM now"],
    }  # fmt: skip


def test_it_fits_again_when_what_overtook_it_is_taken_back() -> None:
    edits = [edit(1, change("A", "Mon AM", CLINIC, ADMIN))]
    assert at(working(Standing(), edits), "A", "Mon AM") == EMPTY
    assert at(working(PUBLISHED, edits), "A", "Mon AM") == ADMIN


def test_a_pin_taken_away_or_a_locum_marked_by_somebody_else_is_another_state() -> None:
    slot = Slot("A", session("Mon AM"))
    pinned = Standing(PUBLISHED.lines, pinned=frozenset({slot}))
    marked = Standing(PUBLISHED.lines, locums={slot: Locum("B", 100, "")})
    edits = [edit(1, change("A", "Mon AM", CLINIC, ADMIN))]
    for published in (pinned, marked):
        assert at(working(published, edits), "A", "Mon AM").activity is Activity.CLINIC


def test_who_is_on_leave_by_now_cannot_be_given_work_that_waits() -> None:
    practice = problem(person("A"), leave=[leave("A", "Tue AM", "Tue PM")]).practice
    edits = [edit(1, change("A", "Tue AM", EMPTY, ADMIN), change("A", "Wed AM", EMPTY, ADMIN))]
    (late,) = overtaken(PUBLISHED, edits, practice)[1]
    assert (late.slot, late.because) == (Slot("A", session("Tue AM")), "Dr A is on leave then")


def test_taken_off_while_leave_took_them_off_too_it_says_what_is() -> None:
    practice = problem(person("A"), leave=[leave("A", "Mon AM", "Mon PM")]).practice
    (late,) = overtaken(Standing(), [edit(1, change("A", "Mon AM", CLINIC, OFF))], practice)[1]
    assert late.because == "Dr A is not at work on Mon 4 Jan AM now"


def test_only_waiting_changes_of_the_same_session_stand_on_one() -> None:
    first = edit(1, change("A", "Mon AM", CLINIC, ADMIN))
    same = edit(2, change("A", "Mon AM", ADMIN, DUTY))
    other = edit(3, change("A", "Mon PM", EMPTY, DUTY))
    undone = edit(4, change("A", "Mon AM", DUTY, OFF), undone=True)
    assert standing_on(first, [first, same, other, undone]) == (same,)
    assert standing_on(same, [first, same, other, undone]) == ()


def test_cut_down_to_some_weeks() -> None:
    both = edit(1, change("A", "Mon AM", CLINIC, ADMIN), change("A", "Mon AM", CLINIC, ADMIN, week=1))
    other = edit(2, change("B", "Mon AM", CLINIC, ADMIN, week=1))
    (cut,) = within([both, other], [MONDAY])
    assert cut.cells == both.cells[:1]
    assert len(within([both, other], [MONDAY + timedelta(days=7)])) == 2


def test_what_is_done_otherwise_is_pinned_and_a_pin_is_taken_away_on_purpose_only() -> None:
    unpinned = CellState(Activity.ADMIN, "MAIN")
    cells = [change("A", "Mon AM", CLINIC, unpinned), change("B", "Mon AM", CLINIC, EMPTY)]
    assert [cell.now for cell in made_by_hand(cells, "hand")] == [ADMIN, OFF]
    assert made_by_hand(cells, "roll-back") == tuple(cells)
    away = [change("A", "Mon AM", ADMIN, unpinned), change("B", "Mon AM", OFF, EMPTY)]
    assert made_by_hand(away, "hand") == tuple(away)


def test_a_state_is_the_same_after_a_way_through_the_store() -> None:
    for state in (EMPTY, OFF, ADMIN, CellState(Activity.DUTY, "MAIN", locum=Locum("B", 5, "Acme"))):
        assert CellState.of(state.as_document()) == state


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), asked=problems())
def test_changes_and_their_opposites_in_reverse_leave_the_rota_as_it_was(data: st.DataObject, asked: Problem) -> None:
    standing = data.draw(standings(asked))
    now, edits = standing, []
    for number in range(1, data.draw(st.integers(1, 4)) + 1):
        slots = data.draw(st.lists(st.sampled_from(slots_of(asked)), min_size=1, max_size=3, unique=True))
        cells = tuple(CellChange(slot, Cells(now)[slot], data.draw(_states(asked))) for slot in slots)
        edits.append(edit(number, *cells))
        now = working(standing, edits)
        assert {slot: Cells(now)[slot] for slot in slots} == {cell.slot: cell.now for cell in cells}
    back = [
        edit(100 - each.id, *(CellChange(cell.slot, cell.now, cell.was) for cell in each.cells))
        for each in reversed(edits)
    ]
    assert Cells(working(standing, [*edits, *back])) == Cells(standing)
    listed = [(each.session, each.code) for each in now.lines]
    assert listed == sorted(listed) and len(set(listed)) == len(listed)


def _states(asked: Problem) -> st.SearchStrategy[CellState]:
    sites = st.sampled_from(sites_of(asked.practice))
    locums = st.sampled_from((None, None, Locum(None, 100, "Acme")))
    done = [activity for activity in DONE if activity not in ABSENT]
    return st.builds(CellState, st.sampled_from(done), sites, st.booleans(), locums) | st.sampled_from((EMPTY, OFF))
