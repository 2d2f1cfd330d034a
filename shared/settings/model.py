"""The settings of a process as one frozen object."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any, Self

from pydantic import ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.settings import checks, given, words
from shared.settings.backups import Backups
from shared.settings.mail import Mail
from shared.settings.site import Site, Web
from shared.settings.stores import Stores


class SettingsError(Exception):
    """Settings that cannot be used, every one of them named."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        self.reasons = reasons
        super().__init__("These settings cannot be used:\n" + "\n".join(f"  {reason}" for reason in reasons))


# The last is read first: a class's fields come after those of the classes it is made from.
class Settings(Backups, Mail, Web, Stores, Site, BaseSettings):
    """The settings of this process. A field's name in capitals is the environment variable's."""

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", env_ignore_empty=True, hide_input_in_errors=True, validate_default=False
    )

    @model_validator(mode="after")
    def _debug(self) -> Self:
        if self.debug and checks.is_production(self):
            object.__setattr__(self, "debug", False)
        if self.debug and "log_level" not in self.model_fields_set:
            object.__setattr__(self, "log_level", "DEBUG")
        return self


SECRETS = tuple(name for name, field in Settings.model_fields.items() if not field.repr)
NAMES = tuple(name.upper() for name in Settings.model_fields)


def load() -> Settings:
    """The settings of this process; secrets may be given as NAME_FILE. Raises SettingsError naming everything wrong."""
    found = _given()
    reasons = {name.lower(): reason for name, reason in found.reasons}
    values: dict[str, Any] = {name.lower(): value for name, value in found.values.items()}
    try:
        settings = Settings(**values)
    except ValidationError as error:
        malformed = dict(_malformed(error))
        reasons = malformed | reasons
        # What can be judged of the others is, so that nobody has to start three times.
        settings = Settings(**values | {name: Settings.model_fields[name].default for name in malformed})
    for name, reason in checks.wrong(settings, frozenset(SECRETS)):
        if name not in reasons and not (name == "secret_key" and "deployment_env" in reasons):
            reasons[name] = f"{name.upper()}: {reason}"
    if reasons:
        order = {name: number for number, name in enumerate(Settings.model_fields)}
        raise SettingsError(tuple(reasons[name] for name in sorted(reasons, key=lambda name: order.get(name, 999))))
    return settings


def _given() -> given.Given:
    return given.take(os.environ, NAMES, frozenset(name.upper() for name in SECRETS))


def older_names() -> tuple[str, ...]:
    """What to say of names of RotaCC's own that were heard, one sentence each."""
    said = {name: f"{name} is accepted as {new}" for name, new in given.OLDER_NAMES.items()}
    return tuple(said.get(name, f"{name} is accepted and not needed") for name in _given().older)


def _malformed(error: ValidationError) -> Iterator[tuple[str, str]]:
    """Each field that is not well formed, once, and why."""
    seen: set[str] = set()
    for problem in error.errors(include_url=False, include_input=False):
        name = str(problem["loc"][0]).lower()
        if name not in seen:
            seen.add(name)
            yield name, f"{name.upper()}: {words.reason(dict(problem), Settings.model_fields[name])}"
