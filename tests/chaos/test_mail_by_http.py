"""Mail by a provider's API, with the worker killed in the middle of a request. Real processes throughout."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.chaos.mail_help import NIA, fares, kill_the_worker, mail_of, tell_the_worker_to_stop, wait_for_all
from tests.conftest import NewSystem
from tests.mail_apis import MailApi, mail_api
from tests.mail_server import token_in
from tests.measured import Record
from tests.systems import System

pytestmark = [pytest.mark.slow, pytest.mark.long]


@pytest.fixture(scope="module", params=["mailgun", "sendgrid"])
def api(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailApi]:
    """One that is asked by httpx, and one that is asked by its own library in a thread."""
    with mail_api(tmp_path_factory.mktemp("api"), request.param) as running:
        yield running


@pytest.fixture(scope="module")
def shared(new_system: NewSystem, api: MailApi) -> Iterator[System]:
    with new_system("mailapi", programs=("web", "worker"), LEASE_MS="1500", **api.environment()) as running:
        yield running


@pytest.fixture
def system(shared: System, api: MailApi) -> System:
    """The same, with nothing sent and nothing waiting."""
    wait_for_all(shared)
    with psycopg.connect(shared.database_url) as connection:
        connection.execute("delete from mail")
        connection.execute("delete from invitation")
    api.forget()
    return shared


def test_a_worker_killed_before_the_request_went_out_is_replaced_and_it_is_sent_once(
    system: System, api: MailApi, record_property: Record
) -> None:
    api.hold_at = "greeting"
    system.signed_in().ask("POST", "/auth/invitations", NIA)
    kill_the_worker(system, api.held)
    fares(system, "sent")
    assert mail_of(system)["attempts"] == 2
    [message] = api.received
    assert token_in(message.text)
    record_property("{} letter", len(api.received))


def test_a_worker_killed_before_the_answer_came_is_not_replaced_by_a_second_letter(
    system: System, api: MailApi, record_property: Record
) -> None:
    api.hold_at = "answer"
    system.signed_in().ask("POST", "/auth/invitations", NIA)
    kill_the_worker(system, api.held)
    fares(system, "uncertain")
    assert "may have arrived" in mail_of(system)["said"]
    time.sleep(4)  # two leases: whatever was to come has come
    assert len(api.asked) == len(api.received) == 1
    record_property("{} letter", len(api.received))


def test_a_worker_told_to_stop_waits_for_the_answer(system: System, api: MailApi, record_property: Record) -> None:
    api.hold_at = "answer"
    system.signed_in().ask("POST", "/auth/invitations", NIA)
    assert api.held.wait(30)
    told = tell_the_worker_to_stop(system)
    fares(system, "sent")
    assert told.wait(30) == 0
    assert len(api.received) == 1
    record_property("{} letter", len(api.received))


def test_no_log_of_any_process_holds_the_key_or_the_link(system: System, api: MailApi, tmp_path: Path) -> None:
    system.signed_in().ask("POST", "/auth/invitations", NIA)
    fares(system, "sent")
    logs = "".join(system.log(name) for name in ("web", "worker"))
    assert next(iter(api.settings()[name] for name in api.settings() if "key" in name)) not in logs
    assert token_in(api.received[0].text) not in logs
