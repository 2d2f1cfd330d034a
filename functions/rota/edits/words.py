"""What somebody did to the rota, in words built from the sessions it changed. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from functions.rota.edits.cells import CellChange, CellState
from shared.constraints.reasons import DOING
from shared.domain.rota import ABSENT, Activity

NAMED = 2  # people named in one sentence; more are counted
PLAIN = {Activity.SELF_DIRECTED: "self-directed learning", Activity.STUDY_LEAVE: "leave", Activity.CORONERS: "leave"}


def called(activity: Activity) -> str:
    """An activity in the middle of a sentence. Never tells the kind of a leave."""
    return PLAIN.get(activity, activity.value)


def said(state: CellState, sites: Mapping[str, str]) -> str:
    """What somebody does, after their name: 'is in clinic at Northgate', 'is kept off'."""
    if state.activity is None:
        return "is kept off" if state.pinned else "is not at work"
    if state.activity in ABSENT:
        return "is away"
    return f"is {DOING[state.activity][0]}{_at(state.site, sites)}{', pinned,' if state.pinned else ''}"


def _at(site: str | None, sites: Mapping[str, str]) -> str:
    """' at Northgate', where there is more than one place to be."""
    return f" at {sites.get(site or '', site)}" if len(sites) > 1 else ""


def in_words(cells: Sequence[CellChange], names: Mapping[str, str], sites: Mapping[str, str]) -> str:
    """What an edit does: 'Dr Ash's duty on Mon 4 Jan AM to Dr Elder', '3 sessions of Dr Beech pinned'."""
    told = _Told(names, sites)
    if len(cells) == 1:
        return told.one(cells[0])
    return told.handed(cells) or told.swapped(cells) or told.carried(cells) or told.several(cells)


class _Told:
    """Sentences about people and places by their names."""

    def __init__(self, names: Mapping[str, str], sites: Mapping[str, str]) -> None:
        self._names = names
        self._sites = sites

    def _name(self, code: str) -> str:
        return self._names.get(code, code)

    def one(self, cell: CellChange) -> str:
        """One session of one person."""
        name, was, now, when = self._name(cell.code), cell.was, cell.now, cell.slot.session
        if was.does != now.does:
            return self._other(name, was, now, f"on {when}")
        if now.activity is None:
            return f"{name} {'kept off' if now.pinned else 'no longer kept off'} on {when}"
        what = f"{name}'s {called(now.activity)} on {when}"
        if was.locum != now.locum:
            return f"{what} {_locum_act(cell)}"
        return f"{what} {'pinned' if now.pinned else 'no longer pinned'}"

    def _other(self, name: str, was: CellState, now: CellState, when: str) -> str:
        if now.activity is None:
            return f"{name} taken off {called(was.activity)} {when}" if was.activity else f"{name} off {when}"
        place = _at(now.site, self._sites)
        if was.activity is None:
            return f"{name} given {called(now.activity)}{place} {when}"
        if was.activity is now.activity:
            return f"{name}'s {called(now.activity)} {when} moved to {self._sites.get(now.site or '', now.site)}"
        place = place if was.site != now.site else ""
        return f"{name} from {called(was.activity)} to {called(now.activity)}{place} {when}"

    def handed(self, cells: Sequence[CellChange]) -> str | None:
        """Everything one person loses, another takes: or the same person at another time."""
        lost, got = _lost_and_got(cells)
        givers, takers = {cell.code for cell in lost}, {cell.code for cell in got}
        if len(givers) != 1 or len(takers) != 1:
            return None
        giver, taker = self._name(lost[0].code), self._name(got[0].code)
        what, first, then = self._stock(lost, "was"), _times(lost), _times(got)
        if givers == takers:
            return f"{giver}'s {what} moved from {first} to {then}"
        return f"{giver}'s {what} on {first} to {taker}{'' if first == then else f' on {then}'}"

    def carried(self, cells: Sequence[CellChange]) -> str | None:
        """Sessions of several people that were taken elsewhere together."""
        lost, got = _lost_and_got(cells)
        if not lost:
            return None
        what, first, then = self._stock(lost, "was"), _times(lost), _times(got)
        givers, takers = self._people(lost), self._people(got)
        if {cell.code for cell in lost} == {cell.code for cell in got}:
            return f"{what} of {givers} moved from {first} to {then}"
        return f"{what} of {givers} on {first} to {takers}{'' if first == then else f' on {then}'}"

    def _people(self, cells: Sequence[CellChange]) -> str:
        """'Dr Ash', 'Dr Ash and Dr Beech', '3 people'."""
        codes = list(dict.fromkeys(cell.code for cell in cells))
        return " and ".join(map(self._name, codes)) if len(codes) <= NAMED else f"{len(codes)} people"

    def _stock(self, cells: Sequence[CellChange], side: str) -> str:
        """'duty', '2 sessions'."""
        kinds = set(_activities(cells, side))
        what = called(kinds.pop()) if len(kinds) == 1 else "sessions"
        return what if len(cells) == 1 else f"{len(cells)} {what if what == 'sessions' else what + ' sessions'}"

    def swapped(self, cells: Sequence[CellChange]) -> str | None:
        """Two people who do what the other did."""
        if len(cells) != 2 or cells[0].code == cells[1].code:
            return None
        one, other = cells
        both = all(cell.was.activity and cell.now.activity for cell in cells)
        if not both or one.was.activity is not other.now.activity or other.was.activity is not one.now.activity:
            return None
        if one.was.activity is one.now.activity or one.slot.session != other.slot.session:
            return None
        if other.was.activity is Activity.DUTY:
            one, other = other, one
        what, back = called(one.was.activity or Activity.CLINIC), called(other.was.activity or Activity.CLINIC)
        to, giver = self._name(other.code), self._name(one.code)
        return f"{giver}'s {what} on {one.slot.session} to {to}, whose {back} goes to {giver}"

    def several(self, cells: Sequence[CellChange]) -> str:
        """Many sessions: how many, whose, what all of them have in common, and when."""
        acts = {_act(cell) for cell in cells}
        act = acts.pop() if len(acts) == 1 else "changed"
        return f"{len(cells)} sessions of {self._people(cells)} {act}, {_times(cells)}"


def _lost_and_got(cells: Sequence[CellChange]) -> tuple[list[CellChange], list[CellChange]]:
    """Where as much of the same work is taken from some cells as others are given; else nothing."""
    lost = [cell for cell in cells if cell.was.activity is not None and cell.now.activity is None]
    got = [cell for cell in cells if cell.now.activity is not None and cell.now.does != cell.was.does]
    same = len(lost) + len(got) == len(cells) and _activities(lost, "was") == _activities(got, "now")
    return (lost, got) if same else ([], [])


def _activities(cells: Sequence[CellChange], side: str) -> list[Activity]:
    return sorted(state.activity for cell in cells if (state := getattr(cell, side)).activity is not None)


def _times(cells: Sequence[CellChange]) -> str:
    """'Mon 4 Jan AM', 'Mon 4 Jan', 'Mon 4 Jan AM to Wed 6 Jan PM'."""
    sessions = sorted(cell.slot.session for cell in cells)
    first, last = sessions[0], sessions[-1]
    if first == last:
        return str(first)
    return str(first)[:-3] if first.date == last.date else f"{first} to {last}"


def _act(cell: CellChange) -> str:
    """What happened to one session, said of several."""
    was, now = cell.was, cell.now
    if was.does != now.does:
        return _change_of_work(was, now)
    if was.locum != now.locum:
        return _locum_act(cell)
    if now.activity is None:
        return "kept off" if now.pinned else "no longer kept off"
    return "pinned" if now.pinned else "no longer pinned"


def _change_of_work(was: CellState, now: CellState) -> str:
    if now.activity is None:
        return "taken off"
    if was.activity is now.activity:
        return "moved to another site"
    return f"{'given' if was.activity is None else 'turned into'} {called(now.activity)}"


def _locum_act(cell: CellChange) -> str:
    if cell.now.locum is None:
        return "no longer marked as a locum's"
    return "marked as a locum's" if cell.was.locum is None else "with other details of the locum"
