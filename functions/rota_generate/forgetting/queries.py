"""Every statement with which runs and questions are forgotten."""

from __future__ import annotations

from collections.abc import Mapping

from shared.db import Tx
from shared.forgetting import Leaver


async def forget(tx: Tx, days: Mapping[str, int]) -> dict[str, int]:
    """Remove old questions, and old runs that never became the rota: a published one is asked why for as long as the
    rota is read."""
    questions = await tx.execute(
        "delete from question where asked_at < now() - make_interval(days => %(questions)s)", days
    )
    old = """
        finished_at < now() - make_interval(days => %(runs)s)
        and not exists (select from rota_version as version where version.run_id = run.id or version.id = run.id)
        """
    await tx.execute(
        f"update run as later set repeats = null where repeats in (select id from run where {old})",  # noqa: S608
        days,
    )
    runs = await tx.execute(f"delete from run where {old}", days)  # noqa: S608
    return {"question": questions.rowcount, "run": runs.rowcount}


async def make_nameless(tx: Tx, leaver: Leaver) -> None:
    """Take somebody's name out of every run; questions that name them are asked no more."""
    told = leaver.told()
    await tx.execute("delete from question where names_in(question::text || answer::text, %(names)s)", told)
    await tx.execute(
        """
        update run set
            problem = rename_in(problem, %(names)s, %(becomes)s), draft = rename_in(draft, %(names)s, %(becomes)s),
            summary = rename_in(summary, %(names)s, %(becomes)s), scope = rename_in(scope, %(names)s, %(becomes)s),
            progress = rename_in(progress, %(names)s, %(becomes)s), error = rename_in(error, %(names)s, %(becomes)s)
        where names_in(concat(problem::text, draft::text, summary::text, scope::text, progress::text, error), %(names)s)
        """,
        told,
    )
