"""What the tests of mail and its workers share."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from typing import Any

from tests.systems import System, until

EMAIL = "nia@example.com"
NIA = {"email": EMAIL, "display_name": "Nia Pugh", "roles": ["clinician"], "person_code": None}


def mail_of(system: System) -> dict[str, Any]:
    """The one message there is."""
    [message] = system.signed_in().ask("GET", "/notify/mail")["mail"]
    return dict(message)


def fares(system: System, status: str) -> None:
    """Wait until the message fares so, restarting what died meanwhile."""
    until(lambda: mail_of(system)["status"] == status, look_after=system.supervisor.check)


def wait_for_all(system: System) -> None:
    """Until whatever a former test ended is running again."""
    children = system.supervisor.children

    def running() -> bool:
        return all(child.process and child.process.poll() is None for child in children)

    until(running, look_after=system.supervisor.check)


def tell_the_worker_to_stop(system: System) -> subprocess.Popen[bytes]:
    """The process that was told."""
    child = next(child for child in system.supervisor.children if child.name == "worker")
    assert child.process, "the worker is not running"
    child.process.terminate()
    return child.process


def kill_the_worker(system: System, held: threading.Event) -> None:
    """The moment somebody is kept waiting."""
    assert held.wait(30), system.log("worker")
    os.kill(system.pid("worker"), signal.SIGKILL)
