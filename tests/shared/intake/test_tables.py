"""NAME.people.csv and NAME.leave.csv: every mistake is told with its line, its column and what to write instead."""

from __future__ import annotations

import codecs
from datetime import date
from decimal import Decimal

import pytest

from shared.domain.people import Letter
from shared.domain.problem import LeaveKind
from shared.intake import Files, read_practice, write_practice
from tests.made_up import STEMS, faults_of, files_of, only_fault, practice_of, with_change, with_part


def test_it_works() -> None:
    ash, *_ = practice_of("northgate").people
    assert (ash.code, ash.name, ash.role, ash.site) == ("P1", "Dr Ash", "Partner", "MAIN")
    assert ash.wte == Decimal("0.89")
    assert ash.pattern.weeks[0][3] is Letter.TUTORIAL
    assert ash.flags == {"duty", "educational-supervisor", "supervise"}
    leave = practice_of("northgate").leave[0]
    assert (leave.code, leave.kind, leave.approved) == ("P1", LeaveKind.ANNUAL, True)


# What replaces what in Northgate's people, and the line, column, message and advice that come of it.
PEOPLE = [
    ("P1,Dr Ash", "P 1,Dr Ash", 2, "code", "cannot be a code", "without spaces"),
    ("P1,Dr Ash", "P2,Dr Ash", 3, "code", "P2 is taken by line 2", "a code of their own"),
    ("P1,Dr Ash", "P1,", 2, "name", "nothing here", "Write a name"),
    ("Dr Ash,Partner", "Dr Ash,Partnr", 2, "role", "'Partnr' is not a role", "Write Partner."),
    ("Dr Ash,Partner", "Dr Ash,", 2, "role", "'' is not a role", "Write one of Partner"),
    ("Partner,MAIN,0.89", "Partner,MIAN,0.89", 2, "site", "no site 'MIAN'", "Write MAIN."),
    ("0.89", "x", 2, "wte", "'x' is not a number", "as 0.80"),
    ("0.89", '"0,89"', 2, "wte", "is not a number", "Write 0.89."),
    ("0.89", "-0.89", 2, "wte", "below nothing", "from 0 to 2"),
    ("0.89", "89", 2, "wte", "89 is out of range", "from 0 to 2"),
    ("0.89", "nan", 2, "wte", "is not a number", "as 0.80"),
    ("0.89", "", 2, "wte", "is not a number", "as 0.80"),
    ("0.89", "1e0", 2, "wte", "is not a number", "as 0.80"),
    ("SSSTSA--SA", "SSSTSA--S", 2, "pattern", "has 9 letters", "Write ten letters"),
    ("SSSTSA--SA", "SSSXSA--SA", 2, "pattern", "Tue PM 'X'", "S, A, T, E, L, V, ? or -"),
    ("SSSTSA--SA", "ssstsa–-sa", 2, "pattern", "Mon AM 's'", "Write SSSTSA--SA."),
    ("SSSTSA--SA,", "SSSTSA--SA,SS", 2, "pattern_b", "has 2 letters", "Write ten letters"),
    ("SSSTSA--SA,,", "SSSTSA--SA,,6", 2, "flexible_days_per_week", "6 is out of range", "from 0 to 5"),
    (",56,", ",-1,", 2, "annual_leave_sessions", "below nothing", "from 0 to 1000"),
    ("duty|educational-supervisor|", "duty||educational-supervisor|", 2, "flags", "Not a flag: ''", "joined by |"),
    ("duty|educational-supervisor|", "duty;educational-supervisor|", 2, "flags", "Not a flag", "joined by |"),
    ("P1,Dr Ash,Partner", "P1,Dr Ash, the elder,Partner", 2, None, "11 cells in this line", "quotation marks"),
    ("P1,Dr Ash,", "P1,", 2, None, "9 cells in this line, and 10 columns", "comma between cells"),
    ("wte,pattern", "wte,patern", 1, "patern", "no column 'patern'", "Write pattern."),
    ("code,name", "code,shoe_size,name", 1, "shoe_size", "no column 'shoe_size'", "Remove it."),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "field", "message", "instead"), PEOPLE, ids=[p[1][:30] for p in PEOPLE])
def test_a_mistake_about_people(old: str, new: str, line: int, field: str | None, message: str, instead: str) -> None:
    fault = faults_of(with_change(files_of("northgate"), "people", old, new))[0]
    assert (fault.file, fault.line, fault.field) == ("northgate.people.csv", line, field)
    assert message in fault.message
    assert instead in fault.instead


LEAVE = [
    ("P1,annual,2027-01-04", "P11,annual,2027-01-04", 2, "code", "Nobody has the code 'P11'", "Write P1."),
    ("P1,annual,2027-01-04", "P1,anual,2027-01-04", 2, "kind", "'anual' is not known", "Write annual."),
    ("P1,annual,2027-01-04", "P1,annual,4/1/2027", 2, "start", "is not a date", "Write 2027-01-04"),
    ("P1,annual,2027-01-04", "P1,annual,2027-02-31", 2, "start", "no such date", "2027-02-15"),
    ("2027-01-04,AM", "2027-01-04,am", 2, "start_half", "'am' is not a half-day", "Write AM."),
    ("2027-01-04,AM", "2027-01-04,", 2, "start_half", "'' is not a half-day", "Write AM or PM."),
    ("2027-01-08,PM,approved", "2027-01-08,PM,aproved", 2, "status", "'aproved' is not known", "Write approved."),
    ("2027-01-08,PM,approved", "2027-01-01,PM,approved", 2, "end", "ends before it begins", "2027-01-04 AM or later"),
    ("2027-01-06,AM,2027-01-06,PM", "2027-01-06,PM,2027-01-06,AM", 3, "end_half", "ends before", "2027-01-06 PM"),
    ("P1,annual,2027-01-11", "P1,annual,2027-01-08", 4, "start", "by line 2: both have Fri 8 Jan", "Keep one"),
    ("P2,annual,2027-01-11", "P1,sick,2027-01-15", 5, "start", "by line 4: both have Fri 15 Jan 2027 AM", "Keep one"),
    ("N1,annual,2027-01-06", "P1,annual,2027-01-06", 3, "start", "by line 2: both have Wed 6 Jan 2027 AM", "Keep one"),
    ("code,kind", "code,sort", 1, "sort", "no column 'sort'", "Remove it."),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "field", "message", "instead"), LEAVE, ids=[m[1][:40] for m in LEAVE])
def test_a_mistake_about_leave(old: str, new: str, line: int, field: str, message: str, instead: str) -> None:
    fault = faults_of(with_change(files_of("northgate"), "leave", old, new))[0]
    assert (fault.file, fault.line, fault.field) == ("northgate.leave.csv", line, field)
    assert message in fault.message
    assert instead in fault.instead


def test_a_column_that_is_missing_is_named_and_nothing_else_about_it() -> None:
    fault = only_fault(
        with_change(
            files_of("lone-moor"),
            "people",
            "annual_leave_sessions,flags\nA,Dr Only,Partner,M,1,SASSSSVS--,,,0,duty",
            "annual_leave_sessions\nA,Dr Only,Partner,M,1,SASSSSVS--,,,0",
        )
    )
    assert (fault.line, fault.field, fault.message) == (1, "flags", "The column is missing.")


def test_a_column_may_not_stand_twice() -> None:
    fault = faults_of(with_change(files_of("northgate"), "people", "name,role", "name,name"))[0]
    assert (fault.line, fault.field, fault.message) == (1, "name", "The column stands here twice.")


def test_leave_that_touches_does_not_overlap() -> None:
    files = with_change(files_of("northgate"), "leave", "P1,annual,2027-01-11,AM", "P1,annual,2027-01-08,PM")
    files = with_change(files, "leave", "2027-01-08,PM,approved", "2027-01-08,AM,approved")
    assert read_practice(files).leave[0].end < read_practice(files).leave[2].start


def test_one_long_leave_overlaps_every_short_one_in_it() -> None:
    files = with_change(files_of("northgate"), "leave", "2027-01-08,PM", "2027-03-31,PM")
    files = with_change(files, "leave", "P2,annual,2027-01-11", "P1,annual,2027-01-20")
    assert [fault.line for fault in faults_of(files)] == [4, 5]


def test_somebody_flexible_needs_a_target() -> None:
    files = with_change(files_of("calder-bridge"), "people", "MAIN,1.00,??????????,,3.5", "MAIN,0.00,??????????,,")
    assert only_fault(files).field == "flexible_days_per_week"
    by_hand = with_change(files, "people", "duty|supervise|educational-supervisor", "by-hand")
    assert read_practice(by_hand)


def test_a_target_without_flexible_sessions_does_no_harm() -> None:
    assert read_practice(with_change(files_of("northgate"), "people", "SSSTSA--SA,,", "SSSTSA--SA,,4"))


def test_no_annual_leave_may_be_left_empty() -> None:
    assert (
        read_practice(with_change(files_of("northgate"), "people", ",56,", ",,")).people[0].annual_leave_sessions == 0
    )


@pytest.mark.parametrize("part", ["practice", "people", "leave"])
def test_what_spreadsheets_leave_behind_is_tolerated(part: str) -> None:
    """A byte order mark, Windows line ends, blank lines and rows of commas at the end."""
    files = files_of("northgate")
    data = codecs.BOM_UTF8 + getattr(files, part).replace(b"\n", b"\r\n") + b"\r\n\r\n"
    if part != "practice":
        data += b",,,,,,,,,\r\n" if part == "people" else b",,,,,,\r\n"
    assert read_practice(with_part(files, part, data)) == read_practice(files)


def test_empty_columns_at_the_right_end_are_tolerated() -> None:
    files = files_of("northgate")
    wider = with_part(files, "leave", (files.leave or b"").replace(b"\n", b",,\n"))
    assert read_practice(wider) == read_practice(files)


def test_columns_may_stand_in_any_order() -> None:
    files = files_of("lone-moor")
    people = b"flags,code,name,role,site,wte,pattern,pattern_b,flexible_days_per_week,annual_leave_sessions\n"
    people += b"duty,A,Dr Only,Partner,M,1,SASSSSVS--,,,0\n"
    assert read_practice(with_part(files, "people", people)) == read_practice(files)


def test_a_comma_may_stand_in_quotation_marks() -> None:
    assert practice_of("glen-strath").people[1].name == "O'Neil, Dr"


def test_quotation_marks_that_stay_open_are_told_where_they_open() -> None:
    fault = faults_of(with_change(files_of("northgate"), "people", "Dr Beech", '"Dr Beech'))[0]
    assert (fault.line, fault.instead[:11]) == (3, "Close every")


@pytest.mark.parametrize("part", ["practice", "people", "leave"])
@pytest.mark.parametrize("data", [b"", b"  \n\n", codecs.BOM_UTF8])
def test_an_empty_file_is_told_as_one(part: str, data: bytes) -> None:
    fault = only_fault(with_part(files_of("northgate"), part, data))
    assert fault.message == "The file is empty."


@pytest.mark.parametrize("part", ["practice", "people", "leave"])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252"])
def test_another_encoding_is_one_fault_that_says_how_to_save(part: str, encoding: str) -> None:
    files = files_of("northgate")
    text = getattr(files, part).decode().replace("PLT", "Fête").replace("Dr Ash", "Dr Ashé").replace("annual", "anñual")
    fault = only_fault(with_part(files, part, text.encode(encoding)))
    assert "is not UTF-8" in fault.message
    assert "Save it as UTF-8" in fault.instead


def test_the_line_of_a_foreign_letter_is_told() -> None:
    files = files_of("northgate")
    people = (files.people or b"").replace(b"Dr Chestnut", "Dr Châtaigne".encode("latin-1"))
    assert only_fault(with_part(files, "people", people)).line == 4


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_cells_parted_by_something_else_are_told(separator: str) -> None:
    files = files_of("lone-moor")
    people = (files.people or b"").replace(b",", separator.encode())
    fault = only_fault(with_part(files, "people", people))
    assert "parted by" in fault.message


def test_nobody_is_too_few() -> None:
    files = files_of("plain-field")
    fault = only_fault(with_part(files, "people", (files.people or b"").split(b"\n")[0]))
    assert fault.message == "There is nobody in it."


def test_a_fault_in_one_file_makes_no_others_elsewhere() -> None:
    """Leave of somebody whose row is faulty, or people of sites that cannot be read, are not called unknown."""
    files = files_of("northgate")
    assert len(faults_of(with_change(files, "people", "P1,Dr Ash,Partner", "P1,Dr Ash,Partnr"))) == 1
    assert len(faults_of(with_change(files, "people", "P1,Dr Ash,", "P1,"))) == 1
    assert len(faults_of(with_change(files, "practice", '"sites": [', '"sites": ['.replace("[", "[[],")))) == 1
    assert len(faults_of(with_part(files, "people", b""))) == 1
    assert len(faults_of(with_part(files, "practice", b"{"))) == 1


def test_all_three_files_are_told_of_at_once_in_order() -> None:
    files = with_change(files_of("northgate"), "leave", "P1,annual", "P1,anual")
    files = with_change(files, "people", "Partner,MAIN,0.78", "Partnr,MAIN,0.7x")
    files = with_change(files, "practice", '"weeks": 13', '"weeks": 1000')
    assert [(f.file.split(".")[1], f.line) for f in faults_of(files)] == [
        ("practice", 7), ("people", 3), ("people", 3), ("leave", 2),
    ]  # fmt: skip


def test_no_terminal_obeys_what_a_file_says() -> None:
    files = with_change(files_of("northgate"), "people", "Dr Ash,Partner", "Dr Ash,\x1b[31mPartner")
    files = with_change(files, "practice", '"list_size"', '"list\\u001b[31m"')
    for fault in faults_of(files):
        assert str(fault).isprintable()


# -- working terms -------------------------------------------------------------------------------------------------

HEADER = "code,name,role,site,wte,pattern,pattern_b,flexible_days_per_week,annual_leave_sessions,flags"
ASH = "P1,Dr Ash,Partner,MAIN,0.89,SSSSSSSSSS,,,56,duty"
FIR = "P2,Dr Fir,Salaried,MAIN,0.80,SSSSSS----,,,48,"


def dated(*rows: str, header: str = f"{HEADER},starts,ends,session_minutes,groups") -> Files:
    """Northgate with other people, and nobody on leave."""
    files = with_part(files_of("northgate"), "people", "\n".join((header, *rows, "")).encode())
    return with_part(files, "leave", b"code,kind,start,start_half,end,end_half,status\n")


def test_rows_of_one_code_are_one_person_s_terms_oldest_first_where_the_first_stands() -> None:
    files = dated(f"{ASH},2027-03-01,,240,", f"{FIR},,,,", f"{ASH},,2027-02-28,,")
    first, then, fir = read_practice(files).people
    assert (first.code, first.starts, first.ends, first.session_minutes) == ("P1", None, date(2027, 2, 28), 250)
    assert (then.code, then.starts, then.ends, then.session_minutes) == ("P1", date(2027, 3, 1), None, 240)
    assert (fir.code, fir.starts, fir.ends, fir.groups) == ("P2", None, None, frozenset())


def test_groups_are_joined_like_flags() -> None:
    (ash,) = read_practice(dated(f"{ASH},,,,Minor ops | Diabetes")).people
    assert ash.groups == {"Minor ops", "Diabetes"}


def test_optional_columns_may_come_one_by_one_and_in_any_place() -> None:
    (ash,) = read_practice(dated(f"2027-01-04,{ASH}", header=f"starts,{HEADER}")).people
    assert (ash.starts, ash.ends, ash.session_minutes) == (date(2027, 1, 4), None, 250)


# Rows of people, and the line, column, message and advice that come of them.
TERMS = [
    (
        (f"{ASH},,2027-03-01,,", f"{ASH},2027-03-01,,,"), 3, "starts",
        "P1 has a working term already by line 2: both cover 1 Mar 2027.", "the day before",
    ),
    (
        (f"{ASH},2027-01-04,,,", f"{FIR},,,,", f"{ASH},2027-02-01,2027-02-28,,"), 4, "starts",
        "P1 has a working term already by line 2: both cover 1 Feb 2027 to 28 Feb 2027.", "the day before",
    ),
    (
        (f"{ASH},,,,", f"{ASH},2027-03-01,,,"), 3, "starts",
        "P1 has a working term already by line 2: both cover all days from 1 Mar 2027.", "the day before",
    ),
    ((f"{ASH},,,,", f"{ASH},,,,"), 3, "code", "The code P1 is taken by line 2.", "a code of their own"),
    (
        (f"{ASH},,2027-02-28,,", f"{ASH.replace('Dr Ash', 'Dr Oak')},2027-03-01,,,"), 3, "code",
        "The code P1 is taken by line 2.", "a code of their own",
    ),
    (
        (f"{ASH},,2027-02-28,,Diabetes", f"{ASH},2027-03-01,,,"), 3, "groups",
        "P1 is in other groups by line 2.", "the same groups",
    ),
    ((f"{ASH},2027-03-02,2027-03-01,,",), 2, "ends", "The term ends before it starts.", "Write 2027-03-02 or later."),
    ((f"{ASH},1/3/2027,,,",), 2, "starts", "'1/3/2027' is not a date.", "Write 2027-03-01"),
    ((f"{ASH},,2027-02-30,,",), 2, "ends", "no such date", "as 2027-02-15"),
    ((f"{ASH},,,20,",), 2, "session_minutes", "20 is out of range", "from 30 to 720"),
    ((f"{ASH},,,250.5,",), 2, "session_minutes", "not a whole number of minutes", "Write 250 or 251."),
    ((f"{ASH},,,,Diabetes||",), 2, "groups", "Not a group: ''", "joined by |"),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "line", "field", "message", "instead"), TERMS, ids=[t[3][:40] for t in TERMS])
def test_a_mistake_about_terms(rows: tuple[str, ...], line: int, field: str, message: str, instead: str) -> None:
    fault = only_fault(dated(*rows))
    assert (fault.line, fault.field) == (line, field)
    assert message in fault.message
    assert instead in fault.instead


def test_a_row_with_another_fault_still_shows_that_terms_overlap() -> None:
    faults = faults_of(dated(f"{ASH},,2027-03-01,,", f"{ASH.replace('Partner', 'Wizard')},2027-02-01,,,"))
    assert [fault.field for fault in faults] == ["role", "starts"]


def test_of_three_rows_each_that_overlaps_is_told_of_once() -> None:
    faults = faults_of(dated(f"{ASH},,,,", f"{ASH},,,,", f"{ASH},,,,"))
    assert [(fault.line, fault.field) for fault in faults] == [(3, "code"), (4, "code")]


def test_a_misspelt_optional_column_is_guessed() -> None:
    fault = only_fault(dated(f"{ASH},", header=f"{HEADER},start"))
    assert (fault.line, fault.field, fault.instead) == (1, "start", "Write starts.")


def test_the_optional_columns_are_written_only_when_somebody_needs_them() -> None:
    for name in STEMS:
        before, after = files_of(name).people or b"", write_practice(practice_of(name)).people or b""
        assert after.splitlines()[0] == before.splitlines()[0]
    assert write_practice(practice_of("high-weir")).people == files_of("high-weir").people
    one = read_practice(dated(f"{ASH},,,240,", f"{FIR},,,,"))
    assert (write_practice(one).people or b"").splitlines()[0].decode() == f"{HEADER},session_minutes"


def test_a_code_nobody_can_see_is_written_out_where_it_is_the_nearest() -> None:
    files = with_change(files_of("northgate"), "people", "\nS1,", "\nS1\x01,")
    told = [fault.instead for fault in faults_of(files) if fault.file == "northgate.leave.csv"]
    assert told
    assert all("S1\\x01" in instead and instead.isprintable() for instead in told)
