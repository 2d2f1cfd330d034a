"""GET /rota-generate/runs/{id}/draft, /rota, /diff and /problem."""

from __future__ import annotations

from functions.rota_generate.draft_schemas import DraftOut
from shared.grid import GridOut
from tests.cast import PEOPLE, PRIYA, House, files

RUNS = "/rota-generate/runs"


async def test_it_works(house: House) -> None:
    run_id = await (await house.with_practice()).draft()
    priya = await house.as_(PRIYA)
    answer = await priya.get(f"{RUNS}/{run_id}/draft")
    assert answer.status_code == 200
    DraftOut.model_validate_json(answer.content)
    assert answer.json["practice"] == "Elm Lane Surgery"
    assert {"code": "AO", "date": "2027-01-04", "half": "AM", "activity": "duty", "site": "ELM"} in answer.json[
        "assignments"
    ]
    run = (await priya.get(f"{RUNS}/{run_id}")).json
    assert run["status"] == "done"
    assert run["summary"]["gaps"] == len(answer.json["gaps"])
    assert run["summary"]["objective"] == sum(breach["points"] for breach in answer.json["breaches"])


async def test_without_a_draft_it_says_how_the_run_stands(house: House) -> None:
    run_id = await (await house.with_practice()).asked_run()
    answer = await (await house.as_(PRIYA)).get(f"{RUNS}/{run_id}/draft")
    assert answer.status_code == 404
    assert "queued" in answer.json["detail"]


async def test_the_draft_as_a_rota_has_the_shape_of_the_rota(house: House) -> None:
    run_id = await (await house.with_practice()).published()
    priya = await house.as_(PRIYA)
    draft = await priya.get(f"{RUNS}/{run_id}/rota")
    GridOut.model_validate_json(draft.content)
    published = (await priya.get("/rota?start=2027-01-04&weeks=2")).json
    of_the_published = {"versions": [], "version_stamp": ""}
    assert draft.json | of_the_published == published | of_the_published


async def test_a_draft_shows_the_practice_it_was_made_for(house: House) -> None:
    run_id = await (await house.with_practice()).draft()
    priya = await house.as_(PRIYA)
    await priya.post("/practice/import", files(people=PEOPLE.replace("Dr Amara Okafor", "Dr Amara Mensah")))
    assert (await priya.get(f"{RUNS}/{run_id}/rota")).json["people"][0]["name"] == "Dr Amara Okafor"


async def test_the_difference_is_told_by_person_and_by_day(house: House) -> None:
    await house.with_practice()
    await house.published()
    priya = await house.as_(PRIYA)
    people = PEOPLE.replace("0.6,SSSSSS----", "0.6,ASSSSS----")
    await priya.post("/practice/import", files(people=people))
    run_id = await house.draft(mode="afresh")
    answer = await priya.get(f"{RUNS}/{run_id}/diff?against=published")
    assert answer.status_code == 200
    diff = answer.json
    assert diff["against"] == [1]
    assert diff["changed"] == sum(len(person["changes"]) for person in diff["by_person"])
    assert diff["changed"] == sum(day["changes"] for day in diff["by_day"])
    clinic, admin = ({"activity": activity, "site": "ELM"} for activity in ("clinic", "admin"))
    assert diff["by_person"] == [
        {
            "code": "BH",
            "name": "Dr Ben Hughes",
            "changes": [
                {"date": "2027-01-04", "half": "AM", "was": clinic, "now": admin},
                {"date": "2027-01-11", "half": "AM", "was": clinic, "now": admin},
            ],
        }
    ]
    assert diff["by_day"] == [{"date": "2027-01-04", "changes": 1}, {"date": "2027-01-11", "changes": 1}]
    assert diff["people"] == 1


async def test_a_published_draft_differs_in_nothing(house: House) -> None:
    run_id = await (await house.with_practice()).published()
    diff = (await (await house.as_(PRIYA)).get(f"{RUNS}/{run_id}/diff")).json
    assert diff == {"against": [1], "new_weeks": 0, "changed": 0, "people": 0, "by_person": [], "by_day": []}


async def test_where_nothing_is_published_nobodys_sessions_change(house: House) -> None:
    run_id = await (await house.with_practice()).draft()
    diff = (await (await house.as_(PRIYA)).get(f"{RUNS}/{run_id}/diff")).json
    assert diff == {"against": [], "new_weeks": 2, "changed": 0, "people": 0, "by_person": [], "by_day": []}


async def test_weeks_that_were_not_published_before_are_counted_as_weeks(house: House) -> None:
    await house.with_practice()
    await house.published()
    run_id = await house.draft(mode="stay-close", weeks=5)
    diff = (await (await house.as_(PRIYA)).get(f"{RUNS}/{run_id}/diff")).json
    assert (diff["against"], diff["new_weeks"]) == ([1], 3)
    assert all(day["date"] < "2027-01-18" for day in diff["by_day"])


async def test_the_problem_can_be_kept_as_a_file(house: House) -> None:
    run_id = await (await house.with_practice()).asked_run()
    answer = await (await house.as_(PRIYA)).get(f"{RUNS}/{run_id}/problem")
    assert answer.headers["content-disposition"] == f'attachment; filename="problem-{run_id}.json"'
    assert answer.json["practice"]["name"] == "Elm Lane Surgery"
