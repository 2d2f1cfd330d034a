"""A door that does not say who may open it is never built. Every door there is, is tried in `test_every_door`."""

from __future__ import annotations

import pytest
from falcon.asgi import Request, Response

from infra.web import create_app, deps_of
from shared.app import UndeclaredAccess, add_resource
from shared.settings import Settings


class Forgetful:
    async def on_get(self, _req: Request, _resp: Response) -> None:
        """Declares nothing."""


def test_an_application_with_an_undeclared_door_does_not_start(settings: Settings) -> None:
    with pytest.raises(UndeclaredAccess, match=r"Forgetful at /forgotten .*GET"):
        add_resource(create_app(deps_of(settings)), "/forgotten", Forgetful())
