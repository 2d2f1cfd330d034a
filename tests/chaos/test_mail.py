"""Mail, with the worker killed in the middle of a conversation and the mail server away. Real processes throughout."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from infra.embedded import free_port
from tests.chaos.mail_help import EMAIL, NIA, fares, kill_the_worker, mail_of, tell_the_worker_to_stop, wait_for_all
from tests.conftest import NewSystem
from tests.mail_server import MailServer, link_in, mail_server
from tests.measured import Record
from tests.systems import System, started_system, until

pytestmark = [pytest.mark.slow, pytest.mark.long]


@pytest.fixture(scope="module")
def shared(new_system: NewSystem, post_office: MailServer) -> Iterator[System]:
    """A system with short leases, whose mail goes to the server beside."""
    with new_system("mail", programs=("web", "worker"), LEASE_MS="1500", **post_office.environment()) as running:
        yield running


@pytest.fixture
def system(shared: System, post_office: MailServer) -> System:
    """The same, with nothing sent and nothing waiting."""
    wait_for_all(shared)
    with psycopg.connect(shared.database_url) as connection:
        connection.execute("delete from mail")
        connection.execute("delete from invitation")
    post_office.forget()
    return shared


def test_a_worker_killed_before_the_text_was_given_is_replaced_and_it_is_sent_once(
    system: System, post_office: MailServer, record_property: Record
) -> None:
    post_office.hold_at = "receiver"
    system.signed_in().ask("POST", "/auth/invitations", NIA)
    kill_the_worker(system, post_office.held)
    fares(system, "sent")
    assert mail_of(system)["attempts"] == 2
    [message] = post_office.received
    assert link_in(message, "welcome").startswith(system.base_url)
    record_property("{} letter", len(post_office.received))


def test_a_worker_killed_while_the_server_decides_is_not_replaced_by_a_second_letter(
    system: System, post_office: MailServer, record_property: Record
) -> None:
    post_office.hold_at = "text"
    system.signed_in().ask("POST", "/auth/invitations", NIA)
    kill_the_worker(system, post_office.held)
    fares(system, "uncertain")
    assert "may have arrived" in mail_of(system)["said"]
    time.sleep(4)  # two leases: whatever was to come has come
    assert len(post_office.received) == 1
    record_property("{} letter", len(post_office.received))


def test_a_worker_told_to_stop_finishes_what_it_is_sending(
    system: System, post_office: MailServer, record_property: Record
) -> None:
    post_office.hold_at = "receiver"
    system.signed_in().ask("POST", "/auth/invitations", NIA)
    assert post_office.held.wait(30)
    told = tell_the_worker_to_stop(system)
    fares(system, "sent")
    assert told.wait(30) == 0
    assert len(post_office.received) == 1
    record_property("{} letter", len(post_office.received))


def test_what_waited_for_a_server_that_was_away_goes_out_once_it_is_back(
    tmp_path: Path, database_url: str, redis_url: str
) -> None:
    port = free_port()
    with mail_server(tmp_path, port=port) as server:
        told: Any = {"programs": ("web", "worker"), "LEASE_MS": "1500", **server.environment()}
    with started_system(tmp_path, database_url, redis_url, **told) as system:
        system.signed_in().ask("POST", "/auth/invitations", NIA)
        until(lambda: mail_of(system)["attempts"] == 1)
        assert (mail_of(system)["status"], "could not be reached" in mail_of(system)["said"]) == ("waiting", True)
        with mail_server(tmp_path, port=port) as server:
            a_minute_passes(database_url)
            fares(system, "sent")
            assert (len(server.to(EMAIL)), mail_of(system)["attempts"]) == (1, 2)


def test_a_forgotten_password_is_mended_by_mail(system: System, post_office: MailServer) -> None:
    """The worker of this system, not one of the test's, finds out whether the address is known."""
    with psycopg.connect(system.database_url) as connection:
        connection.execute("update account set email = %s where username = 'clinician'", (EMAIL,))
    for email in ("nobody@example.com", EMAIL):
        system.signed_in().ask("POST", "/auth/password-resets", {"email": email})
    until(lambda: post_office.to(EMAIL), look_after=system.supervisor.check)
    [message] = post_office.received
    assert link_in(message, "reset").startswith(f"{system.base_url}/reset.html#")
    logs = "".join(system.log(name) for name in ("web", "worker"))
    assert link_in(message, "reset").partition("#")[2] not in logs, "a log holds a link that opens an account"


def a_minute_passes(database_url: str) -> None:
    """Make what waits due, and have the worker do what the scheduler has it do every minute."""
    with psycopg.connect(database_url) as connection:
        connection.execute("update mail set due_at = now() where status = 'waiting'")
        connection.execute(
            """insert into outbox (event, payload)
               values ('job-due', '{"name": "post-again", "slot": "2027-01-04T09:00:00Z"}')"""
        )
        connection.execute("notify outbox")
