import { call } from "./client";
import type { CellChange } from "./edits";
import type { HalfName, PersonName, Stretch } from "./leave";
import type { Gap } from "./rota";

/** Somebody who is away, on record or only thought of. */
export interface RepairAbsence extends Stretch {
  code: string;
}

/** Days of the rota to repair, both included: as it is published, or with the changes that wait. */
export interface RepairQuestion {
  start: string;
  end: string;
  absence: RepairAbsence | null;
  layer: "published" | "edits";
}

/** One person to be told, and what. */
export interface Tell extends PersonName {
  what: string[];
  /** The one who is away: for when they are back. */
  away?: boolean;
}

/** A session to find a locum for. Null: either half. */
export interface LocumWanted {
  date: string;
  half: HalfName | null;
  site: string | null;
  people: number;
  words: string;
}

/** What duty somebody holds counts for in ordinary days in the rota's period, and their fair part of it, before and after. */
export interface RepairFairness extends PersonName {
  before: string;
  after: string;
  fair_before: string;
  fair_after: string;
}

export interface RepairOption {
  kind: "fewest" | "somebody-else" | "fairest" | "locum";
  title: string;
  /** What is proved, in a sentence. */
  proof: string;
  proved: boolean;
  cells: CellChange[];
  /** People other than the one who is away, and their sessions that change. */
  moved: number;
  sessions: number;
  /** Further sessions of the one who is away. */
  own: number;
  closed: number;
  gaps_closed: Gap[];
  gaps_left: Gap[];
  tell: Tell[];
  locums: LocumWanted[];
  cost_pence: number | null;
  fairness: RepairFairness[];
}

export interface RepairAnswer {
  id: string;
  status: "working" | "done" | "failed";
  sentences: string[];
  /** What is short now. */
  gaps: Gap[];
  options: RepairOption[];
  range: { start: string; weeks: number } | null;
  since: string | null;
  seconds: number;
}

const REPAIRS = "/rota-generate/repairs";

export function askRepair(question: RepairQuestion): Promise<RepairAnswer> {
  return call("POST", REPAIRS, { body: question });
}

export function readRepair(id: string): Promise<RepairAnswer> {
  return call("GET", `${REPAIRS}/${id}`);
}
