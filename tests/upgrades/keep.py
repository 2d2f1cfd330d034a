"""Keep a practice as a release leaves it, for the upgrade tests: `python -m tests.upgrades.keep 0.4.0`.

Run it once for each release, in the release's own tree. It starts a whole system of its own, lives a little in Tern
Valley (two publications, and what else the release can do), and writes `kept/<release>.sql.gz`, the database as plain
SQL, beside `kept/<release>.json`, what the release itself said about it over HTTP.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from infra.demo.api import Api, Unexpected
from infra.demo.contents import fill
from infra.demo.show import ROOT, Place, Stores, environment, wait_until_ready
from infra.embedded import Postgres, Valkey, free_port
from infra.migrate import migrate, migrations
from infra.supervise import PROGRAMS, Supervisor

KEPT = Path(__file__).with_name("kept")
PASSWORD = "only used for kept databases"
ACCOUNTS = {role: {"username": role, "password": PASSWORD} for role in ("clinician", "administrator", "superuser")}
START, WEEKS, YEAR = "2027-01-04", 4, "2027-01-01"
ALLOWED = {"replace": True, "acknowledge_fixed_period": True, "reason": "Kept for the upgrade tests"}


def main(release: str) -> None:
    with tempfile.TemporaryDirectory(prefix="rotacc-keep-") as folder:
        Path(folder).chmod(0o755)
        with Postgres() as postgres, Valkey() as valkey, system(Path(folder), postgres.url, valkey.url) as api:
            lived = [step.__name__ for step in (publish_twice, take_leave, change_by_hand) if tried(step, api)]
            said = answers(api) | {"release": release, "start": START, "weeks": WEEKS, "lived": lived}
            said["last_migration"] = migrations()[-1].id
            KEPT.mkdir(exist_ok=True)
            (KEPT / f"{release}.json").write_text(json.dumps(said, indent=1, sort_keys=True) + "\n")
            (KEPT / f"{release}.sql.gz").write_bytes(gzip.compress(dumped(postgres), mtime=0))
    print(f"Kept {release}: {', '.join(lived)}")


@contextlib.contextmanager
def system(folder: Path, database_url: str, redis_url: str) -> Iterator[Api]:
    """The release's own processes, with Tern Valley read in; its administrator."""
    migrate(database_url)
    place = Place(free_port(), folder)
    told = environment(place, Stores(database_url, redis_url)) | {"PYTHONPATH": str(ROOT)}
    supervisor = Supervisor(place.logs, told, print, ROOT)
    try:
        for program in PROGRAMS:
            supervisor.start(program)
        fill(database_url, ACCOUNTS, practice="tern-valley")
        wait_until_ready(place, supervisor)
        api = Api(place.base_url)
        api.sign_in(**ACCOUNTS["administrator"])
        yield api
    finally:
        supervisor.stop()


def tried(step: Callable[[Api], None], api: Api) -> bool:
    """Whether the release can do this at all: the first releases could not."""
    try:
        step(api)
    except Unexpected as refusal:
        if ": 404 " not in str(refusal):
            raise
        return False
    return True


def publish_twice(api: Api) -> None:
    for start, weeks, seed in ((START, WEEKS, 1), ("2027-01-18", 2, 2)):
        asked = {"start": start, "weeks": weeks, "seed": seed, "seconds": 3}
        run = ended(api, asked)
        api.ask("PUT", f"/rota/versions/{run['id']}/publication", {"reason": "A second thought"})


def ended(api: Api, asked: dict[str, Any]) -> dict[str, Any]:
    try:
        run = api.ask("POST", "/rota-generate/runs", asked | ALLOWED)
    except Unexpected:  # releases before the fixed period was acknowledged know no such thing
        run = api.ask("POST", "/rota-generate/runs", asked)
    while run["status"] not in ("done", "stopped", "failed", "refused"):
        time.sleep(0.2)
        run = api.ask("GET", f"/rota-generate/runs/{run['id']}")
    assert run["status"] == "done", run["error"]
    return dict(run)


def take_leave(api: Api) -> None:
    codes = [person["code"] for person in api.ask("GET", f"/rota?start={START}&weeks=1")["people"]]
    for day, code in zip(("2027-02-08", "2027-03-08"), codes, strict=False):
        wanted = {"kind": "annual", "start": day, "start_half": "AM", "end": _friday(day), "end_half": "PM"}
        request = api.ask("POST", "/leave/requests", wanted | {"person_code": code})["request"]
        if request["status"] == "requested" and day.startswith("2027-02"):
            path = f"/leave/requests/{request['id']}/approval"
            api.ask("PUT", path, {"version": request["version"], "note": None})


def change_by_hand(api: Api) -> None:
    """One change published, another that waits."""
    clinics = _clinics(api)
    first, second = clinics[0], clinics[-1]
    staged = api.ask("POST", "/rota/edits", {"cells": [_as_admin(first)], "cause": "hand"})
    publication = {"edits": [staged["edit"]["id"]], "run": None}
    seen = api.ask("POST", "/rota/publications/previews", publication)
    assert seen["refusals"] == [], seen["refusals"]
    overrides = [{key: gap[key] for key in ("date", "half", "site")} | {"reason": "x"} for gap in seen["supervision"]]
    agreed = {"overrides": overrides, "reason": "So that it is kept"}
    api.ask("POST", "/rota/publications", publication | agreed)
    api.ask("POST", "/rota/edits", {"cells": [_as_admin(second)], "cause": "hand"})


def _clinics(api: Api) -> list[dict[str, Any]]:
    grid = api.ask("GET", f"/rota?start={START}&weeks={WEEKS}")
    codes, dates = [p["code"] for p in grid["people"]], [d["date"] for d in grid["days"]]
    return [
        {"code": codes[person], "date": dates[day], "half": ("AM", "PM")[half], "site": site}
        for person, day, half, activity, site in grid["assignments"]
        if activity == "clinic"
    ]


def _as_admin(cell: dict[str, Any]) -> dict[str, Any]:
    was = {"activity": "clinic", "site": cell["site"], "pinned": False, "locum": None}
    return {key: cell[key] for key in ("code", "date", "half")} | {
        "was": was,
        "now": was | {"activity": "admin", "pinned": True},
    }


def _friday(monday: str) -> str:
    return f"{monday[:-2]}{int(monday[-2:]) + 4:02d}"


def answers(api: Api) -> dict[str, Any]:
    """What the release says: the rota session by session, what each version's hash is, what leave is left."""
    grid = api.ask("GET", f"/rota?start={START}&weeks={WEEKS}")
    codes, dates = [p["code"] for p in grid["people"]], [d["date"] for d in grid["days"]]
    rota = sorted(
        [codes[person], dates[day], half, activity, site] for person, day, half, activity, site in grid["assignments"]
    )
    versions = api.ask("GET", "/rota/versions")
    versions = versions.get("versions", versions) if isinstance(versions, dict) else versions
    hashes = {str(v["number"]): api.ask("GET", f"/rota/versions/{v['id']}")["content_hash"] for v in versions}
    return {"rota": rota, "hashes": hashes, "left": _left(api)}


def _left(api: Api) -> dict[str, int]:
    try:
        balances = api.ask("GET", f"/leave/balances?year={YEAR}")["balances"]
    except Unexpected:  # the first release had no leave
        return {}
    return {row["person"]["code"]: row["left"]["minutes"] for row in balances}


def dumped(postgres: Postgres) -> bytes:
    """The database as SQL any client can send: no commands of psql's own, no owner."""
    command = [postgres.binaries / "pg_dump", "--inserts", "--no-owner", "--no-privileges", "--rows-per-insert=200"]
    said = subprocess.run([*command, postgres.url], check=True, capture_output=True, env=os.environ | {"TZ": "UTC"})
    return b"\n".join(line for line in said.stdout.splitlines() if not line.startswith(b"\\")) + b"\n"


if __name__ == "__main__":
    main(sys.argv[1])
