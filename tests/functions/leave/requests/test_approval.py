"""PUT /leave/requests/{id}/approval."""

from __future__ import annotations

from tests.cast import AMARA, BEN, CHARLIE, PRIYA, House
from tests.leave import FRIDAY, MONDAY, THURSDAY, TUESDAY, ask, codes, decide, left, rota_lines


async def test_it_works(house: House) -> None:
    await house.with_practice()
    await house.published()
    request = await ask(await house.as_(BEN), TUESDAY, kind="study")
    assert request["status"] == "requested"
    answer = await decide(await house.as_(PRIYA), request, "approval", note="Good course")
    assert answer["request"]["status"] == "approved"
    assert (answer["request"]["decided_by"], answer["request"]["decision_reason"]) == ("Priya Shah", "Good course")
    assert [(c["half"], c["activity"]) for c in answer["removed"]] == [("AM", "clinic"), ("PM", "clinic")]
    assert [(c["half"], c["activity"]) for c in answer["created"]] == [("AM", "study-leave"), ("PM", "study-leave")]


async def test_study_leave_is_pinned_on_the_rota_in_place_of_the_clinic(house: House) -> None:
    await house.with_practice()
    await house.published()
    before = await rota_lines(house)
    request = await ask(await house.as_(BEN), TUESDAY, kind="study")
    await decide(await house.as_(PRIYA), request, "approval")
    after = await rota_lines(house)
    assert after - before == {("BH", TUESDAY, half, "study-leave") for half in ("AM", "PM")}
    assert before - after == {("BH", TUESDAY, half, "clinic") for half in ("AM", "PM")}
    async with house.db.tx() as tx:
        cursor = await tx.execute("select distinct pinned, cause, cause_id from rota_change")
        assert await cursor.fetchall() == [(True, "leave", request["id"])]


async def test_approving_twice_is_the_same_answer(house: House) -> None:
    await house.with_practice()
    await house.published()
    request = await ask(await house.as_(BEN), TUESDAY, kind="study")
    first = await decide(await house.as_(PRIYA), request, "approval", note="Yes")
    again = await decide(await house.as_(PRIYA), request, "approval", note="Yes again")
    assert again == first
    async with house.db.tx() as tx:
        for table in ("rota_change", "audit where action = 'leave-approved'"):
            count = (await (await tx.execute(f"select count(*) from {table}")).fetchone() or (0,))[0]
            assert count == (2 if table == "rota_change" else 1)


async def test_what_is_pending_becomes_booked(house: House) -> None:
    await house.with_practice()
    had = await left(house, "BH")
    priya = await house.as_(PRIYA)
    soon = await ask(await house.as_(BEN), "2026-12-14")
    assert await _posted(house, soon["id"]) == [("pending", -500)]
    await decide(priya, soon, "approval")
    assert await _posted(house, soon["id"]) == [("booked", -500), ("pending", 0)]
    assert await left(house, "BH") == had  # another leave year


async def test_nobody_approves_their_own(house: House) -> None:
    """Amara is a partner and an administrator: her study leave is for Priya to decide."""
    await house.with_practice()
    amara = await house.as_(AMARA)
    request = await ask(amara, TUESDAY, kind="study")
    assert request["may"] == ["cancel"]
    for what, body in (("approval", {"note": None}), ("refusal", {"reason": "No"})):
        answer = await amara.put(f"/leave/requests/{request['id']}/{what}", {"version": 1, **body})
        assert answer.status_code == 403, answer.text
        assert answer.json["detail"] == "Nobody decides on their own request. Another administrator can."
    assert (await decide(await house.as_(PRIYA), request, "approval", note="Yes"))["request"]["status"] == "approved"


async def test_clinicians_decide_nothing(house: House) -> None:
    await house.with_practice()
    request = await ask(await house.as_(BEN), TUESDAY, kind="study")
    for actor in (BEN, CHARLIE):
        answer = await (await house.as_(actor)).put(f"/leave/requests/{request['id']}/approval", {"version": 1})
        assert answer.status_code == 403


async def test_what_was_declined_or_cancelled_is_not_approved(house: House) -> None:
    await house.with_practice()
    priya, ben = await house.as_(PRIYA), await house.as_(BEN)
    declined, cancelled = await ask(ben, MONDAY, kind="study"), await ask(ben, TUESDAY, kind="study")
    await decide(priya, declined, "refusal", reason="Too many are off")
    await decide(ben, cancelled, "cancellation")
    for request, words in ((declined, "declined"), (cancelled, "cancelled")):
        answer = await priya.put(f"/leave/requests/{request['id']}/approval", {"version": request["version"]})
        assert answer.status_code == 409
        assert answer.json["detail"] == f"This request was {words} meanwhile."
        assert answer.json["newer"] == {"status": words, "version": 2}


async def test_another_version_is_looked_at_again(house: House) -> None:
    await house.with_practice()
    request = await ask(await house.as_(BEN), TUESDAY, kind="study")
    answer = await (await house.as_(PRIYA)).put(f"/leave/requests/{request['id']}/approval", {"version": 7})
    assert answer.status_code == 409


async def test_a_stranded_trainee_needs_a_word(house: House) -> None:
    """Amara and Cara supervise Rosa; with both away she has nobody."""
    await house.with_practice()
    await house.published()
    priya = await house.as_(PRIYA)
    await decide(priya, await ask(priya, THURSDAY, kind="study", person_code="AO"), "approval")
    [waiting] = (await priya.get("/leave/requests?status=requested")).json["requests"]
    assert waiting["person"]["code"] == "CW"
    plain = await priya.put(f"/leave/requests/{waiting['id']}/approval", {"version": 1, "note": "  "})
    assert plain.status_code == 422
    assert [(e["code"], e["field"]) for e in plain.json["errors"]] == [("stranded", "note")]
    assert plain.json["errors"][0]["message"].startswith("Dr Rosa Marsh would have no supervisor on Thu 14 Jan AM")
    answer = await decide(priya, waiting, "approval", note="A trainer from Oak Lane comes over")
    assert answer["request"]["status"] == "approved"
    async with house.db.tx() as tx:
        cursor = await tx.execute(
            "select new, reason from audit where action = 'leave-approved' order by id desc limit 1"
        )
        new, reason = await cursor.fetchone() or ({}, None)
    assert (new["stranded"], reason) == (["RM"], "A trainer from Oak Lane comes over")
    assert "stranded" in new["overridden"]


async def test_an_administrator_overrides_what_a_person_may_decide(house: House) -> None:
    await house.with_practice()
    ben = await house.as_(BEN)
    request = await ask(ben, "2026-11-23", "2026-11-25")
    one = (await ben.get(f"/leave/requests/{request['id']}")).json
    assert codes(one["now"]) == ["notice"]
    assert (await decide(await house.as_(PRIYA), request, "approval"))["request"]["status"] == "approved"


async def test_what_nobody_can_have_is_not_approved(house: House) -> None:
    await house.with_practice()
    request = await ask(await house.as_(BEN), MONDAY, FRIDAY, kind="study")
    async with house.db.tx() as tx:  # his term ends meanwhile
        await tx.execute("update working_term set valid = '(,2026-12-31]' where person_code = 'BH'")
        await tx.execute("update practice set version = version + 1")
    answer = await (await house.as_(PRIYA)).put(f"/leave/requests/{request['id']}/approval", {"version": 1})
    assert answer.status_code == 422
    assert codes(answer.json) == ["no-term"]


async def test_leave_over_two_versions_and_dates_without_a_rota(house: House) -> None:
    """The first week belongs to version 2, the second to version 1, the third to none."""
    await house.with_practice()
    await house.published()
    await house.published(start="2027-01-04", weeks=1)
    request = await ask(await house.as_(BEN), "2027-01-06", "2027-01-19", kind="study")
    answer = await decide(await house.as_(PRIYA), request, "approval")
    async with house.db.tx() as tx:
        cursor = await tx.execute("select date::text, version_number from rota_change group by 1, 2 order by 1")
        assert await cursor.fetchall() == [
            ("2027-01-06", 2), ("2027-01-11", 1), ("2027-01-12", 1), ("2027-01-13", 1),
        ]  # fmt: skip
    assert len(answer["removed"]) == len(answer["created"]) == 7
    back = await decide(await house.as_(PRIYA), answer["request"], "cancellation")
    assert [cell["date"] for cell in back["put_back"]] == [cell["date"] for cell in answer["removed"]]
    assert back["not_put_back"] == []


async def test_a_rota_made_later_knows_of_it(house: House) -> None:
    await house.with_practice()
    request = await ask(await house.as_(BEN), TUESDAY, kind="study")
    answer = await decide(await house.as_(PRIYA), request, "approval")
    assert (answer["removed"], answer["created"]) == ([], [])
    await house.published()
    assert ("BH", TUESDAY, "AM", "study-leave") in await rota_lines(house)


async def test_there_is_no_such_request(house: House) -> None:
    await house.with_practice()
    missing = "00000000-0000-0000-0000-000000000000"
    priya = await house.as_(PRIYA)
    for what, body in (("approval", {}), ("refusal", {"reason": "x"}), ("cancellation", {})):
        assert (await priya.put(f"/leave/requests/{missing}/{what}", {"version": 1, **body})).status_code == 404
    assert (await priya.get(f"/leave/requests/{missing}")).status_code == 404


async def test_the_request_page_has_then_now_and_what_happened(house: House) -> None:
    await house.with_practice()
    request = await ask(await house.as_(BEN), TUESDAY, kind="study", note="Minor surgery")
    one = (await (await house.as_(PRIYA)).get(f"/leave/requests/{request['id']}")).json
    assert one["then"]["verdict"] == one["now"]["verdict"] == "needs-a-decision"
    assert one["request"]["may"] == ["approve", "decline", "cancel"]
    assert [(e["what"], e["by"], e["reason"]) for e in one["history"]] == [
        ("Asked for", "Dr Ben Hughes", "Minor surgery")
    ]
    await decide(await house.as_(PRIYA), request, "refusal", reason="Full")
    after = (await (await house.as_(BEN)).get(f"/leave/requests/{request['id']}")).json
    assert after["now"] is None
    assert [(e["what"], e["by"], e["reason"]) for e in after["history"]][1:] == [("Declined", "Priya Shah", "Full")]


async def test_what_is_left_is_shown_without_the_request_itself(house: House) -> None:
    await house.with_practice()
    request = await ask(await house.as_(BEN), "2026-12-14")
    one = (await (await house.as_(PRIYA)).get(f"/leave/requests/{request['id']}")).json
    assert one["now"]["years"] == one["then"]["years"]


async def _posted(house: House, request_id: str) -> list[tuple[str, int]]:
    """What the ledger has under a request, by kind."""
    async with house.db.tx() as tx:
        cursor = await tx.execute(
            "select kind, sum(minutes)::int from ledger_entry where key = %s group by kind order by kind",
            (f"request:{request_id}",),
        )
        return await cursor.fetchall()
