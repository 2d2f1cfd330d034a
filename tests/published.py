"""Publishing by hand in a line, for the tests of everything that comes of it."""

from __future__ import annotations

from typing import Any

from tests.cast import PRACTICE, PRIYA, Client, House

# People know two weeks ahead, so that most tests need no reason; trainees are due six all the same.
TWO_WEEKS = PRACTICE.replace('"horizon"', '"fixed_period_weeks": 2, "horizon"')


async def priya_with_a_rota(house: House, **changed: str) -> Client:
    """An administrator, in a practice whose first rota is published."""
    await house.with_practice(**({"practice": TWO_WEEKS} | changed))
    await house.published()
    return await house.as_(PRIYA)


async def preview(client: Client, **subject: Any) -> dict[str, Any]:
    """What a publication would do."""
    answer = await client.post("/rota/publications/previews", subject)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json
    return found


async def publish(client: Client, **said: Any) -> dict[str, Any]:
    """A publication that was made."""
    answer = await client.post("/rota/publications", said)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json
    return found


def override(day: str, half: str, reason: str = "The trainer is next door", site: str | None = "ELM") -> dict[str, Any]:
    """Why the trainees of a session have no supervisor."""
    return {"date": day, "half": half, "site": site, "reason": reason}
