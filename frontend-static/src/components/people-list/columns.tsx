import type { Staff, StaffMember } from "../../api/people";
import { capital, datesInWords, groupNames, siteName, warningBadge } from "../../domain/people";
import type { Column } from "../data-table/DataTable";

/** The list of people, column by column. */
export function columnsOf(staff: Staff): Column<StaffMember>[] {
  return [
    {
      key: "name",
      head: "Name",
      sort: (person) => person.name.replace(/^(Dr|Mr|Mrs|Ms|Miss|Prof)\.?\s+/i, ""),
      cell: (person) => (
        <span>
          <a href={`/person.html?code=${encodeURIComponent(person.code)}`}>{person.name}</a>{" "}
          <span class="muted">{person.code}</span>
        </span>
      ),
    },
    {
      key: "role",
      head: "Role",
      sort: (person) => person.term?.role ?? null,
      cell: (person) => person.term?.role ?? "",
    },
    {
      key: "site",
      head: "Site",
      sort: (person) => person.term && siteName(staff, person.term.site),
      cell: (person) => person.term && siteName(staff, person.term.site),
    },
    {
      key: "wte",
      head: "WTE",
      number: true,
      sort: (person) => (person.term ? Number(person.term.wte) : null),
      cell: (person) => person.term?.wte ?? "",
    },
    {
      key: "term",
      head: "Term",
      sort: (person) => person.term?.ends ?? "9999",
      cell: (person) => person.term && capital(datesInWords(person.term.starts, person.term.ends)),
    },
    {
      key: "groups",
      head: "Groups",
      cell: (person) => groupNames(staff, person).join(", "),
    },
    {
      key: "account",
      head: "Account",
      sort: (person) => person.account?.username ?? null,
      cell: (person) =>
        person.account && (person.account.active ? person.account.username : `${person.account.username} (off)`),
    },
    {
      key: "warnings",
      head: "To look at",
      sort: (person) => (person.warnings.length > 0 ? -person.warnings.length : null),
      cell: (person) =>
        (person.warnings.length > 0 || !person.active) && (
          <span class="badges">
            {!person.active && <span class="badge">Left</span>}
            {person.warnings.map((warning) => (
              <span class="badge person" key={warning.kind} title={warning.words}>
                {warningBadge(warning.kind)}
              </span>
            ))}
          </span>
        ),
    },
  ];
}
