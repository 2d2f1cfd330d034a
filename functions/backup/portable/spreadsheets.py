"""The part of an export that people read: tables for spreadsheets, in the trade's words. No import reads them."""

from __future__ import annotations

from dataclasses import dataclass

from shared.db import Tx
from shared.queries.rota import published_lines
from shared.spreadsheet import table

MOMENT = "to_char({} at time zone 'Europe/London', 'YYYY-MM-DD HH24:MI')"
LAST = "case when upper_inf({0}) then null else upper({0}) - 1 end"


@dataclass(frozen=True, slots=True)
class Sheet:
    """`columns`: what each is called, and the SQL that gives it."""

    columns: tuple[tuple[str, str], ...]
    source: str

    @property
    def question(self) -> str:
        return f"select {', '.join(sql for _, sql in self.columns)} {self.source}"


def _moment(column: str) -> str:
    return MOMENT.format(column)


def _yes(column: str) -> str:
    return f"case when {column} then 'yes' else 'no' end"


SHEETS = {
    "people": Sheet(
        (
            ("code", "p.code"), ("name", "p.name"), ("email", "p.email"), ("works here", _yes("p.active")),
            ("groups", """(select string_agg(g.name, '; ' order by g.name) from staff_group_member m
                           join staff_group g on g.code = m.group_code where m.person_code = p.code)"""),
            ("note", "p.note"),
        ),
        "from person p order by p.position, p.code",
    ),
    "working-terms": Sheet(
        (
            ("code", "t.person_code"), ("name", "p.name"), ("first day", "lower(t.valid)"),
            ("last day", LAST.format("t.valid")), ("role", "t.role"), ("site", "t.site_code"), ("wte", "t.wte"),
            ("pattern", "t.pattern"), ("pattern of the other week", "t.pattern_b"),
            ("flexible days a week", "t.flexible_days_per_week"),
            ("annual leave in sessions", "t.annual_leave_sessions"), ("minutes of a session", "t.session_minutes"),
            ("flags", "array_to_string(t.flags, '; ')"), ("note", "t.note"),
        ),
        "from working_term t join person p on p.code = t.person_code order by p.position, p.code, t.valid",
    ),
    "supervision": Sheet(
        (
            ("trainee", "s.trainee_code"), ("supervisor", "s.supervisor_code"), ("kind", "s.kind"),
            ("first day", "lower(s.valid)"), ("last day", LAST.format("s.valid")),
        ),
        "from supervision_link s order by s.trainee_code, s.valid, s.kind",
    ),
    "accounts": Sheet(
        (
            ("username", "a.username"), ("name", "a.display_name"), ("email", "a.email"),
            ("may", "array_to_string(a.roles, '; ')"), ("person", "a.person_code"), ("active", _yes("a.active")),
            ("made", _moment("a.created_at")), ("signed in last", _moment("a.last_sign_in_at")),
        ),
        "from account a order by a.username",
    ),
    "leave": Sheet(
        (
            ("code", "l.person_code"), ("name", "p.name"), ("kind", "l.kind"), ("first day", "l.start_date"),
            ("from", "l.start_half"), ("last day", "l.end_date"), ("until", "l.end_half"), ("status", "l.status"),
            ("minutes", "l.minutes"), ("note", "l.note"), ("buddy", "l.buddy_code"), ("asked", _moment("l.asked_at")),
            ("asked by", "a.display_name"), ("decided", _moment("l.decided_at")), ("decided by", "d.display_name"),
            ("by passing every check", _yes("l.automatic")), ("reason", "l.decision_reason"),
        ),
        """from leave_request l join person p on p.code = l.person_code left join account a on a.id = l.asked_by
           left join account d on d.id = l.decided_by order by l.start_date, l.person_code, l.id""",
    ),
    "leave-ledger": Sheet(
        (
            ("code", "e.person_code"), ("name", "p.name"), ("leave year from", "e.leave_year"), ("kind", "e.kind"),
            ("minutes", "e.minutes"), ("minutes of a session", "e.session_minutes"), ("counts from", "e.effective"),
            ("reason", "e.reason"), ("entered", _moment("e.at")), ("entered by", "a.display_name"),
        ),
        """from ledger_entry e join person p on p.code = e.person_code left join account a on a.id = e.by_account
           order by e.id""",
    ),
    "versions": Sheet(
        (
            ("version", "v.number"), ("first day", "v.start_date"), ("last day", "v.end_date"),
            ("published", _moment("v.published_at")), ("published by", "a.display_name"), ("reason", "v.reason"),
            ("hash", "v.content_hash"),
        ),
        "from rota_version v left join account a on a.id = v.published_by order by v.number",
    ),
    "duty-ledger": Sheet(
        (
            ("code", "e.person_code"), ("name", "p.name"), ("kind", "e.kind"), ("week", "e.week"),
            ("held in hundredths", "e.held"), ("fair part in hundredths", "e.part"),
            ("movement in hundredths", "e.points"), ("about", "e.about"), ("reason", "e.reason"),
            ("entered", _moment("e.at")), ("entered by", "a.display_name"),
        ),
        """from duty_entry e join person p on p.code = e.person_code left join account a on a.id = e.by_account
           order by e.id""",
    ),
}  # fmt: skip


async def spreadsheets(tx: Tx) -> dict[str, bytes]:
    """Each table by the name of its file."""
    written = {}
    for name, sheet in SHEETS.items():
        rows = await (await tx.execute(sheet.question.encode())).fetchall()
        written[f"{name}.csv"] = table([head for head, _ in sheet.columns], rows)
    return written | {"sessions.csv": await _sessions(tx)}


async def _sessions(tx: Tx) -> bytes:
    """The rota of every day there is one for, as it stands."""
    head = ("date", "half", "code", "name", "activity", "site")
    row = await (await tx.execute("select min(start_date), max(end_date) from rota_version")).fetchone()
    if row is None or row[0] is None:
        return table(head, ())
    names = dict(await (await tx.execute("select code, name from person")).fetchall())
    lines = await published_lines(tx, start=row[0], end=row[1])
    return table(head, ((each.date, each.half, each.code, names.get(each.code), *each[3:]) for each in lines))
