"""Links mailed to somebody who has an account: to choose a new password, or to prove an address is theirs.

Writes account_link and reset_ask.
"""

ROUTES: tuple[tuple[str, str], ...] = (
    ("/password-resets", "functions.auth.links.handler:PasswordResets"),
    ("/password-resets/look", "functions.auth.links.handler:PasswordResetLook"),
    ("/password-resets/password", "functions.auth.links.handler:NewPassword"),
    ("/email-confirmations", "functions.auth.links.handler:EmailConfirmations"),
)
OWNS: tuple[str, ...] = ("account_link", "reset_ask")
