"""Accounts and sign-ins: who somebody is, and what they may do.

At /api/v1/auth. Writes the table account. Sign-ins live in redis (`shared.sessions`), never in PostgreSQL.
"""

from shared.registry import Function

FUNCTION = Function(
    name="auth",
    routes=(
        ("/sign-in", "functions.auth.handler:SignIn"),
        ("/sign-out", "functions.auth.handler:SignOut"),
        ("/me", "functions.auth.handler:Me"),
        ("/sessions", "functions.auth.handler:SignIns"),
        ("/sessions/{session_id}", "functions.auth.handler:OneSignIn"),
    ),
    owns=("account",),
)
