import { call, query } from "./client";
import type { Amount, LeaveYear, PersonBalance, PersonInGroup, Totals } from "./leave";

export interface Balances {
  year: LeaveYear;
  balances: PersonBalance[];
}

export type Section = "earned" | "carried" | "changed" | "used";

export interface StatementLine {
  id: number | null;
  section: Section;
  date: string;
  kind: string;
  what: string;
  amount: Amount;
  running: Amount;
  by: string | null;
  why: string;
  working: string[];
  /** Leave that waits for a decision. */
  pending: boolean;
  /** Null: it follows from what is on record, and is not in the ledger yet. */
  posted: string | null;
  /** With the other lines about the same it comes to nought. */
  evens_out: boolean;
  reverses: number | null;
  may_reverse: boolean;
}

export interface StatementTerm {
  starts: string | null;
  ends: string | null;
  role: string;
  wte: string;
  weekly_sessions: string;
  session_minutes: number;
  annual_leave_sessions: string;
}

export interface Statutory {
  least: Amount;
  has: Amount;
  is_met: boolean;
  working: string;
  source: string;
}

export interface Statement {
  person: PersonInGroup;
  year: LeaveYear;
  practice: string;
  made_at: string;
  rounding: string;
  carrying: string;
  terms: StatementTerm[];
  lines: StatementLine[];
  totals: Totals;
  /** Null: not employed, or not this year. */
  statutory: Statutory | null;
}

export type AmountUnit = "sessions" | "hours" | "days";
export type AdjustmentKind = "adjustment" | "toil" | "sick-compensation";

export interface Adjustment {
  year: string;
  kind: AdjustmentKind;
  amount: string;
  unit: AmountUnit;
  reason: string;
}

export interface Posted {
  id: number;
  date: string;
  kind: string;
  what: string;
  amount: Amount;
  by: string | null;
  why: string;
  working: string[];
  reverses: number | null;
}

function person(code: string): string {
  return `/leave/people/${encodeURIComponent(code)}`;
}

export async function readLeaveYears(): Promise<LeaveYear[]> {
  return (await call<{ years: LeaveYear[] }>("GET", "/leave/years")).years;
}

export function readAllBalances(year: string): Promise<Balances> {
  return call("GET", `/leave/balances${query({ year })}`);
}

export function readStatement(code: string, year: string): Promise<Statement> {
  return call("GET", `${person(code)}/statement${query({ year })}`);
}

export function adjust(code: string, adjustment: Adjustment): Promise<Posted> {
  return call("POST", `${person(code)}/adjustments`, { body: adjustment });
}

export function takeBack(id: number, reason: string): Promise<Posted> {
  return call("POST", `/leave/entries/${id}/reversal`, { body: { reason } });
}

/** Where a browser fetches the same as a spreadsheet. */
export function statementFile(code: string, year: string): string {
  return `/api/v1${person(code)}/statement.csv${query({ year })}`;
}

export function balancesFile(year: string): string {
  return `/api/v1/leave/balances.csv${query({ year })}`;
}
