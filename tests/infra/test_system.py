"""The system as it runs: four processes on real stores."""

from __future__ import annotations

import pytest

from infra.demo.api import Api
from infra.heartbeat import PROCESSES, is_alive
from infra.supervise import PROGRAMS
from shared.settings import Settings
from tests.systems import System, until

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("role", ["clinician", "administrator", "superuser"])
def test_everybody_can_sign_in(system: System, role: str) -> None:
    account = system.signed_in(role).ask("GET", "/auth/me")["account"]
    assert role in account["roles"]


def test_the_clinician_is_a_person_on_the_rota(system: System) -> None:
    account = system.signed_in("clinician").ask("GET", "/auth/me")["account"]
    people = system.signed_in("clinician").ask("GET", "/practice/people")["people"]
    assert account["person_code"] in {person["code"] for person in people}


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_the_web_process_says_that_it_is_well(system: System, address: str) -> None:
    status, _ = Api(system.base_url).send("GET", address)
    assert status == 200


def test_the_processes_without_an_address_show_that_they_are_alive(system: System) -> None:
    settings = Settings(
        redis_url=system.redis_url,
        cache_prefix=system.database_url.rpartition("/")[2],
        deployment_env="DEV",
    )
    for process in PROCESSES:
        until(lambda process=process: is_alive(settings, process))  # type: ignore[misc]


def test_every_process_is_alone_in_its_own_group(system: System) -> None:
    assert len({system.pid(program) for program in PROGRAMS}) == len(PROGRAMS)


def test_a_fact_reaches_whoever_listens(system: System) -> None:
    assert "deliver_event" in system.log("worker"), "the import of the practice was not delivered"
