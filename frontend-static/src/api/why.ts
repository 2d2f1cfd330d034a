import { call, query } from "./client";
import type { HalfName, PersonName } from "./leave";
import type { WhatIfFairness, WhatIfMove } from "./whatIf";

/** One reason, whole. */
export interface Said {
  kind: string;
  words: string;
}

/** What duty held in the rota's period counts for in half-days, how many it is, a fair part of it, and what was held
 * beyond that before it. */
export interface DutyHeld {
  balance: number;
  expected: number;
  held: number;
  half_days: number;
}

/** Somebody else, and everything that keeps them from the session. */
export interface OtherPerson extends PersonName {
  possible: boolean;
  blockers: Said[];
}

export interface WhyAnswer {
  what: string;
  sentences: string[];
  reasons: Said[];
  /** Of duty only. */
  ledger: DutyHeld | null;
  supervisor: PersonName | null;
  /** Empty where the session is everybody's own: admin, tutorials and the like. */
  others: OtherPerson[];
}

/** A session of somebody, as people choose it. */
export interface OneSession {
  code: string;
  date: string;
  half: HalfName;
}

export interface Broken {
  rule: string;
  label: string;
  /** It must not be broken; else it is better kept. */
  hard: boolean;
  words: string;
}

export interface WhyNotAnswer {
  id: string;
  status: "working" | "done" | "failed";
  possible: boolean | null;
  blockers: Said[];
  sentences: string[];
  /** People more that would be missing; below nought: fewer. */
  gaps_more: number;
  /** Half-days more of duty beyond people's fair parts; below nought: more even. */
  fairness: number;
  people: WhatIfFairness[];
  breaks: Broken[];
  moves: WhatIfMove[];
  proved: boolean;
  seconds: number;
}

export interface WhyNotQuestion extends OneSession {
  instead: string;
}

export function readWhy({ code, date, half }: OneSession): Promise<WhyAnswer> {
  return call("GET", `/rota-generate/why${query({ code, date, half })}`);
}

const WHY_NOTS = "/rota-generate/why-nots";

export function askWhyNot(question: WhyNotQuestion): Promise<WhyNotAnswer> {
  return call("POST", WHY_NOTS, { body: question });
}

export function readWhyNot(id: string): Promise<WhyNotAnswer> {
  return call("GET", `${WHY_NOTS}/${id}`);
}
