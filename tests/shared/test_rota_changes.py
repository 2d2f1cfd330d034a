"""What changes on a published rota, written and read back."""

from __future__ import annotations

from datetime import date

from shared import rota_changes
from shared.db import Database
from shared.domain.calendar import Half, Session
from shared.domain.rota import Activity, Cell
from shared.rota_changes import Change

TUESDAY = Session(date(2027, 1, 5), Half.AM)
CLINIC, STUDY = Cell(Activity.CLINIC, "ELM"), Cell(Activity.STUDY_LEAVE, "ELM")


async def test_what_is_recorded_is_read_back_by_cause_and_by_person(db: Database) -> None:
    away = Change(1, "BH", TUESDAY, CLINIC, None)
    back = Change(1, "BH", TUESDAY, None, STUDY, pinned=True)
    async with db.tx() as tx:
        await rota_changes.record(tx, changes=[away], cause="leave", cause_id="a", by=None)
        await rota_changes.record(tx, changes=[back], cause="leave", cause_id="b", by=None)
    async with db.tx() as tx:
        [found] = await rota_changes.made_by(tx, cause="leave", cause_id="b")
        theirs = await rota_changes.made_to(tx, code="BH", start=TUESDAY.date, end=TUESDAY.date)
        assert await rota_changes.made_to(tx, code="CW", start=TUESDAY.date, end=TUESDAY.date) == []
    assert (found.was, found.now, found.pinned, found.cause) == (None, STUDY, True, "leave")
    assert [change.now for change in theirs] == [None, STUDY]


async def test_nothing_to_record_is_nothing(db: Database) -> None:
    async with db.tx() as tx:
        await rota_changes.record(tx, changes=[], cause="leave", cause_id="a", by=None)
        assert await rota_changes.made_by(tx, cause="leave", cause_id="a") == []
