"""How many people of cover are missing, kept in sums: the same as the rules count."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.rota.edits.board import Board, Move
from functions.rota.edits.cannot import Ground
from functions.rota.edits.cells import Cells, CellState
from shared.constraints import ALL
from shared.constraints.weights import GAPS
from shared.domain.calendar import Horizon
from shared.domain.problem import DutyRule, Practice, Problem, SiteCover, Supervision
from shared.domain.rota import Activity, Cell, as_rota
from shared.standing import Slot, Standing, as_it_stands
from tests.builders import MONDAY, line, person, problem, problems, session
from tests.functions.rota.edits.rotas import DONE, sites_of, slots_of, standings

DUTY, CLINIC = Cell(Activity.DUTY, "MAIN"), Cell(Activity.CLINIC, "MAIN")


def missing(practice: Practice, weeks: Iterable[Horizon], standing: Standing) -> int:
    """People missing in all, by the rules' own checks."""
    rota = as_rota(standing.lines)
    problems = [as_it_stands(practice, week, standing) for week in weeks]
    gaps = [gap for week in problems for rule in ALL if rule.ID in GAPS for gap in rule.check(week, rota)]
    return sum((gap.need or 0) - (gap.have or 0) for gap in gaps)


def weeks_of(asked: Problem) -> list[Horizon]:
    return [Horizon(day, 1) for day in asked.horizon.days() if day.weekday() == 0]


def gained(asked: Problem, *moves: Move, lines: Iterable[tuple[str, str, Activity]] = ()) -> int:
    standing = Standing(tuple(line(code, when, activity) for code, when, activity in lines))
    return Board(Ground(asked.practice, [MONDAY]), standing).change(moves)


def to(code: str, when: str, now: Cell | None, was: Cell | None = None) -> Move:
    return Move(Slot(code, session(when)), was, now)


def test_it_works() -> None:
    asked = problem(person("A"), person("B"), duty=DutyRule(1))
    assert gained(asked, to("A", "Mon AM", DUTY)) == 1
    assert gained(asked, to("A", "Mon AM", CLINIC)) == 0
    assert gained(asked, to("A", "Mon AM", None, DUTY), lines=[("A", "Mon AM", Activity.DUTY)]) == -1


def test_what_is_there_already_gains_nothing_more() -> None:
    asked = problem(person("A"), person("B"), duty=DutyRule(1))
    assert gained(asked, to("B", "Mon AM", DUTY), lines=[("A", "Mon AM", Activity.DUTY)]) == 0


def test_handed_over_in_one_act_nothing_is_lost() -> None:
    asked = problem(person("A"), person("B"), duty=DutyRule(1))
    lines = [("A", "Mon AM", Activity.DUTY), ("B", "Mon AM", Activity.CLINIC)]
    assert gained(asked, to("A", "Mon AM", None, DUTY), to("B", "Mon AM", DUTY, CLINIC), lines=lines) == 0


def test_a_doctor_is_in_as_long_as_half_a_day_of_cover_is_left() -> None:
    asked = problem(person("A"), minimum_doctors=(1, 0, 0, 0, 0))
    lines = [("A", "Mon AM", Activity.CLINIC), ("A", "Mon PM", Activity.CLINIC)]
    assert gained(asked, to("A", "Mon AM", None, CLINIC), lines=lines) == 0
    both = to("A", "Mon AM", None, CLINIC), to("A", "Mon PM", None, CLINIC)
    assert gained(asked, *both, lines=lines) == -1


def test_a_trainee_with_nobody_beside_them_is_somebody_missing() -> None:
    asked = problem(person("T", role="ST2"), person("S", flags="supervise"), supervision=Supervision(1))
    assert gained(asked, to("T", "Mon AM", CLINIC)) == -1
    assert gained(asked, to("T", "Mon AM", CLINIC), to("S", "Mon AM", CLINIC)) == 0


def test_each_rule_of_a_site_counts_for_itself() -> None:
    asked = problem(person("A"), site_cover=(SiteCover("MAIN", "gp", 1), SiteCover("MAIN", "doctor", 1)))
    assert gained(asked, to("A", "Tue PM", CLINIC)) == 2


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), asked=problems())
def test_it_counts_as_the_rules_do(data: st.DataObject, asked: Problem) -> None:
    standing = data.draw(standings(asked))
    cells = Cells(standing)
    slots = data.draw(st.lists(st.sampled_from(slots_of(asked)), max_size=4, unique=True))
    now = {slot: data.draw(_states(asked)) for slot in slots}
    moves = [Move(slot, _cell(cells[slot]), _cell(state)) for slot, state in now.items()]
    board = Board(Ground(asked.practice, asked.horizon.days()), standing)
    weeks = weeks_of(asked)
    after = missing(asked.practice, weeks, cells.with_(now))
    assert board.change(moves) == missing(asked.practice, weeks, standing) - after


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), asked=problems())
def test_done_and_taken_back_it_comes_to_nothing(data: st.DataObject, asked: Problem) -> None:
    standing = data.draw(standings(asked))
    cells = Cells(standing)
    slot = data.draw(st.sampled_from(slots_of(asked)))
    state = data.draw(_states(asked))
    ground = Ground(asked.practice, asked.horizon.days())
    there = Move(slot, _cell(cells[slot]), _cell(state))
    gone = Board(ground, cells.with_({slot: state})).change([replace_sides(there)])
    assert Board(ground, standing).change([there]) == -gone


def replace_sides(move: Move) -> Move:
    return move._replace(was=move.now, now=move.was)


def _states(asked: Problem) -> st.SearchStrategy[CellState]:
    sites = st.sampled_from(sites_of(asked.practice))
    at_work = st.builds(CellState, st.sampled_from((Activity.DUTY, *DONE)), sites, st.just(True))
    return at_work | st.just(CellState(pinned=True))


def _cell(state: CellState) -> Cell | None:
    return None if state.activity is None else Cell(state.activity, state.site or "")
