"""Anything done to Northgate's rota in any order: edits, swaps, undoing, leave, sickness, publishing, two at once.

After every step: no change by hand is lost or written over, what is published breaks nothing that cannot be, and the
stored alerts say what `check` says.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any

import pytest

from functions.rota.policy import CANNOT
from functions.rota_generate.solver.search import solve
from infra.worker import import_tasks
from shared.constraints import ALL, check_all, flexible_days_in_all
from shared.domain.breach import Breach, Level
from shared.domain.calendar import Horizon
from shared.domain.problem import Practice
from shared.outbox import deliver
from shared.queries import rota
from shared.queries.practice import load_practice
from shared.standing import Standing, as_it_stands
from tests.cast import AMARA, PRIYA, Client, House
from tests.paths import ROOT

pytestmark = pytest.mark.slow

PRACTICES = ROOT / "infra/demo/practices"
START, WEEKS = date(2027, 1, 4), 5
SITE = "MAIN"
STEPS = int(os.environ.get("ROTACC_FUZZ_STEPS") or 120)
LOOK_AT_ALERTS_EVERY = 10
EMPTY = {"activity": None, "site": None, "pinned": False, "locum": None}
Key = tuple[str, str, str]
State = dict[str, Any]

HARD = frozenset(rule.ID for rule in ALL if rule.LEVEL is Level.HARD and rule is not flexible_days_in_all)


def northgate() -> dict[str, str]:
    """Northgate's three files, as the import takes them."""
    kinds = {"practice": "practice.json", "people": "people.csv", "leave": "leave.csv"}
    return {kind: (PRACTICES / f"northgate.{name}").read_text(encoding="utf-8") for kind, name in kinds.items()}


class Days:
    """A long spring at Northgate. `done` counts what was done, and `refused` what was told to be impossible."""

    def __init__(self, house: House, priya: Client, amara: Client, practice: Practice, seed: int) -> None:
        self.house, self.priya, self.amara, self.practice = house, priya, amara, practice
        self.chance = random.Random(seed)
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.waiting: dict[int, list[dict[str, Any]]] = {}  # id -> cells, oldest first
        self.undone: dict[int, list[dict[str, Any]]] = {}
        self.delivered = 0

    # -- what is there -------------------------------------------------------------------------------------------------

    async def cells(self, layer: str | None = None) -> dict[Key, State]:
        """Every session of the published rota, or of the working copy, as a page sees it."""
        which = "" if layer is None else f"&layer={layer}"
        answer = await self.priya.get(f"/rota?start={START}&weeks={WEEKS}{which}")
        assert answer.status_code == 200, answer.text
        grid = answer.json

        def key(person: int, day: int, half: int) -> Key:
            return grid["people"][person]["code"], grid["days"][day]["date"], ("AM", "PM")[half]

        found: dict[Key, State] = {
            key(person, day, half): EMPTY | {"activity": activity, "site": site}
            for person, day, half, activity, site in grid["assignments"]
        }
        for at in grid["pinned"]:
            found[key(*at)] = found[key(*at)] | {"pinned": True}
        for at in grid["off"]:
            found[key(*at)] = EMPTY | {"pinned": True}
        return found

    def some_key(self) -> Key:
        person = self.chance.choice(self.practice.people)
        day = START + timedelta(days=7 * self.chance.randrange(WEEKS) + self.chance.randrange(5))
        return person.code, day.isoformat(), self.chance.choice(("AM", "PM"))

    def some_state(self) -> State:
        activity = self.chance.choice([None, "clinic", "duty", "duty", "admin", "visits"])
        return {
            "activity": activity, "site": SITE if activity else None,
            "pinned": self.chance.random() < 0.9, "locum": None,
        }  # fmt: skip

    # -- what is done --------------------------------------------------------------------------------------------------

    async def edit(self) -> None:
        """One to four sessions become something else."""
        now = await self.cells("edits")
        keys = {self.some_key() for _ in range(self.chance.choice([1, 1, 1, 2, 4]))}
        await self.stage([(key, now.get(key, EMPTY), self.some_state()) for key in sorted(keys)], "hand")

    async def swap(self) -> None:
        """Two people who are both at work change places in a session."""
        now = await self.cells("edits")
        _, day, half = self.some_key()
        here = sorted(key for key, state in now.items() if key[1:] == (day, half) and state["activity"])
        if len(here) < 2:
            return
        one, other = self.chance.sample(here, 2)
        first, second = (now[key] | {"pinned": True} for key in (other, one))
        await self.stage([(one, now[one], first), (other, now[other], second)], "swap")

    async def edit_what_has_changed(self) -> None:
        """Amara changes a session she saw as it never was: she is told, and nothing happens."""
        now = await self.cells("edits")
        key = self.some_key()
        seen = EMPTY | {"activity": "education", "site": SITE}
        answer = await self.amara.post("/rota/edits", {"cells": [cell(key, seen, self.some_state())], "cause": "hand"})
        assert answer.status_code in (409, 422), answer.text
        if answer.status_code == 409:
            newer = {(x["code"], x["date"], x["half"]): x["now"] for x in answer.json["newer"]["cells"]}
            assert newer == {key: now.get(key, EMPTY)}
        self.refused["stale"] += 1

    async def stage(self, changes: list[tuple[Key, State, State]], cause: str) -> None:
        cells = [cell(key, was, now) for key, was, now in changes if was != now]
        if not cells:
            return
        who = self.chance.choice([self.priya, self.amara])
        answer = await who.post("/rota/edits", {"cells": cells, "cause": cause})
        if answer.status_code == 422:
            assert answer.json["errors"], "a refusal says why"
            self.refused[cause] += 1
            return
        assert answer.status_code == 201, answer.text
        self.waiting[answer.json["edit"]["id"]] = answer.json["edit"]["cells"]
        self.done[cause] += 1

    async def undo(self) -> None:
        await self.turn(self.waiting, self.undone, self.priya.put)

    async def redo(self) -> None:
        await self.turn(self.undone, self.waiting, self.priya.delete)

    async def turn(self, source: dict[int, Any], target: dict[int, Any], ask: Callable[..., Awaitable[Any]]) -> None:
        if not source:
            return
        edit = self.chance.choice(sorted(source))
        answer = await ask(f"/rota/edits/{edit}/undoing")
        if answer.status_code == 200:
            target[edit] = source.pop(edit)
            self.waiting = dict(sorted(self.waiting.items()))
            self.done["turned"] += 1
        else:
            assert answer.status_code in (409, 422), answer.text
            self.refused["turned"] += 1

    async def leave(self) -> None:
        await self.away("annual", self.chance.choice([1, 2, 5]))

    async def sickness(self) -> None:
        await self.away("sick", self.chance.choice([1, 1, 3]))

    async def away(self, kind: str, days: int) -> None:
        code, start, half = self.some_key()
        end = (date.fromisoformat(start) + timedelta(days=days - 1)).isoformat()
        wanted = {"kind": kind, "start": start, "start_half": half, "end": end, "end_half": "PM", "person_code": code}
        answer = await self.priya.post("/leave/requests", wanted)
        if answer.status_code != 201:
            assert answer.status_code in (409, 422), answer.text
            self.refused[kind] += 1
            return
        request = answer.json["request"]
        if request["status"] == "requested":
            path = f"/leave/requests/{request['id']}/approval"
            approved = await self.priya.put(path, {"version": request["version"]})
            assert approved.status_code in (200, 409, 422), approved.text
        self.done[kind] += 1

    async def come_back(self) -> None:
        """Some leave is cancelled."""
        found = (await self.priya.get("/leave/requests?status=approved")).json["requests"]
        if found:
            request = self.chance.choice(found)
            body = {"version": request["version"], "reason": "Not needed."}
            answer = await self.priya.put(f"/leave/requests/{request['id']}/cancellation", body)
            assert answer.status_code in (200, 409, 422), answer.text
            self.done["cancelled"] += answer.status_code == 200

    async def publish(self) -> None:
        """Everything that waits is published; what the rota has overtaken is undone first, newest first."""
        if not self.waiting:
            return
        before = await self.cells("edits")
        seen = await self.priya.post("/rota/publications/previews", {"edits": None, "run": None})
        assert seen.status_code == 200, seen.text
        if seen.json["refusals"]:
            self.refused["published"] += 1
            refused = await self.priya.post("/rota/publications", {"edits": None, "run": None, "reason": "Tried."})
            assert refused.status_code in (409, 422), "what a preview refuses is refused"
            await self.undo_overtaken()
            return
        reasons = [
            {"date": gap["date"], "half": gap["half"], "site": gap["site"], "reason": "Dr Ash stays within reach."}
            for gap in seen.json["supervision"]
        ]
        if reasons:
            without = await self.priya.post("/rota/publications", {"edits": None, "run": None, "reason": "Tried."})
            assert without.status_code == 422, "a trainee alone needs a reason"
        body = {"edits": None, "run": None, "reason": "The week’s changes.", "overrides": reasons}
        answer = await self.priya.post("/rota/publications", body)
        assert answer.status_code == 201, answer.text
        self.waiting, self.undone = {}, self.undone
        self.done["published"] += 1
        assert await self.cells() == before, "what is published is what was shown"

    async def undo_overtaken(self) -> None:
        waiting = (await self.priya.get("/rota/edits")).json["edits"]
        for edit in sorted((edit["id"] for edit in waiting if edit["overtaken"]), reverse=True):
            for above in sorted((key for key in self.waiting if key >= edit), reverse=True):
                answer = await self.priya.put(f"/rota/edits/{above}/undoing")
                assert answer.status_code == 200, answer.text
                self.undone[above] = self.waiting.pop(above)

    # -- what must be so -----------------------------------------------------------------------------------------------

    async def look(self) -> None:
        """No change by hand is lost: all wait as they were made, and show wherever nobody decided otherwise since."""
        answer = (await self.priya.get("/rota/edits")).json
        assert {edit["id"]: edit["cells"] for edit in answer["edits"]} == self.waiting
        expected = await self.cells()
        for cells in self.waiting.values():
            for change in cells:
                key = (change["code"], change["date"], change["half"])
                if expected.get(key, EMPTY) == change["was"]:
                    expected[key] = change["now"]
        shown = {key: state for key, state in expected.items() if state != EMPTY}
        assert await self.cells("edits") == shown

    async def look_at_the_rules(self) -> None:
        """What is published breaks nothing that cannot be, and the alerts are what `check` says."""
        await self.hear()
        async with self.house.db.tx() as tx:
            known = await load_practice(tx)
            standing = await rota.standing(tx, start=START, end=START + timedelta(weeks=WEEKS))
        assert known is not None
        broken = breaches(known.practice, standing)
        listed = {(line.code, line.session.date, line.session.half) for line in standing.lines}
        assert [b for b in broken if b.rule in CANNOT and (b.code, b.date, b.half) in listed] == []
        await self.compare("published", broken)
        if not self.waiting:
            assert await self.stored("edits") == Counter()

    async def compare(self, layer: str, broken: list[Breach]) -> None:
        expected = Counter((b.rule, str(b.date), b.half, b.code, b.site) for b in broken if b.date)
        assert await self.stored(layer) == expected

    async def stored(self, layer: str) -> Counter[tuple[Any, ...]]:
        """The critical alerts that are kept, of the weeks of this rota."""
        async with self.house.db.tx() as tx:
            cursor = await tx.execute(
                """
                select rule, date::text, half, person_code, site from alert
                where layer = %s and status <> 'resolved' and severity = 'critical'
                """,
                (layer,),
            )
            return Counter(tuple(row) for row in await cursor.fetchall())

    async def hear(self) -> None:
        """Tell whoever listens what has happened since, as the worker does."""
        async with self.house.db.tx() as tx:
            cursor = await tx.execute("select id from outbox where id > %s order by id", (self.delivered,))
            events = [row[0] for row in await cursor.fetchall()]
        for event in events:
            await deliver(self.house.db, event)
            self.delivered = event


def cell(key: Key, was: State, now: State) -> dict[str, Any]:
    return {"code": key[0], "date": key[1], "half": key[2], "was": was, "now": now}


def breaches(practice: Practice, standing: Standing) -> list[Breach]:
    """Every hard rule not kept, week by week."""
    found: list[Breach] = []
    for monday in (START + timedelta(weeks=n) for n in range(WEEKS)):
        week = Horizon(monday, 1)
        here = standing.between(week.start, week.end)
        found += [b for b in check_all(as_it_stands(practice, week, here), here.lines) if b.rule in HARD]
    return found


@pytest.mark.parametrize("seed", [1])
async def test_whatever_happens_nothing_is_lost_and_nothing_impossible_is_published(house: House, seed: int) -> None:
    import_tasks()
    await house.with_practice(**northgate())
    run = await house.solved(await house.asked_run(start=START.isoformat(), weeks=WEEKS, effort=2, workers=1), solve)
    priya, amara = await house.as_(PRIYA), await house.as_(AMARA)
    published = await priya.put(f"/rota/versions/{run}/publication", {"reason": None})
    assert published.status_code == 201, published.text
    async with house.db.tx() as tx:
        known = await load_practice(tx)
    assert known is not None
    days = Days(house, priya, amara, known.practice, seed)
    acts = {
        days.edit: 46, days.swap: 12, days.undo: 8, days.redo: 5, days.leave: 6, days.sickness: 5,
        days.come_back: 4, days.publish: 8, days.edit_what_has_changed: 6,
    }  # fmt: skip
    for step in range(STEPS):
        act = days.chance.choices(list(acts), list(acts.values()))[0]
        await act()
        await days.look()
        if step % LOOK_AT_ALERTS_EVERY == 0 or act == days.publish:
            await days.look_at_the_rules()
    await days.look_at_the_rules()
    print(dict(days.done), dict(days.refused))
    for what in ("hand", "swap", "turned", "annual", "sick", "published"):
        assert days.done[what] > 0, f"no {what} was tried"
