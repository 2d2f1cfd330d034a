"""What may be asked of the solver, before the rota itself is looked at. Pure."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256

from shared.domain.calendar import Horizon, in_words, monday_of
from shared.domain.problem import Decide, Practice
from shared.errors import Reason

SECONDS = 20.0  # of searching, when nobody says otherwise
ATTEMPTS = 3  # a run whose worker died this often is given up


class Mode(StrEnum):
    """What a change of the published rota costs, and what of it stays whatever it costs."""

    FILL = "fill"  # nothing that is there goes; what is missing is added
    AFRESH = "afresh"  # what is there does not matter, but for what was decided by hand
    STAY_CLOSE = "stay-close"  # what is there changes for cover, and for little else
    REBALANCE = "rebalance"  # close to what is there, but a fair share of duty counts more than comfort
    REPAIR = "repair"  # as few changes as there can be


NEEDS_A_ROTA = frozenset({Mode.STAY_CLOSE, Mode.REBALANCE, Mode.REPAIR})
EVERYTHING = frozenset(Decide)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A run somebody asks for, as they say it; None: not said.

    `since`: the first day that may change, any day of the weeks asked for. `people` and `groups`: whose rota may
    change. `replace`: sessions that are there may be made afresh. `acknowledge_fixed_period`: sessions may change that
    only a person changes otherwise, for this `reason`.
    """

    start: date | None = None
    weeks: int | None = None
    seconds: float | None = None
    effort: float | None = None
    seed: int = 1
    workers: int | None = None
    decide: frozenset[Decide] | None = None
    mode: Mode | None = None
    people: tuple[str, ...] | None = None
    groups: tuple[str, ...] | None = None
    since: date | None = None
    replace: bool = False
    acknowledge_fixed_period: bool = False
    reason: str | None = None


def fingerprint(wanted: Wanted) -> str:
    """The same for the same question, whatever the rota is meanwhile; another for any other."""
    said = {name: sorted(each) if isinstance(each, frozenset) else each for name, each in asdict(wanted).items()}
    return sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


def horizon_of(wanted: Wanted, practice: Practice) -> Horizon | None:
    """The weeks asked for, with the practice's own for what was not said; None when neither says."""
    usual = practice.horizon
    start = wanted.start or (monday_of(wanted.since) if wanted.since else None) or (usual.start if usual else None)
    weeks = wanted.weeks or (usual.weeks if usual else None)
    return None if start is None or weeks is None else Horizon(start, weeks)


def mode_of(wanted: Wanted, published: Iterable[object]) -> Mode:
    """Stay close to what is published, when something is; as asked, when somebody asked."""
    return wanted.mode or (Mode.STAY_CLOSE if any(True for _ in published) else Mode.AFRESH)


def decide_of(wanted: Wanted, mode: Mode) -> frozenset[Decide]:
    """What a run decides: everything, but to rebalance moves duty alone unless somebody asks for more."""
    return wanted.decide or (frozenset({Decide.DUTY}) if mode is Mode.REBALANCE else EVERYTHING)


def people_of(wanted: Wanted, practice: Practice) -> frozenset[str] | None:
    """Everybody whose rota may change, those of the groups among them; None: everybody."""
    if wanted.people is None and wanted.groups is None:
        return None
    groups = frozenset(wanted.groups or ())
    return frozenset(wanted.people or ()) | {each.code for each in practice.people if each.groups & groups}


def since_of(wanted: Wanted, horizon: Horizon) -> date | None:
    """The first day that may change; None when that is the first there is."""
    return None if wanted.since is None or wanted.since <= horizon.start else wanted.since


def faults(wanted: Wanted, *, most_seconds: int, most_workers: int) -> tuple[Reason, ...]:
    """What is wrong with how a run is asked for, whatever the practice is like."""
    found = []
    if wanted.seconds is not None and wanted.effort is not None:
        found.append(Reason("A run is limited by seconds or by effort, not by both.", "both-limits", "effort"))
    if wanted.seconds is not None and wanted.seconds > most_seconds:
        found.append(Reason(f"A run lasts {most_seconds} seconds at most here.", "too-long", "seconds"))
    if wanted.workers is not None and wanted.workers > most_workers:
        found.append(Reason(f"The solver has {most_workers} workers at most here.", "too-many-workers", "workers"))
    if wanted.mode is Mode.REBALANCE and Decide.DUTY not in decide_of(wanted, wanted.mode):
        found.append(Reason("To rebalance is to move duty: let duty be decided.", "no-duty", "decide"))
    return tuple(found)


def faults_of_the_scope(wanted: Wanted, practice: Practice, horizon: Horizon) -> tuple[Reason, ...]:
    """What is wrong with whom, and from which day on, a run may change."""
    found = [*_unknown(wanted.people or (), {each.code for each in practice.people})]
    in_groups = {group for each in practice.people for group in each.groups}
    found += [
        Reason(f"Nobody is in the group {group}.", "unknown-group", "groups")
        for group in wanted.groups or ()
        if group not in in_groups
    ]
    if not found and people_of(wanted, practice) == frozenset():
        found.append(Reason("Choose at least one person or group, or everybody.", "nobody", "people"))
    if wanted.since is not None and wanted.since not in horizon:
        words = f"{in_words(wanted.since)} is not a working day of the weeks asked for."
        found.append(Reason(words, "outside", "since"))
    return tuple(found)


def _unknown(codes: Iterable[str], known: Collection[str]) -> Iterable[Reason]:
    for code in codes:
        if code not in known:
            yield Reason(f"Nobody on the rota has the code {code}.", "unknown-person", "people")
