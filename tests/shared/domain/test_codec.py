"""A problem goes to JSON and back unchanged."""

from __future__ import annotations

import os
import subprocess
import sys

import orjson
import pytest

from shared.domain.calendar import Half, Horizon, Session
from shared.domain.codec import NotAProblem, from_document, to_document
from shared.domain.problem import Decide, Problem
from shared.domain.rota import Activity, Assignment
from shared.intake import Files, read_practice
from tests.paths import ROOT

PRACTICES = ROOT / "infra/demo/practices"
NAMES = sorted(file.name.removesuffix(".practice.json") for file in PRACTICES.glob("*.practice.json"))


def _problem(name: str) -> Problem:
    practice, people, leave = (
        (PRACTICES / f"{name}.{part}").read_bytes() for part in ("practice.json", "people.csv", "leave.csv")
    )
    read = read_practice(Files(name, practice, people, leave))
    assert read.horizon
    person = read.people[0]
    line = Assignment(Session(read.horizon.start, Half.AM), person.code, Activity.CLINIC, person.site)
    return Problem(
        read,
        Horizon(read.horizon.start, 2),
        published=(line,),
        pins=(line,),
        decide=frozenset({Decide.DUTY}),
        weights={"stability": 3},
    )


@pytest.mark.parametrize("name", NAMES)
def test_what_comes_back_is_what_went_in(name: str) -> None:
    problem = _problem(name)
    back = from_document(orjson.loads(orjson.dumps(to_document(problem))))
    assert back == problem
    assert type(back.published[0].session) is Session
    assert to_document(back) == to_document(problem)


def test_the_document_does_not_depend_on_the_order_of_sets() -> None:
    script = (
        "import orjson, sys; from tests.shared.domain.test_codec import _problem; from shared.domain.codec import *; "
        "sys.stdout.buffer.write(orjson.dumps(to_document(_problem('northgate'))))"
    )
    written = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(written) == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: d.pop("practice"), "practice"),
        (lambda d: d["horizon"].update(start="someday"), "problem.horizon.start"),
        (lambda d: d["practice"]["people"][0].update(pattern=None), r"problem.practice.people\[0\].pattern"),
        (lambda d: d.update(surprise=1), "surprise"),
        (lambda d: d["decide"].append("everything"), "decide"),
    ],
)
def test_what_is_no_problem_says_where(change: object, said: str) -> None:
    document = to_document(_problem("northgate"))
    change(document)  # type: ignore[operator]  # one of the changes above
    with pytest.raises(NotAProblem, match=said):
        from_document(document)
