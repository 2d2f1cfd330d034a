"""When the time is over: what was found is kept and called an estimate, and somebody may have it looked at longer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from functions.rota_generate.conflicts import attempt
from functions.rota_generate.conflicts.attempt import work_out
from functions.rota_generate.questions import queries
from functions.rota_generate.questions.clock import Clock
from functions.rota_generate.questions.kinds import LONGER_SECONDS
from functions.rota_generate.questions.lane import SILENT_SECONDS
from functions.rota_generate.questions.queries import OVERDUE_SECONDS
from functions.rota_generate.solver.search import solve
from shared.domain.problem import DutyRule, Problem
from tests.builders import as_planned, leave, lines_of, person, problem
from tests.cast import House
from tests.functions.rota_generate.conflicts.test_conflicts import CONFLICTS, gap, with_a_gap
from tests.functions.rota_generate.conflicts.test_fewest import gap_of
from tests.what_ifs import work_out as answer_it


def a_week_with_a_gap() -> Problem:
    """Of five who may hold duty on Monday, two are away and three do not work then."""
    away = [person(code, "SS--------", flags="duty") for code in "AB"]
    others = [person(code, "--SSSSSSSS", flags="duty") for code in "CDE"]
    return problem(*away, *others, duty=DutyRule(1), leave=(leave("A", "Mon AM", "Mon PM"), leave("B", "Mon AM")))


def clock_that_stops_after(looks: int) -> Clock:
    """Time stands still for so many looks at it, and then all of it is over."""
    times: Iterator[float] = iter([0.0] * (looks + 1))
    return Clock(10, lambda: next(times, 100.0))


def answered_within(looks: int) -> tuple[str, dict[str, Any]]:
    asked = a_week_with_a_gap()
    ground = gap_of(asked, lines_of(as_planned(asked)))
    return work_out(ground, solve=solve, watch=clock_that_stops_after(looks))


def test_what_was_found_is_kept_and_said_to_be_an_estimate() -> None:
    status, whole = answered_within(10_000)
    assert (status, whole["proved"]) == ("done", True) and not whole.get("cut_short")
    members = {member["words"] for member in whole["members"]}
    cut = [answer for looks in range(4, 40) for status, answer in [answered_within(looks)] if status == "done"]
    estimates = [answer for answer in cut if not answer["proved"]]
    assert estimates
    for answer in estimates:
        assert answer["cut_short"]
        assert members <= {member["words"] for member in answer["members"]}, "it leaves out none that is in the way"
        assert answer["sentences"][-1].startswith("This is an estimate: ")
        assert answer["ways_out"][-1]["words"].startswith("Do without: ")


def test_ways_out_that_were_not_tried_are_said_to_be_missing() -> None:
    _, whole = answered_within(10_000)
    short = next(
        answer
        for looks in range(4, 200)
        for status, answer in [answered_within(looks)]
        if status == "done" and answer["proved"] and answer.get("cut_short")
    )
    assert len(short["ways_out"]) < len(whole["ways_out"])
    assert short["sentences"][-1] == "There was no time to try every way out."


def test_where_there_was_no_time_at_all_it_says_so() -> None:
    status, answer = answered_within(0)
    assert (status, answer["cut_short"]) == ("failed", True)
    assert answer["sentence"] == "There was no time to find out whether this gap can be closed at all."


async def test_asked_for_longer_it_is_another_question_with_more_time(
    elm_lane: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[float] = []

    def unhurried(ground: Any, *, solve: Any, watch: Clock) -> Any:
        given.append(watch.left)
        return work_out(ground, solve=solve, watch=watch)

    monkeypatch.setattr(attempt, "work_out", unhurried)
    priya = await with_a_gap(elm_lane)
    found = [(await priya.post(CONFLICTS, gap(longer=longer))).json["id"] for longer in (False, True)]
    for each in found:
        await answer_it(elm_lane, each)
    assert LONGER_SECONDS - 0.5 < given[1] - given[0] < LONGER_SECONDS + 0.5
    answers = [(await priya.get(f"{CONFLICTS}/{each}")).json for each in found]
    assert [answer["status"] for answer in answers] == ["done", "done"]
    assert answers[0]["members"] == answers[1]["members"] and not answers[1]["cut_short"]


async def test_who_looks_longer_is_given_longer_before_somebody_else_does(elm_lane: House) -> None:
    priya = await with_a_gap(elm_lane)
    ids = [(await priya.post(CONFLICTS, gap(longer=longer))).json["id"] for longer in (False, True)]
    async with elm_lane.db.tx() as tx:
        for each in ids:
            await queries.claim(tx, question_id=UUID(each), silent_seconds=SILENT_SECONDS, attempts=3)
        await tx.execute(
            "update question set claimed_at = claimed_at - make_interval(secs => %s), asked_at = asked_at - "
            "make_interval(secs => %s) where id = any(%s)", (SILENT_SECONDS + 1, OVERDUE_SECONDS + 1, ids),
        )  # fmt: skip
        again = [
            await queries.claim(tx, question_id=UUID(each), silent_seconds=SILENT_SECONDS, attempts=3) for each in ids
        ]
    assert [claim is not None for claim in again] == [True, False]
    states = [(await priya.get(f"{CONFLICTS}/{each}")).json["status"] for each in ids]
    assert states == ["failed", "working"]
