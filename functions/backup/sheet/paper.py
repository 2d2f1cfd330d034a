"""A grab sheet as a PDF, a page or more for each week.

Names are written with a font that knows their letters, where the system has one. Where it has none, a PDF's built-in
fonts know Western European letters alone: then a name is written with the nearest ones and marked, and the sheet says
so. It never drops or garbles a letter silently.
"""

from __future__ import annotations

import logging
import unicodedata
from datetime import date
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import TableCellFillMode
from fpdf.fonts import FontFace

from functions.backup.sheet.nouns import GrabSheet, day, short
from shared.domain.calendar import Half

FONTS = tuple(
    (Path("/usr/share/fonts/truetype") / folder / plain, Path("/usr/share/fonts/truetype") / folder / bold)
    for folder, plain, bold in (
        ("dejavu", "DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
        ("noto", "NotoSans-Regular.ttf", "NotoSans-Bold.ttf"),
        ("liberation", "LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"),
    )
)
# Signs for which a plainer one says the same, and letters that do not come apart into a plain one and a mark.
SIGNS = str.maketrans({"–": "-", "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "…": "...", "•": "·"})
LETTERS = str.maketrans({"ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ħ": "h", "ı": "i", "œ": "oe", "Œ": "OE", "ŋ": "n"})
MARK = "*"
NOTE = (
    f"{MARK} Written with the nearest letters: no font on the machine that made this has this name's own. "
    "The sheet's .html has it as it is."
)
SIZE = 7


def as_paper(sheet: GrabSheet, *, fonts: tuple[tuple[Path, Path], ...] = FONTS) -> bytes:
    """The PDF's bytes."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)  # tells of every table of a font it looks at
    return _Paper(sheet, fonts).written()


class _Paper:
    def __init__(self, sheet: GrabSheet, fonts: tuple[tuple[Path, Path], ...]) -> None:
        self._sheet, self._changed = sheet, False
        self._pdf = FPDF(orientation="landscape", format="A4")
        self._pdf.set_margin(10)
        self._pdf.set_auto_page_break(True, margin=12)
        self._pdf.set_lang("en-GB")
        self._known = self._take_font(fonts)
        self._pdf.set_title(self._said(sheet.title))
        self._pdf.set_creation_date(sheet.made_at)

    def written(self) -> bytes:
        for monday in self._sheet.mondays():
            self._pdf.add_page()
            self._head(monday)
            self._week(monday)
        if self._changed:
            self._line(NOTE)
        return bytes(self._pdf.output())

    def _take_font(self, fonts: tuple[tuple[Path, Path], ...]) -> frozenset[int] | None:
        """Use the first font the system has; the letters it knows. None: a PDF's own, which know Latin-1."""
        for plain, bold in fonts:
            if plain.is_file() and bold.is_file():
                self._pdf.add_font("sheet", "", str(plain))
                self._pdf.add_font("sheet", "B", str(bold))
                self._pdf.set_font("sheet", size=SIZE)
                return frozenset(self._pdf.fonts["sheet"].cmap)  # type: ignore[union-attr]
        self._pdf.set_font("Helvetica", size=SIZE)
        return None

    def _head(self, monday: date) -> None:
        self._line(self._sheet.title, size=14, style="B")
        self._line(f"{self._sheet.made} Who is not listed for a session is not at work in it.")
        if self._sheet.contact:
            self._line(" · ".join(self._sheet.contact))
        if len(self._sheet.sites) > 1:
            self._line(", ".join(f"{code}: {name}" for code, name in self._sheet.sites.items()))
        self._line(f"Week of {day(monday)}", size=11, style="B")

    def _line(self, text: str, *, size: int = SIZE, style: str = "") -> None:
        self._pdf.set_font(style=style, size=size)
        self._pdf.multi_cell(0, size * 0.55, self._said(text), new_x="LMARGIN", new_y="NEXT")
        self._pdf.set_font(style="", size=SIZE)

    def _week(self, monday: date) -> None:
        days, people = self._sheet.days(monday), self._sheet.at_work(monday)
        if not people:
            self._line("No rota is published for this week.")
            return
        bold = FontFace(emphasis="BOLD")
        with self._pdf.table(
            col_widths=(3, *[2.4] * len(days)),
            line_height=SIZE * 0.5,
            padding=0.6,
            headings_style=FontFace(emphasis="BOLD", fill_color=235),
            cell_fill_mode=TableCellFillMode.NONE,
            text_align="LEFT",
        ) as table:
            table.row([self._said(text) for text in ("Who", *map(short, days))])
            for half in Half:
                row = [f"On duty, {half}", *(self._sheet.on_duty(each, half) for each in days)]
                table.row([self._said(text) for text in row], style=bold)
            for code in people:
                said = ["\n".join(self._sheet.said(code, each)) for each in days]
                table.row([self._said(text) for text in (self._sheet.people[code], *said)])

    def _said(self, text: str) -> str:
        """The text in letters this paper can show; where letters had to be changed, it is marked."""
        plain = "".join(letter if self._knows(letter) else letter.translate(SIGNS) for letter in text)
        shown = "".join(letter if self._knows(letter) else self._nearest(letter) for letter in plain)
        if shown == plain:
            return shown
        self._changed = True
        return shown + MARK

    def _knows(self, letter: str) -> bool:
        known = ord(letter) < 256 if self._known is None else ord(letter) in self._known
        return known or letter == "\n"

    def _nearest(self, letter: str) -> str:
        plain = _without_marks(letter.translate(LETTERS))
        return plain if plain and all(map(self._knows, plain)) else "?"


def _without_marks(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
