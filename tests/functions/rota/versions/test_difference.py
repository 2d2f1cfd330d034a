"""How two versions differ: the arithmetic of dates, and the endpoint."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from functions.rota.versions.difference import Span, compared, spans
from shared.domain.rota import Activity
from shared.grid import Viewer
from tests.builders import line
from tests.cast import BEN, CHARLIE, LEAVE, PEOPLE, House, files
from tests.edits import ADMIN, CLINIC, MONDAY, NEXT_MONDAY, OFF, TUESDAY, cell, edit, state
from tests.published import TWO_WEEKS, priya_with_a_rota, publish

FIRST = date(2027, 1, 4)
DUTY_AS_IT_IS = state("duty")
EVERYTHING, NOBODY = Viewer(everything=True, code=None), Viewer(everything=False, code=None)
WEEKDAYS = st.integers(0, 80).map(lambda days: FIRST + timedelta(days=days)).filter(lambda day: day.weekday() < 5)


@given(st.frozensets(WEEKDAYS))
def test_spans_hold_these_days_and_no_others(days: frozenset[date]) -> None:
    found = spans(days)
    assert frozenset[date]().union(*(span.days() for span in found)) == days
    assert sum(len(span.days()) for span in found) == len(days)


def test_a_weekend_parts_no_span() -> None:
    fortnight = Span(FIRST, FIRST + timedelta(days=11))
    assert spans(fortnight.days()) == (fortnight,)
    assert spans(fortnight.days() - {FIRST + timedelta(days=4)}) == (
        Span(FIRST, FIRST + timedelta(days=3)), Span(FIRST + timedelta(days=7), FIRST + timedelta(days=11)),
    )  # fmt: skip


def test_only_the_dates_both_have_are_compared() -> None:
    first_week = Span(FIRST, FIRST + timedelta(days=4))
    both_weeks = Span(FIRST, FIRST + timedelta(days=11))
    now = (line("A", "Mon AM"), line("A", "Mon AM", week=1))
    found = compared(both_weeks, now, first_week, (), EVERYTHING)
    assert [change.date for change in found.difference.changes] == [FIRST]
    assert (found.both, found.only_was) == ((first_week,), ())
    assert found.only_now == (Span(FIRST + timedelta(days=7), FIRST + timedelta(days=11)),)


def test_why_somebody_is_away_is_in_no_difference_a_colleague_sees() -> None:
    span = Span(FIRST, FIRST + timedelta(days=4))
    study, court = line("A", "Mon AM", Activity.STUDY_LEAVE), line("A", "Mon AM", Activity.CORONERS)
    assert compared(span, (study,), span, (court,), NOBODY).difference.changes == ()
    assert compared(span, (study,), span, (), NOBODY).difference.changes == ()
    (change,) = compared(span, (study,), span, (line("A", "Mon AM"),), NOBODY).difference.changes
    assert (change.was, change.now) == (("clinic", "MAIN"), None)
    assert len(compared(span, (study,), span, (court,), EVERYTHING).difference.changes) == 1


async def test_it_works(house: House) -> None:
    priya = await priya_with_a_rota(house)
    first = (await priya.get("/rota/publication")).json["id"]
    await edit(priya, cell("CW", MONDAY, "AM", CLINIC, ADMIN), cell("AO", TUESDAY, "PM", DUTY_AS_IT_IS, OFF))
    second = (await publish(priya))["id"]
    for against in ("previous", first):
        found = (await priya.get(f"/rota/versions/{second}/difference?against={against}")).json
        assert (found["a"]["number"], found["changed"], found["people"]) == (2, 2, 2)
        assert found["by_person"] == [
            {"code": "AO", "name": "Dr Amara Okafor", "changes": [
                {"date": TUESDAY, "half": "PM", "was": {"activity": "duty", "site": "ELM"}, "now": None}]},
            {"code": "CW", "name": "Dr Cara West", "changes": [
                {"date": MONDAY, "half": "AM", "was": {"activity": "clinic", "site": "ELM"},
                 "now": {"activity": "admin", "site": "ELM"}}]},
        ]  # fmt: skip
        assert [(day["date"], [each["code"] for each in day["changes"]]) for day in found["by_day"]] == [
            (MONDAY, ["CW"]), (TUESDAY, ["AO"]),
        ]  # fmt: skip
    assert found["b"]["number"] == 1
    assert (found["both"], found["only_a"]) == ([{"start": MONDAY, "end": "2027-01-08"}], [])
    assert found["only_b"] == [{"start": NEXT_MONDAY, "end": "2027-01-15"}]


async def test_a_first_version_changed_nothing_and_its_dates_are_its_own(house: House) -> None:
    priya = await priya_with_a_rota(house)
    first = (await priya.get("/rota/publication")).json["id"]
    found = (await priya.get(f"/rota/versions/{first}/difference")).json
    assert (found["changed"], found["b"], found["both"]) == (0, None, [])
    assert found["only_a"] == [{"start": MONDAY, "end": "2027-01-15"}]


async def test_previous_is_what_people_saw_and_not_what_was_published_before(house: House) -> None:
    priya = await priya_with_a_rota(house)
    await priya.post(
        "/practice/import",
        files(practice=TWO_WEEKS, leave=LEAVE + f"BH,annual,{MONDAY},AM,{MONDAY},PM,approved\n"),
    )
    await edit(priya, cell("CW", MONDAY, "AM", CLINIC, ADMIN))
    second = (await publish(priya))["id"]
    found = (await priya.get(f"/rota/versions/{second}/difference")).json
    assert [each["code"] for each in found["by_person"]] == ["CW"]


async def test_a_colleague_sees_no_more_than_the_rota_shows(house: House) -> None:
    """Ben's study leave comes and goes with his pattern; to others, in it or out of it, he is not at work."""
    priya = await priya_with_a_rota(house)
    less = PEOPLE.replace("SSSSSS----", "SS--SS----")
    assert (await priya.post("/practice/import", files(practice=TWO_WEEKS, people=less))).status_code == 200
    second = await house.published(mode="afresh")
    for against in ("previous", (await priya.get("/rota/versions")).json[1]["id"]):
        path = f"/rota/versions/{second}/difference?against={against}"
        seen = {actor: (await (await house.as_(actor)).get(path)) for actor in (CHARLIE, BEN)}
        assert "study" not in seen[CHARLIE].text and "study-leave" in seen[BEN].text
        assert not [day for day in seen[CHARLIE].json["by_day"] if day["date"] == TUESDAY]
    counts = {}
    for name, client in (("all", priya), ("colleague", await house.as_(CHARLIE))):
        (listed,) = [each for each in (await client.get("/rota/versions")).json if each["id"] == str(second)]
        counts[name] = listed["changes"]
    assert counts["all"] == counts["colleague"] + 2


async def test_what_is_no_version_is_not_found(house: House) -> None:
    priya = await priya_with_a_rota(house)
    first = (await priya.get("/rota/publication")).json["id"]
    nothing = uuid.uuid4()
    assert (await priya.get(f"/rota/versions/{nothing}/difference")).status_code == 404
    assert (await priya.get(f"/rota/versions/{first}/difference?against={nothing}")).status_code == 404
    assert (await priya.get(f"/rota/versions/{first}/difference?against=yesterday")).status_code == 422
