"""Nobody learns from any answer why a colleague is away, what was said about it, or what they have left.

Two practices are made that differ in nothing but that: the same people are away at the same times, for other reasons,
with other notes and decisions and balances. Whatever a clinician asks, of any route there is, both must answer alike.
The list of routes is generated, so a new endpoint is asked without a line here.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import date
from itertools import product
from typing import Any

import falcon.testing
import pytest
from pydantic import BaseModel
from redis.asyncio import Redis

from functions.auth import queries as accounts
from functions.auth.passwords import HASHER
from infra.web import create_app, deps_of
from shared import clock, registry
from shared.access import Access
from shared.db import Database
from shared.domain.leave import LeaveKind
from shared.http import Endpoint, declaration
from shared.openapi import FIELD
from shared.settings import Settings
from tests.cast import BEN, CHARLIE, PASSWORD, PEOPLE, PRACTICE, PRIYA, ROSA, Actor, Client, House, add_accounts, files
from tests.functions.rota.fairness.ledgers import close
from tests.leave import TODAY, decide, wanted
from tests.workbench import own_database

CARA = Actor("cara", "Dr Cara West", ("clinician",), "CW")  # a supervisor, and no administrator
CLINICIANS = (BEN, ROSA, CARA, CHARLIE)
KINDS = tuple(LeaveKind)
AWAY = tuple(f"L{number:02}" for number in range(1, len(KINDS) + 1))  # somebody for each kind

# Changes of one's own sign-in and account: nothing of anybody's leave is near, and they end the sign-in we ask with.
LEFT_OUT = "/api/v1/auth/"
NOTHING_TO_ASK = "00000000-0000-0000-0000-000000000007"


def _people() -> str:
    more = "Partner,ELM,1.0,SSSSSSSSSS,,,60,duty|supervise"
    return PEOPLE + "".join(f"{code},Dr {code},{more}\n" for code in AWAY)


def _leave(kinds: dict[str, LeaveKind]) -> str:
    """Everybody away on Tuesday, for a reason each; one of each kind asked for on Thursday."""
    lines = ["code,kind,start,start_half,end,end_half,status"]
    for code, kind in kinds.items():
        lines.append(f"{code},{kind.value},2027-01-05,AM,2027-01-05,PM,approved")
        lines.append(f"{code},{kind.value},2027-01-07,AM,2027-01-07,PM,requested")
    return "\n".join(lines) + "\n"


class World:
    """A practice where everybody is away for a reason of their own, and much was said about it."""

    def __init__(self, house: House, shift: int, mark: str) -> None:
        self.house, self.mark = house, mark
        self.kinds = {code: KINDS[(place + shift) % len(KINDS)] for place, code in enumerate(AWAY)}
        self.ids: dict[str, list[str]] = {}

    async def made(self) -> World:
        """Imported, published, then asked for, approved, declined, cancelled, adjusted, with words each time."""
        priya = await self.house.as_(PRIYA)
        imported = await priya.post(
            "/practice/import", files(practice=PRACTICE, people=_people(), leave=_leave(self.kinds))
        )
        assert imported.status_code == 200, imported.text
        run_id = await self.house.published()
        await close(self.house, date(2027, 1, 18))
        for code, kind in self.kinds.items():
            await self._go_through(priya, code, kind)
        found = (await priya.get("/leave/requests")).json["requests"]
        leave_ids = [each["id"] for each in sorted(found, key=_place) if each["person"]["code"] in AWAY]
        self.ids = {
            "leave_id": leave_ids,
            "version_id": [str(run_id)],
            "run_id": [str(run_id)],
            "round_id": [await self._round(priya)],
            "code": [AWAY[0], AWAY[3], "RM"],
            "alert_id": ["1"],
        }
        return self

    async def _go_through(self, priya: Client, code: str, kind: LeaveKind) -> None:
        """One leave of each end: approved with a word, declined with a reason, cancelled with a reason."""
        body = {"person_code": code, "kind": kind.value, "note": f"{self.mark} note {code}"}
        away = (await priya.post("/leave/requests", wanted("2027-01-11", "2027-01-15", **body))).json["request"]
        if away["status"] == "requested":
            await decide(priya, away, "approval", note=f"{self.mark} approved {code}")
        await self._adjust(priya, code)
        gone = (await priya.post("/leave/requests", wanted("2027-03-01", "2027-03-05", **body))).json["request"]
        if gone["status"] == "requested":
            await decide(priya, gone, "refusal", reason=f"{self.mark} declined {code}")
        else:
            await decide(priya, gone, "cancellation", reason=f"{self.mark} cancelled {code}")

    async def _adjust(self, priya: Client, code: str) -> None:
        amount = str(1 + list(KINDS).index(self.kinds[code]))
        body = {"year": "2027-01-01", "kind": "adjustment", "amount": amount, "unit": "sessions"}
        answer = await priya.post(
            f"/leave/people/{code}/adjustments", body | {"reason": f"{self.mark} adjusted {code}"}
        )
        assert answer.status_code == 201, answer.text

    async def _round(self, priya: Client) -> str:
        body = {"label": "Half-term", "closes_on": "2026-12-31", "places": 1, "seed": 7,
                "weeks": [{"start": "2027-02-15", "label": "Half-term"}]}  # fmt: skip
        answer = await priya.post("/leave/rounds", body)
        assert answer.status_code == 201, answer.text
        return str(answer.json["id"])

    async def told(self, actor: Actor) -> dict[str, str]:
        """Every answer somebody gets to everything there is to ask, by what was asked."""
        client, found = await self.house.as_(actor), {}
        for method, path, declared in _routes():
            for place, (address, body) in enumerate(self._asked(method, path, declared)):
                answer = await client.ask(method, address, body)
                found[f"{method} {path} #{place}"] = f"{answer.status_code} {answer.content.decode(errors='replace')}"
        return found

    def _asked(self, method: str, path: str, declared: Endpoint) -> Iterator[tuple[str, Any]]:
        names = [name for name, _ in FIELD.findall(path)]
        for values in product(*(self.ids.get(name, [NOTHING_TO_ASK]) for name in names)):
            filled = dict(zip(names, values, strict=True))
            address = FIELD.sub(lambda field, filled=filled: filled[field[1]], path)  # type: ignore[misc]
            for query, body in product(_queries(declared.query), _bodies(declared.body)):
                yield address + query, body


def _place(request: dict[str, Any]) -> tuple[str, str, str]:
    return request["person"]["code"], request["start"], request["status"]


def _routes() -> Iterator[tuple[str, str, Endpoint]]:
    """Everything there is to ask, what only looks first."""
    doors = [
        (method, path, declared)
        for function in registry.selected("all")
        for path, reference in function.mounted()
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE")
        if (declared := declaration(registry.load(reference), method)) is not None
    ]
    for method, path, declared in sorted(doors, key=lambda door: door[0] != "GET"):
        if method == "GET" or (declared.access is Access.SIGNED_IN and not path.startswith(LEFT_OUT)):
            yield method, path, declared


# What is written where a name is known; everything else is made up from its type.
KNOWN: dict[str, Any] = {
    "start": "2027-01-04", "end": "2027-01-15", "year": "2027-01-01", "weeks": 2, "start_half": "AM", "end_half": "PM",
    "version": 1, "choices": ["2027-02-15"], "kind": "annual", "date": "2027-01-05", "half": "AM", "instead": "CW",
}  # fmt: skip


def _queries(model: type[BaseModel] | None) -> Sequence[str]:
    """What may stand behind the question mark: what must, and the same about a colleague."""
    if model is None:
        return [""]
    fields = model.model_json_schema().get("properties", {})
    plain = "&".join(f"{name}={KNOWN[name]}" for name in fields if name in ("start", "weeks", "year", "date", "half"))
    asked = [f"?{plain}" if plain else ""]
    if "code" in fields:
        asked += [f"?{plain}&code={code}" if plain else f"?code={code}" for code in (AWAY[0], AWAY[3])]
    return asked


def _bodies(model: type[BaseModel] | None) -> Sequence[Any]:
    """What somebody may send: for themselves, with a colleague to look after things, and about a colleague."""
    if model is None:
        return [None]
    schema = model.model_json_schema()
    fields = schema.get("properties", {})
    body = {name: _made_up(name, field, schema) for name, field in fields.items() if name in schema.get("required", ())}
    body |= {name: KNOWN[name] for name in fields if name in KNOWN}
    asked = [body]
    for field in ("buddy_code", "person_code", "code"):
        if field in fields:
            asked += [body | {field: code} for code in (AWAY[0], AWAY[3], "RM")]
    return asked


def _made_up(name: str, field: dict[str, Any], schema: dict[str, Any]) -> Any:
    field = schema["$defs"][field["$ref"].rpartition("/")[2]] if "$ref" in field else field
    if "enum" in field:
        return field["enum"][0]
    return {"integer": 1, "boolean": False, "array": [], "object": {}}.get(field.get("type", "string"), "words")


# What differs between any two practices, and tells nothing.
NO_MATTER = (
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), "ID"),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.\d]*(Z|[+-]\d\d:\d\d)"), "MOMENT"),
    (re.compile(r'"request_id":"[0-9a-f]{16}"'), "NUMBER"),
    (re.compile(r'"seconds":[\d.e-]+'), "SECONDS"),
    (re.compile(r'"csrf_token":"[^"]*"|"session_id":"[^"]*"|"id":"[\w-]{22}"'), "SIGN-IN"),
)


def _plain(text: str) -> str:
    for pattern, instead in NO_MATTER:
        text = pattern.sub(instead, text)
    return text


@asynccontextmanager
async def _house(settings: Settings) -> AsyncIterator[House]:
    async with Database(settings.database_url, max_size=4) as db:
        await add_accounts(db)
        async with db.tx() as tx:
            await accounts.insert_account(
                tx, username=CARA.username, display_name=CARA.display_name, email=None,
                password_hash=HASHER.hash(PASSWORD), roles=list(CARA.roles), person_code=CARA.person_code,
            )  # fmt: skip
        deps = deps_of(settings)
        app = create_app(deps)
        async with Redis.from_url(settings.redis_url) as redis, falcon.testing.ASGIConductor(app) as conductor:
            yield House(settings, db, redis, conductor, app, deps.sessions)


@pytest.fixture
def second(settings: Settings, postgres_url: str, template: str) -> Iterator[Settings]:
    """Settings of a second practice, on a database of its own."""
    with own_database(postgres_url, template, "other") as url:
        yield settings.model_copy(update={"database_url": url, "cache_prefix": url.rpartition("/")[2]})


@pytest.fixture
async def worlds(
    settings: Settings, second: Settings, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[World, World]]:
    """Two practices that differ only in why people are away, and in all that was said and counted about it."""
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    async with _house(settings) as one, _house(second) as other:
        yield await World(one, 0, "ZEBRA").made(), await World(other, 5, "QUAGGA").made()


@pytest.mark.slow
async def test_a_clinician_is_told_the_same_whatever_a_colleague_is_away_for(worlds: tuple[World, World]) -> None:
    one, other = worlds
    for actor in CLINICIANS:
        first, second = await one.told(actor), await other.told(actor)
        assert first.keys() == second.keys()
        for asked, answer in first.items():
            assert "ZEBRA" not in answer and "QUAGGA" not in second[asked], (actor.username, asked)
            assert _plain(answer) == _plain(second[asked]), (actor.username, asked)


@pytest.mark.slow
async def test_those_who_decide_are_told(worlds: tuple[World, World]) -> None:
    """The test's own eyes: what it looks for is there, for those entitled to it."""
    one, other = worlds
    first, second = await one.told(PRIYA), await other.told(PRIYA)
    seen = " ".join(first.values())
    for word in ("note", "approved", "declined", "cancelled", "adjusted"):
        assert f"ZEBRA {word}" in seen, word
    for kind in KINDS:
        assert f'"kind":"{kind.value}"' in seen, kind
    differing = {asked.split(" #")[0] for asked, answer in first.items() if _plain(answer) != _plain(second[asked])}
    assert {
        "GET /api/v1/leave/requests", "GET /api/v1/leave/requests/{leave_id:uuid}", "GET /api/v1/leave/balances",
        "GET /api/v1/leave/people/{code}/balance", "GET /api/v1/leave/people/{code}/statement", "GET /api/v1/rota",
        "GET /api/v1/reports/audit",
    } <= differing  # fmt: skip


@pytest.mark.slow
async def test_everything_signed_in_people_may_ask_is_asked_and_answered(worlds: tuple[World, World]) -> None:
    """What the walk sends is understood: each route a clinician may use gives a real answer at least once."""
    told = await worlds[0].told(ROSA)
    statuses: dict[str, set[str]] = {}
    for asked, answer in told.items():
        statuses.setdefault(asked.split(" #")[0], set()).add(answer[:3])
    for method, path, declared in _routes():
        found = statuses[f"{method} {path}"]
        if declared.access in (Access.ADMINISTRATOR, Access.SUPERUSER):
            assert found == {"403"}, (method, path)
        else:
            assert found & {"200", "201", "202", "204"} or path in NOT_ROSAS, (method, path, found)


# Routes about somebody's own leave, what-if or changes, of which Rosa has none here: not found is all she may hear.
NOT_ROSAS = {
    "/api/v1/leave/requests/{leave_id:uuid}",
    "/api/v1/leave/requests/{leave_id:uuid}/cancellation",
    "/api/v1/rota-generate/what-ifs/{what_if_id:uuid}",
    "/api/v1/rota-generate/why-nots/{why_not_id:uuid}",
    "/api/v1/rota/versions/{version_id:uuid}/acknowledgement",
}


@pytest.mark.slow
async def test_a_supervisor_learns_who_is_stranded_and_not_why_a_colleague_is_away(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    async with _house(settings) as house:
        await house.with_practice()
        await house.published()
        priya = await house.as_(PRIYA)
        sick = wanted("2027-01-12", kind="sick", person_code="AO", note="Shingles")
        assert (await priya.post("/leave/requests", sick)).status_code == 201
        answer = await (await house.as_(CARA)).post("/leave/assessments", wanted("2027-01-12"))
        assert {each["name"] for each in answer.json["stranded"]} == {"Dr Rosa Marsh"}
        assert [each["name"] for each in answer.json["others_away"]] == ["Dr Amara Okafor"]
        assert "sick" not in answer.text.lower() and "shingles" not in answer.text.lower()
