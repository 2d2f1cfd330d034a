"""When to try again, what a backup is called, what differs between two databases, and when to raise the alarm. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from functions.backup.nouns import Kind, Measured

# After an attempt that failed: a restart is over in a minute, a full disk rarely in seven. Then somebody has to look.
WAITS = tuple(timedelta(seconds=seconds) for seconds in (60, 120, 240))
PROOF_HOURS = 36  # a night may fail; the next one must not pass unnoticed
SKEW = timedelta(hours=1)  # what is further ahead than this was written by a clock that was wrong
NAME = re.compile(r"rotacc-(\d{8}T\d{6})Z")
EXPORT_NAME = re.compile(r"rotacc-export-(\d{8}T\d{6})Z")
SUFFIXES = (".dump", ".dump.enc", ".json", ".html", ".pdf")
EXPORT_SUFFIXES = (".zip", ".zip.enc")
EXPORTS_KEPT = timedelta(days=7)  # everything about everybody in one file: long enough to fetch it
MOST_SAID = 5  # differences; more say no more


def next_try(attempts: int, *, at: datetime) -> datetime | None:
    """When to try again after this many attempts; None when it is given up."""
    return None if attempts > len(WAITS) else at + WAITS[attempts - 1]


def name_of(moment: datetime, kind: str = Kind.DATABASE) -> str:
    """What a backup, or an export, begun at this moment is called."""
    beginning = "rotacc-export-" if kind == Kind.EXPORT else "rotacc-"
    return f"{beginning}{moment.astimezone(UTC):%Y%m%dT%H%M%S}Z"


def moment_of(name: str) -> datetime | None:
    """When a backup of this name was begun; None when it is no such name."""
    return _moment(NAME, name)


def exported_at(file: str) -> datetime | None:
    """When the export in a file of this name was begun; None for what is no export."""
    stem = next((file.removesuffix(each) for each in EXPORT_SUFFIXES if file.endswith(each)), "")
    return _moment(EXPORT_NAME, stem)


def _moment(pattern: re.Pattern[str], name: str) -> datetime | None:
    if not (found := pattern.fullmatch(name)):
        return None
    try:
        return datetime.strptime(found[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def stem_of(file: str) -> str | None:
    """The backup a file's name belongs to; None for what is not ours."""
    for suffix in SUFFIXES:
        stem = file.removesuffix(suffix)
        if stem != file and moment_of(stem):
            return stem
    return None


def differences(wanted: Measured, found: Measured) -> tuple[str, ...]:
    """What a restored database has otherwise than the one that was dumped, in words; empty when nothing."""
    said = [
        *_differ("The table {} has {} rows instead of {}.", wanted.rows, found.rows),
        *_differ("The leave of {} comes to {} minutes instead of {}.", wanted.leave, found.leave),
        *_differ("The duty of {} comes to {} instead of {}.", wanted.duty, found.duty),
        *_differ("Version {} of the rota has the hash {} instead of {}.", wanted.versions, found.versions),
    ]
    if wanted.schema_id != found.schema_id:
        said.append(f"Its last migration is {found.schema_id} instead of {wanted.schema_id}.")
    return tuple(said)


def faults(found: Measured, *, recorded: Mapping[str, str]) -> tuple[str, ...]:
    """What cannot be right in any database, whatever was dumped: duty that does not add up, versions that changed."""
    said = []
    if over := sum(found.duty.values()):
        said.append(f"The ledger of duty does not add up to nought but to {over}.")
    said += _differ("Version {} of the rota has the hash {}, but was published as {}.", recorded, found.versions)
    return tuple(said)


def _differ(words: str, wanted: Mapping[str, object], found: Mapping[str, object]) -> list[str]:
    return [
        words.format(key, found.get(key, "none"), wanted.get(key, "none"))
        for key in sorted({*wanted, *found})
        if wanted.get(key) != found.get(key)
    ]


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of the backups so far. `since`: when this system was set up; `failed`: what the newest nightly
    backup or proof failed with, if it did."""

    since: datetime | None
    last_made: datetime | None
    last_proved: datetime | None
    failed: str | None = None
    failed_at: datetime | None = None


def trouble(record: Record, *, now: datetime, hours: int) -> str | None:
    """The sentence every administrator sees on every page; None while all is well."""
    if record.failed is not None:
        return record.failed
    if any(moment is not None and moment > now + SKEW for moment in (record.last_proved, record.last_made)):
        return "The newest backup is dated in the future: check this machine's clock, then make a backup."
    proved = record.last_proved
    if proved is None:
        if record.since is None or now - record.since <= timedelta(hours=hours):
            return None  # nobody can have proved a backup of a system that was set up today
        return "No backup has been proved yet." if record.last_made else "No backup has been made yet."
    if now - proved <= timedelta(hours=hours):
        return None
    return f"The last backup that was proved is {_ago(now - proved)} old."


def _ago(span: timedelta) -> str:
    hours = int(span.total_seconds() // 3600)
    return f"{hours} hours" if hours < 72 else f"{hours // 24} days"
