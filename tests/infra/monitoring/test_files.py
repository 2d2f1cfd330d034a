"""The rules for alerts and the dashboard: they speak of figures that there are, in words Prometheus understands."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from typing import Any

import falcon.testing
import pytest
import yaml

from infra.web import create_app, deps_of
from shared import registry
from shared.settings import Settings
from tests.infra.monitoring.reading import Figures
from tests.paths import ROOT

FOLDER = ROOT / "infra" / "monitoring"
ALERT_TESTS = ROOT / "tests" / "infra" / "monitoring" / "alerts.test.yml"
NAME = re.compile(r"\brotacc_\w+")
SELECTOR = re.compile(r"\b(rotacc_\w+)\{([^}]*)\}")
MATCHER = re.compile(r'(\w+)\s*=\s*"([^"]*)"')
FUNCTIONS = {"absent", "changes", "count", "delta", "increase", "max", "min", "rate", "sum", "time", "topk"} | {
    "histogram_quantile"
}
WORDS = {"by", "on", "and", "or"}


def rules() -> list[dict[str, Any]]:
    groups = yaml.safe_load((FOLDER / "alerts.yml").read_text())["groups"]
    return [rule for group in groups for rule in group["rules"]]


def dashboard() -> dict[str, Any]:
    return dict(json.loads((FOLDER / "dashboard.json").read_text()))


def expressions() -> Iterator[tuple[str, str]]:
    for rule in rules():
        yield rule["alert"], rule["expr"]
    for panel in dashboard()["panels"]:
        for target in panel.get("targets", ()):
            yield f"{panel['title']}, {target['refId']}", target["expr"]
    for mark in dashboard()["annotations"]["list"]:
        yield mark["name"], mark["expr"]


EXPRESSIONS = list(expressions())
each_expression = pytest.mark.parametrize(
    "expr", [expr for _, expr in EXPRESSIONS], ids=[name for name, _ in EXPRESSIONS]
)


async def test_every_figure_named_exists(settings: Settings) -> None:
    """On the page of a system on which nothing has happened yet; and so does every value of a label."""
    async with falcon.testing.ASGIConductor(create_app(deps_of(settings))) as conductor:
        page = Figures((await conductor.simulate_get("/metrics")).text)
    assert {where: names for where, expr in EXPRESSIONS if (names := set(NAME.findall(expr)) - page.names)} == {}
    assert [
        f"{where}: {name} is never told for {label} {value!r}"
        for where, expr in EXPRESSIONS
        for name, matchers in SELECTOR.findall(expr)
        for label, value in MATCHER.findall(matchers)
        if (known := {labels[label] for labels, _ in page.all(name) if label in labels}) and value not in known
    ] == []


def test_every_route_named_exists() -> None:
    routes = {path for name in registry.known() for path, _ in registry.manifest(name).mounted()}
    named = {route for _, expr in EXPRESSIONS for route in re.findall(r'route="([^"]*)"', expr)}
    assert named
    assert named <= routes


@each_expression
def test_every_expression_reads_like_one(expr: str) -> None:
    bare = re.sub(r'"[^"]*"', '""', expr)
    assert [bare.count(sign) for sign in "([{"] == [bare.count(sign) for sign in ")]}"]
    called = set(re.findall(r"\b([a-z_]+)\s*(?=\()", bare)) - WORDS
    assert called <= FUNCTIONS, called - FUNCTIONS
    for ranged in re.findall(r"\b(?:rate|increase|delta)\((rotacc_\w+(?:\{[^}]*\})?)(.?)", bare):
        assert ranged[1] == "[", f"{ranged[0]} needs a range"


@each_expression
def test_counters_are_not_shown_as_they_stand(expr: str) -> None:
    """A counter alone says how long the system has run; what is wanted is how fast it grows."""
    for name in re.findall(r"\brotacc_\w+(?:_total|_bucket)\b", expr):
        assert re.search(rf"(rate|increase)\({name}", expr), name


def test_every_alert_says_what_to_do() -> None:
    for rule in rules():
        assert rule["labels"]["severity"] in ("page", "ticket")
        assert rule["annotations"].keys() == {"summary", "action"}
    names = [rule["alert"] for rule in rules()]
    assert len(names) == len(set(names))


def test_every_alert_is_seen_to_fire() -> None:
    """By the tests Prometheus' own tool runs, below; here, that none is left out."""
    tests = yaml.safe_load(ALERT_TESTS.read_text())["tests"]
    told = [case for test in tests for case in test.get("alert_rule_test", ()) if case["exp_alerts"]]
    asked = [case["expr"] for test in tests for case in test.get("promql_expr_test", ()) if case["exp_samples"]]
    fired = {case["alertname"] for case in told} | set(re.findall(r'alertname="(\w+)"', " ".join(asked)))
    assert fired == {rule["alert"] for rule in rules()}


def test_every_alert_is_in_the_handbook() -> None:
    handbook = (ROOT / "docs" / "monitoring.md").read_text()
    assert [rule["alert"] for rule in rules() if f"`{rule['alert']}`" not in handbook] == []


def test_panels_do_not_lie_over_one_another() -> None:
    taken: dict[tuple[int, int], str] = {}
    for panel in dashboard()["panels"]:
        place = panel["gridPos"]
        assert place["x"] + place["w"] <= 24
        for x in range(place["x"], place["x"] + place["w"]):
            for y in range(place["y"], place["y"] + place["h"]):
                assert taken.setdefault((x, y), panel["title"]) == panel["title"]
    assert len({panel["id"] for panel in dashboard()["panels"]}) == len(dashboard()["panels"])


def test_prometheus_itself_accepts_the_rules() -> None:
    """With promtool, where there is one: Debian has it in the package `prometheus`."""
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("there is no promtool here; the rules' syntax was looked at by our own tests alone")
    ran = subprocess.run(
        [promtool, "check", "rules", FOLDER / "alerts.yml"], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    ran = subprocess.run(
        [promtool, "check", "config", "--syntax-only", FOLDER / "prometheus.yml"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    ran = subprocess.run(
        [promtool, "test", "rules", ALERT_TESTS],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr


async def test_the_handbook_explains_every_figure_and_no_other(settings: Settings) -> None:
    async with falcon.testing.ASGIConductor(create_app(deps_of(settings))) as conductor:
        page = Figures((await conductor.simulate_get("/metrics")).text)
    told = {family.name: set(family.samples[0].labels) if family.samples else None for family in page.families}
    handbook = (ROOT / "docs" / "monitoring.md").read_text()
    rows = re.findall(r"^\| `(rotacc_\w+)` \| ([^|]*)\|", handbook, re.MULTILINE)
    assert {name for name, _ in rows} == told.keys()
    for name, labels in rows:
        if told[name]:
            assert set(re.findall(r"\w+", labels)) == (told[name] or set()) - {"le"}, name
