"""The running interface keeps what its OpenAPI document promises, whatever it is asked."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from tests.conftest import other_database
from tests.systems import System, started_system

pytestmark = pytest.mark.slow

EXAMPLES = 6
# Left out: what would sign the test itself out, or keep it waiting for news that does not come.
LEFT_OUT = ("/sign-in", "/sign-out", "/sessions", "/progress")


@pytest.fixture(scope="module")
def web(postgres_url: str, valkey_url: str, template: str, tmp_path_factory: Any) -> Iterator[System]:
    """The web process alone, on stores of its own: what is asked here is asked of nobody else."""
    name = f"interface_{uuid.uuid4().hex[:12]}"
    folder: Path = tmp_path_factory.mktemp("interface")
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f"create database {name} template {template}")
        try:
            with started_system(
                folder,
                other_database(postgres_url, name),
                other_database(valkey_url, "0"),
                programs=("web",),
                CACHE_PREFIX=name,
            ) as running:
                yield running
        finally:
            connection.execute(f"drop database {name} with (force)")


def test_every_operation_answers_as_it_promises(web: System) -> None:
    api = web.signed_in("superuser")
    schema = schemathesis.openapi.from_url(f"{web.base_url}/api/v1/openapi.json")
    tried = 0
    for found in schema.get_all_operations():
        operation: Any = found.ok()  # type: ignore[union-attr]  # an invalid operation raises here, as it should
        if operation.path.endswith(LEFT_OUT) or "/sessions/" in operation.path:
            continue
        tried += 1

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            answer = case.call(headers=api.headers())
            case.validate_response(
                answer, checks=[not_a_server_error, status_code_conformance, response_schema_conformance]
            )

        ask()
    assert tried >= 15
