"""The rota as it stands, and the questions made of it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from shared.constraints import check_all
from shared.domain.calendar import Horizon
from shared.domain.problem import DutyRule, Off, Practice
from shared.domain.rota import Activity, Assignment
from shared.standing import Locum, Slot, Standing, as_it_stands, pins_of, to_be_changed
from tests.builders import MONDAY, leave, line, person, problem, session, split

WEEK = Horizon(MONDAY, 1)
DUTY = DutyRule(1)


def test_it_works() -> None:
    practice = problem(person("A")).practice
    standing = Standing(tuple(line("A", f"{day} {half}") for day in ("Mon", "Tue") for half in ("AM", "PM")))
    asked = as_it_stands(practice, WEEK, standing)
    assert {breach.date for breach in check_all(asked, standing.lines)} == {
        MONDAY + timedelta(days=n) for n in (2, 3, 4)
    }


def broken(practice: Practice, standing: Standing) -> set[str]:
    """The rules a rota as it stands does not keep."""
    return {breach.rule for breach in check_all(as_it_stands(practice, WEEK, standing), standing.lines)}


def test_what_was_decided_by_hand_is_no_breach_of_the_pattern() -> None:
    practice = problem(person("A", "SS--------")).practice
    other = (line("A", "Mon AM", Activity.ADMIN), line("A", "Mon PM"), line("A", "Wed AM"))
    assert broken(practice, Standing(other)) == {"pattern"}
    by_hand = frozenset(Slot("A", session(words)) for words in ("Mon AM", "Wed AM"))
    assert broken(practice, Standing(other, pinned=by_hand)) == set()


def test_a_session_somebody_was_taken_off_is_not_missed_and_stays_off() -> None:
    practice = problem(person("A", "SS--------")).practice
    morning = (line("A", "Mon AM"),)
    assert broken(practice, Standing(morning)) == {"pattern"}
    off = Standing(morning, off=frozenset({Slot("A", session("Mon PM"))}))
    assert broken(practice, off) == set()
    asked = to_be_changed(practice, WEEK, off)
    assert asked.off == {Off("A", session("Mon PM"))}
    assert asked.facts.plan("A", session("Mon PM")).activity is None
    assert asked.facts.plan("A", session("Mon AM")).activity is Activity.CLINIC


def test_a_gap_says_who_was_taken_off_by_hand() -> None:
    practice = problem(person("A", "SS--------", flags="duty"), duty=DUTY).practice
    off = Standing((line("A", "Mon PM", Activity.DUTY),), off=frozenset({Slot("A", session("Mon AM"))}))
    asked = as_it_stands(practice, WEEK, off)
    said = [b.because for b in check_all(asked, off.lines) if b.rule == "duty" and b.half == "AM" and b.date == MONDAY]
    assert said == ["need 1, have 0: Dr A taken off by hand"]


def test_a_pin_does_not_hide_that_somebody_is_away() -> None:
    practice = problem(person("A", "SS--------"), leave=[leave("A", "Mon AM")]).practice
    pinned = Standing((line("A", "Mon AM"), line("A", "Mon PM")), pinned=frozenset({Slot("A", session("Mon AM"))}))
    assert "absence" in broken(practice, pinned)
    assert to_be_changed(practice, WEEK, pinned).pins == (), "nobody is pinned where they cannot be"


def test_a_hand_written_rota_stays_and_counts_as_far_as_it_still_can() -> None:
    staff = (person("A"), person("H", "----------", flags="by-hand|duty"))
    practice = problem(*staff, leave=[leave("H", "Tue AM", "Tue PM")]).practice
    written = (line("H", "Mon AM", Activity.DUTY), line("H", "Tue AM"), line("H", "Wed AM", site="GONE"))
    pinned = (line("A", "Thu AM", Activity.ADMIN), line("A", "Fri AM", Activity.DUTY))
    assert pins_of(practice, WEEK, (*written, line("A", "Mon AM")), pinned) == (pinned[0],)
    with_duty = problem(*staff, leave=practice.leave, duty=DUTY).practice
    assert pins_of(with_duty, WEEK, written, pinned) == (written[0], pinned[0])
    may = problem(person("A", flags="duty"), staff[1], leave=practice.leave, duty=DUTY).practice
    assert pins_of(may, WEEK, (), pinned) == pinned


def test_a_locum_counts_for_cover_as_soon_as_a_session_is_theirs() -> None:
    locum = person("L", "----------", role="Locum", flags="by-hand|duty")
    practice = problem(person("A", "----------"), locum, duty=DUTY).practice
    held = tuple(
        Assignment(day, "L", Activity.DUTY, "MAIN") for day in WEEK.sessions() if day.date <= MONDAY + timedelta(days=1)
    )
    short = [
        breach for breach in check_all(as_it_stands(practice, WEEK, Standing(held)), held) if breach.rule == "duty"
    ]
    assert len(short) == 10 - len(held)


def test_a_part_is_what_lies_between_two_days() -> None:
    slots = [Slot("A", session("Mon AM", week=week)) for week in range(3)]
    lines = tuple(Assignment(slot.session, "A", Activity.CLINIC, "MAIN") for slot in slots)
    whole = Standing(lines, frozenset(slots), frozenset(slots), {slot: Locum("B", 1, "") for slot in slots})
    middle = MONDAY + timedelta(weeks=1)
    part = whole.between(middle, middle + timedelta(days=6))
    assert part == Standing(lines[1:2], frozenset(slots[1:2]), frozenset(slots[1:2]), {slots[1]: Locum("B", 1, "")})


def test_a_locum_is_the_same_after_being_written_down() -> None:
    for locum in (Locum(), Locum("AO", 45_000, "Agency & Sons")):
        assert Locum.of(locum.as_document()) == locum
    assert Locum.of(None) is None


def test_who_and_when_may_change_bounds_what_may_change() -> None:
    practice = problem(person("A", "??????????", days="5"), person("B", "??????????", days="5")).practice
    lines = tuple(Assignment(day, code, Activity.CLINIC, "MAIN") for day in WEEK.sessions() for code in "AB")
    wednesday = MONDAY + timedelta(days=2)
    asked = to_be_changed(practice, WEEK, Standing(lines), since=wednesday, only_people=frozenset("A"))
    open_days = {(code, day) for code, day in asked.facts.optional_days}
    assert open_days == {("A", date(2027, 1, 6)), ("A", date(2027, 1, 7)), ("A", date(2027, 1, 8))}
    assert Decimal(5) == practice.people[0].flexible_days_per_week


def test_who_is_generated_from_a_day_on_is_written_by_hand_until_then_only() -> None:
    by_hand, generated = split(person("A", flags="by-hand"), MONDAY + timedelta(days=2), flags=frozenset())
    practice = problem(by_hand, generated).practice
    lines = (line("A", "Mon AM"), line("A", "Thu AM"))
    assert pins_of(practice, WEEK, lines, ()) == lines[:1]
