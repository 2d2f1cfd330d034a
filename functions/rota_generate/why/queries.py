"""What a question about a session needs to know besides the rota."""

from __future__ import annotations

from shared.db import Tx
from shared.standing import Slot


async def decided_by(tx: Tx, *, slot: Slot) -> str | None:
    """Who decided by hand what somebody does in a session, as it is published now; None where that is not known."""
    cursor = await tx.execute(
        """
        select a.display_name
        from rota_edit_cell c join rota_edit e on e.id = c.edit_id left join account a on a.id = e.by_account
        where c.person_code = %s and c.date = %s and c.half = %s and e.version_id is not null
        order by e.id desc limit 1
        """,
        (slot.code, slot.session.date, slot.session.half.value),
    )
    row = await cursor.fetchone()
    return None if row is None else row[0]
