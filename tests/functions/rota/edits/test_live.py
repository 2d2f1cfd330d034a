"""What a process remembers of the published rota: never what is over, never what was given up."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from functions.rota.edits import live
from functions.rota.edits.cells import EMPTY, OFF, Cells
from functions.rota.edits.desk import days_of_duty
from functions.rota.edits.live import ByWeek, Live
from shared import rota_changes
from shared.db import Tx
from shared.domain.calendar import Half, Session, monday_of
from shared.domain.problem import Problem
from shared.domain.rota import Activity, Cell
from shared.queries import rota
from shared.standing import Standing
from tests.builders import problems
from tests.cast import PRIYA, House
from tests.edits import CLINIC as AT_ELM
from tests.edits import FRIDAY, MONDAY, cell
from tests.edits import edit as made
from tests.functions.rota.edits.rotas import slots_of, standings
from tests.functions.rota.edits.test_policy import ADMIN, CLINIC, DUTY, change, edit

FIRST = date.fromisoformat(MONDAY)
SECOND = FIRST + timedelta(days=7)


class GivenUp(Exception):
    """The transaction is undone."""


async def really(tx: Tx, monday: date) -> Standing:
    return await rota.standing(tx, start=monday, end=monday + timedelta(days=6))


async def taken_off(tx: Tx, code: str = "CW") -> None:
    """A session is taken off the published rota, as leave does it."""
    number = (await (await tx.execute("select max(number) from rota_version")).fetchone() or (0,))[0]
    was, when = Cell(Activity.CLINIC, "ELM"), Session(FIRST, Half.AM)
    gone = rota_changes.Change(number, code, when, was, None)
    await rota_changes.record(tx, changes=[gone], cause="leave", cause_id="x", by=None)


async def test_it_works(published: House) -> None:
    known = Live()
    async with published.db.tx() as tx:
        weeks = await known.weeks(tx, [FIRST, SECOND])
        assert [weeks[day].standing for day in weeks] == [await really(tx, FIRST), await really(tx, SECOND)]
    async with published.db.tx() as tx:
        assert (await known.weeks(tx, [FIRST]))[FIRST] is weeks[FIRST]  # not read again
        await taken_off(tx)
    async with published.db.tx() as tx:
        again = (await known.weeks(tx, [FIRST]))[FIRST]
        assert again.standing == await really(tx, FIRST) != weeks[FIRST].standing


async def test_a_publication_is_seen_by_the_next_request(published: House) -> None:
    known = Live()
    async with published.db.tx() as tx:
        before = (await known.weeks(tx, [FIRST]))[FIRST]
    run_id = await published.draft(mode="afresh", seed=7)
    answer = await (await published.as_(PRIYA)).put(f"/rota/versions/{run_id}/publication", {"reason": "Again"})
    assert answer.status_code == 201, answer.text
    async with published.db.tx() as tx:
        after = (await known.weeks(tx, [FIRST]))[FIRST]
        assert after is not before
        assert after.standing == await really(tx, FIRST)


async def test_what_is_given_up_is_not_remembered(published: House) -> None:
    known = Live()
    try:
        async with published.db.tx() as tx:
            await taken_off(tx)
            given_up = (await known.weeks(tx, [FIRST]))[FIRST].standing
            raise GivenUp
    except GivenUp:
        pass
    async with published.db.tx() as tx:
        await taken_off(tx, "BH")  # another change, and the newest again
        now = (await known.weeks(tx, [FIRST]))[FIRST].standing
        assert now == await really(tx, FIRST) != given_up


async def test_weeks_asked_for_long_ago_are_forgotten(published: House) -> None:
    known = Live()
    async with published.db.tx() as tx:
        first = (await known.weeks(tx, [FIRST]))[FIRST]
        for number in range(1, live.MOST_WEEKS + 1):
            await known.weeks(tx, [FIRST + timedelta(weeks=number)])
        again = (await known.weeks(tx, [FIRST]))[FIRST]
    assert again is not first
    assert again.standing == first.standing


@given(problems(weeks=2), st.data())
def test_week_by_week_it_is_the_same_rota(asked: Problem, data: st.DataObject) -> None:
    standing = data.draw(standings(asked))
    mondays = sorted({monday_of(day) for day in asked.horizon.days()})
    parts = {day: Cells(standing.between(day, day + timedelta(days=6))) for day in mondays}
    weeks, whole = ByWeek(parts), Cells(standing)
    assert weeks == whole
    changed = data.draw(
        st.dictionaries(
            st.sampled_from(slots_of(asked)), st.sampled_from((CLINIC, ADMIN, DUTY, OFF, EMPTY)), max_size=4
        )
    )
    assert Cells(weeks.with_(changed)) == Cells(whole.with_(changed))
    assert weeks.with_(changed).lines == whole.with_(changed).lines


def test_only_changes_that_move_duty_need_the_weeks_it_is_moved_in() -> None:
    pin = edit(1, change("A", "Mon AM", DUTY, DUTY))
    work = edit(2, change("A", "Tue AM", CLINIC, ADMIN))
    assert days_of_duty([pin, work]) == frozenset()
    given_up, taken = edit(3, change("A", "Wed AM", DUTY, ADMIN)), edit(4, change("A", "Fri AM", CLINIC, DUTY))
    assert days_of_duty([given_up, taken]) == {FIRST + timedelta(days=2), date.fromisoformat(FRIDAY)}


async def test_the_page_is_told_when_the_published_rota_moves_and_not_for_a_change_that_waits(
    published: House,
) -> None:
    priya = await published.as_(PRIYA)
    before = (await priya.get("/rota/edits")).json
    await made(priya, cell("BH", MONDAY, "AM", AT_ELM, AT_ELM | {"pinned": True}))
    waits = (await priya.get(f"/rota/edits?after={before['stamp']}")).json
    assert (waits["published"], len(waits["edits"])) == (before["published"], 1)
    sick = {"kind": "sick", "start": MONDAY, "start_half": "AM", "end": MONDAY, "end_half": "PM", "person_code": "CW"}
    assert (await priya.post("/leave/requests", sick)).status_code == 201
    after = (await priya.get(f"/rota/edits?after={waits['stamp']}")).json
    assert after["published"] > before["published"]
    assert [each["id"] for each in after["edits"]] == [each["id"] for each in waits["edits"]]
