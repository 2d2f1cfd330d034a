"""Requests for leave and the decisions on them; sickness; the booking calendar.

Pure: kinds (who may ask for what), policy (what stands in the way), cover (what it does to the rota), effects (what it
changes there), booking (the calendar). The beats: assessing, service, decisions, reopening, cancellations,
sickness, mending, imports. Letters: what its owner is told by mail. Answers: views.
"""

ROUTES: tuple[tuple[str, str], ...] = (
    ("/kinds", "functions.leave.requests.handler:Kinds"),
    ("/calendar", "functions.leave.requests.handler:BookingCalendar"),
    ("/away", "functions.leave.requests.handler:Away"),
    ("/assessments", "functions.leave.requests.handler:Assessments"),
    ("/requests", "functions.leave.requests.handler:Requests"),
    ("/requests/{leave_id:uuid}", "functions.leave.requests.handler:OneRequest"),
    ("/requests/{leave_id:uuid}/approval", "functions.leave.requests.handler:Approval"),
    ("/requests/{leave_id:uuid}/refusal", "functions.leave.requests.handler:Refusal"),
    ("/requests/{leave_id:uuid}/cancellation", "functions.leave.requests.handler:Cancellation"),
)
OWNS = ("leave_request", "leave_stamp")
