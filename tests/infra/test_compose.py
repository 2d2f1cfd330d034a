"""The compose files (O1-O6): what they ask for exists, and they refuse what is not set."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import falcon.testing
import pytest

from infra import cli
from infra.image.containers import HARDENING, VOLUMES
from infra.web import create_app, deps_of
from shared.settings import Settings
from tests.composed import APP_ONLY, FULL, LEAST, compose, filled_in
from tests.paths import ROOT

BOTH = pytest.mark.parametrize("name", [FULL, APP_ONLY])
PROGRAMS = ("web", "worker", "solver", "scheduler")


def seconds(span: str) -> int:
    return int(span.removesuffix("s"))


@BOTH
def test_it_is_what_the_specification_of_compose_allows(name: str) -> None:
    program = Path(sys.executable).parent / "check-jsonschema"
    done = subprocess.run(
        [program, "--builtin-schema", "vendor.compose-spec", ROOT / name], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(("name", "variable"), [(name, each) for name, all_ in LEAST.items() for each in all_])
@pytest.mark.parametrize("value", [None, ""])
def test_it_refuses_to_start_without_what_it_needs(name: str, variable: str, value: str | None) -> None:
    told = {key: said for key, said in LEAST[name].items() if key != variable}
    if value is not None:
        told[variable] = value
    with pytest.raises(ValueError, match=f"set {variable} in .env"):
        filled_in(name, told)


@BOTH
def test_the_four_programs_run_as_commands_that_exist(name: str) -> None:
    services = compose(name)["services"]
    for program in PROGRAMS:
        assert services[program]["command"] == ["rotacc", program]
        assert program in cli.COMMANDS
    stores = set(services) - set(PROGRAMS)
    assert stores == ({"postgres", "redis"} if name == FULL else set())


@BOTH
def test_the_web_image_is_for_all_but_the_solver(name: str) -> None:
    services = compose(name)["services"]
    assert {services[p]["build"]["target"] for p in PROGRAMS if p != "solver"} == {"web"}
    assert services["solver"]["build"]["target"] == "solver"
    targets = re.findall(r"^FROM \S+ AS (\S+)", (ROOT / "infra/docker/Dockerfile").read_text(), re.MULTILINE)
    for program in PROGRAMS:
        build = services[program]["build"]
        assert build["target"] in targets
        assert (ROOT / build["context"] / build["dockerfile"]).exists()


HEALTH = {
    "web": ("30s", "5s", 3),
    "worker": ("30s", "10s", 3),
    "solver": ("30s", "10s", 3),
    "scheduler": ("30s", "10s", 3),
    "postgres": ("5s", "5s", 5),
    "redis": ("30s", "10s", 3),
}


@BOTH
def test_health_is_asked_as_often_as_promised(name: str) -> None:
    for service, found in compose(name)["services"].items():
        check = found["healthcheck"]
        assert (check["interval"], check["timeout"], check["retries"]) == HEALTH[service], service


@BOTH
def test_health_is_proved_by_work(name: str) -> None:
    services = compose(name)["services"]
    for program in ("worker", "solver", "scheduler"):
        assert services[program]["healthcheck"]["test"] == ["CMD", "rotacc", "alive", program]
    *_, script = services["web"]["healthcheck"]["test"]
    assert "http://127.0.0.1:8000/readyz" in script
    assert services["web"]["environment"]["WEB_BIND"] == "0.0.0.0:8000"
    assert services["web"]["ports"] == ["127.0.0.1:8000:8000"]


@BOTH
def test_every_setting_it_names_exists(name: str) -> None:
    known = {field.upper() for field in Settings.model_fields}
    for program in PROGRAMS:
        service = compose(name)["services"][program]
        assert set(service["environment"]) <= known
        assert service["env_file"] == ".env"


@BOTH
def test_volumes_are_where_the_settings_say(name: str) -> None:
    found = compose(name)
    mounts = {program: found["services"][program].get("volumes", []) for program in PROGRAMS}
    assert mounts["web"] == ["static_data:/app/staticfiles", "media_data:/app/media", "backup_data:/app/backups"]
    assert "backup_data:/app/backups" in mounts["worker"]
    environment = found["services"]["web"]["environment"]
    places = {mount.split(":")[1] for mount in mounts["web"]}
    assert {environment["BACKUP_DIR"], environment["MEDIA_DIR"]} <= places == set(VOLUMES.values())
    named = {mount.split(":")[0] for service in found["services"].values() for mount in service.get("volumes", [])}
    assert named == set(found["volumes"])


@BOTH
def test_nothing_is_reached_from_outside_but_the_web_port_on_this_machine(name: str) -> None:
    found = compose(name)
    published = {service: each["ports"] for service, each in found["services"].items() if "ports" in each}
    assert published == {"web": ["127.0.0.1:8000:8000"]}
    assert set(found["networks"]) == {"rotacc"}
    assert all(each["networks"] == ["rotacc"] for each in found["services"].values())


@BOTH
def test_the_proxy_on_this_machine_is_believed_and_another_may_be_named(name: str) -> None:
    found = compose(name)
    (network,) = found["networks"]["rotacc"]["ipam"]["config"]
    assert found["services"]["web"]["environment"]["TRUSTED_PROXIES"] == network["subnet"]
    other = compose(name, TRUSTED_PROXIES="10.1.2.3")
    assert other["services"]["web"]["environment"]["TRUSTED_PROXIES"] == "10.1.2.3"


@BOTH
def test_the_programs_may_do_little(name: str) -> None:
    for program in PROGRAMS:
        service = compose(name)["services"][program]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        # The same the built image is tried with (`make image`).
        tried = {HARDENING[at + 1] for at, word in enumerate(HARDENING) if word == "--cap-add"}
        assert set(service["cap_add"]) == tried
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert service["mem_limit"]


@BOTH
def test_there_is_time_to_end_in_good_order(name: str) -> None:
    from infra.worker import SOLVER_PATIENCE_SECONDS, WORKER_PATIENCE_SECONDS

    services = compose(name)["services"]
    assert seconds(services["worker"]["stop_grace_period"]) > WORKER_PATIENCE_SECONDS + 10
    assert seconds(services["solver"]["stop_grace_period"]) > SOLVER_PATIENCE_SECONDS + 10
    configuration = (ROOT / "infra/gunicorn.conf.py").read_text()
    graceful = re.search(r"graceful_timeout = [^,]+, [^,]+, (\d+)", configuration)
    assert graceful and seconds(services["web"]["stop_grace_period"]) > int(graceful[1])


def test_the_programs_wait_for_healthy_stores() -> None:
    healthy = {"condition": "service_healthy"}
    for program in PROGRAMS:
        assert compose(FULL)["services"][program]["depends_on"] == {"postgres": healthy, "redis": healthy}


def test_both_files_run_the_programs_alike() -> None:
    full, app_only = compose(FULL)["services"], compose(APP_ONLY)["services"]
    for program in PROGRAMS:
        ours, theirs = dict(full[program]), dict(app_only[program])
        for which in (ours, theirs):
            which.pop("depends_on", None)
            which.pop("environment")
        assert ours == theirs


def test_the_full_stack_uses_its_own_stores_whatever_else_is_set() -> None:
    environment = compose(FULL, DB_HOST="elsewhere", REDIS_HOST="elsewhere")["services"]["worker"]["environment"]
    assert (environment["DB_HOST"], environment["REDIS_HOST"]) == ("postgres", "redis")
    assert (environment["DATABASE_URL"], environment["REDIS_URL"]) == ("", "")


def test_the_database_is_made_as_the_programs_ask_for_it() -> None:
    postgres = compose(FULL, DB_NAME="other_db", DB_USER="other_user")["services"]["postgres"]
    assert postgres["image"] == "postgres:15-alpine"
    assert postgres["environment"]["POSTGRES_DB"] == "other_db"
    assert postgres["environment"]["POSTGRES_USER"] == "other_user"
    assert postgres["environment"]["POSTGRES_PASSWORD"] == LEAST[FULL]["DB_PASSWORD"]
    defaults = compose(FULL)["services"]["postgres"]["environment"]
    assert defaults["POSTGRES_DB"] == Settings.model_fields["db_name"].default
    assert defaults["POSTGRES_USER"] == Settings.model_fields["db_user"].default


@BOTH
def test_no_password_is_written_in_it(name: str) -> None:
    text = (ROOT / name).read_text()
    for line in text.splitlines():
        if re.search(r"(PASSWORD|PASS|SECRET|KEY)\w*:", line):
            assert "${" in line, line


async def test_the_health_check_of_web_is_answered_in_production_whatever_the_host(settings: Settings) -> None:
    production = {
        "deployment_env": "PROD",
        "allowed_hosts": ("rota.example.org",),
        "secure_ssl_redirect": True,
        "secure_cookies": True,
        "trusted_proxies": ("127.0.0.1", "172.30.83.0/24"),
    }
    app = create_app(deps_of(settings.model_copy(update=production)))
    async with falcon.testing.ASGIConductor(app) as web:
        for address in ("/readyz", "/healthz"):
            answer = await web.simulate_get(address, headers={"Host": "127.0.0.1:8000"})
            assert answer.status_code == 200, answer.text
        assert (await web.simulate_get("/rota.html", headers={"Host": "127.0.0.1:8000"})).status_code == 400
