"""An environment in which nothing is set, but that this is a development system."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from shared.settings import NAMES, SettingsError, load
from shared.settings.given import ENGINE, OLDER_NAMES

Set = Callable[..., None]


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*NAMES, *OLDER_NAMES, ENGINE):
        for variable in (name, f"{name}_FILE"):
            if variable in os.environ:
                monkeypatch.delenv(variable)
    monkeypatch.setenv("DEPLOYMENT_ENV", "DEV")


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Set:
    """Sets variables: `given(DB_PORT="5433")`."""

    def set_all(**variables: object) -> None:
        for name, value in variables.items():
            monkeypatch.setenv(name, str(value))

    return set_all


def refused() -> tuple[str, ...]:
    """Why the settings as they are given are refused."""
    with pytest.raises(SettingsError) as told:
        load()
    return told.value.reasons
