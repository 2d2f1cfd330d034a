"""The grab sheet: what everybody may see of four weeks, on paper, whatever people's names are written with."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest

from functions.backup.sheet.load import grab_sheet
from functions.backup.sheet.nouns import GrabSheet, Work
from functions.backup.sheet.page import as_page
from functions.backup.sheet.paper import FONTS, NOTE, as_paper
from shared.domain.calendar import Half
from shared.domain.rota import Activity
from tests.cast import PRACTICE, PRIYA, House

MONDAY = date(2027, 1, 4)
NAMES = {"AO": "Dr Amara Okafor", "LZ": "Łucja Żuławska", "NT": "Nguyễn Thị Ánh", "GP": "Γιώργος Παππάς"}


def sheet(people: Mapping[str, str] = NAMES, sites: Mapping[str, str] | None = None) -> GrabSheet:
    work = {(code, MONDAY, half): Work(Activity.CLINIC, "ELM") for code in people for half in Half}
    work["AO", MONDAY, Half.AM] = Work(Activity.DUTY, "ELM")
    return GrabSheet(
        "Elm Lane Surgery",
        ("1 Elm Lane", "01632 960123"),
        datetime(2027, 1, 4, 3, tzinfo=UTC),
        MONDAY,
        4,
        people,
        sites or {"ELM": "Elm Lane"},
        work,
    )


class Looked(HTMLParser):
    """What a page is made of."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attributes if name in ("src", "href", "action", "style")]


def test_the_page_needs_nothing_else() -> None:
    page = as_page(sheet())
    looked = Looked(page)
    assert "script" not in looked.tags and "link" not in looked.tags and looked.links == []
    assert "url(" not in page and "@import" not in page and "://" not in page
    assert "@media print" in page


def test_the_page_says_who_is_on_duty_and_who_is_where() -> None:
    page = as_page(sheet(people={**NAMES, "XX": "<b>Bobby</b>"}))
    assert "01632 960123" in page and "&lt;b&gt;Bobby" in page and "<b>" not in page
    duty = page.partition("On duty, AM")[2].partition("</tr>")[0]
    assert "Dr Amara Okafor" in duty
    assert all(name in page for name in NAMES.values())
    assert page.count("No rota is published for this week.") == 3


def test_sites_are_named_where_there_are_several() -> None:
    assert "(ELM)" not in as_page(sheet())
    assert "(ELM)" in as_page(sheet(sites={"ELM": "Elm Lane", "OAK": "Oak Road"}))


def words_in(paper: bytes) -> str:
    """The text of a PDF, read by each of its fonts' own tables of letters: by the right one it is what stands there."""
    streams = [_inflated(each) for each in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", paper, re.DOTALL)]
    pieces = [
        re.sub(rb"\\([()\\rn])", lambda m: {b"r": b"\r", b"n": b"\n"}.get(m[1], m[1]), piece)
        for stream in streams
        for piece in re.findall(rb"\(((?:[^()\\]|\\.)*)\) ?Tj", stream, re.DOTALL)
    ]
    tables = [_letters(stream) for stream in streams if b"beginbfchar" in stream]
    if not tables:
        return " ".join(piece.decode("latin-1") for piece in pieces)
    return " ".join(_read(piece, table) for table in tables for piece in pieces)


def _letters(table: bytes) -> dict[int, str]:
    found = re.findall(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]{4})", table)
    return {int(code, 16): chr(int(letter, 16)) for code, letter in found}


def _read(piece: bytes, table: dict[int, str]) -> str:
    return "".join(table.get(int.from_bytes(piece[at : at + 2], "big"), "") for at in range(0, len(piece), 2))


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


@pytest.mark.skipif(not any(plain.is_file() for plain, _ in FONTS), reason="no font here knows more than Latin-1")
def test_names_of_every_alphabet_are_on_paper_as_they_are() -> None:
    said = words_in(as_paper(sheet()))
    assert "Łucja" in said and "Żuławska" in said and "Nguyễn" in said
    assert "Amara" in said and NOTE[2:20] not in said


def test_without_such_a_font_names_are_written_with_the_nearest_letters_and_it_is_said() -> None:
    said = words_in(as_paper(sheet(), fonts=()))
    assert "Lucja Zulawska*" in said.replace("  ", " ")
    assert "Dr Amara Okafor" in said
    assert "?" in said, "an alphabet with no nearest letters shows that something is missing"
    assert "nearest letters" in said


def test_where_nothing_had_to_be_changed_nothing_is_said_of_it() -> None:
    said = words_in(as_paper(sheet(people={"AO": "Dr Amara Okafor", "SB": "Siân Brûlé"}), fonts=()))
    assert "Siân Brûlé" in said and "nearest letters" not in said and "*" not in said


CONTACT = PRACTICE.replace('"horizon"', '"contact": {"telephone": "01632 960123"}, "horizon"')


async def test_it_says_what_everybody_may_see_and_nobodys_reasons(house: House) -> None:
    """Ben is on study leave on Tuesday, Amara at the coroner's on Wednesday: both are simply not there."""
    await house.with_practice(practice=CONTACT)
    await house.published()
    async with house.db.tx() as tx:
        found = await grab_sheet(tx, today=date(2027, 1, 6))
        cursor = await tx.execute("select count(*) from assignment where activity in ('study-leave', 'coroners')")
        assert await cursor.fetchone() == (3,), "the rota has them"
    page = as_page(found)
    assert (found.start, found.contact) == (MONDAY, ("01632 960123",))
    assert ("BH", date(2027, 1, 5), Half.AM) not in found.work
    for word in ("study", "coroner", "leave", "away", "sick"):
        assert word not in page.lower()
    assert "Dr Cara West" in page and "DUTY" in page


async def test_administrators_may_take_it_away_and_others_may_not(house: House) -> None:
    await house.with_practice()
    priya = await house.as_(PRIYA)
    for suffix, kind, start in (("html", "text/html", b"<!doctype html>"), ("pdf", "application/pdf", b"%PDF-")):
        answer = await priya.get(f"/backup/grab-sheet.{suffix}")
        assert (answer.status_code, answer.content.startswith(start)) == (200, True)
        assert answer.headers["content-type"].startswith(kind)
        assert answer.headers["content-disposition"].startswith("attachment")
