"""Mail: what was posted is sent, once.

At /api/v1/notify. Hears MailPosted, tries again what could not be sent, and shows administrators how each message
fares. The table mail is written in `shared.mail`, because every room posts.
"""

from shared.registry import Function

FUNCTION = Function(
    name="notify",
    routes=(("/mail", "functions.notify.handler:Mail"),),
    tasks=("functions.notify.tasks",),
    announces=("mail-posted",),
    hears=("mail-posted",),
)
