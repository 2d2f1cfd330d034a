/** People, terms, groups and supervision. Values of a term travel as text, as the people file writes them. */

import { call, query } from "./client";

export interface Work {
  role: string;
  site: string;
  wte: string;
  pattern: string;
  pattern_b: string;
  flexible_days_per_week: string;
  annual_leave_sessions: string;
  flags: string[];
  session_minutes: string;
  note: string;
}

export interface Term {
  id: number;
  starts: string | null;
  ends: string | null;
  state: "past" | "current" | "future";
  role: string;
  group: string;
  site: string;
  wte: string;
  pattern: string;
  pattern_b: string | null;
  flexible_days_per_week: string | null;
  annual_leave_sessions: string;
  flags: string[];
  session_minutes: number;
  weekly_sessions: string;
  note: string;
}

export interface Named {
  code: string;
  name: string;
}

export interface Warned {
  kind: string;
  words: string;
}

export interface PersonAccount {
  username: string;
  display_name: string;
  roles: string[];
  active: boolean;
}

export interface StaffMember {
  code: string;
  name: string;
  email: string | null;
  active: boolean;
  version: number;
  term: Term | null;
  trainee: boolean;
  may_supervise: boolean;
  groups: string[];
  account: PersonAccount | null;
  warnings: Warned[];
}

export interface Staff {
  people: StaffMember[];
  groups: Named[];
  sites: Named[];
  full_time_days_per_week: string;
}

export interface Link extends Named {
  id: number;
  kind: "educational" | "clinical";
  starts: string | null;
  ends: string | null;
}

export interface Happened {
  at: string;
  by: string | null;
  what: string;
  reason: string | null;
  old: Record<string, unknown> | null;
  new: Record<string, unknown> | null;
}

export interface PersonPage {
  code: string;
  name: string;
  email: string | null;
  note: string;
  active: boolean;
  version: number;
  account: PersonAccount | null;
  groups: Named[];
  terms: Term[];
  supervised_by: Link[];
  supervises: Link[];
  warnings: Warned[];
  history: Happened[];
}

export interface Effects {
  last_day: string;
  terms_ended: Term[];
  terms_removed: Term[];
  links_ended: Link[];
  leave: { kind: string; start: string; start_half: string; end: string; end_half: string; status: string }[];
  rota_sessions: number;
  rota: { date: string; half: string; activity: string; site: string }[];
  groups: Named[];
  account: PersonAccount | null;
}

export interface Group extends Named {
  version: number;
  members: Named[];
  used_by: string[];
}

export interface TermChange {
  what: "added" | "removed" | "changed";
  starts: string;
  ends: string;
  fields: { field: string; old: string; new: string }[];
}

export interface Imported {
  preview: boolean;
  changed: boolean;
  version: number;
  changes: {
    settings: string[];
    leave: { added: number; removed: number };
    details: { what: "added" | "changed" | "deactivated"; code: string; name: string; terms: TermChange[] }[];
    unchanged: number;
  };
}

/** Whoever changes the past says so, and why. */
export interface Saying {
  corrects_past: boolean;
  reason: string | null;
}

const PEOPLE = "/practice/people";
const at = (code: string): string => `${PEOPLE}/${encodeURIComponent(code)}`;
const groupAt = (code: string): string => `/practice/groups/${encodeURIComponent(code)}`;

export function readStaff(): Promise<Staff> {
  return call("GET", "/practice/staff");
}

export function readPerson(code: string): Promise<PersonPage> {
  return call("GET", at(code));
}

export async function readTermWarnings(start: string, weeks: number): Promise<(Named & Warned)[]> {
  const answer = await call<{ warnings: (Named & Warned)[] }>(
    "GET",
    `/practice/term-warnings${query({ start, weeks })}`,
  );
  return answer.warnings;
}

export function addPerson(person: {
  code: string;
  name: string;
  email: string | null;
  note: string;
  groups: string[];
  term: Work & { starts: string | null; ends: string | null };
}): Promise<PersonPage> {
  return call("POST", PEOPLE, { body: person });
}

export function changeDetails(
  code: string,
  details: { version: number; name: string; email: string | null; note: string },
): Promise<PersonPage> {
  return call("PUT", at(code), { body: details });
}

export function changeGroups(code: string, version: number, groups: string[]): Promise<PersonPage> {
  return call("PUT", `${at(code)}/groups`, { body: { version, groups } });
}

export function addTerm(
  code: string,
  term: Work & { starts: string | null; ends: string | null; reason: string | null },
): Promise<PersonPage> {
  return call("POST", `${at(code)}/terms`, { body: term });
}

export function correctTerm(
  code: string,
  id: number,
  term: Work & Saying & { version: number; starts: string | null; ends: string | null },
): Promise<PersonPage> {
  return call("PUT", `${at(code)}/terms/${id}`, { body: term });
}

/** Split the term: as it was before `from`, as said here from then on. */
export function changeTerm(
  code: string,
  id: number,
  change: Work & Saying & { version: number; from: string; until: string | null },
): Promise<PersonPage> {
  return call("PUT", `${at(code)}/terms/${id}/change`, { body: change });
}

export function endTerm(
  code: string,
  id: number,
  end: Saying & { version: number; last_day: string | null },
): Promise<PersonPage> {
  return call("PUT", `${at(code)}/terms/${id}/end`, { body: end });
}

export function deleteTerm(code: string, id: number, version: number): Promise<PersonPage> {
  return call("DELETE", `${at(code)}/terms/${id}${query({ version })}`);
}

/** What deactivating somebody would do. */
export function readEffects(code: string, lastDay: string): Promise<Effects> {
  return call("GET", `${at(code)}/deactivation${query({ last_day: lastDay })}`);
}

export async function deactivate(
  code: string,
  version: number,
  lastDay: string,
  reason: string | null,
): Promise<PersonPage> {
  const body = { version, last_day: lastDay, reason };
  return (await call<{ person: PersonPage }>("PUT", `${at(code)}/deactivation`, { body })).person;
}

export function reactivate(code: string, version: number): Promise<PersonPage> {
  return call("DELETE", `${at(code)}/deactivation${query({ version })}`);
}

export function addLink(
  trainee: string,
  link: { version: number; supervisor_code: string; kind: string; starts: string | null; ends: string | null },
): Promise<PersonPage> {
  return call("POST", `${at(trainee)}/links`, { body: link });
}

export function changeLink(
  trainee: string,
  id: number,
  dates: { version: number; starts: string | null; ends: string | null },
): Promise<PersonPage> {
  return call("PUT", `${at(trainee)}/links/${id}`, { body: dates });
}

export function deleteLink(trainee: string, id: number, version: number): Promise<PersonPage> {
  return call("DELETE", `${at(trainee)}/links/${id}${query({ version })}`);
}

type GroupList = { groups: Group[] };

export async function readGroups(): Promise<Group[]> {
  return (await call<GroupList>("GET", "/practice/groups")).groups;
}

export async function addGroup(name: string): Promise<Group[]> {
  return (await call<GroupList>("POST", "/practice/groups", { body: { name } })).groups;
}

export async function renameGroup(group: Group, name: string): Promise<Group[]> {
  return (await call<GroupList>("PUT", groupAt(group.code), { body: { version: group.version, name } })).groups;
}

export async function deleteGroup(group: Group): Promise<Group[]> {
  return (await call<GroupList>("DELETE", `${groupAt(group.code)}${query({ version: group.version })}`)).groups;
}

export async function setMembers(group: Group, people: string[]): Promise<Group[]> {
  const body = { version: group.version, people };
  return (await call<GroupList>("PUT", `${groupAt(group.code)}/members`, { body })).groups;
}

export interface ImportFiles {
  practice?: string;
  people?: string;
  leave?: string;
  names: Record<string, string>;
}

export function importFiles(files: ImportFiles, preview: boolean): Promise<Imported> {
  return call("POST", "/practice/import", { body: { ...files, preview } });
}

/** Where the files of the practice can be fetched. */
export function exportAddress(name: "people.csv" | "leave.csv" | "practice.json" | "practice.zip"): string {
  return `/api/v1/practice/export/${name}`;
}
