"""What somebody has earned, used and left: the ledger, in integer minutes, and the statement that shows the sum."""

_HANDLER = "functions.leave.entitlement.handler"

ROUTES: tuple[tuple[str, str], ...] = (
    ("/years", f"{_HANDLER}:Years"),
    ("/balances", f"{_HANDLER}:Balances"),
    ("/balances.csv", f"{_HANDLER}:BalancesTable"),
    ("/people/{code}/balance", f"{_HANDLER}:PersonBalance"),
    ("/people/{code}/statement", f"{_HANDLER}:PersonStatement"),
    ("/people/{code}/statement.csv", f"{_HANDLER}:StatementTable"),
    ("/people/{code}/adjustments", f"{_HANDLER}:Adjustments"),
    ("/entries/{entry_id:int(min=1, max=9007199254740991)}/reversal", f"{_HANDLER}:Reversal"),
)
OWNS = ("ledger_entry",)
