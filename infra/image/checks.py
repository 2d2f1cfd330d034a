"""What must hold of the images and of the system that runs in them. Each check is one sentence and one function."""

from __future__ import annotations

import os
import re
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from infra.demo.api import Api
from infra.demo.contents import accounts_in, fill
from infra.image.containers import PROGRAMS, VOLUMES, Containers, Failed, WithoutRunning, until
from infra.start_up import GID, UID

READY_URL = "/readyz"
ALIVE = {program: ("rotacc", "alive", program) for program in PROGRAMS if program != "web"}
RUN_ENDED = ("done", "stopped", "failed", "refused")


def must(true: object, otherwise: str) -> None:
    if not true:
        raise Failed(otherwise)


def only_the_solver_has_ortools(containers: Containers | WithoutRunning) -> None:
    look = ("python3", "-c", "import importlib.util as u, sys; sys.exit(0 if u.find_spec('ortools') else 3)")
    for target, expected in (("web", 3), ("solver", 0)):
        code, said = containers.once(target, *look, told=False)
        must(code == expected, f"{target}: {said or code}")


def tools_are_in_the_image(containers: Containers | WithoutRunning) -> None:
    for command in (
        ("pg_dump", "--version"),
        ("pg_restore", "--version"),
        ("psql", "--version"),
        ("tini", "--version"),
    ):
        code, said = containers.once("web", *command, told=False)
        must(code == 0, f"{command[0]}: {said}")


def a_missing_secret_is_a_sentence(containers: Containers | WithoutRunning) -> None:
    code, said = containers.once("web", "rotacc", "web", told=False)
    must(code == 1 and "SECRET_KEY" in said and "Traceback" not in said, f"exit code {code}: {said}")


def another_command_prepares_nothing(containers: Containers) -> None:
    code, said = containers.once("web", "rotacc", "migrate", "--plan")
    must(code == 0 and "would apply 0001" in said, said)


def three_started_together_migrate_once(containers: Containers) -> None:
    for program in PROGRAMS:
        # The scheduler as Kubernetes would have it: never root, so nothing to mend and no right to.
        containers.start(program, *(("--user", f"{UID}:{GID}") if program == "scheduler" else ()))
    until(lambda: _answers(containers), "the web process is ready", seconds=90)
    for program in ALIVE:
        until(lambda program=program: _is_alive(containers, program), f"{program} is alive")  # type: ignore[misc]
    applied = [line for program in PROGRAMS for line in re.findall(r"^applied \d+\w*", containers.log(program), re.M)]
    must(applied and len(applied) == len(set(applied)), f"applied: {applied}")


def nobody_is_root(containers: Containers) -> None:
    for program in PROGRAMS:
        for number in containers.processes(program):
            status = Path(f"/proc/{number}/status").read_text()
            ids = {int(word) for line in re.findall(r"^[UG]id:(.*)$", status, re.M) for word in line.split()}
            must(ids == {UID}, f"{program}: a process runs as {sorted(ids)}")
            must(re.search(r"^CapEff:\s*0+$", status, re.M), f"{program}: a process has capabilities")
            must(re.search(r"^NoNewPrivs:\s*1$", status, re.M), f"{program}: a process may gain privileges")


def volumes_belong_to_appuser(containers: Containers) -> None:
    for name in VOLUMES:
        for entry in (containers.volume(name), *containers.volume(name).rglob("*")):
            must(entry.lstat().st_uid == UID, f"{entry} belongs to {entry.lstat().st_uid}")


def the_pages_are_served_packed(containers: Containers) -> None:
    with _get(containers, "/sign-in.html") as answer:
        page = answer.read().decode()
    packings = set()
    for address in re.findall(r'"(/assets/[^"]+)"', page):
        with _get(containers, address, {"Accept-Encoding": "br, gzip"}) as answer:
            packings.add(answer.headers["Content-Encoding"])
            must("immutable" in answer.headers["Cache-Control"], f"{address} is not kept by browsers")
    must("br" in packings, "nothing the sign-in page needs is packed")


def the_superuser_can_sign_in(containers: Containers) -> None:
    Api(containers.base_url).sign_in(**containers.superuser)


def a_rota_is_generated(containers: Containers) -> None:
    accounts = accounts_in(containers.folder / "accounts.json")
    fill(containers.database_url, accounts)
    api = Api(containers.base_url)
    api.sign_in(**accounts["administrator"])
    start = api.ask("GET", "/practice")["horizon"]["start"]
    wanted = {"replace": True, "acknowledge_fixed_period": True, "reason": "A trial of the image"}
    run = api.ask("POST", "/rota-generate/runs", {"start": start, "weeks": 1, "seed": 1} | wanted)
    until(lambda: _run(api, run)["status"] in RUN_ENDED, "the run ends", seconds=120)
    must(_run(api, run)["status"] == "done", f"the run ended as {_run(api, run)}")


def files_of_root_at_the_keyboard_belong_to_appuser(containers: Containers) -> None:
    code, said = containers.inside("web", "sh", "-c", "id -u; rotacc config > /dev/null && echo fine")
    must(code == 0 and said.split() == ["0", "fine"], said)
    code, said = containers.inside("web", "rotacc", "backup")
    must(code == 0, said)
    made = [file for file in containers.volume("backups").iterdir() if file.name.startswith("rotacc-")]
    must(made, "no backup was made")
    must(all(file.stat().st_uid == UID for file in made), "a backup belongs to root")


def starting_again_changes_nothing(containers: Containers) -> None:
    before, started = list(_files(containers)), time.time()
    containers.store.podman("restart", "-t", "20", "web")
    until(lambda: _answers(containers), "the web process is ready again", seconds=90)
    said = containers.store.podman("logs", "--since", str(int(started)), "web").stderr
    must("applied" not in said and " 0 written" in said, said)
    must(before == list(_files(containers)), "files in the volumes changed")


def a_stopped_process_fails_its_check(containers: Containers) -> None:
    for program in PROGRAMS:
        for number in containers.processes(program):
            os.kill(number, signal.SIGSTOP)
    try:
        must(not _answers(containers), "a stopped web process is ready")
        for program in ALIVE:
            until(lambda program=program: not _is_alive(containers, program), f"{program} is silent")  # type: ignore[misc]
    finally:
        for program in PROGRAMS:
            for number in containers.processes(program):
                os.kill(number, signal.SIGCONT)


def all_end_when_told(containers: Containers) -> None:
    for program, patience in {"scheduler": 15, "solver": 30, "worker": 45, "web": 45}.items():
        containers.store.podman("stop", "-t", str(patience), program)
        inspected = containers.store.podman("inspect", "--format", "{{.State.ExitCode}}", program).stdout.strip()
        must(inspected == "0", f"{program} ended with {inspected}:\n{containers.log(program)[-800:]}")


Check = Callable[[Containers], None]

OF_IMAGES: tuple[Callable[[Containers | WithoutRunning], None], ...] = (
    only_the_solver_has_ortools,
    tools_are_in_the_image,
    a_missing_secret_is_a_sentence,
)
OF_THE_SYSTEM: tuple[Check, ...] = (
    another_command_prepares_nothing,
    three_started_together_migrate_once,
    nobody_is_root,
    volumes_belong_to_appuser,
    the_pages_are_served_packed,
    the_superuser_can_sign_in,
    a_rota_is_generated,
    files_of_root_at_the_keyboard_belong_to_appuser,
    starting_again_changes_nothing,
    a_stopped_process_fails_its_check,
    all_end_when_told,
)


def sentence(check: Callable[..., None]) -> str:
    return check.__name__.replace("_", " ").replace("ortools", "OR-Tools")


def _get(containers: Containers, path: str, headers: dict[str, str] | None = None) -> Any:
    request = urllib.request.Request(containers.base_url + path, headers=headers or {})  # noqa: S310  # our own port
    return urllib.request.urlopen(request, timeout=5)  # noqa: S310


def _answers(containers: Containers) -> bool:
    """What compose's check of the web process asks."""
    try:
        with _get(containers, READY_URL) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def _is_alive(containers: Containers, program: str) -> bool:
    return containers.inside(program, *ALIVE[program])[0] == 0


def _run(api: Api, run: dict[str, Any]) -> dict[str, Any]:
    return dict(api.ask("GET", f"/rota-generate/runs/{run['id']}"))


def _files(containers: Containers) -> Iterator[tuple[str, int, int, int]]:
    for name in VOLUMES:
        for file in sorted(containers.volume(name).rglob("*")):
            found = file.lstat()
            yield str(file), found.st_uid, found.st_size, found.st_mtime_ns
