"""POST /leave/assessments."""

from __future__ import annotations

from tests.cast import BEN, LEAVE, PEOPLE, PRACTICE, PRIYA, ROSA, House
from tests.leave import MONDAY, THURSDAY, TUESDAY, WEDNESDAY, ask, codes, decide, wanted


async def test_it_works(house: House) -> None:
    await house.with_practice()
    await house.published()
    answer = await (await house.as_(BEN)).post("/leave/assessments", wanted(TUESDAY))
    assert answer.status_code == 200, answer.text
    assert (answer.json["verdict"], answer.json["reasons"]) == ("approved-at-once", [])
    assert answer.json["cover"] == {"verdict": "green", "sentences": ["Cover stays as it is."]}
    assert answer.json["sessions"][0] == {
        "date": TUESDAY, "half": "AM", "activity": "clinic", "minutes": 250, "closed": None, "needed": 3,
        "in_before": 4, "in_after": 3,
    }  # fmt: skip
    [year] = answer.json["years"]
    assert (year["left_before"]["sessions"], year["left_after"]["sessions"]) == ("40", "38")


async def test_asking_changes_nothing_yet(house: House) -> None:
    await house.with_practice()
    ben = await house.as_(BEN)
    await ben.post("/leave/assessments", wanted(TUESDAY))
    async with house.db.tx() as tx:
        for table in (
            "leave_request where person_code = 'BH' and source = 'asked'",
            "outbox where event like 'leave-%'",
        ):
            assert await (await tx.execute(f"select count(*) from {table}")).fetchone() == (0,)


async def test_a_new_gap_is_red_and_a_person_decides(house: House) -> None:
    """Wednesday needs two doctors, and has Amara and Ben."""
    await house.with_practice()
    await house.published()
    answer = (await (await house.as_(BEN)).post("/leave/assessments", wanted(WEDNESDAY))).json
    assert answer["verdict"] == "needs-a-decision"
    assert codes(answer) == ["cover"]
    assert answer["reasons"][0]["message"] == "The rota would have a gap on Wed 13 Jan."
    assert answer["cover"]["verdict"] == "red"
    assert answer["cover"]["sentences"][0].startswith("Doctors on Wed 13 Jan: need 2, have 1: Dr Ben Hughes on leave")


async def test_duty_that_can_move_is_amber(house: House) -> None:
    await house.with_practice()
    await house.published()
    answer = (
        await (await house.as_(PRIYA)).post("/leave/assessments", wanted(MONDAY, kind="study", person_code="AO"))
    ).json
    assert answer["cover"] == {
        "verdict": "amber",
        "sentences": [
            "Duty on Mon 11 Jan AM has to move; Dr Ben Hughes or Dr Cara West could take it.",
            "Duty on Mon 11 Jan PM has to move; Dr Ben Hughes or Dr Cara West could take it.",
        ],
    }


async def test_a_gap_that_is_there_already_is_not_new(house: House) -> None:
    """Wednesday is short before anybody asks: Ben's part of it is said once, not again for another."""
    await house.with_practice(practice=PRACTICE.replace('"Wed": 2', '"Wed": 9'))
    await house.published()
    nurse = (
        await (await house.as_(PRIYA)).post("/leave/assessments", wanted(WEDNESDAY, kind="study", person_code="NP"))
    ).json
    assert nurse["cover"]["verdict"] == "green"
    doctor = (await (await house.as_(BEN)).post("/leave/assessments", wanted(WEDNESDAY))).json
    assert doctor["cover"]["verdict"] == "red"  # worse than it was


async def test_a_trainee_is_stranded_and_the_supervisor_sees_which(house: House) -> None:
    leave = LEAVE.replace(
        "CW,annual,2027-01-14,AM,2027-01-14,PM,requested", "CW,sick,2027-01-14,AM,2027-01-14,PM,approved"
    )
    await house.with_practice(leave=leave)
    await house.published()
    priya = await house.as_(PRIYA)
    answer = (await priya.post("/leave/assessments", wanted(THURSDAY, kind="study", person_code="AO"))).json
    assert {(s["code"], s["half"]) for s in answer["stranded"]} == {("RM", "AM"), ("RM", "PM")}
    assert "stranded" in codes(answer)
    assert answer["others_away"] == [
        {"code": "CW", "name": "Dr Cara West", "start": THURSDAY, "start_half": "AM", "end": THURSDAY, "end_half": "PM"}
    ]
    assert "sick" not in str(answer)


async def test_supervision_is_looked_at_where_there_is_no_rota_yet(house: House) -> None:
    await house.with_practice()
    priya = await house.as_(PRIYA)
    await ask(priya, "2027-03-02", kind="compassionate", person_code="CW")
    answer = (await priya.post("/leave/assessments", wanted("2027-03-02", kind="study", person_code="AO"))).json
    assert {s["code"] for s in answer["stranded"]} == {"RM"}
    assert answer["cover"]["verdict"] == "red"
    alone = (await priya.post("/leave/assessments", wanted("2027-03-09", kind="study", person_code="AO"))).json
    assert alone["cover"]["sentences"] == ["There is no rota for these dates yet; cover is looked at when one is made."]


async def test_others_who_asked_before_have_a_say(house: House) -> None:
    """One place left, and Cara has asked for it: Ben's is for a person to weigh."""
    practice = PRACTICE.replace(
        '"supervision"', '"max_off": [{"roles": ["Partner", "Salaried"], "limit": 1}], "supervision"'
    )
    people = PEOPLE.replace(
        "BH,Dr Ben Hughes,Salaried,ELM,0.6,SSSSSS----", "BH,Dr Ben Hughes,Salaried,ELM,0.6,--SSSSSS--"
    )
    await house.with_practice(practice=practice, people=people)
    ben = await house.as_(BEN)
    answer = (await ben.post("/leave/assessments", wanted(THURSDAY))).json
    assert codes(answer) == ["asked-before"]
    assert answer["reasons"][0]["message"] == (
        "1 place left for Partner or Salaried, and others have asked before: Thu 14 Jan AM and Thu 14 Jan PM."
    )
    priya = await house.as_(PRIYA)
    [waiting] = (await priya.get("/leave/requests?status=requested")).json["requests"]
    await decide(priya, waiting, "approval", note="First come")
    full = (await ben.post("/leave/assessments", wanted(THURSDAY))).json
    assert codes(full) == ["max-off"]
    assert full["reasons"][0]["message"] == (
        "1 of 1 Partner or Salaried are off already on Thu 14 Jan AM and Thu 14 Jan PM."
    )


async def test_buddies_are_colleagues_who_are_there_throughout(house: House) -> None:
    await house.with_practice()
    ben = await house.as_(BEN)
    assert [b["code"] for b in (await ben.post("/leave/assessments", wanted(TUESDAY))).json["buddies"]] == ["AO", "CW"]
    wednesday = (await ben.post("/leave/assessments", wanted("2027-01-06"))).json
    assert [b["code"] for b in wednesday["buddies"]] == ["CW"]  # Amara is in court then
    away = (await ben.post("/leave/assessments", wanted("2027-01-06", buddy_code="AO"))).json
    assert codes(away) == ["buddy-away"]
    assert away["verdict"] == "refused"
    assert away["reasons"][0]["message"] == "Dr Amara Okafor is away then too: Wed 6 Jan AM."


async def test_a_buddy_is_needed_where_the_practice_says_so(house: House) -> None:
    practice = PRACTICE.replace('"supervision"', '"leave": {"buddy_required": true}, "supervision"')
    await house.with_practice(practice=practice)
    ben = await house.as_(BEN)
    assert codes((await ben.post("/leave/assessments", wanted(TUESDAY))).json) == ["buddy-missing"]
    named = (await ben.post("/leave/assessments", wanted(TUESDAY, buddy_code="CW"))).json
    assert (named["verdict"], named["reasons"]) == ("approved-at-once", [])


async def test_dates_that_are_no_spell_are_said_alone(house: House) -> None:
    await house.with_practice()
    ben = await house.as_(BEN)
    backwards = (await ben.post("/leave/assessments", wanted(TUESDAY, MONDAY))).json
    assert (backwards["verdict"], codes(backwards)) == ("refused", ["ends-before-it-begins"])
    assert (await ben.post("/leave/assessments", wanted(TUESDAY, start_half="PM", end_half="AM"))).json[
        "verdict"
    ] == "refused"
    assert codes((await ben.post("/leave/assessments", wanted("2027-01-01", "2099-12-01"))).json) == ["too-long"]
    assert codes(
        (await (await house.as_(PRIYA)).post("/leave/assessments", wanted(TUESDAY, person_code="XX"))).json
    ) == ["no-person"]


async def test_nothing_to_take_says_why(house: House) -> None:
    await house.with_practice()
    ben = await house.as_(BEN)
    for day, why in (
        ("2027-03-29", "Mon 29 Mar AM is closed (Easter Monday) and Mon 29 Mar PM is closed (Easter Monday)"),
        (THURSDAY, "no session of theirs is in it"), ("2027-01-16", "that is a weekend"),
    ):  # fmt: skip
        answer = (await ben.post("/leave/assessments", wanted(day))).json
        assert codes(answer) == ["nothing-to-take"]
        assert answer["reasons"][0]["message"] == f"There is nothing to take: {why}."


async def test_a_practice_may_have_a_person_decide_on_all(house: House) -> None:
    practice = PRACTICE.replace('"supervision"', '"leave": {"auto_approve": false}, "supervision"')
    await house.with_practice(practice=practice)
    answer = (await (await house.as_(ROSA)).post("/leave/assessments", wanted(TUESDAY))).json
    assert (answer["verdict"], codes(answer)) == ("needs-a-decision", ["every-request"])
