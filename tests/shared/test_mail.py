"""Posting: with the change or not at all, and from templates in which nothing can be smuggled."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from functions.auth.letters import EMAILS
from shared import mail
from shared.db import Database
from shared.mail import Message, written

HELLO = Message("invitation", "ben@example.com", "Hello", "text", "<p>text</p>")


async def count(db: Database, table: str) -> int:
    async with db.tx() as tx:
        row = await (await tx.execute(f"select count(*) from {table}")).fetchone()
        assert row
        return int(row[0])


async def test_it_works(db: Database) -> None:
    async with db.tx() as tx:
        mail_id = await mail.post(tx, HELLO)
        [posted] = await mail.posted(tx, ids=[mail_id])
        row = await (await tx.execute("select event, payload from outbox")).fetchone()
    assert (posted.status, posted.to_address, posted.attempts) == ("waiting", "ben@example.com", 0)
    assert row == ("mail-posted", {"mail_id": str(mail_id)})


async def test_what_is_undone_is_not_posted(db: Database) -> None:
    with pytest.raises(RuntimeError):
        async with db.tx() as tx:
            await mail.post(tx, HELLO)
            raise RuntimeError
    assert (await count(db, "mail"), await count(db, "outbox")) == (0, 0)


async def test_the_table_itself_keeps_no_text_of_what_has_ended(db: Database) -> None:
    async with db.tx() as tx:
        mail_id = await mail.post(tx, HELLO)
    with pytest.raises(psycopg.errors.CheckViolation):
        async with db.tx() as tx:
            await tx.execute("update mail set status = 'sent' where id = %s", (mail_id,))


async def test_only_what_still_waits_can_be_withdrawn(db: Database) -> None:
    async with db.tx() as tx:
        mail_id = await mail.post(tx, HELLO)
        for _ in range(2):
            await mail.withdraw(tx, mail_id=mail_id, said="Of no use any more.")
        [posted] = await mail.posted(tx)
    assert (posted.status, posted.said) == ("failed", "Of no use any more.")


async def test_what_ended_long_ago_is_forgotten_and_what_waits_is_not(db: Database) -> None:
    async with db.tx() as tx:
        old, recent, waiting = [await mail.post(tx, HELLO) for _ in range(3)]
        for mail_id in (old, recent):
            await mail.withdraw(tx, mail_id=mail_id, said="")
        await tx.execute("update mail set ended_at = now() - interval '200 days' where id = %s", (old,))
        await tx.execute("update mail set posted_at = now() - interval '200 days'")
        await mail.forget_old(tx)
        assert {posted.id for posted in await mail.posted(tx)} == {recent, waiting}


def test_names_are_escaped_in_the_page_and_cannot_add_a_header(tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text("Hello $name\n\nHello $name, it costs $$5.\n")
    (tmp_path / "page.html").write_text("<p>Hello $name</p>")
    message = written(tmp_path, "test", "a@b.example", {"name": 'O\'Neill <script>\nBcc: x@y.example & "$link"'})
    assert message.subject == 'Hello O\'Neill <script> Bcc: x@y.example & "$link"'
    assert "<script>" not in message.html and "&lt;script&gt;" in message.html
    assert message.text.endswith("it costs $5.\n")


@pytest.mark.parametrize("folder", sorted(EMAILS.iterdir()), ids=lambda folder: folder.name)
def test_every_letter_says_the_same_in_text_and_page(folder: Path) -> None:
    names = ("greeting", "inviter", "asker", "practice", "link", "until", "username", "email", "at")
    values = {name: f"value-of-{name}" for name in names}
    message = written(folder, folder.name, "a@b.example", values)
    for value in values.values():
        assert (value in message.text) == (value in message.html), value
    assert "value-of-practice" in message.subject
    assert "$" not in message.subject + message.text + message.html
