"""Who carries mail out of the house. A new one is a file here and a line in `CARRIERS`."""

from functions.notify.carriers.carrier import Carrier
from shared.registry import load
from shared.settings import Settings

# The provider's name in the settings, and its class. Only the one in use is imported.
CARRIERS = {
    "smtp": "functions.notify.carriers.smtp:Smtp",
    "mailgun": "functions.notify.carriers.mailgun:Mailgun",
    "sendgrid": "functions.notify.carriers.sendgrid:SendGrid",
    "postmark": "functions.notify.carriers.postmark:Postmark",
    "resend": "functions.notify.carriers.resend:Resend",
    "console": "functions.notify.carriers.console:Console",
}


def carrier_of(settings: Settings) -> Carrier:
    """The one the settings name."""
    carrier: Carrier = load(CARRIERS[settings.email_provider])(settings)
    return carrier
