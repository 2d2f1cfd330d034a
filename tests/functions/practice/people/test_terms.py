"""POST, PUT and DELETE of terms; changing one from a date; ending one."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from functions.practice.people import service_terms
from functions.practice.people.schemas import AddTermIn
from functions.practice.people.service import By
from shared.db import Tx
from shared.errors import Refused
from tests.cast import AMARA, BEN, PRIYA, Client, House
from tests.functions.practice.somebody import TERM

PEOPLE = (
    "code,name,role,site,wte,pattern,pattern_b,flexible_days_per_week,annual_leave_sessions,flags,starts,ends\n"
    "AO,Dr Amara Okafor,Partner,ELM,0.89,SASSSASSSS,,,60,duty|supervise,,\n"
    "BH,Dr Ben Hughes,Salaried,ELM,0.6,SSSSSS----,,,40,duty,2026-01-01,2027-06-30\n"
    "CW,Dr Cara West,Salaried,ELM,0.8,SSSA--SSSA,,,48,duty,2027-03-01,\n"
    "RM,Dr Rosa Marsh,ST3,ELM,1.0,SSST--SSSL,,,54,trainee,,\n"
    "NP,Nia Pugh,Practice Nurse,ELM,1.0,SSSSSSSSSS,,,60,,,\n"
)
BENS = TERM | {"wte": "0.6", "pattern": "SSSSSS----", "annual_leave_sessions": "40"}


@pytest.fixture
async def priya(house: House) -> Client:
    await house.with_practice(people=PEOPLE, leave="code,kind,start,start_half,end,end_half,status\n")
    return await house.as_(PRIYA)


async def _only_term(client: Client, code: str) -> dict[str, Any]:
    person = (await client.get(f"/practice/people/{code}")).json
    assert len(person["terms"]) == 1
    return dict(person["terms"][0])


def _dates(answer: Any) -> list[tuple[str | None, str | None]]:
    assert answer.status_code in (200, 201), answer.text
    return [(term["starts"], term["ends"]) for term in answer.json["terms"]]


async def test_it_works(house: House, priya: Client) -> None:
    answer = await priya.post("/practice/people/BH/terms", BENS | {"starts": "2027-07-01", "reason": "Renewed"})
    assert _dates(answer) == [("2026-01-01", "2027-06-30"), ("2027-07-01", None)]
    assert answer.json["version"] == 2
    assert answer.json["history"][0]["reason"] == "Renewed"
    async with house.db.tx() as tx:
        row = await (await tx.execute("select payload from outbox where event = 'terms-changed'")).fetchone()
    assert row == ({"person_code": "BH"},)


async def test_a_term_that_overlaps_another_is_refused_in_one_sentence(priya: Client) -> None:
    answer = await priya.post("/practice/people/BH/terms", BENS | {"starts": "2027-06-01"})
    assert answer.status_code == 422
    assert [fault["message"] for fault in answer.json["errors"]] == [
        "Dr Ben Hughes has a term as Salaried from 1 Jan 2026 to 30 Jun 2027, so another from 1 Jun 2027 on would "
        "overlap it."
    ]
    assert answer.json["errors"][0]["instead"] == "Change that term from 1 Jun 2027, or end it on 31 May 2027."


async def test_of_two_who_add_overlapping_terms_at_once_one_reads_the_same_sentence(
    house: House, priya: Client
) -> None:
    amara = await house.as_(AMARA)
    for round_ in range(5):  # whoever is first, and however close
        start = f"203{round_}-01-01"
        body = BENS | {"starts": start, "ends": f"203{round_}-12-31"}
        answers = await asyncio.gather(
            *(client.post("/practice/people/BH/terms", body) for client in (priya, amara, priya, amara))
        )
        assert sorted(answer.status_code for answer in answers) == [201, 422, 422, 422]
        for answer in answers:
            if answer.status_code == 422:
                assert answer.json["errors"][0]["message"] == (
                    f"Dr Ben Hughes has a term as Salaried from 1 Jan 203{round_} to 31 Dec 203{round_}, so another "
                    f"from 1 Jan 203{round_} to 31 Dec 203{round_} would overlap it."
                )
    async with house.db.tx() as tx:
        row = await (await tx.execute("select count(*) from working_term where person_code = 'BH'")).fetchone()
    assert row == (6,)


async def test_the_database_refuses_what_both_found_free(house: House, priya: Client) -> None:
    """Both have looked before either is done: only the exclusion constraint can tell the second."""
    wanted = AddTermIn.model_validate(BENS | {"starts": "2027-07-01"})

    async def add(tx: Tx) -> None:
        await service_terms.add_term(tx, code="BH", wanted=wanted, reason=None, by=By(None))

    async def second() -> None:
        async with house.db.tx() as tx:
            await add(tx)

    async with house.db.tx() as tx:
        await add(tx)
        waiting = asyncio.create_task(second())
        await asyncio.sleep(0.3)  # it has looked, found the days free, and waits for us
        assert not waiting.done()
    with pytest.raises(Refused) as refused:
        await waiting
    assert refused.value.message == (
        "Dr Ben Hughes has a term as Salaried from 1 Jul 2027 on, so another from 1 Jul 2027 on would overlap it."
    )


async def test_a_change_from_a_date_splits_the_term(priya: Client) -> None:
    term = await _only_term(priya, "BH")
    less = BENS | {"wte": "0.5", "pattern": "SSSSS-----", "annual_leave_sessions": "33"}
    body = less | {"version": 1, "from": "2027-03-01"}
    answer = await priya.put(f"/practice/people/BH/terms/{term['id']}/change", body)
    assert _dates(answer) == [("2026-01-01", "2027-02-28"), ("2027-03-01", "2027-06-30")]
    before, after = answer.json["terms"]
    assert before["id"] == term["id"]
    assert (before["wte"], after["wte"], after["weekly_sessions"]) == ("0.6", "0.5", "5")
    assert answer.json["history"][0]["what"] == "term-changed"
    assert [len(answer.json["history"][0][side]["terms"]) for side in ("old", "new")] == [1, 2]


async def test_a_change_for_a_while_goes_back_to_what_it_was(priya: Client) -> None:
    term = await _only_term(priya, "BH")
    body = BENS | {"wte": "0.5", "version": 1, "from": "2027-03-01", "until": "2027-03-31"}
    answer = await priya.put(f"/practice/people/BH/terms/{term['id']}/change", body)
    assert _dates(answer) == [
        ("2026-01-01", "2027-02-28"),
        ("2027-03-01", "2027-03-31"),
        ("2027-04-01", "2027-06-30"),
    ]
    assert [each["wte"] for each in answer.json["terms"]] == ["0.6", "0.5", "0.6"]


async def test_a_change_to_the_same_changes_nothing(priya: Client) -> None:
    term = await _only_term(priya, "BH")
    answer = await priya.put(
        f"/practice/people/BH/terms/{term['id']}/change", BENS | {"version": 1, "from": "2027-03-01"}
    )
    assert _dates(answer) == [("2026-01-01", "2027-06-30")]
    assert [each["what"] for each in answer.json["history"]] == ["practice-imported"]


async def test_the_past_is_not_rewritten_unless_somebody_says_so(priya: Client) -> None:
    term = await _only_term(priya, "BH")
    address = f"/practice/people/BH/terms/{term['id']}"
    whole = BENS | {"wte": "0.7", "starts": "2026-01-01", "ends": "2027-06-30", "version": 1}
    for path, body in (
        (address, whole),
        (f"{address}/change", BENS | {"wte": "0.7", "version": 1, "from": "2026-12-01"}),
        (f"{address}/end", {"version": 1, "last_day": "2026-12-31"}),
    ):
        answer = await priya.put(path, body)
        assert answer.status_code == 422, path
        assert answer.json["errors"][0]["field"] == "corrects_past"
    answer = await priya.put(address, whole | {"corrects_past": True, "reason": "Typed wrongly"})
    assert answer.json["terms"][0]["wte"] == "0.7"
    assert answer.json["history"][0]["reason"] == "Typed wrongly"


async def test_what_does_not_touch_the_past_needs_no_saying(priya: Client) -> None:
    term = await _only_term(priya, "BH")
    address = f"/practice/people/BH/terms/{term['id']}"
    answer = await priya.put(f"{address}/end", {"version": 1, "last_day": "2027-03-31"})
    assert _dates(answer) == [("2026-01-01", "2027-03-31")]
    answer = await priya.put(f"{address}/end", {"version": 2, "last_day": None})
    assert _dates(answer) == [("2026-01-01", None)]
    note = BENS | {"starts": "2026-01-01", "ends": None, "note": "Signed", "version": 3}
    assert (await priya.put(address, note)).json["terms"][0]["note"] == "Signed"


async def test_dates_outside_the_term_are_refused(priya: Client) -> None:
    term = await _only_term(priya, "BH")
    address = f"/practice/people/BH/terms/{term['id']}"
    body = BENS | {"version": 1, "from": "2027-07-01", "until": "2027-08-01"}
    answer = await priya.put(f"{address}/change", body)
    assert {fault["field"] for fault in answer.json["errors"]} == {"from", "until"}
    answer = await priya.put(f"{address}/end", {"version": 1, "last_day": "2025-12-31", "corrects_past": True})
    assert answer.status_code == 422
    answer = await priya.put(f"{address}/change", BENS | {"version": 1, "from": "soon", "wte": "much"})
    assert {fault["field"] for fault in answer.json["errors"]} == {"from", "wte"}


async def test_only_a_term_to_come_can_be_deleted(priya: Client) -> None:
    begun, later = await _only_term(priya, "BH"), await _only_term(priya, "CW")
    answer = await priya.delete(f"/practice/people/BH/terms/{begun['id']}?version=1")
    assert answer.status_code == 422
    assert answer.json["errors"][0]["instead"] == "End it instead."
    answer = await priya.delete(f"/practice/people/CW/terms/{later['id']}?version=1")
    assert _dates(answer) == []
    assert [each["kind"] for each in answer.json["warnings"]] == ["missing"]
    # A practice in which somebody has no term is still a practice.
    assert "CW" not in (await priya.get("/practice/people")).text


async def test_of_two_changes_at_once_the_second_is_told(priya: Client) -> None:
    term = await _only_term(priya, "BH")
    bodies = [BENS | {"wte": wte, "version": 1, "from": "2027-03-01"} for wte in ("0.5", "0.4", "0.3")]
    answers = await asyncio.gather(
        *(priya.put(f"/practice/people/BH/terms/{term['id']}/change", body) for body in bodies)
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
    newer = next(answer for answer in answers if answer.status_code == 409).json["newer"]
    assert len(newer["terms"]) == 2


async def test_a_term_of_somebody_else_is_not_found(priya: Client) -> None:
    term = await _only_term(priya, "CW")
    answer = await priya.put(f"/practice/people/BH/terms/{term['id']}/end", {"version": 1, "last_day": None})
    assert answer.status_code == 404


async def test_a_clinician_changes_no_terms(house: House, priya: Client) -> None:
    ben = await house.as_(BEN)
    term = await _only_term(priya, "BH")
    address = f"/practice/people/BH/terms/{term['id']}"
    answers = [
        await ben.post("/practice/people/BH/terms", BENS),
        await ben.put(address, BENS | {"version": 1}),
        await ben.put(f"{address}/change", BENS | {"version": 1, "from": "2027-03-01"}),
        await ben.put(f"{address}/end", {"version": 1, "last_day": None}),
        await ben.delete(f"{address}?version=1"),
    ]
    assert [answer.status_code for answer in answers] == [403] * 5
