"""People as the pages read them, put together from their rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from functions.practice.people import policy, queries
from functions.practice.people.answers import (
    AccountOut,
    EffectsOut,
    GroupListOut,
    GroupOut,
    HappenedOut,
    LeaveAheadOut,
    LinkOut,
    NamedOut,
    PersonPageOut,
    SessionOut,
    StaffMemberOut,
    StaffOut,
    TermOut,
    TermWarningOut,
    TermWarningsOut,
    WarningOut,
)
from functions.practice.people.records import LinkRow, PersonRow, TermRow
from functions.practice.people.warnings import Warned, uncovered, warnings_of
from shared.db import Tx
from shared.errors import NotFound
from shared.queries import people as around
from shared.queries import practice as reads
from shared.queries import rota

MOST_SESSIONS_SHOWN = 60


async def staff(tx: Tx, *, today: date) -> StaffOut:
    """Everybody on record, with what an administrator needs to see at a glance."""
    everybody, terms, links = await queries.people(tx), await queries.all_terms(tx), await queries.links(tx)
    accounts, groups, members = await around.accounts(tx), await queries.groups(tx), await queries.members(tx)
    settings = await reads.practice_settings(tx)
    return StaffOut(
        people=[
            _member(person, terms, links, accounts.get(person.code), _groups_of(person.code, members), today)
            for person in everybody
        ],
        groups=[NamedOut(code=group.code, name=group.name) for group in groups],
        sites=[NamedOut(code=site["code"], name=site["name"]) for site in settings.get("sites", ())],
        full_time_days_per_week=str(settings.get("full_time_days_per_week", "3.5")),
    )


def _member(
    person: PersonRow,
    terms: Mapping[str, Sequence[TermRow]],
    links: Sequence[LinkRow],
    account: around.AccountOf | None,
    groups: list[str],
    today: date,
) -> StaffMemberOut:
    theirs = terms.get(person.code, ())
    term = nearest_term(theirs, today)
    return StaffMemberOut(
        code=person.code,
        name=person.name,
        email=person.email,
        active=person.active,
        version=person.version,
        term=term and term_out(term, today),
        trainee=bool(term and term.is_trainee),
        may_supervise=bool(term and term.may_supervise),
        groups=groups,
        account=_account(account),
        warnings=_warnings(person, terms, links, today),
    )


def nearest_term(terms: Sequence[TermRow], today: date) -> TermRow | None:
    """Today's term, else the next, else the last; `terms` are oldest first."""
    ahead = [term for term in terms if term.state(today) != "past"]
    return ahead[0] if ahead else terms[-1] if terms else None


def _groups_of(code: str, members: Mapping[str, list[str]]) -> list[str]:
    return sorted(group for group, people in members.items() if code in people)


def _warnings(
    person: PersonRow, terms: Mapping[str, Sequence[TermRow]], links: Iterable[LinkRow], today: date
) -> list[WarningOut]:
    if not person.active:
        return []
    mine = [link for link in links if link.trainee_code == person.code]
    found = warnings_of(person.name, terms.get(person.code, ()), today=today, links=mine, terms_by_code=terms)
    return [WarningOut(kind=each.kind, words=each.words) for each in found]


def term_out(term: TermRow, today: date) -> TermOut:
    """A term as pages read it; numbers as text without zeros at their end."""
    flexible = term.flexible_days_per_week
    return TermOut(
        id=term.id,
        starts=term.starts,
        ends=term.ends,
        state=term.state(today),
        role=term.role,
        group=term.group.value,
        site=term.site,
        wte=_number(term.wte),
        pattern=term.pattern,
        pattern_b=term.pattern_b,
        flexible_days_per_week=None if flexible is None else _number(flexible),
        annual_leave_sessions=_number(term.annual_leave_sessions),
        flags=term.flags,
        session_minutes=term.session_minutes,
        weekly_sessions=_number(term.weekly_sessions),
        note=term.note,
    )


def _number(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _account(account: around.AccountOf | None) -> AccountOut | None:
    if account is None:
        return None
    return AccountOut(
        username=account.username, display_name=account.display_name, roles=account.roles, active=account.active
    )


async def one_person(tx: Tx, *, code: str, today: date) -> PersonPageOut:
    """Everything about one person. Raises NotFound."""
    person = await found(tx, code=code)
    terms, links, names = await queries.all_terms(tx), await queries.links(tx, code=code), await reads.names(tx)
    groups, members = await queries.groups(tx), await queries.members(tx)
    return PersonPageOut(
        code=person.code,
        name=person.name,
        email=person.email,
        note=person.note,
        active=person.active,
        version=person.version,
        account=_account((await around.accounts(tx)).get(code)),
        groups=[NamedOut(code=g.code, name=g.name) for g in groups if code in members.get(g.code, ())],
        terms=[term_out(term, today) for term in terms.get(code, ())],
        supervised_by=[_link(link, link.supervisor_code, names) for link in links if link.trainee_code == code],
        supervises=[_link(link, link.trainee_code, names) for link in links if link.supervisor_code == code],
        warnings=_warnings(person, terms, links, today),
        history=[_happened(each) for each in await around.history(tx, code=code)],
    )


async def found(tx: Tx, *, code: str) -> PersonRow:
    """Somebody on record. Raises NotFound."""
    person = await queries.person(tx, code=code)
    if person is None:
        raise NotFound("Nobody here has that code.")
    return person


def _link(link: LinkRow, other: str, names: Mapping[str, str]) -> LinkOut:
    return LinkOut(
        id=link.id, kind=link.kind, code=other, name=names.get(other, other), starts=link.starts, ends=link.ends
    )


def _happened(each: around.Happened) -> HappenedOut:
    return HappenedOut(at=each.at, by=each.by, what=each.action, reason=each.reason, old=each.old, new=each.new)


async def effects(tx: Tx, *, code: str, last_day: date, today: date) -> EffectsOut:
    """What deactivating somebody does, and what leave and rota they leave behind."""
    going = policy.leaving(await queries.terms(tx, code=code), last_day)
    names, groups, members = await reads.names(tx), await queries.groups(tx), await queries.members(tx)
    lines = await _rota_ahead(tx, code, today)
    return EffectsOut(
        last_day=last_day,
        terms_ended=[term_out(term, today) for term in going.cut],
        terms_removed=[term_out(term, today) for term in going.removed],
        links_ended=[
            _link(link, link.supervisor_code if link.trainee_code == code else link.trainee_code, names)
            for link in await queries.links(tx, code=code)
            if (link.ends or date.max) > last_day
        ],
        leave=[_leave(each) for each in await around.leave_ahead(tx, code=code, today=today)],
        rota_sessions=len(lines),
        rota=[
            SessionOut(date=line.date, half=line.half, activity=line.activity, site=line.site)
            for line in lines[:MOST_SESSIONS_SHOWN]
        ],
        groups=[NamedOut(code=g.code, name=g.name) for g in groups if code in members.get(g.code, ())],
        account=_account((await around.accounts(tx)).get(code)),
    )


async def _rota_ahead(tx: Tx, code: str, today: date) -> list[rota.Line]:
    """What somebody does on the published rota from today on."""
    last = await around.last_published_day(tx)
    if last is None or last < today:
        return []
    return [line for line in await rota.published_lines(tx, start=today, end=last) if line.code == code]


def _leave(each: around.LeaveAhead) -> LeaveAheadOut:
    return LeaveAheadOut(
        kind=each.kind,
        start=each.start_date,
        start_half=each.start_half,
        end=each.end_date,
        end_half=each.end_half,
        status=each.status,
    )


async def term_warnings(tx: Tx, *, first: date, last: date) -> TermWarningsOut:
    """Whose terms do not cover a range, before a rota is made for it."""
    terms = await queries.all_terms(tx)
    found: list[tuple[PersonRow, Warned]] = [
        (person, each)
        for person in await queries.people(tx)
        if person.active
        for each in uncovered(person.name, terms.get(person.code, ()), first=first, last=last)
    ]
    return TermWarningsOut(
        warnings=[
            TermWarningOut(code=person.code, name=person.name, kind=each.kind, words=each.words)
            for person, each in found
        ]
    )


async def group_list(tx: Tx) -> GroupListOut:
    """Every group, who is in it, and which rules name it."""
    settings, members = await reads.practice_settings(tx), await queries.members(tx)
    names = await reads.names(tx)
    return GroupListOut(
        groups=[
            GroupOut(
                code=group.code,
                name=group.name,
                version=group.version,
                members=[NamedOut(code=code, name=names[code]) for code in members.get(group.code, ())],
                used_by=rules_naming(settings, group.code),
            )
            for group in await queries.groups(tx)
        ]
    )


def rules_naming(settings: Mapping[str, Any], group: str) -> list[str]:
    """The rules of a practice that name a group, in words."""
    found = []
    if group in (settings.get("minimum_doctors_counts") or ()):
        found.append("who counts toward the minimum of doctors")
    for rule in settings.get("max_off") or ():
        if group in rule.get("roles", ()):
            found.append(f"at most {rule.get('limit')} off at once")
    for rule in settings.get("site_cover") or ():
        if rule.get("role_group") == group:
            found.append(f"at least {rule.get('minimum')} at {rule.get('site')}")
    return found
