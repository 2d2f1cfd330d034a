"""Every statement with which accounts are forgotten."""

from __future__ import annotations

from collections.abc import Mapping

from shared.db import Tx
from shared.forgetting import Leaver


async def forget(tx: Tx, days: Mapping[str, int]) -> dict[str, int]:
    """Remove links and invitations that are over, and addresses that asked for a link nobody ever sent."""
    links = await tx.execute(
        "delete from account_link where expires_at < now() - make_interval(days => %(links)s)", days
    )
    invitations = await tx.execute(
        """
        delete from invitation
        where coalesce(accepted_at, revoked_at, expires_at) < now() - make_interval(days => %(links)s)
        """,
        days,
    )
    asks = await tx.execute("delete from reset_ask where asked_at < now() - interval '1 day'")
    return {"account_link": links.rowcount, "invitation": invitations.rowcount, "reset_ask": asks.rowcount}


async def make_nameless(tx: Tx, leaver: Leaver) -> None:
    """Leave an empty shell of somebody's accounts, so that what they did still has somebody who did it."""
    told = leaver.told() | {"username": f"former-{leaver.number}", "address": f"former-{leaver.number}@nobody.invalid"}
    await tx.execute("select pg_advisory_xact_lock(hashtext('account'))")
    await tx.execute(
        """
        update invitation set email = %(address)s, display_name = %(becomes)s
        where person_code = %(code)s or account_id in (select id from account where person_code = %(code)s)
        """,
        told,
    )
    await tx.execute(
        "delete from account_link where account_id in (select id from account where person_code = %(code)s)", told
    )
    await tx.execute(
        """
        update account set
            username = %(username)s || case place when 1 then '' else '-' || place end, display_name = %(becomes)s,
            email = null, password_hash = '', version = version + 1
        from (select id as which, row_number() over (order by created_at) as place
              from account where person_code = %(code)s) as numbered
        where account.id = numbered.which and not active
        """,
        told,
    )
