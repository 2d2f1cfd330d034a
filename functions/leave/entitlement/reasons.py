"""Lines that follow from other lines, and why one differs from what was posted. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from functions.leave.entitlement.nouns import Entry, EntryKind, Line
from functions.leave.entitlement.words import day_in_words, from_to, sessions
from shared.domain.amount import plain
from shared.domain.entitlement import ONE_DAY, LeaveYear
from shared.domain.leave import LeaveRules

# What is said when a line is no longer what was posted, and nothing more exact is known.
CHANGED = {
    EntryKind.GRANT: "Working term changed",
    EntryKind.CREDIT: "Working term or bank holidays changed",
    EntryKind.CHARGE: "Working term or bank holidays changed",
    EntryKind.ROUNDING: "The sum that is rounded changed",
    EntryKind.CARRY_OVER: "What was left of the year before changed",
    EntryKind.PENDING: "What was asked for, or what it costs, changed",
    EntryKind.BOOKED: "What is booked, or what it costs, changed",
}


def rules_line(rules: LeaveRules, year: LeaveYear, session_minutes: int) -> Line:
    """The leave rules a year is reckoned by, as an entry of nought minutes."""
    facts = {
        "bank_holiday_pro_rata": "yes" if rules.bank_holiday_pro_rata else "no",
        "rounding": rules.rounding.value,
        "carry_over_sessions": plain(rules.carry_over_sessions),
    }
    return Line(EntryKind.RULES, "rules", year.start, 0, session_minutes, "Leave rules of the year", (), facts)


def carry_over(before: LeaveYear, year: LeaveYear, *, left: int, cap: int, session_minutes: int) -> tuple[Line, ...]:
    """What goes from one year into the next: what is left up to the cap, or all that is owed."""
    minutes = min(left, cap)
    if not minutes:
        return ()
    was = f"Left of {before.words}: {sessions(left, session_minutes)} ({left:,} minutes)"
    then = (
        "More was used than there was; all of it is owed"
        if left < 0
        else f"At most {sessions(cap, session_minutes)} may be carried over"
    )
    what = f"Carried over from {before.words}" if left > 0 else f"Owed from {before.words}"
    return (
        Line(EntryKind.CARRY_OVER, "carry-over", year.start, minutes, session_minutes, what, (was, then)),
    )  # fmt: skip


def difference(last: Entry | None, line: Line | None, have: int) -> Line:
    """What to post for one key: `last` its newest entry, `line` what it should be (None: nothing), `have` its sum."""
    if line is None:
        if last is None:
            raise ValueError("there is nothing posted and nothing to post")
        gone = Line(
            EntryKind(last.kind), last.key, last.effective, 0, last.session_minutes, last.detail.get("what", "")
        )
        return replace(gone, minutes=-have, reason=_reason(last, None, have))
    if last is None:
        return line
    return replace(line, minutes=line.minutes - have, reason=_reason(last, line, have))


def _reason(last: Entry, line: Line | None, have: int) -> str:
    kind, minutes = EntryKind(last.kind), last.session_minutes
    said = CHANGED[kind]
    if kind in (EntryKind.GRANT, EntryKind.CREDIT):
        said = _term_changed(said, last.detail.get("facts", {}), line.facts if line else None)
    return f"{said}: {from_to(have, line.minutes if line else 0, minutes)}."


def _term_changed(said: str, was: Mapping[str, str], now: Mapping[str, str] | None) -> str:
    """'Working term changed from 1 Mar 2027', when a change of its last day says since when."""
    if now is None or not was or was["last"] == now["last"]:
        return said
    since = min(date.fromisoformat(was["last"]), date.fromisoformat(now["last"])) + ONE_DAY
    return f"{said} from {day_in_words(since)}"
