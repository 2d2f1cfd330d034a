"""What is answered about people, terms, groups and supervision. Dates are ISO; null is open. Numbers are text."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from shared.http import Out


class WorkerOut(Out):
    """Somebody who works here. `group` is their term type, such as partner or salaried."""

    code: str
    name: str
    role: str
    group: str
    site: str
    wte: str
    trainee: bool


class WorkersOut(Out):
    people: list[WorkerOut]


class TermOut(Out):
    """`group` is the term type; `state` is past, current or future; `weekly_sessions` counts letters always worked."""

    id: int
    starts: date | None
    ends: date | None
    state: str
    role: str
    group: str
    site: str
    wte: str
    pattern: str
    pattern_b: str | None
    flexible_days_per_week: str | None
    annual_leave_sessions: str
    flags: list[str]
    session_minutes: int
    weekly_sessions: str
    note: str


class NamedOut(Out):
    code: str
    name: str


class WarningOut(Out):
    """kind: missing, expiring, gap, not-started, unsupervised or unfit-supervisor."""

    kind: str
    words: str


class AccountOut(Out):
    username: str
    display_name: str
    roles: list[str]
    active: bool


class LinkOut(Out):
    """`code` and `name` are those of the other person."""

    id: int
    kind: str
    code: str
    name: str
    starts: date | None
    ends: date | None


class HappenedOut(Out):
    """One change. `old` and `new` as the audit keeps them."""

    at: datetime
    by: str | None
    what: str
    reason: str | None
    old: dict[str, Any] | None
    new: dict[str, Any] | None


class StaffMemberOut(Out):
    """Somebody in the list. `term` is today's, else the next, else the last."""

    code: str
    name: str
    email: str | None
    active: bool
    version: int
    term: TermOut | None
    trainee: bool
    may_supervise: bool
    groups: list[str]
    account: AccountOut | None
    warnings: list[WarningOut]


class StaffOut(Out):
    """Everybody on record, in the order of the people file."""

    people: list[StaffMemberOut]
    groups: list[NamedOut]
    sites: list[NamedOut]
    full_time_days_per_week: str


class PersonPageOut(Out):
    """One person with everything an administrator may know."""

    code: str
    name: str
    email: str | None
    note: str
    active: bool
    version: int
    account: AccountOut | None
    groups: list[NamedOut]
    terms: list[TermOut]
    supervised_by: list[LinkOut]
    supervises: list[LinkOut]
    warnings: list[WarningOut]
    history: list[HappenedOut]


class LeaveAheadOut(Out):
    kind: str
    start: date
    start_half: str
    end: date
    end_half: str
    status: str


class SessionOut(Out):
    date: date
    half: str
    activity: str
    site: str


class EffectsOut(Out):
    """What deactivating somebody would do, and what they would leave behind. `rota` lists the first sessions of
    `rota_sessions`."""

    last_day: date
    terms_ended: list[TermOut]
    terms_removed: list[TermOut]
    links_ended: list[LinkOut]
    leave: list[LeaveAheadOut]
    rota_sessions: int
    rota: list[SessionOut]
    groups: list[NamedOut]
    account: AccountOut | None


class DeactivatedOut(Out):
    person: PersonPageOut
    effects: EffectsOut


class TermWarningOut(Out):
    code: str
    name: str
    kind: str
    words: str


class TermWarningsOut(Out):
    warnings: list[TermWarningOut]


class GroupOut(Out):
    """`used_by`: the rules that name it, in words."""

    code: str
    name: str
    version: int
    members: list[NamedOut]
    used_by: list[str]


class GroupListOut(Out):
    groups: list[GroupOut]
