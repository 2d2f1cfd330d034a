"""What an export holds: every table but those that belong to the machine, or open doors. Pure.

A test compares both lists with the database: a new table has to join one of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, LiteralString

FORMAT: Literal["rotacc-export"] = "rotacc-export"
FORMAT_VERSION = 1

CARRIED = (
    "account", "alert", "alert_event", "assignment", "audit", "backup_notice", "cleanup_run", "clinical_sync",
    "duty_entry", "duty_week", "edit_stamp", "hand_off", "hand_off_owner", "leave_bid", "leave_place",
    "leave_request", "leave_round", "leave_stamp", "ledger_entry", "person", "practice", "retention", "rota_change",
    "rota_edit", "rota_edit_cell", "rota_off", "rota_version", "run", "site", "staff_group", "staff_group_member",
    "supervision_link", "version_acknowledgement", "version_change", "working_term",
)  # fmt: skip

LEFT_OUT: Mapping[str, str] = {
    "account_link": "Links by which a password is set; they are mailed anew.",
    "backup": "Which backups lie on the machine that made the export.",
    "event_seen": "Which facts the parts of that system have heard.",
    "invitation": "Links by which somebody first signs in; open ones are sent anew.",
    "job_run": "Which jobs that system's clock has announced.",
    "mail": "Letters, some with links that open doors.",
    "outbox": "Facts on their way between the parts of that system.",
    "question": "Answers of the solver that hold for a day; they are asked again.",
    "reset_ask": "Who asked for a new password in the last days.",
    "schema_migration": "The shape of the database; the manifest names it.",
}

# Columns an export never holds, each with the SQL of what stands in it after an import: what is kept of the system that
# takes it in (taking_in.SignIn), else what no password matches. "r" is the row.
SECRET_COLUMNS: Mapping[tuple[str, str], LiteralString] = {
    ("account", "password_hash"): """
        coalesce((select k.password_hash from kept_sign_in k
                  where k.id = r.id or (k.is_superuser and k.username = r.username)
                  order by k.id = r.id desc limit 1), '!')
    """
}
