"""What a publication makes of a rota and what stands in its way, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from functions.rota.versions import policy
from functions.rota.versions.policy import Publishing, content_hash, with_marks_kept
from shared.domain.problem import DutyRule, Problem, Supervision
from shared.domain.rota import Activity, Assignment, Rota
from shared.standing import Locum, Slot, Standing
from tests.builders import MONDAY, as_planned, line, lines_of, person, problem, session

TUESDAY = MONDAY + timedelta(days=1)


def publishing(asked: Problem, now: Rota | Standing, was: Standing | None = None) -> Publishing:
    """A rota of a practice in the place of another (None: the first one)."""
    standing = now if isinstance(now, Standing) else Standing(lines_of(now))
    covered = frozenset(asked.horizon.days()) if was is not None else frozenset()
    return Publishing(asked.practice, asked.horizon, was or Standing(), covered, standing, MONDAY - timedelta(days=60))


def said(asked: Problem, draft: Rota, was: Standing | None = None) -> list[str]:
    """Why a draft cannot be published."""
    kept = with_marks_kept(was or Standing(), lines_of(draft))
    wanted = publishing(asked, kept, was)
    found = policy.of_draft(wanted)
    return [reason.message for reason in (*policy.broken_in_words(wanted, found), *policy.marks_lost(wanted))]


def pinned(*lines: Assignment) -> Standing:
    """A rota of pinned lines and nothing else."""
    return Standing(lines, frozenset(Slot(each.code, each.session) for each in lines))


def test_it_works() -> None:
    asked = problem(person("A"), person("B", starts=TUESDAY))
    assert said(asked, as_planned(asked)) == []


def test_a_draft_made_before_somebody_s_last_day_was_known_is_refused_day_by_day() -> None:
    draft = as_planned(problem(person("A", "SSSS------")))
    left = problem(person("A", "SSSS------", ends=MONDAY))
    assert said(left, draft) == [
        "Dr A has no working term then (Tue 5 Jan AM).",
        "Dr A has no working term then (Tue 5 Jan PM).",
    ]


def test_a_draft_of_somebody_who_has_left_altogether_since_is_refused() -> None:
    draft = as_planned(problem(person("A", "S---------")))
    gone = problem(person("A", "S---------", ends=MONDAY - timedelta(days=1)))
    assert said(gone, draft) == ["Dr A has no working term then (Mon 4 Jan AM)."]


def test_a_draft_without_what_is_pinned_by_now_is_refused() -> None:
    asked = problem(person("A", "SS--------"))
    pin = line("A", "Mon AM", Activity.ADMIN)
    assert said(asked, as_planned(asked), pinned(pin)) == ["Dr A is pinned to admin at MAIN (Mon 4 Jan AM)."]
    assert said(asked, as_planned(asked, pin), pinned(pin)) == []


def test_what_a_run_was_not_free_to_change_stays_publishable_when_the_pattern_is_another_by_now() -> None:
    asked = problem(person("A", "SS--------"), person("B", "SS--------"))
    now = problem(person("A", "AA--------"), person("B", "AA--------"))
    lines = lines_of(as_planned(asked))
    for scope, names in (
        ({}, ["A", "B", "A", "B"]),
        ({"only_people": frozenset("B")}, ["B", "B"]),
        ({"since": TUESDAY}, []),
    ):
        wanted = replace(publishing(now, Standing(lines), Standing(lines)), **scope)
        assert [breach.code for breach in policy.of_draft(wanted).broken] == names


def test_a_pin_where_nobody_can_be_any_more_holds_nobody_up() -> None:
    left = problem(person("A", "SS--------", ends=MONDAY - timedelta(days=1)), person("B"))
    pin = line("A", "Mon AM", Activity.ADMIN)
    assert said(left, as_planned(left), pinned(pin)) == []


def test_an_absence_that_was_pinned_goes_with_its_leave() -> None:
    asked = problem(person("A", "SS--------"))
    assert said(asked, as_planned(asked), pinned(line("A", "Mon AM", Activity.STUDY_LEAVE))) == []


def test_a_draft_that_brings_in_who_is_kept_off_is_refused() -> None:
    asked = problem(person("A", "SS--------"))
    off = Standing(off=frozenset({Slot("A", session("Mon PM"))}))
    assert said(asked, as_planned(asked), off) == ["Dr A is kept off by hand (Mon 4 Jan PM)."]
    assert said(asked, as_planned(asked, out=[("A", "Mon PM")]), off) == []


def test_what_was_decided_by_hand_stays_decided_where_the_draft_has_it() -> None:
    kept, moved, locum = line("A", "Mon AM", Activity.ADMIN), line("A", "Tue AM"), line("B", "Mon AM")
    off = Slot("B", session("Fri PM"))
    was = replace(
        pinned(kept, moved), off=frozenset({off}), locums={Slot("B", locum.session): Locum("A", 30_000, "Elm")}
    )
    was = replace(was, lines=(*was.lines, locum))
    now = with_marks_kept(was, (kept, locum, replace(moved, activity=Activity.DUTY)))
    assert now.pinned == {Slot("A", kept.session)}
    assert now.off == {off}
    assert now.locums == was.locums
    assert with_marks_kept(was, (line("B", "Fri PM"),)).off == frozenset()


# -- the hash ----------------------------------------------------------------------------------------------------------


def test_a_rota_without_marks_has_the_hash_it_always_had() -> None:
    rota = Standing((line("A", "Mon AM", Activity.DUTY), line("B", "Mon AM"), line("A", "Tue PM", site="BRANCH")))
    assert content_hash(rota) == "21c940bbce885080e4c7897e98b3b1e74db04b5c896e8a41b7a8e70439ccc9ae"


def test_whatever_is_marked_changes_the_hash() -> None:
    one = line("A", "Mon AM")
    slot, other = Slot("A", one.session), Slot("B", one.session)
    rotas = [
        Standing((one,)),
        Standing((one,), pinned=frozenset({slot})),
        Standing((one,), off=frozenset({other})),
        Standing((one,), pinned=frozenset({slot}), off=frozenset({other})),
        *(Standing((one,), locums={slot: each}) for each in (
            Locum(), Locum("B"), Locum("B", 30_000), Locum("B", 30_000, "Elm"), Locum(None, None, "Elm"),
        )),
    ]  # fmt: skip
    assert len({content_hash(rota) for rota in rotas}) == len(rotas)


@given(st.permutations(range(6)))
def test_the_order_in_which_a_rota_is_told_does_not_matter(order: list[int]) -> None:
    lines = [line(code, when) for code in ("A", "B") for when in ("Mon AM", "Mon PM", "Tue AM")]
    slots = [Slot(each.code, each.session) for each in lines]
    told = Standing(
        tuple(lines[place] for place in order),
        frozenset(slots[place] for place in order[:3]),
        frozenset(Slot("C", slots[place].session) for place in order),
        {slots[place]: Locum("B", place) for place in order},
    )
    again = Standing(tuple(lines), told.pinned, told.off, {slot: told.locums[slot] for slot in slots})
    assert content_hash(told) == content_hash(again)


# -- gaps --------------------------------------------------------------------------------------------------------------


def test_a_gap_is_new_where_more_are_missing_than_on_the_rota_people_see() -> None:
    asked = problem(person("A", flags="duty"), person("B", flags="duty"), duty=DutyRule(2))
    both = as_planned(asked, *(line(code, "Mon AM", Activity.DUTY) for code in "AB"))
    one = as_planned(asked, line("A", "Mon AM", Activity.DUTY))
    was = Standing(lines_of(both))
    found = policy.of_edits(publishing(asked, one, was)).new_gaps
    assert [(gap.rule, gap.date, gap.half, gap.have) for gap in found] == [("duty", MONDAY, "AM", 1)]
    assert policy.of_edits(publishing(asked, both, Standing(lines_of(one)))).new_gaps == ()


def test_every_gap_of_a_first_rota_is_new() -> None:
    asked = problem(person("A", "SS--------"), duty=DutyRule(1))
    found = policy.of_draft(publishing(asked, as_planned(asked)))
    assert len(found.new_gaps) == 10
    assert found.changes == ()


# -- supervision -------------------------------------------------------------------------------------------------------

TRAINER, TRAINEE, OTHER = (
    person("S", flags="supervise"), person("T", role="ST2", flags="trainee"), person("U", role="ST3", flags="trainee"),
)  # fmt: skip


def trained() -> Problem:
    return problem(TRAINER, TRAINEE, OTHER, supervision=Supervision(2))


def test_a_trainee_is_unsupervised_where_their_supervisor_is_taken_away() -> None:
    asked = trained()
    was = Standing(lines_of(as_planned(asked)))
    found = policy.of_edits(publishing(asked, as_planned(asked, out=[("S", "Mon AM")]), was)).unsupervised
    assert [(gap.place, list(gap.trainees.values())) for gap in found] == [
        ((MONDAY, "AM", "MAIN"), ["Dr T", "Dr U"])
    ]  # fmt: skip
    assert policy.of_edits(publishing(asked, as_planned(asked), was)).unsupervised == ()


def test_what_lacked_a_supervisor_already_is_not_asked_about_again_unless_it_is_about_somebody_else() -> None:
    asked = trained()
    was = Standing(lines_of(as_planned(asked, out=[("S", "Mon AM"), ("U", "Mon AM")])))
    same = as_planned(asked, out=[("S", "Mon AM"), ("U", "Mon AM"), ("S", "Tue AM"), ("T", "Tue AM"), ("U", "Tue AM")])
    assert policy.of_edits(publishing(asked, same, was)).unsupervised == ()
    exchanged = as_planned(asked, out=[("S", "Mon AM"), ("T", "Mon AM")])
    (gap,) = policy.of_edits(publishing(asked, exchanged, was)).unsupervised
    assert gap.trainees == {"U": "Dr U"}
