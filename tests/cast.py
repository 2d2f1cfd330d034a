"""The people of the tests and the practice they work in.

Amara, a partner and rota lead; Ben, salaried, 0.6; Priya, the practice manager; Rosa, a registrar; and Charlie, who is
signed in, has no business here, and tries every door.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

import falcon.testing
from argon2 import PasswordHasher
from redis.asyncio import Redis

from functions.auth import queries as accounts
from functions.rota_generate import attempt
from shared.constraints import check_all
from shared.db import Database
from shared.domain.outcome import Outcome, Progress
from shared.domain.problem import Problem
from shared.domain.rota import Activity, Assignment
from shared.sessions import COOKIE, Sessions
from shared.settings import Settings

PASSWORD = "correct horse battery staple"
API = "/api/v1"
START = "2027-01-04"  # a Monday


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who can sign in."""

    username: str
    display_name: str
    roles: tuple[str, ...]
    person_code: str | None = None


AMARA = Actor("amara", "Dr Amara Okafor", ("administrator", "clinician"), "AO")
BEN = Actor("ben", "Dr Ben Hughes", ("clinician",), "BH")
PRIYA = Actor("priya", "Priya Shah", ("administrator",))
ROSA = Actor("rosa", "Dr Rosa Marsh", ("clinician",), "RM")
CHARLIE = Actor("charlie", "Charlie Crane", ("clinician",))
CAST = (AMARA, BEN, PRIYA, ROSA, CHARLIE)

PRACTICE = """{
  "name": "Elm Lane Surgery",
  "nation": "england-and-wales",
  "horizon": {"start": "2027-01-04", "weeks": 2},
  "sites": [{"code": "ELM", "name": "Elm Lane", "rooms": 6}],
  "minimum_doctors": {"Mon": 3, "Tue": 3, "Wed": 2, "Thu": 3, "Fri": 2},
  "duty": {"default": 1, "mondays": 1, "skill": "duty"},
  "supervision": {"trainees_per_supervisor": 1},
  "closures": [{"label": "Training afternoon", "half": "PM", "dates": ["2027-01-13"]}]
}
"""
PEOPLE = """code,name,role,site,wte,pattern,pattern_b,flexible_days_per_week,annual_leave_sessions,flags
AO,Dr Amara Okafor,Partner,ELM,0.89,SASSSASSSS,,,60,duty|supervise
BH,Dr Ben Hughes,Salaried,ELM,0.6,SSSSSS----,,,40,duty
CW,Dr Cara West,Salaried,ELM,0.8,SSSA--SSSA,,,48,duty|supervise
RM,Dr Rosa Marsh,ST3,ELM,1.0,SSST--SSSL,,,54,trainee
NP,Nia Pugh,Practice Nurse,ELM,1.0,SSSSSSSSSS,,,60,
"""
LEAVE = """code,kind,start,start_half,end,end_half,status
BH,study,2027-01-05,AM,2027-01-05,PM,approved
AO,coroners,2027-01-06,AM,2027-01-06,AM,approved
NP,annual,2027-01-07,AM,2027-01-08,PM,approved
CW,annual,2027-01-14,AM,2027-01-14,PM,requested
"""
# Words that would tell a colleague why somebody is away.
KINDS = ("study", "coroner", "annual", "sick", "maternity", "compassionate")


def files(*, practice: str = PRACTICE, people: str = PEOPLE, leave: str = LEAVE) -> dict[str, str]:
    """The three files as the import takes them."""
    return {"practice": practice, "people": people, "leave": leave}


class Client:
    """Somebody's browser: remembers the sign-in and its token. Nobody's, until they sign in."""

    def __init__(self, conductor: falcon.testing.ASGIConductor) -> None:
        self._conductor = conductor
        self.cookies: dict[str, str] = {}
        self.csrf_token = ""

    async def sign_in(self, actor: Actor) -> Client:
        answer = await self.post("/auth/sign-in", {"username": actor.username, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        self.cookies = {COOKIE: answer.cookies[COOKIE].value}
        self.csrf_token = answer.json["csrf_token"]
        return self

    async def ask(
        self, method: str, path: str, json: Any = None, *, headers: Mapping[str, str] | None = None, **more: Any
    ) -> falcon.testing.Result:
        """One request below /api/v1, or anywhere when the path begins there."""
        token = {"X-CSRF-Token": self.csrf_token} if self.csrf_token else {}
        sent = {} if json is None else {"json": json}
        address = path if path.startswith(("/api", "/healthz", "/readyz", "/metrics", "/.")) else f"{API}{path}"
        answer: falcon.testing.Result = await self._conductor.simulate_request(
            method, address, headers=token | dict(headers or {}), cookies=self.cookies, **sent, **more
        )
        return answer

    def stream(self, path: str, *, headers: Mapping[str, str]) -> Any:
        """An answer that goes on: `async with client.stream(...) as answer: await answer.stream.read()`."""
        return self._conductor.simulate_get_stream(f"{API}{path}", headers=dict(headers), cookies=self.cookies)

    async def get(self, path: str, **more: Any) -> falcon.testing.Result:
        return await self.ask("GET", path, **more)

    async def post(self, path: str, json: Any = None, **more: Any) -> falcon.testing.Result:
        return await self.ask("POST", path, json, **more)

    async def put(self, path: str, json: Any = None, **more: Any) -> falcon.testing.Result:
        return await self.ask("PUT", path, json, **more)

    async def delete(self, path: str, **more: Any) -> falcon.testing.Result:
        return await self.ask("DELETE", path, **more)


@dataclass(slots=True)
class House:
    """The application with its stores, the cast's accounts, and a way to be each of them."""

    settings: Settings
    db: Database
    redis: Redis
    conductor: falcon.testing.ASGIConductor
    app: Any
    sessions: Sessions

    def forget_standings(self) -> None:
        """Do not wait for the few seconds an account's standing is remembered."""
        self.sessions.forget_standings()

    def stranger(self) -> Client:
        """Somebody who is not signed in."""
        return Client(self.conductor)

    async def as_(self, actor: Actor) -> Client:
        """Somebody of the cast, signed in."""
        return await self.stranger().sign_in(actor)

    async def with_practice(self, **changed: str) -> House:
        """The same, with the practice read in."""
        priya = await self.as_(PRIYA)
        answer = await priya.post("/practice/import", files(**changed))
        assert answer.status_code == 200, answer.text
        return self

    async def asked_run(self, **wanted: Any) -> UUID:
        """A run that waits; it may replace what there is, and on whatever day the tests are run."""
        priya = await self.as_(PRIYA)
        allowed = {"replace": True, "acknowledge_fixed_period": True, "reason": "Whatever the day"}
        answer = await priya.post("/rota-generate/runs", allowed | wanted)
        assert answer.status_code == 202, answer.text
        return UUID(answer.json["id"])

    async def solved(self, run_id: UUID, solve: Callable[..., Outcome] | None = None) -> UUID:
        """What the solver worker does with a run."""
        await attempt.solve_run(
            run_id, database=self.db, redis=self.redis, settings=self.settings, solve=solve or by_hand
        )
        return run_id

    async def draft(self, **wanted: Any) -> UUID:
        """A run with a draft."""
        return await self.solved(await self.asked_run(**wanted))

    async def published(self, **wanted: Any) -> UUID:
        """A run whose draft is the rota."""
        run_id = await self.draft(**wanted)
        priya = await self.as_(PRIYA)
        answer = await priya.put(f"/rota/versions/{run_id}/publication", {"reason": None})
        assert answer.status_code == 201, answer.text
        return run_id


async def add_accounts(db: Database) -> None:
    """Have the whole cast able to sign in with PASSWORD."""
    async with db.tx() as tx:
        for actor in CAST:
            await accounts.insert_account(
                tx,
                username=actor.username,
                display_name=actor.display_name,
                email=None,
                password_hash=_hash(),
                roles=list(actor.roles),
                person_code=actor.person_code,
            )


@cache
def _hash() -> str:
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)  # checked thousands of times


def by_hand(
    problem: Problem, *, seed: int = 1, workers: int = 1, on_progress: Any = None, should_stop: Any = None, **_: Any
) -> Outcome:
    """A rota anybody could write: everybody works their pattern, and the first who may holds duty.

    Stands in for the solver where a test is about something else.
    """
    facts = problem.facts
    assignments = []
    for session in facts.sessions:
        need = facts.duty_need(session)
        for person in facts.people:
            plan = facts.plan(person.code, session)
            if plan.activity is None:
                continue
            on_duty = need > 0 and plan.may_hold_duty
            need -= on_duty
            activity = Activity.DUTY if on_duty else plan.activity
            assignments.append(Assignment(session, person.code, activity, plan.site))
    lines = tuple(sorted(assignments))
    breaches = check_all(problem, lines)
    objective = sum(breach.points for breach in breaches)
    if on_progress:
        on_progress(Progress(0.1, objective, 0, sum(breach.is_gap for breach in breaches)))
    return Outcome(
        assignments=lines,
        breaches=breaches,
        objective=objective,
        bound=0,
        proved=False,
        stopped=bool(should_stop and should_stop()),
        seed=seed,
        workers=workers,
        version="by hand",
        seconds=0.1,
    )
