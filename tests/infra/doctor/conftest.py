"""What the doctor is asked about: settings as a test wants them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from infra.doctor.finding import Finding
from shared.settings import Settings

With = Callable[..., Settings]


@pytest.fixture
def having(settings: Settings) -> With:
    """The test's own settings, with some of them changed."""

    def change(**more: Any) -> Settings:
        return Settings(**{name: getattr(settings, name) for name in settings.model_fields_set} | more)

    return change


def said(findings: Iterable[Finding], state: str = "") -> list[str]:
    """What was found, or what was found to be so."""
    return [finding.said for finding in findings if state in ("", finding.state)]
