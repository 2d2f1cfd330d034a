"""What this room itself has to write: that mail was given up, and a message to try things out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from shared import clock
from shared.mail import Letter, Message, written
from shared.queries.mail import TROUBLE, Posted
from shared.settings import Settings

EMAILS = Path(__file__).parent / "emails"
AT_MOST = 5
USEFUL = timedelta(days=1)


def trouble(settings: Settings, *, to: str, name: str, given_up: Sequence[Posted]) -> Message:
    """Tells an administrator how many messages were given up and whom they did not reach; not what stood in them."""
    count = len(given_up)
    addresses = list(dict.fromkeys(each.to_address for each in given_up))
    more = f" and {len(addresses) - AT_MOST} more" if len(addresses) > AT_MOST else ""
    page = f"{settings.site_url.rstrip('/')}/accounts.html?mail=given-up" if settings.site_url else "the page Accounts"
    values = {
        "greeting": name,
        "messages": "1 message" if count == 1 else f"{count} messages",
        "addresses": ", ".join(addresses[:AT_MOST]) + more,
        "page": page,
    }
    return written(EMAILS / "mail_trouble", TROUBLE, to, values, useful_until=clock.now() + USEFUL)


def test_letter(settings: Settings, *, to: str) -> Letter:
    """A message that says that mail works. It is on no record."""
    site = settings.site_url or "a system without SITE_URL"
    message = written(EMAILS / "test", "test", to, {"environment": settings.deployment_env.value, "site": site})
    return Letter(
        id=uuid4(),
        claim=uuid4(),
        kind=message.kind,
        to_address=to,
        from_name="RotaCC",
        subject=message.subject,
        text=message.text,
        html=message.html,
        attempts=1,
        posted_at=clock.now(),
        useful_until=None,
    )
