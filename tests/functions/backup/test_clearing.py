"""Clearing away: by the tiers, here and in the bucket, and noticing what is there unknown or known and missing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from functions.backup import clearing, policy, reads
from functions.backup.bucket import Bucket
from functions.backup.nouns import Backup
from infra.embedded import free_port
from shared import clock
from tests.cast import House
from tests.functions.backup.conftest import Keeper
from tests.s3 import S3, s3_server


@pytest.fixture(scope="module")
def server() -> Iterator[S3]:
    with s3_server() as found:
        yield found


async def clear(keeper: Keeper, bucket: Bucket | None = None) -> list[Backup]:
    """Clear, and what there is afterwards."""
    async with keeper.db.tx() as tx:
        await clearing.clear(tx, keeper.settings, bucket=bucket)
        return await reads.listed(tx)


async def aged(keeper: Keeper, backup: Backup, days: int) -> str:
    """Have a backup be so old; its name from then."""
    moment = clock.now() - timedelta(days=days)
    name = policy.name_of(moment)
    for suffix in policy.SUFFIXES:
        file = keeper.folder / f"{backup.name}{suffix}"
        if file.exists():
            file.rename(keeper.folder / f"{name}{suffix}")
    async with keeper.db.tx() as tx:
        await tx.execute(
            "update backup set name = %s, made_at = %s, asked_at = %s where id = %s", (name, moment, moment, backup.id)
        )
    return name


async def test_what_no_tier_keeps_goes_with_everything_beside_it_and_the_last_proved_stays(
    practice: House, keeper: Keeper
) -> None:
    proved, old, fresh = [await keeper.make() for _ in range(3)]
    await keeper.prove(proved.id)
    first, second = await aged(keeper, proved, 900), await aged(keeper, old, 800)
    rows = {each.name: each for each in await clear(keeper)}
    assert (rows[first].status, rows[second].status, rows[fresh.name].status) == ("made", "gone", "made")
    assert rows[second].gone_at is not None and rows[second].trouble is None
    assert not [name for name in keeper.files() if name.startswith(second)]
    assert {f"{first}.dump", f"{fresh.name}.dump"} <= keeper.files()


async def test_copies_go_from_the_bucket_as_well_and_stay_known_while_it_does_not_answer(
    practice: House, keeper: Keeper, server: S3
) -> None:
    server.empty()
    keeper.settings = keeper.settings.model_copy(update=server.settings())
    old, fresh = await keeper.make(), await keeper.make()
    assert len(server.names()) == 8
    async with keeper.db.tx() as tx:
        await tx.execute("update backup set made_at = now() - interval '900 days' where id = %s", (old.id,))
    away = Bucket(keeper.settings.model_copy(update={"backup_s3_endpoint": f"http://127.0.0.1:{free_port()}"}),
                  patience_seconds=0.5)  # fmt: skip
    rows = {each.name: each for each in await clear(keeper, away)}
    assert (rows[old.name].status, rows[old.name].in_bucket) == ("made", True)
    rows = {each.name: each for each in await clear(keeper)}
    assert rows[old.name].status == "gone"
    assert {key.partition("/")[2].partition(".")[0] for key in server.names()} == {fresh.name}


async def test_a_backup_without_a_row_is_found_and_known_again(practice: House, keeper: Keeper) -> None:
    made = await keeper.make()
    async with keeper.db.tx() as tx:
        await tx.execute("delete from backup")
    [found] = await clear(keeper)
    assert (found.name, found.cause, found.status, found.sha256) == (made.name, "found", "made", made.sha256)
    assert found.measured == made.measured
    assert (await keeper.prove(found.id)).proof == "proved"


async def test_a_found_dump_of_which_nothing_is_told_is_restored_and_judged_by_itself(
    practice: House, keeper: Keeper
) -> None:
    made = await keeper.make()
    (keeper.folder / f"{made.name}.json").unlink()
    async with keeper.db.tx() as tx:
        await tx.execute("delete from backup")
    [found] = await clear(keeper)
    assert (found.measured, found.sha256) == (None, made.sha256)
    assert (await keeper.prove(found.id)).proof == "proved"


async def test_a_row_without_its_file_is_said_to_be_lost_and_found_again_when_it_is_back(
    practice: House, keeper: Keeper, superuser: str, tmp_path: Path
) -> None:
    made = await keeper.make()
    shutil.move(keeper.folder, tmp_path / "not mounted")
    [lost] = await clear(keeper)
    assert (lost.status, lost.is_local) == ("gone", False)
    assert lost.trouble == "It is no longer where it was put."
    assert await keeper.letters() == [(superuser, "Backups are missing at Elm Lane Surgery")]
    shutil.move(tmp_path / "not mounted", keeper.folder)
    [back] = await clear(keeper)
    assert (back.id, back.status, back.trouble, back.gone_at) == (made.id, "made", None, None)


async def test_strangers_files_are_left_alone(practice: House, keeper: Keeper) -> None:
    await keeper.make()
    (keeper.folder / "holiday.pdf").write_bytes(b"x")
    (keeper.folder / "rotacc-20200101T000000Z.txt").write_bytes(b"x")
    (keeper.folder / "rotacc-20200101T000000Z.json").write_text(json.dumps({"sha256": "0", "size": 1}))
    await clear(keeper)
    assert {"holiday.pdf", "rotacc-20200101T000000Z.txt", "rotacc-20200101T000000Z.json"} <= keeper.files()


async def test_the_grab_sheet_of_a_failed_backup_goes_after_the_days_of_the_first_tier(
    practice: House, keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = await keeper.make()
    (keeper.folder / backup.dump_name).unlink()
    async with keeper.db.tx() as tx:
        await tx.execute("update backup set status = 'failed', made_at = null, is_local = false")
    await clear(keeper)
    assert f"{backup.name}.html" in keeper.files()
    async with keeper.db.tx() as tx:
        await tx.execute("update backup set asked_at = now() - interval '31 days'")
    [row] = await clear(keeper)
    assert (row.status, keeper.files()) == ("gone", set())
