"""Who carries mail."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from shared.settings.kinds import Sender, Small, Text, WebAddress

# The setting each provider cannot work without.
KEYS = {
    "mailgun": "mailgun_api_key",
    "sendgrid": "sendgrid_api_key",
    "postmark": "postmark_server_token",
    "resend": "resend_api_key",
}


class Mail(BaseModel):
    """The provider chosen, and what each of them needs."""

    email_provider: Annotated[Literal["smtp", "mailgun", "sendgrid", "postmark", "resend", "console"], Small] = Field(
        "smtp",
        description="Who carries mail: smtp, mailgun, sendgrid, postmark, resend, or console, which prints it in the "
        "worker's output (never in PROD).",
    )
    email_host: Text = Field("", description="SMTP server; while it is empty, mail waits.")
    email_port: int = Field(587, ge=1, le=65535, description="SMTP server's port; on 465 TLS begins at once.")
    email_host_user: Text = Field("", description="User name at the SMTP server; empty: without signing in.")
    email_host_password: str = Field("", repr=False, description="Password at the SMTP server.")
    email_use_tls: bool = Field(True, description="Speak to the SMTP server over TLS only (STARTTLS).")
    default_from_email: Sender = Field(
        "", description="Address mail comes from, such as rota@example.nhs.uk; the practice's name is put before it."
    )
    email_api_url: WebAddress = Field(
        "", description="Another address for the provider's API, such as a gateway of your own; empty: the provider's."
    )
    mailgun_api_key: str = Field("", repr=False, description="Key of the provider mailgun.")
    mailgun_domain: Text = Field("", description="Sending domain at mailgun; empty: that of DEFAULT_FROM_EMAIL.")
    mailgun_region: Annotated[Literal["us", "eu"], Small] = Field(
        "eu", description="Where the mailgun account lives: us or eu."
    )
    sendgrid_api_key: str = Field("", repr=False, description="Key of the provider sendgrid.")
    postmark_server_token: str = Field("", repr=False, description="Server token of the provider postmark.")
    resend_api_key: str = Field("", repr=False, description="Key of the provider resend.")
