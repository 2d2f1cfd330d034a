"""Any order of asking, deciding, cancelling and falling ill: rota, ledger and calendar agree with a simple model.

The real application on a real PostgreSQL; each run begins with a copy of a practice with a published rota.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import falcon.testing
import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from redis.asyncio import Redis

from infra.web import create_app, deps_of
from shared.db import Database
from shared.settings import Settings
from tests.cast import BEN, LEAVE, PRIYA, Client, House, add_accounts
from tests.leave import decide, left, rota_lines, wanted
from tests.workbench import other_database

pytestmark = pytest.mark.long

MONDAY = date(2027, 1, 4)
# Ben's sessions in the two weeks of the rota: Monday to Wednesday, but the closed Wednesday afternoon.
HIS = [
    (MONDAY + timedelta(days=7 * week + day), half)
    for week in range(2)
    for day in range(3)
    for half in ("AM", "PM")
    if (week, day, half) != (1, 2, "PM")
]
SLOTS = [
    (MONDAY + timedelta(days=7 * week + day), half) for week in range(2) for day in range(5) for half in ("AM", "PM")
]
Slot = tuple[date, str]


@dataclass
class Leave:
    """What the model knows of a request."""

    id: str
    kind: str
    slots: frozenset[Slot]
    status: str
    version: int = field(default=1)

    @property
    def counts(self) -> bool:
        return self.status in ("requested", "approved")


class Machine(RuleBasedStateMachine):
    """One practice, Ben and the practice manager."""

    leaves: Bundle[str] = Bundle("leaves")
    prepared: Settings
    maintenance: str

    def __init__(self) -> None:
        super().__init__()
        self.model: dict[str, Leave] = {}
        self.cuts: dict[str, list[tuple[Leave, str, set[str]]]] = {}  # by sickness: what it cut, how it was, its parts

    @initialize()
    def begin(self) -> None:
        self.runner, self.stack = asyncio.Runner(), AsyncExitStack()
        self.runner.run(self._begin())

    async def _begin(self) -> None:
        self.name = f"machine_{uuid.uuid4().hex[:12]}"
        source = self.prepared.database_url.rpartition("/")[2]
        with psycopg.connect(self.maintenance, autocommit=True) as connection:
            connection.execute(f"create database {self.name} template {source}")
        chosen = self.prepared.model_copy(update={"database_url": other_database(self.maintenance, self.name)})
        self.house = await self.stack.enter_async_context(_house(chosen))
        self.ben, self.priya = await self.house.as_(BEN), await self.house.as_(PRIYA)
        self.rota, self.sums = await self._bens_rota(), await left(self.house, "BH")

    def teardown(self) -> None:
        if not hasattr(self, "runner"):
            return
        self.runner.run(self.stack.aclose())
        self.runner.close()
        with psycopg.connect(self.maintenance, autocommit=True) as connection:
            connection.execute(f"drop database {self.name} with (force)")

    # -- what they do ------------------------------------------------------------------------------------------------

    @rule(target=leaves, kind=st.sampled_from(("annual", "study")), first=st.integers(0, 19), long=st.integers(1, 8))
    def ask(self, kind: str, first: int, long: int) -> Any:
        slots = SLOTS[first : first + long]
        answer = self._post(self.ben, slots, kind)
        taken = [leave for leave in self.model.values() if leave.counts and leave.slots & set(slots)]
        if taken or not set(slots) & set(HIS):
            assert answer.status_code == 422, answer.text
            return multiple()
        assert answer.status_code == 201, answer.text
        request = answer.json["request"]
        assert request["status"] in (("approved", "requested") if kind == "annual" else ("requested",))
        return self._keep(request)

    @rule(target=leaves, first=st.integers(0, 19), long=st.integers(1, 6))
    def fall_ill(self, first: int, long: int) -> Any:
        slots = SLOTS[first : first + long]
        answer = self._post(self.priya, slots, "sick", person_code="BH")
        hit = [leave for leave in self.model.values() if leave.counts and leave.slots & set(slots)]
        if any(leave.kind == "sick" for leave in hit) or not set(slots) & set(HIS):
            assert answer.status_code == 422, answer.text
            return multiple()
        assert answer.status_code == 201, answer.text
        assert answer.json["request"]["status"] == "approved"
        was = [(leave, leave.status) for leave in hit]
        for leave in hit:  # ended; its parts are leave of their own
            leave.status, leave.version = "cancelled", leave.version + 1
        known = set(self.model)
        for request in self._listed():
            if request["id"] not in known and request["kind"] != "sick":
                self._keep(request)
        parts = frozenset[Slot]().union(*(self.model[each].slots for each in self.model.keys() - known))
        whole = frozenset[Slot]().union(*(leave.slots for leave in hit))
        assert parts & set(HIS) == (whole - set(slots)) & set(HIS)
        added = self.model.keys() - known
        sick = self._keep(answer.json["request"])
        self.cuts[sick] = [(leave, status, {each for each in added if self.model[each].slots <= leave.slots})
                           for leave, status in was]  # fmt: skip
        return multiple(sick, *added)

    @rule(leave_id=leaves)
    def approve(self, leave_id: str) -> None:
        leave = self.model[leave_id]
        answer = self._put(self.priya, leave, "approval", note="All the same")
        if leave.status in ("requested", "approved"):
            assert answer.status_code == 200, answer.text
            self._moved(leave, answer)
            assert leave.status == "approved"
        else:
            assert answer.status_code == 409, answer.text

    @rule(leave_id=leaves)
    def decline(self, leave_id: str) -> None:
        leave = self.model[leave_id]
        answer = self._put(self.priya, leave, "refusal", reason="Not then")
        if leave.status in ("requested", "declined"):
            assert answer.status_code == 200, answer.text
            self._moved(leave, answer)
            assert leave.status == "declined"
        else:
            assert answer.status_code == 409, answer.text

    @rule(leave_id=leaves, who=st.sampled_from(("ben", "priya")))
    def cancel(self, leave_id: str, who: str) -> None:
        leave = self.model[leave_id]
        client = self.ben if who == "ben" and leave.kind != "sick" else self.priya
        answer = self._put(client, leave, "cancellation", reason=None)
        if leave.status == "declined":
            assert answer.status_code == 409, answer.text
            return
        assert answer.status_code == 200, answer.text
        self._moved(leave, answer)
        assert leave.status == "cancelled"
        self._make_whole(self.cuts.pop(leave_id, []))

    @rule(leave_id=leaves)
    def take_the_approval_back(self, leave_id: str) -> None:
        leave = self.model[leave_id]
        may = self.runner.run(self.priya.get(f"/leave/requests/{leave.id}")).json["request"]["may"]
        address = f"/leave/requests/{leave.id}/approval?version={leave.version}"
        answer = self.runner.run(self.priya.ask("DELETE", address))
        if "reopen" not in may:
            assert answer.status_code in (409, 422), answer.text
            return
        assert (leave.status, answer.status_code) == ("approved", 200), answer.text
        self._moved(leave, answer)
        assert leave.status == "requested"

    # -- what is always so -------------------------------------------------------------------------------------------

    @invariant()
    def the_rota_has_him_when_he_is_not_away(self) -> None:
        away = self._slots("approved")
        study = {slot for leave in self.model.values() if leave.status == "approved" and leave.kind == "study"
                 for slot in leave.slots}  # fmt: skip
        expected = {line for line in self.rota if line[0] not in away}
        expected |= {(slot, "study-leave") for slot in study & set(HIS)}
        assert self.runner.run(self._bens_rota()) == expected

    @invariant()
    def the_ledger_has_what_he_asked_for(self) -> None:
        sums = self.runner.run(left(self.house, "BH"))
        for status, name in (("approved", "booked"), ("requested", "pending")):
            spent = sum(
                250 * len(leave.slots & set(HIS))
                for leave in self.model.values()
                if leave.kind == "annual" and leave.status == status
            )
            assert sums[name] == spent, name
        assert sums["left"] == self.sums["left"] - sums["booked"] - sums["pending"]

    @invariant()
    def the_calendar_shows_it(self) -> None:
        answer = self.runner.run(self.ben.get("/leave/calendar?start=2027-01-04&weeks=2"))
        shown = {
            (date.fromisoformat(day["date"]), half["half"]): half["away"]
            for day in answer.json["days"] for half in day["halves"] if half["away"]
        }  # fmt: skip
        expected = {slot: leave.status for leave in self.model.values() if leave.counts for slot in leave.slots}
        assert shown == expected

    # -- how it is done ----------------------------------------------------------------------------------------------

    def _post(self, client: Client, slots: list[Slot], kind: str, **more: Any) -> Any:
        (start, start_half), (end, end_half) = slots[0], slots[-1]
        body = wanted(start.isoformat(), end.isoformat(), kind, start_half=start_half, end_half=end_half, **more)
        return self.runner.run(client.post("/leave/requests", body))

    def _put(self, client: Client, leave: Leave, what: str, **body: Any) -> Any:
        return self.runner.run(client.put(f"/leave/requests/{leave.id}/{what}", {"version": leave.version, **body}))

    def _keep(self, request: dict[str, Any]) -> str:
        first = (date.fromisoformat(request["start"]), request["start_half"])
        last = (date.fromisoformat(request["end"]), request["end_half"])
        slots = frozenset(slot for slot in SLOTS if first <= slot <= last)
        self.model[request["id"]] = Leave(request["id"], request["kind"], slots, request["status"], request["version"])
        return str(request["id"])

    def _moved(self, leave: Leave, answer: Any) -> None:
        leave.status, leave.version = answer.json["request"]["status"], answer.json["request"]["version"]

    def _make_whole(self, cuts: list[tuple[Leave, str, set[str]]]) -> None:
        """What sickness cut is whole again if its parts, and nothing else there, are as they were."""
        for whole, was, parts in cuts:
            here = {each.id for each in self.model.values() if each.counts and each.slots & whole.slots}
            if here == parts and all(self.model[each].status == was for each in parts):
                whole.status = was
                for each in parts:
                    self.model[each].status = "cancelled"
        now = {request["id"]: request for request in self._listed()}
        for leave in self.model.values():
            assert now[leave.id]["status"] == leave.status
            leave.version = now[leave.id]["version"]

    def _listed(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.runner.run(self.priya.get("/leave/requests?code=BH")).json["requests"]
        return found

    def _slots(self, status: str) -> set[Slot]:
        return {slot for leave in self.model.values() if leave.status == status for slot in leave.slots}

    async def _bens_rota(self) -> set[tuple[Slot, str]]:
        lines = await rota_lines(self.house)
        return {((date.fromisoformat(day), half), activity) for code, day, half, activity in lines if code == "BH"}


class _house:
    """The application on one database."""

    def __init__(self, chosen: Settings) -> None:
        self._settings, self._stack = chosen, AsyncExitStack()

    async def __aenter__(self) -> House:
        db = await self._stack.enter_async_context(Database(self._settings.database_url, max_size=3))
        deps = deps_of(self._settings)
        app = create_app(deps)
        redis = await self._stack.enter_async_context(Redis.from_url(self._settings.redis_url))
        conductor = await self._stack.enter_async_context(falcon.testing.ASGIConductor(app))
        return House(self._settings, db, redis, conductor, app, deps.sessions)

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()


@pytest.fixture
def prepared(settings: Settings) -> Iterator[Settings]:
    """A database with the cast, their practice without Ben's study leave, and a published rota, to be copied."""

    async def prepare() -> None:
        async with Database(settings.database_url) as db:
            await add_accounts(db)
        async with _house(settings) as house:
            await house.with_practice(leave="\n".join(LEAVE.splitlines()[:1]) + "\n")
            await house.published()

    asyncio.run(prepare())
    yield settings


@pytest.mark.slow
def test_any_order_of_doing_things_agrees_with_a_simple_model(prepared: Settings, postgres_url: str) -> None:
    Machine.prepared, Machine.maintenance = prepared, postgres_url
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Machine,
        settings=settings(
            max_examples=10,
            stateful_step_count=10,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )


@pytest.mark.slow
def test_asking_and_cancelling_leaves_rota_ledger_and_calendar_as_they_were(prepared: Settings) -> None:
    """Whatever is asked for, decided or not: taken back, nothing of it is left but its history."""
    with asyncio.Runner() as runner:
        there = AsyncExitStack()
        house = runner.run(there.enter_async_context(_house(prepared)))
        ben, priya = runner.run(house.as_(BEN)), runner.run(house.as_(PRIYA))
        before = runner.run(_as_it_is(house, ben))

        @settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
        @given(
            kind=st.sampled_from(("annual", "study", "coroners")), first=st.integers(0, 19), long=st.integers(1, 12),
            part=st.sampled_from((None, 45)), decided=st.booleans(),
        )  # fmt: skip
        def undone(kind: str, first: int, long: int, part: int | None, decided: bool) -> None:
            slots = SLOTS[first : first + (1 if part else long)]
            (start, start_half), (end, end_half) = slots[0], slots[-1]
            body = wanted(
                start.isoformat(), end.isoformat(), kind, start_half=start_half, end_half=end_half, part_minutes=part
            )
            answer = runner.run(ben.post("/leave/requests", body))
            if answer.status_code == 422:
                assert not set(slots) & set(HIS)
                return
            request = answer.json["request"]
            if decided and request["status"] == "requested":
                request = runner.run(decide(priya, request, "approval", note="All the same"))["request"]
            assert runner.run(_as_it_is(house, ben)) != before
            runner.run(decide(ben, request, "cancellation"))
            assert runner.run(_as_it_is(house, ben)) == before

        undone()
        runner.run(there.aclose())


async def _as_it_is(house: House, ben: Client) -> Any:
    """The rota, what Ben has left, and his calendar."""
    calendar = (await ben.get("/leave/calendar?start=2027-01-04&weeks=2")).json
    return await rota_lines(house), await left(house, "BH"), calendar
