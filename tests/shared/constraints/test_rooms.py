from __future__ import annotations

from dataclasses import replace

from functions.rota_generate.solver.search import solve
from shared.constraints import rooms
from tests.builders import BRANCH, MAIN, as_planned, person, problem

TWO = replace(MAIN, rooms=2)


def test_more_people_than_rooms_is_told_with_both_numbers() -> None:
    staff = [person(code, "S---------") for code in "ABC"]
    asked = problem(*staff, person("R", "S---------", flags="remote-ok"), person("V", "V---------"), sites=(TWO,))
    (breach,) = rooms.check(asked, as_planned(asked))
    assert (breach.points, breach.because) == (20, "Northgate has 3 people for 2 rooms")


def test_somebody_is_sent_where_there_is_a_room() -> None:
    staff = [person(code, "S---------") for code in "ABC"]
    outcome = solve(problem(*staff, sites=(TWO, BRANCH)), seed=1, seconds=5, workers=1)
    assert sorted(a.site for a in outcome.assignments) == ["BRANCH", "MAIN", "MAIN"]


def test_a_trainee_keeps_to_their_site() -> None:
    staff = [person(code, "S---------", role="ST1") for code in "ABC"]
    outcome = solve(problem(*staff, sites=(TWO, BRANCH)), seed=1, seconds=5, workers=1)
    assert [breach.rule for breach in outcome.breaches] == ["rooms"]
