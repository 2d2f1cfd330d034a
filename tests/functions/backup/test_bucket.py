"""Copies in a bucket, on a real S3 server of the tests' own: up, down, slow, lying."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from functions.backup import bucket as bucket_module
from functions.backup.bucket import Bucket
from functions.backup.files import stored
from functions.backup.nouns import Failure
from infra.embedded import free_port
from shared.settings import Settings
from tests.cast import House
from tests.functions.backup.conftest import Keeper
from tests.s3 import BUCKET, S3, s3_server, silent_server


@pytest.fixture(scope="module")
def server() -> Iterator[S3]:
    with s3_server() as found:
        yield found


@pytest.fixture
def s3(server: S3) -> S3:
    """The same, with nothing in its bucket."""
    server.empty()
    return server


@pytest.fixture
def copying(keeper: Keeper, s3: S3) -> Keeper:
    """A keeper whose backups are copied to the bucket."""
    keeper.settings = keeper.settings.model_copy(update=s3.settings())
    return keeper


def elsewhere(settings: Settings, endpoint: str) -> Bucket:
    """A bucket on a server that answers badly or not at all, for the impatient."""
    told = {"backup_s3_bucket": BUCKET, "backup_s3_endpoint": endpoint, "backup_s3_region": "eu-west-2",
            "backup_s3_access_key": "x", "backup_s3_secret_key": "x"}  # fmt: skip
    return Bucket(settings.model_copy(update=told), patience_seconds=0.5)


async def test_a_backup_is_copied_with_what_lies_beside_it_and_proved_from_there(
    practice: House, copying: Keeper, s3: S3
) -> None:
    made = await copying.make()
    assert (made.status, made.in_bucket, made.is_local) == ("made", True, True)
    assert s3.names() == {f"rotacc/{made.name}{suffix}" for suffix in (".dump", ".json", ".html", ".pdf")}
    assert (await copying.prove(made.id)).proof == "proved"


async def test_a_copy_that_was_altered_there_is_found_by_the_proof(practice: House, copying: Keeper, s3: S3) -> None:
    made = await copying.make()
    key = f"rotacc/{made.dump_name}"
    body = s3.client().get_object(Bucket=BUCKET, Key=key)["Body"].read()
    s3.client().put_object(Bucket=BUCKET, Key=key, Body=body[:-1] + b"x")
    judged = await copying.prove(made.id)
    assert judged.proof == "failed"
    assert f"What lies in s3://{BUCKET}/rotacc/ is not what was written there" in str(judged.proof_trouble)


async def test_a_local_file_that_was_altered_is_found_even_when_the_copy_is_right(
    practice: House, copying: Keeper, s3: S3
) -> None:
    made = await copying.make()
    (copying.folder / made.dump_name).write_bytes(b"something else")
    judged = await copying.prove(made.id)
    assert (judged.proof, str(copying.folder) in str(judged.proof_trouble)) == ("failed", True)


def test_large_files_go_in_parts_and_come_back_the_same(
    settings: Settings, s3: S3, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bucket_module, "LARGE", 5 * 1024 * 1024)
    bucket = Bucket(settings.model_copy(update=s3.settings()))
    file = tmp_path / "rotacc-20270120T030000Z.dump"
    file.write_bytes(os.urandom(11 * 1024 * 1024))
    bucket.put(file, sha256=stored(file).sha256)
    assert "-3" in s3.client().head_object(Bucket=BUCKET, Key=f"rotacc/{file.name}")["ETag"], "three parts"
    assert bucket.fetch(file.name, tmp_path / "back") == stored(file)
    assert bucket.files() == {"rotacc-20270120T030000Z": {file.name}}
    bucket.remove([file.name, file.name])
    assert s3.names() == set()


def test_a_copy_that_differs_is_no_copy(settings: Settings, s3: S3, tmp_path: Path) -> None:
    bucket = Bucket(settings.model_copy(update=s3.settings()))
    file = tmp_path / "rotacc-20270120T030000Z.dump"
    file.write_bytes(b"what was sent")
    with pytest.raises(Failure, match="is not what was sent"):
        bucket.put(file, sha256="0" * 64)
    assert s3.names() == set()


async def test_while_the_service_is_down_the_backup_is_kept_here_and_the_copy_follows(
    practice: House, copying: Keeper, s3: S3, superuser: str
) -> None:
    copying.bucket = elsewhere(copying.settings, f"http://127.0.0.1:{free_port()}")
    backup_id = await copying.ask()
    waits = await copying.attempt(backup_id)
    assert (waits.status, waits.is_local, waits.in_bucket) == ("waiting", True, False)
    assert "cannot be reached" in str(waits.trouble)
    dump = (copying.folder / waits.dump_name).read_bytes()
    copying.bucket = None
    made = await copying.attempt(backup_id)
    assert (made.status, made.in_bucket, made.trouble) == ("made", True, None)
    assert (copying.folder / made.dump_name).read_bytes() == dump, "it is not dumped again for the copy"


async def test_a_service_that_never_answers_is_given_up_and_said_to_have_no_copy(
    practice: House, copying: Keeper, superuser: str
) -> None:
    with silent_server() as endpoint:
        copying.bucket = elsewhere(copying.settings, endpoint)
        backup_id = await copying.ask()
        async with copying.db.tx() as tx:
            await tx.execute("update backup set attempts = 3")
        given_up = await copying.attempt(backup_id)
    assert (given_up.status, given_up.is_local, given_up.in_bucket) == ("made", True, False)
    assert await copying.letters() == [(superuser, "The backup was made, but not copied at Elm Lane Surgery")]
    assert "but not copied" in str(await copying.trouble())
    copying.bucket = None
    assert (await copying.prove(backup_id)).proof == "proved", "what lies here is proved all the same"


def test_who_may_not_write_there_is_told_in_words(settings: Settings, s3: S3, tmp_path: Path) -> None:
    bucket = Bucket(settings.model_copy(update=s3.settings() | {"backup_s3_bucket": "no-such-bucket"}))
    with pytest.raises(Failure, match="s3://no-such-bucket/rotacc/ refused: NoSuchBucket"):
        bucket.files()
