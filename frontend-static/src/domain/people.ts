/** People and terms in words. */

import type { Happened, Staff, StaffMember, Term, Work } from "../api/people";
import { dayOf, inFullWords, today } from "./calendar";

/** What a role may be; a qualifier may follow, as in "ST3 LTFT80". */
export const ROLE_NAMES = [
  "Partner",
  "Salaried",
  "Retained",
  "Locum",
  "FY2",
  "ST1",
  "ST2",
  "ST3",
  "ANP",
  "Practice nurse",
  "Nursing associate",
  "HCA",
  "Paramedic",
  "Pharmacist",
  "Pharmacy technician",
  "FCP physio",
  "Physician associate",
  "Social prescriber",
  "Mental health practitioner",
  "Other",
];

export const FLAGS: readonly (readonly [flag: string, words: string])[] = [
  ["duty", "May hold duty"],
  ["supervise", "May supervise trainees"],
  ["educational-supervisor", "Educational supervisor"],
  ["trainee", "In training"],
  ["remote-ok", "Needs no room"],
  ["by-hand", "Never generated: rota'd by hand"],
];

export const FIELD_WORDS: Record<string, string> = {
  name: "Name",
  email: "Email",
  note: "Note",
  groups: "Groups",
  role: "Role",
  site: "Site",
  wte: "WTE",
  pattern: "Pattern",
  pattern_b: "Second week",
  flexible_days_per_week: "Days a week in all",
  annual_leave_sessions: "Annual leave, sessions",
  flags: "May and needs",
  starts: "First day",
  ends: "Last day",
  session_minutes: "Minutes in a session",
  active: "Works here",
  last_day: "Last day",
  people: "People",
  kind: "Kind",
  supervisor_code: "Supervisor",
  trainee_code: "Trainee",
};

/** "from 1 Mar 2027 to 4 Jul 2027", "from 1 Mar 2027 on", "until 4 Jul 2027", "always" */
export function datesInWords(starts: string | null, ends: string | null): string {
  const [first, last] = [starts, ends].map((iso) => (iso ? dateInWords(iso) : ""));
  if (first && last) return `from ${first} to ${last}`;
  if (first) return `from ${first} on`;
  return last ? `until ${last}` : "always";
}

/** "1 Mar 2027" */
export function dateInWords(iso: string): string {
  return inFullWords(dayOf(iso)).replace(/^\w+ /, "");
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A term as the form fills itself with it. */
export function workOf(term: Term | null, site = ""): Work {
  return {
    role: term?.role ?? "",
    site: term?.site ?? site,
    wte: term?.wte ?? "",
    pattern: term?.pattern ?? "----------",
    pattern_b: term?.pattern_b ?? "",
    flexible_days_per_week: term?.flexible_days_per_week ?? "",
    annual_leave_sessions: term?.annual_leave_sessions ?? "",
    flags: term?.flags ?? [],
    session_minutes: String(term?.session_minutes ?? 250),
    note: term?.note ?? "",
  };
}

/** The term somebody is in today, else the next, else the last. */
export function nearestTerm(terms: Term[]): Term | null {
  return terms.find((term) => term.state !== "past") ?? terms.at(-1) ?? null;
}

export function hasBegun(term: Term): boolean {
  return term.starts === null || dayOf(term.starts) < today();
}

export function siteName(staff: Staff, code: string): string {
  return staff.sites.find((site) => site.code === code)?.name ?? code;
}

export function groupNames(staff: Staff, person: StaffMember): string[] {
  return person.groups.map((code) => staff.groups.find((group) => group.code === code)?.name ?? code);
}

const WARNING_WORDS: Record<string, string> = {
  missing: "No term",
  expiring: "Ends soon",
  gap: "Gap",
  "not-started": "Not started",
  unsupervised: "No supervisor",
  "unfit-supervisor": "Supervisor",
};

export function warningBadge(kind: string): string {
  return WARNING_WORDS[kind] ?? kind;
}

const HAPPENED: Record<string, string> = {
  "person-added": "Added",
  "person-changed": "Details changed",
  "person-deactivated": "Deactivated",
  "person-reactivated": "Reactivated",
  "groups-changed": "Groups changed",
  "term-added": "Term added",
  "term-corrected": "Term put right",
  "term-changed": "Term changed from a date",
  "term-ended": "Last day of a term changed",
  "term-deleted": "Term deleted",
  "supervision-added": "Supervision added",
  "supervision-changed": "Supervision changed",
  "supervision-deleted": "Supervision removed",
  "practice-imported": "Imported",
};

export function happenedWords(happened: Happened): string {
  return HAPPENED[happened.what] ?? happened.what;
}

/** What was and what is now, line by line. */
export function differencesOf(happened: Happened): string[] {
  const [was, now] = [happened.old ?? {}, happened.new ?? {}];
  const lines: string[] = [];
  for (const key of new Set([...Object.keys(was), ...Object.keys(now)])) {
    if (key === "terms") continue;
    const [before, after] = [said(was[key]), said(now[key])];
    if (before !== after && key !== "id") lines.push(`${FIELD_WORDS[key] ?? key}: ${before} → ${after}`);
  }
  return [...lines, ...termLines(was.terms, now.terms)];
}

type Stored = Record<string, unknown>;

function termLines(was: unknown, now: unknown): string[] {
  const [before, after] = [was, now].map((terms) => (Array.isArray(terms) ? (terms as Stored[]).map(termSaid) : []));
  return [
    ...(before ?? []).filter((line) => !after?.includes(line)).map((line) => `Was: ${line}`),
    ...(after ?? []).filter((line) => !before?.includes(line)).map((line) => `Now: ${line}`),
  ];
}

function termSaid(term: Stored): string {
  const dates = datesInWords(iso(term.starts), iso(term.ends));
  const pattern = [term.pattern, term.pattern_b].filter(Boolean).join(" / ");
  return `${said(term.role)} ${dates}, WTE ${said(term.wte)}, ${pattern}, leave ${said(term.annual_leave_sessions)}`;
}

function iso(value: unknown): string | null {
  return typeof value === "string" && value ? value : null;
}

function said(value: unknown): string {
  if (value === null || value === undefined || value === "") return "nothing";
  if (Array.isArray(value)) return value.length > 0 ? value.join(", ") : "nothing";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return String(value);
}
