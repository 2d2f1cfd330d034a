"""How a fault below is said on the web."""

from __future__ import annotations

import falcon.asgi
import falcon.testing
import psycopg
import pytest
import redis.exceptions
from falcon.asgi import Request, Response

from shared.http import speak_problems


class Stores:
    """Asks the database for more than it can hold."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    async def on_get(self, _req: Request, _resp: Response) -> None:
        raise self._error


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        (psycopg.errors.NumericValueOutOfRange("integer out of range"), 422, "urn:rotacc:not-storable"),
        (psycopg.DataError("text fields cannot contain NUL"), 422, "urn:rotacc:not-storable"),
        (psycopg.OperationalError("the connection is closed"), 503, "about:blank"),
        (psycopg.errors.UndefinedColumn("column lost does not exist"), 500, "about:blank"),
        (redis.exceptions.ConnectionError("nobody listens"), 503, "about:blank"),
        (redis.exceptions.OutOfMemoryError("command not allowed when used memory > maxmemory"), 503, "about:blank"),
        (redis.exceptions.ReadOnlyError("You can't write against a read only replica"), 503, "about:blank"),
        (redis.exceptions.ResponseError("MISCONF Errors writing to the AOF file"), 503, "about:blank"),
        (redis.exceptions.ResponseError("wrong number of arguments for 'get' command"), 500, "about:blank"),
    ],
)
async def test_it_works(error: Exception, status: int, kind: str) -> None:
    app: falcon.asgi.App[Request, Response] = falcon.asgi.App()
    speak_problems(app)
    app.add_route("/stores", Stores(error))
    async with falcon.testing.ASGIConductor(app) as conductor:
        answer = await conductor.simulate_get("/stores")
    assert (answer.status_code, answer.json["type"]) == (status, kind)
    assert str(error) not in answer.text
