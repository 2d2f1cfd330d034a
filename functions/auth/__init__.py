"""Accounts and sign-ins: who somebody is, and what they may do.

At /api/v1/auth. Small rooms in one: `accounts` (who there is), `invitations` (who is to come) and `links` (mailed to
somebody who has an account: a forgotten password, a new address). Sign-ins live in redis (`shared.sessions`), never in
PostgreSQL. Links in mail carry their token behind a #, which browsers keep to themselves: no log ever holds one.
"""

from functions.auth import accounts, invitations, links
from shared.registry import Function

FUNCTION = Function(
    name="auth",
    routes=(
        ("/sign-in", "functions.auth.handler:SignIn"),
        ("/sign-out", "functions.auth.handler:SignOut"),
        ("/me", "functions.auth.handler:Me"),
        ("/sessions", "functions.auth.handler:SignIns"),
        ("/sessions/{session_id}", "functions.auth.handler:OneSignIn"),
        *accounts.ROUTES,
        *invitations.ROUTES,
        *links.ROUTES,
    ),
    tasks=("functions.auth.tasks",),
    forgets="functions.auth.forgetting.queries",
    owns=("account", *invitations.OWNS, *links.OWNS),
    announces=("mail-posted", "reset-asked"),
    hears=("reset-asked",),
)
