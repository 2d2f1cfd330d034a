"""The running interface keeps what its OpenAPI document promises, whatever it is asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from tests.conftest import NewSystem
from tests.systems import System

pytestmark = pytest.mark.slow

EXAMPLES = 6
# Left out: what would sign the test itself out, or keep it waiting for news that does not come.
LEFT_OUT = ("/sign-in", "/sign-out", "/sessions", "/progress")


@pytest.fixture(scope="module")
def web(new_system: NewSystem) -> Iterator[System]:
    """The web process alone, on stores of its own: what is asked here is asked of nobody else."""
    with new_system("interface", programs=("web",)) as running:
        yield running


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
