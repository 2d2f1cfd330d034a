"""The person on the rota an account belongs to."""

from __future__ import annotations

from shared.db import Tx
from shared.errors import Reason
from shared.http import Out
from shared.queries.practice import names


class PersonOut(Out):
    """Somebody on the rota. `name` is the code when nobody has that code (any more)."""

    code: str
    name: str

    @classmethod
    def of(cls, code: str | None, known: dict[str, str]) -> PersonOut | None:
        return None if code is None else cls(code=code, name=known.get(code, code))


async def named(tx: Tx, code: str | None) -> str | None:
    """What the person with this code is called."""
    return None if code is None else (await names(tx)).get(code)


async def person_faults(tx: Tx, code: str | None) -> list[Reason]:
    """What is wrong with linking an account to this person."""
    if code is None or code in await names(tx):
        return []
    return [Reason(f"Nobody on the rota has the code {code}.", "unknown-person", "person_code")]
