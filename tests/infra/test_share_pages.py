"""The pages of every release, in the folder the containers share."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from infra import share_pages
from infra.share_pages import DAY, KEEP_SECONDS, share


@pytest.fixture
def release(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<h1>One</h1>")
    (folder / "assets" / "start-abcdefgh.js").write_text("one")
    return folder


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    folder = tmp_path / "staticfiles"
    folder.mkdir()
    return folder


def names(folder: Path) -> set[str]:
    return {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}


def test_it_works(release: Path, shared: Path) -> None:
    assert ": 2 written" in share(release, shared)
    assert names(shared) == {"index.html", "assets/start-abcdefgh.js"}
    assert (shared / "assets" / "start-abcdefgh.js").stat().st_mode & 0o777 == 0o644


def test_again_writes_nothing(release: Path, shared: Path) -> None:
    share(release, shared)
    before = [(file, file.stat().st_mtime_ns, file.stat().st_ino) for file in shared.rglob("*")]
    assert ": 0 written" in share(release, shared)
    assert [(file, file.stat().st_mtime_ns, file.stat().st_ino) for file in shared.rglob("*")] == before


def test_the_former_releases_hashed_files_stay_and_its_pages_are_replaced(release: Path, shared: Path) -> None:
    share(release, shared)
    (release / "assets" / "start-abcdefgh.js").rename(release / "assets" / "start-ijklmnop.js")
    (release / "index.html").write_text("<h1>Two</h1>")
    share(release, shared)
    assert names(shared) == {"index.html", "assets/start-abcdefgh.js", "assets/start-ijklmnop.js"}
    assert (shared / "index.html").read_text() == "<h1>Two</h1>"


def test_what_no_release_wanted_for_a_season_is_removed(release: Path, shared: Path) -> None:
    share(release, shared)
    for name, age in {"gone-abcdefgh.js": KEEP_SECONDS + DAY, "kept-abcdefgh.js": KEEP_SECONDS - DAY}.items():
        (shared / "assets" / name).write_text("of a former release")
        os.utime(shared / "assets" / name, (time.time() - age,) * 2)
    assert "1 of former releases removed" in share(release, shared)
    assert names(shared) == {"index.html", "assets/start-abcdefgh.js", "assets/kept-abcdefgh.js"}


def test_what_is_still_wanted_never_grows_old(release: Path, shared: Path) -> None:
    share(release, shared)
    ours = shared / "assets" / "start-abcdefgh.js"
    os.utime(ours, (time.time() - 2 * KEEP_SECONDS,) * 2)
    share(release, shared)
    assert time.time() - ours.stat().st_mtime < DAY


def test_a_half_written_file_is_never_seen_under_its_name(
    release: Path, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(_source: Path, target: Path) -> None:
        target.write_text("o")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(share_pages.shutil, "copyfile", full_disk)
    assert "No space left on device" in share(release, shared)
    assert names(shared) == set()


def test_files_come_before_the_pages_that_name_them(
    release: Path, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    copyfile = share_pages.shutil.copyfile
    monkeypatch.setattr(
        share_pages.shutil, "copyfile", lambda source, target: (order.append(source.name), copyfile(source, target))
    )
    share(release, shared)
    assert order == ["start-abcdefgh.js", "index.html"]


def test_two_at_once_leave_every_file_whole(release: Path, shared: Path) -> None:
    for number in range(40):
        (release / "assets" / f"part{number}-abcdefgh.js").write_text("x" * 20_000)
    both = [threading.Thread(target=share, args=(release, shared)) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert names(shared) == names(release)
    assert all((shared / name).read_bytes() == (release / name).read_bytes() for name in names(release))


def test_without_a_folder_to_share_the_image_is_enough(release: Path, tmp_path: Path) -> None:
    assert "served from the image alone" in share(release, tmp_path / "nowhere")
