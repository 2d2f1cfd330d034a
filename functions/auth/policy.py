"""What a good account is, and who may make which. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from shared.access import Role
from shared.errors import Reason

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 1000  # more would only keep the hash busy
FEWEST_GUESSES = 100_000_000  # where zxcvbn's "somewhat guessable" (2) ends and "safely unguessable" (3) begins
MOST_WEIGHED = 72  # characters zxcvbn looks at
USERNAME = re.compile(r"[a-z0-9][a-z0-9._@+'-]{0,199}")
# What mail servers in use accept. Stricter than RFC 5321, which allows spaces and quotes before the @.
EMAIL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}", re.I)
LONGEST_EMAIL = 254


def plain_username(username: str) -> str:
    """A username as it is stored: no spaces around it, no capitals."""
    return username.strip().lower()


def plain_email(email: str) -> str:
    """An address as it is stored. Capitals are kept out: nobody has two addresses that differ in them alone."""
    return email.strip().lower()


def plain_name(name: str) -> str:
    """What colleagues call somebody, as it is stored: on one line."""
    return " ".join(name.split())


def name_faults(name: str, *, ask: str = "Say what colleagues call this person.") -> list[Reason]:
    """What is wrong with what colleagues call somebody. A sign nobody can see makes one name look like another."""
    if not name:
        return [Reason(ask, "display-name", "display_name")]
    if not name.isprintable():
        return [Reason("The name holds a sign nobody can see. Write it again by hand.", "display-name", "display_name")]
    return []


def is_email(email: str) -> bool:
    """Whether this can be an address of mail."""
    return len(email) <= LONGEST_EMAIL and ".." not in email and EMAIL.fullmatch(email) is not None


def email_faults(email: str) -> list[Reason]:
    """What is wrong with an address."""
    if is_email(email):
        return []
    return [Reason("An email address looks like name@example.nhs.uk.", "email", "email")]


def username_faults(username: str) -> list[Reason]:
    """What is wrong with a username: it is an address, or made of a few signs."""
    if USERNAME.fullmatch(plain_username(username)) or is_email(plain_email(username)):
        return []
    return [Reason("A username is letters, digits and . _ @ + - ' only.", "username", "username")]


def role_faults(roles: Iterable[str]) -> list[Reason]:
    """What is wrong with a set of roles."""
    roles = list(roles)
    if not roles:
        return [Reason("An account has a role: clinician, administrator or superuser.", "no-role", "roles")]
    known = {role.value for role in Role}
    return [
        Reason(f"There is no role {role!r}; there are clinician, administrator and superuser.", "unknown-role", "roles")
        for role in roles
        if role not in known
    ]


def password_faults(password: str, *, own: Iterable[str] = ()) -> list[Reason]:
    """Everything wrong with a password. `own`: what others know of its owner: username, name, address, practice.

    Length, and how many guesses it takes somebody who knows the usual passwords, words, names, dates and rows of the
    keyboard. No rules about capitals and digits: those make passwords harder to remember and no harder to guess.
    """
    own = [each for each in own if each]
    found = []
    if len(password) < SHORTEST_PASSWORD:
        message = f"A password has {SHORTEST_PASSWORD} characters or more."
        found.append(Reason(message, "password-too-short", "password"))
    if len(password) > LONGEST_PASSWORD:
        found.append(Reason(f"A password has {LONGEST_PASSWORD} characters at most.", "password-too-long", "password"))
    if password.strip().lower() in {each.strip().lower() for each in own}:
        found.append(Reason("A password is not the username, the name or the address.", "password-is-own", "password"))
    elif is_made_of(password, own):
        message = "A password is not made of your own name, address or practice."
        found.append(Reason(message, "password-is-own", "password"))
    elif password and _guesses(password, own) < FEWEST_GUESSES:
        message = "That password is among the first that are guessed. Three or four words nobody would put together do."
        found.append(Reason(message, "password-common", "password"))
    return found


def is_made_of(password: str, own: Iterable[str]) -> bool:
    """Whether little is left of a password without what others know of its owner."""
    left = password.casefold()
    words = sorted({word for each in own for word in _words(each)}, key=len, reverse=True)
    without = left
    for word in words:
        without = without.replace(word, " ")
    return without != left and sum(letter.isalpha() for letter in without) < 6


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"[^\W\d_]+", text.casefold()) if len(word) >= 3}


def _guesses(password: str, own: Iterable[str]) -> float:
    from zxcvbn import zxcvbn  # its lists are 20 MB that processes where nobody chooses a password need not hold

    words = sorted({word for each in own for word in (*_words(each), each.casefold())})
    return float(zxcvbn(password[:MOST_WEIGHED], user_inputs=words)["guesses"])


def faults(username: str, password: str, roles: Iterable[str], *, own: Iterable[str] = ()) -> tuple[Reason, ...]:
    """Everything wrong with an account somebody wants to make; empty when nothing is."""
    known = (username, *own)
    return (*username_faults(username), *password_faults(password, own=known), *role_faults(roles))


def may_grant(by: Iterable[str], roles: Iterable[str]) -> bool:
    """Whether somebody with the roles `by` may give, or take away, these: nobody goes beyond their own."""
    by = set(by)
    if Role.SUPERUSER in by:
        return True
    return Role.ADMINISTRATOR in by and Role.SUPERUSER not in set(roles)


def granting_faults(by: Iterable[str], old: Iterable[str], new: Iterable[str]) -> list[Reason]:
    """Why somebody with the roles `by` may not make `new` out of `old`."""
    if may_grant(by, set(old) ^ set(new)):
        return []
    return [Reason("Only a superuser makes somebody a superuser, or stops them being one.", "beyond-own", "roles")]


def losses(old: Iterable[str], new: Iterable[str], other_superusers: int, others_in_charge: int) -> list[Reason]:
    """Why these roles may not be lost: somebody has to be left who can give roles. Inactive accounts have none."""
    old, new = set(old), set(new)
    if Role.SUPERUSER in old - new and other_superusers == 0:
        return [Reason("This is the last superuser. Make somebody else one first.", "last-superuser", "roles")]
    in_charge = {Role.SUPERUSER, Role.ADMINISTRATOR}
    if old & in_charge and not new & in_charge and others_in_charge == 0:
        return [Reason("This is the last administrator. Make somebody else one first.", "last-administrator", "roles")]
    return []


def may_manage(by: Iterable[str], target: Iterable[str]) -> bool:
    """Whether somebody may change an account at all: a superuser's only another superuser may."""
    return may_grant(by, target)
