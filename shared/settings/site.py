"""Which system this is, who may begin, and how people reach it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from shared.settings.kinds import Capitals, Hosts, ListeningPlace, MailAddress, Networks, Origins, Text, WebAddress


class DeploymentEnv(StrEnum):
    """Which system this is, so that nobody mistakes a trial for the real one."""

    PROD = "PROD"
    STAGING = "STAGING"
    DEV = "DEV"


class Site(BaseModel):
    """What a person sees of this system from outside."""

    deployment_env: Annotated[DeploymentEnv, Capitals] = Field(
        DeploymentEnv.PROD,
        description="PROD, STAGING or DEV; all but PROD show a banner on every page.",
    )
    secret_key: str = Field(
        "",
        repr=False,
        description="Signs what leaves the house; 32 characters or more. Required in PROD. A new one ends sessions.",
    )
    debug: bool = Field(
        False,
        description="Writes DEBUG lines to the log where LOG_LEVEL says nothing; always False where DEPLOYMENT_ENV is "
        "PROD.",
    )
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"], Capitals] = Field(
        "INFO", description="Least important kind of line written to the log."
    )
    site_url: WebAddress = Field("", description="Address people use, such as https://rota.example.nhs.uk.")
    allowed_hosts: Hosts = Field(
        (),
        description="Hosts this site answers for, with commas between; empty: that of SITE_URL, and without one, or in "
        "DEV, any. Another Host is refused with 400.",
    )
    csrf_trusted_origins: Origins = Field(
        (), description="Other origins allowed to send changes, with scheme, with commas between."
    )
    trusted_proxies: Networks = Field(
        ("127.0.0.1", "::1"),
        description="Addresses of reverse proxies whose X-Forwarded headers are believed, with commas between.",
    )
    secure_cookies: bool = Field(True, description="Cookies travel over https alone; False only without TLS.")
    secure_ssl_redirect: bool = Field(True, description="Send people who come by http to https.")
    secure_hsts_seconds: int = Field(
        31_536_000, ge=0, description="For how long browsers shall insist on https, in seconds; 0: not at all."
    )
    session_hours: int = Field(12, ge=1, le=24 * 30, description="Hours a sign-in lasts without being used.")
    superuser_username: Text = Field("", description="User name of the superuser made at the first start.")
    superuser_email: MailAddress = Field("", description="Address of the superuser made at the first start.")
    superuser_password: str = Field("", repr=False, description="Password of the superuser made at the first start.")


class Web(BaseModel):
    """How the processes serve and work."""

    functions: Text = Field(
        "all", description="Which rooms this process serves: all, or names with commas between, such as rota,auth."
    )
    web_bind: ListeningPlace = Field("0.0.0.0:8000", description="Address and port the web process listens on.")
    web_workers: int = Field(4, ge=1, le=64, description="Web worker processes.")
    web_timeout: int = Field(120, ge=1, description="Seconds before a silent web worker is replaced.")
    static_dir: Path = Field(
        Path("frontend-static/dist"), description="Folder of the built pages, served by the web process."
    )
    media_dir: Path = Field(Path("/app/media"), description="Accepted, without effect: nobody uploads files yet.")
    solver_workers: int = Field(2, ge=1, le=128, description="Threads the solver may use for one run.")
    solve_seconds_max: int = Field(600, ge=1, description="Longest search anybody may ask for, in seconds.")
    lease_ms: int = Field(
        30_000,
        ge=200,
        description="Milliseconds after which a task whose worker fell silent is given to another worker.",
    )
    metrics_token: str = Field(
        "", repr=False, description="Word that lets Prometheus read /metrics; empty: only this machine may."
    )
