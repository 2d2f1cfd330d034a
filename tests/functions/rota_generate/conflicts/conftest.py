"""A published fortnight at Elm Lane."""

from __future__ import annotations

from tests.functions.rota_generate.what_if.conftest import elm_lane

__all__ = ["elm_lane"]
