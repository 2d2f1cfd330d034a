"""Everything that can be set from outside, read from the environment, and checked all at once.

`site`, `stores`, `mail` and `backups` hold the settings by noun; `forms` says what a value looks like, `checks` what
must go together; `given` knows older names and secrets in files; `words` has what a person is told.
"""

from shared.settings.model import NAMES, SECRETS, Settings, SettingsError, load, older_names
from shared.settings.shown import shown, without_effect
from shared.settings.site import DeploymentEnv

__all__ = [
    "NAMES",
    "SECRETS",
    "DeploymentEnv",
    "Settings",
    "SettingsError",
    "load",
    "older_names",
    "shown",
    "without_effect",
]
