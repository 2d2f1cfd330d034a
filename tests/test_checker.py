"""The checker can fail: each way a draft can be wrong is told, and a right draft is left in peace."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.checker.rules import complaints
from tests.drafts import draft_of
from tests.made_up import STEMS

Draft = dict[str, Any]
LIMIT = ("--seconds", "2.5")


def lines(draft: Draft, **wanted: str) -> list[dict[str, str]]:
    """The assignments that have all these values, at least one."""
    found = [a for a in draft["assignments"] if all(a[key] == value for key, value in wanted.items())]
    assert found
    return found


def leave_out(**wanted: str) -> Callable[[Draft], None]:
    return lambda draft: draft["assignments"].remove(lines(draft, **wanted)[0])


def change(changes: dict[str, str], **wanted: str) -> Callable[[Draft], None]:
    return lambda draft: lines(draft, **wanted)[0].update(changes)


def add(code: str, date: str, half: str, activity: str, site: str) -> Callable[[Draft], None]:
    line = {"code": code, "date": date, "half": half, "activity": activity, "site": site}
    return lambda draft: draft["assignments"].append(line)


def twice(draft: Draft) -> None:
    draft["assignments"].append(draft["assignments"][0] | {"site": "BRANCH"})


def put(key: str, value: Any) -> Callable[[Draft], None]:
    return lambda draft: draft.update({key: value})


def forget_a_gap(draft: Draft) -> None:
    draft["gaps"].pop()


def invent_a_gap(draft: Draft) -> None:
    draft["gaps"].append(
        {"rule": "duty", "date": "2027-01-06", "half": "AM", "site": None, "need": 1, "have": 0, "why": "because"}
    )


def miscount_a_gap(draft: Draft) -> None:
    draft["gaps"][0]["need"] += 1


def call_duty_a_gap(draft: Draft) -> None:
    """Somebody goes back from duty to clinic, and the hole is honestly named."""
    line = lines(draft, activity="duty", date="2027-01-06", half="AM")[0]
    line["activity"] = "clinic"
    invent_a_gap(draft)


def swap_duty_for(code: str, **wanted: str) -> Callable[[Draft], None]:
    """Duty goes to somebody else, so that the numbers stay right."""

    def mutate(draft: Draft) -> None:
        lines(draft, activity="duty", **wanted)[0]["activity"] = "clinic"
        lines(draft, code=code, **wanted)[0]["activity"] = "duty"

    return mutate


def empty_site(draft: Draft) -> None:
    for line in lines(draft, site="BRANCH"):
        line["site"] = "MAIN"


def nobody_supervises(draft: Draft) -> None:
    """All who supervise are sent to the branch for a morning."""
    for line in lines(draft, date="2027-02-02", half="AM"):
        if line["code"].startswith(("P", "S")):
            line["site"] = "BRANCH"


def crowd(draft: Draft) -> None:
    """More people at the branch than it has rooms for."""
    for line in lines(draft, date="2027-02-02", half="AM", site="MAIN"):
        if line["code"][0] in "PSNW":
            line["site"] = "BRANCH"


def days_of(draft: Draft, code: str) -> list[str]:
    return sorted({line["date"] for line in lines(draft, code=code)})


def without_days(draft: Draft, code: str, gone: list[str]) -> None:
    draft["assignments"] = [a for a in draft["assignments"] if a["code"] != code or a["date"] not in gone]


def a_short_week(draft: Draft) -> None:
    week = [day for day in days_of(draft, "D1") if "2027-02-22" <= day <= "2027-02-26"]
    without_days(draft, "D1", week[:2])


def a_short_period(draft: Draft) -> None:
    """Three days in each week are within reach of 3.5; three days in all of them are not."""
    weeks: dict[str, list[str]] = {}
    for day in days_of(draft, "D8"):
        weeks.setdefault(f"{date.fromisoformat(day):%W}", []).append(day)
    without_days(draft, "D8", [week[0] for week in weeks.values() if len(week) == 4])


def no_flexible_days(code: str, first: str, last: str) -> Callable[[Draft], None]:
    return lambda draft: without_days(draft, code, [day for day in days_of(draft, code) if first <= day <= last])


def falsely_proved(draft: Draft) -> None:
    draft.update(proved=True, bound=draft["objective"] - 1)


NORTHGATE = [
    (leave_out(code="N1"), "not listed, though the pattern has S"),
    (leave_out(code="R1", activity="tutorial"), "not listed, though the pattern has T"),
    (twice, "in two places"),
    (add("P1", "2027-01-12", "AM", "clinic", "MAIN"), "listed with clinic, though on leave"),
    (add("P3", "2027-01-04", "AM", "clinic", "MAIN"), "though not at work"),
    (add("P2", "2027-03-26", "AM", "clinic", "MAIN"), "though not at work"),  # Good Friday
    (add("P2", "2027-01-20", "PM", "clinic", "MAIN"), "though not at work"),  # closed for training
    (add("P9", "2027-01-12", "AM", "clinic", "MAIN"), "nobody has this code"),
    (add("P1", "2027-04-12", "AM", "clinic", "MAIN"), "outside the weeks"),
    (add("P1", "2027-01-16", "AM", "clinic", "MAIN"), "outside the weeks"),  # a Saturday
    (change({"activity": "visits"}, code="N1"), "listed with visits, though the pattern has S"),
    (change({"activity": "admin"}, code="P1", activity="clinic"), "listed with admin, though the pattern has S"),
    (leave_out(activity="study-leave"), "study-leave is not listed"),
    (change({"activity": "clinic"}, activity="study-leave"), "listed with clinic, though on leave"),
    (change({"site": "MOON"}, code="N1"), "there is no site MOON"),
    (change({"site": "BRANCH"}, code="R1"), "a trainee is sent to BRANCH"),
    (change({"activity": "clinic"}, activity="duty", date="2027-01-06"), "a gap is not named: ('duty', '2027-01-06'"),
    (change({"activity": "clinic"}, activity="duty", date="2027-03-30"), "'duty', '2027-03-30'"),  # after Easter
    (swap_duty_for("N1", date="2027-01-06", half="AM"), "on duty without the skill"),
    (swap_duty_for("R1", date="2027-01-07", half="AM"), "on duty without the skill"),
    (change({"activity": "duty"}, code="P1", activity="tutorial"), "on duty in place of T"),
    (call_duty_a_gap, "could have held duty, which is called a gap"),
    (invent_a_gap, "a named gap is not there: ('duty', '2027-01-06'"),
    (empty_site, "a gap is not named: ('site-cover'"),
    (nobody_supervises, "a gap is not named: ('supervision', '2027-02-02', 'AM', 'MAIN'"),
    (crowd, "rooms at BRANCH, told: False"),
    (put("objective", 10**9), "the breaches' points are"),
    (put("bound", 10**9), "is above the objective"),
    (put("gap_percent", 50.0), "gap_percent is 50.0"),
    (put("practice", "Southgate"), "the practice is called Southgate"),
]
OTHERS = [
    ("tern-valley", forget_a_gap, "a gap is not named: ('duty'"),
    ("tern-valley", miscount_a_gap, "a named gap is not there: ('duty'"),
    ("tern-valley", put("gaps", [{"rule": "duty", "why": ""}]), "a gap gives no reason"),
    ("tern-valley", change({"activity": "duty"}, code="GP2", activity="admin"), "on duty in place of A"),
    ("calder-bridge", a_short_week, "D1 works"),
    ("calder-bridge", a_short_period, "days in all"),
    ("calder-bridge", leave_out(code="D2"), "half of a flexible day"),
    ("calder-bridge", add("D15", "2027-01-12", "AM", "clinic", "MAIN"), "though not at work"),
    ("calder-bridge", falsely_proved, "it is called proved"),
    ("glen-strath", add("G3", "2027-01-14", "AM", "clinic", "GLEN"), "though not at work"),  # their site is closed
    ("glen-strath", leave_out(activity="coroners"), "coroners is not listed"),
    ("long-acre", forget_a_gap, "a gap is not named"),
    ("high-weir", add("P2", "2027-03-17", "AM", "clinic", "MAIN"), "without a working term"),  # has left
    ("high-weir", add("S2", "2027-02-23", "AM", "clinic", "MAIN"), "without a working term"),  # has not come
    ("high-weir", add("R1", "2027-02-03", "AM", "clinic", "MAIN"), "without a working term"),  # between two terms
    ("high-weir", add("S1", "2027-03-01", "AM", "clinic", "MAIN"), "though not at work"),  # by the old pattern
    ("high-weir", leave_out(code="S1", date="2027-03-09"), "not listed, though the pattern has S"),  # by the new one
    ("high-weir", add("P1", "2027-02-17", "AM", "clinic", "MAIN"), "though not at work"),  # the practice's own holiday
    ("high-weir", leave_out(code="P1", date="2027-03-26"), "not listed"),  # a bank holiday that is worked
    ("high-weir", change({"activity": "duty"}, code="R1", date="2027-02-02", half="AM"), "on duty without the skill"),
    ("high-weir", no_flexible_days("S2", "2027-03-01", "2027-03-05"), "S2 works 0 days in the week of 2027-03-01"),
    ("high-weir", no_flexible_days("P2", "2027-03-15", "2027-03-16"), "P2 works 0 days in the week of 2027-03-15"),
]


def told_of(name: str, mutate: Callable[[Draft], None]) -> list[str]:
    draft = draft_of(name, *LIMIT)
    mutate(draft)
    return complaints(draft, STEMS[name])


@pytest.mark.parametrize(("mutate", "complaint"), NORTHGATE, ids=range(len(NORTHGATE)))
def test_a_draft_of_northgate_that_is_wrong_is_told(mutate: Callable[[Draft], None], complaint: str) -> None:
    assert any(complaint in told for told in told_of("northgate", mutate))


@pytest.mark.parametrize(("name", "mutate", "complaint"), OTHERS, ids=range(len(OTHERS)))
def test_a_draft_that_is_wrong_is_told(name: str, mutate: Callable[[Draft], None], complaint: str) -> None:
    assert any(complaint in told for told in told_of(name, mutate))


def test_minimum_doctors_are_counted() -> None:
    def send_home(draft: Draft) -> None:
        draft["assignments"] = [a for a in draft["assignments"] if a["date"] != "2027-02-23" or a["code"] > "D2"]

    told = told_of("calder-bridge", send_home)
    assert any("a gap is not named: ('minimum-doctors', '2027-02-23'" in each for each in told)
