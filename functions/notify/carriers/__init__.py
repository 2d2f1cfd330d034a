"""Who carries mail out of the house. A new one is a file here and a line in `carrier_of`."""

from functions.notify.carriers.carrier import Carrier
from functions.notify.carriers.console import Console
from functions.notify.carriers.smtp import Smtp
from shared.settings import Settings


def carrier_of(settings: Settings) -> Carrier:
    """The one the settings name."""
    return Console() if settings.email_provider == "console" else Smtp(settings)
