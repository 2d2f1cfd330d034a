import { call, query, type Reason } from "./client";
import type { Gap, RotaAnswer } from "./rota";

export type RunStatus = "queued" | "running" | "done" | "stopped" | "failed" | "refused";
export type Mode = "fill" | "afresh" | "stay-close" | "rebalance" | "repair";
export type Decide = "days" | "duty";
/** Which runs of the list: being worked on, with a draft, published, ended without one, or set aside. */
export type RunState = "unfinished" | "draft" | "published" | "without" | "set-aside";

export interface Progress {
  seconds: number;
  objective: number | null;
  bound: number | null;
  gaps: number | null;
  gap_percent: number | null;
}

export interface Summary {
  gaps: number;
  objective: number;
  bound: number;
  gap_percent: number;
  proved: boolean;
  stopped: boolean;
  seconds: number;
}

export interface Run {
  id: string;
  status: RunStatus;
  start: string;
  weeks: number;
  seconds: number | null;
  seed: number;
  decide: Decide[];
  mode: Mode;
  /** The first day that may change, where that is not the first of all. */
  since: string | null;
  /** What was asked, in words. */
  words: string;
  /** Sessions people know of may change, although they are fixed: until when, how many, and why. */
  fixed_period: { until: string; sessions: number; reason: string } | null;
  /** The run whose question this one asks again. */
  repeats: string | null;
  /** Asked again, it gives the same draft. */
  repeatable: boolean;
  set_aside: boolean;
  requested_at: string;
  requested_by?: string | null;
  started_at: string | null;
  finished_at: string | null;
  attempt: number;
  progress: Progress | null;
  summary: Summary | null;
  error: string | null;
  published: boolean;
  queue_position?: number | null;
  has_draft?: boolean;
}

export interface RunRequest {
  start: string;
  weeks: number;
  seconds: number;
  decide: Decide[];
  mode?: Mode;
  since?: string | null;
  people?: string[] | null;
  groups?: string[] | null;
  replace?: boolean;
  acknowledge_fixed_period?: boolean;
  reason?: string | null;
}

/** What should be known before a run is started. */
export interface Checks {
  mode: Mode | null;
  /** What was asked, in words; null where it is not clear yet. */
  words: string | null;
  /** Sessions on the rota where the run may change it; `free` are those that nothing keeps. */
  existing: { sessions: number; people: number; pinned: number; off: number; free: number; words: string[] } | null;
  fixed_until: string | null;
  fixed_sessions: number;
  warnings: { code: string; message: string }[];
  notes: string[];
  refusals: Reason[];
}

export interface Breach {
  rule: string;
  level: "hard" | "soft";
  points: number;
  date: string | null;
  half: "AM" | "PM" | null;
  code: string | null;
  site: string | null;
  because: string;
}

/** The documented draft; only what the page shows is named here. */
export interface DraftDocument {
  gaps: Gap[];
  breaches: Breach[];
  objective: number;
  bound: number;
  gap_percent: number;
  proved: boolean;
}

export interface Place {
  activity: string;
  site: string;
}

export interface Change {
  date: string;
  half: "AM" | "PM";
  was: Place | null;
  now: Place | null;
}

export interface PersonChanges {
  code: string;
  name: string;
  changes: Change[];
}

/** What publishing a draft changes in weeks that are published. */
export interface Difference {
  /** Weeks that were not published before: of these nobody knows anything yet. */
  new_weeks: number;
  changed: number;
  people: number;
  by_person: PersonChanges[];
  by_day: { date: string; changes: number }[];
}

const RUNS = "/rota-generate/runs";

/** `key` makes asking twice (a double click, a lost answer) the same run. */
export function requestRun(request: RunRequest, key: string): Promise<Run> {
  return call("POST", RUNS, {
    body: request,
    headers: { "Idempotency-Key": key },
  });
}

export function checkRun(request: RunRequest): Promise<Checks> {
  return call("POST", `${RUNS}/checks`, { body: request });
}

export interface RunsWanted {
  state?: RunState | undefined;
  mode?: Mode | undefined;
  /** Only runs older than this one. */
  before?: string | undefined;
  most?: number | undefined;
}

export function readRuns(wanted: RunsWanted = {}): Promise<Run[]> {
  return call("GET", `${RUNS}${query({ ...wanted })}`);
}

/** Ask again what a run asked: the same problem and seed. */
export function repeatRun(id: string, key: string): Promise<Run> {
  return call("POST", `${RUNS}/${id}/repetition`, { headers: { "Idempotency-Key": key } });
}

/** Leave a run nobody wants out of the list, or have it back in it. */
export function setAside(id: string, aside: boolean): Promise<Run> {
  return call(aside ? "PUT" : "DELETE", `${RUNS}/${id}/setting-aside`);
}

export function readRun(id: string): Promise<Run> {
  return call("GET", `${RUNS}/${id}`);
}

export function readDraft(id: string): Promise<DraftDocument> {
  return call("GET", `${RUNS}/${id}/draft`);
}

export function readDraftRota(id: string): Promise<RotaAnswer> {
  return call("GET", `${RUNS}/${id}/rota`);
}

export function readDifference(id: string): Promise<Difference> {
  return call("GET", `${RUNS}/${id}/diff${query({ against: "published" })}`);
}

/** Stop and keep the best so far. */
export function stopRun(id: string): Promise<unknown> {
  return call("DELETE", `${RUNS}/${id}`);
}

export function progressAddress(id: string): string {
  return `/api/v1${RUNS}/${id}/progress`;
}

export function problemAddress(id: string): string {
  return `/api/v1${RUNS}/${id}/problem`;
}

export function isOver(status: RunStatus): boolean {
  return status !== "queued" && status !== "running";
}
