"""Nobody learns from any answer why a colleague is away."""

from __future__ import annotations

from shared import registry
from shared.access import Access
from shared.http import declaration
from shared.openapi import FIELD
from tests.cast import CHARLIE, KINDS, LEAVE, PRIYA, ROSA, Actor, House


async def _everything(house: House, actor: Actor, version_id: str) -> list[tuple[str, str]]:
    """Every GET somebody may make, with its answer."""
    client = await house.as_(actor)
    found = []
    for function in registry.selected("all"):
        for path, reference in function.mounted():
            declared = declaration(registry.load(reference), "GET")
            if declared is None:
                continue
            address = FIELD.sub(version_id, path)
            if path.endswith("/rota"):
                address += "?start=2027-01-04&weeks=2"
            answer = await client.get(address)
            if declared.access is Access.SIGNED_IN:
                assert answer.status_code == 200, (path, answer.text)
            found.append((path, answer.text.lower()))
    return found


async def test_a_clinician_never_reads_a_kind_of_leave(house: House) -> None:
    # Everybody who may hold duty is away, for reasons of every kind, so that gaps have much to explain.
    leave = (
        LEAVE + "CW,sick,2027-01-06,AM,2027-01-06,PM,approved\nBH,compassionate,2027-01-06,AM,2027-01-06,PM,approved\n"
    )
    leave = leave.replace("AO,coroners,2027-01-06,AM,2027-01-06,AM", "AO,coroners,2027-01-06,AM,2027-01-06,PM")
    await house.with_practice(leave=leave)
    run_id = await house.published()
    for actor in (CHARLIE, ROSA):
        answers = await _everything(house, actor, str(run_id))
        gaps = dict(answers)["/api/v1/rota"]
        assert "on leave" in gaps
        for path, text in answers:
            assert not [kind for kind in KINDS if kind in text], (actor.username, path)


async def test_the_test_would_see_it(house: House) -> None:
    """Those entitled do see it, so the words are the right ones."""
    await house.with_practice()
    run_id = await house.published()
    seen = " ".join(text for _, text in await _everything(house, PRIYA, str(run_id)))
    assert "study-leave" in seen and "coroners" in seen
