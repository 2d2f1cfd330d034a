import { call } from "./client";
import type { HalfName } from "./leave";

/** A gap, as it says itself; of a run's draft, or (null) of the rota as it is published or with what waits. */
export interface ConflictQuestion {
  run_id: string | null;
  layer: "published" | "edits";
  rule: string;
  date: string;
  half: HalfName | null;
  site: string | null;
  /** It may take eight seconds more than usual. */
  longer: boolean;
}

/** One of the rules that cannot all hold. */
export interface ConflictMember {
  kind: string;
  code: string | null;
  words: string;
}

/** One way to close the gap, and what it asks of whom. */
export interface WayOut {
  words: string;
  cost: string;
  closes: boolean;
}

export interface ConflictAnswer {
  id: string;
  status: "working" | "done" | "failed";
  /** The rules folded into one sentence. */
  sentence: string;
  members: ConflictMember[];
  /** Cheapest first. */
  ways_out: WayOut[];
  proved: boolean;
  /** With more time there may be more to say. */
  cut_short: boolean;
  /** Questions the solver answered for it. */
  solves: number;
  seconds: number;
  sentences: string[];
}

const CONFLICTS = "/rota-generate/conflicts";

export function askConflict(question: ConflictQuestion): Promise<ConflictAnswer> {
  return call("POST", CONFLICTS, { body: question });
}

export function readConflict(id: string): Promise<ConflictAnswer> {
  return call("GET", `${CONFLICTS}/${id}`);
}
