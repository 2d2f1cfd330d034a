"""Mail: whether its carrier can be reached and lets us in. Nothing is sent."""

from __future__ import annotations

import smtplib
import socket
import ssl
from urllib.parse import urlsplit

from infra.doctor.finding import Findings, Part
from shared.settings import Settings

MAIL = Part("mail")
PATIENCE_SECONDS = 10.0
IMPLICIT_TLS_PORT = 465
# Where each provider's API answers when EMAIL_API_URL names no other place.
APIS = {
    "mailgun": "https://api.mailgun.net",
    "sendgrid": "https://api.sendgrid.com",
    "postmark": "https://api.postmarkapp.com",
    "resend": "https://api.resend.com",
}
TRY = "Then try it: rotacc send-test-email you@example.nhs.uk."


def look(settings: Settings) -> Findings:
    if settings.email_provider == "console":
        yield MAIL.warn("mail is printed, not sent", "Choose an EMAIL_PROVIDER for people to get it.")
        return
    if settings.email_provider == "smtp" and not settings.email_host:
        yield MAIL.warn("mail waits: EMAIL_HOST is empty", f"Set it to your SMTP server. {TRY}")
        return
    if not settings.default_from_email:
        yield MAIL.bad("mail waits: DEFAULT_FROM_EMAIL is empty", "Set it to the address mail shall come from.")
    if settings.email_provider == "smtp":
        yield from _smtp(settings)
    else:
        yield from _api(settings)


def _smtp(settings: Settings) -> Findings:
    place = f"{settings.email_host}:{settings.email_port}"
    try:
        signed_in = _converse(settings)
    except smtplib.SMTPAuthenticationError:
        yield MAIL.bad(f"{place} does not let us in", "Check EMAIL_HOST_USER and EMAIL_HOST_PASSWORD.")
    except smtplib.SMTPNotSupportedError as error:
        yield MAIL.bad(f"{place} cannot do what is asked of it: {error}", "Check EMAIL_USE_TLS and EMAIL_PORT.")
    except ssl.SSLError as error:
        yield MAIL.bad(f"{place} does not speak TLS we trust: {error.reason or error}", "Check EMAIL_PORT (587 begins "
                       "plainly, 465 with TLS), and the server's certificate.")  # fmt: skip
    except (OSError, smtplib.SMTPException) as error:
        yield MAIL.bad(f"{place} cannot be reached: {error}", "Check EMAIL_HOST and EMAIL_PORT, and that the firewall "
                       "lets this machine out there.")  # fmt: skip
    else:
        yield MAIL.ok(f"{place} answers{' and lets us in' if signed_in else ''}")
        if not settings.email_use_tls:
            yield MAIL.warn("mail travels in the open", "Set EMAIL_USE_TLS=True.")


def _converse(settings: Settings) -> bool:
    """Say hello, and sign in where there is somebody to sign in as; whether there was."""
    tls = ssl.create_default_context()
    at_once = settings.email_use_tls and settings.email_port == IMPLICIT_TLS_PORT
    place = (settings.email_host, settings.email_port)
    server = (
        smtplib.SMTP_SSL(*place, timeout=PATIENCE_SECONDS, context=tls)
        if at_once
        else smtplib.SMTP(*place, timeout=PATIENCE_SECONDS)
    )
    with server:
        if settings.email_use_tls and not at_once:
            server.starttls(context=tls)
        if settings.email_host_user:
            server.login(settings.email_host_user, settings.email_host_password)
            return True
    return False


def _api(settings: Settings) -> Findings:
    """Reach the provider's door. Whether the key is right, only a message tells."""
    address = urlsplit(settings.email_api_url or APIS[settings.email_provider])
    host, port = address.hostname or "", address.port or (443 if address.scheme == "https" else 80)
    try:
        with socket.create_connection((host, port), PATIENCE_SECONDS) as connection:
            if address.scheme == "https":
                with ssl.create_default_context().wrap_socket(connection, server_hostname=host):
                    pass
    except OSError as error:
        yield MAIL.bad(f"{settings.email_provider} cannot be reached at {host}:{port}: {error}", "Check that the "
                       "firewall lets this machine out there, and EMAIL_API_URL where it is set.")  # fmt: skip
    else:
        yield MAIL.ok(
            f"{settings.email_provider} answers at {host}:{port}; whether its key is right, only a message tells"
        )
