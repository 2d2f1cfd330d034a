"""POST /rota/edits/targets: where a session could go, the same as trying it would say."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from functions.rota.departures import newly_departing
from functions.rota.edits.cannot import Ground, newly_broken
from functions.rota.edits.cells import Cells
from functions.rota.edits.effects import Duty
from functions.rota.edits.faults import Wanted, faults
from functions.rota.edits.halves import with_other_halves
from functions.rota.edits.shares import beyond, duties, fair_in
from functions.rota.edits.targets import PickedUp, Target, drop, may_be_picked_up, targets
from shared.domain.problem import Problem
from shared.domain.rota import Activity
from shared.standing import Slot, Standing
from tests.builders import problems
from tests.cast import PRIYA, House
from tests.edits import CLINIC, DUTY, FRIDAY, MONDAY, OFF, TUESDAY, cell, edit
from tests.functions.rota.edits.rotas import slots_of, standings
from tests.functions.rota.edits.test_board import missing, weeks_of


def picked_up(asked: Problem, standing: Standing, slot: Slot, *, before: int = 0) -> PickedUp:
    """A session in hand; `before`: duty held in other weeks by everybody."""
    ground = Ground(asked.practice, asked.horizon.days())
    fair = fair_in(asked.practice, asked.horizon)
    elsewhere = [Slot(code, next(iter(fair.counts))) for code in fair.parts for _ in range(before)]
    return PickedUp(
        slot, standing, ground, frozenset(asked.horizon.days()), asked.horizon.start,
        Duty(fair, elsewhere),
    )  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), asked=problems())
def test_they_say_what_trying_each_would_say(data: st.DataObject, asked: Problem) -> None:
    standing = data.draw(standings(asked))
    cells = Cells(standing)
    ground = Ground(asked.practice, asked.horizon.days())
    movable = [slot for slot in slots_of(asked) if may_be_picked_up(cells[slot]) and _can_be(ground, cells, slot)]
    assume(movable)
    duty = [slot for slot in movable if cells[slot].activity is Activity.DUTY]
    slot = data.draw(st.sampled_from(duty or movable) | st.sampled_from(movable))
    picked = picked_up(asked, standing, slot, before=data.draw(st.integers(0, 3)))
    found = {target.slot: target for target in targets(picked, asked.horizon)}
    here = asked.practice.by_code()
    first, last = asked.horizon.start, asked.horizon.end
    assert found.keys() == {
        each for each in slots_of(asked) if any(t.in_term_between(first, last) for t in here[each.code])
    }
    assume(found)
    for each in data.draw(st.lists(st.sampled_from(sorted(found)), min_size=1, max_size=8, unique=True)):
        assert found[each][:4] == tried(asked, picked, each)[:4], found[each].reason


def _can_be(ground: Ground, cells: Cells, slot: Slot) -> bool:
    """Not duty without the skill in place of listed leave: nobody can make that, and it hides that the leave is not
    listed until it is taken away."""
    person = ground.as_of(slot.code, slot.session.date)
    if person is None or cells[slot].activity is not Activity.DUTY or not ground.away(slot.code, slot.session):
        return True
    return ground.facts(slot.session.date).has_duty_skill(person)


def tried(asked: Problem, picked: PickedUp, slot: Slot) -> Target:
    """The plain way: change the rota, and check all of it before and after."""
    cells = Cells(picked.working)
    gives, takes = drop(cells, picked.slot, slot)
    occupied = takes.was.activity is not None and not (
        takes.was.activity is Activity.CLINIC and gives.was.activity is Activity.DUTY
    )
    if slot == picked.slot or occupied or newly_broken(picked.ground, takes):
        return Target(slot, allowed=False)
    wanted = Wanted((gives, takes), picked.today, picked.published)
    assert faults(picked.ground, wanted) == ()
    made = with_other_halves(picked.ground, cells, (gives, takes))
    after = cells.with_({change.slot: change.now for change in made})
    weeks = weeks_of(asked)
    assert not any(newly_departing(asked.practice, week, picked.working, after) for week in weeks)
    cover = missing(asked.practice, weeks, picked.working) - missing(asked.practice, weeks, after)
    return Target(slot, allowed=True, cover=cover, fairness=_unfair(picked, after) - _unfair(picked, picked.working))


def _unfair(picked: PickedUp, standing: Standing) -> Fraction:
    counts = picked.duty.fair.counts
    theirs = {
        code: sum(counts[slot.session] for slot in picked.duty.elsewhere if slot.code == code)
        + sum(counts[when] for holder, when in duties(standing.lines) if holder == code)
        for code in picked.duty.fair.parts
    }
    return beyond(picked.duty.fair.parts, theirs)


Row = tuple[int, int, float, str]


async def asked_for(house: House, code: str, day: str, half: str, weeks: int = 1) -> dict[tuple[str, str, str], Row]:
    priya = await house.as_(PRIYA)
    body = {"code": code, "date": day, "half": half, "start": MONDAY, "weeks": weeks}
    answer = await priya.post("/rota/edits/targets", body)
    assert answer.status_code == 200, answer.text
    return {(code, day, half): tuple(row) for code, day, half, *row in answer.json["rows"]}


async def test_it_works(house: House) -> None:
    await (await house.with_practice()).published()
    rows = await asked_for(house, "AO", MONDAY, "AM")  # duty
    assert len(rows) == 5 * 10
    assert rows["BH", MONDAY, "AM"][0] == 1
    assert rows["NP", MONDAY, "AM"] == (0, 0, 0.0, "Nia Pugh may not hold duty")
    assert rows["AO", TUESDAY, "AM"][3] == "Dr Amara Okafor is on duty then"
    assert rows["AO", MONDAY, "AM"] == (0, 0, 0.0, "It is here already")
    assert rows["BH", FRIDAY, "AM"][0] == 1  # not a day of theirs, and a person may decide otherwise
    assert rows["BH", TUESDAY, "AM"][3] == "Dr Ben Hughes is on leave then"


async def test_what_is_moved_within_a_half_day_loses_its_holder_and_keeps_its_cover(house: House) -> None:
    await (await house.with_practice()).published()
    rows = await asked_for(house, "AO", MONDAY, "AM")
    allowed, cover, fairness, reason = rows["BH", MONDAY, "AM"]
    assert (allowed, cover, reason) == (1, 0, "")
    assert fairness < 0  # Amara holds it all
    assert rows["BH", FRIDAY, "AM"][1] == -1  # Monday morning is without duty, Friday has two


async def test_the_working_copy_is_what_it_goes_by(house: House) -> None:
    await (await house.with_practice()).published()
    priya = await house.as_(PRIYA)
    await edit(priya, cell("BH", MONDAY, "AM", CLINIC, OFF))
    await edit(priya, cell("CW", MONDAY, "AM", CLINIC, DUTY))
    rows = await asked_for(house, "CW", MONDAY, "AM")
    assert rows["BH", MONDAY, "AM"][0] == 1
    assert rows["BH", MONDAY, "AM"][1] == 0  # Amara still holds duty, and a doctor more is in


async def test_nothing_picked_up_is_nothing_to_move(house: House) -> None:
    await (await house.with_practice()).published()
    priya = await house.as_(PRIYA)
    body = {"code": "BH", "date": FRIDAY, "half": "AM", "start": MONDAY, "weeks": 1}
    answer = await priya.post("/rota/edits/targets", body)
    assert answer.status_code == 422
    assert answer.json["detail"] == "Dr Ben Hughes has nothing on Fri 8 Jan AM that could be moved."


async def test_weeks_without_a_rota_and_hours_gone_by_are_no_place_to_go(house: House) -> None:
    await (await house.with_practice()).published()
    rows = await asked_for(house, "AO", MONDAY, "AM", weeks=3)
    assert rows["BH", "2027-01-18", "AM"][3] == "No rota is published for then yet"
