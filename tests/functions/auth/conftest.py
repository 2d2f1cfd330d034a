"""Accounts need mail, an address for the links in it, and a worker who finds out what nobody may learn by asking."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

import functions.auth.tasks  # noqa: F401  # so that its listeners are known
from shared.outbox import deliver
from shared.settings import Settings
from tests.cast import House
from tests.mail_server import token_in

Work = Callable[[], Awaitable[None]]
Letters = Callable[[str], Awaitable[list[str]]]
Token = Callable[[str], Awaitable[str]]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"site_url": "https://rota.example", "email_provider": "console"})


@pytest.fixture
def work(house: House, monkeypatch: pytest.MonkeyPatch) -> Work:
    """Deliver what was announced about forgotten passwords, as the worker does."""
    monkeypatch.setenv("DEPLOYMENT_ENV", "DEV")
    monkeypatch.setenv("SITE_URL", house.settings.site_url)
    monkeypatch.setenv("EMAIL_PROVIDER", house.settings.email_provider)

    async def deliver_all() -> None:
        async with house.db.tx() as tx:
            cursor = await tx.execute("select id from outbox where event = 'reset-asked' order by id")
            rows = await cursor.fetchall()
        for (event_id,) in rows:
            await deliver(house.db, event_id)

    return deliver_all


@pytest.fixture
def letters(house: House) -> Letters:
    """The letters that wait to be sent to an address, newest first: subject and text."""

    async def to(address: str) -> list[str]:
        async with house.db.tx() as tx:
            cursor = await tx.execute(
                "select subject || E'\\n' || text from mail where to_address = %s and text is not null "
                "order by posted_at desc",
                (address,),
            )
            return [row[0] for row in await cursor.fetchall()]

    return to


@pytest.fixture
def token(letters: Letters) -> Token:
    """The token in the newest letter to an address that has a link."""

    async def newest(address: str) -> str:
        return next(token_in(text) for text in await letters(address) if "#" in text)

    return newest
