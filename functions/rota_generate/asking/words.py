"""What is asked for, and what stands already, in the practice's words. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from functions.rota_generate.asking.existing import Existing, Fixed
from functions.rota_generate.policy import Mode
from shared.domain.calendar import in_words
from shared.domain.problem import Decide

MODES: Mapping[Mode, str] = {
    Mode.FILL: "Fill the gaps",
    Mode.AFRESH: "Make afresh",
    Mode.STAY_CLOSE: "Stay close",
    Mode.REBALANCE: "Rebalance duty",
    Mode.REPAIR: "Repair",
}
NOTHING_PUBLISHED: Mapping[Mode, str] = {
    Mode.STAY_CLOSE: "Nothing is published for these weeks to stay close to.",
    Mode.REBALANCE: "Nothing is published for these weeks that could be rebalanced.",
    Mode.REPAIR: "Nothing is published for these weeks that could be repaired.",
}
MOST_NAMES = 3


class Called(NamedTuple):
    """What everybody who works or has worked here, and every group, is called; by code."""

    people: Mapping[str, str]
    groups: Mapping[str, str]

    def those(self, people: Iterable[str] | None, groups: Iterable[str] | None) -> list[str] | None:
        """Names of people, and groups as such; None when nobody is named, so that everybody is meant."""
        if people is None and groups is None:
            return None
        named = [self.people.get(code, code) for code in people or ()]
        return [*named, *(f"the group {self.groups.get(code, code)}" for code in groups or ())]


def counted(number: int, one: str, many: str | None = None) -> str:
    """'1 session', '212 sessions'."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def asked(mode: Mode, decide: Collection[Decide], whom: Sequence[str] | None, since: date | None) -> str:
    """'Fill the gaps: working days and duty, for everybody, from Wed 6 Jan on'. `whom`: None for everybody."""
    parts = [_decided(decide), f"for {_whom(whom)}", *([f"from {in_words(since)} on"] if since else [])]
    return f"{MODES[mode]}: {', '.join(parts)}"


def _decided(decide: Collection[Decide]) -> str:
    words = {Decide.DAYS: "working days", Decide.DUTY: "duty"}
    return " and ".join(words[each] for each in Decide if each in decide)


def _whom(named: Sequence[str] | None) -> str:
    if named is None:
        return "everybody"
    first, more = named[:MOST_NAMES], len(named) - MOST_NAMES
    return f"{', '.join(first)} and {more} more" if more > 0 else _listed(first)


def existing_in_words(mode: Mode, existing: Existing) -> list[str]:
    """What stands already where a run may change it, what of it stays, and what becomes of the rest."""
    if existing.sessions == existing.off == 0:
        return ["Nothing is on the rota yet where this may change it."]
    on_the_rota = counted(existing.sessions, "session")
    said = (
        f"{on_the_rota} of {counted(existing.people, 'person', 'people')} {_are(existing.sessions)} on the rota there."
    )
    kept = list(_kept(existing))
    return [said, *([f"{_listed(kept)} {_stay(existing)}."] if kept else []), *_of_the_rest(mode, existing)]


def _kept(existing: Existing) -> Iterator[str]:
    if existing.pinned:
        yield f"{counted(existing.pinned, 'pinned session')}"
    if existing.by_hand:
        yield f"{counted(existing.by_hand, 'session')} of people whose rota is written by hand"
    if existing.leave:
        yield f"{counted(existing.leave, 'session')} of study leave or at court"
    if existing.off:
        yield f"{counted(existing.off, 'session')} somebody was taken off by hand"


def _stay(existing: Existing) -> str:
    kept = existing.pinned + existing.by_hand + existing.leave + existing.off
    return "stays as it is" if kept == 1 else "stay as they are"


def _of_the_rest(mode: Mode, existing: Existing) -> list[str]:
    free, one = existing.free, existing.free == 1
    if free == 0:
        return []
    if free == existing.sessions:
        these, among, too = ("It", "Of it,", "") if one else ("They", "Of these,", "")
    else:
        rest = f"the other {'session' if one else counted(free, 'session')}"
        these, among, too = f"T{rest[1:]}", f"Of {rest},", " too"
    return [
        {
            Mode.FILL: f"{these} {'stays' if one else 'stay'}{too}; a clinic may become duty where duty is short.",
            Mode.AFRESH: f"{these} {_are(free)} made afresh.",
            Mode.STAY_CLOSE: f"{among} little changes: where cover needs it.",
            Mode.REBALANCE: f"{among} duty may move to somebody who has held less of it.",
            Mode.REPAIR: f"{among} as little changes as can be.",
        }[mode]
    ]


def would_replace(existing: Existing) -> str:
    kept = list(_kept(existing))
    stays = f" {_listed(kept)} {_stay(existing)}." if kept else ""
    return (
        f"To make it afresh would replace {counted(existing.free, 'session')} that {_are(existing.free)} on the rota."
        f"{stays} Say that they may be replaced, or fill the gaps instead."
    )


def is_fixed(fixed: Fixed) -> str:
    until = in_words(fixed.until) if fixed.until else ""
    return (
        f"The rota is fixed until {until}, and {counted(fixed.sessions, 'session')} people know of could change. "
        "Start later, or acknowledge it and say why."
    )


def _listed(parts: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))


def _are(count: int) -> str:
    return "is" if count == 1 else "are"
