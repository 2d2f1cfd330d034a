"""What somebody did, in words built from the sessions."""

from __future__ import annotations

from functions.rota.edits.cells import EMPTY, OFF, CellChange, CellState, in_calendar_order
from functions.rota.edits.words import in_words, said
from shared.domain.rota import Activity
from shared.standing import Locum, Slot
from tests.builders import session

NAMES = {"A": "Dr Ash", "B": "Dr Beech", "E": "Dr Elder"}
ONE, TWO = {"MAIN": "Northgate"}, {"MAIN": "Northgate", "BRANCH": "Eastfield"}


def does(activity: Activity, site: str = "MAIN", *, pinned: bool = False, locum: Locum | None = None) -> CellState:
    return CellState(activity, site, pinned, locum)


CLINIC, DUTY, ADMIN = does(Activity.CLINIC), does(Activity.DUTY), does(Activity.ADMIN)
PINNED = does(Activity.CLINIC, pinned=True)
A_LOCUM = does(Activity.CLINIC, locum=Locum("B", 30_000, "Acme"))
UNKNOWN_LOCUM = does(Activity.CLINIC, locum=Locum())


def change(code: str, when: str, was: CellState, now: CellState) -> CellChange:
    return CellChange(Slot(code, session(when)), was, now)


def told(*cells: CellChange, sites: dict[str, str] = ONE) -> str:
    return in_words(in_calendar_order(cells), NAMES, sites)


def test_it_works() -> None:
    handed = told(change("A", "Mon AM", DUTY, OFF), change("E", "Mon AM", CLINIC, DUTY))
    assert handed == "Dr Ash's duty on Mon 4 Jan AM to Dr Elder"


def test_one_session() -> None:
    elsewhere = does(Activity.CLINIC, "BRANCH")
    for was, now, words in (
        (EMPTY, CLINIC, "Dr Beech given clinic on Mon 4 Jan AM"),
        (CLINIC, OFF, "Dr Beech taken off clinic on Mon 4 Jan AM"),
        (CLINIC, DUTY, "Dr Beech from clinic to duty on Mon 4 Jan AM"),
        (CLINIC, PINNED, "Dr Beech's clinic on Mon 4 Jan AM pinned"),
        (PINNED, CLINIC, "Dr Beech's clinic on Mon 4 Jan AM no longer pinned"),
        (EMPTY, OFF, "Dr Beech kept off on Mon 4 Jan AM"),
        (OFF, EMPTY, "Dr Beech no longer kept off on Mon 4 Jan AM"),
        (CLINIC, A_LOCUM, "Dr Beech's clinic on Mon 4 Jan AM marked as a locum's"),
        (A_LOCUM, UNKNOWN_LOCUM, "Dr Beech's clinic on Mon 4 Jan AM with other details of the locum"),
        (A_LOCUM, CLINIC, "Dr Beech's clinic on Mon 4 Jan AM no longer marked as a locum's"),
        (does(Activity.STUDY_LEAVE), OFF, "Dr Beech taken off leave on Mon 4 Jan AM"),
        (does(Activity.SELF_DIRECTED), OFF, "Dr Beech taken off self-directed learning on Mon 4 Jan AM"),
    ):  # fmt: skip
        assert told(change("B", "Mon AM", was, now)) == words
    assert told(change("B", "Mon AM", EMPTY, CLINIC), sites=TWO) == "Dr Beech given clinic at Northgate on Mon 4 Jan AM"
    moved = change("B", "Mon AM", CLINIC, elsewhere)
    assert told(moved, sites=TWO) == "Dr Beech's clinic on Mon 4 Jan AM moved to Eastfield"
    other = change("B", "Mon AM", elsewhere, DUTY)
    assert told(other, sites=TWO) == "Dr Beech from clinic to duty at Northgate on Mon 4 Jan AM"


def test_moved_in_time() -> None:
    assert told(change("A", "Mon AM", DUTY, OFF), change("A", "Tue PM", EMPTY, DUTY)) == (
        "Dr Ash's duty moved from Mon 4 Jan AM to Tue 5 Jan PM"
    )
    assert told(change("A", "Mon AM", DUTY, OFF), change("E", "Tue PM", EMPTY, DUTY)) == (
        "Dr Ash's duty on Mon 4 Jan AM to Dr Elder on Tue 5 Jan PM"
    )


def test_a_whole_day_handed_over() -> None:
    lost = (change("A", f"Mon {half}", DUTY, OFF) for half in ("AM", "PM"))
    got = (change("E", f"Mon {half}", CLINIC, DUTY) for half in ("AM", "PM"))
    assert told(*lost, *got) == "Dr Ash's 2 duty sessions on Mon 4 Jan to Dr Elder"


def test_two_who_do_what_the_other_did() -> None:
    swap = change("E", "Mon AM", CLINIC, DUTY), change("A", "Mon AM", DUTY, CLINIC)
    assert told(*swap) == "Dr Ash's duty on Mon 4 Jan AM to Dr Elder, whose clinic goes to Dr Ash"


def test_many_at_once() -> None:
    days, when = ("Mon AM", "Tue AM", "Wed AM"), "Mon 4 Jan AM to Wed 6 Jan AM"
    for was, now, words in (
        (CLINIC, PINNED, "pinned"),
        (EMPTY, ADMIN, "given admin"),
        (CLINIC, ADMIN, "turned into admin"),
        (CLINIC, A_LOCUM, "marked as a locum's"),
    ):
        assert told(*(change("B", day, was, now) for day in days)) == f"3 sessions of Dr Beech {words}, {when}"
    mixed = change("B", "Mon AM", CLINIC, PINNED), change("A", "Mon AM", CLINIC, OFF), change("A", "Tue AM", EMPTY, OFF)
    assert told(*mixed) == "3 sessions of Dr Ash and Dr Beech changed, Mon 4 Jan AM to Tue 5 Jan AM"
    assert (
        told(*(change(code, "Mon AM", CLINIC, OFF) for code in "ABE"))
        == "3 sessions of 3 people taken off, Mon 4 Jan AM"
    )


def test_several_moved_together() -> None:
    lost = [change(code, "Mon AM", DUTY, OFF) for code in "AB"]
    later = [change(code, "Tue AM", EMPTY, DUTY) for code in "AB"]
    assert told(*lost, *later) == "2 duty sessions of Dr Ash and Dr Beech moved from Mon 4 Jan AM to Tue 5 Jan AM"
    taken = [change("A", "Mon AM", DUTY, OFF), change("B", "Mon PM", ADMIN, OFF)]
    given = [change("B", "Mon AM", EMPTY, DUTY), change("E", "Mon PM", EMPTY, ADMIN)]
    assert told(*taken, *given) == "2 sessions of Dr Ash and Dr Beech on Mon 4 Jan to Dr Beech and Dr Elder"


def test_what_somebody_does_never_tells_the_kind_of_a_leave() -> None:
    assert said(does(Activity.STUDY_LEAVE), ONE) == said(does(Activity.CORONERS), ONE) == "is away"
    assert said(EMPTY, ONE) == "is not at work"
    assert said(OFF, ONE) == "is kept off"
    assert said(PINNED, TWO) == "is in clinic at Northgate, pinned,"
