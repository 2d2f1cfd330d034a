"""Working terms as the database keeps them, read as the people file writes them."""

from __future__ import annotations

from datetime import date

import pytest

from shared.db import Database
from shared.intake import parts_of, practice_from_parts
from shared.queries.practice import people_parts
from tests.made_up import practice_of

ADD = """
    insert into working_term
      (person_code, valid, role, site_code, wte, pattern, annual_leave_sessions, session_minutes)
    values (%s, daterange(%s, %s, '[]'), %s, 'M', 0.80, 'SSSSSSSSSS', 36, %s)
"""


@pytest.fixture
async def people(db: Database) -> Database:
    """Ash in two terms, Birch before her in one without end, and Cole, who has left."""
    async with db.tx() as tx:
        await tx.execute("insert into site (code, name, rooms) values ('M', 'Main', 3)")
        await tx.execute(
            "insert into person (code, name, position, active) values "
            "('A', 'Dr Ash', 2, true), ('B', 'Dr Birch', 1, true), ('C', 'Dr Cole', 3, false)"
        )
        await tx.execute(ADD, ("A", date(2027, 3, 1), None, "Partner", 240))
        await tx.execute(ADD, ("A", None, date(2027, 2, 28), "Salaried", 250))
        await tx.execute(ADD, ("B", None, None, "Nurse", 250))
        await tx.execute(ADD, ("C", None, date(2026, 6, 30), "Nurse", 250))
        await tx.execute("insert into staff_group (code, name) values ('wc', 'Wound care'), ('mo', 'Minor ops')")
        await tx.execute("insert into staff_group_member (group_code, person_code) values ('wc', 'A'), ('mo', 'A')")
    return db


async def test_terms_come_in_the_order_of_people_and_dates_with_both_ends_included(people: Database) -> None:
    async with people.tx() as tx:
        found = await people_parts(tx)
    columns = ("code", "starts", "ends", "role", "session_minutes", "groups")
    assert [tuple(row[column] for column in columns) for row in found] == [
        ("B", "", "", "Nurse", "250", ""),
        ("A", "", "2027-02-28", "Salaried", "250", "mo|wc"),
        ("A", "2027-03-01", "", "Partner", "240", "mo|wc"),
    ]


async def test_they_read_as_the_same_terms(people: Database) -> None:
    settings, _, _ = parts_of(practice_of("northgate"))
    settings |= {"sites": [{"code": "M", "name": "Main", "rooms": 3}], "site_cover": [], "closures": []}
    settings["max_off"] = []
    async with people.tx() as tx:
        practice = practice_from_parts(settings, await people_parts(tx), [])
    first, then = practice.terms_of("A")
    assert (first.ends, then.starts) == (date(2027, 2, 28), date(2027, 3, 1))
    assert first.groups == {"wc", "mo"}
    assert practice.term_on("A", date(2027, 3, 1)) == then
