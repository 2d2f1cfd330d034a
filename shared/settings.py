"""Everything that can be set from outside, read from the environment, and checked all at once."""

from __future__ import annotations

import os
import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import quote

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

# Values people copy from examples; worthless as a secret.
KNOWN_SECRETS = frozenset({"change-me", "changeme", "secret", "secret-key", "insecure", "replace-me"})
SHORTEST_SECRET = 32
SENDER = re.compile(r"[^@\s<>]+@[^@\s<>]+|[^<>\r\n]*<[^@\s<>]+@[^@\s<>]+>")


class DeploymentEnv(StrEnum):
    """Which system this is, so that nobody mistakes a trial for the real one."""

    PROD = "PROD"
    STAGING = "STAGING"
    DEV = "DEV"


class SettingsError(Exception):
    """Settings that cannot be used, every one of them named."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        self.reasons = reasons
        super().__init__("These settings cannot be used:\n" + "\n".join(f"  {reason}" for reason in reasons))


CommaList = Annotated[tuple[str, ...], NoDecode]


class Settings(BaseSettings):
    """The settings of this process. A field's name in capitals is the environment variable's."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    deployment_env: DeploymentEnv = Field(
        DeploymentEnv.PROD, description="PROD, STAGING or DEV; all but PROD show a banner on every page."
    )
    secret_key: str = Field(
        "",
        repr=False,
        description="Signs what leaves the house; 32 characters or more. Required in PROD. A new one ends sessions.",
    )
    database_url: str = Field(
        "", repr=False, description="PostgreSQL to use; built from the DB_ settings when it is not given."
    )
    db_host: str = Field("postgres", description="PostgreSQL's host.")
    db_port: int = Field(5432, ge=1, le=65535, description="PostgreSQL's port.")
    db_name: str = Field("rota_db", description="Database's name.")
    db_user: str = Field("rota_user", description="Database user.")
    db_password: str = Field("", repr=False, description="Database user's password.")
    redis_url: str = Field(
        "", repr=False, description="redis or Valkey to use; built from the REDIS_ settings when it is not given."
    )
    redis_host: str = Field("redis", description="redis's host.")
    redis_port: int = Field(6379, ge=1, le=65535, description="redis's port.")
    redis_db: int = Field(0, ge=0, description="Number of the redis database.")
    redis_user: str = Field("", description="redis user, where redis has users.")
    redis_pass: str = Field("", repr=False, description="redis's password.")
    redis_tls: bool = Field(False, description="Speak TLS to redis.")
    cache_prefix: str = Field(
        "rota", pattern=r"^[A-Za-z0-9_.-]+$", description="What every key in redis begins with; no colon."
    )
    functions: str = Field(
        "all", description="Which rooms this process serves: all, or names with commas between, such as rota,auth."
    )
    site_url: str = Field("", description="Address people use, such as https://rota.example.nhs.uk.")
    allowed_hosts: CommaList = Field(
        (),
        description="Hosts this site answers for, with commas between; empty: any. Another Host is refused with 400.",
    )
    csrf_trusted_origins: CommaList = Field(
        (), description="Other origins allowed to send changes, with scheme, with commas between."
    )
    trusted_proxies: CommaList = Field(
        ("127.0.0.1", "::1"),
        description="Addresses of reverse proxies whose X-Forwarded headers are believed, with commas between.",
    )
    secure_cookies: bool = Field(True, description="Cookies travel over https alone; False only without TLS.")
    session_hours: int = Field(12, ge=1, le=24 * 30, description="Hours a sign-in lasts without being used.")
    web_bind: str = Field("0.0.0.0:8000", description="Address and port the web process listens on.")
    web_workers: int = Field(4, ge=1, le=64, description="Web worker processes.")
    web_timeout: int = Field(120, ge=1, description="Seconds before a silent web worker is replaced.")
    static_dir: Path = Field(
        Path("frontend-static/dist"), description="Folder of the built pages, served by the web process."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"] = Field(
        "INFO", description="Least important kind of line written to the log."
    )
    solver_workers: int = Field(2, ge=1, le=128, description="Threads the solver may use for one run.")
    solve_seconds_max: int = Field(600, ge=1, description="Longest search anybody may ask for, in seconds.")
    email_provider: Literal["smtp", "console"] = Field(
        "smtp",
        description="Who carries mail: smtp, or console, which prints it in the worker's output (never in PROD).",
    )
    email_host: str = Field("", description="SMTP server; while it is empty, mail waits.")
    email_port: int = Field(587, ge=1, le=65535, description="SMTP server's port; on 465 TLS begins at once.")
    email_host_user: str = Field("", description="User name at the SMTP server; empty: without signing in.")
    email_host_password: str = Field("", repr=False, description="Password at the SMTP server.")
    email_use_tls: bool = Field(True, description="Speak to the SMTP server over TLS only (STARTTLS).")
    default_from_email: str = Field(
        "", description="Address mail comes from, such as rota@example.nhs.uk; the practice's name is put before it."
    )
    lease_ms: int = Field(
        30_000,
        ge=200,
        description="Milliseconds after which a task whose worker fell silent is given to another worker.",
    )

    @field_validator("allowed_hosts", "csrf_trusted_origins", "trusted_proxies", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("log_level", mode="before")
    @classmethod
    def _capitals(cls, value: Any) -> Any:
        return value.upper() if isinstance(value, str) else value

    @model_validator(mode="after")
    def _complete(self) -> Self:
        # The model is frozen for its users; these two are filled in before anybody has seen it.
        if not self.database_url:
            object.__setattr__(self, "database_url", _database_url(self))
        if not self.redis_url:
            object.__setattr__(self, "redis_url", _redis_url(self))
        if reasons := [reason for check in CHECKS if (reason := check(self))]:
            raise ValueError("\n  ".join(reasons))
        return self


SECRETS = tuple(name for name, field in Settings.model_fields.items() if not field.repr)


def load() -> Settings:
    """The settings of this process; secrets may be given as NAME_FILE. Raises SettingsError naming everything wrong."""
    reasons: list[str] = []
    from_files: dict[str, Any] = {}
    for name in SECRETS:
        file = os.environ.get(f"{name.upper()}_FILE")
        if not file or os.environ.get(name.upper()):
            continue
        try:
            from_files[name] = Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            reasons.append(f"{name.upper()}_FILE: {file} cannot be read ({error.strerror})")
    try:
        settings = Settings(**from_files)
    except ValidationError as error:
        reasons += [_reason(dict(problem)) for problem in error.errors(include_url=False)]
    else:
        if not reasons:
            return settings
    raise SettingsError(tuple(reasons))


def shown(settings: Settings) -> dict[str, str]:
    """Every setting by its variable's name, fit to be shown to anybody: secrets are masked."""
    values = {name: getattr(settings, name) for name in Settings.model_fields}
    return {name.upper(): _mask(name, value) for name, value in values.items()}


def _mask(name: str, value: object) -> str:
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    if name not in SECRETS or not value:
        return str(value)
    if name.endswith("_url") and "://" in str(value):
        scheme, _, rest = str(value).partition("://")
        return f"{scheme}://***@{rest.rpartition('@')[2]}" if "@" in rest else str(value)
    return "***"


def _reason(problem: dict[str, Any]) -> str:
    place = ".".join(map(str, problem["loc"])).upper()
    message = str(problem["msg"]).removeprefix("Value error, ")
    return f"{place}: {message}" if place else message


def _weak_secret(settings: Settings) -> str | None:
    if settings.deployment_env is not DeploymentEnv.PROD:
        return None
    if not settings.secret_key:
        return "SECRET_KEY: required where DEPLOYMENT_ENV is PROD (which it is unless you say otherwise)"
    if len(settings.secret_key) < SHORTEST_SECRET or settings.secret_key.lower() in KNOWN_SECRETS:
        return f"SECRET_KEY: too easily guessed; use {SHORTEST_SECRET} random characters or more"
    return None


def _console_in_production(settings: Settings) -> str | None:
    if settings.deployment_env is DeploymentEnv.PROD and settings.email_provider == "console":
        return "EMAIL_PROVIDER: console would write links that open accounts into the log of a PROD system"
    return None


def _strange_sender(settings: Settings) -> str | None:
    if settings.default_from_email and not SENDER.fullmatch(settings.default_from_email):
        return "DEFAULT_FROM_EMAIL: not an address such as rota@example.nhs.uk"
    return None


CHECKS = (_weak_secret, _console_in_production, _strange_sender)


def _database_url(settings: Settings) -> str:
    user, password = quote(settings.db_user, safe=""), quote(settings.db_password, safe="")
    who = f"{user}:{password}" if password else user
    return f"postgresql://{who}@{settings.db_host}:{settings.db_port}/{quote(settings.db_name, safe='')}"


def _redis_url(settings: Settings) -> str:
    user, password = quote(settings.redis_user, safe=""), quote(settings.redis_pass, safe="")
    who = f"{user}:{password}@" if user or password else ""
    scheme = "rediss" if settings.redis_tls else "redis"
    return f"{scheme}://{who}{settings.redis_host}:{settings.redis_port}/{settings.redis_db}"
