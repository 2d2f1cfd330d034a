"""Leave: asking, deciding, and the sum of what somebody has left.

At /api/v1/leave. Three small rooms in one: `requests` (who is away when, and who said so), `entitlement` (the ledger
and its statement) and `rounds` (popular weeks). Takes the leave file's part in an import of the practice.
"""

from functions.leave import entitlement, requests, rounds
from shared.registry import Function

FUNCTION = Function(
    name="leave",
    routes=(*requests.ROUTES, *entitlement.ROUTES, *rounds.ROUTES),
    tasks=("functions.leave.tasks",),
    forgets="functions.leave.forgetting.queries",
    owns=(*requests.OWNS, *entitlement.OWNS, *rounds.OWNS),
    announces=("leave-requested", "leave-decided", "leave-cancelled", "round-allocated", "mail-posted"),
    hears=("practice-imported", "terms-changed", "settings-changed", "leave-decided", "leave-cancelled"),
    takes_in="functions.leave.requests.service:take_in",
)
