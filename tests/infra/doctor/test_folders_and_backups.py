"""What the doctor says of folders and of backups."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from infra.doctor import backups, folders
from infra.doctor.finding import ago
from tests.infra.doctor.conftest import With, said
from tests.s3 import s3_server


def test_built_pages_and_room_for_backups_are_well(having: With, tmp_path: Path) -> None:
    (tmp_path / "index.html").touch()
    found = list(folders.look(having(static_dir=tmp_path, backup_dir=tmp_path)))
    assert {finding.state for finding in found} <= {"ok", "warn"}, "a machine may have little room"
    assert said(found, "ok")[:2] == [f"the pages are in {tmp_path}", f"BACKUP_DIR {tmp_path} can be written"]


def test_pages_and_folders_that_are_not_there_are_bad(having: With, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    found = list(folders.look(having(static_dir=tmp_path, backup_dir=tmp_path / "file" / "none")))
    missing = f"BACKUP_DIR {tmp_path / 'file' / 'none'} does not exist"
    assert said(found, "bad") == [f"no pages are in {tmp_path}", missing]


def test_a_folder_the_first_backup_makes_is_well(having: With, tmp_path: Path) -> None:
    found = list(folders.look(having(static_dir=tmp_path, backup_dir=tmp_path / "not" / "yet")))
    assert said(found, "ok") == [f"BACKUP_DIR {tmp_path / 'not' / 'yet'} is made with the first backup"]


def test_a_folder_that_may_not_be_written_names_the_account(
    having: With, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)
    assert "may not be written by this account (uid " in said(folders.look(having(backup_dir=tmp_path)), "bad")[-1]


def test_little_room_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "LEAST_BYTES", 10**18)
    assert said(folders._room(tmp_path), "warn")[0].endswith(f"MB are free in {tmp_path}")


def test_a_system_without_backups_is_told_so(having: With) -> None:
    assert said(backups.look(having())) == ["none was ever made", "none was ever proved by restoring it"]


def test_a_database_that_is_away_is_not_told_twice_as_bad(having: With) -> None:
    (finding,) = backups.look(having(database_url="postgresql://u:hush@127.0.0.1:1/rota"))
    assert (finding.state, finding.todo) == ("warn", "Mend what is bad of it first.")


def test_a_proof_of_yesterday_is_well_and_one_of_last_week_is_not() -> None:
    now = datetime.now(UTC)
    assert said(backups._age("made", now - timedelta(hours=20), "Do."), "ok") == ["the last was made 20 hours ago"]
    assert said(backups._age("made", now - timedelta(days=7), "Do."), "bad") == ["the last was made 7 days ago"]


def test_a_production_systems_backups_ought_to_be_elsewhere_and_encrypted(having: With) -> None:
    assert said(backups._elsewhere(having())) == ["they stay on this machine"]
    bucket = {"backup_s3_bucket": "elm-lane", "backup_s3_access_key": "a", "backup_s3_secret_key": "b"}
    assert said(backups._elsewhere(having(**bucket))) == ["they leave this machine unencrypted"]
    assert said(backups._elsewhere(having(**bucket, backup_encryption_key="c"))) == []


def test_a_bucket_that_lets_us_in_is_well_and_one_that_does_not_is_bad(having: With) -> None:
    with s3_server() as server:
        settings = having(**server.settings())
        assert said(backups.look(settings), "ok") == ["0 are in s3://" + settings.backup_s3_bucket + "/rotacc/"]
        missing = having(**server.settings() | {"backup_s3_bucket": "not-there"})
        assert "refused: NoSuchBucket" in said(backups.look(missing), "bad")[0]
    assert "cannot be reached" in said(backups.look(settings), "bad")[0]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(-3, "0 seconds"), (90, "90 seconds"), (150, "2 minutes"), (8000, "2 hours"), (1e6, "12 days")],
)
def test_how_long_ago_is_said_as_a_person_says_it(seconds: float, words: str) -> None:
    assert ago(seconds) == words
