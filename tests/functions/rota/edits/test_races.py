"""Two people at once, on a real PostgreSQL through the real application: one is first, the other is told."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

from functions.rota.edits import queries
from tests.cast import AMARA, PRIYA, House
from tests.edits import (
    ADMIN,
    CLINIC,
    DUTY,
    EMPTY,
    FRIDAY,
    MONDAY,
    NEXT_MONDAY,
    OFF,
    TUESDAY,
    cell,
    does,
    edit,
    page,
    state,
    waiting,
)

TIMES = 4
VISITS, TUTORIAL = state("visits", pinned=True), state("tutorial", pinned=True)


async def _at_once(*asked: Any) -> list[Any]:
    return list(await asyncio.gather(*asked))


def _statuses(answers: list[Any]) -> list[int]:
    return sorted(answer.status_code for answer in answers)


async def test_two_change_the_same_session(published: House) -> None:
    priya, amara = await published.as_(PRIYA), await published.as_(AMARA)
    was = CLINIC
    for _ in range(TIMES):
        for hers, other in ((ADMIN, OFF), (VISITS, TUTORIAL)):
            both = await _at_once(
                priya.post("/rota/edits", {"cells": [cell("CW", MONDAY, "AM", was, hers)]}),
                amara.post("/rota/edits", {"cells": [cell("CW", MONDAY, "AM", was, other)]}),
            )
            assert _statuses(both) == [201, 409]
            (won,) = [answer for answer in both if answer.status_code == 201]
            (lost,) = [answer for answer in both if answer.status_code == 409]
            (newer,) = lost.json["newer"]["cells"]
            assert newer["now"] == won.json["edit"]["cells"][0]["now"]
            assert newer["by_name"] == won.json["edit"]["by_name"]
            was = newer["now"]
    assert len(await waiting(priya)) == 2 * TIMES
    assert all(each["overtaken"] == [] for each in await waiting(priya))


async def test_two_change_different_sessions(published: House) -> None:
    priya, amara = await published.as_(PRIYA), await published.as_(AMARA)
    both = await _at_once(
        *(priya.post("/rota/edits", {"cells": [cell("CW", MONDAY, half, CLINIC, ADMIN)]}) for half in ("AM", "PM")),
        *(amara.post("/rota/edits", {"cells": [cell("BH", MONDAY, half, CLINIC, OFF)]}) for half in ("AM", "PM")),
    )
    assert _statuses(both) == [201] * 4
    assert len({answer.json["stamp"] for answer in both}) == 4
    seen = await page(published)
    assert len(seen["edited"]) == 4 and len(seen["off"]) == 2


async def test_one_changes_what_the_other_undoes(published: House) -> None:
    """Either the undoing is first, and the change is told; or it stands on what then cannot be undone."""
    priya, amara = await published.as_(PRIYA), await published.as_(AMARA)
    ends = Counter[tuple[int, int]]()
    for _ in range(TIMES):
        below = (await edit(priya, cell("CW", MONDAY, "AM", CLINIC, ADMIN)))["edit"]["id"]
        undone, changed = await _at_once(
            priya.put(f"/rota/edits/{below}/undoing"),
            amara.post("/rota/edits", {"cells": [cell("CW", MONDAY, "AM", ADMIN, VISITS)]}),
        )
        ends[undone.status_code, changed.status_code] += 1
        now = does(await page(published), "CW", MONDAY)
        assert now == ("clinic" if undone.status_code == 200 else "visits")
        assert all(each["overtaken"] == [] for each in await waiting(priya))
        assert (await priya.delete("/rota/edits")).status_code == 200
    assert ends.keys() <= {(200, 409), (409, 201)}


async def test_two_undo_and_two_do_again(published: House) -> None:
    priya, amara = await published.as_(PRIYA), await published.as_(AMARA)
    undoing = f"/rota/edits/{(await edit(priya, cell('CW', MONDAY, 'AM', CLINIC, ADMIN)))['edit']['id']}/undoing"
    for ask in ("put", "delete"):
        both = await _at_once(*(getattr(client, ask)(undoing) for client in (priya, amara)))
        assert _statuses(both) == [200, 200]
        assert both[0].json == both[1].json  # the second found it done
    async with published.db.tx() as tx:
        cursor = await tx.execute("select action, count(*) from audit where entity = 'rota_edit' group by action")
        assert dict(await cursor.fetchall()) == {"rota-edited": 1, "rota-edit-undone": 1, "rota-edit-redone": 1}


async def test_one_discards_everything_while_the_other_goes_on(published: House) -> None:
    priya, amara = await published.as_(PRIYA), await published.as_(AMARA)
    for _ in range(TIMES):
        seen = (await edit(priya, cell("CW", MONDAY, "AM", CLINIC, ADMIN)))["edit"]["id"]
        discarded, changed = await _at_once(
            priya.delete(f"/rota/edits?newest={seen}"),
            amara.post("/rota/edits", {"cells": [cell("BH", MONDAY, "PM", CLINIC, OFF)]}),
        )
        assert changed.status_code == 201
        assert discarded.status_code in (200, 409)
        left = [each["cells"][0]["code"] for each in await waiting(priya)]
        assert left == (["CW", "BH"] if discarded.status_code == 409 else ["BH"])
        await priya.delete("/rota/edits")


async def test_leave_is_approved_while_somebody_changes_the_session(published: House) -> None:
    """Leave is first, and the change is told; or the change is first, and is overtaken. Nobody works while away."""
    priya, amara = await published.as_(PRIYA), await published.as_(AMARA)
    ends = Counter[int]()
    for day in (MONDAY, TUESDAY, NEXT_MONDAY, "2027-01-12"):
        sick = {"kind": "sick", "start": day, "start_half": "AM", "end": day, "end_half": "PM", "person_code": "CW"}
        leave, changed = await _at_once(
            priya.post("/leave/requests", sick),
            amara.post("/rota/edits", {"cells": [cell("CW", day, "AM", CLINIC, ADMIN)]}),
        )
        assert leave.status_code == 201, leave.text
        ends[changed.status_code] += 1
        late = [each for edit in await waiting(priya) for each in edit["overtaken"] if each["date"] == day]
        if changed.status_code == 201:
            assert [each["because"] for each in late] == ["Dr Cara West is on leave then"]
        else:
            assert changed.status_code == 409 and late == []
        seen = await page(published)
        assert does(seen, "CW", day) is None
    assert ends.total() == 4


async def test_somebody_is_given_work_while_their_leave_is_approved(published: House) -> None:
    priya, amara = await published.as_(PRIYA), await published.as_(AMARA)
    sick = {"kind": "sick", "start": MONDAY, "start_half": "AM", "end": FRIDAY, "end_half": "PM", "person_code": "CW"}
    leave, changed = await _at_once(
        priya.post("/leave/requests", sick),
        amara.post("/rota/edits", {"cells": [cell("CW", "2027-01-06", "AM", EMPTY, DUTY)]}),
    )
    assert leave.status_code == 201
    assert changed.status_code in (201, 422)
    for each in await waiting(priya):
        assert [late["because"] for late in each["overtaken"]] == ["Dr Cara West is on leave then"]


async def test_whoever_holds_the_working_copy_is_waited_for(published: House) -> None:
    priya = await published.as_(PRIYA)
    async with published.db.tx() as tx:
        await queries.lock(tx)
        asking = asyncio.create_task(priya.post("/rota/edits", {"cells": [cell("CW", MONDAY, "AM", CLINIC, ADMIN)]}))
        await asyncio.sleep(0.4)
        assert not asking.done()
        assert (await priya.get("/rota/edits")).status_code == 200  # looking waits for nobody
    assert (await asking).status_code == 201


async def test_a_rota_is_published_while_somebody_changes_it(house: House) -> None:
    """The change is first, and overtaken where the new rota differs; or told. No change is lost without a word."""
    await (await house.with_practice()).published()
    priya, amara = await house.as_(PRIYA), await house.as_(AMARA)
    for day in (MONDAY, NEXT_MONDAY):
        run_id = await house.draft(mode="afresh")
        published, changed = await _at_once(
            priya.put(f"/rota/versions/{run_id}/publication", {"reason": "Again"}),
            amara.post("/rota/edits", {"cells": [cell("CW", day, "AM", CLINIC, ADMIN)]}),
        )
        assert published.status_code == 201, published.text
        assert changed.status_code == 201, changed.text  # the same clinic is in the new rota
        assert does(await page(house), "CW", day) == "admin"
    assert all(each["overtaken"] == [] for each in await waiting(priya))
