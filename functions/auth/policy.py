"""What a good account is. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from shared.access import Role
from shared.errors import Reason

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 1000  # more would only keep the hash busy
USERNAME = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,199}")


def plain_username(username: str) -> str:
    """A username as it is stored: no spaces around it, no capitals."""
    return username.strip().lower()


def faults(username: str, password: str, roles: Iterable[str]) -> tuple[Reason, ...]:
    """Everything wrong with an account somebody wants to make; empty when nothing is."""
    found = []
    if not USERNAME.fullmatch(plain_username(username)):
        found.append(Reason("A username is letters, digits and . _ @ + - only.", "username", "username"))
    if len(password) < SHORTEST_PASSWORD:
        message = f"A password has {SHORTEST_PASSWORD} characters or more."
        found.append(Reason(message, "password-too-short", "password"))
    if len(password) > LONGEST_PASSWORD:
        found.append(Reason(f"A password has {LONGEST_PASSWORD} characters at most.", "password-too-long", "password"))
    if password and password.strip().lower() == plain_username(username):
        found.append(Reason("A password is not the username.", "password-is-username", "password"))
    roles = list(roles)
    if not roles:
        found.append(Reason("An account has a role: clinician, administrator or superuser.", "no-role", "roles"))
    known = {role.value for role in Role}
    found += [
        Reason(f"There is no role {role!r}; there are clinician, administrator and superuser.", "unknown-role", "roles")
        for role in roles
        if role not in known
    ]
    return tuple(found)
