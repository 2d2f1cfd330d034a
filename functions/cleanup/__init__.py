"""Cleanup: what is kept how long, and what becomes of people who left long ago.

At /api/v1/cleanup. Every night each room forgets what is old (`Function.forgets`); this room says how old, keeps what
came of it, and makes leavers nameless when a superuser says so.
"""

from shared.registry import Function

FUNCTION = Function(
    name="cleanup",
    routes=(
        ("", "functions.cleanup.handler:Cleanup"),
        ("/preview", "functions.cleanup.handler:Preview"),
        ("/periods", "functions.cleanup.handler:Periods"),
        ("/leavers", "functions.cleanup.handler:Leavers"),
        ("/leavers/{code}/namelessness", "functions.cleanup.handler:Namelessness"),
    ),
    owns=("retention", "cleanup_run"),
)
