"""The manifests (O17): right in form, and every name in them is one of ours."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from infra import cli
from infra.health import Health, Readiness
from infra.monitoring.queues import QUEUES
from shared import registry
from shared.settings import Settings
from tests.paths import ROOT

FOLDER = ROOT / "infra/kubernetes"
FILES = sorted(FOLDER.glob("*.yaml"))
VERSION = "1.37"
LABELS = ("app.kubernetes.io/name", "app.kubernetes.io/component")

Object = dict[str, Any]


@functools.cache
def everything() -> tuple[Object, ...]:
    return tuple(each for file in FILES for each in yaml.safe_load_all(file.read_text()))


def objects(kind: str | None = None) -> list[Object]:
    return [each for each in everything() if kind in (None, each["kind"])]


def named(kind: str) -> dict[str, Object]:
    return {each["metadata"]["name"]: each for each in objects(kind)}


def pod(deployment: Object) -> Object:
    return dict(deployment["spec"]["template"]["spec"])


def containers() -> Iterator[tuple[str, Object]]:
    """Every container, those that prepare as well, with its Deployment's name."""
    for name, deployment in named("Deployment").items():
        for container in (*pod(deployment)["initContainers"], *pod(deployment)["containers"]):
            yield name, container


def main_container(name: str) -> Object:
    (container,) = pod(named("Deployment")[name])["containers"]
    return dict(container)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_it_is_what_kubernetes_takes(file: Path) -> None:
    for each in yaml.safe_load_all(file.read_text()):
        kubernetes_validate.validate(each, VERSION, strict=True)  # raises


def test_the_validator_would_see_a_mistake() -> None:
    wrong = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "x"}, "dataa": {}}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, VERSION, strict=True)


def test_each_of_the_four_programs_and_a_room_alone_are_deployed() -> None:
    assert set(named("Deployment")) == {"web", "worker", "solver", "scheduler", "leave"}
    for name, deployment in named("Deployment").items():
        image = main_container(name)["image"]
        assert image == ("rotacc-solver" if name == "solver" else "rotacc-web")
        assert {each["image"] for each in pod(deployment)["initContainers"]} == {image}


def test_the_commands_exist() -> None:
    for name, container in containers():
        words = container["command"]
        ours = words[words.index("rotacc") + 1 :]
        assert ours[0] in cli.COMMANDS, f"{name}: {words}"
        if "tini" in words:
            assert words[:2] == ["tini", "--"]
            assert ours == [name] if name != "leave" else ours == ["web"]


def test_the_commands_of_the_probes_exist() -> None:
    for name in ("worker", "solver", "scheduler"):
        assert main_container(name)["livenessProbe"]["exec"]["command"] == ["rotacc", "alive", name]


def test_the_addresses_of_the_probes_exist() -> None:
    assert Health.on_get and Readiness.on_get
    web = (ROOT / "infra/web.py").read_text()
    for name in ("web", "leave"):
        for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
            asked = main_container(name)[probe]["httpGet"]
            assert f'"{asked["path"]}"' in web
            assert asked["port"] == "http"


def test_what_the_pods_are_told_are_settings_we_have() -> None:
    known = {field.upper() for field in Settings.model_fields}
    for each in (*objects("ConfigMap"), *objects("Secret")):
        told = each.get("data") or each["stringData"]
        assert set(told) <= known, set(told) - known
    for _, container in containers():
        assert {variable["name"] for variable in container.get("env", [])} <= known


def test_secrets_are_in_the_secret_and_are_empty() -> None:
    from shared.settings import SECRETS

    secret_names = {name.upper() for name in SECRETS}
    for each in objects("ConfigMap"):
        assert not secret_names & set(each["data"])
    for each in objects("Secret"):
        assert set(each["stringData"].values()) == {""}


def test_where_settings_come_from_exists() -> None:
    there = {("configMapRef", name) for name in named("ConfigMap")} | {("secretRef", name) for name in named("Secret")}
    for name, container in containers():
        wanted = {(kind, reference["name"]) for source in container["envFrom"] for kind, reference in source.items()}
        assert wanted <= there, name
        is_running = container["name"] == name
        assert (("secretRef", "rotacc-first-person") in wanted) is not is_running, "only preparing needs to know them"


def test_the_room_alone_is_a_room() -> None:
    (variable,) = main_container("leave")["env"]
    assert variable["name"] == "FUNCTIONS"
    assert [function.name for function in registry.selected(variable["value"])] == ["leave"]


def test_the_port_is_the_one_web_listens_on() -> None:
    bind = named("ConfigMap")["rotacc"]["data"]["WEB_BIND"]
    for name in ("web", "leave"):
        (port,) = main_container(name)["ports"]
        assert (port["name"], port["containerPort"]) == ("http", int(bind.rpartition(":")[2]))
        (served,) = named("Service")[name]["spec"]["ports"]
        assert served["targetPort"] == port["name"]


def test_whatever_selects_pods_finds_them() -> None:
    labels = {name: each["spec"]["template"]["metadata"]["labels"] for name, each in named("Deployment").items()}
    for name, deployment in named("Deployment").items():
        assert deployment["spec"]["selector"]["matchLabels"] == labels[name]
        assert set(labels[name]) == set(LABELS)
        (spread,) = pod(deployment)["topologySpreadConstraints"]
        assert spread["labelSelector"]["matchLabels"] == labels[name]
        budget = named("PodDisruptionBudget")[name]
        assert budget["spec"]["selector"]["matchLabels"] == labels[name]
    assert set(named("PodDisruptionBudget")) == set(labels)
    for name, service in named("Service").items():
        assert service["spec"]["selector"] == labels[name]


def test_a_budget_never_keeps_a_lone_pod_from_moving() -> None:
    fewest = {name: each["spec"]["minReplicas"] for name, each in named("HorizontalPodAutoscaler").items()}
    for name, budget in named("PodDisruptionBudget").items():
        replicas = named("Deployment")[name]["spec"].get("replicas") or fewest[name]
        assert budget["spec"].get("minAvailable", 0) < replicas, name


def test_the_autoscalers_look_at_a_queue_we_have_and_a_figure_we_publish() -> None:
    figures = "".join(file.read_text() for file in (ROOT / "infra/monitoring").glob("*.py"))
    for name, scaler in named("HorizontalPodAutoscaler").items():
        target = scaler["spec"]["scaleTargetRef"]
        assert target["name"] == name and "replicas" not in named("Deployment")[name]["spec"]
        (metric,) = scaler["spec"]["metrics"]
        wanted = metric["external"]["metric"]
        assert f'"{wanted["name"]}"' in figures
        assert wanted["selector"]["matchLabels"]["queue"] in QUEUES


def test_nothing_runs_as_root_or_may_become_it() -> None:
    for deployment in named("Deployment").values():
        context = pod(deployment)["securityContext"]
        assert context["runAsNonRoot"] is True and context["runAsUser"] == 1000
        assert context["seccompProfile"] == {"type": "RuntimeDefault"}
        assert pod(deployment)["automountServiceAccountToken"] is False
    for name, container in containers():
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }, name
        assert container["resources"]["limits"]["memory"], name


def test_every_volume_that_is_mounted_is_there() -> None:
    claims = set(named("PersistentVolumeClaim"))
    for name, deployment in named("Deployment").items():
        volumes = {volume["name"]: volume for volume in pod(deployment)["volumes"]}
        for container in (*pod(deployment)["initContainers"], *pod(deployment)["containers"]):
            mounts = {mount["mountPath"]: mount["name"] for mount in container["volumeMounts"]}
            assert "/tmp" in mounts, f"{name} could write nowhere"
            assert set(mounts.values()) <= set(volumes), name
        wanted = {v["persistentVolumeClaim"]["claimName"] for v in volumes.values() if "persistentVolumeClaim" in v}
        assert wanted <= claims
    for name in ("web", "worker"):
        mounted = {mount["mountPath"] for mount in main_container(name)["volumeMounts"]}
        assert {str(Settings.model_fields[each].default) for each in ("backup_dir", "media_dir")} <= mounted


def test_pods_have_time_to_end_in_good_order() -> None:
    from infra.worker import WORKER_PATIENCE_SECONDS

    for name, deployment in named("Deployment").items():
        least = {"web": 35, "leave": 35, "worker": WORKER_PATIENCE_SECONDS + 10}.get(name, 15)
        assert pod(deployment)["terminationGracePeriodSeconds"] > least


def test_the_way_in_leads_to_a_service() -> None:
    for ingress in objects("Ingress"):
        for rule in ingress["spec"]["rules"]:
            for path in rule["http"]["paths"]:
                service = path["backend"]["service"]
                ports = named("Service")[service["name"]]["spec"]["ports"]
                assert service["port"]["name"] in {port["name"] for port in ports}


def test_network_rules_name_components_we_have() -> None:
    components = set(named("Deployment"))
    for policy in objects("NetworkPolicy"):
        for expression in policy["spec"]["podSelector"].get("matchExpressions", []):
            assert set(expression["values"]) <= components


def test_everything_is_in_one_namespace() -> None:
    assert set(named("Namespace")) == {"rotacc"}
    assert {each["metadata"].get("namespace") for each in objects() if each["kind"] != "Namespace"} == {"rotacc"}


def test_no_name_of_a_practice_or_address_is_left_in() -> None:
    for file in FILES:
        hosts = set(re.findall(r"[\w.-]+\.(?:uk|com|net|org)\b", file.read_text()))
        assert hosts <= {"rota.example.org"}, f"{file.name}: {hosts}"
