"""What there is to ask. A kind is imported only where it is answered: in the solver's process."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Protocol, cast

from functions.rota_generate.attempt import Solve
from functions.rota_generate.questions.clock import Clock
from functions.rota_generate.questions.queries import Status
from shared import registry
from shared.db import Tx
from shared.queries.practice import Practices

LEAVE, WHY_NOT, CONFLICT, REPAIR = "leave", "why-not", "conflict", "repair"

# How much longer a question may take when somebody wants it. Others wait behind it, so it is asked for each time.
LONGER_SECONDS = 8.0

# Kind -> the module that answers it.
ANSWERED_BY: Mapping[str, str] = MappingProxyType(
    {
        LEAVE: "functions.rota_generate.what_if.attempt",
        WHY_NOT: "functions.rota_generate.why.attempt",
        CONFLICT: "functions.rota_generate.conflicts.attempt",
        REPAIR: "functions.rota_generate.repair.attempt",
    }
)


class Kind(Protocol):
    """A module that answers one kind of question. `SECONDS`: how long an answer may take."""

    SECONDS: float

    async def load(self, tx: Tx, practices: Practices, question: Mapping[str, Any], /) -> Any:
        """Everything the answer rests on, as it is now; None without a practice."""

    def work_out(self, case: Any, /, *, solve: Solve, watch: Clock) -> tuple[Status, dict[str, Any]]:
        """The answer, worked out. Pure but for the time it takes."""

    def in_words(self, sentence: str, /) -> dict[str, Any]:
        """An answer that is nothing but a sentence: what went wrong."""


def kind_of(name: str) -> Kind:
    """The module that answers a kind. Raises KeyError for one there is none of."""
    return cast(Kind, registry.load_module(ANSWERED_BY[name]))
