"""From every release to this one: nothing lost, nobody turned away meanwhile."""

from __future__ import annotations

import itertools
import json
import re
import threading
import time
import tomllib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import falcon.testing
import psycopg
import pytest
from psycopg import sql

from infra.migrate import migrate, migrations, state
from infra.web import create_app, deps_of
from shared.settings import Settings
from tests.cast import Actor, Client
from tests.paths import ROOT
from tests.upgrades.keep import ACCOUNTS, KEPT, YEAR
from tests.upgrades.left_behind import kept

# What a release called otherwise.
NOW_CALLED = {"absence": "leave_request", "what_if": "question"}

RELEASES = tomllib.loads((ROOT / "infra/releases.toml").read_text())["release"]
VERSIONS = [release["version"] for release in RELEASES]
FORMER = [release for release in RELEASES if (KEPT / f"{release['version']}.sql.gz").exists()]
ADMINISTRATOR = Actor("administrator", "Practice manager", ("administrator",))


def said(release: str) -> dict[str, Any]:
    """What the release itself said about it."""
    return dict(json.loads((KEPT / f"{release}.json").read_text()))


@asynccontextmanager
async def today(settings: Settings, url: str) -> AsyncIterator[Client]:
    """This version on that database, and its administrator."""
    app = create_app(deps_of(settings.model_copy(update={"database_url": url})))
    async with falcon.testing.ASGIConductor(app) as conductor:
        client = Client(conductor)
        answer = await client.post("/auth/sign-in", ACCOUNTS["administrator"])
        assert answer.status_code == 200, answer.text
        client.cookies = {name: cookie.value for name, cookie in answer.cookies.items() if cookie.value}
        client.csrf_token = answer.json["csrf_token"]
        yield client


def everything(url: str) -> dict[str, int]:
    """How many rows each table has."""
    with psycopg.connect(url) as connection:
        names = connection.execute(
            "select relname from pg_class where relkind = 'r' and relnamespace = 2200"
        ).fetchall()
        return {name: connection.execute(f"select count(*) from {name}").fetchone()[0] for (name,) in names}  # type: ignore[index]


def test_every_former_release_is_kept() -> None:
    assert {release["version"] for release in FORMER} >= set(VERSIONS[:-1])
    assert all(said(r["version"])["last_migration"] == r["last_migration"] for r in FORMER)


def test_the_newest_release_is_this_one() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["version"] == VERSIONS[-1]
    assert migrations()[-1].id == RELEASES[-1]["last_migration"]


def test_the_list_says_truly_whether_the_former_release_runs_on_it() -> None:
    ids = [migration.id for migration in migrations()]
    for former, release in itertools.pairwise(RELEASES):
        new = ids[ids.index(former["last_migration"]) + 1 : ids.index(release["last_migration"]) + 1]
        beside = all(migration.beside for migration in migrations() if migration.id in new)
        knows = tuple(map(int, former["version"].split("."))) >= (0, 4, 0)
        assert release["former_runs"] == (beside and knows), release["version"]


@pytest.mark.parametrize("release", FORMER, ids=lambda release: release["version"])
async def test_nothing_is_lost_on_the_way_from(release: dict[str, Any], postgres_url: str, settings: Settings) -> None:
    then = said(release["version"])
    with kept(postgres_url, release["version"]) as url:
        before = everything(url)
        applied = migrate(url)
        assert state(url).current
        assert release is RELEASES[-1] or applied
        after = everything(url)
        for table, rows in before.items():
            if table != "schema_migration":
                assert after[NOW_CALLED.get(table, table)] == rows, table
        async with today(settings, url) as administrator:
            assert await rota(administrator, then) == then["rota"]
            assert await hashes(administrator) == then["hashes"]
            if then["left"]:
                assert await left(administrator) == then["left"]


async def rota(client: Client, then: dict[str, Any]) -> list[list[Any]]:
    grid = (await client.get(f"/rota?start={then['start']}&weeks={then['weeks']}")).json
    codes, dates = [p["code"] for p in grid["people"]], [d["date"] for d in grid["days"]]
    return sorted(
        [codes[person], dates[day], half, activity, site] for person, day, half, activity, site in grid["assignments"]
    )


async def hashes(client: Client) -> dict[str, str]:
    listed = (await client.get("/rota/versions")).json
    versions = listed["versions"] if isinstance(listed, dict) else listed
    return {str(v["number"]): (await client.get(f"/rota/versions/{v['id']}")).json["content_hash"] for v in versions}


async def left(client: Client) -> dict[str, int]:
    balances = (await client.get(f"/leave/balances?year={YEAR}")).json["balances"]
    return {row["person"]["code"]: row["left"]["minutes"] for row in balances}


# -- while people work -----------------------------------------------------------------------------------------------


class Traffic:
    """Four people at work as any release is: reading and writing a row of each table, a short transaction each time."""

    def __init__(self, url: str) -> None:
        self._url, self._over = url, threading.Event()
        self.done, self.failed = 0, list[str]()
        self._threads = [threading.Thread(target=self._work, args=(n,)) for n in range(4)]

    def __enter__(self) -> Traffic:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _work(self, number: int) -> None:
        with psycopg.connect(self._url, autocommit=True) as connection:
            tables = [Table(*row) for row in connection.execute(TABLES).fetchall()]
            turn = number
            while not self._over.is_set():
                table = tables[turn % len(tables)]
                try:
                    with connection.transaction():
                        table.use(connection)
                except psycopg.Error as error:
                    self.failed.append(f"{table.name}: {error}")
                self.done += 1
                turn += 1


# What is history refuses every change; it is read.
TABLES = """
select relname, array_agg(attname order by attnum)::text[],
       exists (select from pg_trigger where tgrelid = pg_class.oid and tgname like '%is_final')
from pg_class join pg_attribute on attrelid = pg_class.oid
where relkind = 'r' and relnamespace = 'public'::regnamespace and attnum > 0 and not attisdropped
      and attgenerated = '' and attidentity = '' and relname <> 'schema_migration'
group by pg_class.oid, relname order by relname
"""


@dataclass(frozen=True, slots=True)
class Table:
    """A table as a release knows it: by the names of its columns."""

    name: str
    columns: list[str]
    final: bool

    def use(self, connection: psycopg.Connection[Any]) -> None:
        name, columns = sql.Identifier(self.name), sql.SQL(", ").join(map(sql.Identifier, self.columns))
        connection.execute(sql.SQL("select {} from {} limit 5").format(columns, name))
        if not self.final:
            one = sql.SQL("(select ctid from {} limit 1 for update skip locked)").format(name)
            column = sql.Identifier(self.columns[-1])
            connection.execute(sql.SQL("update {0} set {1} = {1} where ctid = {2}").format(name, column, one))


def test_no_statement_asks_for_whatever_columns_there_are() -> None:
    """One that did would break beside a newer database."""
    for folder in ("functions", "shared", "infra"):
        for file in (ROOT / folder).rglob("*.py"):
            found = re.findall(r"(?:select|returning) \*(?! from unnest)", file.read_text(), re.IGNORECASE)
            assert found == [], file


def runs_through(release: dict[str, Any]) -> bool:
    """Whether all that came after this release leaves what it uses as it was."""
    return all(m.beside for m in migrations() if m.id > release["last_migration"])


@pytest.mark.parametrize("release", list(filter(runs_through, FORMER)), ids=lambda release: release["version"])
def test_people_go_on_working_while_the_database_is_brought_up_to_date_from(
    release: dict[str, Any], postgres_url: str
) -> None:
    with kept(postgres_url, release["version"]) as url, Traffic(url) as traffic:
        until(lambda: traffic.done > 50)
        migrate(url)
        so_far = traffic.done
        until(lambda: traffic.done > so_far + 50)
    assert traffic.failed == []


def test_from_the_third_release_on_nobody_has_to_stop_working() -> None:
    assert [r["version"] for r in FORMER if runs_through(r)] == [
        v for v in VERSIONS if v >= "0.3.0" and v in kept_ones()
    ]


def kept_ones() -> set[str]:
    return {release["version"] for release in FORMER}


def until(true: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.01)
