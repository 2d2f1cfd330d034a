"""What the tests of the generate page share: how long the rota is fixed on the system they look at."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.systems import System


@contextmanager
def fixed_for(system: System, weeks: int) -> Iterator[None]:
    """The rota is fixed for so many weeks; afterwards as long as before."""
    before = _fix(system, weeks)
    try:
        yield
    finally:
        _fix(system, before)


def fix_nothing(system: System) -> None:
    _fix(system, 0)


def _fix(system: System, weeks: int | None) -> int | None:
    """How long it was fixed before; None: as practices usually do."""
    api = system.signed_in("superuser")
    now = api.ask("GET", "/practice/settings")
    settings = {key: value for key, value in now["settings"].items() if key != "fixed_period_weeks"}
    more = {} if weeks is None else {"fixed_period_weeks": weeks}
    api.ask("PUT", "/practice/settings", {"settings": settings | more, "version": now["version"], "reason": "A test"})
    before = now["settings"].get("fixed_period_weeks")
    return None if before is None else int(before)
