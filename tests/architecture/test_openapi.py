"""The OpenAPI document is valid, whole and true."""

from __future__ import annotations

from functools import cache
from typing import Any

from openapi_spec_validator import validate

from shared import openapi, registry
from shared.app import METHODS
from shared.http import declaration


@cache
def document() -> dict[str, Any]:
    """The document of all rooms. Resources need nothing to be described, so nothing is given to them."""
    mounted = [
        (function.name, path, object.__new__(registry.load(reference)))
        for function in registry.selected("all")
        for path, reference in function.mounted()
    ]
    return openapi.document(mounted)


def test_it_is_openapi_3_1() -> None:
    validate(document())


def test_every_method_of_every_route_is_in_it_with_its_access() -> None:
    paths = document()["paths"]
    for function in registry.selected("all"):
        for path, reference in function.mounted():
            resource = registry.load(reference)
            described = paths[openapi.FIELD.sub(r"{\1}", path)]
            for method in METHODS:
                declared = declaration(resource, method)
                assert (declared is not None) == (method.lower() in described), (path, method)
                if declared is not None:
                    assert described[method.lower()]["x-access"] == declared.access
                    assert described[method.lower()]["summary"]


def test_operations_have_names_of_their_own() -> None:
    names = [operation["operationId"] for path in document()["paths"].values() for operation in path.values()]
    assert len(set(names)) == len(names)
    assert "rota_versions_Publication_put" in names


def test_schemas_have_plain_names() -> None:
    names = document()["components"]["schemas"].keys()
    assert all(name.replace("_", "").isalnum() for name in names)
    assert {"Problem", "GridOut", "RunIn", "RunOut"} <= names
    assert not [name for name in names if "__" in name], "two models share a name"
