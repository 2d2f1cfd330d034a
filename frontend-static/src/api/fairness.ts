import { call } from "./client";

/** Points are hundredths of a half-day of ordinary duty, everywhere. */
export interface DutyWeights {
  ordinary: number;
  monday: number;
  after_bank_holiday: number;
  friday_pm: number;
}

export interface DutyBalance {
  code: string;
  name: string;
  role: string | null;
  wte: string | null;
  /** held − part + otherwise. Above nought: held more than their part. */
  balance: number;
  held: number;
  part: number;
  /** Joining, leaving and adjustments. */
  otherwise: number;
  /** False: has left the ledger. */
  active: boolean;
}

export interface Fairness {
  /** The last Friday that is counted; null: no week is closed yet. */
  as_of: string | null;
  first_week: string | null;
  weeks: number;
  weights: DutyWeights;
  how: string[];
  people: DutyBalance[];
  total: number;
}

export type DutyLineKind = "week" | "opening" | "settlement" | "return" | "adjustment";

export interface DutyLine {
  id: number;
  at: string;
  kind: DutyLineKind;
  week: string | null;
  what: string;
  held: number;
  part: number;
  points: number;
  /** After this line. */
  balance: number;
  reason: string;
  working: string[];
  by: string | null;
}

/** Where somebody will stand; held and part are of the weeks to come alone. */
export interface DutyAhead {
  code: string;
  name: string;
  role: string | null;
  wte: string | null;
  balance: number;
  held: number;
  part: number;
  active: boolean;
}

/** Where the published rota leads, as it stands. */
export interface FairnessAhead {
  first_week: string | null;
  /** The last Friday that is published and not counted; null: there is none. */
  until: string | null;
  weeks: number;
  people: DutyAhead[];
}

/** A movement that the published rota will post, as it stands. */
export type DutyLineAhead = Pick<
  DutyLine,
  "week" | "kind" | "what" | "held" | "part" | "points" | "balance" | "working"
>;

export interface DutyStatement extends DutyBalance {
  as_of: string | null;
  /** The last Friday of the lines ahead. */
  until: string | null;
  how: string[];
  lines: DutyLine[];
  ahead: DutyLineAhead[];
}

export interface DutyAdjustment {
  code: string;
  points: number;
  reason: string;
  /** Null: everybody else, by what they work. */
  counter: string | null;
}

export interface Adjusted {
  entries: number[];
  moved: { code: string; name: string; before: number; after: number }[];
}

export function readFairness(): Promise<Fairness> {
  return call("GET", "/rota/fairness");
}

export function readFairnessAhead(): Promise<FairnessAhead> {
  return call("GET", "/rota/fairness/ahead");
}

export function readDutyStatement(code: string): Promise<DutyStatement> {
  return call("GET", `/rota/fairness/${encodeURIComponent(code)}`);
}

export function adjustDuty(body: DutyAdjustment): Promise<Adjusted> {
  return call("POST", "/rota/fairness/adjustments", { body });
}
