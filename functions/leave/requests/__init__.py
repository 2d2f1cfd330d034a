"""Requests for leave and the decisions on them; sickness; the booking calendar."""

ROUTES: tuple[tuple[str, str], ...] = ()
OWNS = ("leave_request", "leave_stamp")
