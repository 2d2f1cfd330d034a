import { call } from "./client";
import type { Colour, HalfName, LeaveAsked, PersonName, Stretch } from "./leave";

/** A leave that is being thought of, or one that has been asked for. */
export type WhatIfQuestion = { request_id: string } | LeaveAsked;

export interface WhatIfGap {
  date: string;
  /** Null: the whole day. */
  half: HalfName | null;
  because: string;
}

/** One session that changes hands or place. `words` says it whole. */
export interface WhatIfMove {
  date: string;
  half: HalfName;
  activity: string;
  from: PersonName | null;
  to: PersonName | null;
  words: string;
}

/** What duty somebody holds counts for in ordinary days, and their fair part of it, before and after. */
export interface WhatIfFairness extends PersonName {
  before: string;
  after: string;
  fair_before: string;
  fair_after: string;
}

export interface WhatIfDates extends Stretch {
  verdict: Colour;
}

export interface WhatIfAnswer {
  id: string;
  status: "working" | "done" | "failed";
  verdict: Colour | null;
  /** Not proved to be the best answer, or nothing is published for some of these weeks. */
  estimate: boolean;
  seconds: number;
  sentences: string[];
  gaps: WhatIfGap[];
  moves: WhatIfMove[];
  fairness: WhatIfFairness[];
  nearby: WhatIfDates[];
}

/** The dates somebody chose among those nearby: the whole stretch, in place of the one that was asked about. */
export type ChosenDates = Stretch;

const WHAT_IFS = "/rota-generate/what-ifs";

export function askWhatIf(question: WhatIfQuestion): Promise<{ id: string; status: WhatIfAnswer["status"] }> {
  return call("POST", WHAT_IFS, { body: question });
}

export function readWhatIf(id: string): Promise<WhatIfAnswer> {
  return call("GET", `${WHAT_IFS}/${id}`);
}
