"""Mail: what was posted is sent, once.

At /api/v1/notify. Hears MailPosted and tries again what could not be sent. Administrators see how each message fares,
are told of what was given up, and may send it again. The table mail is written in `shared.mail`: every room posts.
"""

from shared.registry import Function

FUNCTION = Function(
    name="notify",
    routes=(
        ("/mail", "functions.notify.handler:Mail"),
        ("/mail/{mail_id:uuid}/sending", "functions.notify.handler:Sending"),
        ("/mail/{mail_id:uuid}/settlement", "functions.notify.handler:Settlement"),
        ("/trouble", "functions.notify.handler:Trouble"),
    ),
    tasks=("functions.notify.tasks",),
    announces=("mail-posted",),
    hears=("mail-posted",),
)
