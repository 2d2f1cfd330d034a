"""Alerts: breaches somebody watches, found by the rules' own checks and kept with a life. And who looks after trainees.

Read in this order: nouns, load (how much somebody works), policy (what is found in a week), life (what becomes of it),
service, tasks (what makes it look again), handler.
"""

ROUTES: tuple[tuple[str, str], ...] = (
    ("/alerts", "functions.rota.alerts.handler:Alerts"),
    ("/alerts/summary", "functions.rota.alerts.handler:Summary"),
    ("/alerts/{alert_id:int}", "functions.rota.alerts.handler:OneAlert"),
    ("/alerts/{alert_id:int}/dismissal", "functions.rota.alerts.handler:Dismissal"),
    ("/supervision", "functions.rota.alerts.handler:Supervision"),
)
OWNS: tuple[str, ...] = ("alert", "alert_event")
TASKS: tuple[str, ...] = ("functions.rota.alerts.tasks",)
ANNOUNCES: tuple[str, ...] = ()
HEARS: tuple[str, ...] = (
    "rota-published",
    "leave-decided",
    "leave-cancelled",
    "terms-changed",
    "settings-changed",
    "practice-imported",
)
