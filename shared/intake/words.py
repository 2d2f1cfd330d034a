"""Single values as people write them: dates, numbers, sessions of the week, patterns. Each gives the value, or raises.

`Wrong` carries what is wrong and what to write instead; who reads a cell or a key turns it into a fault with its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from shared.domain.calendar import WEEKDAYS, Half
from shared.domain.people import Letter, term_type
from shared.domain.problem import Slot
from shared.intake.faults import nearest, rather, shown

FIRST_YEAR, LAST_YEAR = 2000, 2100  # beyond these a date is a slip of the finger, and bank holidays are not known
LETTERS = "S, A, T, E, L, V, ? or -"
PATTERN_LENGTH = 10
ROLE_NAMES = (
    "Partner", "Salaried", "Retained", "Locum", "FY1", "FY2", "ST1", "ST2", "ST3", "ST4", "Registrar", "ANP", "ACP",
    "ANP/ACP", "Nurse", "Practice nurse", "Nursing associate", "Nurse associate", "HCA", "Paramedic", "Pharmacist",
    "Pharmacy technician", "Physio", "FCP physio", "Physician associate", "Social prescriber",
    "Mental health practitioner", "Other",
)  # fmt: skip

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_BRITISH = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})", re.ASCII)
_NUMBER = re.compile(r"\d{1,9}(\.\d{0,4})?|\.\d{1,4}", re.ASCII)
_CODE = re.compile(r"[A-Za-z0-9][\w.+-]*", re.ASCII)
_FLAG = re.compile(r"[^\W_][\w .:+&/()'-]*")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
_TELEPHONE = re.compile(r"\+?[\d ()-]{3,30}( ?(x|ext\.?) ?\d{1,6})?", re.ASCII | re.IGNORECASE)
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+")
LONGEST_FLAG = 60
HALVES = frozenset(half.value for half in Half)


class Wrong(Exception):
    """A value that cannot be used."""

    def __init__(self, message: str, instead: str) -> None:
        super().__init__(message)
        self.message = message
        self.instead = instead


def day(text: str) -> date:
    """A date written 2027-02-15."""
    if _ISO.fullmatch(text):
        try:
            found = date.fromisoformat(text)
        except ValueError:
            raise Wrong(f"There is no such date as {text}.", "Write a date of the calendar, as 2027-02-15.") from None
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            raise Wrong(f"The year of {text} cannot be meant.", f"Write a year from {FIRST_YEAR} to {LAST_YEAR}.")
        return found
    raise Wrong(f"{shown(text)} is not a date.", _iso_of(text))


def _iso_of(text: str) -> str:
    """'Write 2027-02-15.' for 15/02/2027, where that is a date; else how dates are written."""
    if found := _BRITISH.fullmatch(text.strip()):
        d, m, y = map(int, found.groups())
        try:
            return f"Write {date(y, m, d).isoformat()} (year-month-day)."
        except ValueError:
            pass
    return "Write year-month-day, as 2027-02-15."


def monday(found: date) -> date:
    """The same date, which must be a Monday."""
    if found.weekday() != 0:
        before = date.fromordinal(found.toordinal() - found.weekday())
        after = date.fromordinal(before.toordinal() + 7)
        raise Wrong(
            f"{found.isoformat()} is a {found:%A}, and weeks begin on a Monday.",
            f"Write {before.isoformat()} or {after.isoformat()}.",
        )
    return found


def number(text: str, *, low: Decimal | int, high: Decimal | int) -> Decimal:
    """A number written with a point, from `low` to `high`, at most four decimals."""
    if not _NUMBER.fullmatch(text):
        if re.fullmatch(r"-\s*[\d.]+", text):
            raise Wrong(f"{shown(text)} is below nothing.", f"Write a number from {low} to {high}.")
        example = f"Write {text.replace(',', '.')}." if _NUMBER.fullmatch(text.replace(",", ".")) else None
        raise Wrong(f"{shown(text)} is not a number.", example or "Write digits with a point, as 0.80.")
    return within(Decimal(text), low=low, high=high)


def within(value: Decimal, *, low: Decimal | int, high: Decimal | int) -> Decimal:
    """The same number, which must lie from `low` to `high`."""
    if not low <= value <= high:
        raise Wrong(f"{format(value, 'f')} is out of range.", f"Write a number from {low} to {high}.")
    return value


def one_of(text: str, known: Iterable[str]) -> str:
    """One of a few words, exactly as they are written here."""
    choice = list(known)
    if text not in choice:
        raise Wrong(f"{shown(text)} is not known here.", rather(text, choice))
    return text


def half(text: str) -> Half:
    """AM or PM."""
    if text in HALVES:
        return Half(text)
    meant = text.upper() if text.upper() in HALVES else "AM or PM"
    raise Wrong(f"{shown(text)} is not a half-day.", f"Write {meant}.")


def slot(text: str) -> Slot:
    """A half-day of every week, as 'Tue PM'."""
    found = re.fullmatch(r"(Mon|Tue|Wed|Thu|Fri) (AM|PM)", text)
    if not found:
        choice = [f"{weekday} {each.value}" for weekday in WEEKDAYS for each in Half]
        meant = nearest(text, choice)
        raise Wrong(
            f"{shown(text)} is not a half-day of the week.",
            f'Write "{meant}".' if meant else 'Write a weekday from Mon to Fri and AM or PM, as "Tue PM".',
        )
    return Slot(WEEKDAYS.index(found[1]), Half(found[2]))


def role(text: str) -> str:
    """A role of general practice, as the practice writes it."""
    if term_type(text) is None:
        raise Wrong(f"{shown(text)} is not a role.", rather(text, ROLE_NAMES))
    return text


def letter(text: str) -> Letter:
    """One letter of a pattern."""
    if text not in set(Letter):
        meant = text.upper() if text.upper() in set(Letter) else None
        raise Wrong(f"{shown(text)} is not a letter of a pattern.", f"Write {meant or LETTERS}.")
    return Letter(text)


def pattern(text: str) -> tuple[Letter, ...]:
    """Ten letters, Mon AM to Fri PM. Every letter that is none is named with its half-day."""
    if len(text) != PATTERN_LENGTH:
        count = "letter" if len(text) == 1 else "letters"
        raise Wrong(
            f"{shown(text)} has {len(text)} {count}, and a week has ten half-days.",
            f"Write ten letters, Mon AM to Fri PM, each {LETTERS}.",
        )
    known = set(Letter)
    wrong = [f"{_weekly(at)} {shown(char)}" for at, char in enumerate(text) if char not in known]
    if wrong:
        raise Wrong(f"Not a letter of a pattern: {', '.join(wrong)}.", f"Write {_mended(text)}.")
    return tuple(map(Letter, text))


def _weekly(at: int) -> str:
    return f"{WEEKDAYS[at // 2]} {'PM' if at % 2 else 'AM'}"


def _mended(text: str) -> str:
    """The pattern that was meant, when only capitals or the sort of dash are wrong; else the letters there are."""
    # Spreadsheets and word processors turn hyphens into these.
    meant = text.upper().translate({ord(dash): "-" for dash in "–—−_‐‑ "})
    return meant if len(meant) == PATTERN_LENGTH and set(meant) <= set(Letter) else f"{LETTERS} there"


def code(text: str, *, longest: int = 40) -> str:
    """A short name for a person or a site: letters, digits, and . _ + - inside."""
    if not _CODE.fullmatch(text):
        raise Wrong(f"{shown(text)} cannot be a code.", "Write letters and digits without spaces, as P1.")
    if len(text) > longest:
        raise Wrong(f"The code {shown(text)} is too long.", f"Write at most {longest} letters and digits.")
    return text


def plain(text: str, *, longest: int = 200) -> str:
    """A name or sentence: something on one line."""
    if not text:
        raise Wrong("There is nothing here.", "Write a name.")
    if not text.isprintable():
        raise Wrong(
            f"{shown(text)} holds a line break or a sign nobody can see.", "Write it again by hand, on one line."
        )
    if len(text) > longest:
        raise Wrong(f"{shown(text)} is too long.", f"Write at most {longest} letters.")
    return text


def flags(text: str) -> frozenset[str]:
    """Flags joined by |; none for nothing."""
    found = [each.strip() for each in text.split("|")] if text else []
    wrong = [shown(each) for each in found if not _FLAG.fullmatch(each) or len(each) > LONGEST_FLAG]
    if wrong:
        raise Wrong(f"Not a flag: {', '.join(wrong)}.", "Write words joined by |, as duty|supervise.")
    return frozenset(found)


def time_of_day(text: str) -> str:
    """A time written 08:30."""
    if not _TIME.fullmatch(text):
        raise Wrong(f"{shown(text)} is not a time.", "Write hours and minutes from 00:00 to 23:59, as 08:30.")
    return text


def telephone(text: str) -> str:
    """A telephone number, as people write it."""
    if not _TELEPHONE.fullmatch(text):
        raise Wrong(f"{shown(text)} is not a telephone number.", "Write digits and spaces, as 01632 960123.")
    return text


def email(text: str) -> str:
    """An address mail may be sent to."""
    if not _EMAIL.fullmatch(text):
        raise Wrong(f"{shown(text)} is not an email address.", "Write it as office@surgery.example.")
    return text
