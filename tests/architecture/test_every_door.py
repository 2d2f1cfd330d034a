"""Charlie, a stranger and somebody hostile with every right try every method of every route.

The list of doors is read from the application as it is mounted, and what must happen from what each declares: a new
route is tried without a line here. What only its owner may see is a list (`SOMEBODYS`) that a new route has to join.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import falcon.testing
import pytest
from redis.asyncio import Redis

from functions.leave.rounds import service as rounds
from infra.web import create_app, deps_of
from shared import clock
from shared.access import Access, Role
from shared.db import Database
from shared.http import LARGEST_BODY
from shared.settings import Settings
from tests.architecture.doors import HOSTILE_NAMES, HOSTILE_QUERIES, HOSTILE_VALUES, Door, doors
from tests.cast import AMARA, BEN, CHARLIE, PRIYA, ROSA, Actor, Client, House, add_accounts
from tests.leave import TODAY, wanted

RHYS = Actor("rhys", "Rhys Tudor", ("superuser",))
SAID = {"type", "title", "status", "detail", "instance", "request_id"}
ENDS = ("/auth/sign-out", "/auth/sessions", "/auth/sessions/{session_id}")  # the sign-in one asks with
LEAKS = ("Traceback", "psycopg", "select ", "/functions/", "/shared/", "site-packages")


@pytest.fixture
async def house(settings: Settings, db: Database) -> AsyncIterator[House]:
    await add_accounts(db)
    async with db.tx() as tx:
        await tx.execute(
            "insert into account (username, display_name, password_hash, roles) "
            "select %s, %s, password_hash, %s from account where username = 'ben'",
            (RHYS.username, RHYS.display_name, list(RHYS.roles)),
        )
    deps = deps_of(settings)
    app = create_app(deps)
    async with Redis.from_url(settings.redis_url) as redis, falcon.testing.ASGIConductor(app) as conductor:
        yield House(settings, db, redis, conductor, app, deps.sessions)


def every(house: House) -> list[Door]:
    return doors(house.app)


def may(roles: tuple[str, ...] | None, access: Access) -> bool:
    """Said once more, and otherwise, than where the application says it."""
    if access is Access.PUBLIC or (roles is not None and access is Access.SIGNED_IN):
        return True
    enough = {Access.ADMINISTRATOR: {"administrator", "superuser"}, Access.SUPERUSER: {"superuser"}}
    return bool(roles and set(roles) & enough.get(access, set()))


def is_a_refusal(answer: Any, status: int, door: Door) -> None:
    """In the one shape, and with nothing of what is behind the door."""
    assert answer.status_code == status, (door.method, door.path, answer.text[:300])
    assert answer.headers["content-type"] == "application/problem+json", door
    if door.method != "HEAD":
        assert set(answer.json) <= SAID, (door.method, door.path, answer.json)


async def test_every_door_is_known_and_declared(house: House) -> None:
    found = every(house)
    declared = [door for door in found if door.declared]
    assert len({door.path for door in declared}) >= 110
    for door in found:  # nothing answers that does not say for whom
        resource_answers = door.method != "OPTIONS" and door.declared
        if not resource_answers and door.method not in ("OPTIONS", "HEAD"):
            answer = await house.stranger().ask(door.method, door.address())
            assert answer.status_code == 405, (door.method, door.path)
    public = {(door.method, door.path) for door in declared if door.access is Access.PUBLIC}
    assert {path for _, path in public} == PUBLIC  # who adds one here has thought about strangers


PUBLIC = {
    "/healthz", "/readyz", "/metrics", "/api/v1/openapi.json", "/api/v1/auth/sign-in", "/api/v1/auth/welcome",
    "/api/v1/auth/welcome/look", "/api/v1/auth/password-resets", "/api/v1/auth/password-resets/look",
    "/api/v1/auth/password-resets/password", "/api/v1/auth/email-confirmations",
}  # fmt: skip


@pytest.mark.parametrize("actor", [None, CHARLIE, PRIYA], ids=["a stranger", "Charlie", "an administrator"])
async def test_nobody_gets_through_a_door_that_is_not_theirs(house: House, actor: Actor | None) -> None:
    await house.with_practice()
    client = await house.as_(actor) if actor else house.stranger()
    tried = 0
    for door in every(house):
        if door.access is None:
            if door.method == "OPTIONS":
                answer = await client.ask("OPTIONS", door.address())
                assert answer.status_code == 200 and not answer.content and answer.headers["allow"], door
            elif actor is CHARLIE:
                is_a_refusal(await client.ask(door.method, door.address(), door.body), 405, door)
        elif not may(actor.roles if actor else None, door.access):
            answer = await client.ask(door.method, door.address(), door.body)
            is_a_refusal(answer, 403 if actor else 401, door)
            tried += 1
        elif actor is not PRIYA and not door.path.endswith(ENDS):
            answer = await client.ask(door.method, door.address(), door.body)
            somebodys, _ = SOMEBODYS.get((door.method, door.path), (404, None))
            assert answer.status_code in {200, 404, 422, somebodys}, (door.method, door.path, answer.text)
    assert tried >= {None: 130, CHARLIE: 80, PRIYA: 0}[actor]


async def test_what_is_for_superusers_alone_is_for_no_administrator(house: House) -> None:
    """Roles beyond one's own are no route's declaration: they are checked with what is asked."""
    priya, rhys = await house.as_(PRIYA), await house.as_(RHYS)
    accounts = (await priya.get("/auth/accounts")).json["accounts"]
    rhys_id = next(each["id"] for each in accounts if each["username"] == "rhys")
    ben = next(each for each in accounts if each["username"] == "ben")
    more = {"version": ben["version"], "display_name": "Dr Ben Hughes", "email": None, "person_code": "BH"}
    made = {"username": "eve", "display_name": "Eve", "email": None, "roles": ["superuser"], "person_code": None,
            "password": "seven otters in a teacup"}  # fmt: skip
    tries = [
        ("PUT", f"/auth/accounts/{ben['id']}", more | {"roles": ["superuser"]}),
        ("POST", "/auth/accounts", made),
        ("POST", "/auth/invitations", {"email": "eve@elm.example", "display_name": "", "roles": ["superuser"],
                                       "person_code": None}),
        ("PUT", f"/auth/accounts/{rhys_id}", more | {"roles": ["clinician"]}),
        ("PUT", f"/auth/accounts/{rhys_id}/deactivation", {"version": 1}),
        ("DELETE", f"/auth/accounts/{rhys_id}/sessions", None),
    ]  # fmt: skip
    for method, path, body in tries:
        answer = await priya.ask(method, path, body)
        assert answer.status_code in (403, 422), (method, path, answer.text)
    assert (await rhys.get("/auth/me")).json["account"]["roles"] == [Role.SUPERUSER]
    after = (await priya.get("/auth/accounts")).json["accounts"]
    assert {each["username"]: each["roles"] for each in after} == {each["username"]: each["roles"] for each in accounts}


async def test_every_change_needs_the_token_of_this_very_sign_in(house: House) -> None:
    priya, rosa = await house.as_(PRIYA), await house.as_(ROSA)
    thief = Client(house.conductor)
    thief.cookies = priya.cookies
    tried = 0
    for door in every(house):
        if door.changes and door.access not in (None, Access.PUBLIC) and may(PRIYA.roles, door.access):
            for token in (
                None,
                "",
                "guessed",
                rosa.csrf_token,
                priya.csrf_token[:-1],
                priya.csrf_token + "=",
                "\u0142",
            ):
                headers = {} if token is None else {"X-CSRF-Token": token.encode().decode("latin-1")}
                is_a_refusal(await thief.ask(door.method, door.address(), door.body, headers=headers), 403, door)
                tried += 1
    assert tried > 400
    assert (await priya.get("/auth/me")).status_code == 200


async def test_every_change_comes_from_our_own_pages(house: House) -> None:
    """With the right token even: a page elsewhere that got hold of it still cannot use it from a browser."""
    priya = await house.as_(PRIYA)
    elsewhere = ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"},
                 {"Sec-Fetch-Site": "same-site"})  # fmt: skip
    for door in every(house):
        if door.changes and door.declared:
            for headers in elsewhere:
                is_a_refusal(await priya.ask(door.method, door.address(), door.body, headers=headers), 403, door)
    own = {"Origin": "http://falconframework.org", "Sec-Fetch-Site": "same-origin"}
    assert (await priya.post("/auth/sign-out", headers=own)).status_code == 204


# --- what belongs to somebody -----------------------------------------------------------------------------------------

Ids = dict[str, str]


@pytest.fixture
async def world(house: House, monkeypatch: pytest.MonkeyPatch) -> tuple[House, Ids]:
    """A practice in which Amara has a sign-in, a leave, a question of each kind and a wish for a popular week."""
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    monkeypatch.setattr(rounds.clock, "today", lambda: TODAY)
    await house.with_practice()
    run_id = await house.published()
    amara, priya = await house.as_(AMARA), await house.as_(PRIYA)
    week = {"label": "Half-term", "closes_on": "2026-12-31", "places": 1, "seed": 7,
            "weeks": [{"start": "2027-02-15", "label": "Half-term"}]}  # fmt: skip
    asked = await amara.post("/leave/requests", wanted("2027-01-12", kind="sick", note="ZEBRA"))
    what_if = await amara.post("/rota-generate/what-ifs", wanted("2027-01-14"))
    why_not = await amara.post("/rota-generate/why-nots", {"code": "AO", "date": "2027-01-04", "half": "AM",
                                                           "instead": "BH"})  # fmt: skip
    offer = await priya.post("/leave/rounds", week)
    bid = await amara.put(f"/leave/rounds/{offer.json['id']}/bids/AO", {"choices": ["2027-02-15"]})
    sessions = (await amara.get("/auth/sessions")).json
    for answer in (asked, what_if, why_not, offer, bid):
        assert answer.status_code < 300, answer.text
    return house, {
        "leave_id": asked.json["request"]["id"], "version": str(asked.json["request"]["version"]),
        "what_if_id": what_if.json["id"], "why_not_id": why_not.json["id"], "round_id": offer.json["id"],
        "code": "AO", "version_id": str(run_id), "session_id": next(each["id"] for each in sessions if each["current"]),
    }  # fmt: skip


# Routes anybody signed in may use that name a thing: what Ben and Charlie hear when the thing is Amara's, and what is
# sent. EVERYBODYS are about nobody, or tell everybody the same.
CHOICES = {"choices": ["2027-02-15"]}
SOMEBODYS: dict[tuple[str, str], tuple[int, Callable[[Ids], Any] | None]] = {
    ("DELETE", "/api/v1/auth/sessions/{session_id}"): (404, None),
    ("GET", "/api/v1/leave/people/{code}/balance"): (403, None),
    ("GET", "/api/v1/leave/people/{code}/statement"): (403, None),
    ("GET", "/api/v1/leave/people/{code}/statement.csv"): (403, None),
    ("GET", "/api/v1/leave/requests/{leave_id:uuid}"): (404, None),
    ("PUT", "/api/v1/leave/requests/{leave_id:uuid}/cancellation"): (404, lambda ids: {"version": int(ids["version"])}),
    ("PUT", "/api/v1/leave/rounds/{round_id:uuid}/bids/{code}"): (403, lambda _: CHOICES),
    ("DELETE", "/api/v1/leave/rounds/{round_id:uuid}/bids/{code}"): (403, None),
    ("GET", "/api/v1/rota-generate/what-ifs/{what_if_id:uuid}"): (404, None),
    ("PUT", "/api/v1/rota/versions/{version_id:uuid}/acknowledgement"): (404, None),
}
EVERYBODYS = {
    "/api/v1/leave/rounds/{round_id:uuid}", "/api/v1/rota-generate/why-nots/{why_not_id:uuid}",
    "/api/v1/rota/fairness/{code}", "/api/v1/rota/versions/{version_id:uuid}",
    "/api/v1/rota/versions/{version_id:uuid}/difference", "/api/v1/rota/versions/{version_id:uuid}/publication",
}  # fmt: skip
# What may be asked in somebody else's name, by naming them in what is sent.
IN_ANOTHERS_NAME: tuple[tuple[str, str, Any], ...] = (
    ("POST", "/leave/requests", wanted("2027-01-13", person_code="AO")),
    ("POST", "/leave/assessments", wanted("2027-01-13", person_code="AO")),
    ("POST", "/rota-generate/what-ifs", wanted("2027-01-13", person_code="AO")),
)


async def test_every_door_that_names_a_thing_says_whose_it_is(house: House) -> None:
    named = {
        (door.method, door.path)
        for door in every(house)
        if door.access is Access.SIGNED_IN and "{" in door.path and door.path not in EVERYBODYS
    }
    assert named == set(SOMEBODYS), "a new route has to say here whose the things it names are"


@pytest.mark.parametrize("actor", [BEN, CHARLIE], ids=["a colleague", "Charlie"])
async def test_what_is_amaras_is_nobody_elses(world: tuple[House, Ids], actor: Actor) -> None:
    house, ids = world
    amara, client = await house.as_(AMARA), await house.as_(actor)
    before = await _amaras(amara, ids)
    for (method, path), (status, body) in SOMEBODYS.items():
        if path.endswith("/acknowledgement") and actor is BEN:
            continue  # the version changed Ben's sessions as well, and it is his own word that he gives
        door = Door(method, path, None)
        answer = await client.ask(method, door.address(**ids), body(ids) if body else None)
        query = f"{door.address(**ids)}?year=2027-01-01"
        answer = await client.ask(method, query) if answer.status_code == 422 else answer
        is_a_refusal(answer, status, door)
        assert "ZEBRA" not in answer.text and "sick" not in answer.text.lower()
    for method, path, body in IN_ANOTHERS_NAME:
        answer = await client.ask(method, path, body)
        assert answer.status_code == 403, (path, answer.text)
    assert await _amaras(amara, ids) == before


async def _amaras(amara: Client, ids: Ids) -> list[str]:
    """What Amara has, told to herself; it has to be there, or the test looks at nothing."""
    looks = (f"/leave/requests/{ids['leave_id']}", f"/rota-generate/what-ifs/{ids['what_if_id']}",
             f"/rota-generate/why-nots/{ids['why_not_id']}", "/leave/people/AO/balance?year=2027-01-01",
             f"/leave/rounds/{ids['round_id']}")  # fmt: skip
    answers = [await amara.get(look) for look in looks]
    assert [answer.status_code for answer in answers] == [200] * len(looks), [answer.text for answer in answers]
    return [answer.text for answer in answers]


# --- somebody hostile with every right --------------------------------------------------------------------------------


def stands(answer: Any, *about: object) -> None:
    """Refused or done, but understood: nothing broke, and nothing of our insides is told."""
    assert answer.status_code < 500, (*about, answer.text[:300])
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json", about
        assert not [leak for leak in LEAKS if leak in answer.text], (*about, answer.text[:300])


Ask = Callable[..., Awaitable[Any]]


@pytest.fixture
async def hostile(house: House, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Client]:
    async def as_often_as_it_likes(*_: object, **__: object) -> None:
        """Else most of what is tried here would not be looked at."""

    monkeypatch.setattr("shared.pace.Pace.step", as_often_as_it_likes)
    await house.with_practice()
    await house.published()
    client = await house.as_(RHYS)
    yield client
    assert (await client.get("/auth/me")).status_code == 200  # or what was tried was tried by a stranger


def within(house: House) -> list[Door]:
    """Every declared door but those that end the sign-in we ask with."""
    return [door for door in every(house) if door.declared and not door.path.endswith(ENDS)]


async def test_no_name_in_an_address_breaks_anything(house: House, hostile: Client) -> None:
    for door in within(house):
        if "{" in door.path:
            for name in HOSTILE_NAMES:
                stands(await hostile.ask(door.method, door.address(name), door.body), door.method, door.path, name)


async def test_nothing_behind_the_question_mark_breaks_anything(house: House, hostile: Client) -> None:
    for door in within(house):
        for value in HOSTILE_QUERIES if door.method == "GET" else ():
            for name in [*door.asked(), "not_asked_for"]:
                answer = await hostile.ask("GET", f"{door.address()}?{name}={value}")
                stands(answer, door.path, name, value[:40])
                assert name in door.asked() or answer.status_code in (401, 404, 422), (door.path, name)


@pytest.mark.parametrize(
    "values",
    [HOSTILE_VALUES[2::6], pytest.param(HOSTILE_VALUES, marks=pytest.mark.long)],
    ids=["a few", "all of them"],
)
async def test_no_value_in_a_body_breaks_anything(house: House, hostile: Client, values: tuple[Any, ...]) -> None:
    for door in within(house):
        for field in door.fields():
            for value in values:
                answer = await hostile.ask(door.method, door.address(), door.filled() | {field: value})
                stands(answer, door.method, door.path, field, str(value)[:40])


async def test_no_shape_of_a_body_breaks_anything(house: House, hostile: Client) -> None:
    json_type = {"Content-Type": "application/json"}
    deep = "[" * 100_000 + "]" * 100_000
    shapes = (
        ({"Content-Type": "text/plain"}, "{}", 415), ({"Content-Type": "application/xml"}, "<a/>", 415),
        ({"Content-Type": "multipart/form-data; boundary=x"}, "--x--", 415), ({}, "{}", 415),
        (json_type, "", 400), (json_type, "{", 400), (json_type, "[]", 422), (json_type, "null", 422),
        (json_type, deep, 400), (json_type, '{"a":' * 5000 + "1" + "}" * 5000, 400),
        (json_type, '{"reason": "\\u0000"}', 422), (json_type, b'{"a": "\xff\xfe"}', 400),
        (json_type, '{"__proto__": {"admin": true}}', 422), (json_type, '{"a": "\\ud800"}', 400),
        (json_type, json.dumps({"x": 1}) + json.dumps({"x": 1}), 400),
    )  # fmt: skip
    for door in within(house):
        if door.declared and door.declared.body is not None:
            for headers, body, status in shapes:
                answer = await hostile.ask(door.method, door.address(), headers=headers, body=body)
                stands(answer, door.method, door.path, body[:30])
                assert answer.status_code in (status, 422, 404), (door.method, door.path, headers, body[:30])


async def test_no_body_is_read_beyond_what_it_may_hold(house: House, hostile: Client) -> None:
    json_type = {"Content-Type": "application/json"}
    large = '{"reason": "' + "x" * LARGEST_BODY + '"}'
    for door in [door for door in within(house) if door.declared and door.declared.body][::9]:
        answer = await hostile.ask(door.method, door.address(), headers=json_type, body=large)
        assert answer.status_code == 413, (door.method, door.path)
