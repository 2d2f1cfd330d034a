"""Every table the interface gives, opened in a spreadsheet."""

from __future__ import annotations

import csv
import io

from shared import registry
from shared.http import Endpoint, declaration
from shared.spreadsheet import FORMULA, NUMBER, PATTERN
from tests.cast import PEOPLE, PRIYA, House

YEAR = "?year=2027-01-01"
ASKED = {
    "/api/v1/rota/notice.csv": "?start=2027-01-04&end=2027-01-17",
    "/api/v1/leave/balances.csv": YEAR,
    "/api/v1/leave/people/{code}/statement.csv": YEAR,
}


def tables() -> list[str]:
    """Every address that gives a table, found by what it declares or is called."""
    found = []
    for function in registry.selected("all"):
        for path, reference in function.mounted():
            declared = declaration(registry.load(reference), "GET")
            if isinstance(declared, Endpoint) and (path.endswith(".csv") or "csv" in declared.produces):
                found.append(path)
    return found


async def test_no_table_the_interface_gives_runs_anything(house: House) -> None:
    """Somebody whose name is a formula, in every table there is."""
    evil = '=HYPERLINK(""http://evil.example"",""Amara"")'
    people = PEOPLE.replace("Dr Amara Okafor", f'"{evil}"')
    await house.with_practice(people=people)
    await house.published()
    priya = await house.as_(PRIYA)
    seen = 0
    for path in tables():
        answer = await priya.get(path.replace("{code}", "AO") + ASKED.get(path, ""))
        assert answer.status_code == 200, (path, answer.text)
        lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
        assert lines, path
        for cell in (cell for line in lines for cell in line):
            runs = FORMULA.match(cell) and not cell.startswith("'")
            assert not runs or NUMBER.fullmatch(cell) or PATTERN.fullmatch(cell), (path, cell)
        seen += "HYPERLINK" in answer.text
    assert len(tables()) >= 7
    assert seen >= 2  # the name did stand in some of them
