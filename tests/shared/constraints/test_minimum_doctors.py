from __future__ import annotations

from shared.constraints import minimum_doctors
from shared.domain.problem import Closure
from tests.builders import EASTER, MONDAY, as_planned, leave, person, problem


def test_a_day_below_its_minimum_is_a_gap_of_people() -> None:
    asked = problem(
        person("A"),
        person("B", "--SSSSSSSS"),
        person("C", "AASSSSSSSS"),
        person("D"),
        person("N", role="Nurse"),
        leave=[leave("D", "Mon AM", "Mon PM")],
        minimum_doctors=(3, 0, 0, 0, 0),
    )
    (gap,) = minimum_doctors.check(asked, as_planned(asked))
    assert (gap.need, gap.have, gap.half, gap.points) == (3, 1, None, 20_000)
    assert gap.because == "need 3, have 1: Dr D on leave, Dr C on admin, Dr B does not work then"


def test_one_session_that_gives_cover_is_enough() -> None:
    asked = problem(person("A", "AS--------"), person("B", "V---------"), minimum_doctors=(2, 0, 0, 0, 0))
    assert minimum_doctors.check(asked, as_planned(asked)) == []


def test_roles_are_counted_without_their_qualifiers() -> None:
    asked = problem(
        person("A", role="ST3 LTFT80"),
        person("B", role="Locum (regular)"),
        person("C", role="Salaried"),
        minimum_doctors=(3, 0, 0, 0, 0),
        minimum_doctors_counts=("ST3", "Locum"),
    )
    (gap,) = minimum_doctors.check(asked, as_planned(asked))
    assert gap.have == 2


def test_bank_holidays_and_closed_days_need_nobody() -> None:
    asked = problem(
        person("A"), start=EASTER, closures=[Closure("Training", (EASTER,))], minimum_doctors=(2, 1, 1, 1, 2)
    )
    assert minimum_doctors.check(asked, as_planned(asked)) == []
    assert MONDAY not in asked.facts.open_days
