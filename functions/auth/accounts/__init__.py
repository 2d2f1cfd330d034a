"""Who can sign in, as what: their own account to everybody, all of them to administrators. Writes account."""

ROUTES: tuple[tuple[str, str], ...] = (
    ("/account", "functions.auth.accounts.own:OwnAccount"),
    ("/account/password", "functions.auth.accounts.own:OwnPassword"),
    ("/accounts", "functions.auth.accounts.handler:Accounts"),
    ("/accounts/{account_id:uuid}", "functions.auth.accounts.handler:OneAccount"),
    ("/accounts/{account_id:uuid}/deactivation", "functions.auth.accounts.handler:Deactivation"),
    ("/accounts/{account_id:uuid}/sessions", "functions.auth.accounts.handler:Sessions"),
)
