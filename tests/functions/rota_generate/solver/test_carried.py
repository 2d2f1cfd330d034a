"""What people carry from weeks gone by: it moves fair parts, the same by both faces, and the solver follows it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.rota_generate.solver.model import RotaModel
from functions.rota_generate.solver.search import solve
from functions.rota_generate.solver.sending import useful_sending
from shared.constraints import ALL
from shared.domain.problem import DutyRule, Problem, Wish
from shared.domain.rota import Activity
from tests.builders import person, problem, problems, rotas

CODES = tuple(f"P{number}" for number in range(1, 6))
carried = st.dictionaries(st.sampled_from(CODES), st.integers(-1500, 1500))


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), asked=problems(), before=carried)
def test_every_rota_costs_the_same_by_both_faces_whatever_is_carried(
    data: st.DataObject, asked: Problem, before: dict[str, int]
) -> None:
    asked = replace(asked, carried=before)
    assert asked.verify() == ()
    rota = data.draw(rotas(asked, useful_sending(asked)))
    model = RotaModel(asked).build()
    values = model.values_of(rota)
    paid = Counter({"": model.settled_cost})
    for penalty in model.penalties:
        paid[penalty.rule] += penalty.points * model.excess(penalty, values)
    checked = Counter({rule.ID: sum(breach.points for breach in rule.check(asked, rota)) for rule in ALL})
    assert paid.total() == checked.total(), (paid, checked)


def test_who_held_more_before_is_given_less_and_who_held_less_more() -> None:
    staff = [person(code, flags="duty") for code in "ABCD"]
    asked = problem(*staff, weeks=4, duty=DutyRule(1, same_person_both_halves=Wish.PREFER))
    behind = replace(asked, carried={"A": 400, "B": -400})
    held = Counter(
        line.code for line in solve(behind, seed=1, seconds=10, workers=1).assignments if line.activity is Activity.DUTY
    )
    assert held["A"] <= 7 < 9 <= held["C"] <= 11 < 13 <= held["B"]
