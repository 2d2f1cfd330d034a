"""The rota as it stands, and its life: `edits` that wait to be published, `versions`, `alerts`, the `fairness` ledger
and the `hand_off` to the clinical system, each a small room of its own.

At /api/v1/rota. This room itself shows the rota: everybody's page.
"""

from functions.rota import alerts, edits, fairness, hand_off, versions
from shared.registry import Function

_ROOMS = (versions, edits, alerts, fairness, hand_off)

FUNCTION = Function(
    name="rota",
    routes=(
        ("", "functions.rota.handler:Rota"),
        *(route for room in _ROOMS for route in room.ROUTES),
    ),
    tasks=tuple(task for room in _ROOMS for task in room.TASKS),
    forgets="functions.rota.forgetting.queries",
    owns=tuple(table for room in _ROOMS for table in room.OWNS),
    announces=tuple(event for room in _ROOMS for event in room.ANNOUNCES),
    hears=tuple(dict.fromkeys(event for room in _ROOMS for event in room.HEARS)),
)
