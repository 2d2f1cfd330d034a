import { call, query } from "./client";

export type HalfName = "AM" | "PM";

/** The same stretch of time in the three ways people count it. */
export interface Amount {
  minutes: number;
  sessions: string;
  hours: string;
  days: string;
}

export interface LeaveYear {
  start: string;
  end: string;
  words: string;
  current: boolean;
}

export interface PersonName {
  code: string;
  name: string;
}

export interface PersonInGroup extends PersonName {
  group: string;
}

/** granted + carried + bank_holidays + toil + adjustments - taken - booked - pending = left. */
export interface Totals {
  granted: Amount;
  carried: Amount;
  bank_holidays: Amount;
  toil: Amount;
  adjustments: Amount;
  taken: Amount;
  booked: Amount;
  pending: Amount;
  left: Amount;
  left_percent_used: number;
  /** The length of one session, in which the sums are said. */
  session_minutes: number;
}

export interface PersonBalance extends Totals {
  person: PersonInGroup;
}

export interface Balance extends PersonBalance {
  year: LeaveYear;
}

export type Unit = "week" | "day" | "session";

export interface Kind {
  kind: string;
  words: string;
  explains: string;
  unit: Unit;
  uses_entitlement: boolean;
  decided_by: string;
  administrators_only: boolean;
  /** The practice's rules for this kind, as sentences. */
  rules?: string[];
}

export interface CalendarHalf {
  half: HalfName;
  /** What the person would do then; null: not working. */
  activity: string | null;
  away: "requested" | "approved" | null;
  request_id: string | null;
  closed: string | null;
  /** How many more may be off; null: no limit. */
  places: number | null;
  may_ask: boolean;
  why_not: string[];
}

export interface CalendarDay {
  date: string;
  bank_holiday: string | null;
  locked: string[];
  halves: CalendarHalf[];
}

export interface CalendarAnswer {
  start: string;
  weeks: number;
  unit: Unit;
  days: CalendarDay[];
}

/** A stretch of half-days, both ends included. */
export interface Stretch {
  start: string;
  start_half: HalfName;
  end: string;
  end_half: HalfName;
}

export interface LeaveAsked extends Stretch {
  /** Null: for oneself. */
  person_code: string | null;
  kind: string;
  part_minutes: number | null;
  note: string;
  buddy_code: string | null;
}

export interface AssessedReason {
  code: string;
  message: string;
  /** It cannot be asked for at all. */
  stops: boolean;
}

export interface AssessedSession {
  date: string;
  half: HalfName;
  activity: string | null;
  minutes: number;
  closed: string | null;
  needed: number | null;
  in_before: number | null;
  in_after: number | null;
}

export type Colour = "green" | "amber" | "red";

export interface Assessment {
  verdict: "approved-at-once" | "needs-a-decision" | "refused";
  reasons: AssessedReason[];
  amount: Amount;
  uses_entitlement: boolean;
  years: { year: LeaveYear; amount: Amount; left_before: Amount; left_after: Amount }[];
  sessions: AssessedSession[];
  cover: { verdict: Colour; sentences: string[] };
  others_away: (PersonName & Stretch)[];
  stranded: (PersonName & { date: string; half: HalfName })[];
  buddies: PersonName[];
}

export type Status = "requested" | "approved" | "declined" | "cancelled";
export type Act = "approve" | "decline" | "reopen" | "cancel";

export interface LeaveRequest extends Stretch {
  id: string;
  person: PersonInGroup;
  kind: string;
  kind_words: string;
  part_minutes: number | null;
  status: Status;
  source: string;
  automatic: boolean;
  note: string;
  buddy: PersonName | null;
  amount: Amount;
  asked_at: string;
  asked_by: string | null;
  decided_at: string | null;
  decided_by: string | null;
  decision_reason: string | null;
  overdue: boolean;
  /** The day an open request should be decided by. */
  decide_by?: string | null;
  version: number;
  may: Act[];
}

export interface HistoryLine {
  at: string;
  by: string | null;
  what: string;
  reason: string | null;
}

export interface RequestDetails {
  request: LeaveRequest;
  then: Assessment | null;
  now: Assessment | null;
  history: HistoryLine[];
}

export interface ChangedSession {
  date: string;
  half: HalfName;
  activity: string;
  /** Why it is not quite what it was. */
  because?: string | null;
}

export interface Approved {
  request: LeaveRequest;
  removed: ChangedSession[];
  created: ChangedSession[];
}

export interface Cancelled {
  request: LeaveRequest;
  put_back: ChangedSession[];
  not_put_back: { date: string; half: HalfName; because: string }[];
}

export interface RequestFilter {
  status?: string | undefined;
  code?: string | undefined;
  kind?: string | undefined;
  start?: string | undefined;
  end?: string | undefined;
}

const REQUESTS = "/leave/requests";

export async function readYears(): Promise<LeaveYear[]> {
  return (await call<{ years: LeaveYear[] }>("GET", "/leave/years")).years;
}

export function readBalance(code: string, year?: string): Promise<Balance> {
  return call("GET", `/leave/people/${encodeURIComponent(code)}/balance${query({ year })}`);
}

/** Everybody's, for administrators. */
export async function readBalances(year?: string): Promise<Omit<Balance, "year">[]> {
  return (await call<{ balances: Omit<Balance, "year">[] }>("GET", `/leave/balances${query({ year })}`)).balances;
}

/** What this person may ask for; without a code, what oneself may. */
export async function readKinds(code?: string): Promise<Kind[]> {
  return (await call<{ kinds: Kind[] }>("GET", `/leave/kinds${query({ code })}`)).kinds;
}

export function readCalendar(start: string, weeks: number, kind: string, code?: string): Promise<CalendarAnswer> {
  return call("GET", `/leave/calendar${query({ start, weeks, kind, code })}`);
}

export function assess(asked: LeaveAsked): Promise<Assessment> {
  return call("POST", "/leave/assessments", { body: asked });
}

export function ask(asked: LeaveAsked): Promise<{ request: LeaveRequest; assessment: Assessment }> {
  return call("POST", REQUESTS, { body: asked });
}

export async function readRequests(filter: RequestFilter = {}): Promise<LeaveRequest[]> {
  return (await call<{ requests: LeaveRequest[] }>("GET", REQUESTS + query({ ...filter }))).requests;
}

export function readRequest(id: string): Promise<RequestDetails> {
  return call("GET", `${REQUESTS}/${id}`);
}

export function approve(request: LeaveRequest, note: string | null = null): Promise<Approved> {
  return call("PUT", `${REQUESTS}/${request.id}/approval`, { body: { version: request.version, note } });
}

export function decline(request: LeaveRequest, reason: string): Promise<{ request: LeaveRequest }> {
  return call("PUT", `${REQUESTS}/${request.id}/refusal`, { body: { version: request.version, reason } });
}

export function cancel(request: LeaveRequest, reason: string | null = null): Promise<Cancelled> {
  return call("PUT", `${REQUESTS}/${request.id}/cancellation`, { body: { version: request.version, reason } });
}

/** The approval is taken back, and the request waits again. */
export function reopen(request: LeaveRequest): Promise<Cancelled> {
  return call("DELETE", `${REQUESTS}/${request.id}/approval${query({ version: request.version })}`);
}

/** Who is away in these weeks: everybody, and never why. */
export async function readAway(start: string, weeks: number): Promise<(PersonName & Stretch)[]> {
  return (await call<{ away: (PersonName & Stretch)[] }>("GET", `/leave/away${query({ start, weeks })}`)).away;
}
