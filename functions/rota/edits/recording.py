"""Who changed the working copy, from what, to what: a row in the audit for every act."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from functions.rota.edits.cells import Edit
from shared import audit
from shared.db import Tx

NAMED = 50  # acts of a discarding whose ids are its own name in the audit


async def act(tx: Tx, edit: Edit, *, action: str, by: UUID | None, request_id: str | None) -> None:
    """Write down one act, its undoing or its doing again: each session as it was and as it is now."""
    was, now = _sides(edit)
    if action == "rota-edit-undone":
        was, now = now, was
    await audit.record(
        tx,
        account_id=by,
        action=action,
        entity="rota_edit",
        entity_id=str(edit.id),
        old={"cells": was},
        new={"words": edit.words, "cause": edit.cause, "cause_id": edit.cause_id, "cells": now},
        request_id=request_id,
    )


def _sides(edit: Edit) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The sessions of a change as they were, and as they became."""
    where = [{"code": c.code, "date": c.day.isoformat(), "half": c.slot.session.half.value} for c in edit.cells]
    return (
        [at | cell.was.as_document() for at, cell in zip(where, edit.cells, strict=True)],
        [at | cell.now.as_document() for at, cell in zip(where, edit.cells, strict=True)],
    )


async def discarded(tx: Tx, edits: Sequence[Edit], *, by: UUID | None, request_id: str | None) -> None:
    """Write down that everything that waited was undone at once."""
    await audit.record(
        tx,
        account_id=by,
        action="rota-edits-discarded",
        entity="rota_edit",
        entity_id=",".join(str(edit.id) for edit in edits[:NAMED]),
        old={"edits": [{"id": edit.id, "words": edit.words} for edit in edits]},
        new={"edits": []},
        request_id=request_id,
    )
