"""A hundred sicknesses in practices of the usual size: each repaired, applied by hand, and checked by other means."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import cache
from typing import Any

import pytest

from functions.rota_generate.questions.clock import Clock
from functions.rota_generate.repair import attempt
from functions.rota_generate.repair.policy import Absence, Stand, weeks_alone
from functions.rota_generate.solver.search import solve
from shared.constraints import check_all
from shared.domain.breach import Breach
from shared.domain.problem import Practice
from shared.domain.rota import Assignment
from shared.standing import Slot, Standing, as_it_stands
from tests.builders import shipped
from tests.repairs import applied, asked_about, days_off, stand_on

pytestmark = pytest.mark.long

CANNOT = frozenset({"absence", "closed", "one-place", "pattern", "duty-skill", "pins"})
LENGTHS = (1, 1, 2, 3, 5, 10)
OF_EACH, AT_ONCE = 50, 10  # sicknesses of each practice, and in one test


@cache
def rota_of(name: str) -> tuple[Assignment, ...]:
    return solve(shipped(name), seed=1, effort=20, workers=1).assignments


def sicknesses(name: str, number: int, seed: int) -> Iterator[tuple[Standing, Absence]]:
    """Of anybody at any time, half of them on a day on duty; some sessions of others were decided by hand."""
    chance, lines, last = random.Random(f"{name} {seed}"), rota_of(name), shipped(name).horizon.end
    for _ in range(number):
        on_duty = [line for line in lines if line.activity == "duty"]
        hit = chance.choice(on_duty if chance.random() < 0.5 else lines)
        days = min(chance.choice(LENGTHS), (last - hit.session.date).days + 1)
        pinned = frozenset(Slot(line.code, line.session) for line in chance.sample(lines, 40))
        yield Standing(lines, pinned), days_off(hit.code, hit.session.date, days)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(OF_EACH // AT_ONCE))
@pytest.mark.parametrize("name", ["northgate", "calder-bridge"])
def test_every_option_can_be_and_closes_as_much_as_making_the_weeks_again(name: str, seed: int) -> None:
    for standing, absence in sicknesses(name, AT_ONCE, seed):
        stand = stand_on(shipped(name), standing, asked_about(absence))
        status, answer = attempt.work_out(stand, solve=solve, watch=Clock(60))
        assert status == "done", answer
        least = missing_at_least(stand)
        for option in answer["options"]:
            after = applied(stand.standing, option["cells"])
            assert_it_can_be(stand, after)
            assert_it_is_as_said(stand, after, option)
            assert option["kind"] == "locum" or gap_points(stand, after) == least, option["title"]
            assert option["proved"]


def breaches(practice: Practice, stand: Stand, standing: Standing) -> list[Breach]:
    """What is wrong with a rota as it stands in the weeks that may change."""
    return list(check_all(as_it_stands(practice, stand.only, standing), standing.between(*_ends(stand)).lines))


def _ends(stand: Stand) -> tuple[Any, Any]:
    return stand.only.start, stand.only.end + timedelta(days=2)


def assert_it_can_be(stand: Stand, after: Standing) -> None:
    """Nothing is broken that an edit may never break, but for what was so before."""
    old = cannot(breaches(stand.practice, stand, stand.standing))
    assert not cannot(breaches(stand.practice, stand, after)) - old


def cannot(found: Iterable[Breach]) -> set[tuple[object, ...]]:
    return {(each.rule, each.date, each.half, each.code) for each in found if each.rule in CANNOT}


def assert_it_is_as_said(stand: Stand, after: Standing, option: dict[str, Any]) -> None:
    """Who is moved, what is left short and who is told are what comes of the cells."""
    assert stand.absence
    others = [cell["code"] for cell in option["cells"] if cell["code"] != stand.absence.code]
    assert {each["code"] for each in option["tell"]} - {stand.absence.code} == set(others)
    moved = [] if option["kind"] == "locum" else others  # who comes in as a locum is not moved
    assert (len(set(moved)), len(moved)) == (option["moved"], option["sessions"])
    short = Counter((gap.rule, gap.date and gap.date.isoformat(), gap.half, gap.site) for gap in gaps(stand, after))
    assert short == Counter((gap["rule"], gap["date"], gap["half"], gap["site"]) for gap in option["gaps_left"])
    assert not any(cell["was"]["pinned"] for cell in option["cells"]), "what was decided by hand stays"


def gaps(stand: Stand, standing: Standing) -> list[Breach]:
    return [gap for gap in breaches(stand.practice, stand, standing) if gap.is_gap]


def gap_points(stand: Stand, standing: Standing) -> int:
    """How much is short."""
    return sum(gap.points for gap in gaps(stand, standing))


def missing_at_least(stand: Stand) -> int:
    """The same when these weeks are made again around what was decided by hand, and close to nothing else."""
    asked = weeks_alone(stand)
    asked.weights["stability"] = 0
    outcome = solve(asked, seed=3, seconds=30, workers=2)
    assert outcome.proved
    return sum(gap.points for gap in outcome.gaps)
