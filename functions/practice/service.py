"""Reading a practice in: all of it, or none and every reason."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any
from uuid import UUID

from functions.practice import policy, queries
from functions.practice.people import queries as people_queries
from functions.practice.people.policy import leaving
from functions.practice.people.records import TermRow, term_of
from functions.practice.people.service import end_links
from functions.practice.policy import Changes, Parts
from shared import audit, clock, outbox, registry
from shared.db import Tx
from shared.domain.people import Person
from shared.domain.problem import Practice
from shared.errors import Reason, Refused
from shared.events import PracticeImported
from shared.intake import BadInput, Files, parts_of, practice_from_parts, read_practice
from shared.intake.faults import Fault
from shared.intake.leave import COLUMNS as LEAVE_COLUMNS
from shared.intake.people import OPTIONAL, columns_of
from shared.intake.tables import written
from shared.queries import practice as reads

NOTHING = Parts({}, [], [])
AS_STORED = {"practice": "the stored settings", "people": "the stored people", "leave": "the stored leave"}


def read(files: Files) -> Practice:
    """The practice the files describe. Raises Refused with every fault: file, line, what is wrong, what to write."""
    try:
        return read_practice(files)
    except BadInput as bad:
        raise _refused(bad.faults) from None


def _refused(faults: Sequence[Fault]) -> Refused:
    count = len(faults)
    return Refused(
        "bad-input",
        f"The files have {count} fault{'s' if count > 1 else ''}. Nothing was changed.",
        reasons=[
            Reason(f.message, code="bad-input", field=f.field, file=f.file, line=f.line, instead=f.instead)
            for f in faults
        ],
    )


async def read_beside_stored(tx: Tx, files: Files) -> Practice:
    """The practice the files describe, with what they leave out as it is stored: whole files, or optional columns.

    Raises Refused with every fault, also when a file is left out before there is a practice.
    """
    await queries.lock_practice(tx)
    stored = await _stored(tx) if await reads.practice_version(tx) else None
    practice = read(_completed(files, stored))
    if stored is None or files.people is None:
        return practice
    new = Parts(*parts_of(practice))
    absent = [column for column in OPTIONAL if column not in _header(files.people)]
    rows = policy.filled(new.people, absent=absent, stored=stored.people, today=clock.today())
    try:
        return practice_from_parts(new.settings, rows, new.leave)
    except BadInput as bad:
        raise _refused(bad.faults) from None


def _completed(files: Files, stored: Parts | None) -> Files:
    """The same files with the missing ones written from what is stored."""
    missing = [part for part in AS_STORED if getattr(files, part) is None]
    if not missing:
        return files
    if stored is None:
        raise Refused(
            "bad-input",
            "There is no practice yet: the first import needs all three files.",
            reasons=[
                Reason(f"{files.name_of(part)} is missing.", code="missing", field=part, instead="Choose the file.")
                for part in missing
            ],
        )
    kept = stored.leave if files.people is None else _leave_of_those_in(files.people, stored.leave)
    made = {
        "practice": json.dumps(stored.settings).encode(),
        "people": written(columns_of(stored.people), _cells(stored.people)),
        "leave": written(LEAVE_COLUMNS, kept),
    }
    names = {**files.names, **{part: AS_STORED[part] for part in missing}}
    parts = {part: getattr(files, part) if part not in missing else made[part] for part in AS_STORED}
    return Files(files.stem, parts["practice"], parts["people"], parts["leave"], names=names)


def _cells(rows: list[policy.Row]) -> list[policy.Row]:
    """Rows with just the cells the file is written with."""
    columns = columns_of(rows)
    return [{column: row.get(column, "") for column in columns} for row in rows]


def _leave_of_those_in(people: bytes, leave: list[policy.Row]) -> list[policy.Row]:
    """Stored leave of people the new file names: the others leave, and their leave stays on record with them."""
    lines = csv.DictReader(io.StringIO(people.decode("utf-8-sig", errors="replace"), newline=""))
    codes = {(line.get("code") or "").strip() for line in lines}
    return [row for row in leave if row["code"] in codes]


def archive(files: Files) -> bytes:
    """The three files in one zip."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, data in (
            ("practice.json", files.practice), ("people.csv", files.people), ("leave.csv", files.leave),
        ):  # fmt: skip
            zipped.writestr(name, data or b"")
    return made.getvalue()


def _header(people: bytes) -> list[str]:
    """The columns a people file has."""
    first = next(csv.reader(io.StringIO(people.decode("utf-8-sig"), newline="")))
    return [cell.strip() for cell in first]


async def import_practice(
    tx: Tx, practice: Practice, *, preview: bool, by: UUID | None, request_id: str | None = None
) -> tuple[Changes, int]:
    """What the import changes, and the version of the practice afterwards. The same files again change nothing.

    People who are not in the files stay on record, inactive, and their terms end today. Terms that stay as they are
    keep their identity, and so do those that change; supervision and notes stay. Other rooms take their part of the
    files in the same transaction (`Function.takes_in`).
    """
    await queries.lock_practice(tx)
    version = await reads.practice_version(tx) or 0
    old = await _stored(tx) if version else NOTHING
    new = Parts(*parts_of(practice))
    found = policy.changes(old, new)
    if preview or (version and not found.any):
        return found, version
    await refuse_nameless(tx, [person.code for person in practice.people])
    await _replace(tx, practice, new, found, version + 1)
    for name in registry.known():
        if take_in := registry.manifest(name).takes_in:
            await registry.load(take_in)(tx, practice, by=by, request_id=request_id)
    await audit.record(
        tx,
        account_id=by,
        action="practice-imported",
        entity="practice",
        entity_id="1",
        old=asdict(old) if version else None,
        new=asdict(new),
        request_id=request_id,
    )
    await outbox.announce(tx, PracticeImported(version=version + 1))
    return found, version + 1


async def refuse_nameless(tx: Tx, codes: Sequence[str]) -> None:
    """Raises Refused when one of these codes belonged to somebody who was made nameless: it is never theirs again, and
    nobody else's either, or what they worked would be another's."""
    if found := await queries.nameless_among(tx, codes=codes):
        raise Refused(
            "nameless-code",
            "Some of these codes belonged to people who left and were made nameless. Nothing was changed.",
            reasons=[
                Reason(f"{code} is taken for good. Use another code.", "nameless-code", field="code") for code in found
            ],
        )


async def _stored(tx: Tx) -> Parts:
    settings: dict[str, Any] = await reads.practice_settings(tx)
    return Parts(settings, await reads.people_parts(tx), await reads.leave_parts(tx))


async def _replace(tx: Tx, practice: Practice, new: Parts, found: Changes, version: int) -> None:
    await queries.put_practice(
        tx, name=practice.name, nation=practice.nation, settings=new.settings, at_version=version
    )
    sites = [(site.code, site.name, site.rooms) for site in practice.sites]
    await queries.put_sites(tx, sites=sites)
    names = {person.code: person.name for person in practice.people}
    await queries.put_people(tx, people=names.items())
    have = await people_queries.all_terms(tx)
    await _let_go(tx, found.codes("deactivated"), have, clock.today())
    await _sync_terms(tx, practice.people, have)
    await _sync_groups(tx, practice.people)
    await people_queries.touch(tx, codes=[person.code for person in found.people if person.what != "added"])
    await queries.clear_sites(tx, but=[code for code, *_ in sites])


async def _let_go(tx: Tx, codes: Sequence[str], have: dict[str, list[TermRow]], today: date) -> None:
    """Those no longer in the file have left: their terms and supervision end today."""
    for code in codes:
        going = leaving(have.get(code, ()), today)
        await people_queries.write_terms(
            tx,
            deleted=[term.id for term in going.removed],
            updated=[replace(term, ends=today) for term in going.cut],
        )
        await end_links(tx, code=code, last_day=today)
        await people_queries.set_active(tx, code=code, active=False)


async def _sync_terms(tx: Tx, people: Sequence[Person], have: dict[str, list[TermRow]]) -> None:
    """Have just the terms of the file for the people in it, writing only what differs."""
    wanted: dict[str, list[TermRow]] = {}
    for person in people:
        wanted.setdefault(person.code, []).append(term_of(person))
    deleted, updated, inserted = [], [], []
    for code, terms in wanted.items():
        for old, new in policy.paired(have.get(code, []), terms, _alike):
            if new is None and old is not None:
                deleted.append(old.id)
            elif new is not None and old is None:
                inserted.append(new)
            elif new is not None and old is not None and not _alike(old, new):
                updated.append(replace(new, id=old.id, note=old.note))
    await people_queries.write_terms(tx, deleted=deleted, updated=updated, inserted=inserted)


def _alike(old: TermRow, new: TermRow) -> bool:
    return (old.starts, old.ends) == (new.starts, new.ends) and old.same_work(new)


async def _sync_groups(tx: Tx, people: Sequence[Person]) -> None:
    """Have everybody of the file in just the groups it names; a group nobody has made yet is made."""
    wanted = {person.code: person.groups for person in people}
    await people_queries.insert_missing_groups(tx, codes=sorted(set().union(*wanted.values())))
    was = await people_queries.members(tx)
    for code, groups in wanted.items():
        if groups != {group for group, members in was.items() if code in members}:
            await people_queries.set_groups(tx, person_code=code, groups=sorted(groups))
