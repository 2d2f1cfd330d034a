"""GET /leave/kinds."""

from __future__ import annotations

from tests.cast import AMARA, BEN, CHARLIE, PRACTICE, PRIYA, House


async def test_it_works(house: House) -> None:
    await house.with_practice()
    kinds = (await (await house.as_(BEN)).get("/leave/kinds")).json["kinds"]
    assert [(k["kind"], k["unit"], k["decided_by"]) for k in kinds] == [
        ("annual", "session", "checks"), ("study", "session", "a person"), ("coroners", "session", "a person"),
    ]  # fmt: skip
    assert [k["uses_entitlement"] for k in kinds] == [True, False, False]
    assert kinds[0]["rules"] == [
        "By the session: a morning or an afternoon at least, or part of one.",
        "Ask at least 6 weeks ahead: from Mon 28 Dec 2026. Before that a person decides.",
        "At most 18 months ahead: until Tue 16 May 2028.",
    ]


async def test_partners_may_also_ask_for_a_day_not_working(house: House) -> None:
    await house.with_practice()
    kinds = (await (await house.as_(PRIYA)).get("/leave/kinds?code=AO")).json["kinds"]
    by_kind = {k["kind"]: k for k in kinds}
    assert by_kind["annual"]["unit"] == "week"
    assert by_kind["day-not-working"]["unit"] == "day"
    assert by_kind["sick"]["administrators_only"] is True
    own = (await (await house.as_(AMARA)).get("/leave/kinds")).json["kinds"]
    assert own == kinds


async def test_the_practices_rules_are_in_plain_words(house: House) -> None:
    practice = PRACTICE.replace(
        '"supervision"',
        '"max_off": [{"roles": ["Partner", "Salaried"], "limit": 2}], "leave": {"salaried_unit": "day", '
        '"notice_weeks": 1, "buddy_required": true, "locked": [{"label": "Flu clinics", "start": "2026-12-01", '
        '"end": "2026-12-04"}, {"label": "Gone", "start": "2026-10-01", "end": "2026-10-04"}]}, "supervision"',
    )
    await house.with_practice(practice=practice)
    kinds = (await (await house.as_(BEN)).get("/leave/kinds")).json["kinds"]
    assert kinds[0]["rules"] == [
        "In whole days.",
        "Ask at least 1 week ahead: from Mon 23 Nov 2026. Before that a person decides.",
        "At most 18 months ahead: until Tue 16 May 2028.",
        "At most 2 of Partner or Salaried off at once.",
        "Somebody has to be named for your results, letters and tasks.",
        "Closed to leave: Flu clinics, Tue 1 Dec 2026 to Fri 4 Dec 2026.",
    ]


async def test_only_ones_own_and_only_with_a_person(house: House) -> None:
    await house.with_practice()
    assert (await (await house.as_(BEN)).get("/leave/kinds?code=CW")).status_code == 403
    assert (await (await house.as_(CHARLIE)).get("/leave/kinds")).json == {"kinds": []}
    assert (await (await house.as_(PRIYA)).get("/leave/kinds?code=NOBODY")).json == {"kinds": []}
