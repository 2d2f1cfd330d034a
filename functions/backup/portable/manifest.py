"""What an export says of itself: what made it, what lies in it, and what that comes to."""

from __future__ import annotations

import json
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from functions.backup.nouns import Measured
from functions.backup.portable.tables import CARRIED, FORMAT, FORMAT_VERSION

NAME = "manifest.json"
MOST = 20  # problems that are told; of more, how many


class NotUsable(Exception):
    """A file that cannot be imported, with every reason."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons

    def __str__(self) -> str:
        shown, more = self.reasons[:MOST], len(self.reasons) - MOST
        return "\n".join([f"  {reason}" for reason in shown] + ([f"  And {more} more."] if more > 0 else []))


Count = Annotated[int, Field(ge=0, le=2**62)]


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Part(_Said):
    """One file of it."""

    size: Count
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class TablePart(Part):
    """A table's file: one row a line."""

    rows: Count


class Manifest(_Said):
    """`left_out`: the tables that are not in it, and why. `last_numbers`: the last number each of the database's own
    counters gave. leave, duty and versions are as Measured has them."""

    format: Literal["rotacc-export"] = FORMAT
    format_version: int = FORMAT_VERSION
    release: str
    schema_id: str
    practice: str | None
    made_at: datetime
    tables: dict[str, TablePart]
    spreadsheets: dict[str, Part]
    left_out: dict[str, str]
    last_numbers: dict[str, Annotated[int, Field(ge=-(2**63), lt=2**63)]]
    leave: dict[str, int]
    duty: dict[str, int]
    versions: dict[str, str]

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.tables.values())

    @property
    def measured(self) -> Measured:
        """What a database that took it in holds."""
        rows = {name: part.rows for name, part in self.tables.items()}
        return Measured(self.schema_id, rows, self.leave, self.duty, self.versions)


def carried(measured: Measured) -> Measured:
    """Of what a database holds, what an export carries."""
    rows = {name: rows for name, rows in measured.rows.items() if name in CARRIED}
    return Measured(measured.schema_id, rows, measured.leave, measured.duty, measured.versions)


def understood(raw: bytes, *, schema_id: str) -> Manifest:
    """A manifest this release can use. Raises NotUsable."""
    try:
        told = json.loads(raw)
    except (ValueError, RecursionError):
        raise NotUsable([f"{NAME} is not JSON."]) from None
    _of_this_release(told, schema_id)
    try:
        found = Manifest.model_validate(told)
    except ValidationError as error:
        raise NotUsable([_in_words(each) for each in error.errors(include_url=False, include_input=False)]) from None
    if missing := sorted({*CARRIED} - {*found.tables}):
        raise NotUsable([f"{NAME} does not name the table {name}." for name in missing])
    if unknown := sorted({*found.tables} - {*CARRIED}):
        raise NotUsable([f"{NAME} names a table {name}, which no export holds." for name in unknown])
    return found


def _of_this_release(told: Any, schema_id: str) -> None:
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise NotUsable([f"{NAME} does not say that this is an export of RotaCC."])
    if told.get("format_version") != FORMAT_VERSION:
        raise NotUsable(
            [f"Its format is version {told.get('format_version')}; this release reads version {FORMAT_VERSION}."]
        )
    if told.get("schema_id") != schema_id:
        raise NotUsable(
            [
                f"It was made by release {told.get('release')}, whose database has the shape {told.get('schema_id')}; "
                f"this one's has {schema_id}. Import it with the release that made it and update that, or restore a "
                "backup, which is brought up to date."
            ]
        )


def _in_words(error: Any) -> str:
    return f"{NAME}: {'.'.join(map(str, error['loc']))}: {error['msg']}"


def release() -> str:
    """This release's number."""
    try:
        return version("rotacc")
    except PackageNotFoundError:  # run from its sources, without being installed
        return "unknown"
