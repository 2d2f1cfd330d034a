"""What somebody has earned, used and left: the ledger, in integer minutes, and the statement that shows the sum."""

ROUTES: tuple[tuple[str, str], ...] = ()
OWNS = ("ledger_entry",)
