"""Files that are no export, or one somebody had their hands on: refused, with every reason, and nothing written."""

# ruff: noqa: ASYNC240  # small files, in tests

from __future__ import annotations

import json
import struct
import warnings
import zipfile
from collections.abc import Awaitable, Callable
from pathlib import Path

import psycopg
import pytest

from functions.backup.nouns import Failure
from functions.backup.portable import reading
from functions.backup.portable.importing import checked, filled
from functions.backup.portable.manifest import MOST, NotUsable
from shared.settings import Settings
from tests.functions.backup.portable.conftest import Change, changed

Look = Callable[[Path], Awaitable[list[str]]]


@pytest.fixture
def look(settings: Settings, empty: str) -> Look:
    """Try to import a file; why it cannot be, and that nothing came of it."""

    async def reasons(file: Path) -> list[str]:
        found = await refused(settings, file, empty)
        with psycopg.connect(empty) as connection:
            assert connection.execute("select count(*) from account").fetchone() == (0,)
        return found

    return reasons


async def refused(settings: Settings, file: Path, url: str) -> list[str]:
    with pytest.raises(NotUsable) as said:
        async with checked(settings, file) as export:
            await filled(url, export)
    return said.value.reasons


def manifest(change: Callable[[dict[str, object]], object]) -> Change:
    def on(entries: dict[str, bytes]) -> None:
        said = json.loads(entries["manifest.json"])
        change(said)
        entries["manifest.json"] = json.dumps(said).encode()

    return on


async def test_what_is_no_export_or_not_of_this_release_is_told_so_with_the_way_out(
    look: Look, export: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.zip"
    other.write_bytes(b"no zip at all")
    assert "It is no zip file" in (await look(other))[0]
    other.write_bytes(export.read_bytes()[:-100])
    assert "It is no zip file" in (await look(other))[0]
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("holiday.jpg", b"")
    assert "It holds no manifest.json" in (await look(other))[0]
    for body in (b"[", b"[]", b"{}", b'{"format": "another"}', b"[" * 100_000):
        with zipfile.ZipFile(other, "w") as archive:
            archive.writestr("manifest.json", body)
        assert "manifest.json" in (await look(other))[0], body[:20]
    assert "JSON" in (await look(other))[0]
    older = changed(export, manifest(lambda said: said.update(schema_id="0013_hand_off", release="0.3.0")))
    [reason] = await look(older)
    assert "made by release 0.3.0" in reason and "restore a backup" in reason
    [reason] = await look(changed(export, manifest(lambda said: said.update(format_version=2))))
    assert "Its format is version 2; this release reads version 1" in reason


async def test_a_manifest_changed_by_hand_is_refused_with_every_reason(
    look: Look, settings: Settings, export: Path, empty: str
) -> None:
    def worse(said: dict[str, object]) -> None:
        said |= {"made_at": "yesterday", "more": 1, "leave": {"AO": "much"}}

    assert len(await look(changed(export, manifest(worse)))) == 3
    dropped = manifest(lambda said: [said["tables"].pop(name) for name in ("person", "site")])  # type: ignore[attr-defined]
    assert await look(changed(export, dropped, sums=False)) == [
        "manifest.json does not name the table person.",
        "manifest.json does not name the table site.",
    ]
    more = manifest(lambda said: said["tables"].update(outbox={"size": 0, "sha256": "0" * 64, "rows": 0}))  # type: ignore[attr-defined]
    assert await look(changed(export, more)) == ["manifest.json names a table outbox, which no export holds."]
    sums = manifest(lambda said: said.update(duty={"AO": 251}, versions={}, last_numbers={"nothing_seq": 1}))
    assert await look(changed(export, sums)) == ["There is no counter 'nothing_seq'."]
    sums = manifest(lambda said: said.update(duty={"AO": 251}, versions={}))
    reasons = " ".join(await refused(settings, changed(export, sums), empty))  # it came in, and does not add up
    assert "The duty of AO comes to 250 instead of 251." in reasons and "Version 1 of the rota has the hash" in reasons


async def test_every_file_that_is_not_as_it_was_exported_is_named(look: Look, export: Path, tmp_path: Path) -> None:
    def several(entries: dict[str, bytes]) -> None:
        del entries["tables/site.jsonl"]
        entries["tables/person.jsonl"] = entries["tables/person.jsonl"].replace(b"Amara", b"Emery")
        entries["spreadsheets/people.csv"] += b"x"
        entries["../../etc/cron.d/x"] = b"* * * * * root true"
        entries["/etc/passwd"] = b"x"
        entries["C:\\x"] = b"x"

    reasons = await look(changed(export, several, sums=False))
    assert len(reasons) == 6
    for part in ("'../../etc/cron.d/x', which its manifest", "'/etc/passwd', which", "lacks tables/site.jsonl",
                 "person.jsonl is not what was exported", "people.csv has"):  # fmt: skip
        assert any(part in reason for reason in reasons), part
    assert not list(tmp_path.glob("**/cron.d"))


async def test_damage_anywhere_and_a_name_twice_and_a_password_are_noticed(
    look: Look, export: Path, tmp_path: Path
) -> None:
    whole, broken = export.read_bytes(), tmp_path / "broken.zip"
    with zipfile.ZipFile(export) as archive:
        places = {entry.filename: entry.header_offset + 120 for entry in archive.infolist() if entry.file_size > 2000}
    assert len(places) >= 4
    for name, place in places.items():
        broken.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        assert any(name in reason for reason in await look(broken)), name
    twice = tmp_path / "twice.zip"
    twice.write_bytes(export.read_bytes())
    with warnings.catch_warnings(), zipfile.ZipFile(twice, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("tables/person.jsonl", b"")
    assert await look(twice) == ["It holds 'tables/person.jsonl' twice."]
    locked = bytearray(export.read_bytes())
    with zipfile.ZipFile(export) as archive:
        start = archive.start_dir
    locked[start + 8] |= 1
    twice.write_bytes(locked)
    assert await look(twice) == ["'README.txt' has a password."]


async def test_what_would_unpack_to_too_much_is_not_unpacked(
    look: Look, export: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = changed(export, lambda entries: entries.update({"tables/audit.jsonl": b"0" * (reading.SMALL + 1)}))
    assert "times its size, which no export does" in (await look(bomb))[0]
    monkeypatch.setattr(reading, "LARGEST", 1000)
    assert "at most 1000 are read" in (await look(export))[0]
    monkeypatch.setattr(reading, "LARGEST", 10**9)
    liar = tmp_path / "liar.zip"  # says that an entry is small, and is not
    whole = export.read_bytes()
    with zipfile.ZipFile(export) as archive:
        size = archive.getinfo("tables/assignment.jsonl").file_size
    liar.write_bytes(whole.replace(struct.pack("<L", size), struct.pack("<L", 10)))
    assert any("assignment.jsonl has 10 bytes" in reason for reason in await look(liar))


async def test_every_row_the_database_would_not_take_is_told_and_of_very_many_a_few(look: Look, export: Path) -> None:
    def rows(entries: dict[str, bytes]) -> None:
        first = entries["tables/working_term.jsonl"].splitlines()[0]
        term = json.loads(first)
        wrong = [
            term,  # the same id again
            term | {"id": 9001, "person_code": "NOBODY"},
            term | {"id": 9002, "wte": "much"},
            term | {"id": 9003, "person_code": None},
            term | {"id": 9004, "session_minutes": 5},
            {"id": 9005},
            term | {"id": 9006, "colour": "red"},
        ]
        entries["tables/working_term.jsonl"] += b"".join(json.dumps(row).encode() + b"\n" for row in wrong)
        entries["tables/working_term.jsonl"] += b'{"id": NaN}\n\xff\xfe\n[]\n'
        entries["tables/practice.jsonl"] = entries["tables/practice.jsonl"].replace(b"Elm Lane", b"Elm \\u0000")

    reasons = await look(changed(export, rows))
    told = {reason.partition(": ")[0]: reason.partition(": ")[2] for reason in reasons}
    lines = [int(place.rpartition(" ")[2]) for place in told if place.startswith("working_term")]
    assert sorted(lines) == [*range(6, 16)] and len(told) == 11
    assert "already exists" in told["working_term, line 6"] or "conflicts with" in told["working_term, line 6"]
    assert told["working_term, line 7"] == 'Key (person_code)=(NOBODY) is not present in table "person".'
    assert "numeric" in told["working_term, line 8"] and "person_code" in told["working_term, line 9"]
    assert "session_minutes" in told["working_term, line 10"] and "Amara" not in told["working_term, line 10"]
    assert "It lacks annual_leave_sessions" in told["working_term, line 11"]
    assert told["working_term, line 12"] == "It names 'colour', which this table has not."
    assert {told[f"working_term, line {line}"] for line in (13, 14)} == {"It is not JSON."}
    assert told["working_term, line 15"] == "It is not a row."
    assert told["practice, line 1"]
    reasons = await look(changed(export, lambda entries: entries.update({"tables/person.jsonl": b"[]\n" * 90})))
    assert len(reasons) > 90
    assert str(NotUsable(reasons)).endswith(f"And {len(reasons) - MOST} more.")


async def test_rows_may_stand_before_those_of_the_same_table_they_refer_to(look: Look, export: Path) -> None:
    """As runs do, whose ids are in no order; told one by one because another row is wrong."""

    def backwards(entries: dict[str, bytes]) -> None:
        lines = entries["tables/run.jsonl"].splitlines()
        first = json.loads(lines[0])
        again = [first | {"id": f"{n}" * 8 + "-0000-0000-0000-000000000000", "repeats": r, "idempotency_key": None}
                 for n, r in ((1, "22222222-0000-0000-0000-000000000000"), (2, None))]  # fmt: skip
        broken = first | {"id": "33333333-0000-0000-0000-000000000000", "weeks": 0, "idempotency_key": None}
        entries["tables/run.jsonl"] += b"".join(json.dumps(row).encode() + b"\n" for row in [*again, broken])

    [reason] = await look(changed(export, backwards))
    assert reason.startswith("run, line 4:") and "run_weeks_check" in reason


async def test_a_file_that_cannot_be_read_is_a_failure_in_words(settings: Settings, tmp_path: Path) -> None:
    for file in (tmp_path, tmp_path / "nothing.zip"):
        with pytest.raises(Failure, match="cannot be read"):
            async with checked(settings, file):
                pass
