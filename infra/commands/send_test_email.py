"""`rotacc send-test-email`: whether mail works as it is set up, and if not, what to mend."""

from __future__ import annotations

import argparse
import asyncio
import re
from typing import Any

from infra.trouble import Trouble

HELP = "Send one message at once, as mail is set up, and say exactly what happened"
ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+")
# The settings of each provider that matter here, secrets left out.
SHOWN = {
    "smtp": ("email_host", "email_port", "email_use_tls", "email_host_user"),
    "mailgun": ("mailgun_domain", "mailgun_region", "email_api_url"),
    "sendgrid": ("email_api_url",),
    "postmark": ("email_api_url",),
    "resend": ("email_api_url",),
    "console": (),
}


def add_to(subparsers: argparse._SubParsersAction[Any]) -> None:
    parser = subparsers.add_parser("send-test-email", help=HELP, description=HELP + ".")
    parser.add_argument("to", metavar="TO", help="address it is sent to")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    if not ADDRESS.fullmatch(args.to):
        raise Trouble(f"{args.to} is not one address such as somebody@example.nhs.uk.")
    return asyncio.run(send(args.to))


async def send(to: str) -> int:
    """Hand one message to the carrier in use; needs neither a database nor a running system. Raises Trouble."""
    from functions.notify.carriers import carrier_of
    from functions.notify.carriers.carrier import NotNow, Refusal, Silence
    from functions.notify.letters import test_letter
    from shared.settings import load

    settings = load()
    print(_how(settings, to))
    try:
        said = await carrier_of(settings).carry(test_letter(settings, to=to), _nothing_to_record)
    except NotNow as reason:
        raise Trouble(f"It was not sent. {reason}\n{_advice(str(reason))}") from None
    except Refusal as reason:
        raise Trouble(f"It was refused, and would be again as it is. {reason}\n{_advice(str(reason))}") from None
    except Silence as reason:
        raise Trouble(f"Nobody can say whether it was sent: look whether it arrives. {reason}") from None
    print(f"It was taken. {said}")
    print(f"Look whether it arrives at {to}, and not among the junk. docs/mail.md says what to do when it does not.")
    return 0


def _how(settings: Any, to: str) -> str:
    names = SHOWN[settings.email_provider]
    told = [f"{name.upper()}={value}" for name in names if (value := getattr(settings, name)) not in ("", None)]
    lines = [f"Sending to {to} by {settings.email_provider}, from {settings.default_from_email or 'nobody'}", *told]
    return "\n  ".join(lines)


async def _nothing_to_record() -> None:
    """There is no row to mark: whoever typed the command sees how it ends."""


# What the words of a failure point at, and what to do then. The first that fits is said.
ADVICE = (
    ("not set up", "Set what is named in .env and start again."),
    ("holds signs no key", "Copy the key again, without the quotation marks and spaces around it."),
    ("not accepted (535)", "Look at EMAIL_HOST_USER and EMAIL_HOST_PASSWORD. Some want an app password here."),
    ("STARTTLS", "The server offers no TLS on this port. Use another port (587, or 465), never the open line."),
    ("certificate", "The other side's certificate is not trusted. Look at the host's name, and at whether a "
     "proxy stands between; SSL_CERT_FILE names a file of authorities to trust."),
    ("AUTH extension", "The server takes no sign-in on an open line: set EMAIL_USE_TLS to true. If it wants none at "
     "all, leave EMAIL_HOST_USER empty."),
    ("gaierror", "There is no machine of that name, or this one finds no names: look at EMAIL_HOST."),
    ("does not let us send", "Look at the key, and whether the provider has confirmed the domain mail comes from."),
    ("does not know us", "Look at the domain, the region and EMAIL_API_URL, and at the account at the provider."),
    ("could not be reached", "Look at the host and port, and whether a firewall lets this machine out."),
    ("refuses this message", "Look at the address it is sent to and at DEFAULT_FROM_EMAIL."),
    ("message. The server said: 5", "Look at DEFAULT_FROM_EMAIL, and whether this account may send from it; the "
     "server's own words say more."),
    ("from us", "The server does not let this address send: look at DEFAULT_FROM_EMAIL and the account's rights."),
    ("for this address", "The server does not deliver to this address: look at how it is written."),
)  # fmt: skip


def _advice(said: str) -> str:
    for words, what_to_do in ADVICE:
        if words in said:
            return f"What to do: {what_to_do}"
    return "What to do: try again in a few minutes; if it stays, ask whoever runs the mail server, with these words."
