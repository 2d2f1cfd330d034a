"""redis as the compose file starts it and asks after it: the very commands, run for real."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import redis

from infra.embedded import free_port, usable, valkey_binary
from tests.composed import FULL, compose
from tests.systems import until


@contextmanager
def composed_redis(folder: Path, password: str) -> Iterator[tuple[int, int, dict[str, str]]]:
    """redis as the compose file starts it: its port, its process, and what its health check is told."""
    service = compose(FULL, REDIS_PASS=password)["services"]["redis"]
    assert service["image"] == "redis:7-alpine"
    port = free_port()
    for program, does in {
        "docker-entrypoint.sh": '#!/bin/sh\nexec "$@"\n',  # the image's own only changes the account
        "redis-server": f'#!/bin/sh\n(cat; echo "port {port}"; echo "bind 127.0.0.1") > conf\nexec {binary()} conf\n',
    }.items():
        (folder / program).write_text(does)
        (folder / program).chmod(stat.S_IRWXU)
    environment = {"PATH": f"{folder}:/usr/bin:/bin", "REDIS_PASS": service["environment"]["REDIS_PASS"]}
    command = [word.replace("$$", "$") for word in service["command"]]
    process = subprocess.Popen(command, env=environment, cwd=folder, stdout=subprocess.DEVNULL)
    try:
        yield port, process.pid, environment
    finally:
        process.terminate()
        assert process.wait(20) == 0, "it did not end in good order when told"


def binary() -> Path:
    return usable(valkey_binary())


@pytest.mark.parametrize("password", ["a made-up pass-word_1", ""])
def test_redis_starts_with_and_without_a_password_and_shows_it_to_nobody(tmp_path: Path, password: str) -> None:
    with composed_redis(tmp_path, password) as (port, pid, _):
        client = redis.Redis(port=port, password=password or None)
        until(lambda: answers(client), seconds=20)
        assert client.config_get("appendonly") == {"appendonly": "yes"}
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
        if password:
            assert password.encode() not in Path(f"/proc/{pid}/cmdline").read_bytes()
            with pytest.raises(redis.AuthenticationError):
                redis.Redis(port=port).ping()
        client.close()


def answers(client: Any) -> bool:
    try:
        return bool(client.ping())
    except redis.ConnectionError:
        return False


@pytest.mark.parametrize(("password", "said", "healthy"), [("word", "PONG", True), ("", "PONG", True), ("", "", False)])
def test_the_health_check_of_redis_is_a_command_that_can_fail(
    tmp_path: Path, password: str, said: str, healthy: bool
) -> None:
    kind, script = compose(FULL, REDIS_PASS=password)["services"]["redis"]["healthcheck"]["test"]
    assert kind == "CMD-SHELL"
    stand_in = tmp_path / "redis-cli"
    stand_in.write_text(f'#!/bin/sh\n[ "${{REDISCLI_AUTH-none}}" = "{password or "none"}" ] && echo "{said}"\n')
    stand_in.chmod(stat.S_IRWXU)
    environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "REDIS_PASS": password}
    done = subprocess.run([shutil.which("sh") or "sh", "-c", script.replace("$$", "$")], env=environment, check=False)
    assert (done.returncode == 0) is healthy
