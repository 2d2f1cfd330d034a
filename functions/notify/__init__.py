"""Mail: what was posted is sent, once.

At /api/v1/notify. Hears MailPosted.
"""

from shared.registry import Function

FUNCTION = Function(name="notify", tasks=("functions.notify.tasks",), hears=("mail-posted",))
