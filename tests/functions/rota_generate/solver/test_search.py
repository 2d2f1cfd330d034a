"""A draft always comes back, the same for the same question, at once when asked, with an honest bound."""

from __future__ import annotations

import itertools
import threading
import time
from dataclasses import replace

import pytest

from functions.rota_generate.solver.engine import PORTFOLIOS, Limits, parameters
from functions.rota_generate.solver.first_draft import first_draft
from functions.rota_generate.solver.model import RotaModel
from functions.rota_generate.solver.search import Refusal, solve
from shared.constraints import check_all
from shared.domain.outcome import Progress, as_document
from shared.domain.problem import DutyRule, MaxOff, Problem, SiteCover, Supervision
from shared.domain.rota import as_rota
from tests.builders import BRANCH, MAIN, leave, line, person, problem, shipped, slot

PRACTICES = ("calder-bridge", "northgate", "severnbank", "tern-valley")


def small(weeks: int = 6) -> Problem:
    """Enough to decide that the first draft is not the best."""
    staff = [
        person("A", "????????--", days="2.5", flags="duty|supervise"),
        person("B", "??????????", days="3.5", flags="duty"),
        person("C", "SS--SA--SS", flags="duty|supervise"),
        person("D", "--SSSS--S-", site="BRANCH", flags="duty"),
        person("T", "SSTSSESL--", role="ST2"),
    ]
    return problem(
        *staff,
        weeks=weeks,
        sites=(replace(MAIN, rooms=3), BRANCH),
        leave=[leave("C", "Mon AM", "Fri PM", week=1), leave("B", "Mon AM", "Wed AM", week=3)],
        duty=DutyRule(1, mondays=2),
        minimum_doctors=(3, 2, 3, 2, 2),
        supervision=Supervision(2, prefer_one_supervisor_free_of_duty=True),
        site_cover=(SiteCover("BRANCH", "gp", 1, (slot("Mon AM"), slot("Wed PM"))),),
        max_off=(MaxOff(("Partner",), 0),),
    )


def test_it_works() -> None:
    outcome = solve(small(), seed=1, seconds=10, workers=2)
    assert outcome.objective == sum(breach.points for breach in outcome.breaches)
    assert outcome.breaches == check_all(small(), outcome.assignments)
    assert outcome.bound <= outcome.objective
    assert outcome.proved == (outcome.bound == outcome.objective)
    assert not outcome.stopped
    assert (outcome.seed, outcome.workers) == (1, 2)
    assert outcome.version.startswith("ortools 9.")


def test_the_best_of_a_tiny_practice_is_the_best_of_all_there_are() -> None:
    asked = problem(
        person("A", "??--------", days="1", flags="duty"),
        person("B", "SA--------", flags="duty|supervise"),
        person("T", "ST--------", role="ST2", site="BRANCH"),
        sites=(MAIN, BRANCH),
        duty=DutyRule(1),
        supervision=Supervision(1),
    )
    model = RotaModel(asked).build()
    assert model.own <= 12
    costs = []
    for choice in itertools.product((0, 1), repeat=model.own):
        rota = model.rota_of([*choice, *([0] * (len(model.low) - model.own))])
        values = model.values_of(as_rota(rota))
        if values[: model.own] == list(choice) and not model.broken(values):
            costs.append(sum(breach.points for breach in check_all(asked, rota)))
    assert len(costs) > 10
    assert solve(asked, seed=1, seconds=10, workers=1).objective == min(costs)


@pytest.mark.long
def test_the_same_question_and_seed_give_the_same_draft_with_one_worker_and_an_effort() -> None:
    documents = [as_document(small(), solve(small(), seed=7, effort=0.2, workers=1)) for _ in range(2)]
    for document in documents:
        del document["seconds"]
    assert documents[0] == documents[1]


@pytest.mark.parametrize("name", ["northgate", "calder-bridge"])
def test_the_same_question_and_seed_give_the_same_rota_whenever_the_search_ends_by_itself(name: str) -> None:
    drafts = [solve(shipped(name), seed=3, seconds=60, workers=2) for _ in range(2)]
    assert all(draft.proved for draft in drafts)
    assert drafts[0].assignments == drafts[1].assignments


def test_it_can_be_stopped_at_once_and_keeps_the_best_so_far() -> None:
    asked = shipped("severnbank")
    ask = threading.Event()
    told: list[Progress] = []

    def listen(progress: Progress) -> None:
        told.append(progress)
        ask.set()

    began = time.monotonic()
    outcome = solve(asked, seed=1, seconds=300, workers=2, on_progress=listen, should_stop=ask.is_set)
    assert time.monotonic() - began < 150, "it went on as long as it was given"
    assert outcome.stopped
    assert outcome.objective <= (told[0].objective or 0)


def test_stopping_before_it_begins_still_gives_a_draft() -> None:
    outcome = solve(small(), seed=1, seconds=60, should_stop=lambda: True)
    assert outcome.stopped
    assert outcome.assignments


def test_no_time_at_all_still_gives_a_draft() -> None:
    outcome = solve(small(), seed=1, seconds=0)
    assert outcome.assignments
    assert not outcome.proved


def test_progress_comes_on_the_caller_s_thread_and_never_gets_worse() -> None:
    told: list[tuple[Progress, int]] = []
    outcome = solve(
        small(), seed=1, seconds=10, on_progress=lambda progress: told.append((progress, threading.get_ident()))
    )
    assert {thread for _, thread in told} == {threading.get_ident()}
    objectives = [progress.objective or 0 for progress, _ in told]
    assert objectives == sorted(objectives, reverse=True)
    bounds = [progress.bound for progress, _ in told]
    assert bounds == sorted(bounds)
    assert all(progress.bound <= (progress.objective or 0) for progress, _ in told)
    assert objectives[-1] >= outcome.objective


def test_what_a_listener_raises_ends_the_search() -> None:
    def burst(progress: Progress) -> None:
        raise RuntimeError("the line is dead")

    with pytest.raises(RuntimeError, match="the line is dead"):
        solve(small(), seed=1, seconds=60, on_progress=burst)


def test_a_contradictory_question_is_refused_before_any_solving() -> None:
    asked = problem(person("A"), pins=[line("A", "Mon AM", site="MOON"), line("Z", "Mon AM")])
    with pytest.raises(Refusal) as refused:
        solve(asked, seed=1, seconds=60)
    assert len(refused.value.refusals) == 2


def test_either_seconds_or_effort_is_given() -> None:
    with pytest.raises(ValueError, match="seconds or effort"):
        solve(small(), seed=1)
    with pytest.raises(ValueError, match="seconds or effort"):
        solve(small(), seed=1, seconds=1, effort=1)


def test_a_practice_where_nobody_works_yet_is_refused() -> None:
    with pytest.raises(Refusal, match="Nobody works here yet"):
        solve(problem(), seed=1, seconds=1)


def test_a_practice_with_nobody_at_work_gets_an_empty_draft() -> None:
    asked = problem(person("A", "----------"), duty=DutyRule(1))
    outcome = solve(asked, seed=1, seconds=5)
    assert outcome.assignments == ()
    assert outcome.proved


@pytest.mark.parametrize("name", PRACTICES)
def test_the_first_draft_is_a_rota_that_can_be(name: str) -> None:
    model = RotaModel(shipped(name)).build()
    values = first_draft(model)
    assert model.broken(values) == []
    assert model.values_of(as_rota(model.rota_of(values))) == values


@pytest.mark.parametrize("workers", [1, 2, 3, 4, 8, 16])
def test_every_number_of_workers_has_a_portfolio(workers: int) -> None:
    chosen = parameters(Limits(1, workers, 1.0, None)).parameters
    assert 1 <= len(chosen.subsolvers) <= workers
    assert chosen.interleave_search, "or the same seed would not give the same rota"
    assert PORTFOLIOS[-1][0] == 1
