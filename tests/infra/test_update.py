"""An update takes a backup first, and without one changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.cli import main
from infra.migrate import migrations, state
from infra.trouble import Trouble
from infra.update import update
from shared.settings import Settings
from tests.upgrades.left_behind import kept


@pytest.fixture
def former(postgres_url: str, settings: Settings, tmp_path: Path) -> Iterator[Settings]:
    """The settings of a system that the third release left behind."""
    with kept(postgres_url, "0.3.0") as url:
        yield settings.model_copy(update={"database_url": url, "backup_dir": tmp_path / "backups"})


def test_it_works(former: Settings) -> None:
    said: list[str] = []
    update(former, said.append)
    assert "A backup of the database as it is now is in" in said[0]
    assert said[1:] == [f"applied {migration.id}" for migration in migrations() if migration.id > "0014"]
    assert [file for file in former.backup_dir.iterdir() if file.suffix == ".dump"]
    assert state(former.database_url).current


def test_again_there_is_nothing_to_do_and_nothing_to_back_up(former: Settings) -> None:
    update(former, lambda _: None)
    before, said = set(former.backup_dir.iterdir()), list[str]()
    update(former, said.append)
    assert said == ["The database is up to date."]
    assert set(former.backup_dir.iterdir()) == before


def test_when_the_backup_fails_nothing_is_changed(former: Settings) -> None:
    former.backup_dir.write_text("in the way")
    before = state(former.database_url)
    with pytest.raises(Trouble, match=r"Nothing was changed.*--no-backup"):
        update(former, lambda _: None)
    assert state(former.database_url) == before


def test_somebody_may_do_without(
    former: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    former.backup_dir.write_text("in the way")
    monkeypatch.setenv("DATABASE_URL", former.database_url)
    monkeypatch.setenv("BACKUP_DIR", str(former.backup_dir))
    monkeypatch.setenv("SECRET_KEY", "only-for-tests-only-for-tests-only-for-tests")
    monkeypatch.setenv("DEPLOYMENT_ENV", "DEV")
    assert main(["migrate"]) == 1
    assert "Nothing was changed" in capsys.readouterr().err
    assert main(["migrate", "--no-backup"]) == 0
    assert state(former.database_url).current
