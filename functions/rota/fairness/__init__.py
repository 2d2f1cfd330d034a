"""The fairness ledger: who has held how much duty against their fair part, across periods. docs/fairness.md."""

_HANDLER = "functions.rota.fairness.handler"

ROUTES: tuple[tuple[str, str], ...] = (
    ("/fairness", f"{_HANDLER}:Fairness"),
    ("/fairness/adjustments", f"{_HANDLER}:Adjustments"),
    ("/fairness/ahead", f"{_HANDLER}:Ahead"),
    ("/fairness/{code}", f"{_HANDLER}:PersonStatement"),
)
OWNS: tuple[str, ...] = ("duty_week", "duty_entry")
TASKS: tuple[str, ...] = ("functions.rota.fairness.tasks",)
ANNOUNCES: tuple[str, ...] = ()
HEARS: tuple[str, ...] = (
    "rota-published", "leave-decided", "leave-cancelled", "terms-changed", "settings-changed", "practice-imported",
)  # fmt: skip
