"""What is asked of the room that keeps the rota; what each small room asks and answers stands with it."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from shared.http import Query

FIRST, LAST = date(2000, 1, 3), date(2099, 12, 28)


class RangeQuery(Query):
    """`start`: any day of the first week; this week when left out."""

    start: date | None = Field(None, ge=FIRST, le=LAST)
    weeks: int = Field(4, ge=1, le=53)
